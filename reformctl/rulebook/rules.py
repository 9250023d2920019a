"""The rules of a pack that make obligations, notices and checks."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from reformctl.domain.periods import PeriodKind
from reformctl.records.base import Strict
from reformctl.records.fields import Day, Points, Slug, Text
from reformctl.records.kinds import KINDS
from reformctl.rulebook.conditions import ALWAYS, NaturalLength, Where
from reformctl.rulebook.measures import Count
from reformctl.rulebook.naming import (
    ClauseName,
    CohortId,
    FieldName,
    Kind,
    NoticeId,
    ObligationId,
    OwnField,
    RecordField,
    Scope,
    Scoped,
    StateName,
    StepId,
    Whose,
    item_model,
)
from reformctl.rulebook.timing import Due, Length, Moment


class Cited(Strict):
    """What everything that points stand on says of itself: its id, title and clause."""

    id: Slug
    title: Text
    clause: ClauseName


class Rule(Cited):
    """A rule: beside its clause, the days that it is in force."""

    since: Day | None = None
    until: Day | None = None
    illustrative: bool = False
    """The source gives no figure; the value is the pack's own."""


class Owed(Strict):
    """Who owes: a role of the record (a field that names units), one unit, or a whole cohort.

    With `above` it is the unit above each of them.
    """

    role: OwnField | None = None
    unit: Slug | None = None
    cohort: CohortId | None = None
    above: bool = False

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        return {"role": value} if isinstance(value, str) else value


class Obligation(Scoped, Rule):
    """Something owed by a day: once for a record, or again in each period (a cadence).

    `each` is a kind of record, or `unit` with a `cohort`. With `items` each item of a list of the
    record is a subject of its own. `every` makes a cadence: at least `at_least` facts in each period
    between `from` (later by `delay`) and `ends_on`. With `opens` only the facts from that day on
    count: a day of the period, or one counted from the anchor. `met_by` lists the facts that meet it;
    with `verified_by` a fact counts, on its own day, once it is verified and is only claimed until then.
    """

    each: Kind
    cohort: CohortId | None = None
    where: Annotated[Where, Whose("subject")] = ALWAYS
    items: RecordField | None = None
    from_: Moment | None = Field(default=None, alias="from")
    delay: Length | None = None
    every: PeriodKind | None = None
    first: Literal["whole", "started"] = "started"
    """Whether a period counts in which the subject began part-way (started) or not (whole)."""
    opens: Due | None = None
    counted: Literal["in-period", "after-period"] = "in-period"
    """Whether the facts of a cadence are those of the period itself, or of the one that follows it."""
    at_least: int = 1
    due: Due
    met_by: tuple[Moment, ...]
    verified_by: OwnField | None = None
    owed_by: Owed | None = None
    submitted_to: Owed | None = None
    """Whom it goes to, where the rule names a route."""
    near: Length | None = None
    """How long before the due day the obligation counts as near due."""
    extended_by: OwnField | None = None
    extensions: int | None = None
    """How many extensions count at most."""
    paused_by: tuple[OwnField, OwnField] | None = None
    kept_by: OwnField | None = None
    ends_on: tuple[OwnField, ...] = ()

    def scope(self, outer: Scope) -> Scope:
        """The fields of the kind, and those of its items."""
        kind = KINDS.get(self.each)
        return outer.about(self.each, item_model(kind.fields, self.items) if kind else None)


class NthCase(Strict):
    """The n-th case of a unit in a period."""

    count: Count
    states: tuple[StateName, ...] = ()
    number: int
    every: PeriodKind


class Trigger(Strict):
    """When a step falls due: after a moment, around an obligation's due day, or on the n-th case."""

    from_: Moment | None = Field(default=None, alias="from")
    obligation: ObligationId | None = None
    nth: NthCase | None = None
    after: Length | None = None
    before: Length | None = None


class Step(Strict):
    """One step of a ladder: which notice goes to whom, when, and what makes it needless."""

    id: Slug
    notice: NoticeId
    title: Text | None = None
    clause: ClauseName
    where: Annotated[Where, Whose("subject")] = ALWAYS
    at: Trigger
    requires: StepId | None = None
    """A step that must have been issued for the same cause before this one."""
    stops_on: tuple[Moment, ...] = ()
    to: Owed | None = None
    """Who gets it; without it those who owe the obligation."""
    addressee: Text | None = None
    """The post within the unit that it is addressed to, such as its first head."""
    copies: tuple[str, ...] = ()
    """Roles of the record, or posts, that get a copy."""
    deadline: Length | None = None


class Ladder(Scoped, Rule):
    """Steps of notices that rise while a thing is not done, on records or on units of a cohort."""

    each: Kind
    cohort: CohortId | None = None
    where: Annotated[Where, Whose("subject")] = ALWAYS
    steps: tuple[Step, ...]

    def scope(self, outer: Scope) -> Scope:
        """The fields of the kind."""
        return outer.about(self.each)


class Lamp(Rule):
    """A warning colour of obligations that are not met: from so long before or after the due day."""

    colour: Text
    obligations: tuple[ObligationId, ...]
    before: Length | None = None
    after: Length | None = None


class NoticeKind(Strict):
    """A kind of notice: its title, the letters of its ids, and the head of its printed number."""

    id: Slug
    title: Text
    code: str = Field(pattern=r"^[A-Z]{2,4}$")
    series: Text
    clause: ClauseName
    signer: Text | None = None


class FirstItem(Strict):
    """The first item of an agenda must be of a kind and be on the newest document of some kinds."""

    kind: Slug
    levels: tuple[str, ...]


class Limit(Strict):
    """The longest time between two days of a record."""

    start: OwnField
    end: OwnField
    at_most: NaturalLength


class Bounds(Strict):
    """The least and the most that a number of the record may be."""

    field: OwnField
    at_least: Points | None = None
    at_most: Points | None = None


class AtMost(Strict):
    """The most events of a name that a record may have."""

    event: OwnField
    number: int


class PerPeriod(Strict):
    """How many records of the kind a unit has at least, and at most, in a period that is over."""

    unit: OwnField
    every: PeriodKind
    cohort: CohortId
    at_least: int | None = None
    at_most: int | None = None


class Check(Scoped, Rule):
    """A demand on records that `check` holds them against."""

    each: Kind
    where: Annotated[Where, Whose("subject")] = ALWAYS
    event: OwnField | None = None
    """With an event, the demand is on each event of that name."""
    required: tuple[Annotated[str, FieldName("item")], ...] = ()
    order: tuple[OwnField, ...] = ()
    limit: Limit | None = None
    bounds: Bounds | None = None
    events_at_most: AtMost | None = None
    events: tuple[OwnField, ...] = ()
    """Events that the record must have, once `within` has passed since it began."""
    within: Length | None = None
    per_period: PerPeriod | None = None
    stages: tuple[Slug, ...] = ()
    """Stages that are passed in this order, and none before the one it follows."""
    distinct: tuple[OwnField, OwnField] | None = None
    """Two events whose posts must differ, such as done and closed; the first may be a field."""
    parties: tuple[str, ...] = ()
    """The sides that must all have signed."""
    first_item: FirstItem | None = None

    def scope(self, outer: Scope) -> Scope:
        """The fields of the kind; with an event those of the event, for what it must say."""
        kind = KINDS.get(self.each)
        event = kind.events.get(self.event or "") if kind else None
        return outer.about(self.each).looking_into(None if event else self.each, event)
