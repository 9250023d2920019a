"""Templates: front matter, strictness, the sandbox, and what records contain that can never become markup."""

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reformctl.diagnostics import BadFiles, ReformctlError
from reformctl.render.front import Front
from reformctl.render.headings import numbered
from reformctl.render.markdown import Grid, Heading, bare, blocks, clean
from reformctl.render.numerals import numeral, with_days
from reformctl.render.papers import Office, Templates
from reformctl.render.typography import full_width
from reformctl.store.workspace import read_as
from tests.building import REPO, D
from tests.conformance import face_words

FRONT = "---\nkind: circular\ntitle: Title\n---\n"
PAPER = {"date": D(2017, 4, 8), "number": "X 1"}
PLACES = """---
kind: circular
title: Fixed
note: "{{ text }}"
copies: ['{{ text }}']
---
{{ text }}

Before {{ text }} after

## {{ text }}

- {{ text }}

1. {{ text }}

| a | b |
| --- | --- |
| {{ text }} | {{ texts | join("、") }} |
| x{{ text }}y | {{ text ~ text }} |

{% macro told(one) %}{{ one }}{% endmacro %}
{{ told(text) }}
"""


def templates(**files: str) -> Templates:
    """Templates from texts, beside the tool's own frame and parts."""

    def load(name: str) -> str | None:
        found = files.get(name.removesuffix(".md.j2"))
        own = REPO / "templates" / name
        return found if found is not None else own.read_text("utf-8") if own.exists() else None

    return Templates(load, lambda source: read_as(Front, source), face_words(), Office("Organ", "Mark"))


def written(text: str, facts: Mapping[str, Any] | None = None, **given_: tuple[str, ...]) -> Any:
    """A paper made of one template's text."""
    return templates(x=text).write("x.md.j2", "circular", {"paper": PAPER} | dict(facts or {}), given_)


def refused(text: str, facts: Mapping[str, Any] | None = None) -> ReformctlError:
    """The error that a template's text gives."""
    with pytest.raises(ReformctlError) as trouble:
        written(text, facts)
    return trouble.value


def test_the_front_matter_says_the_elements_and_the_text_the_rest():
    text = FRONT.replace("title: Title", "title: Of {{ what }}\nrecipients: [A, '{{ none }}', '{{ more }}']")
    made = written(text + "\nText.\n", {"what": "us & <you>", "none": "", "more": "B\nC"})
    assert made.face.title == "Of us & <you>"
    assert made.face.recipients == ("A", "B", "C")
    assert (made.body, made.face.issued, made.face.seal) == ("Text.\n", D(2017, 4, 8), "sealed")
    assert "# Of us &amp; &lt;you&gt;" in made.markdown


def test_each_element_can_be_said_anew_by_itself():
    made = written(FRONT + "\nText.\n", signer=("A", "B"), date=("2017-05-02",), title=("Other",), copies=())
    assert (made.face.signers, made.face.issued, made.face.title) == (("A", "B"), D(2017, 5, 2), "Other")
    with pytest.raises(ReformctlError) as trouble:
        written(FRONT + "\nText.\n", signers=("A",))
    assert (trouble.value.code, trouble.value.facts["near"]) == ("E124", "signer")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("# Title\n\nText\n", "E117", None),
        (FRONT.replace("circular", "digest") + "Text\n", "E130", None),
        (FRONT + "{{ unknown }}\n", "E109", 5),
        (FRONT + "\n\n{{ paper.unknown }}\n", "E109", 7),
        (FRONT + "{% if %}\n", "E109", 5),
        (FRONT + "{{ 1 / 0 }}\n", "E109", 5),
        (FRONT + "{{ paper.date | unknown }}\n", "E109", 5),
        (FRONT.replace("Title", "'{{ unknown }}'") + "Text\n", "E109", 3),
        (FRONT + '{% include "nowhere.md.j2" %}\n', "E111", None),
        (FRONT.replace("Title", "Title\ndate: soon") + "Text\n", "E101", None),
        (FRONT.replace("Title", "Title\nattachments: [One]") + "Text\n\n# Other\n", "E131", None),
        (FRONT + "{{ ().__class__.__bases__[0].__subclasses__() }}\n", "E109", 5),
        (FRONT + "{{ ''.__class__ }}\n", "E109", 5),
        (FRONT + "{{ paper.update({'number': 1}) }}\n", "E109", 5),
    ],
)
def test_what_is_wrong_with_a_template_is_said_with_its_line(text: str, code: str, line: int | None):
    error = refused(text)
    assert error.code == code
    assert line is None or error.facts["line"] == str(line)


