"""The reader guesses nothing, says everything that is wrong, and knows every place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformctl.diagnostics import Diagnostic
from reformctl.source import Document, Position, SourceFile
from reformctl.store import yamlevents
from reformctl.store.outline import outline
from reformctl.store.yamltext import decode, locate, parse

TEXT = """\
# remark
id: T2017-001
\u6807\u9898: \u6539\u9769  # after
with: [land, "water"]
note: |
  one
  two

events:
  - event: done
    on: 2017-05-01
  - event: closed
    evidence:
      - a
      - bb
empty:
"""


def read(text: str) -> Any:
    document = parse(SourceFile("x.yaml", text))
    assert isinstance(document, Document), document
    return document.data


def problems(text: str) -> list[tuple[str, int, int]]:
    found = parse(SourceFile("x.yaml", text))
    assert isinstance(found, tuple), found
    return [(d.code, d.position.line, d.position.column) for d in found if d.position]


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def _both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        import yaml

        monkeypatch.setattr(yamlevents, "_Parser", yaml.Loader)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *[(w, None) for w in ("", "~", "null", "Null", "NULL")],
        *[(w, True) for w in ("true", "True", "TRUE")],
        *[(w, False) for w in ("false", "False", "FALSE")],
        *[("5", 5), ("-3", -3), ("+7", 7), ("0", 0), ("123456789012345678", 123456789012345678)],
    ],
)
def test_a_plain_word_means_what_yaml_1_2_says(word: str, value: Any) -> None:
    found = read(f"k: {word}\n")["k"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "word",
    ["yes", "no", "on", "off", "y", "12:30", "1_000", "0x1F", "0o17", "1.50", "1e3", ".inf", "2017-04-08",
     "2017-13-45", "05331234567", "00", "-", "tRUE", "9" * 5000],
)  # fmt: skip
def test_every_other_word_stays_a_text(word: str) -> None:
    if word != "-":
        assert read(f"k: {word}\n") == {"k": word}
    assert read(f"k: '{word}'\n") == {"k": word}


@pytest.mark.parametrize("quoted", ["'5'", '"true"', "'~'", '""'])
def test_what_is_quoted_is_a_text(quoted: str) -> None:
    assert read(f"k: {quoted}\n") == {"k": quoted[1:-1]}


def test_lists_are_tuples() -> None:
    assert read("a: [1, [x]]\nb:\n  - c: d\n") == {"a": (1, ("x",)), "b": ({"c": "d"},)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1, 2\nb: 1\n", "Y101"),
        ("a: b: c\n", "Y101"),
        ("a: 'x\n", "Y101"),
        ("a:\n\tb: c\n", "Y101"),
        ("a: @b\n", "Y101"),
        ("a: 1\nb: 2\na: 3\n", "Y102"),
        ("a: *x\n", "Y103"),
        ("a: &x 1\n", "Y103"),
        ("a: &x [1]\n", "Y103"),
        ("a: !!str 1\n", "Y104"),
        ("a: ! 1\n", "Y104"),
        ("a: 1\n---\nb: 2\n", "Y105"),
        ("", "Y108"),
        ("# only a remark\n", "Y108"),
        ("---\n", "Y108"),
        ("1: a\n", "Y109"),
        ("? [a]\n: b\n", "Y109"),
        ("true: b\n", "Y109"),
        ("<<: {a: 1}\n", "Y109"),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n", "Y110"),
        ("a: 1\n>>>>>>> other\n", "Y110"),
        ("- a\n", "Y111"),
        ("word\n", "Y111"),
        ("null\n", "Y111"),
        ("a: \x01\n", "Y107"),
    ],
)
def test_each_trouble_has_its_code(text: str, expected: str) -> None:
    assert {code for code, _, _ in problems(text)} == {expected}


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = "a: &x 1\na: 2\nb:\n  - c: 1\n    c: *x\n1: !t d\n"
    assert problems(text) == [
        ("Y103", 1, 4), ("Y102", 2, 1), ("Y103", 5, 8), ("Y102", 5, 5), ("Y104", 6, 4), ("Y109", 6, 1)
    ]  # fmt: skip


def test_a_key_said_twice_names_the_first_line() -> None:
    found = parse(SourceFile("x.yaml", "a: 1\nb: 2\na: 3\n"))
    assert isinstance(found, tuple)
    assert found[0].facts == {"name": "a", "line": "1"}


@pytest.mark.parametrize("text", ["a: " + "[" * 40_000, "a: " + "{b: " * 40_000, "- " * 40_000])
def test_a_deep_file_is_refused_and_kills_nothing(text: str) -> None:
    assert [code for code, _, _ in problems(text)] == ["Y106"]
    assert outline(text) is None


def test_thirty_two_levels_are_enough_and_allowed() -> None:
    assert read("a: " + "[" * 31 + "]" * 31)
    assert problems("a: " + "[" * 32 + "]" * 32) == [("Y106", 1, 35)]


@pytest.mark.parametrize(
    ("route", "at_key", "expected"),
    [
        (("id",), False, Position(2, 5, 9)),
        (("id",), True, Position(2, 1, 2)),
        (("\u6807\u9898",), False, Position(3, 5, 2)),
        (("with", 1), False, Position(4, 14, 7)),
        (("events", 0, "on"), False, Position(11, 9, 10)),
        (("events", 1), False, Position(12, 5)),
        (("events", 1, "evidence", 1), False, Position(15, 9, 2)),
        (("events", 1, "evidence", 1), True, Position(15, 9, 2)),
        (("events", 7, "on"), False, Position(9, 1, 6)),
        (("events", 1, "nothing"), False, Position(12, 5)),
        (("nothing",), False, Position(2, 1)),
        ((), False, Position(2, 1)),
    ],
)
def test_a_route_leads_to_its_place(route: tuple[str | int, ...], at_key: bool, expected: Position) -> None:
    assert locate(SourceFile("x.yaml", TEXT), route, at_key=at_key) == expected


def test_a_file_that_cannot_be_read_has_a_place_all_the_same() -> None:
    assert locate(SourceFile("x.yaml", "a: ["), ("a",)) == Position(1, 1)


def test_a_mark_and_windows_line_ends_are_taken_off() -> None:
    assert decode("x", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == SourceFile("x", "a: 1\nb: 2\n")


@pytest.mark.parametrize(
    ("raw", "line", "column", "said"),
    [
        ("a: 1\n\u6807: ".encode() + "\u6539".encode("gbk"), 2, 4, "0xB8"),
        (b"a: 1\nb: \x00", 2, 4, "U+0000"),
        (b"a: 1\rb: 2", 1, 5, "U+000D"),
        ("a: x\u2028y".encode(), 1, 5, "U+2028"),
        ("a: 1".encode("utf-16"), 1, 1, "0xFF"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_their_place(
    raw: bytes, line: int, column: int, said: str
) -> None:
    found = decode("x", raw)
    assert isinstance(found, Diagnostic)
    assert found.position
    assert (found.code, found.position.line, found.position.column) == ("Y107", line, column)
    assert found.facts == {"byte": said}


@given(st.text(st.sampled_from("ab1:-[]{},'\"#&*!|>%@`? \n\t~<=.\u6539"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = parse(SourceFile("x", text))
    assert isinstance(found, Document) or (found and all(d.position for d in found))
    locate(SourceFile("x", text), ("a", 0, "b"))


@given(st.binary(max_size=40))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    found = decode("x", raw)
    if isinstance(found, SourceFile):
        parse(found)
