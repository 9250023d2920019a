"""Words of the ledger in Markdown: shown as they are, never a heading, a list, a table row or markup."""

import re
from collections.abc import Mapping
from typing import Any

from reformctl.render.markdown import clean
from reformctl.render.typography import full_width

_SIGNS = str.maketrans(
    {sign: f"\\{sign}" for sign in "\\`*_{}[]#|~!"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
_ENDS = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
_FIRST = re.compile(r"[-+=.):]")
_COUNT = re.compile(r"(\d+)([.)])")


def markdown_text(text: str) -> str:
    """Text on one line that Markdown and HTML show as it is: nothing in it can become markup."""
    shown = _ENDS.sub(" ", clean(text)).strip().translate(_SIGNS)
    if _FIRST.match(shown):
        return f"\\{shown}"
    return _COUNT.sub(r"\1\\\2", shown, count=1) if _COUNT.match(shown) else shown


class Words(str):
    """Words of the ledger among a template's facts: escaped wherever they are put into text."""

    __slots__ = ()

    def __html__(self) -> str:
        """The words as Markdown, with the marks of Chinese papers."""
        return markdown_text(full_width(self))


def guarded(value: Any) -> Any:
    """Facts with every text in them, keys left out, as words of the ledger."""
    if isinstance(value, str):
        return Words(value)
    if isinstance(value, Mapping):
        return {key: guarded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(map(guarded, value))
    return value
