"""The foot of a paper: signature and date, the record block, page numbers (7.3.5, 7.4, 7.5)."""

from decimal import Decimal
from math import ceil
from typing import Any

from reformctl.render.word.text import Writer, border, columns, early, element, millimetres, points

_EIGHTHS_A_MM = Decimal(72) / Decimal("25.4") * 8
_FOLIO_LINE = Decimal(16)
_ASCII = 127


def add_signature(writer: Writer, organ: str, day: str, style: str) -> None:
    """The organ and the date: unsealed two in and the date two further; sealed with room for the seal."""
    face = writer.face
    writer_gap = face.gaps.sealed if style == "sealed" else face.gaps.unsealed
    for _ in range(writer_gap):
        writer.paragraph(keep=True)
    area = face.page.area / writer.character
    if style == "sealed":
        half = columns(organ) / 2 - columns(day) / 2
        writer.paragraph(organ, align="right", right=max(Decimal(0), 4 - half), keep=True)
        writer.paragraph(day, align="right", right=max(Decimal(4), half))
        return
    longer = max(columns(organ), columns(day) + 2)
    left = max(Decimal(0), area - 2 - longer)
    writer.paragraph(organ, align="left", left=left, keep=True)
    writer.paragraph(day, align="left", left=left + 2)


def add_record(writer: Writer, copies: tuple[str, ...], organ: str, day: str) -> None:
    """The record block on the bottom edge of the last page's type area, between its rules (7.4).

    Each row is a frame of its own: they float to the foot in Word and in LibreOffice, which leaves a
    table as wide as the type area where it stands. Taller than half a page, the block does not float.
    """
    face = writer.face
    outer, inner = (size * _EIGHTHS_A_MM for size in (face.record.outer, face.record.inner))
    lines = _lines(writer, copies)
    floats = lines * face.page.line < face.page.area_height / 2
    if copies:
        indent = columns(face.words.copies)
        made = writer.paragraph(_copies(writer, copies), size=face.sizes.small, left=1 + indent, right=1)
        _hang(made, writer, indent)
        _frame(made, writer, [border("top", outer)], lines if floats else 0, under=1)
    text = f"{organ}\t{face.words.printed.format(date=day)}"
    made = writer.paragraph(text, size=face.sizes.small, left=1, right=1, align="left")
    tabs = element("tabs")
    tabs.append(element("tab", {"val": "right", "pos": points(face.page.area - writer.character)}))
    early(made, tabs)
    _frame(made, writer, [border("top", inner if copies else outer), border("bottom", outer)], int(floats))
    writer.paragraph(line=Decimal(1), size=Decimal(1))


def _copies(writer: Writer, copies: tuple[str, ...]) -> str:
    words = writer.face.words
    return f"{words.copies}{words.joiner.join(copies)}{words.copies_end}"


def _lines(writer: Writer, copies: tuple[str, ...]) -> int:
    """The lines that the copies take, rather one too many than one too few."""
    face = writer.face
    room = (face.page.area - writer.character * 2) / face.sizes.small - columns(face.words.copies) - 1
    wide = sum(1 if ord(c) > _ASCII else Decimal("0.6") for c in face.words.joiner.join(copies))
    return ceil(wide / room)


def _hang(paragraph: Any, writer: Writer, count: Decimal) -> None:
    """Returning lines stand under the first name."""
    indent = paragraph._p.pPr.find(element("ind").tag)  # noqa: SLF001
    length = points(count * (writer.face.sizes.small - writer.face.page.tighten))
    for key, value in (("hangingChars", round(count * 100)), ("hanging", length)):
        indent.set(element("ind", {key: 0}).keys()[0], str(value))


def _frame(paragraph: Any, writer: Writer, rules: list[Any], lines: int, under: int = 0) -> None:
    """Rules around a paragraph and, unless it has no lines, a frame so many rows above the foot."""
    borders = element("pBdr")
    borders.extend(rules)
    early(paragraph, borders)
    if not lines:
        return
    page = writer.face.page
    place = {"w": points(page.area), "wrap": "around", "vAnchor": "margin", "hAnchor": "margin"}
    if under:
        height = points(page.line * lines)
        top = points(page.area_height - page.line * under) - height
        place |= {"h": height, "hRule": "atLeast", "xAlign": "left", "y": top}
    else:
        place |= {"xAlign": "left", "yAlign": "bottom"}
    paragraph._p.pPr.find(element("widowControl").tag).addprevious(element("framePr", place))  # noqa: SLF001


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
