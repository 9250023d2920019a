"""What follows from a change: nothing from none, mirrored backwards, equal to both ends worked out anew."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.derive.changes import posting_key
from reformctl.derive.consequences import Consequences, difference
from reformctl.derive.explaining import everything_owed
from reformctl.derive.foreseeing import foreseen
from reformctl.derive.ranking import closing, rank
from reformctl.domain.periods import periods_between
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.rulebook.rulebook import Rulebook, applies
from reformctl.snapshot import Snapshot
from tests.building import REPO

DAY = date(2017, 3, 31)
BOOKS = open_snapshot(open_workspace(REPO), DAY)
SEEDS = st.integers(0, 10_000)


def altered(ledger: Ledger, seed: int) -> Ledger:
    """The ledger with a few records changed in some way: fields, events, whole records taken out."""
    chance = random.Random(seed)
    entries = list(ledger.entries)
    seen = [i for i, e in enumerate(entries) if e.born <= DAY and e.kind.name not in ("unit", "closing")]
    for index in chance.sample(seen, chance.randint(1, 4)):
        entries[index] = one_altered(entries[index], chance)
    return Ledger(tuple(entry for entry in entries if entry))


def one_altered(entry: Entry, chance: random.Random) -> Any:
    record = entry.record
    events = getattr(record, "events", ())
    ways: list[dict[str, Any]] = [{"note": "altered"}]
    if events:
        moved = events[0].model_copy(update={"on": events[0].on + timedelta(days=chance.randint(1, 20))})
        ways += [{"events": events[1:]}, {"events": (moved, *events[1:])}, {"events": ()}]
    if getattr(record, "due", None):
        ways.append({"due": record.due + timedelta(days=chance.randint(-20, 20))})
    if entry.kind.name == "marks":
        name = chance.choice(list(record.marks))
        cells = {unit: points - 1 for unit, points in record.marks[name].items()}
        ways.append({"marks": record.marks | {name: cells}})
    chosen = chance.choice([*ways, None] if entry.kind.name not in ("marks", "inspection") else ways)
    if chosen is None:
        return None
    return Entry(entry.kind, record.model_copy(update=chosen), entry.document)


def stricter(rulebook: Rulebook) -> Rulebook:
    """The same pack with one indicator's weight taken from another."""
    first, second, *rest = rulebook.pack.indicators
    ranking = next(iter(set(first.weights) & set(second.weights)))
    one = first.model_copy(update={"weights": first.weights | {ranking: first.weights[ranking] + 1}})
    two = second.model_copy(update={"weights": second.weights | {ranking: second.weights[ranking] - 1}})
    return Rulebook(
        rulebook.pack.model_copy(update={"indicators": (one, two, *rest)}),
        rulebook.document,
        rulebook.calendar,
    )


def anew(ledger: Ledger, rulebook: Rulebook = BOOKS.rulebook) -> Snapshot:
    return Snapshot(ledger, rulebook, DAY)


def results(snapshot: Snapshot) -> Iterator[tuple[Any, Any]]:
    """Everything that a snapshot gives, by what names it; worked out from nothing kept."""
    for o in everything_owed(snapshot):
        yield ("owed", o.key), (o.state, o.due, o.met_on)
    for n in foreseen(snapshot):
        owed = n.obligation.key if n.obligation else ""
        yield ("notice", n.step.id, n.entry.id, n.to, str(n.period or ""), owed), n.due
    for ranking in snapshot.pack.rankings:
        for period in periods_between(snapshot.pack.since, DAY, ranking.period):
            if not applies(ranking, period.last):
                continue
            table = rank(closing(snapshot, period), ranking, period)
            for row in table.rows if table else ():
                postings = Counter(map(posting_key, row.score.postings))
                key = ("row", ranking.id, str(period), row.unit.id)
                yield key, (row.rank, row.points, frozenset(postings.items()))


def shown(whole: Consequences) -> dict[Any, tuple[Any, Any]]:
    """What consequences say, by what names it: before and after."""
    found: dict[Any, tuple[Any, Any]] = {}
    for c in whole.owed:
        sides = [(o.state, o.due, o.met_on) if o else None for o in (c.before, c.after)]
        found["owed", c.owed.key] = (sides[0], sides[1])
    for n in whole.notices:
        owed = n.notice.obligation.key if n.notice.obligation else ""
        key = ("notice", n.notice.step.id, n.notice.entry.id, n.notice.to, str(n.notice.period or ""), owed)
        found[key] = (n.before.due if n.before else None, n.after.due if n.after else None)
    for t in whole.tables:
        for r in t.rows:
            rows = [
                (row.rank, row.points, frozenset(Counter(map(posting_key, row.score.postings)).items()))
                if row
                else None
                for row in (r.before, r.after)
            ]
            found["row", t.table.ranking.id, str(t.table.period), r.row.unit.id] = (rows[0], rows[1])
    return found


