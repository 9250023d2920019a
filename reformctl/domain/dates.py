"""Date arithmetic as rules state it: always from the anchor, never chained."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A length of natural time in a rule: years, months, weeks and days, added in this order."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def after(self, anchor: date) -> date:
        """The day this long after the anchor; a month without that day ends on its last one.

        Source: Civil Code, articles 201 to 203 (starting day not counted, corresponding day).
        """
        return shift_months(anchor, self.years * MONTHS_A_YEAR + self.months) + self._natural_days()

    def before(self, anchor: date) -> date:
        """The day this long before the anchor."""
        return shift_months(anchor, -self.years * MONTHS_A_YEAR - self.months) - self._natural_days()

    def _natural_days(self) -> timedelta:
        return timedelta(weeks=self.weeks, days=self.days)


def shift_months(anchor: date, months: int) -> date:
    """The corresponding day some months away, or that month's last day where it has none."""
    year, month0 = divmod(anchor.year * MONTHS_A_YEAR + anchor.month - 1 + months, MONTHS_A_YEAR)
    return day_of_month(year, month0 + 1, anchor.day)


def day_of_month(year: int, month: int, day: int) -> date:
    """A day of a month, or the month's last day where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def days_overdue(due: date, as_of: date) -> int:
    """Whole days past the due day; zero on the due day itself and before it."""
    return max(0, (as_of - due).days)
