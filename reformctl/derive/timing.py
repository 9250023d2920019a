"""From a moment's day to the due day, as a rule says it."""

from datetime import date
from typing import Any

from reformctl.domain.dates import MONTHS_A_YEAR, day_of_month, shift_months
from reformctl.domain.periods import Period
from reformctl.rulebook.timing import Due

LAST_DAY = 31


def due_day(due: Due, anchor: date, value: Any) -> date | None:
    """The due day counted from an anchor; `value` gives a field of the subject by its name.

    None where the rule reads a field that the record leaves out.
    """
    if due.field is not None:
        found = value(due.field)
        return found if isinstance(found, date) else None
    if due.after is not None:
        return due.after.span.after(anchor)
    if due.before is not None:
        return due.before.span.before(anchor)
    return _calendar_day(due, anchor)


def due_in_period(due: Due, period: Period) -> date:
    """The due day of a cadence: counted from the end of its period, or a day of its last month."""
    if due.after is not None:
        return due.after.span.after(period.last)
    if due.before is not None:
        return due.before.span.before(period.last)
    return _calendar_day(due, period.last)


def _calendar_day(due: Due, anchor: date) -> date:
    base = shift_months(anchor.replace(day=1), due.plus_months or 0)
    year, month = base.year + (due.plus_years or 0), due.month or base.month
    if due.month and due.plus_years is None and due.plus_months is None and month < anchor.month:
        year += 1
    return day_of_month(year, month % MONTHS_A_YEAR or MONTHS_A_YEAR, _day(due))


def _day(due: Due) -> int:
    return due.day if isinstance(due.day, int) else LAST_DAY
