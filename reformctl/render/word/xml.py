"""Elements of the word-processing namespace, their properties in the order that the schema gives them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from typing import Any

from reformctl.render.width import width

TWIPS_A_PT = 20
TWIPS_A_MM = Decimal(1440) / Decimal("25.4")
HALVES_A_PT = 2
EIGHTHS_A_PT = 8
EMU_A_TWIP = 635
_WESTERN, _GAP = Decimal("0.6"), Decimal("0.2")

Properties = Mapping[str, Any]
"""Names of properties with their attributes, their children, their one value, or None to leave them out."""

_PARAGRAPH = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "shd", "tabs"),
    *("kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind"),
    *("jc", "textAlignment", "outlineLvl"),
)
_RUN = (
    *("rStyle", "rFonts", "b", "i", "color", "spacing", "w", "kern", "position", "sz", "szCs", "shd", "lang"),
)


def element(name: str, attributes: Mapping[str, object] | None = None) -> Any:
    """An element with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(f"w:{name}")
    for key, value in (attributes or {}).items():
        found.set(qn(f"w:{key}"), str(value))
    return found


def paragraph_properties(wanted: Properties) -> Any:
    """A `pPr` with these properties."""
    return _properties("pPr", _PARAGRAPH, wanted)


def run_properties(wanted: Properties) -> Any:
    """An `rPr` with these properties."""
    return _properties("rPr", _RUN, wanted)


def _properties(tag: str, order: Sequence[str], wanted: Properties) -> Any:
    found = element(tag)
    for name in sorted(wanted, key=order.index):
        value = wanted[name]
        if isinstance(value, Mapping):
            found.append(element(name, value))
        elif isinstance(value, list):
            holder = element(name)
            holder.extend(deepcopy(value))
            found.append(holder)
        elif value is not None:
            found.append(element(name, {"val": int(value) if isinstance(value, bool) else value}))
    return found


def points(length: Decimal | int) -> int:
    """A length in pt as twips."""
    return round(length * TWIPS_A_PT)


def millimetres(length: Decimal) -> int:
    """A length in mm as twips."""
    return round(length * TWIPS_A_MM)


def halves(size: Decimal) -> int:
    """A size of type in pt as half points."""
    return round(size * HALVES_A_PT)


def columns(text: str) -> Decimal:
    """How many full-width characters a text is wide."""
    return Decimal(width(text)) / 2


def roomy(text: str) -> Decimal:
    """The full-width characters that a text takes at most, with gaps between scripts.

    LibreOffice sets a gap between Chinese and Western characters even where a paragraph asks for none.
    """
    wide = sum((_WESTERN if character.isascii() else columns(character) for character in text), Decimal(0))
    return wide + _GAP * sum(a.isascii() != b.isascii() for a, b in pairwise(text))


def border(
    side: str, eighths: Decimal | int, colour: str = "000000", space: int = 0, kind: str = "single"
) -> Any:
    """A rule on a side; its thickness in eighths of a pt, its distance in pt."""
    return element(side, {"val": kind, "sz": round(eighths), "space": space, "color": colour})


def indents(character: Decimal, **counts: Decimal | int) -> dict[str, object]:
    """Indents given in characters, in characters and in twips both; names as Word has them."""
    found: dict[str, object] = {}
    for name, count in counts.items():
        found |= {f"{name}Chars": round(count * 100), name: points(count * character)}
    return found