def recomputed(one: Snapshot, other: Snapshot) -> dict[Any, tuple[Any, Any]]:
    before, after = dict(results(one)), dict(results(other))
    keys = (key for key in {*before, *after} if before.get(key) != after.get(key))
    return {key: (before.get(key), after.get(key)) for key in keys}


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_books_beside_themselves_differ_in_nothing(seed: int) -> None:
    ledger = altered(BOOKS.ledger, seed)
    again = Ledger(tuple(Entry(e.kind, e.record.model_copy(), e.document) for e in ledger.entries))
    found = difference(anew(ledger), anew(again))
    assert found.records == ()
    assert not found.whole
    assert not found.rules


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_what_is_shown_equals_both_ends_worked_out_from_scratch(seed: int) -> None:
    ledger = altered(BOOKS.ledger, seed)
    found = difference(anew(BOOKS.ledger), anew(ledger))
    assert shown(found.whole) == recomputed(anew(BOOKS.ledger), anew(ledger))


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_backwards_is_the_mirror_of_forwards(seed: int) -> None:
    ledger = altered(BOOKS.ledger, seed)
    there = difference(anew(BOOKS.ledger), anew(ledger))
    back = difference(anew(ledger), anew(BOOKS.ledger))
    assert shown(back.whole) == {key: (b, a) for key, (a, b) in shown(there.whole).items()}
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(c.entry.id, swapped[c.what]) for c in there.records] == [
        (c.entry.id, c.what) for c in back.records
    ]
    for one, other in zip(there.records, back.records, strict=True):
        if one.what == "changed":
            pairs = [(f.field, f.before, f.after) for f in one.fields]
            assert pairs == [(f.field, f.after, f.before) for f in other.fields]
            assert Counter(e.event for e in one.events) == Counter(e.event for e in other.events)


def test_what_rules_alone_do_is_told_apart_from_records() -> None:
    ledger = altered(BOOKS.ledger, 7)
    rules = stricter(BOOKS.rulebook)
    found = difference(anew(BOOKS.ledger), anew(ledger, rules))
    assert found.rules
    assert shown(found.whole) == recomputed(anew(BOOKS.ledger), anew(ledger, rules))
    assert shown(found.by_rules) == recomputed(anew(ledger), anew(ledger, rules))
    only = difference(anew(BOOKS.ledger), anew(BOOKS.ledger, rules))
    assert shown(only.by_rules) == shown(only.whole) != {}


def test_a_change_dated_after_the_day_has_no_consequence() -> None:
    entries = list(BOOKS.ledger.entries)
    index = next(i for i, e in enumerate(entries) if e.id == "T2017-091")
    task = entries[index].record
    late = tuple(e for e in task.events if e.on <= DAY)
    entries[index] = Entry(
        entries[index].kind, task.model_copy(update={"events": late}), entries[index].document
    )
    found = difference(anew(BOOKS.ledger), anew(Ledger(tuple(entries))))
    assert [c.entry.id for c in found.records] == ["T2017-091"]
    assert not found.whole


def test_scores_move_by_exact_points() -> None:
    entries = list(BOOKS.ledger.entries)
    index = next(
        i for i, e in enumerate(entries) if e.kind.name == "marks" and e.value("period") == "2017-03"
    )
    record = entries[index].record
    name = next(iter(record.marks))
    unit = next(iter(record.marks[name]))
    cells = record.marks[name] | {unit: record.marks[name][unit] - Decimal("0.5")}
    marks = record.marks | {name: cells}
    entries[index] = Entry(
        entries[index].kind, record.model_copy(update={"marks": marks}), entries[index].document
    )
    found = difference(anew(BOOKS.ledger), anew(Ledger(tuple(entries))))
    month = next(t for t in found.whole.tables if str(t.table.period) == "2017-03")
    row = next(r for r in month.rows if r.row.unit.id == unit)
    assert row.before
    assert row.after
    assert row.before.points - row.after.points == Decimal("0.5")
