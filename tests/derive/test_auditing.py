"""Closings held against facts: what changes a result is found and named, what does not is not told."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformctl.cli.close import closing_text
from reformctl.derive.auditing import Audit, audits
from reformctl.derive.closing import closing_record
from reformctl.derive.ranking import closing, rank, recounted
from reformctl.derive.reasons import STATES
from reformctl.derive.scoring import scores
from reformctl.domain.periods import parse_period
from reformctl.ledger.entries import Entry, read_entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.kinds import KINDS, kind_of_id
from reformctl.render.telling import told
from reformctl.rulebook.reading import read_rulebook
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.source import Document, SourceFile
from reformctl.store.yamltext import parse
from tests.building import REPO, snapshot_of

ROOT = REPO / "tests" / "cases" / "county"
FEBRUARY = parse_period("2021-02")
CLOSED = date(2021, 3, 3)
TOOL = "1.0"
OPEN = snapshot_of(ROOT, CLOSED)
RECORD = closing_record(OPEN, FEBRUARY, "主任", "0" * 40, TOOL, told)


def entry_of(path: str, text: str) -> Entry:
    """The entry that a text makes."""
    document = parse(SourceFile(path, text))
    assert isinstance(document, Document)
    kind = kind_of_id(str(document.data["id"]))
    assert kind is not None
    found = read_entry(kind, document)
    assert isinstance(found, Entry), found
    return found


CLOSING = entry_of(KINDS["closing"].home(RECORD.id), closing_text(RECORD))


def books(entries: tuple[Entry, ...], rulebook: Rulebook = OPEN.rulebook) -> Snapshot:
    """Books with the closing of February, asked a while later; records stand in the order of their paths."""
    ordered = sorted((*entries, CLOSING), key=lambda entry: entry.document.source.path)
    return Snapshot(Ledger(tuple(ordered)), rulebook, date(2021, 6, 30))


def audited(snapshot: Snapshot, *, blind: bool = False) -> tuple[Audit, ...]:
    """What an audit finds, with the books of the closing at hand or without them."""
    then = None if blind else (OPEN.ledger, OPEN.rulebook)
    return tuple(audits(snapshot, TOOL, lambda _: then, lambda _: True))


def result(snapshot: Snapshot) -> Any:
    """February's result from scratch, closings left out: an oracle beside the code under test."""
    bare = Snapshot(
        Ledger(tuple(e for e in snapshot.ledger.entries if e.kind.name != "closing")),
        snapshot.rulebook,
        CLOSED,
    )
    then = closing(bare, FEBRUARY)
    found = []
    for ranking in bare.pack.rankings:
        table = rank(then, ranking, FEBRUARY)
        assert table is not None
        for row in table.rows:
            postings = sorted(
                (p.heading.id, p.rule.id, p.clause, p.entry.id if p.entry else "", str(p.points))
                for p in row.score.postings
            )
            grade = row.grade.id if row.grade else ""
            found.append((row.unit.id, row.rank, row.points, grade, row.foot_run, row.top_run, postings))
    return found


def test_a_closing_just_made_is_borne_out() -> None:
    assert audited(books(OPEN.ledger.entries)) == ()
    assert audited(books(OPEN.ledger.entries), blind=True) == ()


def test_what_is_written_is_what_was_closed() -> None:
    assert CLOSING.record == RECORD


def test_a_closed_table_is_read_back_as_it_was_published() -> None:
    closed = books(OPEN.ledger.entries)
    for ranking in closed.pack.rankings:
        then = closing(closed, FEBRUARY)
        published, counted = rank(then, ranking, FEBRUARY), recounted(then, ranking, FEBRUARY)
        assert published is not None
        assert counted is not None
        for one, other in zip(published.rows, counted.rows, strict=True):
            assert (one.rank, one.unit.id, one.points, one.grade) == (
                other.rank,
                other.unit.id,
                other.points,
                other.grade,
            )
            for a, b in zip(one.score.postings, other.score.postings, strict=True):
                assert (a.points, a.heading.id, a.rule.id, a.clause) == (
                    b.points,
                    b.heading.id,
                    b.rule.id,
                    b.clause,
                )
                assert (a.entry, a.place) == (b.entry, b.place)
                assert told(a.why) == told(b.why)


