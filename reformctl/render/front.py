"""What a template says above its text: the elements of the paper, each value a small template of its own."""

from typing import Annotated

from pydantic import Field, StringConstraints

from reformctl.records.base import Strict
from reformctl.records.fields import Slug, Text
from reformctl.render.word.sheet import Form, Seal

FENCE = "---"


class Front(Strict):
    """A template's front matter; a field left out leaves its element out of the paper.

    Values are filled in before they are read: an item that comes out empty is left out, one of several
    lines is as many items.
    """

    kind: Slug
    """The content that the template is for, as a paper of a pack names it in `tells`."""
    form: Form = "document"
    title: Text
    mark: Text | None = None
    """The issuing mark; that of the settings where it is left out."""
    number: Text | None = None
    recipients: tuple[Text, ...] = ()
    copies: tuple[Text, ...] = ()
    signer: Text | None = None
    """Who signs a paper to a higher office; several on several lines."""
    date: Text = "{{ paper.date }}"
    organ: Text | None = None
    """The organ that signs; that of the settings where it is left out."""
    issuer: Text | None = None
    """The organ that prints and sends; the one that signs where it is left out."""
    attachments: tuple[Text, ...] | None = None
    """The titles of the attachments, as the headings `#` of the text give them."""
    copy_number: Annotated[Text | None, Field(alias="copy-number")] = None
    classification: Text | None = None
    urgency: Text | None = None
    note: Text | None = None
    seal: Seal | None = None
    """How it is signed; as the settings say where it is left out."""
    record: bool | None = None
    """Whether the record block stands at the foot: on documents, letters and minutes by themselves."""
    attendance: dict[Annotated[str, StringConstraints(min_length=1)], str] = Field(default_factory=dict)
    """Who was there, by label, in minutes."""


LISTS = ("recipients", "copies", "signer", "attachments")
"""The fields that hold several items."""
TEXTS = (
    "title",
    "mark",
    "number",
    "date",
    "organ",
    "issuer",
    "copy_number",
    "classification",
    "urgency",
    "note",
)
"""The fields that hold one text."""


def split(text: str) -> tuple[str, str] | None:
    """A template's front matter and its text, each on the lines that it has in the file; None without it."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return None
    return "\n".join(["", *lines[1:end]]) + "\n", "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def line_of(text: str, field: str) -> int:
    """The line of a template on which a field of its front matter stands."""
    keys = (f"{field.replace('_', '-')}:", f"{field}:")
    return next((i for i, line in enumerate(text.split("\n"), 1) if line.startswith(keys)), 1)
