"""The tables of working days, held against the maintained libraries for every year that both cover."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from reformctl.cli.opening import books_of, read_tables
from reformctl.rulebook.calendar import Declared, Reckoned, WorkCalendar
from reformctl.store.workspace import find_workspace
from tests.building import REPO

YEARS = sorted(int(path.stem) for path in (REPO / "rules" / "calendar").glob("*.yaml"))
LATER = date(2030, 1, 1)


def calendar() -> WorkCalendar:
    """The tables that the tool carries."""
    found = read_tables(books_of(find_workspace(REPO)))
    assert isinstance(found, WorkCalendar)
    return found


TABLES = calendar()


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_is_as_both_libraries_have_it(year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        ours = TABLES.is_working(day, LATER)
        assert (day, ours) == (day, chinese_calendar.is_workday(day))
        assert (day, ours) == (day, china.is_working_day(day))
        day += timedelta(days=1)


def test_the_tables_run_without_a_gap() -> None:
    assert list(range(YEARS[0], YEARS[-1] + 1)) == YEARS
    assert YEARS[-1] >= 2026


@pytest.mark.parametrize(
    ("day", "as_of", "working"),
    [
        (date(2020, 1, 31), date(2020, 1, 20), True),
        (date(2020, 1, 31), date(2020, 1, 27), False),
        (date(2020, 2, 1), date(2020, 1, 20), True),
        (date(2020, 2, 1), date(2020, 1, 27), False),
        (date(2015, 9, 3), date(2015, 5, 1), True),
        (date(2015, 9, 3), date(2015, 6, 1), False),
        (date(2019, 5, 2), date(2019, 3, 1), True),
        (date(2019, 5, 2), date(2019, 4, 1), False),
    ],
)
def test_a_notice_amended_in_the_year_counts_from_the_day_it_was_known(
    day: date, as_of: date, working: bool
) -> None:
    assert TABLES.is_working(day, as_of) is working


def test_a_day_beyond_the_tables_is_provisional_and_says_so() -> None:
    last = date(YEARS[-1], 12, 31)
    assert TABLES.shift(last - timedelta(days=10), 2, LATER).provisional is False
    assert TABLES.shift(last, 1, LATER).provisional is True


def test_a_year_whose_notice_was_not_out_yet_is_provisional() -> None:
    assert TABLES.shift(date(2017, 1, 1), 3, date(2016, 11, 1)).provisional is True
    assert TABLES.shift(date(2017, 1, 1), 3, date(2016, 12, 1)) == Reckoned(date(2017, 1, 5))


def test_an_office_may_declare_days_of_its_own() -> None:
    table = TABLES.tables[2017].model_copy(
        update={
            "declared": (
                Declared(on=date(2017, 4, 10), working=False, known=date(2017, 4, 1), why="flood"),
                Declared(on=date(2017, 4, 15), working=True, known=date(2017, 4, 1), why="made up"),
            )
        }
    )
    own = WorkCalendar({2017: table})
    assert own.is_working(date(2017, 4, 10), date(2017, 3, 31)) is True
    assert own.is_working(date(2017, 4, 10), date(2017, 4, 1)) is False
    assert own.is_working(date(2017, 4, 15), date(2017, 4, 1)) is True
