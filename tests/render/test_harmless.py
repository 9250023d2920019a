"""Text of records can do nothing where it goes: no command, no markup, no escape, no call of a person."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reformctl.diagnostics import Diagnostic
from reformctl.render.annotations import SHOWN_A_STEP, annotations, only_new
from reformctl.render.harmless import (
    github_message,
    github_property,
    log_text,
    markdown,
    one_line,
    sarif_message,
    xml,
)
from reformctl.source import Place, Position, SourceFile
from reformctl.words import speak

NASTY = (
    "a\n::error::b",
    "\r\n::set-output name=x::y",
    "::add-mask::x",
    "##[error]x",
    "a ##[group]b",
    "%0A::error::x",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\u202eabc\u202c",
    "\u2066x\u2069",
    "\u200bzero",
    "\x00",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "<!-- --> <details>",
    "&lt;b&gt;",
    "| a | b |",
    "a|b",
    "`code` ``x``",
    "```\nfence",
    "[link](http://x)",
    "![image](http://x)",
    "https://evil.example/x",
    "www.evil.example",
    "@everyone @org/team",
    "#1 GH-2",
    "# head",
    "- item",
    "1. one",
    "> quote",
    "* * *",
    "---",
    "=== ",
    "~~x~~",
    "$x$",
    "a\\",
    "\\`",
    "_x_ **y**",
    ":smile:",
    "\ud800",
    "\ufffe",
    "]]>",
    "\"'&<>",
    "{0} {x}",
    "a\u2028b",
    "\u0085::error::x",
)
ANY = st.one_of(st.sampled_from(NASTY), st.text(), st.tuples(st.sampled_from(NASTY), st.text()).map("".join))
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u2028\u2029\ud800-\udfff]"
)


@given(ANY)
def test_one_line_is_one_line_of_what_is_seen(text: str) -> None:
    shown = one_line(text)
    assert not UNSAFE.search(shown)
    assert len(shown.splitlines()) <= 1


@given(ANY)
def test_no_line_of_a_log_is_a_command(text: str) -> None:
    for line in log_text(text).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert not UNSAFE.search(line)


@given(ANY, ANY)
def test_a_workflow_command_stays_one_command(path: str, text: str) -> None:
    line = f"::error file={github_property(path)},line=1::{github_message(text)}"
    assert len(line.splitlines()) == 1
    assert "##[" not in line
    found = re.fullmatch(r"::error file=([^:,]*),line=1::(.*)", line)
    assert found
    assert not re.search(r"%(?!25|3A|2C)", found[1])
    assert not re.search(r"%(?!25)", found[2])


@given(ANY)
def test_markdown_shows_the_text_and_makes_nothing_of_it(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    tokens = parser.parse(f"- {markdown(text)}")
    kinds = {t.type for t in tokens}
    assert kinds <= {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }
    inner = [child for t in tokens for child in t.children or []]
    assert {c.type for c in inner} <= {"text", "text_special", "html_inline"}
    assert all(c.content == "<!-- -->" for c in inner if c.type == "html_inline")
    said = "".join(c.content for c in inner if c.type != "html_inline")
    assert said.strip() == one_line(text).strip()
    for call in re.findall(r"[@#]\w|://|www\.|GH-\d", markdown(text), re.IGNORECASE):
        pytest.fail(call)


@given(ANY)
def test_a_cell_of_a_table_stays_one_cell(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    tokens = parser.parse(f"| a | b |\n| --- | --- |\n| x | {markdown(text)} |\n")
    assert sum(t.type == "td_open" for t in tokens) == 2


@given(ANY)
def test_xml_and_json_take_any_text(text: str) -> None:
    element = ET.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
    assert element.get("b") == element.text or not text
    assert (element.text or "") == one_line(text)
    assert json.loads(json.dumps(sarif_message(text))) or not text


def a_problem(
    text: str, path: str = "ledgers/tasks/2017/T2017-001.yaml", route: tuple[str | int, ...] = ()
) -> Diagnostic:
    return Diagnostic("R104", Place(SourceFile(path, ""), route), {"value": text})


def at(_: Diagnostic) -> Position:
    return Position(3, 1, 2)


@given(st.lists(ANY, min_size=1, max_size=3))
def test_every_form_is_well_formed_whatever_the_records_say(texts: list[str]) -> None:
    found = [a_problem(text, path=f"ledgers/tasks/{one_line(text)[:20]}.yaml") for text in texts]
    for line in annotations(found, at, "github").splitlines():
        assert line.startswith("::error file=")
    assert len(json.loads(annotations(found, at, "gitlab"))) == len(texts)
    assert len(json.loads(annotations(found, at, "sarif"))["runs"][0]["results"]) == len(texts)
    tree = ET.fromstring(annotations(found, at, "junit"))
    assert len(tree.findall(".//failure")) == len(texts)


def test_what_a_step_does_not_show_is_counted() -> None:
    found = [a_problem(str(n)) for n in range(SHOWN_A_STEP + 3)]
    speak("en")
    lines = annotations(found, at, "github").splitlines()
    assert len(lines) == SHOWN_A_STEP + 1
    assert lines[-1].startswith("::notice::3 more")


def test_fingerprints_stay_while_lines_move_and_differ_for_two_of_a_kind() -> None:
    one = a_problem("x", route=("events", 2, "on"))
    moved = a_problem("x", route=("events", 3, "on"))
    prints = [json.loads(annotations([d], at, "gitlab"))[0]["fingerprint"] for d in (one, moved)]
    assert prints[0] == prints[1]
    both = [row["fingerprint"] for row in json.loads(annotations([one, moved], at, "gitlab"))]
    assert len(set(both)) == 2


def test_only_what_was_not_there_before_is_new() -> None:
    old = [a_problem("x", route=("due",)), a_problem("y", route=("events", 0, "on"))]
    new = [
        a_problem("y", route=("events", 1, "on")),
        a_problem("x", route=("due",)),
        a_problem("z", route=("opened",)),
    ]
    assert [d.facts["value"] for d in only_new(new, old)] == ["z"]
    assert [d.facts["value"] for d in only_new([*new, new[0]], old)] == ["z", "y"]
    assert only_new(old, old) == []
