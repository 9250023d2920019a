"""A rules pack as its file says it: one office's rules, each with its clause."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from reformctl.records.base import Strict
from reformctl.records.fields import Day, Slug, Text
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.naming import ClauseName, NoticeId, Scope, Scoped, Whose
from reformctl.rulebook.review import Review
from reformctl.rulebook.rules import Check, Ladder, Lamp, NoticeKind, Obligation
from reformctl.rulebook.scoring import Duty, Heading, Indicator, Ranking, Veto
from reformctl.rulebook.selections import Selection
from reformctl.words import mark


class Reading(Strict):
    """Which reading of time the pack takes; articles 201 to 203 of the Civil Code are the usual one."""

    start_day: Literal["not-counted", "counted"]
    """Whether the day on which a time begins is its first."""
    month_end: Literal["last-day", "next-day"]
    """Where a month has no corresponding day: its last day, or the first of the next month."""
    day_off: Literal["stays", "next-working-day", "previous-working-day"]
    """What happens when the last day is a day off."""
    day_off_moves: tuple[Literal["offset", "period-day", "field"], ...] = ()
    """Which due days move then: those counted from a moment, days of a period, days of the record."""
    scored: Literal["close-of-last-day"]
    """A month is scored at the close of its last day: what fell due that day and is unmet counts."""

    @model_validator(mode="after")
    def _said(self) -> "Reading":
        if (self.day_off == "stays") == bool(self.day_off_moves):
            raise ValueError("day_off_moves is given exactly where day_off moves a due day")
        return self


class Cohort(Scoped, Strict):
    """Units that are ranked together, or owe together."""

    id: Slug
    title: Text
    units: Annotated[Where, Whose("subject")] = ALWAYS

    def scope(self, outer: Scope) -> Scope:
        """Conditions on units."""
        return outer.about("unit")


Content = Literal[
    "circular",
    "notice",
    "problems",
    "diagnosis",
    "pilots",
    "projects",
    "acceptance",
    "digest",
    "honours",
    "statement",
    "minutes",
]
"""What a paper tells: figures and ranks, a notice, an inspection's problems …."""

ON_RECORDS = ("notice", "problems", "diagnosis", "minutes")
"""Papers on one record each; the others are for a period."""


class PaperKind(Strict):
    """A paper that the office sends out, what it tells, its template, and the series of its number."""

    id: Slug
    title: Text
    clause: ClauseName
    template: Text
    series: Text
    tells: Content | None = None
    """Left out, it is what the id names, else a circular."""
    every: Literal["month", "quarter", "half-year", "year"] | None = None
    """The period that it is for; a month where it is left out. A paper on one record is for no period."""
    notices: tuple[NoticeId, ...] = ()
    """The kinds of notice that it is the letter of; all that have no letter of their own where left out."""
    recipients: tuple[Text, ...] = ()
    copies: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _fitting(self) -> "PaperKind":
        if self.every and self.content in ON_RECORDS:
            raise ValueError(mark("a paper on a record comes for no period: leave `every` out"))
        if self.notices and self.content != "notice":
            raise ValueError(mark("`notices` is for papers that tell a notice"))
        return self

    @property
    def content(self) -> Content:
        """What it tells."""
        named: dict[str, Content] = {name: name for name in get_args(Content)}
        return self.tells or named.get(self.id, "circular")


class Pack(Strict):
    """A whole pack."""

    id: Slug
    title: Text
    issuer: Text
    source: Text
    since: Day
    until: Day | None = None
    history: bool = False
    """Dated history: kept as it was, though it would not be allowed today."""
    notes: tuple[Text, ...] = ()
    reading: Reading
    words: dict[Slug, dict[Slug, Text]] = Field(default_factory=dict)
    """The words of each vocabulary: meetings, items, stages, classes, honours, acts, figures."""
    clauses: dict[str, Text]
    """Every clause that a rule cites, with its place in the source."""
    cohorts: tuple[Cohort, ...]
    notices: tuple[NoticeKind, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    lamps: tuple[Lamp, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    checks: tuple[Check, ...] = ()
    headings: tuple[Heading, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    duties: tuple[Duty, ...] = ()
    reviews: tuple[Review, ...] = ()
    selections: tuple[Selection, ...] = ()
    papers: tuple[PaperKind, ...] = ()

    @model_validator(mode="after")
    def _one_letter_each(self) -> "Pack":
        told = [name for paper in self.papers for name in paper.notices]
        if len(told) != len(set(told)):
            raise ValueError(mark("a kind of notice has two letters among the papers"))
        return self
