"""Edits change what they must and nothing else, in any style of YAML."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from reformctl.source import Document, SourceFile
from reformctl.store.emitting import as_read
from reformctl.store.rewriting import append_item, new_text, remove_field, set_field
from reformctl.store.yamltext import parse

NORMAL = """\
# the head
id: T2017-001  # fixed
title: "a quoted title"
with:
  - land   # first
  - water
due: 2017-12  # by letter

events:
  # the claim
  - event: done
    on: 2017-05-01
    text: |
      one
      two

# the tail
"""

WIDE = """\
id:    T2017-001
with: [ land,water ]
events:
-   event: done
    on: 2017-05-01
tags: {a:  1}
"""


def read(text: str) -> Any:
    document = parse(SourceFile("x.yaml", text))
    assert isinstance(document, Document), document
    return document.data


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came between the common head and tail."""
    before, after = old.splitlines(), new.splitlines()
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


def test_an_event_is_added_after_the_last_one_and_before_the_tail() -> None:
    new = append_item(NORMAL, "events", {"event": "closed", "on": date(2017, 6, 1)})
    assert changed(NORMAL, new) == ([], ["  - event: closed", "    on: 2017-06-01"])
    assert new.index("closed") < new.index("# the tail")


def test_an_event_takes_the_indents_of_its_neighbours() -> None:
    new = append_item(WIDE, "events", {"event": "closed", "on": date(2017, 6, 1)})
    assert changed(WIDE, new) == ([], ["-   event: closed", "    on: 2017-06-01"])


@pytest.mark.parametrize(
    "text", ["id: T1\n", "id: T1", "id: T1\nevents: []\n", "id: T1\nevents:\n", "{id: T1}"]
)
def test_a_list_is_made_where_there_is_none(text: str) -> None:
    new = append_item(text, "events", {"event": "done", "on": date(2017, 6, 1)})
    assert read(new)["events"] == ({"event": "done", "on": "2017-06-01"},)
    assert new.startswith(("id: T1\n", "{id: T1"))


def test_a_list_in_brackets_stays_in_brackets() -> None:
    new = append_item("events: [{event: done}]  # all\n", "events", {"event": "closed"})
    assert new == "events: [{event: done}, {event: closed}]  # all\n"


def test_a_field_is_set_with_its_remark_kept() -> None:
    new = set_field(NORMAL, ("due",), date(2018, 1, 31))
    assert changed(NORMAL, new) == (["due: 2017-12  # by letter"], ["due: 2018-01-31  # by letter"])


def test_a_field_deep_in_a_list_is_set() -> None:
    new = set_field(NORMAL, ("events", 0, "text"), "three")
    assert read(new)["events"][0]["text"] == "three"
    assert "# the claim" in new
    assert "# the tail" in new


def test_a_new_field_stands_before_the_events() -> None:
    new = set_field(NORMAL, ("officer",), "Wang")
    assert changed(NORMAL, new) == ([], ["officer: Wang"])
    assert list(read(new)) == ["id", "title", "with", "due", "officer", "events"]


def test_a_new_field_of_an_event_stands_at_its_end() -> None:
    new = set_field(NORMAL, ("events", 0, "by"), "Li")
    assert read(new)["events"][0] == {"event": "done", "on": "2017-05-01", "text": "one\ntwo\n", "by": "Li"}


def test_a_list_item_is_set() -> None:
    assert "  - fire   # first\n" in set_field(NORMAL, ("with", 0), "fire")
    assert "with: [ land,fire ]" in set_field(WIDE, ("with", 1), "fire")


def test_a_field_is_taken_out_with_its_line_only() -> None:
    assert changed(NORMAL, remove_field(NORMAL, ("due",))) == (["due: 2017-12  # by letter"], [])


def test_the_first_field_of_an_item_leaves_the_hyphen() -> None:
    assert read(remove_field(WIDE, ("events", 0, "event")))["events"] == ({"on": "2017-05-01"},)


def test_the_only_item_leaves_an_empty_list() -> None:
    assert read(remove_field(NORMAL, ("events", 0)))["events"] == ()
    assert read(remove_field(WIDE, ("tags", "a")))["tags"] == {}


def test_what_is_not_there_cannot_be_taken_out() -> None:
    with pytest.raises(KeyError):
        remove_field(NORMAL, ("nothing",))


def test_a_new_record_is_plain_and_never_folded() -> None:
    long = "\u6539" * 500
    text = new_text(
        {"id": "T1", "title": long, "on": date(2017, 4, 8), "n": Decimal("5.50"), "due": "2017-12"}
    )
    assert text == f"id: T1\ntitle: {long}\non: 2017-04-08\nn: 5.50\ndue: 2017-12\n"


ODD_WORDS = (
    "no", "Yes", "on", "12:30", "1_000", "0x1F", "1e3", "017", "~", "null", "=", "5", "5.0",
    "2017-13-45", ".inf", "+1", "1,000", "2017-04-08T10:00", "-", "?", "*a", "&a", "!a", "@a", "`a",
    "%a",
)  # fmt: skip


@pytest.mark.parametrize(
    "word", [*ODD_WORDS, "", "2017-04-08 10:00", "a: b", "a #b", " a", "[a", "{a", "|", ">"]
)
def test_a_text_stays_a_text_for_every_reader(word: str) -> None:
    text = new_text({"k": word})
    assert read(text) == {"k": word}
    assert yaml.safe_load(text) == {"k": word}
    assert YAML(typ="safe", pure=True).load(text) == {"k": word}


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
SCALARS = WORDS | st.integers(-(10**9), 10**9) | st.booleans() | st.none() | st.dates()
KEYS = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
VALUES = st.recursive(
    SCALARS, lambda x: st.lists(x, max_size=3) | st.dictionaries(KEYS, x, max_size=3), max_leaves=6
)
RECORDS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


@given(RECORDS)
def test_what_is_written_reads_back_the_same(record: dict[str, Any]) -> None:
    assert read(new_text(record)) == as_read(record)


@given(RECORDS, KEYS, VALUES, st.booleans())
def test_any_field_can_be_set_and_taken_out(record: dict[str, Any], key: str, value: Any, flow: bool) -> None:
    text = yaml.safe_dump(as_read(record), allow_unicode=True, sort_keys=False) if flow else new_text(record)
    if flow and not isinstance(parse(SourceFile("", text)), Document):
        return
    new = set_field(text, (key,), value)
    assert read(remove_field(new, (key,))) == {k: v for k, v in read(text).items() if k != key}


@given(
    RECORDS, st.dictionaries(KEYS, VALUES, min_size=1, max_size=3), st.dictionaries(KEYS, VALUES, min_size=1)
)
def test_items_can_be_added_to_any_record(
    record: dict[str, Any], one: dict[str, Any], two: dict[str, Any]
) -> None:
    record.pop("list", None)
    text = append_item(append_item(new_text(record), "list", one), "list", two)
    assert read(text)["list"] == as_read([one, two])


def test_a_value_that_stands_twice_is_written_twice() -> None:
    day = date(2017, 3, 31)
    assert new_text({"since": day, "until": day}) == "since: 2017-03-31\nuntil: 2017-03-31\n"
