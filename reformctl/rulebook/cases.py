"""Cases beside a pack: records that are given, a day, and what must follow by the rules."""

from typing import Any

from reformctl.records.base import Strict
from reformctl.records.fields import Day, PeriodLabel, Points, Slug, Text


class WantedObligation(Strict):
    """An obligation: found by rule and record, and by period and unit where these are given."""

    rule: str
    record: str
    period: PeriodLabel | None = None
    units: tuple[str, ...] | None = None
    due: Day | None = None
    state: str | None = None


class WantedNotice(Strict):
    """A notice that is due."""

    step: str
    record: str
    to: tuple[str, ...] | None = None
    due: Day | None = None
    deadline: Day | None = None


class WantedProblem(Strict):
    """What `check` finds."""

    code: str
    rule: str | None = None
    record: str | None = None


class WantedScore(Strict):
    """Points of a unit, in all or under an indicator."""

    ranking: str
    period: PeriodLabel
    unit: str
    indicator: str | None = None
    points: Points


class WantedRanks(Strict):
    """The places of units, and their grades where these are given."""

    ranking: str
    period: PeriodLabel
    places: dict[str, int]
    grades: dict[str, str] | None = None


class WantedDuty(Strict):
    """A duty that a place brings."""

    rule: str
    period: PeriodLabel
    unit: str
    due: Day | None = None
    state: str | None = None


class WantedChoice(Strict):
    """Those chosen by a selection, in order."""

    selection: str
    period: PeriodLabel
    records: tuple[str, ...]


class WantedLamp(Strict):
    """The warning colour of an obligation."""

    rule: str
    record: str
    lamp: str | None


class Wanted(Strict):
    """What must follow; only what is listed is looked at."""

    obligations: tuple[WantedObligation, ...] = ()
    notices: tuple[WantedNotice, ...] = ()
    problems: tuple[WantedProblem, ...] = ()
    scores: tuple[WantedScore, ...] = ()
    ranks: tuple[WantedRanks, ...] = ()
    duties: tuple[WantedDuty, ...] = ()
    chosen: tuple[WantedChoice, ...] = ()
    lamps: tuple[WantedLamp, ...] = ()
    none: tuple[str, ...] = ()
    """Rules and steps that must bring nothing."""


class Case(Strict):
    """One case: the rules that it is about, the records, the day, what must follow."""

    id: Slug
    title: Text
    rules: tuple[str, ...]
    as_of: Day
    given: tuple[dict[str, Any], ...] = ()
    expect: Wanted


class CaseFile(Strict):
    """The cases of a pack; `base` are records that every case begins with."""

    pack: Slug
    base: tuple[dict[str, Any], ...] = ()
    cases: tuple[Case, ...]
