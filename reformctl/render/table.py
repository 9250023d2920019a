"""Listings as a table, JSON, CSV or Markdown, all from one value."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from reformctl.render.escaping import markdown_text
from reformctl.render.width import pad, plain, width, wrap

Format = Literal["table", "json", "csv", "md"]
_GAP = "  "
_SMALLEST = 8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]
Paint = Callable[[str, str], str]
"""Colours a text in a style such as "red"; given only where the terminal can show it."""


@dataclass(frozen=True)
class Column:
    """A column: its key in JSON, its heading, and whether it holds numbers."""

    key: str
    heading: str
    right: bool = False
    flexible: bool = False
    """Whether it may be wrapped where the terminal is too narrow."""
    data_only: bool = False
    """Whether it stands in JSON and CSV alone."""
    show: Callable[[Row], Any] | None = None
    """What people read in its place; JSON and CSV keep the value."""
    style: Callable[[Row], str] | None = None
    """The style that its text takes on a colour terminal; the empty text for none."""

    def text(self, row: Row) -> str:
        """A row's value as people read it."""
        return shown(self.show(row) if self.show else row.get(self.key))


@dataclass(frozen=True)
class Table:
    """Rows of values under columns; a value is text, a number, a day, or several of them."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    title: str | None = None

    @property
    def visible(self) -> tuple[Column, ...]:
        """The columns that people see."""
        return tuple(column for column in self.columns if not column.data_only)


def render(table: Table, form: Format, columns: int | None = None, paint: Paint | None = None) -> str:
    """The table in a form; `columns` is the terminal's width where there is a terminal."""
    if form == "json":
        return to_json([{c.key: row.get(c.key) for c in table.columns} for row in table.rows])
    if form == "csv":
        return _csv(table)
    return _markdown(table) if form == "md" else _text(table, columns, paint)


def heading(text: str, form: Format) -> str:
    """A heading above listings: plain at a terminal, of the first level in Markdown."""
    return f"# {markdown_text(text)}\n" if form == "md" else f"{plain(text)}\n"


def to_json(value: Any) -> str:
    """JSON with points and days as strings, in the order given."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain_json) + "\n"


def shown(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "、".join(shown(part) for part in value)
    return plain(str(value))


def _plain_json(value: Any) -> Any:
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(type(value).__name__)


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.heading for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(row.get(column.key)) for column in table.columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    """A spreadsheet's cell: text that it would run as a formula gets an apostrophe in front."""
    text = shown(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _markdown(table: Table) -> str:
    head = "| " + " | ".join(markdown_text(c.heading) for c in table.visible) + " |"
    rule = "|" + "|".join(" ---: " if c.right else " --- " for c in table.visible) + "|"
    body = ["| " + " | ".join(markdown_text(c.text(row)) for c in table.visible) + " |" for row in table.rows]
    title = [f"**{markdown_text(table.title)}**", ""] if table.title else []
    return "\n".join([*title, head, rule, *body]) + "\n"


def _text(table: Table, columns: int | None, paint: Paint | None) -> str:
    cells = [[c.text(row) for c in table.visible] for row in table.rows]
    widths = [max([width(c.heading), *(width(row[i]) for row in cells)]) for i, c in enumerate(table.visible)]
    widths = _fitted(table, widths, columns)
    lines = [table.title, ""] if table.title else []
    plain_styles = [""] * len(widths)
    lines.append(_line([c.heading for c in table.visible], table, widths, plain_styles, None))
    lines.append(_GAP.join("-" * size for size in widths))
    for row, texts in zip(table.rows, cells, strict=True):
        styles = [c.style(row) if c.style else "" for c in table.visible]
        lines.extend(_wrapped(texts, table, widths, styles, paint))
    return "\n".join(lines) + "\n"


def _fitted(table: Table, widths: list[int], columns: int | None) -> list[int]:
    """The widths with flexible columns narrowed, the widest first, until the line fits."""
    room = (columns or 0) - len(_GAP) * (len(widths) - 1)
    flexible = [i for i, c in enumerate(table.visible) if c.flexible]
    while columns and sum(widths) > room:
        widest = max((i for i in flexible if widths[i] > _SMALLEST), key=lambda i: widths[i], default=None)
        if widest is None:
            break
        widths[widest] -= 1
    return widths


def _wrapped(
    row: list[str], table: Table, widths: list[int], styles: list[str], paint: Paint | None
) -> list[str]:
    parts = [
        wrap(text, size) if c.flexible else [text]
        for text, size, c in zip(row, widths, table.visible, strict=True)
    ]
    height = max((len(part) for part in parts), default=0)
    return [
        _line([part[i] if i < len(part) else "" for part in parts], table, widths, styles, paint)
        for i in range(height)
    ]


def _line(cells: list[str], table: Table, widths: list[int], styles: list[str], paint: Paint | None) -> str:
    padded = [
        pad(text, size, right=c.right) for text, size, c in zip(cells, widths, table.visible, strict=True)
    ]
    padded[-1] = padded[-1].rstrip()
    if paint:
        padded = [paint(style, text) if style else text for style, text in zip(styles, padded, strict=True)]
    return _GAP.join(padded).rstrip()
