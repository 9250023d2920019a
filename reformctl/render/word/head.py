"""The head of a paper: what stands above its body, for each form (7.2, 7.3.1, 7.3.2, 10.1, 10.3)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from reformctl.render.word.sheet import Face
from reformctl.render.word.styles import MARK_LEADING, line
from reformctl.render.word.text import Writer
from reformctl.render.word.title import title_lines
from reformctl.render.word.words import POINTS_A_MM
from reformctl.render.word.xml import (
    EIGHTHS_A_PT,
    EMU_A_TWIP,
    border,
    columns,
    element,
    halves,
    millimetres,
    points,
)

_SIGNERS_A_LINE = 2
_WIDE_SPACE = "\u3000"
_HAIRLINE = Decimal(1)
DASH = Decimal("0.47")
"""Where a dash stands in an exact line of its page number, from the line's top."""


def add_head(document: Any, writer: Writer, sheet: Face, largest: Decimal | None = None) -> None:
    """Everything down to the recipients; `largest` is the mark's size where the office's style says it."""
    words = writer.face
    if sheet.form == "letter":
        _letter_frame(document, writer, sheet)
        _letter_number(writer, sheet)
    elif sheet.form != "plain":
        _front(writer, sheet)
        room = words.mark.top * POINTS_A_MM - words.page.line * len(sheet.fronts)
        add_mark(
            writer, sheet.mark, "Mark", largest or words.mark.size, words.page.area, max(room, Decimal(0))
        )
        _number(writer, sheet)
    if sheet.form != "plain":
        writer.empty(words.gaps.title)
    for text in title_lines(sheet.title, words):
        writer.paragraph(text, "Title")
    if sheet.form == "plain" and sheet.number:
        writer.paragraph(sheet.number, how={"jc": "center", "keepNext": 1})
    if sheet.recipients:
        writer.empty(words.gaps.recipients, keep=True)
        names = words.words.joiner.join(sheet.recipients)
        writer.paragraph(words.words.recipients.format(names=names), "Recipients")
    else:
        writer.empty(1, keep=True)


def add_mark(
    writer: Writer,
    text: str,
    style: str,
    largest: Decimal,
    area: Decimal,
    before: Decimal | int = 0,
    **how: Any,
) -> None:
    """The red issuing mark on one line: narrowed first, then smaller, until it fits (7.2.4)."""
    mark = writer.face.mark
    wide = max(columns(text), Decimal(1))
    scale = max(min(Decimal(1), area / (wide * largest)), Decimal(mark.narrowest) / 100)
    size = min(largest, area / (wide * scale)).quantize(Decimal("0.5"), rounding="ROUND_DOWN")
    look: dict[str, Any] = {"w": int(scale * 100)} if scale < 1 else {}
    if size != largest:
        look |= {"sz": halves(size), "szCs": halves(size)}
    writer.paragraph(text, style, line(size * MARK_LEADING, before) | how, look)


def _front(writer: Writer, sheet: Face) -> None:
    for text, style in sheet.fronts:
        writer.paragraph(text, style)


def _number(writer: Writer, sheet: Face) -> None:
    """The number over the red rule; on papers to a higher office level with the signer (7.2.5-7)."""
    words = writer.face
    writer.empty(words.gaps.number - (_rows(sheet) - 1 if sheet.signers else 0))
    if not sheet.signers:
        writer.paragraph(sheet.number or "", "Number")
        return
    label = words.words.signer
    rows = [sheet.signers[i : i + _SIGNERS_A_LINE] for i in range(0, len(sheet.signers), _SIGNERS_A_LINE)]
    wide = columns(label) + max(columns(_WIDE_SPACE.join(names)) for names in rows)
    begin = words.page.area - (1 + wide) * writer.character
    for index, names in enumerate(rows):
        last = index == len(rows) - 1
        place = points(begin + (columns(label) * writer.character if index else 0))
        how = {"tabs": [element("tab", {"val": "left", "pos": place})]}
        made = writer.paragraph("", "UpwardNumber" if last else "Normal", how)
        writer.run(made, f"{sheet.number or '' if last else ''}\t{'' if index else label}")
        writer.run(made, _WIDE_SPACE.join(names), "Signer")


