"""A paper as a Word file: the head, the body, the foot, in the order of GB/T 9704-2012, part 7."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from zipfile import BadZipFile

from reformctl.diagnostics import ReformctlError
from reformctl.render.markdown import Block, Grid, Heading, Item, Paragraph, bare, blocks, clean
from reformctl.render.word.archive import packed
from reformctl.render.word.foot import (
    add_attachments_note,
    add_attendance,
    add_folios,
    add_note,
    add_record,
    add_signature,
)
from reformctl.render.word.head import add_head
from reformctl.render.word.sheet import Face
from reformctl.render.word.styles import lay_styles, line, styles_of
from reformctl.render.word.table import add_table
from reformctl.render.word.text import Writer
from reformctl.render.word.title import title_lines
from reformctl.render.word.words import FaceWords
from reformctl.render.word.xml import EMU_A_TWIP, HALVES_A_PT, element, millimetres, points

_LEFT_OUT = ("thumbnail", "stylesWithEffects", "customXml")
"""Parts that no paper needs: a picture of another text, styles for an old Word, notes of add-ins."""
_AFTER_TABLE = Decimal(10)
_OVER_TABLE = {"spacing": {"after": points(4)}}
"""A text keeps this much off the table under it."""
__all__ = ["Face", "paper", "reference", "title_lines"]


def paper(markdown: str, face: Face, words: FaceWords, model: bytes | None = None) -> bytes:
    """The bytes of a Word file; the same for the same text, face and words.

    `model` is an office's own reference file: the styles that it has stand, those that it lacks are added.
    """
    sheet = _cleaned(face)
    document = _document(words, model)
    writer = Writer(document, words)
    add_head(document, writer, sheet, _mark_size(document) if model else None)
    main, attachments = parted(blocks(markdown))
    _body(document, writer, main, tied=sheet.seal != "none" or (sheet.record and not attachments))
    issued = sheet.issued
    day = words.words.date.format(year=issued.year, month=issued.month, day=issued.day)
    add_attachments_note(writer, [bare(title) for title, _ in attachments])
    add_attendance(writer, sheet)
    add_signature(writer, sheet, day)
    add_note(writer, sheet)
    for index, (title, parts) in enumerate(attachments, 1):
        _attachment(writer, title, index if len(attachments) > 1 else None)
        _body(document, writer, parts, tied=sheet.record and index == len(attachments))
    add_record(writer, sheet, day)
    add_folios(document, writer)
    return packed(document, sheet.organ, sheet.issued, sheet.title)


def reference(words: FaceWords, face: Face) -> bytes:
    """An office's reference file: every style of its papers, to be changed in Word and used as a model."""
    return paper("", replace(face, seal="none"), words)


def parted(found: Sequence[Block]) -> tuple[list[Block], list[tuple[str, list[Block]]]]:
    """The main text, and each attachment's title with its text."""
    main: list[Block] = []
    attachments: list[tuple[str, list[Block]]] = []
    for block in found:
        if isinstance(block, Heading) and block.level == 0:
            attachments.append((block.text, []))
        else:
            (attachments[-1][1] if attachments else main).append(block)
    return main, attachments


def _cleaned(face: Face) -> Face:
    """A face without characters that no file may hold."""

    def told(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(told, value))
        return clean(value) if isinstance(value, str) else value

    return replace(face, **{field.name: told(getattr(face, field.name)) for field in fields(face)})


def _document(words: FaceWords, model: bytes | None) -> Any:
    """A file without text, with the page and the styles of a paper; its language is Chinese."""
    document = _opened(model)
    body = document.element.body
    for child in list(body):
        if child.tag != element("sectPr").tag:
            body.remove(child)
    for part in (document.styles.element, document.settings.element):
        for language in (*part.iter(element("lang").tag), *part.iter(element("themeFontLang").tag)):
            language.attrib.update(element("lang", {"eastAsia": "zh-CN"}).attrib)
    lay_styles(document, styles_of(words), keep=model is not None)
    _page(document, words)
    return document


def _opened(model: bytes | None) -> Any:
    """The library's own template, or a model; E137 where that is no Word file."""
    from docx import Document

    try:
        document = Document(io.BytesIO(model) if model else None)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise ReformctlError("E137", path="templates/reference.docx", reason=str(error)) from None
    for rels in (document.part.rels, document.part.package.rels):
        for name in [n for n, rel in rels.items() if rel.reltype.rpartition("/")[2] in _LEFT_OUT]:
            del rels[name]
    return document


def _page(document: Any, words: FaceWords) -> None:
    section, page = document.sections[0], words.page
    for name in ("headerReference", "footerReference", "titlePg", "docGrid"):
        for old in section._sectPr.findall(element(name).tag):  # noqa: SLF001 - python-docx has no other way
            section._sectPr.remove(old)  # noqa: SLF001 - as above
    for name in ("width", "height"):
        setattr(section, f"page_{name}", millimetres(getattr(page, name)) * EMU_A_TWIP)
    for name in ("top", "bottom", "left", "right"):
        setattr(section, f"{name}_margin", millimetres(getattr(page, name)) * EMU_A_TWIP)
    section._sectPr.append(element("docGrid", {"type": "lines", "linePitch": points(page.line)}))  # noqa: SLF001


def _mark_size(document: Any) -> Decimal | None:
    """The size of the mark in the styles of a model, in pt."""
    name = element("style", {"styleId": ""}).keys()[0]
    for style in document.styles.element.findall(element("style").tag):
        found = next(iter(style.iter(element("sz").tag)), None)
        if style.get(name) == "Mark" and found is not None:
            return Decimal(found.values()[0]) / HALVES_A_PT
    return None


def _attachment(writer: Writer, title: str, number: int | None) -> None:
    """An attachment's head on a new page: its label in line 1, its title from line 3 (7.3.7)."""
    label = writer.face.words.attachment.format(number=number or "")
    writer.paragraph(label, "Attachment")
    writer.empty(1, keep=True)
    for text in title_lines(bare(title), writer.face):
        writer.paragraph(text, "AttachmentTitle")
    writer.empty(1, keep=True)


def _body(document: Any, writer: Writer, found: Iterable[Block], *, tied: bool) -> None:
    """Blocks one after another; the last is kept with what stands below, so that this is never alone."""
    parts = list(found)
    for block, following in zip_longest(parts, parts[1:]):
        last = following is None and tied and (len(parts) > 1 or isinstance(block, Grid))
        grid = isinstance(following, Grid)
        how: dict[str, Any] = {"keepNext": 1} if last or grid else {}
        _block(document, writer, block, how | (_OVER_TABLE if grid else {}))


def _block(document: Any, writer: Writer, block: Block, how: dict[str, Any]) -> None:
    """A block; kept with what follows where it introduces a table or stands before the signature."""
    match block:
        case Heading(level, text):
            writer.paragraph(text, f"Heading{min(level, 4)}", how)
        case Paragraph(text):
            writer.paragraph(text, "BodyText", how)
        case Item(number, text):
            writer.paragraph(f"{number or writer.face.words.bullet}{text}", "BodyText", how)
        case Grid():
            add_table(document, block, writer, keep="keepNext" in how)
            writer.paragraph(how=line(_AFTER_TABLE) | ({"keepNext": 1} if "keepNext" in how else {}))
