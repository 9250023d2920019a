"""How many columns a text takes in a terminal: Chinese characters take two."""

import unicodedata
from functools import cache

_WIDE = frozenset("WF")
_ZERO = frozenset(("Mn", "Me", "Cf"))
_TABLE = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(0x80, 0xA0))}
_BIDI = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)}


def plain(text: str) -> str:
    """The text with control characters and terminal escapes made visible and harmless."""
    return text.translate(_TABLE | _BIDI) if not text.isprintable() else text


def width(text: str) -> int:
    """The columns that a text takes; ambiguous characters are counted as one."""
    return len(text) if text.isascii() else sum(map(_of, text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to a number of columns."""
    filler = " " * max(0, columns - width(text))
    return filler + text if right else text + filler


def clip(text: str, columns: int) -> str:
    """The text cut to a number of columns, with an ellipsis where something is left out."""
    if width(text) <= columns:
        return text
    taken = 0
    for index, character in enumerate(text):
        taken += _of(character)
        if taken > columns - 1:
            return pad(text[:index], columns - 1).rstrip(" ") + "…"
    return text


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns; Chinese breaks anywhere, Latin between words."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while width(line.rstrip()) > columns:
            head = clip(line, columns + 1)[:-1] or line[0]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        narrow = _of(character) == 1 and not character.isspace()
        if (
            pieces and (narrow or character == " ") and pieces[-1][-1].isascii() and pieces[-1][-1] != " "
        ) or (pieces and character in _NOT_FIRST):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


_NOT_FIRST = "，。、；：？！）〕》”’…,.;:?!)]"


@cache
def _of(character: str) -> int:
    if unicodedata.category(character) in _ZERO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
