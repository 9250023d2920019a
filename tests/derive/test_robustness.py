"""How firm places are, worked by hand on one small table, and held against the rankings of every sample.

| unit | same | broad | narrow | sum |
| --- | --- | --- | --- | --- |
| alpha | 5 | 9 | 1 | 15 |
| beta | 5 | 8 | 1.9 | 14.9 |
| gamma | 5 | 7 | 2.5 | 14.5 |
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reformctl.derive.ranking import closing, rank
from reformctl.derive.robustness import Robustness, factor, robustness
from reformctl.derive.tables import Table
from reformctl.derive.weighing import Weighing
from reformctl.domain.periods import parse_period, periods_between
from reformctl.snapshot import Snapshot
from tests.building import REPO, D, a_unit, lay, snapshot_of

MARKS = {
    "same": {"alpha": "5", "beta": "5", "gamma": "5"},
    "broad": {"alpha": "9", "beta": "8", "gamma": "7"},
    "narrow": {"alpha": "1", "beta": "1.9", "gamma": "2.5"},
}
HEAD = """id: zibo
title: Small
issuer: Office
source: Example
since: 2017-01-01
reading: {start_day: not-counted, month_end: last-day, day_off: stays, scored: close-of-last-day}
clauses: {A: First}
cohorts:
  - {id: groups, title: Groups, units: {kind: group}}
headings:
  - {id: all, title: All, clause: A}
indicators:
"""
INDICATOR = """  - id: NAME
    title: NAME
    clause: A
    heading: all
    weights: {groups: 10}
    marks: {missing: error, join: only}
"""
RANKING = """rankings:
  - id: groups
    title: Ranking
    clause: A
    cohort: groups
    period: month
    direction: high
    total: TOTAL
    round_points: {places: 3, way: half-up}
    ties: skip
    broken_by: []
"""
VETO = """vetoes:
  - id: strike
    title: Strike
    clause: A
    rankings: [groups]
    count: {record: finding, dated: found, unit: unit}
    at_least: 1
    takes: total
"""
PERIOD = parse_period("2017-03")
SAMPLES = {
    "zibo": (REPO, D(2017, 12, 31)),
    "jiaxing": (REPO / "examples" / "jiaxing", D(2017, 12, 31)),
    "yinchuan": (REPO / "examples" / "yinchuan", D(2024, 1, 31)),
    "sichuan": (REPO / "examples" / "sichuan", D(2017, 12, 31)),
}


def pack(*names: str) -> str:
    """A pack with some indicators, each a mark out of ten."""
    indicators = "".join(INDICATOR.replace("NAME", name) for name in names)
    return HEAD + indicators + RANKING.replace("TOTAL", str(10 * len(names)))


def books(root: Path, text: str | None = None, **marks: dict[str, str]) -> Snapshot:
    """The small ledger, or another pack and other marks on it."""
    units = [a_unit(name, "group", order) for order, name in enumerate(("alpha", "beta", "gamma"), 1)]
    sheet: dict[str, Any] = {
        "id": "K2017-001",
        "period": "2017-03",
        "cohort": "groups",
        "given": D(2017, 3, 30),
        "by": "Inspectors",
        "marks": MARKS | marks,
    }
    lay(root, *units, sheet, pack=text or pack(*MARKS))
    return snapshot_of(root, D(2017, 3, 31))


def table(snapshot: Snapshot) -> Table:
    """The ranking of March."""
    found = rank(snapshot, snapshot.pack.rankings[0], PERIOD)
    assert found is not None
    return found


def firm(snapshot: Snapshot, draws: int = 200, seed: int = 1) -> Robustness:
    """How firm March's ranking stands."""
    return robustness(snapshot, table(snapshot), draws, seed)


def titles(found: Robustness) -> list[str]:
    """The indicators under which all score alike."""
    return [indicator.id for indicator in found.alike]


def test_the_gaps_are_those_of_the_table_the_narrowest_first(tmp_path: Path) -> None:
    gaps = firm(books(tmp_path)).gaps
    told = [([r.unit.id for r in g.upper], [r.unit.id for r in g.lower], str(g.points)) for g in gaps]
    assert told == [(["alpha"], ["beta"], "0.100"), (["beta"], ["gamma"], "0.400")]


def test_an_indicator_under_which_all_score_alike_decides_nothing(tmp_path: Path) -> None:
    assert titles(firm(books(tmp_path))) == ["same"]


