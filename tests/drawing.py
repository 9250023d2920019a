"""Word files drawn by LibreOffice, and their pages measured: where words stand, and where there is ink."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.building import REPO

FONTS = REPO / ".venv" / "fonts"
FACES = {
    "方正小标宋简体": "FandolSong",
    "仿宋_GB2312": "FandolFang",
    "黑体": "FandolHei",
    "楷体_GB2312": "FandolKai",
    "宋体": "FandolSong",
}
"""Fonts that stand in, for drawing alone, for those that papers name."""
TOOLS = ("soffice", "pdftotext", "pdftoppm", "fc-query")
POINTS_A_MM = 72 / 25.4
DPI = 100
_H = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """A word on a page, its box in mm from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Drawn:
    """A paper as a PDF."""

    path: Path

    @cached_property
    def pages(self) -> tuple[tuple[Word, ...], ...]:
        """The words of each page."""
        text = subprocess.run(
            ["pdftotext", "-bbox", str(self.path), "-"], check=True, capture_output=True, text=True
        ).stdout
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
        return tuple(
            tuple(_word(word) for word in page.iter(f"{_H}word"))
            for page in ET.fromstring(text).iter(f"{_H}page")
        )

    def lines(self, page: int) -> list[list[Word]]:
        """The words of a page by the line that they stand on, from the top."""
        found: dict[float, list[Word]] = {}
        for word in sorted(self.pages[page], key=lambda w: (w.top, w.left)):
            line = next((top for top in found if abs(top - word.top) < 3), word.top)
            found.setdefault(line, []).append(word)
        return [sorted(found[top], key=lambda w: w.left) for top in sorted(found)]

    def ink(self, page: int, until: float = 297) -> tuple[float, float, float, float]:
        """Where a page has ink down to a height: left, top, right, bottom in mm."""
        width, _, rows = self._raster(page)
        rows = rows[: int(until * DPI / 25.4)]
        inked = [i for i, row in enumerate(rows) if row.strip(b"\xff")]
        left = min(width - len(rows[i].lstrip(b"\xff")) for i in inked)
        right = max(len(rows[i].rstrip(b"\xff")) for i in inked)
        mm = 25.4 / DPI
        return left * mm, inked[0] * mm, right * mm, (inked[-1] + 1) * mm

    def rules(self, page: int, least: float = 120) -> list[float]:
        """The heights in mm at which a line runs across a page."""
        _, _, rows = self._raster(page)
        mm = 25.4 / DPI
        long = [i for i, row in enumerate(rows) if (len(row) - row.count(b"\xff")) * mm >= least]
        return [i * mm for i in long if i - 1 not in long]

    def dash(self, page: int, right_of: float) -> float:
        """The height in mm of the dash that a page number begins with, right of a place."""
        _, _, rows = self._raster(page)
        mm = 25.4 / DPI
        first = int(right_of / mm)
        inked = [(row[first:].find(b"\x00"), i) for i, row in enumerate(rows) if i * mm > 263]
        left = min(x for x, _ in inked if x >= 0)
        found = [i for x, i in inked if left <= x < left + 3]
        return sum(found) / len(found) * mm

    def _raster(self, page: int) -> tuple[int, int, list[bytes]]:
        number = str(page + 1)
        command = ["pdftoppm", "-r", str(DPI), "-gray", "-f", number, "-l", number, str(self.path)]
        image = subprocess.run(command, check=True, capture_output=True).stdout
        found = re.match(rb"P5\s(\d+)\s(\d+)\s(\d+)\s", image)
        assert found
        width, height = int(found[1]), int(found[2])
        start = found.end()
        rows = [image[start + i * width : start + (i + 1) * width] for i in range(height)]
        return width, height, [bytes(255 if b > 200 else 0 for b in row) for row in rows]


def draw(folder: Path) -> dict[str, Drawn]:
    """Every Word file of a folder as a PDF beside it, by its name without the end."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    assert not missing, f"{', '.join(missing)} missing: python3 .ci/dev.py test installs what is needed"
    assert FONTS.is_dir(), f"{FONTS} missing: python3 .ci/dev.py test unpacks the fonts"
    config = folder / "fonts.conf"
    config.write_text(_config(folder), "utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    files = sorted(map(str, folder.glob("*.docx")))
    environment = os.environ | {"FONTCONFIG_FILE": str(config), "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), *files],
        check=True,
        capture_output=True,
        env=environment,
        timeout=300,
    )
    return {path.stem: Drawn(path) for path in sorted(folder.glob("*.pdf"))}


def covered(face: str) -> frozenset[int]:
    """The characters that the font standing in for a face has."""
    file = FONTS / f"{FACES[face]}-Regular.otf"
    listed = subprocess.run(
        ["fc-query", "--format=%{charset}", str(file)], check=True, capture_output=True, text=True
    ).stdout
    found: set[int] = set()
    for part in listed.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _config(folder: Path) -> str:
    """A fonts.conf that knows the fonts beside it alone, and maps the papers' names to them."""
    maps = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{font}</string></edit></match>'
        for name, font in FACES.items()
    )
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    return f"{head}<fontconfig><dir>{FONTS}</dir><cachedir>{folder / 'cache'}</cachedir>{maps}</fontconfig>"


def _word(element: ET.Element) -> Word:
    box = (float(element.get(side, 0)) / POINTS_A_MM for side in ("xMin", "yMin", "xMax", "yMax"))
    return Word(element.text or "", *box)
