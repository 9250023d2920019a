"""Invariants held by generated books: scores, ranks, what a snapshot shows, rounding."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformctl.cli.opening import books_of, open_snapshot, open_workspace
from reformctl.cli.packs import open_pack
from reformctl.derive.comparing import compare, proposal
from reformctl.derive.postings import Draft, posted
from reformctl.derive.ranking import closing, rank
from reformctl.derive.reasons import because
from reformctl.derive.robustness import robustness
from reformctl.domain.periods import parse_period
from reformctl.ledger.ledger import Ledger
from reformctl.rulebook.scoring import Indicator, RoundTo
from reformctl.snapshot import Snapshot
from tests.building import REPO

FIRST = date(2017, 1, 1)
WORKSPACE = open_workspace(REPO)
BOOKS = open_snapshot(WORKSPACE, date(2017, 5, 31))
INDICATOR = Indicator(id="x", title="X", clause="c", heading="h", weights={"a": Decimal(10)})


@given(st.lists(st.decimals(-50, 50, places=9), max_size=12), st.integers(0, 4))
def test_rounded_postings_sum_to_the_rounded_sum(points: list[Decimal], places: int) -> None:
    to = RoundTo(places=places, way="half-up")
    drafts = [Draft(p, None, None, because("x")) for p in points]
    found = list(posted(drafts, "u", INDICATOR, to))
    step = Decimal(1).scaleb(-places)
    assert len(found) == len(drafts)
    assert abs(sum((p.points for p in found), Decimal(0)) - sum(points, Decimal(0))) <= step / 2
    assert all(abs(p.points - d.points) <= step for p, d in zip(found, drafts, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_ranks_do_not_depend_on_the_order_of_the_input(seed: int) -> None:
    entries = list(BOOKS.ledger.entries)
    random.Random(seed).shuffle(entries)
    mixed = Snapshot(Ledger(tuple(entries)), BOOKS.rulebook, BOOKS.as_of)
    for ranking in (r for r in BOOKS.pack.rankings if r.period == "month"):
        tables = [rank(s, ranking, parse_period("2017-04")) for s in (BOOKS, mixed)]
        rows = [[(r.rank, r.unit.id, r.points) for r in t.rows] for t in tables if t]
        assert len(rows) == 2
        assert rows[0] == rows[1]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 150))
def test_a_snapshot_never_shows_what_is_dated_later(days: int) -> None:
    as_of = FIRST + timedelta(days=days)
    for entry in BOOKS.at(as_of).by_id.values():
        assert entry.born <= as_of
        assert all(event.on <= as_of for event in entry.events)


@pytest.mark.parametrize("month", ["2017-01", "2017-03", "2017-04"])
def test_what_is_written_after_a_month_changes_nothing_in_it(month: str) -> None:
    period = parse_period(month)
    then = Snapshot(
        Ledger(tuple(e for e in (x.seen(period.last) for x in BOOKS.ledger.entries) if e)),
        BOOKS.rulebook,
        period.last,
    )
    for ranking in (r for r in BOOKS.pack.rankings if r.period == "month"):
        tables = [rank(s, ranking, period) for s in (then, BOOKS.at(period.last))]
        assert len({str([(r.rank, r.unit.id, r.points) for r in t.rows]) for t in tables if t}) == 1


MONTHS = ["2017-01", "2017-02", "2017-03", "2017-04", "2017-05"]


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(MONTHS), st.integers(0, 1))
def test_the_pack_in_force_proposed_is_the_ranking(month: str, index: int) -> None:
    period, ranking = parse_period(month), BOOKS.pack.rankings[index]
    same = open_pack(books_of(WORKSPACE), REPO / "rules" / "zibo.yaml")
    held = rank(closing(BOOKS, period), ranking, period)
    proposed = rank(closing(proposal(BOOKS, same, ()), period), ranking, period)
    assert held
    assert proposed
    assert [(r.rank, r.score.postings) for r in held.rows] == [
        (r.rank, r.score.postings) for r in proposed.rows
    ]
    assert not any(pair.differs for pair in compare([held], [proposed])[0].pairs)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(e.id for e in BOOKS.ledger.entries if e.kind.name in ("task", "finding"))))
def test_what_a_record_less_changes_is_the_sum_of_its_causes(name: str) -> None:
    period = parse_period("2017-04")
    for ranking in BOOKS.pack.rankings[:2]:
        tables = [rank(closing(s, period), ranking, period) for s in (BOOKS, proposal(BOOKS, None, {name}))]
        held, proposed = (table for table in tables if table)
        for pair in compare([held], [proposed])[0].pairs:
            assert pair.change == sum((cause.points for cause in pair.causes), Decimal(0))


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(MONTHS), st.integers(0, 1), st.integers(), st.integers(1, 30))
def test_a_unit_holds_its_place_no_oftener_than_it_was_drawn(
    month: str, index: int, seed: int, draws: int
) -> None:
    period = parse_period(month)
    then = closing(BOOKS, period)
    table = rank(then, then.pack.rankings[index], period)
    assert table
    found = robustness(then, table, draws, seed)
    assert all(found.unchanged <= hold.kept <= draws for hold in found.holds)
    assert all((hold.best <= hold.row.rank <= hold.worst) or hold.kept == 0 for hold in found.holds)
    assert found == robustness(then, table, draws, seed)
