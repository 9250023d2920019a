"""Listings as a table, JSON, CSV or Markdown, all from one value."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from reformctl.render.width import pad, plain, width, wrap

Format = Literal["table", "json", "csv", "md"]
_GAP = "  "
_SMALLEST = 8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column: its key in JSON, its heading, and whether it holds numbers."""

    key: str
    heading: str
    right: bool = False
    flexible: bool = False
    """Whether it may be wrapped where the terminal is too narrow."""


@dataclass(frozen=True)
class Table:
    """Rows of values under columns; a value is text, a number, a day, or several of them."""

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    title: str | None = None


def render(table: Table, form: Format, columns: int | None = None) -> str:
    """The table in a form; `columns` is the terminal's width where there is a terminal."""
    if form == "json":
        return to_json([{c.key: row.get(c.key) for c in table.columns} for row in table.rows])
    if form == "csv":
        return _csv(table)
    return _markdown(table) if form == "md" else _text(table, columns)


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


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is: nothing in it can become markup."""
    for character in "\\`*_{}[]<>#|~":
        text = text.replace(
            character, f"\\{character}" if character not in "<>" else f"&{_NAMES[character]};"
        )
    return text


_NAMES = {"<": "lt", ">": "gt"}


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
    head = "| " + " | ".join(markdown_text(c.heading) for c in table.columns) + " |"
    rule = "|" + "|".join(" ---: " if c.right else " --- " for c in table.columns) + "|"
    body = [
        "| " + " | ".join(markdown_text(shown(row.get(c.key))) for c in table.columns) + " |"
        for row in table.rows
    ]
    title = [f"**{markdown_text(table.title)}**", ""] if table.title else []
    return "\n".join([*title, head, rule, *body]) + "\n"


def _text(table: Table, columns: int | None) -> str:
    cells = [[shown(row.get(c.key)) for c in table.columns] for row in table.rows]
    widths = [max([width(c.heading), *(width(row[i]) for row in cells)]) for i, c in enumerate(table.columns)]
    widths = _fitted(table, widths, columns)
    lines = [table.title, ""] if table.title else []
    lines.append(_line([c.heading for c in table.columns], table, widths))
    lines.append(_GAP.join("-" * size for size in widths))
    for row in cells:
        lines.extend(_wrapped(row, table, widths))
    return "\n".join(lines) + "\n"


def _fitted(table: Table, widths: list[int], columns: int | None) -> list[int]:
    """The widths with flexible columns narrowed, the widest first, until the line fits."""
    room = (columns or 0) - len(_GAP) * (len(widths) - 1)
    flexible = [i for i, c in enumerate(table.columns) if c.flexible]
    while columns and sum(widths) > room:
        widest = max((i for i in flexible if widths[i] > _SMALLEST), key=lambda i: widths[i], default=None)
        if widest is None:
            break
        widths[widest] -= 1
    return widths


def _wrapped(row: list[str], table: Table, widths: list[int]) -> list[str]:
    parts = [
        wrap(text, size) if c.flexible else [text]
        for text, size, c in zip(row, widths, table.columns, strict=True)
    ]
    height = max((len(part) for part in parts), default=0)
    return [_line([part[i] if i < len(part) else "" for part in parts], table, widths) for i in range(height)]


def _line(cells: list[str], table: Table, widths: list[int]) -> str:
    padded = (
        pad(text, size, right=c.right) for text, size, c in zip(cells, widths, table.columns, strict=True)
    )
    return _GAP.join(padded).rstrip()
