"""The foot of a paper: attachments, signature and date, note, record block, page numbers (7.3.4 to 7.5)."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from reformctl.render.word.head import emptied, folio_distance
from reformctl.render.word.sheet import Face
from reformctl.render.word.styles import RECORD_RAISED, line
from reformctl.render.word.text import Writer
from reformctl.render.word.words import POINTS_A_MM
from reformctl.render.word.xml import EIGHTHS_A_PT, Properties, border, columns, element, halves, points

_ASCII = 127
_NUMBER_WIDE = Decimal("1.5")
_RAISED = {"position": halves(RECORD_RAISED)}


def add_attachments_note(writer: Writer, titles: Sequence[str]) -> None:
    """The list of attachments two in, numbered where there are several, returns aligned (7.3.4)."""
    if not titles:
        return
    words = writer.face
    writer.empty(words.gaps.attachments, keep=True)
    label = words.words.attachments
    wide = columns(label)
    for index, title in enumerate(titles):
        number = f"{index + 1}.\t" if len(titles) > 1 else ""
        hang = (Decimal(0) if index else wide) + (_NUMBER_WIDE if number else 0)
        left = 2 + wide + (_NUMBER_WIDE if number else 0)
        how = writer.indent(left=left, hanging=hang) | {"keepNext": 1}
        writer.paragraph(("" if index else label) + number + title, "AttachmentsNote", how)


def add_signature(writer: Writer, sheet: Face, day: str) -> None:
    """The organ and the date: unsealed two in and the date two further; sealed with room for the seal."""
    if sheet.seal == "none":
        return
    face, organ = writer.face, sheet.organ
    area = face.page.area / writer.character
    tied = {"keepNext": 1 if sheet.note or sheet.record else None}
    if sheet.seal == "sealed":
        writer.empty(face.gaps.sealed, keep=True)
        half = columns(organ) / 2 - columns(day) / 2
        right = writer.indent(right=max(Decimal(0), 4 - half))
        writer.paragraph(organ, "Signature", right | {"jc": "right"})
        writer.paragraph(day, "Date", writer.indent(right=max(Decimal(4), half)) | {"jc": "right"} | tied)
        return
    writer.empty(face.gaps.unsealed, keep=True)
    longer = max(columns(organ), columns(day) + 2)
    left = max(Decimal(0), area - 2 - longer)
    writer.paragraph(organ, "Signature", writer.indent(left=left))
    writer.paragraph(day, "Date", writer.indent(left=left + 2) | tied)


def add_note(writer: Writer, sheet: Face) -> None:
    """The note in round brackets under the date (7.3.6)."""
    if sheet.note:
        tied = {"keepNext": 1 if sheet.record else None}
        writer.paragraph(writer.face.words.note.format(text=sheet.note), "Note", tied)


def add_attendance(writer: Writer, sheet: Face) -> None:
    """Who was there: labels in the heading's face, returns under the first name (10.3)."""
    if not sheet.attendance:
        return
    tied = {"keepNext": 1 if sheet.record else None}
    writer.empty(1, keep=sheet.record)
    for label, names in sheet.attendance:
        shown = writer.face.words.attendance.format(label=label)
        wide = columns(shown)
        made = writer.paragraph("", "Attendance", writer.indent(left=2 + wide, hanging=wide) | tied)
        writer.run(made, shown, "Label")
        writer.run(made, names)


def add_record(writer: Writer, sheet: Face, day: str) -> None:
    """The record block on the bottom edge of the last page's type area, between its rules (7.4).

    Each row is a frame of its own: they float to the foot in Word and in LibreOffice, which leaves a
    table as wide as the type area where it stands. Taller than half a page, the block does not float.
    In a letter it has neither rules nor issuer (10.1).
    """
    if not sheet.record or (sheet.form == "letter" and not sheet.copies):
        return
    face = writer.face
    outer, inner = (size * POINTS_A_MM * EIGHTHS_A_PT for size in (face.record.outer, face.record.inner))
    lines = _lines(writer, sheet.copies)
    floats = lines * face.page.line < face.page.area_height / 2
    if sheet.form == "letter":
        _copies(writer, sheet.copies, [], _frame(writer, int(floats)))
        _stub(writer)
        return
    if sheet.copies:
        _copies(
            writer,
            sheet.copies,
            [border("top", outer)],
            _frame(writer, lines if floats else 0, under=1),
        )
    writer.paragraph(
        f"{sheet.issuer or sheet.organ}\t{face.words.printed.format(date=day)}",
        "Record",
        _frame(writer, int(floats))
        | {
            "pBdr": [
                border("top", inner if sheet.copies else outer),
                border("bottom", outer),
            ],
            "jc": "left",
        }
        | {"tabs": [element("tab", {"val": "right", "pos": points(face.page.area - writer.character)})]},
        _RAISED,
    )
    _stub(writer)


def _stub(writer: Writer) -> None:
    """A last paragraph that takes no room: frames need one to stand beside."""
    writer.paragraph(how=line(Decimal(1)), look={"sz": 2, "szCs": 2})


def _copies(writer: Writer, copies: Sequence[str], rules: list[Any], frame: Properties) -> None:
    words = writer.face.words
    text = f"{words.copies}{words.joiner.join(copies)}{words.copies_end}"
    wide = columns(words.copies)
    small = writer.face.sizes.small - writer.face.page.tighten
    indent = {"left": points(writer.character + wide * small), "right": points(writer.character)}
    hanging = {"hangingChars": round(wide * 100), "hanging": points(wide * small)}
    ruled = {"pBdr": rules} if rules else {}
    writer.paragraph(text, "Record", dict(frame) | ruled | {"ind": indent | hanging}, _RAISED)


def _lines(writer: Writer, copies: Sequence[str]) -> int:
    """The lines that the copies take, rather one too many than one too few."""
    face = writer.face
    room = (face.page.area - writer.character * 2) / face.sizes.small - columns(face.words.copies) - 1
    wide = sum(1 if ord(c) > _ASCII else Decimal("0.6") for c in face.words.joiner.join(copies))
    return ceil(wide / room)


def _frame(writer: Writer, lines: int, under: int = 0) -> dict[str, Any]:
    """A frame so many rows above the foot; none where it has no lines."""
    if not lines:
        return {}
    page = writer.face.page
    place = {"w": points(page.area), "wrap": "around", "vAnchor": "margin", "hAnchor": "margin"}
    if under:
        height = page.line * lines
        top = page.area_height - page.line * under - height
        place |= {"h": points(height), "hRule": "atLeast", "xAlign": "left", "y": points(top)}
    else:
        place |= {"xAlign": "left", "yAlign": "bottom"}
    return {"framePr": place}


def add_folios(document: Any, writer: Writer) -> None:
    """Page numbers between dashes: right on odd pages, left on even ones, one character in (7.5)."""
    section, face = document.sections[0], writer.face
    document.settings.odd_and_even_pages_header_footer = True
    section.footer_distance = folio_distance(writer, face.sizes.body)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        inner = Writer(emptied(footer), face)
        made = inner.paragraph("", "Footer", inner.indent(**{side: 1}) | {"jc": side})
        inner.run(made, f"{face.words.dash} ")
        inner.field(made, "PAGE")
        inner.run(made, f" {face.words.dash}")
