"""Papers as Word files: the figures of GB/T 9704-2012, and nothing lost on the way."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformctl.records.reading import read_model
from reformctl.render.word.paper import Face, paper, title_lines
from reformctl.render.word.words import FaceWords
from reformctl.render.word.xml import roomy
from reformctl.source import Document, SourceFile
from reformctl.store.yamltext import parse
from tests.building import REPO
from tests.conformance import face_words
from tests.measuring import Opened, W, text_of

BODY = (Path(__file__).parent / "data" / "body.md").read_text("utf-8")
ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "pBdr",
    "shd",
    "tabs",
]
ORDER += [
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "snapToGrid",
    "spacing",
    "ind",
]
ORDER += ["jc", "textAlignment", "outlineLvl"]
RUN_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "i",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "shd",
    "lang",
]


@pytest.fixture(scope="module")
def words() -> FaceWords:
    document = parse(SourceFile("face.yaml", (REPO / "templates" / "face.yaml").read_text("utf-8")))
    assert isinstance(document, Document)
    found = read_model(FaceWords, document)
    assert isinstance(found, FaceWords)
    return found


FACE = Face("Organ", "Mark", "X 1", "Title & <more>", ("A", "B"), ("C",), date(2017, 4, 30))


@pytest.fixture(scope="module")
def parts(words: FaceWords) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(paper(BODY, FACE, words))) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.fixture(scope="module")
def body(parts: dict[str, str]) -> ET.Element:
    return ET.fromstring(parts["word/document.xml"])


@pytest.fixture(scope="module")
def opened(words: FaceWords) -> Opened:
    return Opened(paper(BODY, FACE, words))


def _document(face: Face, words: FaceWords, markdown: str = BODY) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(paper(markdown, face, words))) as archive:
        return ET.fromstring(archive.read("word/document.xml"))


def _is_framed(paragraph: ET.Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}framePr") is not None


def _rules(paragraph: ET.Element) -> dict[str, str | None]:
    found = paragraph.find(f"{W}pPr/{W}pBdr")
    return {rule.tag.removeprefix(W): rule.get(f"{W}sz") for rule in (found if found is not None else ())}


def test_the_same_paper_has_the_same_bytes(words: FaceWords) -> None:
    assert paper(BODY, FACE, words) == paper(BODY, FACE, words)


def test_the_page_is_a4_with_a_type_area_of_156_by_225_mm(body: ET.Element) -> None:
    size, margin = next(body.iter(f"{W}pgSz")), next(body.iter(f"{W}pgMar"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    sides = [int(margin.get(f"{W}{side}", "0")) for side in ("top", "bottom", "left", "right")]
    assert sides == [2098, 1984, 1587, 1474]
    grid = next(body.iter(f"{W}docGrid"))
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")


def test_body_lines_are_exact_and_off_the_grid(opened: Opened) -> None:
    lines = [p for p in opened.paragraphs() if "\u201c" in text_of(p)]
    assert len(lines) == 1
    spacing = opened.paragraph_property(lines[0], "spacing")
    assert (spacing["line"], spacing["lineRule"]) == ("579", "exact")
    assert opened.paragraph_property(lines[0], "snapToGrid") == {"val": "0"}
    indent = opened.paragraph_property(lines[0], "ind")
    assert (indent["firstLineChars"], indent["firstLine"]) == ("200", "630")


def test_every_run_names_its_font_for_both_scripts(opened: Opened) -> None:
    parts = ["word/document.xml", *opened.parts_of("footer"), *opened.parts_of("header")]
    runs = [(p, r) for part in parts for p in opened.paragraphs(part) for r in p.iter(f"{W}r")]
    assert len(runs) > 20
    for paragraph, run in runs:
        assert opened.font(paragraph, run)


def test_headings_take_their_fonts_and_none_is_bold(opened: Opened, words: FaceWords) -> None:
    fonts = {text_of(p)[:2]: opened.font(p) for p in opened.paragraphs() if text_of(p)}
    headings = [line.lstrip("# ")[:2] for line in BODY.splitlines() if line.startswith("#")]
    assert [fonts[h] for h in headings] == [words.fonts.heading, words.fonts.subheading]
    assert not list(opened.body.iter(f"{W}b"))


def test_tables_repeat_their_heads_and_keep_rows_whole(body: ET.Element) -> None:
    table = next(t for t in body.iter(f"{W}tbl") if t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None)
    rows = table.findall(f"{W}tr")
    assert len(rows) == 3
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    widths = [int(c.get(f"{W}w", "0")) for c in table.iter(f"{W}gridCol")]
    assert abs(sum(widths) - 8845) <= 3


def test_the_record_block_lies_on_the_foot_between_its_rules(body: ET.Element) -> None:
    copies, issuer = (p for p in body.iter(f"{W}p") if _is_framed(p))
    assert [_rules(copies), _rules(issuer)] == [{"top": "8"}, {"top": "6", "bottom": "8"}]
    above, foot = (next(p.iter(f"{W}framePr")) for p in (copies, issuer))
    assert foot.get(f"{W}yAlign") == "bottom"
    height = int(above.get(f"{W}h", "0"))
    assert int(above.get(f"{W}y", "0")) + height + 579 == pytest.approx(225 * 1440 / 25.4, abs=1)
    assert "Organ" in text_of(issuer)


def test_without_copies_the_record_block_has_one_row_between_thick_rules(words: FaceWords) -> None:
    framed = [p for p in _document(replace(FACE, copies=()), words).iter(f"{W}p") if _is_framed(p)]
    assert [_rules(p) for p in framed] == [{"top": "8", "bottom": "8"}]


def test_a_record_block_of_half_a_page_does_not_float(words: FaceWords) -> None:
    found = _document(replace(FACE, copies=("A long name of a unit",) * 60), words)
    assert not [p for p in found.iter(f"{W}p") if _is_framed(p)]
    assert "A long name" in text_of(found)


def test_a_signature_never_stands_alone(words: FaceWords) -> None:
    for end in ("last words", "| a |\n| - |\n| last words |"):
        paragraphs = list(_document(FACE, words, f"first\n\n{end}\n").iter(f"{W}p"))
        texts = [text_of(p) for p in paragraphs]
        chain = paragraphs[texts.index("last words") : texts.index("Organ")]
        assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in chain)


def test_digits_and_letters_bring_no_space_into_a_line(opened: Opened) -> None:
    for paragraph in opened.paragraphs():
        for name in ("autoSpaceDE", "autoSpaceDN", "overflowPunct"):
            assert opened.paragraph_property(paragraph, name) == {"val": "0"}
        assert opened.paragraph_property(paragraph, "kinsoku") == {"val": "1"}


def test_properties_stand_in_the_order_of_the_schema(opened: Opened) -> None:
    roots = [ET.fromstring(opened.parts[f"word/{name}.xml"]) for name in ("document", "styles")]
    for tag, order in (("pPr", ORDER), ("rPr", RUN_ORDER)):
        for properties in (found for root in roots for found in root.iter(f"{W}{tag}")):
            names = [child.tag.removeprefix(W) for child in properties]
            assert names == sorted(names, key=order.index)


def test_every_style_that_a_paragraph_names_is_there(opened: Opened) -> None:
    parts = ["word/document.xml", *opened.parts_of("footer"), *opened.parts_of("header")]
    used = {opened.style_of(p) for part in parts for p in opened.paragraphs(part)}
    assert used <= set(opened.styles)
    assert {"Title", "Heading1", "BodyText", "Signature", "Date", "Cell", "Record", "Footer"} <= used


def test_page_numbers_stand_outside(parts: dict[str, str]) -> None:
    footers = {
        re.search(r'w:jc w:val="(\w+)"', t) and re.search(r'w:jc w:val="(\w+)"', t)[1]  # type: ignore[index]
        for n, t in parts.items()
        if n.startswith("word/footer") and "PAGE" in t
    }
    assert footers == {"right", "left"}
    assert "evenAndOddHeaders" in parts["word/settings.xml"]


def test_no_text_is_lost_and_special_characters_survive(body: ET.Element) -> None:
    whole = text_of(body)
    for wanted in ("Title & <more>", "<b>", "&", "93.40", "\u2014\u2014", "|"):
        assert wanted in whole
    assert "**" not in whole


def test_nothing_of_the_machine_or_the_hour_is_kept(parts: dict[str, str]) -> None:
    core = parts["docProps/core.xml"]
    assert core.count("2017-04-30T00:00:00Z") == 2
    assert "python-docx" not in core


def test_a_long_title_is_broken_into_even_lines(words: FaceWords) -> None:
    title = "\u5173\u4e8e" * 20
    lines = title_lines(title, words)
    assert "".join(lines) == title
    assert len(lines) == 3 or len(lines) == 2
    assert max(map(len, lines)) - min(map(len, lines)) <= 4


def test_a_title_is_broken_by_sense(words: FaceWords) -> None:
    for title, wanted in (
        ("关于2017年4月份全面深化改革督导情况的通报", "关于2017年4月份|全面深化改革督导情况的通报"),
        (
            "关于贯彻落实中央深改领导小组第三十一次会议精神的提示单",
            "关于贯彻落实中央深改领导小组|第三十一次会议精神的提示单",
        ),
        ("自己\n断行的标题", "自己|断行的标题"),
    ):
        assert "|".join(title_lines(title, words)) == wanted


@given(st.text(alphabet="关于改革的通知《》，2017年", min_size=1, max_size=300))
@settings(deadline=None, max_examples=60)
def test_no_title_loses_a_character_or_runs_over_its_line(title: str) -> None:
    lines = title_lines(title, face_words())
    assert "".join(lines) == title
    assert all(roomy(line) <= 20 or len(line) == 1 for line in lines)


def test_a_row_taller_than_half_a_page_may_break(words: FaceWords) -> None:
    markdown = f"| a | b |\n| - | - |\n| x | {'长' * 3000} |\n| x | short |\n"
    rows = list(_document(FACE, words, markdown).iter(f"{W}tr"))
    kept = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows]
    assert kept == [True, False, True]
