"""Places, ties, runs at the foot and what follows, worked by hand on `tests/cases/ranks`.

| month | alpha | beta | gamma | delta |
| --- | --- | --- | --- | --- |
| January | 9 | 9 | 8 | 7 |
| February | 8 | 9 | 8 | 7 |
| March | 7.5 | 9 | 8 | 7.5 |
| April | 9 | 9 | 8 | 6 |
"""

from datetime import date

import pytest

from reformctl.derive.duties import duties_of
from reformctl.derive.ranking import rank
from reformctl.derive.tables import Table
from reformctl.domain.periods import parse_period
from tests.building import REPO, snapshot_of

ROOT = REPO / "tests" / "cases" / "ranks"


def table(month: str) -> Table:
    """The ranking of a month."""
    snapshot = snapshot_of(ROOT, date(2017, 4, 30))
    period = parse_period(month)
    found = rank(snapshot.at(min(period.last, snapshot.as_of)), snapshot.pack.rankings[0], period)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("month", "places"),
    [
        ("2017-01", {"alpha": 1, "beta": 1, "gamma": 3, "delta": 4}),
        ("2017-02", {"beta": 1, "alpha": 2, "gamma": 2, "delta": 4}),
        ("2017-03", {"beta": 1, "gamma": 2, "alpha": 3, "delta": 3}),
        ("2017-04", {"alpha": 1, "beta": 1, "gamma": 3, "delta": 4}),
    ],
)
def test_equals_share_a_place_and_the_next_is_left_out(month: str, places: dict[str, int]) -> None:
    assert {row.unit.id: row.rank for row in table(month).rows} == places


def test_changes_are_those_on_the_month_before() -> None:
    rows = {row.unit.id: (row.climbed, str(row.change)) for row in table("2017-03").rows}
    assert rows == {"beta": (0, "0.0"), "gamma": (0, "0.0"), "alpha": (-1, "-0.5"), "delta": (1, "0.5")}
    assert {(row.climbed, row.change) for row in table("2017-01").rows} == {(None, None)}


def test_a_shared_last_place_counts_in_the_run() -> None:
    runs = [{r.unit.id: r.foot_run for r in table(f"2017-0{m}").rows if r.foot_run} for m in (1, 2, 3, 4)]
    assert runs == [{"delta": 1}, {"delta": 2}, {"alpha": 1, "delta": 3}, {"delta": 4}]


def test_both_firsts_speak_and_only_the_third_time_last_makes_a_statement() -> None:
    snapshot = snapshot_of(ROOT, date(2017, 4, 30))
    found = [
        [(duty.rule.id, duty.subject.entry.id) for duty in duties_of(snapshot, table(f"2017-0{m}"))]
        for m in (1, 2, 3)
    ]
    assert found == [
        [("example", "alpha"), ("example", "beta")],
        [("example", "beta")],
        [("example", "beta"), ("statement", "delta")],
    ]


def test_a_missing_mark_is_no_nought() -> None:
    snapshot = snapshot_of(ROOT, date(2017, 5, 31))
    assert rank(snapshot, snapshot.pack.rankings[0], parse_period("2017-05")) is None
