"""The rules of a pack that make obligations, notices and checks."""

from typing import Any, Literal

from pydantic import Field, model_validator

from reformctl.domain.periods import PeriodKind
from reformctl.records.base import Strict
from reformctl.records.fields import Day, Slug, Text
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.timing import Due, Length, Moment


class Rule(Strict):
    """What every rule says of itself: its id, title, clause, and the days it is in force."""

    id: Slug
    title: Text
    clause: Text
    since: Day | None = None
    until: Day | None = None
    illustrative: bool = False
    """The source gives no figure; the value is the pack's own."""


class Owed(Strict):
    """Who owes: a role of the record (a field that names units), one unit, or a whole cohort."""

    role: str | None = None
    unit: Slug | None = None
    cohort: Slug | None = None

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        return {"role": value} if isinstance(value, str) else value


class Obligation(Rule):
    """Something owed by a day: once for a record, or again in each period (a cadence).

    `each` is a kind of record, or `unit` with a `cohort`. With `items` each item of a list of the
    record is a subject of its own. `every` makes a cadence: at least `at_least` facts in each
    period between `from` and `ends_on`. `met_by` lists the facts that meet it; with `verified_by`
    a fact counts, on its own day, once it is verified and is only claimed until then.
    """

    each: str
    cohort: Slug | None = None
    where: Where = ALWAYS
    items: str | None = None
    from_: Moment | None = Field(default=None, alias="from")
    every: PeriodKind | None = None
    first: Literal["whole", "started"] = "started"
    """Whether a period counts in which the subject began part-way (started) or not (whole)."""
    counted: Literal["in-period", "after-period"] = "in-period"
    """Whether the facts of a cadence are those of the period itself, or of the one that follows it."""
    at_least: int = 1
    due: Due
    met_by: tuple[Moment, ...]
    verified_by: str | None = None
    owed_by: Owed | None = None
    near: Length | None = None
    """How long before the due day the obligation counts as near due."""
    extended_by: str | None = None
    paused_by: tuple[str, str] | None = None
    kept_by: str | None = None
    ends_on: tuple[str, ...] = ()


class Trigger(Strict):
    """When a step falls due: some time after a moment, or around an obligation's due day."""

    from_: Moment | None = Field(default=None, alias="from")
    obligation: Slug | None = None
    after: Length | None = None
    before: Length | None = None


class Step(Strict):
    """One step of a ladder: which notice goes to whom, when, and what makes it needless."""

    id: Slug
    notice: Slug
    title: Text | None = None
    clause: Text
    where: Where = ALWAYS
    at: Trigger
    requires: Slug | None = None
    """A step that must have been issued for the same cause before this one."""
    stops_on: tuple[Moment, ...] = ()
    to: Owed | None = None
    """Who gets it; without it those who owe the obligation."""
    copies: tuple[str, ...] = ()
    """Roles of the record, or posts, that get a copy."""
    deadline: Length | None = None


class Ladder(Rule):
    """Steps of notices that rise while a thing is not done."""

    each: str
    where: Where = ALWAYS
    steps: tuple[Step, ...]


class NoticeKind(Strict):
    """A kind of notice: its title, the letters of its ids, and the head of its printed number."""

    id: Slug
    title: Text
    code: str = Field(pattern=r"^[A-Z]{2,4}$")
    series: Text
    clause: Text
    signer: Text | None = None


class FirstItem(Strict):
    """The first item of an agenda must be of a kind and be on the newest document of some kinds."""

    kind: Slug
    levels: tuple[str, ...]


class Limit(Strict):
    """The longest time between two days of a record."""

    start: str
    end: str
    at_most: Length


class Check(Rule):
    """A demand on records that `check` holds them against; exactly one demand a check."""

    each: str
    where: Where = ALWAYS
    event: str | None = None
    """With an event, the demand is on each event of that name."""
    required: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: Limit | None = None
    distinct: tuple[str, str] | None = None
    """Two events whose posts must differ, such as done and closed."""
    parties: tuple[str, ...] = ()
    """The sides that must all have signed."""
    first_item: FirstItem | None = None