def test_a_closed_month_stays_as_published_when_the_facts_change() -> None:
    entries = tuple(e for e in OPEN.ledger.entries if e.kind.name != "finding")
    snapshot = books(entries)
    ranking = snapshot.pack.rankings[0]
    table = rank(closing(snapshot, FEBRUARY), ranking, FEBRUARY)
    assert table is not None
    assert [(r.unit.id, r.points) for r in table.rows] == [(r.unit, r.score) for r in RECORD.rankings[0].rows]


EDITABLE = tuple(e for e in OPEN.ledger.entries if e.kind.name in ("marks", "finding", "honour", "task"))


def edits(entry: Entry, random_: random.Random) -> Entry | None:
    """A record with one thing changed, or gone."""
    data = entry.record.model_dump(by_alias=True)
    ways = ["gone", "note", "title", "shift"]
    ways += {"marks": ["mark"], "finding": ["unit", "severity"], "honour": ["unit"], "task": ["due"]}[
        entry.kind.name
    ]
    match random_.choice(ways):
        case "gone":
            return None
        case "note":
            changes: dict[str, Any] = {"note": "另记"}
        case "title":
            changes = {"title": "改了题目"}
        case "shift":
            days = timedelta(days=random_.choice([-20, -1, 1, 40]))
            changes = {entry.kind.born: entry.born + days}
        case "mark":
            name = random_.choice(sorted(data["marks"]))
            unit = random_.choice(sorted(data["marks"][name]))
            marks = {k: dict(v) for k, v in entry.record.marks.items()}  # type: ignore[attr-defined]
            marks[name][unit] += random_.choice([Decimal("-0.5"), Decimal("0.3")])
            changes = {"marks": marks}
        case "unit":
            changes = {"unit": random_.choice(["town-a", "town-b", "town-c"])}
        case "severity":
            changes = {"severity": random_.choice(["minor", "ordinary", "serious"])}
        case _:
            changes = {"due": random_.choice([date(2021, 2, 5), date(2021, 2, 27), date(2021, 4, 1), None])}
    return replace(entry, record=entry.record.model_copy(update=changes))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EDITABLE), st.integers(0, 10_000))
def test_any_edit_of_a_record_that_changes_the_result_is_named_and_no_other(entry: Entry, seed: int) -> None:
    changed = edits(entry, random.Random(seed))
    others = tuple(e for e in OPEN.ledger.entries if e.id != entry.id)
    snapshot = books((*others, changed) if changed else others)
    differs = result(snapshot) != result(OPEN)
    found = audited(snapshot)
    assert bool(found) == differs
    for audit in found:
        assert [(cause.what, cause.names) for cause in audit.causes] == [("record", (entry.id,))]
        rows = {row[0]: row for row in result(snapshot)}
        for effect in audit.causes[0].effects:
            assert effect.after is not None
            assert (effect.after.rank, effect.after.score) == rows[effect.unit][1:3]
    if differs:
        assert entry.id in audited(snapshot, blind=True)[0].causes[0].names


PACK = (ROOT / "rules" / "county.yaml").read_text("utf-8")
RULE_EDITS = (
    ("title: 镇月度排名", "title: 改名"),
    ("most: 105", "most: 90"),
    ("at_least: 80\n          most", "at_least: 95\n          most"),
    ("points: 2\n      start: nought", "points: 3\n      start: nought"),
    ("at_least: 2\n    takes: total", "at_least: 1\n    takes: total"),
    ("places: 1", "places: 2"),
    ("ties: skip", "ties: dense"),
    ("under: 50", "under: 100"),
    ("title: 授流动红旗", "title: 授红旗"),
    ("only_over: 80", "only_over: 79"),
    ("id: county\n", "id: county\n# 只加一行注释\n"),
)


