"""Markdown as the blocks of a paper; whatever is not a paper's is kept as plain text, never dropped.

Strong text is what is still to be filled in; other emphasis is not a paper's: its text stays, its stars go.
`<br>` breaks a line; other HTML, images and links stay as they were typed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Align = Literal["left", "center", "right"]
ALIGNS: tuple[Align, ...] = ("left", "center", "right")
_PLAIN = (
    *("image", "link", "autolink", "html_block", "reference"),
    *("hr", "lheading", "code", "blockquote"),
)
_NONCHARACTERS = "\ufffe\uffff"
_STEERING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_BAR = re.compile(r"(?<!\\)\|")
_SOFT_BREAK = "\x1f"
_OPEN, _CLOSE = "\x02", "\x03"
_SIGNS = {"softbreak": _SOFT_BREAK, "hardbreak": "\n", "strong_open": _OPEN, "strong_close": _CLOSE}
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
PLAIN, BLANK = "plain", "blank"
_SOFT = re.compile(f"(?<=[^\x00-\x7f]){_SOFT_BREAK}|{_SOFT_BREAK}(?=[^\x00-\x7f])")
_HARD = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: plain, or a blank that is still to be filled in."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is written `##`, and level 0, written `#`, opens an attachment."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line end in its text is a break that was asked for."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; the number is None where the list has none."""

    number: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; each row has as many cells as the head, whose cells are all empty in a form."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align | None, ...]


Block = Heading | Paragraph | Item | Grid


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text in their order."""
    text = clean(markdown)
    parser = _parser()
    return tuple(_blocks(parser, parser.parse(text), text.split("\n")))


def spans(text: str) -> tuple[Span, ...]:
    """The parts of a block's text, plain ones and blanks."""
    found = []
    for index, part in enumerate(re.split(f"[{_OPEN}{_CLOSE}]", text)):
        if part:
            found.append(Span(BLANK if index % 2 else PLAIN, part))
    return tuple(found)


def bare(text: str) -> str:
    """A block's text without the signs of its blanks."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def clean(text: str) -> str:
    """The text without control characters, lone surrogates and marks that turn the direction of text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(character for character in text if _printable(character))


def _printable(character: str) -> bool:
    if character in "\n\t":
        return True
    refused = character in _NONCHARACTERS or character in _STEERING or character == "\ufeff"
    return not refused and unicodedata.category(character) not in {"Cc", "Cs"}


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(list(_PLAIN))


def _blocks(parser: "MarkdownIt", tokens: list["Token"], lines: Sequence[str]) -> Iterator[Block]:
    numbers: list[str] = []
    inside = False
    for before, token in zip(tokens[:1] + tokens[:-1], tokens, strict=True):
        if token.type == "table_open":
            inside = True
            yield _grid(parser, _until_closed(tokens, token), lines)
        elif token.type == "table_close":
            inside = False
        elif token.type == "list_item_open":
            numbers.append(f"{token.info}{token.markup}" if token.info else "")
        elif token.type == "list_item_close" and any(numbers):
            yield _inline(token, "", numbers)
        elif token.type == "fence":
            yield from (Paragraph(line.strip()) for line in _fenced(token))
        elif token.type == "inline" and not inside:
            yield _inline(before, _text(token), numbers)


def _inline(opening: "Token", text: str, numbers: list[str]) -> Block:
    """A heading, or the first paragraph of an item, which takes its number, or a paragraph."""
    if opening.type == "heading_open":
        return Heading(int(opening.tag[1]) - 1, text)
    if not numbers:
        return Paragraph(text)
    number = " ".join(filter(None, numbers))
    numbers.clear()
    return Item(number or None, text)


def _fenced(token: "Token") -> list[str]:
    return [line for line in (token.info, *token.content.split("\n")) if line.strip()]


def _until_closed(tokens: list["Token"], opening: "Token") -> Iterator["Token"]:
    inside = False
    for token in tokens:
        inside = inside or token is opening
        if inside and token.type == "table_close":
            return
        if inside:
            yield token


def _grid(parser: "MarkdownIt", tokens: Iterator["Token"], lines: Sequence[str]) -> Grid:
    aligns: list[Align | None] = []
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
            rest = _rest(token, lines, len(aligns)) if len(rows) > 1 else ()
        elif token.type == "th_open":
            aligns.append(_align(token))
        elif token.type == "inline":
            rows[-1].append(_text(token))
        elif token.type == "tr_close" and rest:
            rows[-1][-1] = " ".join((rows[-1][-1], *(_cell(parser, text) for text in rest)))
    return Grid(tuple(rows[0]), tuple(map(tuple, rows[1:])), tuple(aligns))


def _align(token: "Token") -> Align | None:
    style = str(token.attrs.get("style", ""))
    return next((align for align in ALIGNS if style.endswith(align)), None)


def _rest(row: "Token", lines: Sequence[str], columns: int) -> tuple[str, ...]:
    """The cells beyond the table's columns, which Markdown would leave out."""
    if row.map is None:
        return ()
    line = lines[row.map[0]].strip().removeprefix("|")
    return tuple(cell.strip() for cell in _BAR.split(line)[columns:] if cell.strip())


def _cell(parser: "MarkdownIt", text: str) -> str:
    return " ".join(_text(token) for token in parser.parseInline(text))


def _text(inline: "Token") -> str:
    """An inline's text; a line end in the source is a space only between two Western characters."""
    parts = [_part(child) for child in inline.children or ()]
    text = _HARD.sub("\n", "".join(parts))
    return _SOFT.sub("", text).replace(_SOFT_BREAK, " ").strip(" \t\u3000")


def _part(child: "Token") -> str:
    if child.type == "html_inline" and _BREAK.fullmatch(child.content):
        return "\n"
    return _SIGNS.get(child.type, child.content)
