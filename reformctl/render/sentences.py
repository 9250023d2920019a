"""Findings in plain words: one sentence each, as a list below a table."""

from collections.abc import Iterable
from typing import NamedTuple

from reformctl.derive.tables import Row
from reformctl.render.escaping import markdown_text
from reformctl.render.table import Format, shown
from reformctl.render.width import wrap
from reformctl.words import mark, say

_BULLET = "- "
_SPAN = mark("{low} to {high}")


class Said(NamedTuple):
    """A sentence, and the word that tells machines what it is about."""

    about: str
    text: str


def bullets(sentences: Iterable[Said], form: Format, columns: int | None) -> str:
    """The sentences as a list; at a terminal each is wrapped to its width."""
    return "".join(_bullet(sentence.text, form, columns) for sentence in sentences)


def names(rows: Iterable[Row]) -> str:
    """The units of some rows, by name."""
    return shown(tuple(row.unit.caption for row in rows))


def span(low: object, high: object) -> str:
    """From one value to another, or the one where they are the same."""
    return str(low) if low == high else say(_SPAN).format(low=low, high=high)


def _bullet(text: str, form: Format, columns: int | None) -> str:
    if form == "md":
        return f"{_BULLET}{markdown_text(text)}\n"
    lines = wrap(text, columns - len(_BULLET)) if columns else [text]
    return _BULLET + f"\n{' ' * len(_BULLET)}".join(lines) + "\n"
