"""A paper's styles: Word's own where Word has one, else styles of the office's naming (5.2, 7.2, 7.3)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reformctl.render.word.words import POINTS_A_MM, FaceWords
from reformctl.render.word.xml import (
    EIGHTHS_A_PT,
    Properties,
    border,
    element,
    halves,
    indents,
    paragraph_properties,
    points,
    run_properties,
)

TITLE_LEADING = Decimal("1.4")
CELL_LEADING = Decimal("1.35")
RECORD_RAISED = Decimal("3.5")
"""How far the record block's text is lifted off the rules under it, in pt."""
MARK_LEADING = Decimal("1.2")


@dataclass(frozen=True)
class Style:
    """A style: its id, its name in Word, what it is based on, and its properties."""

    id: str
    name: str
    paragraph: Properties
    run: Properties
    based: str | None = "Normal"
    following: str | None = None
    kind: str = "paragraph"


def styles_of(face: FaceWords) -> tuple[Style, ...]:
    """Every style of a paper in one office's fonts and measures."""
    return (
        _normal(face),
        *_texts(face),
        *_heads(face),
        *_feet(face),
        *_cells(face),
        Style("Signer", face.styles.signer, {}, font(face.fonts.subheading), None, kind="character"),
        Style("Label", face.styles.label, {}, font(face.fonts.heading), None, kind="character"),
        Style(
            "Blank",
            face.styles.blank,
            {},
            {"shd": {"val": "clear", "color": "auto", "fill": "FFFF00"}},
            None,
            kind="character",
        ),
    )


def font(name: str) -> dict[str, Any]:
    """A font by its name for every script; nothing of the theme is left to beat it."""
    return {"rFonts": dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), name) | {"hint": "eastAsia"}}


def size(value: Decimal) -> dict[str, Any]:
    """A size of type in pt."""
    return {"sz": halves(value), "szCs": halves(value)}


def line(pitch: Decimal, before: Decimal | int = 0) -> dict[str, Any]:
    """Lines of an exact height in pt, with so much above."""
    return {"spacing": {"before": points(before), "after": 0, "line": points(pitch), "lineRule": "exact"}}


def pitch(face: FaceWords) -> Decimal:
    """The width that a character of the body takes, in pt."""
    return face.sizes.body - face.page.tighten


def _normal(face: FaceWords) -> Style:
    """No grid, no space between scripts, no mark hung into the margin: a line is 28 characters (5.2.3)."""
    off = dict.fromkeys(("widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid"), 0)
    paragraph = off | {"kinsoku": 1, "jc": "both"} | line(face.page.line)
    look = font(face.fonts.body) | size(face.sizes.body) | {"spacing": -points(face.page.tighten)}
    return Style("Normal", "Normal", paragraph, look, None)


def _texts(face: FaceWords) -> tuple[Style, ...]:
    two = {"ind": indents(pitch(face), firstLine=2)}
    names = (face.fonts.heading, face.fonts.subheading, face.fonts.body, face.fonts.body)
    return (
        Style("BodyText", "Body Text", two, {}),
        *(
            _heading(level, two, name)
            for level, name in enumerate(names, 1)
        ),
        Style("Recipients", face.styles.recipients, {"keepNext": 1}, {}, following="BodyText"),
        Style("AttachmentsNote", face.styles.attachments, {}, {}),
        Style("Note", face.styles.note, two, {}),
        Style("Attendance", face.styles.attendance, {}, {}),
    )  # fmt: skip


def _heading(level: int, indent: Properties, name: str) -> Style:
    how = dict(indent) | {"keepNext": 1, "outlineLvl": level - 1}
    return Style(f"Heading{level}", f"heading {level}", how, font(name), following="BodyText")


def _heads(face: FaceWords) -> tuple[Style, ...]:
    mark, letter, named = face.mark, face.letter, face.styles
    centred = {"jc": "center", "ind": {"firstLine": 0}}
    title = font(face.fonts.title) | size(face.sizes.title)
    red = font(face.fonts.title) | {"color": mark.colour}
    titled = centred | {"keepNext": 1} | line(face.sizes.title * TITLE_LEADING)
    marked = centred | line(mark.size * MARK_LEADING)
    lettered = centred | line(letter.size * MARK_LEADING)
    return (
        Style("Title", "Title", titled, title, following="Recipients"),
        Style("Mark", named.mark, marked, red | size(mark.size)),
        Style("LetterMark", named.letter_mark, lettered, red | size(letter.size)),
        Style("Front", named.front, {}, {}),
        Style("Classification", named.class_, {}, font(face.fonts.heading)),
        Style("Number", named.number, _ruled(face) | {"jc": "center"}, {}),
        Style(
            "UpwardNumber",
            named.upward_number,
            _ruled(face) | {"jc": "left"} | {"ind": indents(pitch(face), firstLine=1)},
            {},
        ),
        Style("LetterNumber", named.letter_number, {"jc": "left"} | _tab(face, 0), {}),
        Style(
            "Attachment", named.attachment, {"pageBreakBefore": 1, "keepNext": 1}, font(face.fonts.heading)
        ),
        Style("AttachmentTitle", named.attachment_title, titled, title, following="BodyText"),
    )


