"""A rules pack as its file says it: one office's rules, each with its clause."""

from typing import Literal

from pydantic import Field

from reformctl.records.base import Strict
from reformctl.records.fields import Day, Slug, Text
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.rules import Check, Ladder, NoticeKind, Obligation
from reformctl.rulebook.scoring import Duty, Heading, Indicator, Ranking


class Reading(Strict):
    """Which reading of time the pack takes; article 201 to 203 of the Civil Code is the usual one."""

    start_day: Literal["not-counted"]
    month_end: Literal["last-day"]
    day_off: Literal["stays"]
    scored: Literal["close-of-last-day"]
    """A month is scored at the close of its last day: what fell due that day and is unmet counts."""


class Cohort(Strict):
    """Units that are ranked together, or owe together."""

    id: Slug
    title: Text
    units: Where = ALWAYS


class PaperKind(Strict):
    """A paper that the office sends out, its template, and the series of its number."""

    id: Slug
    title: Text
    clause: Text
    template: Text
    series: Text
    recipients: tuple[Text, ...] = ()
    copies: tuple[Text, ...] = ()


class Pack(Strict):
    """A whole pack."""

    id: Slug
    title: Text
    issuer: Text
    source: Text
    since: Day
    until: Day | None = None
    notes: tuple[Text, ...] = ()
    reading: Reading
    meetings: dict[Slug, Text] = Field(default_factory=dict)
    """The words for kinds of meeting."""
    items: dict[Slug, Text] = Field(default_factory=dict)
    """The words for kinds of agenda item."""
    clauses: dict[str, Text]
    """Every clause that a rule cites, with its place in the source."""
    cohorts: tuple[Cohort, ...]
    notices: tuple[NoticeKind, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    checks: tuple[Check, ...] = ()
    headings: tuple[Heading, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    duties: tuple[Duty, ...] = ()
    papers: tuple[PaperKind, ...] = ()
