"""When things are due, as a pack says it: a moment to start from and an offset to the due day."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from reformctl.domain.dates import Span
from reformctl.records.base import Strict
from reformctl.records.kinds import KINDS
from reformctl.rulebook.conditions import ALWAYS, NaturalLength, Where
from reformctl.rulebook.naming import (
    ItemField,
    Kind,
    ObligationId,
    OwnField,
    RecordField,
    Scope,
    Scoped,
    StepId,
    Whose,
    item_model,
)


class Length(NaturalLength):
    """A length of time in natural units, or in working days of the pack's calendar."""

    working_days: int = 0

    @model_validator(mode="after")
    def _one_way(self) -> "Length":
        if self.working_days and self.span != Span():
            raise ValueError("working days and natural time do not mix")
        return self


class Moment(Scoped, Strict):
    """A dated fact: a field or event of the record itself, or of a record that answers it.

    A bare word, `from: received`, names a date field or an event of the subject.
    `notice` is the day on which a ladder's step was issued for the subject; `met` the day on which
    another obligation of the subject was met. With `record` the fact is looked for in other
    records: those whose `link` names the subject, and whose `unit` is the one that owes.
    `items` looks into a list of the record, and then `link`, `unit` and `item` speak of its items;
    where `dated` names an event, `item` speaks of that event, such as its stage.
    """

    event: OwnField | None = None
    notice: StepId | None = None
    met: ObligationId | None = None
    record: Kind | None = None
    dated: RecordField | None = None
    link: ItemField | None = None
    unit: ItemField | None = None
    items: RecordField | None = None
    where: Annotated[Where, Whose("record")] = ALWAYS
    item: Annotated[Where, Whose("item")] = ALWAYS

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        return {"event": value} if isinstance(value, str) else value

    def scope(self, outer: Scope) -> Scope:
        """With a record its own fields; with an event those of the event."""
        if self.record:
            kind = KINDS.get(self.record)
            item = item_model(kind.fields, self.items) if kind else None
            event = kind.events.get(self.dated or "") if kind and not self.items else None
            return outer.looking_into(self.record, item or event)
        subject = KINDS.get(outer.subject or "")
        event = subject.events.get(self.event or "") if subject else None
        return outer.looking_into(None if event else outer.subject, event)


class Due(Strict):
    """The due day: an offset from the moment, a day of a month counted from it, or a field.

    `working_day: 3` is the third working day of the month, `working_day: -1` its last.
    """

    after: Length | None = None
    before: Length | None = None
    field: OwnField | None = None
    day: int | Literal["last"] | None = None
    working_day: int | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    plus_months: int | None = None
    plus_years: int | None = None