@pytest.mark.parametrize("edit", RULE_EDITS, ids=lambda edit: edit[1].splitlines()[0])
def test_a_rule_that_changes_the_result_is_named_and_no_other(edit: tuple[str, str]) -> None:
    assert edit[0] in PACK
    document = parse(SourceFile("rules/county.yaml", PACK.replace(*edit, 1)))
    assert isinstance(document, Document)
    rulebook = read_rulebook(document, STATES, OPEN.rulebook.calendar)
    assert isinstance(rulebook, Rulebook), rulebook
    snapshot = books(OPEN.ledger.entries, rulebook)
    before, after = (_with_duties(s) for s in (OPEN, snapshot))
    found = audited(snapshot)
    assert bool(found) == (before != after)
    for audit in found:
        assert {cause.what for cause in audit.causes} == {"rule"}
        assert len(audit.causes) == 1


def _with_duties(snapshot: Snapshot) -> Any:
    from reformctl.derive.duties import duties_of

    bare = Snapshot(
        Ledger(tuple(e for e in snapshot.ledger.entries if e.kind.name != "closing")),
        snapshot.rulebook,
        CLOSED,
    )
    then = closing(bare, FEBRUARY)
    tables = [rank(then, ranking, FEBRUARY) for ranking in bare.pack.rankings]
    owed = [(d.rule.id, d.subject.key, d.due) for table in tables if table for d in duties_of(then, table)]
    return result(snapshot), owed


def _made(data: dict[str, Any]) -> Entry:
    kind = kind_of_id(str(data["id"]))
    assert kind is not None
    found = read_entry(kind, Document(SourceFile(kind.home(str(data["id"])), ""), data))
    assert isinstance(found, Entry)
    return found


def test_a_closing_touched_by_hand_is_found_without_any_count() -> None:
    rows = RECORD.rankings[0].rows
    better = (rows[0].model_copy(update={"score": rows[0].score + 1}), *rows[1:])
    forged = RECORD.model_copy(update={"rankings": (RECORD.rankings[0].model_copy(update={"rows": better}),)})
    entry = replace(CLOSING, record=forged)
    snapshot = Snapshot(Ledger((*OPEN.ledger.entries, entry)), OPEN.rulebook, date(2021, 6, 30))
    assert [cause.what for audit in audited(snapshot) for cause in audit.causes] == ["seal"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 120))
def test_a_day_never_shows_what_was_decided_later(days: int) -> None:
    """Asked as of any day, the books give what books cut off on that day give."""
    day = date(2021, 2, 1) + timedelta(days=days)
    correction = _made(
        {
            "id": "Q2021-001",
            "title": "更正",
            "unit": "town-a",
            "of": "2021-02",
            "month": "2021-03",
            "points": "1",
            "posted": "2021-03-20",
            "approved_by": "主任",
            "why": "更正",
        }
    )
    whole = Snapshot(Ledger((*OPEN.ledger.entries, CLOSING, correction)), OPEN.rulebook, day)
    cut = Snapshot(
        Ledger(tuple(e for e in (x.seen(day) for x in whole.ledger.entries) if e)), OPEN.rulebook, day
    )
    for entries in whole.decided.values():
        assert all(e.born <= day and all(event.on <= day for event in e.events) for e in entries)
    then, other = closing(whole, FEBRUARY), closing(cut, FEBRUARY)
    for ranking in whole.pack.rankings:
        tables = [rank(s, ranking, FEBRUARY) for s in (then, other)]
        assert [[(r.unit.id, r.rank, r.points) for r in t.rows] if t else None for t in tables[:1]] == [
            [(r.unit.id, r.rank, r.points) for r in t.rows] if t else None for t in tables[1:]
        ]
        if tables[0]:
            assert scores(then, ranking, FEBRUARY)
