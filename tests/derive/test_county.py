"""A county unlike the four: working days, three colours, a trimmed mean, a veto, grades with a quota.

`tests/cases/county`, February 2021. Off are the 11th to 17th; worked are Sunday the 7th and Saturday the
20th. Five working days from Friday the 5th end on the 18th (7, 8, 9, 10, 18), from the 8th on the 20th.

| town | on time (40) | judged (30) | satisfied (10) | closed (20) | honours | score | place | grade |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| a | 1 of 2: 20 | 24, 25, 26: 25 | 92: 5 + 1 = 6 | 2, place 2: 15 | under 80: 0 | 66 | 3 | good |
| b | 1 of 1: 40 | 22, 23, 24: 23 | 88: 5 - 1 = 4 | 2, place 2: 15 | 2 | 84 | 1 | excellent |
| c | none due | 27, 28, 28: 27.7 | 90: 5 | 1, place 4: 5 | | 62.8 | 4 | good |
| d | 1 of 1: 40 | 18, 20, 22: 20 | 95: 7.5 | 0: 5 | | 72.5 | 2 | barred: passed |
| e | 0 of 2: 0 | 15 | 85: 2.5 | 3, place 1: 20 | | vetoed: 0 | 5 | passed |

The mean of satisfaction is 90, each point half a point. For c 40 of 100 are not applicable: 37.666… of 60
come to 62.777…; its posting of 25.111… is rounded to 25.1, so 27.7 + 5 + 5 + 25.1 = 62.8. A fifth of five
towns is one excellent; d has a serious finding and no right to a grade, so the two good ones are a and c.
"""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reformctl.derive.checks import problems
from reformctl.derive.duties import duties
from reformctl.derive.escalation import due_notices, record_data
from reformctl.derive.obligations import obligations
from reformctl.derive.ranking import rank
from reformctl.derive.tables import Table
from reformctl.derive.warning import lamp_of
from reformctl.domain.ids import parse_serial
from reformctl.domain.periods import parse_period
from reformctl.render.owed import owed_table
from reformctl.render.table import render
from tests.building import REPO, snapshot_of

ROOT = REPO / "tests" / "cases" / "county"
LAST = date(2021, 2, 28)
FEBRUARY = parse_period("2021-02")


@pytest.fixture(scope="module")
def table() -> Table:
    """The ranking of February."""
    snapshot = snapshot_of(ROOT, LAST)
    found = rank(snapshot, snapshot.pack.rankings[0], FEBRUARY)
    assert found is not None
    return found


def test_the_pack_and_its_books_are_in_order() -> None:
    assert list(problems(snapshot_of(ROOT, LAST))) == []


def test_working_days_skip_the_holiday_and_count_the_days_made_up() -> None:
    due = {(o.subject.entry.id): (o.due, o.provisional) for o in obligations(snapshot_of(ROOT, LAST))}
    assert due["F2021-001"] == (date(2021, 2, 18), False)
    assert due["F2021-002"] == (date(2021, 2, 20), False)


@pytest.mark.parametrize(
    ("town", "place", "points", "grade"),
    [
        ("a", 3, "66.0", "good"),
        ("b", 1, "84.0", "excellent"),
        ("c", 4, "62.8", "good"),
        ("d", 2, "72.5", "passed"),
        ("e", 5, "0.0", "passed"),
    ],
)
def test_the_month_is_ranked_as_by_hand(table: Table, town: str, place: int, points: str, grade: str) -> None:
    row = table.row(f"town-{town}")
    assert row is not None
    assert row.grade is not None
    assert (row.rank, row.points, row.grade.id) == (place, Decimal(points), grade)


@pytest.mark.parametrize(
    ("town", "indicator", "points"),
    [
        ("a", "on-time", "20"),
        ("b", "on-time", "40"),
        ("a", "judged", "25"),
        ("c", "judged", "27.7"),
        ("d", "satisfied", "7.5"),
        ("e", "satisfied", "2.5"),
        ("a", "closed", "15"),
        ("c", "closed", "5"),
        ("a", "honours", "0"),
        ("b", "honours", "2"),
    ],
)
def test_each_way_of_scoring_gives_what_was_worked_by_hand(
    table: Table, town: str, indicator: str, points: str
) -> None:
    row = table.row(f"town-{town}")
    assert row is not None
    assert row.score.of_indicator(indicator) == Decimal(points)


def test_a_veto_names_the_record_that_brought_it(table: Table) -> None:
    row = table.row("town-e")
    assert row is not None
    veto = next(p for p in row.score.postings if p.rule.id == "two-serious")
    assert (veto.points, veto.entry and veto.entry.id) == (Decimal("-37.5"), "F2021-006")


@pytest.mark.parametrize(
    ("day", "lamp"),
    [(8, None), (9, "yellow"), (10, "orange"), (17, "orange"), (18, "orange"), (19, "red")],
)
def test_colours_come_so_many_working_days_before_and_after(day: int, lamp: str | None) -> None:
    snapshot = snapshot_of(ROOT, date(2021, 2, day))
    found = next(o for o in obligations(snapshot) if o.subject.entry.id == "F2021-005")
    shown = lamp_of(snapshot, found)
    assert (shown.id if shown else None) == lamp


def test_the_second_overdue_case_of_a_month_goes_to_the_unit_above() -> None:
    (notice,) = due_notices(snapshot_of(ROOT, LAST))
    assert (notice.entry.id, notice.to, notice.due) == ("town-e", ("county-office",), date(2021, 2, 20))
    assert notice.deadline == date(2021, 3, 3)
    serial = parse_serial("YT2021-001")
    assert serial is not None
    data = record_data(serial, notice, LAST, "talk")
    assert data["addressee"] == "主要负责人"
    assert data["causes"] == [
        {"ladder": "talks", "step": "second-overdue", "record": "town-e", "period": "2021-02"}
    ]


def test_duties_follow_from_grades_shares_and_marks_on_working_days() -> None:
    found = {d.rule.id: (d.subject.entry.id, d.due) for d in duties(snapshot_of(ROOT, date(2021, 3, 1)))}
    assert found == {
        "flag": ("town-b", date(2021, 3, 3)),
        "talked-to": ("town-e", date(2021, 3, 31)),
    }


def test_a_due_day_beyond_the_tables_is_shown_as_provisional(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "w")
    (tmp_path / "w" / "rules" / "calendar" / "2021.yaml").unlink()
    snapshot = snapshot_of(tmp_path / "w", LAST)
    found = next(o for o in obligations(snapshot) if o.subject.entry.id == "F2021-001")
    assert (found.due, found.provisional) == (date(2021, 2, 12), True)
    shown = render(owed_table(snapshot, [found], over=True), "table")
    assert "2021-02-12 (provisional" in shown
