"""What units contest and what the office puts right: appeals and corrections."""

from typing import Annotated

from pydantic import Field, model_validator

from reformctl.records import events as ev
from reformctl.records.base import Record
from reformctl.records.fields import Day, PeriodLabel, Points, RecordRef, Slug, Text, UnitRef
from reformctl.words import mark

AppealEvent = Annotated[ev.Decided | ev.Withdrawn, Field(discriminator="event")]


class Appeal(Record):
    """A unit contests a posting of its score, a finding or a notice; a named post decides."""

    title: Text
    unit: UnitRef
    against: RecordRef | None = None
    """The finding or notice, or the record behind the posting."""
    month: PeriodLabel | None = None
    """The period whose score is contested."""
    indicator: Slug | None = None
    ground: Text
    evidence: tuple[Text, ...] = ()
    lodged: Day
    by: Text
    events: tuple[AppealEvent, ...] = ()

    @model_validator(mode="after")
    def _names_something(self) -> "Appeal":
        if self.against is None and self.month is None:
            raise ValueError(mark("an appeal is against a record, or against a period's indicator"))
        if (self.month is None) != (self.indicator is None):
            raise ValueError(mark("an appeal against a posting names both its month and its indicator"))
        return self


class Correction(Record):
    """Points posted in an open period that put a closed one right, with what they follow from."""

    title: Text
    unit: UnitRef
    of: PeriodLabel
    """The period that is put right."""
    month: PeriodLabel
    """The period in whose score the points are posted."""
    indicator: Slug | None = None
    about: RecordRef | None = None
    """The record whose posting is put right."""
    because: RecordRef | None = None
    """The appeal or exemption that it follows from."""
    points: Points
    posted: Day
    approved_by: Text
    why: Text
    events: tuple[ev.Withdrawn, ...] = ()