def test_one_indicator_alone_decides_the_first_and_the_last_place(tmp_path: Path) -> None:
    told = [
        (d.indicator.id, d.end, [r.unit.id for r in d.now], [r.unit.id for r in d.without])
        for d in firm(books(tmp_path)).deciding
    ]
    assert told == [("broad", "first", ["alpha"], ["gamma"]), ("broad", "last", ["gamma"], ["alpha"])]


@pytest.mark.parametrize("left_out", sorted(MARKS))
def test_leaving_an_indicator_out_is_the_ranking_of_a_pack_without_it(tmp_path: Path, left_out: str) -> None:
    snapshot = books(tmp_path / "whole")
    lean = books(tmp_path / "lean", pack(*(name for name in MARKS if name != left_out)))
    places = Weighing(snapshot, table(snapshot)).places({left_out: Decimal(0)})
    assert places == {row.unit.id: row.rank for row in table(lean).rows}


def test_every_pair_of_factors_gives_the_places_that_whole_numbers_give(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    weighing = Weighing(snapshot, table(snapshot))
    for broad in range(90, 111):
        for narrow in range(90, 111):
            places = weighing.places({"broad": Decimal(broad) / 100, "narrow": Decimal(narrow) / 100})
            sums = {
                "alpha": 90 * broad + 10 * narrow,
                "beta": 80 * broad + 19 * narrow,
                "gamma": 70 * broad + 25 * narrow,
            }
            assert places == {
                unit: 1 + sum(other > own for other in sums.values()) for unit, own in sums.items()
            }


def test_a_factor_is_the_remainder_of_a_digest_that_anyone_can_work_out() -> None:
    for seed, draw, name in ((1, 1, "broad"), (1, 2, "broad"), (7, 1000, "k01-first-topic")):
        number = int(hashlib.sha256(f"{seed}/{draw}/{name}".encode()).hexdigest(), 16)
        assert factor(seed, draw, name) == Decimal(90 + number % 21) / 100
    seen = {factor(1, draw, "broad") for draw in range(1000)}
    assert (min(seen), max(seen), len(seen)) == (Decimal("0.90"), Decimal("1.10"), 21)


def test_the_counts_are_those_of_the_draws(tmp_path: Path) -> None:
    found = firm(books(tmp_path))
    order = []
    for draw in range(1, 201):
        broad, narrow = factor(1, draw, "broad"), factor(1, draw, "narrow")
        sums = {
            n: Decimal(MARKS["broad"][n]) * broad + Decimal(MARKS["narrow"][n]) * narrow
            for n in MARKS["broad"]
        }
        order.append([1 + sum(other > own for other in sums.values()) for own in sums.values()])
    assert [h.kept for h in found.holds] == [sum(o[i] == i + 1 for o in order) for i in range(3)]
    assert [(h.best, h.worst) for h in found.holds] == [
        (min(o[i] for o in order), max(o[i] for o in order)) for i in range(3)
    ]
    assert found.unchanged == sum(o == [1, 2, 3] for o in order)
    assert found.first == sum(o[0] == 1 < min(o[1:]) for o in order)
    assert found.last == sum(o[2] == max(o) and o.count(max(o)) == 1 for o in order)
    assert found.gaps[0].turned == sum(o[0] >= o[1] for o in order)
    assert 0 < found.holds[0].kept < 200


def test_the_same_seed_gives_the_same_answer_and_another_one_other_draws(tmp_path: Path) -> None:
    snapshot = books(tmp_path)
    assert firm(snapshot) == firm(snapshot)
    assert firm(snapshot, seed=2).holds != firm(snapshot).holds


def test_equals_that_nothing_parts_keep_their_shared_place(tmp_path: Path) -> None:
    found = firm(
        books(tmp_path, broad=dict.fromkeys(MARKS["same"], "8"), narrow=dict.fromkeys(MARKS["same"], "2"))
    )
    assert [(h.row.rank, h.kept, h.best, h.worst) for h in found.holds] == [(1, 200, 1, 1)] * 3
    assert [(len(tie.rows), tie.together) for tie in found.ties] == [(3, 200)]
    assert (found.gaps, found.deciding, titles(found)) == ((), (), list(MARKS))


def test_equals_by_other_points_are_parted_by_most_moves(tmp_path: Path) -> None:
    found = firm(books(tmp_path, narrow={"alpha": "1", "beta": "2", "gamma": "2.5"}))
    (tie,) = found.ties
    assert [row.unit.id for row in tie.rows] == ["alpha", "beta"]
    same = [factor(1, draw, "broad") == factor(1, draw, "narrow") for draw in range(1, 201)]
    assert tie.together == sum(same) < 200


def test_where_few_points_are_best_the_places_turn_round(tmp_path: Path) -> None:
    text = pack(*MARKS).replace("direction: high", "direction: low")
    found = firm(books(tmp_path, text))
    assert [h.row.unit.id for h in found.holds] == ["gamma", "beta", "alpha"]
    decided = [(d.indicator.id, d.end, [r.unit.id for r in d.without]) for d in found.deciding]
    assert decided == [("broad", "first", ["alpha"]), ("broad", "last", ["gamma"])]


def test_a_tie_that_the_pack_breaks_is_a_gap_without_points(tmp_path: Path) -> None:
    text = pack(*MARKS).replace("broken_by: []", "broken_by: [narrow]")
    found = firm(books(tmp_path, text, narrow={"alpha": "1", "beta": "2", "gamma": "2.5"}))
    assert [h.row.unit.id for h in found.holds] == ["beta", "alpha", "gamma"]
    assert found.gaps[0].points == 0


@pytest.mark.parametrize("by", ["heading", "ranking"])
def test_a_cap_holds_under_any_weights(tmp_path: Path, by: str) -> None:
    """Alpha has 9 + 4 of at most 10, beta 9.5 and gamma 9; no draw gives anyone more than 10."""
    whole, capped = {"broad": ("9", "9.5", "7"), "narrow": ("4", "0", "2")}, pack("broad", "narrow")
    if by == "heading":
        capped = capped.replace("title: All, clause: A}", "title: All, clause: A, most: {groups: 10}}")
    step = "headings" if by == "heading" else "bounds\n    most: 10"
    step = step.replace("bounds", "[bounds]").replace("headings", "[headings]")
    capped = capped.replace("high\n", f"high\n    sequence: {step}\n")
    marks = {
        name: dict(zip(("alpha", "beta", "gamma"), points, strict=True)) for name, points in whole.items()
    }
    snapshot = books(tmp_path, capped, **marks)
    assert [(r.unit.id, int(r.points * 10)) for r in table(snapshot).rows] == [
        ("alpha", 100),
        ("beta", 95),
        ("gamma", 90),
    ]
    weighing = Weighing(snapshot, table(snapshot))
    for broad in range(90, 111):
        for narrow in range(90, 111):
            places = weighing.places({"broad": Decimal(broad) / 100, "narrow": Decimal(narrow) / 100})
            sums = {
                "alpha": min(90 * broad + 40 * narrow, 10000),
                "beta": min(95 * broad, 10000),
                "gamma": min(70 * broad + 20 * narrow, 10000),
            }
            assert places == {u: 1 + sum(other > own for other in sums.values()) for u, own in sums.items()}


def rankings(name: str) -> Iterator[tuple[Snapshot, Table]]:
    """Every ranking of a sample that can be had."""
    root, day = SAMPLES[name]
    snapshot = snapshot_of(root, day)
    for ranking in snapshot.pack.rankings:
        for period in periods_between(snapshot.pack.since, day, ranking.period):
            then = closing(snapshot, period) if period.first <= day else snapshot
            found = rank(then, ranking, period)
            if found is not None:
                yield then, found


@pytest.mark.parametrize("name", SAMPLES)
def test_factors_of_one_give_the_table_itself(name: str) -> None:
    seen = 0
    for snapshot, found in rankings(name):
        weighing = Weighing(snapshot, found)
        ones = {indicator.id: Decimal("1.00") for indicator in weighing.indicators}
        assert weighing.places(ones) == {row.unit.id: row.rank for row in found.rows}
        seen += 1
    assert seen


def test_a_score_that_was_struck_out_is_brought_back_by_no_weight(tmp_path: Path) -> None:
    text = pack(*MARKS).replace("high\n", "high\n    sequence: [vetoes]\n") + VETO
    lay(
        tmp_path,
        {"id": "F2017-001", "title": "Harm", "unit": "alpha", "found": D(2017, 3, 5), "severity": "ordinary"},
    )
    snapshot = books(tmp_path, text)
    found = table(snapshot)
    assert [(row.unit.id, row.points) for row in found.rows][-1] == ("alpha", 0)
    weighing = Weighing(snapshot, found)
    for hundredths in range(90, 111):
        places = weighing.places({"broad": Decimal(hundredths) / 100, "narrow": Decimal("0.9")})
        assert places["alpha"] == 3
    assert firm(snapshot).holds[-1].kept == 200
