"""Periods that rules and reports speak of: a day, week, month, quarter, half-year or year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from reformctl.domain.dates import MONTHS_A_YEAR, day_of_month

PeriodKind = Literal["week", "month", "quarter", "half-year", "year"]
PERIOD_KINDS: tuple[str, ...] = get_args(PeriodKind)

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_LABEL = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d\d)))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A named stretch of days, both ends counted; `str()` gives its label, such as 2017-04."""

    first: date
    last: date
    kind: str

    def __contains__(self, day: date) -> bool:
        """Whether the day lies within the period."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        year = f"{self.first.year:04d}"
        match self.kind:
            case "year":
                return year
            case "half-year":
                return f"{year}-H{(self.first.month - 1) // 6 + 1}"
            case "quarter":
                return f"{year}-Q{(self.first.month - 1) // 3 + 1}"
            case "month":
                return f"{year}-{self.first.month:02d}"
        iso = self.first.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"

    @property
    def next(self) -> "Period":
        """The period that follows."""
        return period_of(self.last + timedelta(days=1), self.kind)

    @property
    def previous(self) -> "Period":
        """The period before."""
        return period_of(self.first - timedelta(days=1), self.kind)


def period_of(day: date, kind: str) -> Period:
    """The period of a kind that holds the day; weeks run from Monday to Sunday."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), kind)
    months = _MONTHS[kind]
    first_month = (day.month - 1) // months * months + 1
    last = day_of_month(day.year, first_month + months - 1, 31)
    return Period(date(day.year, first_month, 1), last, kind)


def parse_period(label: str) -> Period:
    """Read a label: 2017, 2017-H1, 2017-Q2, 2017-04 or 2017-W05; ValueError otherwise."""
    found = _LABEL.fullmatch(label)
    if not found:
        raise ValueError(label)
    year = int(found["year"])
    if found["week"]:
        return period_of(date.fromisocalendar(year, int(found["week"]), 1), "week")
    if found["month"]:
        return period_of(date(year, int(found["month"]), 1), "month")
    if found["quarter"]:
        return period_of(date(year, int(found["quarter"]) * 3, 1), "quarter")
    if found["half"]:
        return period_of(date(year, int(found["half"]) * 6, 1), "half-year")
    return period_of(date(year, MONTHS_A_YEAR, 1), "year")


def periods_between(first: date, last: date, kind: str) -> Iterator[Period]:
    """The periods of a kind that touch the days from first to last, in order."""
    period = period_of(first, kind)
    while period.first <= last:
        yield period
        period = period.next
