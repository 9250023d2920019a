"""Problems as values: a code, a place, the facts that its message is made of, a hint."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from reformctl.source import Place, Position


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in a file.

    `facts` fill the message that `render.messages` holds for the code; `near` is the likely
    meaning of a misspelt word. `position` is given where the text could not be read at all.
    """

    code: str
    place: Place
    facts: dict[str, str] = field(default_factory=dict)
    near: str | None = None
    position: Position | None = None


class ReformctlError(Exception):
    """The command cannot run: a code, and the facts that its message is made of."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = {name: str(value) for name, value in facts.items()}


class BadFiles(Exception):  # noqa: N818 - the files are wrong, not the program
    """Files without which no command can run are wrong: the problems, to be shown like any others."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


_SHORT = 4
"""Names shorter than this, as most Chinese ones are, count as near with half their characters."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like a misspelt one, or None where nothing is near."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6 if len(word) >= _SHORT else 0.5)
    return found[0] if found else None
