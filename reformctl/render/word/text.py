"""Runs and paragraphs as the standard wants them: fonts by name, exact lines, no grid (5.2, 7.3.3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reformctl.render.width import width
from reformctl.render.word.words import FaceWords

TWIPS_A_PT = 20
TWIPS_A_MM = Decimal(1440) / Decimal("25.4")
HALVES_A_PT = 2
_SPREADING = ("autoSpaceDE", "autoSpaceDN")
"""What would add space between Chinese and Western characters: a line is 28 characters (5.2.3)."""


def element(name: str, attributes: Mapping[str, object] | None = None) -> Any:
    """An element of the word-processing namespace with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(f"w:{name}")
    for key, value in (attributes or {}).items():
        found.set(qn(f"w:{key}"), str(value))
    return found


def points(length: Decimal | int) -> int:
    """A length in pt as twips."""
    return round(length * TWIPS_A_PT)


def millimetres(length: Decimal) -> int:
    """A length in mm as twips."""
    return round(length * TWIPS_A_MM)


def columns(text: str) -> Decimal:
    """How many full-width characters a text is wide."""
    return Decimal(width(text)) / 2


class Writer:
    """Writes paragraphs into a document or a cell, in one office's fonts and measures."""

    def __init__(self, holder: Any, face: FaceWords) -> None:
        self.holder = holder
        self.face = face
        self.character = face.sizes.body - face.page.tighten
        """The pitch of a body character in pt."""

    def paragraph(self, text: str = "", **how: Any) -> Any:
        """A paragraph of one run; see `shape` and `run` for what `how` takes."""
        made = self.holder.add_paragraph()
        line = how.pop("line", None)
        indents = {k: how.pop(k) for k in ("first", "left", "right", "align", "keep", "before") if k in how}
        shape(made, line or self.face.page.line, self.character, **indents)
        for index, part in enumerate(text.split("\n")):
            if index:
                made.add_run().add_break()
            self.run(made, part, **how)
        return made

    def run(
        self,
        paragraph: Any,
        text: str,
        font: str | None = None,
        size: Decimal | None = None,
        colour: str | None = None,
        scale: int | None = None,
    ) -> Any:
        """A run in a font by its name; nothing of the theme is left to beat it."""
        made = paragraph.add_run(text)
        properties = made._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no other way to fonts
        name = font or self.face.fonts.body
        fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), name) | {"hint": "eastAsia"}
        properties.append(element("rFonts", fonts))
        if colour:
            properties.append(element("color", {"val": colour}))
        properties.append(element("spacing", {"val": -points(self.face.page.tighten)}))
        if scale:
            properties.append(element("w", {"val": scale}))
        half_points = round((size or self.face.sizes.body) * HALVES_A_PT)
        properties.append(element("sz", {"val": half_points}))
        properties.append(element("szCs", {"val": half_points}))
        return made

    def empty(self, lines: int) -> None:
        """So many empty lines."""
        for _ in range(lines):
            self.paragraph()


def shape(
    paragraph: Any,
    line: Decimal,
    character: Decimal,
    *,
    first: Decimal | int = 0,
    left: Decimal | int = 0,
    right: Decimal | int = 0,
    align: str = "both",
    keep: bool = False,
    before: Decimal | int = 0,
) -> None:
    """Exact lines, indents in characters and in twips, and what keeps paragraphs together."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
    if keep:
        properties.append(element("keepNext"))
    for name in ("widowControl", *_SPREADING, "snapToGrid"):
        properties.append(element(name, {"val": 0}))
    spacing = {"before": points(before), "after": 0, "line": points(line), "lineRule": "exact"}
    properties.append(element("spacing", spacing))
    indents: dict[str, object] = {}
    for name, count in (("left", left), ("right", right), ("firstLine", first)):
        if count:
            indents |= {f"{name}Chars": round(count * 100), name: points(count * character)}
    if indents:
        properties.append(element("ind", indents))
    properties.append(element("jc", {"val": align}))


def early(paragraph: Any, *found: Any) -> None:
    """Borders and tabs in the place among a paragraph's properties that the schema gives them."""
    widow = paragraph._p.pPr.find(element("widowControl").tag)  # noqa: SLF001 - as above
    for one in reversed(found):
        widow.addnext(one)


def border(side: str, eighths: Decimal, colour: str = "000000", space: int = 0) -> Any:
    """A single rule on a side; its thickness in eighths of a pt, its distance in pt."""
    attributes = {"val": "single", "sz": round(eighths), "space": space, "color": colour}
    return element(side, attributes)
