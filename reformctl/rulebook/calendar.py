"""Working days: one readable table a year, from the notice that fixes its holidays.

A table lies in `rules/calendar/<year>.yaml`. It holds the days off that fall on weekdays and the weekend
days that are worked, by the number of the notice; a notice amended in the year is a second version, known
from its own day on. An office may declare days of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from reformctl.diagnostics import Diagnostic
from reformctl.records.base import Strict
from reformctl.records.fields import Day, Text
from reformctl.records.reading import read_model
from reformctl.source import Document, Place

FRIDAY = 4


class Holiday(Strict):
    """One holiday: its days off, weekends among them, and the weekend days worked for it."""

    title: Text
    off: tuple[Day, ...]
    worked: tuple[Day, ...] = ()


class Version(Strict):
    """The holidays of a year as one notice fixes them, known from its day on."""

    notice: Text
    known: Day
    holidays: tuple[Holiday, ...]


class Declared(Strict):
    """A day that the office itself makes a day off, or a working day."""

    on: Day
    working: bool
    known: Day
    why: Text


class YearTable(Strict):
    """The working days of a year."""

    year: int
    versions: tuple[Version, ...]
    declared: tuple[Declared, ...] = ()


class Reckoned(NamedTuple):
    """A day that was counted out; provisional where the count ran into a year without a table."""

    day: date
    provisional: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """The tables by year. A year without one has Monday to Friday, and says that it is provisional."""

    tables: dict[int, YearTable] = field(default_factory=dict)

    def known(self, day: date, as_of: date) -> bool:
        """Whether a day's year has a table that was known by then."""
        table = self.tables.get(day.year)
        return table is not None and any(version.known <= as_of for version in table.versions)

    def is_working(self, day: date, as_of: date) -> bool:
        """Whether a day is worked, as far as was known on `as_of`."""
        exceptions = self._exceptions(day.year, as_of)
        return exceptions.get(day, day.weekday() <= FRIDAY)

    def shift(self, day: date, count: int, as_of: date) -> Reckoned:
        """The day so many working days later, or earlier; the day itself is not counted."""
        step = timedelta(days=1 if count > 0 else -1)
        provisional = False
        left = abs(count)
        while left:
            day += step
            provisional = provisional or not self.known(day, as_of)
            left -= self.is_working(day, as_of)
        return Reckoned(day, provisional)

    def roll(self, day: date, forward: bool, as_of: date) -> Reckoned:
        """The day itself where it is worked, else the next working day or the one before."""
        provisional = not self.known(day, as_of)
        while not self.is_working(day, as_of):
            day += timedelta(days=1 if forward else -1)
            provisional = provisional or not self.known(day, as_of)
        return Reckoned(day, provisional)

    def _exceptions(self, year: int, as_of: date) -> dict[date, bool]:
        key = (year, self._edition(year, as_of))
        if key not in self._made:
            self._made[key] = self._make(year, as_of)
        return self._made[key]

    def _edition(self, year: int, as_of: date) -> int:
        """How many of the year's changes were known on a day."""
        return sum(day <= as_of for day in self._changes.get(year, ()))

    @cached_property
    def _changes(self) -> dict[int, tuple[date, ...]]:
        return {
            year: (*(v.known for v in table.versions), *(d.known for d in table.declared))
            for year, table in self.tables.items()
        }

    @cached_property
    def _made(self) -> dict[tuple[int, int], dict[date, bool]]:
        return {}

    def _make(self, year: int, as_of: date) -> dict[date, bool]:
        table = self.tables.get(year)
        if table is None:
            return {}
        versions = sorted((v for v in table.versions if v.known <= as_of), key=_known)
        found: dict[date, bool] = {}
        for holiday in versions[-1].holidays if versions else ():
            found |= dict.fromkeys(holiday.off, False) | dict.fromkeys(holiday.worked, True)
        declared = sorted((d for d in table.declared if d.known <= as_of), key=_known)
        return found | {d.on: d.working for d in declared}


def _known(part: Any) -> date:
    day: date = part.known
    return day


def read_calendar(documents: Iterable[Document]) -> WorkCalendar | tuple[Diagnostic, ...]:
    """The calendar that tables make, or all that is wrong with them; P120 for a day of another year."""
    tables: dict[int, YearTable] = {}
    problems: list[Diagnostic] = []
    for document in documents:
        table = read_model(YearTable, document)
        if isinstance(table, tuple):
            problems.extend(table)
            continue
        problems.extend(_strangers(table, document))
        tables[table.year] = table
    return tuple(problems) or WorkCalendar(tables)


def _strangers(table: YearTable, document: Document) -> Iterable[Diagnostic]:
    for i, version in enumerate(table.versions):
        for j, holiday in enumerate(version.holidays):
            for key, days in (("off", holiday.off), ("worked", holiday.worked)):
                for k, day in enumerate(days):
                    if day.year != table.year:
                        place = Place(document.source, ("versions", i, "holidays", j, key, k))
                        yield Diagnostic("P120", place, {"day": str(day), "year": str(table.year)})