def _rows(sheet: Face) -> int:
    return -(-len(sheet.signers) // _SIGNERS_A_LINE)


def _letter_frame(document: Any, writer: Writer, sheet: Face) -> None:
    """The mark over the first double rule in the first page's header, the second in its footer (10.1)."""
    words, section = writer.face, document.sections[0]
    letter = words.letter
    section.different_first_page_header_footer = True
    section.header_distance = millimetres(letter.top) * EMU_A_TWIP
    sides = _sides(writer)
    header, footer = emptied(section.first_page_header), emptied(section.first_page_footer)
    gap = round(letter.rule_gap * POINTS_A_MM)
    thick, thin = (_red(writer, pt) for pt in (letter.thick, letter.thin))
    inner = Writer(header, words)
    width = letter.width * POINTS_A_MM
    add_mark(inner, sheet.mark, "LetterMark", letter.size, width, ind=sides, pBdr=[thick(gap)])
    inner.paragraph(how=line(letter.between) | {"ind": sides, "pBdr": [thin(0)]})
    foot = Writer(footer, words)
    thick, thin = (_red(writer, pt, "top") for pt in (letter.thick, letter.thin))
    lower = letter.between + letter.thick
    for rule, above in ((thin, lower + letter.thin), (thick, letter.thick)):
        foot.paragraph(how=line(_HAIRLINE) | {"pBdr": [rule(0)], "framePr": _at_the_foot(writer, above)})
    foot.paragraph(how=line(_HAIRLINE))


def _red(writer: Writer, width: Decimal, side: str = "bottom") -> Callable[[int], Any]:
    """A red rule of a width, to be set so many pt from a text."""
    colour = writer.face.mark.colour
    return lambda space: border(side, width * EIGHTHS_A_PT, colour, space)


def _at_the_foot(writer: Writer, above: Decimal) -> dict[str, object]:
    """A frame for a rule so many pt above the place where the second pair of rules ends."""
    page, letter = writer.face.page, writer.face.letter
    top = millimetres(page.height - letter.foot) - points(above)
    place = {"w": millimetres(letter.width), "h": points(_HAIRLINE), "hRule": "exact", "wrap": "around"}
    place |= {"vAnchor": "page", "hAnchor": "page"}
    return place | {"x": millimetres((page.width - letter.width) / 2), "y": top}


def _sides(writer: Writer) -> dict[str, object]:
    """Indents that let a line of the letter's width stand in the middle of the page."""
    page, width = writer.face.page, writer.face.letter.width
    edge = (page.width - width) / 2
    return {"left": millimetres(edge - page.left), "right": millimetres(edge - page.right), "firstLine": 0}


def _letter_number(writer: Writer, sheet: Face) -> None:
    """The number at the right under the first rule, with what stands at the left beside it."""
    words = writer.face
    before = max(words.letter.under - (words.page.line - words.sizes.body) / 2, Decimal(0))
    first, *others = sheet.fronts or (("", "Front"),)
    text, style = first
    made = writer.paragraph(how=line(words.page.line, before), style="LetterNumber")
    writer.run(made, text, "Label" if style == "Classification" else None)
    writer.run(made, f"\t{sheet.number or ''}")
    for text, style in others:
        writer.paragraph(text, style)


def emptied(part: Any) -> Any:
    """A header or footer of its own without its first paragraph."""
    part.is_linked_to_previous = False
    for paragraph in list(part.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - python-docx has no other way
    return part


def folio_distance(writer: Writer, leading: Decimal) -> int:
    """How far the page numbers' line ends above the page's foot, in EMU: its dashes tell the place (7.5)."""
    page = writer.face.page
    return (millimetres(page.bottom - page.folio_gap) - points(leading * (1 - DASH))) * EMU_A_TWIP
