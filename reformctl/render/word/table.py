"""Tables in the text: inside the type area, heads repeated, rows kept whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from reformctl.render.markdown import Grid, bare
from reformctl.render.word.styles import CELL_LEADING, line
from reformctl.render.word.text import Writer
from reformctl.render.word.xml import EMU_A_TWIP, element, halves, points, roomy

_PADDING = Decimal(7)
"""What a cell adds to its text's width, in pt."""
_ABOVE = Decimal(2)
_NARROWEST = Decimal(2)
"""The least width of a column, in characters."""
_SHORT = Decimal("9.5")
"""A column no wider than this is not narrowed: days and ids stay on one line."""
_MOST_LINES = 2
_RULE = 4
_TALLEST = Decimal("0.5")
"""The part of the type area's height that a row may have and still be kept whole."""


@dataclass(frozen=True)
class _Look:
    """How the cells of one table are set."""

    size: Decimal
    widths: list[Decimal]
    direct: dict[str, Any]
    """What is said of a run where the size is not that of the style."""
    leading: dict[str, Any]


def add_table(document: Any, grid: Grid, writer: Writer, *, keep: bool = False) -> None:
    """A grid as a table as wide as the type area; its last row is kept with what follows if asked for."""
    face = writer.face
    look = _look(grid, writer)
    table = document.add_table(rows=0, cols=len(grid.head))
    _frame(table, look.widths)
    headed = any(grid.head)
    if headed:
        row = _row(table, whole=True)
        row.get_or_add_trPr().append(element("tblHeader"))
        for index, text in enumerate(grid.head):
            _fill(row, index, text, ("CellHead", "center"), look, writer, held=True)
    for number, cells in enumerate(grid.rows, 1):
        row = _row(table, whole=_height(cells, look) < face.page.area_height * _TALLEST)
        held = keep and number == len(grid.rows)
        for index, text in enumerate(cells):
            align = grid.aligns[index] or "left"
            label = not headed and index % 2 == 0 and len(cells) > 1
            style = ("CellHead", "center") if label else ("Cell", align)
            _fill(row, index, text, style, look, writer, held=held)


def _look(grid: Grid, writer: Writer) -> _Look:
    """The largest size of type in which no text takes many lines, and the columns' widths in it."""
    face = writer.face
    sizes = face.sizes.cells
    found = [(size, _widths(grid, size, face.page.area)) for size in sizes]
    size, widths = next((pair for pair in found if _lines(grid, *pair) <= _MOST_LINES), found[-1])
    direct = {} if size == sizes[0] else {"sz": halves(size), "szCs": halves(size)}
    leading = {} if size == sizes[0] else line(size * CELL_LEADING)
    return _Look(size, widths, direct, leading)


def _lines(grid: Grid, size: Decimal, widths: list[Decimal]) -> int:
    """The lines that the longest text takes."""
    cells = [pair for row in (grid.head, *grid.rows) for pair in zip(row, widths, strict=True)]
    return max(ceil(roomy(bare(text)) * size / (width - _PADDING)) for text, width in cells)


def _row(table: Any, *, whole: bool) -> Any:
    """A new row, kept whole unless it is so tall that it would leave a page half empty."""
    row = table.add_row()._tr  # noqa: SLF001 - python-docx has no other way
    properties = row.get_or_add_trPr()
    if whole:
        properties.append(element("cantSplit"))
    return row


def _height(cells: Sequence[str], look: _Look) -> Decimal:
    """About how tall a row becomes, in pt."""
    lines = (
        sum(max(1, ceil(roomy(part) * look.size / (width - _PADDING))) for part in bare(text).split("\n"))
        for text, width in zip(cells, look.widths, strict=True)
    )
    return max(lines) * look.size * CELL_LEADING


def _fill(
    row: Any, index: int, text: str, style: tuple[str, str], look: _Look, writer: Writer, *, held: bool
) -> None:
    from docx.table import _Cell

    cell = row.tc_lst[index]
    cell.remove(cell.p_lst[0])
    named, align = style
    how = (
        look.leading
        | {"jc": align}
        | ({"keepNext": 1} if held else {"keepNext": 0} if named != "Cell" else {})
    )
    Writer(_Cell(cell, None), writer.face).paragraph(text, named, how, look.direct)  # type: ignore[arg-type]
    properties = cell.get_or_add_tcPr()
    for old in properties.findall(element("tcW").tag):
        properties.remove(old)
    properties.insert(0, element("tcW", {"w": points(look.widths[index]), "type": "dxa"}))
    properties.append(element("vAlign", {"val": "center"}))


def _frame(table: Any, widths: list[Decimal]) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001
    for name in ("tblStyle", "tblW", "tblLayout", "tblBorders", "tblCellMar", "tblLook"):
        for old in properties.findall(element(name).tag):
            properties.remove(old)
    properties.append(element("tblW", {"w": points(sum(widths)), "type": "dxa"}))
    properties.append(element("jc", {"val": "center"}))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, {"val": "single", "sz": _RULE, "space": 0, "color": "000000"}))
    properties.append(borders)
    properties.append(element("tblLayout", {"type": "fixed"}))
    margins = element("tblCellMar")
    for side, width in (("top", _ABOVE), ("left", _PADDING / 2), ("bottom", _ABOVE), ("right", _PADDING / 2)):
        margins.append(element(side, {"w": points(width), "type": "dxa"}))
    properties.append(margins)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001
        column.w = points(width) * EMU_A_TWIP


def _wanted(grid: Grid, index: int) -> Decimal:
    """The characters that a column's longest line takes."""
    lines = [part for row in (grid.head, *grid.rows) for part in bare(row[index]).split("\n")]
    return max(_NARROWEST, *map(roomy, lines))


def _least(grid: Grid, index: int, wanted: Decimal) -> Decimal:
    """The characters that a column takes at least: its head and Western words stand on one line."""
    if wanted <= _SHORT:
        return wanted
    words = [roomy(bare(grid.head[index]))]
    for row in grid.rows:
        words += [roomy(word) for word in bare(row[index]).split() if word.isascii()]
    return min(wanted, max(_NARROWEST, *words))


def _total(wanted: list[Decimal], size: Decimal) -> Decimal:
    return sum((count * size + _PADDING for count in wanted), Decimal(0))


def _widths(grid: Grid, size: Decimal, area: Decimal) -> list[Decimal]:
    """Column widths that fill the area: what is over is shared out; long columns give way first."""
    wanted = [_wanted(grid, index) for index in range(len(grid.head))]
    if not any(grid.head):
        return _form_widths(wanted, size, area)
    total = _total(wanted, size)
    if total <= area:
        return [(count * size + _PADDING) * area / total for count in wanted]
    least = [_least(grid, index, want) for index, want in enumerate(wanted)]
    most = max(wanted)
    kept = wanted
    while _total(kept, size) > area and most > _NARROWEST:
        most -= Decimal("0.25")
        kept = [max(low, min(count, most)) for low, count in zip(least, wanted, strict=True)]
    widths = [count * size + _PADDING for count in kept]
    return [width * area / sum(widths) for width in widths]


def _form_widths(wanted: list[Decimal], size: Decimal, area: Decimal) -> list[Decimal]:
    """A form's columns: labels as wide as they are, the places to write in as wide as there is room."""
    labels = [min((count + 1) * size + _PADDING, area / len(wanted)) for count in wanted[::2]]
    rooms = len(wanted) // 2
    rest = (area - sum(labels)) / rooms if rooms else Decimal(0)
    widths = [labels[index // 2] if index % 2 == 0 else rest for index in range(len(wanted))]
    return [width * area / sum(widths) for width in widths]
