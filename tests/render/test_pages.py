"""Papers as LibreOffice draws them: lines, characters, type area, foot, page numbers, no missing glyph."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from reformctl.cli.app import main
from reformctl.render.word.paper import paper
from tests.building import REPO
from tests.conformance import DOCUMENT, LETTER, MINUTES, TEXT, UPWARD, face_words
from tests.drawing import FACES, Drawn, Word, covered, draw
from tests.measuring import Opened, W, text_of

LEFT, TOP, RIGHT, BOTTOM = 28, 37, 184, 262
CLOSING = "，。、；：？！）〕》”’"
FULL = "\n\n".join("国" * 280 for _ in range(9)) + "\n"
SOFTWARE = {"top": Decimal("34.58"), "bottom": Decimal("32.58"), "line": Decimal("29.6")}
"""The page of GB/T 33476.2, which allows for the leading that software puts above the first line."""
MADE = (
    ("", "all", "--month", "2017-06", "--as-of", "2017-08-15"),
    ("", "notice", "--period", "2017"),
    ("", "digest", "--period", "2017"),
    ("", "statement", "--unit", "文昌湖", "--month", "2017-04"),
    ("examples/jiaxing", "projects", "--period", "2017-Q3"),
    ("examples/jiaxing", "rectify", "--period", "2016"),
    ("examples/jiaxing", "assign", "--record", "WJ2016-001"),
    ("examples/jiaxing", "year-report", "--period", "2017"),
    ("examples/yinchuan", "remind", "--period", "2023"),
    ("examples/yinchuan", "supervise", "--period", "2023"),
    ("examples/yinchuan", "red-list", "--period", "2023-H1"),
    ("examples/sichuan", "named", "--period", "2016"),
    ("examples/sichuan", "account", "--period", "2016"),
)
"""Papers of every kind, by the command that makes them."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    """The sample text in every form, and papers of every kind from the sample ledgers."""
    folder = tmp_path_factory.mktemp("drawn")
    for name, face in (("doc", DOCUMENT), ("upward", UPWARD), ("letter", LETTER), ("minutes", MINUTES)):
        (folder / f"{name}.docx").write_bytes(paper(TEXT, face, face_words()))
    for name, face in (("full", DOCUMENT), ("full-letter", LETTER)):
        (folder / f"{name}.docx").write_bytes(paper(FULL, replace(face, note=None), face_words()))
    page = face_words().page.model_copy(update=SOFTWARE)
    words = face_words().model_copy(update={"page": page})
    (folder / "full-software.docx").write_bytes(paper(FULL, replace(DOCUMENT, note=None), words))
    for root, kind, *asked in MADE:
        if kind == "notice":
            _letters(folder)
            continue
        day = [] if "--as-of" in asked else ["--as-of", "2024-01-31"]
        arguments = ["--lang", "en", "--workspace", str(REPO / root), "paper", kind, *asked, *day]
        assert main([*arguments, "--out", str(folder)]) == 0
    return draw(folder)


def _letters(folder: Path) -> None:
    """A letter of each kind of the Zibo ladder."""
    for name in ("TS2017-001", "JB2017-003", "CB2017-001", "ZL2017-001"):
        assert main(["--workspace", str(REPO), "notice", "paper", name, "--out", str(folder)]) == 0


def _pages(drawn: dict[str, Drawn]) -> Iterator[tuple[str, Drawn, int]]:
    for name, one in drawn.items():
        for page in range(len(one.pages)):
            yield name, one, page


def _is_letter(path: Path) -> bool:
    opened = Opened(path.with_suffix(".docx").read_bytes())
    return any("LetterMark" in opened.parts[name] for name in opened.parts_of("header"))


def test_every_kind_of_paper_is_drawn(drawn: dict[str, Drawn]):
    kinds = {re.split(r"[-\d]", name)[0] for name in drawn}
    wanted = {
        "circular",
        "TS",
        "JB",
        "CB",
        "ZL",
        "problems",
        "diagnosis",
        "pilots",
        "acceptance",
        "statement",
    }
    wanted |= {"digest", "minutes", "projects", "ZG", "WJ", "year", "TX", "DB", "red", "DM", "WZ"}
    assert wanted <= kinds
    assert len(drawn) > 40


@pytest.mark.parametrize(
    ("name", "leading"), [("full", 28.95), ("full-letter", 28.95), ("full-software", 29.6)]
)
def test_a_page_has_22_lines_of_28_characters(drawn: dict[str, Drawn], name: str, leading: float):
    for page in (1, 2):
        lines = [line for line in drawn[name].lines(page) if "国" in line[0].text]
        assert len(lines) == 22
        assert max(len("".join(word.text for word in line)) for line in lines) == 28
        tops = [line[0].top for line in lines]
        pitches = [(b - a) * 72 / 25.4 for a, b in pairwise(tops)]
        assert all(abs(pitch - leading) < 0.1 for pitch in pitches)


def test_the_ink_of_a_full_page_fills_the_type_area(drawn: dict[str, Drawn]):
    for name, wanted in (("full", 219), ("full-software", 224.3)):
        _, top, _, bottom = drawn[name].ink(1, until=266)
        assert abs(bottom - top - wanted) < 1.2, (name, bottom - top)


def test_nothing_stands_outside_the_type_area(drawn: dict[str, Drawn]):
    for name, one, page in _pages(drawn):
        if name == "full-software":
            continue
        words = one.pages[page]
        letter = page == 0 and _is_letter(one.path)
        body = [w for w in words if w.top > TOP - 1 and w.bottom < BOTTOM + 1.5]
        outside = [w for w in words if w not in body]
        if letter:
            assert all(w.top < TOP for w in outside), (name, page, outside)
        else:
            assert "".join(w.text for w in outside) == f"—{page + 1}—", (name, page, outside)
            left, top, right, _ = one.ink(page)
            edge = RIGHT + (3 if _hangs(body) else 0.7)
            assert (left > LEFT - 0.7, top > TOP - 0.7, right < edge) == (True, True, True), (name, page)
        for word in body:
            assert word.left > LEFT - 0.5, (name, page, word)
            assert word.right < RIGHT + (6 if word.text[-1] in CLOSING else 0.5), (name, page, word)


def _hangs(words: list[Word]) -> bool:
    """Whether a closing mark hangs into the margin: LibreOffice reads `overflowPunct` the wrong way round."""
    return any(word.right > RIGHT and word.text[-1] in CLOSING for word in words)


def test_page_numbers_stand_outside_seven_millimetres_below(drawn: dict[str, Drawn]):
    for name, one, page in _pages(drawn):
        found = [w for w in one.pages[page] if w.top > BOTTOM + 3]
        if page == 0 and _is_letter(one.path):
            assert not found, name
            continue
        left, right = min(w.left for w in found), max(w.right for w in found)
        assert abs((left + right) / 2 - (RIGHT if page % 2 == 0 else LEFT)) < 25, (name, page)
        edge = RIGHT - right if page % 2 == 0 else left - LEFT
        assert 5 < edge < 6.5, (name, page, edge)
    for name in ("doc", "upward", "minutes", "full"):
        assert abs(drawn[name].dash(0, RIGHT - 25) - BOTTOM - 7) < 0.8, name


def test_the_record_block_ends_on_the_bottom_edge_of_the_last_page(drawn: dict[str, Drawn]):
    seen = 0
    for name, one in drawn.items():
        last = one.pages[-1]
        if "印发" not in "".join(w.text for w in last):
            continue
        seen += 1
        foot = BOTTOM if name != "full-software" else 297 - float(SOFTWARE["bottom"])
        assert abs(one.rules(len(one.pages) - 1)[-1] - foot) < 0.6, name
        for page in one.pages[:-1]:
            assert "印发" not in "".join(w.text for w in page), name
    assert seen > 10


def test_no_page_holds_the_signature_or_the_record_block_alone(drawn: dict[str, Drawn]):
    for name, one, page in _pages(drawn):
        lines = ["".join(w.text for w in line) for line in one.lines(page)]
        text = [
            line
            for line in lines
            if not re.fullmatch(r"—\d+—|抄送：.*|.*印发|.*办公室|\d+年\d+月\d+日", line)
        ]
        assert text, (name, page, lines)


def test_page_one_shows_text(drawn: dict[str, Drawn]):
    for name, one in drawn.items():
        opened = Opened(one.path.with_suffix(".docx").read_bytes())
        first = next(p for p in opened.paragraphs() if opened.style_of(p) in ("BodyText", "Cell", "CellHead"))
        begun = re.sub(r"\s", "", text_of(first))[:4]
        assert begun in re.sub(r"\s", "", "".join(w.text for w in one.pages[0])), name


def test_no_line_begins_with_a_closing_mark(drawn: dict[str, Drawn]):
    for name, one, page in _pages(drawn):
        for line in one.lines(page):
            assert line[0].text[0] not in CLOSING, (name, page, line[0])


def test_the_letters_rules_stand_where_the_standard_wants_them(drawn: dict[str, Drawn]):
    rules = drawn["letter"].rules(0, least=165)
    assert len(rules) == 4
    assert abs(rules[-1] - (297 - 20)) < 1.2
    _, top, _, _ = drawn["letter"].ink(0)
    assert abs(top - 30) < 3
    mark = next(w for w in drawn["letter"].pages[0] if "中共淄博" in w.text)
    assert 0 < rules[0] - mark.bottom < 6


def test_the_marks_top_is_35_mm_below_the_type_areas(drawn: dict[str, Drawn]):
    _, top, _, _ = drawn["upward"].ink(0)
    assert abs(top - (TOP + 35)) < 3


def test_every_character_has_a_glyph_in_its_font(drawn: dict[str, Drawn]):
    known = {face: covered(face) for face in FACES}
    for name, one in drawn.items():
        opened = Opened(one.path.with_suffix(".docx").read_bytes())
        for paragraph in opened.paragraphs():
            for run in paragraph.iter(f"{W}r"):
                text = text_of(run).replace("\t", "")
                missing = {c for c in text if ord(c) not in known[opened.font(paragraph, run)]}
                assert not missing, (name, missing, text)


def test_the_tool_itself_makes_pdfs(tmp_path: Path):
    ask = ["--workspace", str(REPO), "notice", "paper", "CB2017-001", "--out", str(tmp_path), "--pdf"]
    assert main(ask) == 0
    assert (tmp_path / "CB2017-001.pdf").read_bytes().startswith(b"%PDF")
