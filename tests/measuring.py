"""A Word file opened and measured: what a paragraph and a run are in the end, their styles counted in."""

import io
import zipfile
from collections.abc import Iterator
from functools import cached_property
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_A_MM = 1440 / 25.4


class Opened:
    """The parts of a Word file, and the properties that its paragraphs and runs have in the end."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}

    @cached_property
    def body(self) -> ET.Element:
        """The text with its section."""
        return ET.fromstring(self.parts["word/document.xml"])

    @cached_property
    def styles(self) -> dict[str, ET.Element]:
        """The styles by their ids."""
        root = ET.fromstring(self.parts["word/styles.xml"])
        return {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}

    def paragraphs(self, part: str = "word/document.xml") -> list[ET.Element]:
        """Every paragraph of a part."""
        root = self.body if part == "word/document.xml" else ET.fromstring(self.parts[part])
        return list(root.iter(f"{W}p"))

    def of_style(self, style: str) -> list[ET.Element]:
        """The paragraphs of a style."""
        return [p for p in self.paragraphs() if self.style_of(p) == style]

    def style_of(self, paragraph: ET.Element) -> str:
        """The id of a paragraph's style."""
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return "Normal" if found is None else found.get(f"{W}val", "")

    def parts_of(self, kind: str) -> list[str]:
        """The names of headers or footers, in order."""
        return sorted(name for name in self.parts if name.startswith(f"word/{kind}"))

    def paragraph_property(self, paragraph: ET.Element, name: str) -> dict[str, str]:
        """The attributes of a paragraph's property, each from the nearest that says it."""
        found: dict[str, str] = {}
        for holder in (*self._chain(self.style_of(paragraph), "pPr"), paragraph.find(f"{W}pPr")):
            own = holder.find(f"{W}{name}") if holder is not None else None
            found |= _plain(own)
        return found

    def run_property(self, paragraph: ET.Element, name: str, run: ET.Element | None = None) -> dict[str, str]:
        """The attributes of a property of a paragraph's first run with text, or of one of its runs."""
        runs = [r for r in paragraph.iter(f"{W}r") if text_of(r).strip()]
        chosen = run if run is not None else runs[0] if runs else None
        own = chosen.find(f"{W}rPr") if chosen is not None else None
        named = own.find(f"{W}rStyle") if own is not None else None
        chain = list(self._chain(self.style_of(paragraph), "rPr"))
        if named is not None:
            chain += self._chain(named.get(f"{W}val", ""), "rPr")
        found: dict[str, str] = {}
        for holder in (*chain, own):
            found |= _plain(holder.find(f"{W}{name}") if holder is not None else None)
        return found

    def font(self, paragraph: ET.Element, run: ET.Element | None = None) -> str:
        """The font of a paragraph's text; every script must have the same."""
        fonts = self.run_property(paragraph, "rFonts", run)
        assert len({fonts[key] for key in ("ascii", "hAnsi", "eastAsia", "cs")}) == 1, fonts
        assert fonts["hint"] == "eastAsia"
        assert not [key for key in fonts if "heme" in key]
        return fonts["eastAsia"]

    def size(self, paragraph: ET.Element) -> float:
        """The size of a paragraph's text in pt."""
        return int(self.run_property(paragraph, "sz")["val"]) / 2

    def align(self, paragraph: ET.Element) -> str:
        """How a paragraph is aligned."""
        return self.paragraph_property(paragraph, "jc").get("val", "left")

    def line(self, paragraph: ET.Element) -> float:
        """The exact height of a paragraph's lines in pt."""
        spacing = self.paragraph_property(paragraph, "spacing")
        assert spacing["lineRule"] == "exact"
        return int(spacing["line"]) / 20

    def indents(self, paragraph: ET.Element) -> dict[str, float]:
        """A paragraph's indents in characters of the body, from their length in twips."""
        found = self.paragraph_property(paragraph, "ind")
        return {k: round(int(v) / 315, 2) for k, v in found.items() if not k.endswith("Chars")}

    def empty_before(self, paragraph: ET.Element) -> int:
        """How many empty paragraphs stand right before one."""
        every = self.paragraphs()
        index = next(i for i, other in enumerate(every) if other is paragraph)
        count = 0
        while index > count and not text_of(every[index - count - 1]):
            count += 1
        return count

    def _chain(self, style: str, holder: str) -> Iterator[ET.Element]:
        """The properties of a style and of those that it is based on, the last first."""
        found = self.styles[style]
        based = found.find(f"{W}basedOn")
        if based is not None:
            yield from self._chain(based.get(f"{W}val", ""), holder)
        own = found.find(f"{W}{holder}")
        if own is not None:
            yield own


def text_of(element: ET.Element) -> str:
    """The text of an element, a tab as a tab."""
    signs = {f"{W}t": None, f"{W}tab": "\t"}
    nodes = [n for n in element.iter() if n.tag in signs and n.get(f"{W}pos") is None]
    return "".join((n.text or "") if n.tag == f"{W}t" else "\t" for n in nodes)


def rules_of(paragraph: ET.Element) -> dict[str, dict[str, str]]:
    """The rules around a paragraph by their side."""
    found = paragraph.find(f"{W}pPr/{W}pBdr")
    return {r.tag.removeprefix(W): _plain(r) for r in (found if found is not None else ())}


def _plain(element: ET.Element | None) -> dict[str, str]:
    return {} if element is None else {k.removeprefix(W): v for k, v in element.attrib.items()}
