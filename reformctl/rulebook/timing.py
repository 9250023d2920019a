"""When things are due, as a pack says it: a moment to start from and an offset to the due day."""

from typing import Any, Literal

from pydantic import Field, model_validator

from reformctl.domain.dates import Span
from reformctl.records.base import Strict
from reformctl.records.fields import Slug
from reformctl.rulebook.conditions import ALWAYS, Where


class Length(Strict):
    """A length of natural time."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def span(self) -> Span:
        """The length as date arithmetic takes it."""
        return Span(self.years, self.months, self.weeks, self.days)


class Moment(Strict):
    """A dated fact: a field or event of the record itself, or of a record that answers it.

    A bare word, `from: received`, names a date field or an event of the subject.
    `notice` is the day on which a ladder's step was issued for the subject; `met` the day on which
    another obligation of the subject was met. With `record` the fact is looked for in other
    records: those whose `link` names the subject, and whose `unit` is the one that owes.
    `items` looks into a list of the record, and then `where`, `link` and `unit` speak of its items.
    """

    event: str | None = None
    notice: Slug | None = None
    met: Slug | None = None
    record: str | None = None
    dated: str | None = None
    link: str | None = None
    unit: str | None = None
    items: str | None = None
    where: Where = ALWAYS
    item: Where = ALWAYS

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        return {"event": value} if isinstance(value, str) else value


class Due(Strict):
    """The due day: an offset from the moment, a day of a month counted from it, or a field."""

    after: Length | None = None
    before: Length | None = None
    field: str | None = None
    day: int | Literal["last"] | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    plus_months: int | None = None
    plus_years: int | None = None