def test_front_matter_that_is_wrong_is_told_at_its_place():
    with pytest.raises(BadFiles) as trouble:
        written(FRONT.replace("title:", "tittle:") + "Text\n")
    assert {problem.code for problem in trouble.value.diagnostics} == {"R101", "R102"}


def test_front_matter_cannot_be_written_by_a_record():
    made = written(
        FRONT.replace("Title", "'{{ text }}'") + "Text\n", {"text": "A\nclassification: secret\n---\n# B"}
    )
    assert made.face.classification is None
    assert next(b for b in blocks(made.markdown) if isinstance(b, Heading)).text.startswith("A")


def test_headings_are_numbered_and_begin_anew_in_each_attachment():
    found = numbered("## a\n\n### b\n\n### c\n\n#### d\n\n##### e\n\n## f\n\n# g\n\n## h", face_words())
    heads = [line for line in found.split("\n") if line]
    assert heads == [
        *(
            "## 一、a",
            "### （一）b",
            "### （二）c",
            "#### 1. d",
            "##### （1）e",
            "## 二、f",
            "# g",
            "## 一、h",
        ),
    ]
    many = numbered("\n\n".join("## x" for _ in range(21)), face_words())
    assert many.endswith("## 二十一、x")
    assert [numeral(n) for n in (10, 20, 105)] == ["十", "二十", "一百零五"]


def test_days_in_a_reason_are_told_as_papers_write_them():
    assert (
        with_days(face_words(), "于2017-04-08、2017-12报送，T2017-012不变")
        == "于2017年4月8日、2017年12月报送，T2017-012不变"
    )


WILD = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cs",)),
        st.sampled_from("\\`*_{}[]<>#|~!&-+=.:1\n\r\t "),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: clean(text).strip() != "")


@settings(max_examples=300, deadline=None)
@given(WILD)
def test_the_words_of_a_record_never_become_markup(text: str):
    facts = {"text": text, "texts": (text, text)}
    found = blocks(written(PLACES, facts).body)
    plain = blocks(written(PLACES, {"text": "x", "texts": ("x", "x")}).body)
    assert [type(block) for block in found] == [type(block) for block in plain]
    told = _squeezed(full_width(text))
    *texts, grid, last = found
    assert isinstance(grid, Grid)
    shown = [_squeezed(block.text) for block in (*texts, last) if not isinstance(block, Grid)]
    assert shown == [told, f"Before{told}after", f"一、{told}", told, told, told]
    assert [getattr(block, "number", "") for block in texts] == ["", "", "", None, "1."]
    cells = [[_squeezed(cell) for cell in row] for row in grid.rows]
    assert cells[0] == [told, f"{told}、{told}"]
    assert cells[1][0] == f"x{told}y"
    assert _folded(cells[1][1]) == _folded(told * 2)


@settings(max_examples=150, deadline=None)
@given(WILD)
def test_the_words_of_a_record_never_become_html(text: str):
    made = written(PLACES, {"text": text, "texts": (text,)})
    shown = MarkdownIt("commonmark").enable("table").render(made.markdown)
    plain = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(written(PLACES, {"text": "x", "texts": ("x",)}).markdown)
    )
    assert re.findall(r"<[^>]*>", shown) == re.findall(r"<[^>]*>", plain)
    assert _squeezed(full_width(text)) in _squeezed(html.unescape(shown))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("改革,创新;放权:是吗?好!", "改革，创新；放权：是吗？好！"),
        ("依据Z6(四)办理", "依据Z6（四）办理"),
        ('推进"一窗受理"改革', "推进“一窗受理”改革"),
        ("比例1:2，时间12:30，T2017-001", "比例1:2，时间12:30，T2017-001"),
        ("见 http://x.cn/a?b=1, (draft)", "见 http://x.cn/a?b=1, (draft)"),
        ("等等...以后--再说", "等等……以后——再说"),
        ("plain, (text)", "plain, (text)"),
    ],
)
def test_marks_beside_chinese_characters_are_full_width(text: str, wanted: str):
    assert full_width(text) == wanted
    assert written(PLACES, {"text": text, "texts": (text,)}).face.note == wanted


def _folded(text: str) -> str:
    """A text whose marks are told apart by no width."""
    pairs = {"，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "“": '"', "”": '"'}
    return re.sub("……|\\.{3,}|——|-{2,}", "", "".join(pairs.get(c, c) for c in text))


def _squeezed(text: str) -> str:
    """A text without spaces, line ends and what no file may hold."""
    return re.sub(r"[\s\x1c-\x1f\x85\u3000]+", "", clean(bare(text)))
