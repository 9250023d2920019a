"""Tables in the text: inside the type area, heads repeated, rows kept whole."""

from decimal import Decimal
from typing import Any

from reformctl.render.markdown import Grid
from reformctl.render.word.text import Writer, columns, element, points

_PADDING = Decimal(5)
"""What a cell adds to its text's width, in pt."""
_LEADING = Decimal("1.35")
_NARROWEST = Decimal(3)
"""The least width of a column, in characters."""


def add_table(document: Any, grid: Grid, writer: Writer, *, keep: bool = False) -> None:
    """A grid as a table as wide as the type area; its last row is kept with what follows if asked for."""
    face = writer.face
    wanted = [_wanted(grid, index) for index in range(len(grid.head))]
    size = next((s for s in face.sizes.cells if _total(wanted, s) <= face.page.area), face.sizes.cells[-1])
    widths = _widths(wanted, size, face.page.area)
    table = document.add_table(rows=0, cols=len(grid.head))
    _frame(table, widths)
    for index, cells in enumerate((grid.head, *grid.rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way
        properties.append(element("cantSplit"))
        if index == 0:
            properties.append(element("tblHeader"))
        for cell, text, column in zip(row.cells, cells, range(len(cells)), strict=True):
            align = "center" if index == 0 else (grid.aligns[column] or "left")
            font = face.fonts.heading if index == 0 else face.fonts.body
            look = {"font": font, "size": size, "align": align, "line": size * _LEADING}
            held = index == 0 or (keep and index == len(grid.rows))
            _fill(cell, text, look | {"keep": held}, widths[column], writer)


def _fill(cell: Any, text: str, look: dict[str, Any], width: Decimal, writer: Writer) -> None:
    cell._tc.remove(cell._tc.p_lst[0])  # noqa: SLF001 - the empty paragraph that a new cell has
    inner = Writer(cell, writer.face)
    inner.paragraph(text, **look)
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    for old in properties.findall(element("tcW").tag):
        properties.remove(old)
    properties.insert(0, element("tcW", {"w": points(width), "type": "dxa"}))
    properties.append(element("vAlign", {"val": "center"}))


def _frame(table: Any, widths: list[Decimal]) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001
    for name in ("tblW", "tblLayout", "tblBorders", "tblCellMar", "tblLook"):
        for old in properties.findall(element(name).tag):
            properties.remove(old)
    properties.append(element("tblW", {"w": points(sum(widths)), "type": "dxa"}))
    properties.append(element("jc", {"val": "center"}))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, {"val": "single", "sz": 4, "space": 0, "color": "000000"}))
    properties.append(borders)
    properties.append(element("tblLayout", {"type": "fixed"}))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, {"w": points(_PADDING / 2), "type": "dxa"}))
    properties.append(margins)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001
        column.w = points(width) * 635


def _wanted(grid: Grid, index: int) -> Decimal:
    """The characters that a column's longest text takes."""
    return max(_NARROWEST, *(columns(row[index]) for row in (grid.head, *grid.rows)))


def _total(wanted: list[Decimal], size: Decimal) -> Decimal:
    return sum((count * size + _PADDING for count in wanted), Decimal(0))


def _widths(wanted: list[Decimal], size: Decimal, area: Decimal) -> list[Decimal]:
    """Column widths that fill the area: what is over is shared out; long columns give way first."""
    total = _total(wanted, size)
    if total <= area:
        return [(count * size + _PADDING) * area / total for count in wanted]
    most = max(wanted)
    while _total([min(count, most) for count in wanted], size) > area and most > _NARROWEST:
        most -= Decimal("0.25")
    kept = [min(count, most) * size + _PADDING for count in wanted]
    return [width * area / sum(kept) for width in kept]
