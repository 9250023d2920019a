"""The foot of a paper: signature and date, the record block, page numbers (7.3.5, 7.4, 7.5)."""

from decimal import Decimal
from typing import Any

from reformctl.render.word.text import Writer, columns, element, millimetres, points

_EIGHTHS_A_MM = Decimal(72) / Decimal("25.4") * 8
_FOLIO_LINE = Decimal(16)


def add_signature(writer: Writer, organ: str, day: str, style: str) -> None:
    """The organ and the date: unsealed two in and the date two further; sealed with room for the seal."""
    face = writer.face
    writer_gap = face.gaps.sealed if style == "sealed" else face.gaps.unsealed
    for _ in range(writer_gap):
        writer.paragraph(keep=True)
    area = face.page.area / writer.character
    if style == "sealed":
        right = Decimal(4) + columns(day) / 2 - columns(organ) / 2
        writer.paragraph(organ, align="right", right=max(Decimal(0), right), keep=True)
        writer.paragraph(day, align="right", right=4)
        return
    longer = max(columns(organ), columns(day) + 2)
    left = max(Decimal(0), area - 2 - longer)
    writer.paragraph(organ, align="left", left=left, keep=True)
    writer.paragraph(day, align="left", left=left + 2)


def add_record(document: Any, writer: Writer, copies: tuple[str, ...], organ: str, day: str) -> None:
    """The record block on the bottom edge of the last page's type area, between its rules."""
    face = writer.face
    lines = [_copies(writer, copies)] if copies else []
    table = document.add_table(rows=0, cols=1)
    _float(table, writer)
    for index in range(len(lines) + 1):
        cell = table.add_row().cells[0]
        cell._tc.remove(cell._tc.p_lst[0])  # noqa: SLF001 - the empty paragraph of a new cell
        inner = Writer(cell, face)
        if index < len(lines):
            indent = columns(face.words.copies)
            made = inner.paragraph(
                lines[index], size=face.sizes.small, left=1 + indent, right=1, align="both"
            )
            _hang(made, inner, indent)
        else:
            made = inner.paragraph(
                f"{organ}\t{face.words.printed.format(date=day)}",
                size=face.sizes.small,
                left=1,
                right=1,
                align="left",
            )
            edge = face.page.area - inner.character
            tabs = element("tabs")
            tabs.append(element("tab", {"val": "right", "pos": points(edge)}))
            made._p.get_or_add_pPr().insert(0, tabs)  # noqa: SLF001
    last = writer.paragraph(line=Decimal(1), size=Decimal(1))
    last.paragraph_format.space_after = 0


def _copies(writer: Writer, copies: tuple[str, ...]) -> str:
    words = writer.face.words
    return f"{words.copies}{words.joiner.join(copies)}{words.copies_end}"


def _hang(paragraph: Any, writer: Writer, count: Decimal) -> None:
    """Returning lines stand under the first name."""
    indent = paragraph._p.pPr.find(element("ind").tag)  # noqa: SLF001
    for key, value in (("hangingChars", round(count * 100)), ("hanging", points(count * writer.character))):
        indent.set(element("ind", {key: 0}).keys()[0], str(value))


def _float(table: Any, writer: Writer) -> None:
    """A floating table on the bottom of the type area, with thick outer and thin inner rules."""
    face = writer.face
    properties = table._tbl.tblPr  # noqa: SLF001
    for old in list(properties):
        properties.remove(old)
    place = {
        "leftFromText": 0,
        "rightFromText": 0,
        "vertAnchor": "margin",
        "horzAnchor": "margin",
        "tblpXSpec": "center",
        "tblpYSpec": "bottom",
    }
    properties.append(element("tblpPr", place))
    properties.append(element("tblOverlap", {"val": "never"}))
    properties.append(element("tblW", {"w": points(face.page.area), "type": "dxa"}))
    outer, inner = round(face.record.outer * _EIGHTHS_A_MM), round(face.record.inner * _EIGHTHS_A_MM)
    borders = element("tblBorders")
    for side, size in (("top", outer), ("bottom", outer), ("insideH", inner)):
        borders.append(element(side, {"val": "single", "sz": size, "space": 0, "color": "000000"}))
    properties.append(borders)
    properties.append(element("tblLayout", {"type": "fixed"}))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, {"w": 0, "type": "dxa"}))
    properties.append(margins)
    for column in table._tbl.tblGrid.gridCol_lst:  # noqa: SLF001
        column.w = points(face.page.area) * 635


def add_folios(document: Any, writer: Writer) -> None:
    """Page numbers between dashes: right on odd pages, left on even ones, one character in."""
    section = document.sections[0]
    page = writer.face.page
    document.settings.odd_and_even_pages_header_footer = True
    section.footer_distance = (millimetres(page.bottom - page.folio_gap) - points(_FOLIO_LINE)) * 635
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        first = footer.paragraphs[0]
        first._p.getparent().remove(first._p)  # noqa: SLF001 - its style would bring spacing of its own
        inner = Writer(footer, writer.face)
        indent: dict[str, Any] = {align: 1}
        made = inner.paragraph(align=align, line=_FOLIO_LINE, **indent)
        _folio(made, inner)


def _folio(paragraph: Any, writer: Writer) -> None:
    face = writer.face
    look: dict[str, Any] = {"font": face.fonts.folio, "size": face.sizes.small}
    writer.run(paragraph, f"{face.words.dash} ", **look)
    for kind in ("begin", None, "end"):
        run = writer.run(paragraph, "", **look)
        if kind:
            run._r.append(element("fldChar", {"fldCharType": kind}))  # noqa: SLF001
        else:
            code = element("instrText")
            code.text = "PAGE"
            run._r.append(code)  # noqa: SLF001
    writer.run(paragraph, f" {face.words.dash}", **look)
