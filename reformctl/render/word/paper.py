"""A paper as a Word file: the head, the body, the foot, in the order of GB/T 9704-2012, part 7."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from reformctl.render.markdown import Block, Grid, Heading, Item, Paragraph, blocks, clean
from reformctl.render.word.archive import packed
from reformctl.render.word.foot import add_folios, add_record, add_signature
from reformctl.render.word.table import add_table
from reformctl.render.word.text import Writer, border, columns, early, element, millimetres
from reformctl.render.word.words import POINTS_A_MM, FaceWords

_EIGHTHS_A_PT = 8
_EMU_A_TWIP = 635
_TITLE_LEADING = Decimal("1.4")


@dataclass(frozen=True)
class Face:
    """What a paper says beside its body."""

    organ: str
    mark: str
    number: str | None
    title: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    issued: date
    style: Literal["sealed", "unsealed"] = "unsealed"


def paper(markdown: str, face: Face, words: FaceWords) -> bytes:
    """The bytes of a Word file; the same for the same text, face and words."""
    from docx import Document

    document = Document()
    _empty(document)
    _page(document, words)
    writer = Writer(document, words)
    _head(writer, face)
    body = blocks(markdown)
    for block, following in zip(body, (*body[1:], None), strict=True):
        _block(document, writer, block, keep=following is None or isinstance(following, Grid))
    issued = face.issued
    day = words.words.date.format(year=issued.year, month=issued.month, day=issued.day)
    add_signature(writer, clean(face.organ), day, face.style)
    add_record(writer, tuple(map(clean, face.copies)), clean(face.organ), day)
    add_folios(document, writer)
    return packed(document, face.organ, face.issued)


def _empty(document: Any) -> None:
    """Nothing is left of the library's template but its last section; its language becomes Chinese."""
    for part in (document.styles.element, document.settings.element):
        for language in (*part.iter(element("lang").tag), *part.iter(element("themeFontLang").tag)):
            language.attrib.update(element("lang", {"eastAsia": "zh-CN"}).attrib)
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def _page(document: Any, words: FaceWords) -> None:
    section, page = document.sections[0], words.page
    for name in ("width", "height"):
        setattr(section, f"page_{name}", millimetres(getattr(page, name)) * _EMU_A_TWIP)
    for name in ("top", "bottom", "left", "right"):
        setattr(section, f"{name}_margin", millimetres(getattr(page, name)) * _EMU_A_TWIP)
    for old in section._sectPr.findall(element("docGrid").tag):  # noqa: SLF001
        section._sectPr.remove(old)  # noqa: SLF001


def _head(writer: Writer, face: Face) -> None:
    """Issuing mark, number, red rule, title and recipients (7.2.4 to 7.3.2)."""
    words = writer.face
    _mark(writer, clean(face.mark))
    if face.number:
        writer.empty(words.gaps.number)
    _ruled(writer.paragraph(clean(face.number or ""), align="center"), words)
    writer.empty(words.gaps.title)
    title = {"font": words.fonts.title, "size": words.sizes.title}
    for line in title_lines(clean(face.title), words):
        writer.paragraph(line, align="center", line=words.sizes.title * _TITLE_LEADING, keep=True, **title)
    if face.recipients:
        writer.empty(words.gaps.recipients)
        names = words.words.joiner.join(map(clean, face.recipients))
        writer.paragraph(words.words.recipients.format(names=names), keep=True)


def _mark(writer: Writer, text: str) -> None:
    """The red issuing mark on one line: narrowed first, then smaller, until it fits the type area."""
    words = writer.face
    mark, area = words.mark, words.page.area
    wide = max(columns(text), Decimal(1))
    scale = min(Decimal(1), area / (wide * mark.size))
    scale = max(scale, Decimal(mark.narrowest) / 100)
    size = min(mark.size, area / (wide * scale)).quantize(Decimal("0.5"), rounding="ROUND_DOWN")
    writer.paragraph(
        text,
        font=words.fonts.title,
        size=size,
        colour=mark.colour,
        scale=int(scale * 100),
        align="center",
        line=size * Decimal("1.2"),
        before=mark.top * POINTS_A_MM,
    )


def _ruled(paragraph: Any, words: FaceWords) -> None:
    """The red rule under the number (7.2.7)."""
    borders, mark = element("pBdr"), words.mark
    space = round(mark.rule_gap * POINTS_A_MM)
    borders.append(border("bottom", mark.rule * _EIGHTHS_A_PT, mark.colour, space))
    early(paragraph, borders)


def title_lines(title: str, words: FaceWords) -> list[str]:
    """A title broken by sense into lines of about the same length (7.3.1)."""
    most = int(words.page.area / words.sizes.title)
    if columns(title) <= most:
        return [title]
    count = -(-len(title) // most)
    wanted = len(title) / count
    spots = [i for i in range(1, len(title)) if title[i - 1] in words.words.breaks]
    lines, start = [], 0
    for index in range(1, count):
        ideal = round(wanted * index)
        near = [i for i in spots if start < i <= start + most and abs(i - ideal) <= wanted / 3]
        end = min(near, key=lambda i: abs(i - ideal)) if near else ideal
        while end < len(title) and title[end] in words.words.never_first:
            end += 1
        lines.append(title[start:end])
        start = end
    return [*lines, title[start:]]


def _block(document: Any, writer: Writer, block: Block, *, keep: bool) -> None:
    """A block; kept with what follows where it introduces a table or stands before the signature."""
    fonts = writer.face.fonts
    match block:
        case Heading(level, text):
            font = {1: fonts.heading, 2: fonts.subheading}.get(level, fonts.body)
            writer.paragraph(text, font=font, first=2, keep=True)
        case Paragraph(text):
            writer.paragraph(text, first=2, keep=keep)
        case Item(number, text):
            writer.paragraph(f"{number or writer.face.words.bullet}{text}", first=2, keep=keep)
        case Grid():
            add_table(document, block, writer, keep=keep)
            writer.paragraph(line=Decimal(10), keep=keep)
