"""From a moment's day to the due day, by the pack's reading of time and its working days."""

from datetime import date, timedelta
from typing import Any

from reformctl.domain.dates import MONTHS_A_YEAR, Span, day_of_month, shift_months
from reformctl.domain.periods import Period
from reformctl.rulebook.calendar import Reckoned
from reformctl.rulebook.timing import Due, Length
from reformctl.snapshot import Snapshot

LAST_DAY = 31
ONE_DAY = timedelta(days=1)


def after(snapshot: Snapshot, anchor: date, length: Length) -> Reckoned:
    """The day a length of time after the anchor, by the pack's reading (Civil Code 201 to 203)."""
    reading = snapshot.pack.reading
    counted = reading.start_day == "counted"
    if length.working_days:
        start = anchor - ONE_DAY if counted else anchor
        return snapshot.rulebook.calendar.shift(start, length.working_days, snapshot.as_of)
    day = length.span.after(anchor)
    months = length.span.years * MONTHS_A_YEAR + length.span.months
    if reading.month_end == "next-day" and months and shift_months(anchor, months).day != anchor.day:
        day += ONE_DAY
    return Reckoned(day - ONE_DAY if counted and length.span != Span() else day)


def before(snapshot: Snapshot, anchor: date, length: Length) -> Reckoned:
    """The day a length of time before the anchor; days are then counted back from it."""
    if length.working_days:
        return snapshot.rulebook.calendar.shift(anchor, -length.working_days, snapshot.as_of)
    return Reckoned(length.span.before(anchor))


def due_day(snapshot: Snapshot, due: Due, anchor: date, value: Any) -> Reckoned | None:
    """The due day counted from an anchor; `value` gives a field of the subject by its name.

    None where the rule reads a field that the record leaves out.
    """
    if due.field is not None:
        found = value(due.field)
        return _rolled(snapshot, Reckoned(found), "field") if isinstance(found, date) else None
    return _counted(snapshot, due, anchor)


def due_in_period(snapshot: Snapshot, due: Due, period: Period) -> Reckoned:
    """The due day of a cadence: counted from the end of its period, or a day of a month of it."""
    return _counted(snapshot, due, period.first if due.month else period.last)


def _counted(snapshot: Snapshot, due: Due, anchor: date) -> Reckoned:
    if due.after is not None:
        return _rolled(snapshot, after(snapshot, anchor, due.after), "offset")
    if due.before is not None:
        return _rolled(snapshot, before(snapshot, anchor, due.before), "offset")
    if due.working_day is not None:
        return _working_day(snapshot, due.working_day, _calendar_day(due, anchor))
    return _rolled(snapshot, Reckoned(_calendar_day(due, anchor)), "period-day")


def _calendar_day(due: Due, anchor: date) -> date:
    base = shift_months(anchor.replace(day=1), due.plus_months or 0)
    year, month = base.year + (due.plus_years or 0), due.month or base.month
    if due.month and due.plus_years is None and due.plus_months is None and month < anchor.month:
        year += 1
    return day_of_month(year, month, due.day if isinstance(due.day, int) else LAST_DAY)


def _working_day(snapshot: Snapshot, number: int, in_month: date) -> Reckoned:
    """The n-th working day of a month, from its end where the number is negative."""
    edge = in_month.replace(day=1)
    start = edge - ONE_DAY if number > 0 else shift_months(edge, 1)
    return snapshot.rulebook.calendar.shift(start, number, snapshot.as_of)


def _rolled(snapshot: Snapshot, found: Reckoned, how: str) -> Reckoned:
    reading = snapshot.pack.reading
    if how not in reading.day_off_moves:
        return found
    forward = reading.day_off == "next-working-day"
    moved = snapshot.rulebook.calendar.roll(found.day, forward, snapshot.as_of)
    return Reckoned(moved.day, found.provisional or moved.provisional)
