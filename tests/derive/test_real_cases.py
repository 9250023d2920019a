"""Three published cases, reproduced by data alone: see the folders under `tests/cases`."""

import csv
from datetime import date
from decimal import Decimal

from reformctl.derive.obligations import obligations_of
from reformctl.derive.ranking import rank
from reformctl.domain.periods import parse_period
from tests.building import REPO, snapshot_of

CASES = REPO / "tests" / "cases"


def test_matou_the_places_of_24_villages_with_shared_ones() -> None:
    snapshot = snapshot_of(CASES / "matou", date(2019, 5, 31))
    table = rank(snapshot, snapshot.pack.rankings[0], parse_period("2019-05"))
    assert table is not None
    with (CASES / "matou" / "expect.csv").open(encoding="utf-8") as stream:
        wanted = {row["unit"]: (Decimal(row["score"]), int(row["rank"])) for row in csv.DictReader(stream)}
    assert {row.unit.id: (row.points, row.rank) for row in table.rows} == wanted


def test_panjin_plans_by_fixed_days_progress_by_the_28th_and_a_year_end() -> None:
    snapshot = snapshot_of(CASES / "panjin", date(2021, 3, 31))
    states = {
        rule: [(str(o.due), o.state) for o in obligations_of(snapshot, rule)]
        for rule in ("plan-to-leader", "plan-to-government", "strike-off")
    }
    assert states == {
        "plan-to-leader": [("2021-02-03", s) for s in ("met", "met-late", "overdue")],
        "plan-to-government": [("2021-02-07", s) for s in ("met", "met-late", "overdue")],
        "strike-off": [("2021-12-31", "pending")] * 3,
    }
    progress = obligations_of(snapshot, "monthly-progress")
    assert [(o.subject.entry.id[-1], str(o.due), o.state) for o in progress] == [
        ("1", "2021-02-28", "met"),
        ("1", "2021-03-28", "met"),
        ("2", "2021-02-28", "met"),
        ("2", "2021-03-28", "met-late"),
        ("3", "2021-02-28", "missed"),
        ("3", "2021-03-28", "overdue"),
    ]


def test_xiangxi_a_month_end_without_a_day_and_sets_of_units() -> None:
    snapshot = snapshot_of(CASES / "xiangxi", date(2020, 7, 1))
    lead = obligations_of(snapshot, "lead")
    assert [(o.due, o.state, o.debtors) for o in lead] == [
        (date(2020, 6, 30), "overdue", ("approval-bureau",))
    ] * 2
    owed = obligations_of(snapshot, "responsible")
    members = ("justice", "establishment", "jishou", "luxi", "fenghuang", "economic-zone")
    assert [o.debtors for o in owed] == [*((unit,) for unit in members), members]