def _ruled(face: FaceWords) -> dict[str, Any]:
    """The red rule under the number (7.2.7)."""
    mark = face.mark
    gap = round(mark.rule_gap * POINTS_A_MM)
    return {"pBdr": [border("bottom", mark.rule * EIGHTHS_A_PT, mark.colour, gap)]}


def _feet(face: FaceWords) -> tuple[Style, ...]:
    folio = font(face.fonts.folio) | size(face.sizes.small)
    record = {"ind": indents(pitch(face), left=1, right=1)}
    return (
        Style("Signature", "Signature", {"keepNext": 1, "jc": "left"}, {}),
        Style("Date", "Date", {"jc": "left"}, {}),
        Style("Record", face.styles.record, record, size(face.sizes.small)),
        Style("Footer", "footer", line(face.sizes.body), folio),
        Style("Header", "header", {}, {}),
    )


def _cells(face: FaceWords) -> tuple[Style, ...]:
    largest = face.sizes.cells[0]
    cell = {"jc": "left"} | line(largest * CELL_LEADING)
    head = {"jc": "center", "keepNext": 1}
    return (
        Style("Cell", face.styles.cell, cell, size(largest)),
        Style("CellHead", face.styles.cell_head, head, font(face.fonts.heading), based="Cell"),
    )


def _tab(face: FaceWords, count: int) -> dict[str, Any]:
    """A tab that ends so many characters before the type area does."""
    place = points(face.page.area - count * pitch(face))
    return {"tabs": [element("tab", {"val": "right", "pos": place})]}


def lay_styles(document: Any, wanted: tuple[Style, ...], *, keep: bool) -> None:
    """Give a document its styles; with `keep` those that it has stay, else no other is left."""
    root = document.styles.element
    if not keep:
        for old in root.findall(element("style").tag):
            root.remove(old)
        _defaults(root)
        root.extend(_plain_styles())
    known = {
        old.get(element("style", {"styleId": ""}).keys()[0]) for old in root.findall(element("style").tag)
    }
    root.extend(_style(style) for style in wanted if style.id not in known)


def _defaults(root: Any) -> None:
    """No defaults: every property is said by a style."""
    for old in root.findall(element("docDefaults").tag):
        root.remove(old)
    language = {"lang": {"val": "en-US", "eastAsia": "zh-CN"}}
    defaults, runs = element("docDefaults"), element("rPrDefault")
    runs.append(run_properties(language))
    defaults.append(runs)
    defaults.append(element("pPrDefault"))
    root.insert(0, defaults)


def _plain_styles() -> list[Any]:
    """The styles that every Word file must have beside Normal."""
    found = []
    for kind, id_, name in (
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    ):
        style = element("style", {"type": kind, "default": 1, "styleId": id_})
        style.append(element("name", {"val": name}))
        if kind == "table":
            style.append(_no_margins())
        found.append(style)
    return found


def _no_margins() -> Any:
    properties, margins = element("tblPr"), element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(side, {"w": 0, "type": "dxa"}))
    properties.append(margins)
    return properties


def _style(style: Style) -> Any:
    own = {"customStyle": 1} if style.name not in _BUILT_IN and not style.name.startswith("heading ") else {}
    default = {"default": 1} if style.id == "Normal" else {}
    found = element("style", {"type": style.kind, **default, **own, "styleId": style.id})
    found.append(element("name", {"val": style.name}))
    if style.based:
        found.append(element("basedOn", {"val": style.based}))
    if style.following:
        found.append(element("next", {"val": style.following}))
    found.append(element("qFormat"))
    if style.paragraph:
        found.append(paragraph_properties(style.paragraph))
    if style.run:
        found.append(run_properties(style.run))
    return found


_BUILT_IN = frozenset(("Normal", "Body Text", "Title", "Signature", "Date", "footer", "header"))
