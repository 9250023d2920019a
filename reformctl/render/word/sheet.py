"""What a paper says beside its body, ready to be set in Word."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Form = Literal["document", "letter", "minutes", "plain"]
"""With a red head and number (7), as a letter (10.1), as minutes (10.3), or a sheet without a head."""
Seal = Literal["sealed", "unsealed", "none"]
"""How a paper is signed: with room for the seal, without, or not at all (7.3.5)."""


@dataclass(frozen=True)
class Face:
    """A paper's elements in the order of GB/T 9704-2012, part 7; those left empty are left out."""

    organ: str
    mark: str
    number: str | None
    title: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    issued: date
    form: Form = "document"
    seal: Seal = "unsealed"
    copy_number: str | None = None
    classification: str | None = None
    urgency: str | None = None
    signers: tuple[str, ...] = ()
    """Who signs a paper to a higher office (7.2.6)."""
    note: str | None = None
    attendance: tuple[tuple[str, str], ...] = ()
    """Who was there, by label, in minutes (10.3)."""
    record: bool = True
    """Whether the record block stands at the foot (7.4)."""
    issuer: str | None = None
    """The organ that prints and sends the paper, where it is not the one that signs."""

    @property
    def fronts(self) -> tuple[tuple[str, str], ...]:
        """The elements at the top left with their styles: copy number, classification, urgency (7.2.1-3)."""
        given = ((self.copy_number, "Front"), (self.classification, "Classification"))
        last = (self.urgency, "Classification")
        return tuple((text, style) for text, style in (*given, last) if text)
