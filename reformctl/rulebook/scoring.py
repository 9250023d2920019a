"""How points are won and lost, how units are ranked, and what follows from a place."""

from decimal import Decimal
from typing import Annotated, Literal

from reformctl.domain.periods import PeriodKind
from reformctl.records.base import Strict
from reformctl.records.fields import Points, Slug, Text
from reformctl.rulebook.conditions import Where
from reformctl.rulebook.measures import Count, Measure, OfObligations, OfRecords
from reformctl.rulebook.naming import (
    ClauseName,
    CohortId,
    GradeId,
    HeadingId,
    IndicatorId,
    PaperId,
    RankingId,
    Scope,
    Scoped,
    ScoredId,
    StateName,
    Whose,
)
from reformctl.rulebook.rules import Cited, Rule
from reformctl.rulebook.timing import Due, Moment

Rounding = Literal["half-up", "half-even", "down"]


class Heading(Cited):
    """A heading that indicators, or other headings, stand under.

    `most` and `least` keep the sum under it within bounds, by ranking; `weights` is what the weights
    under it must add up to.
    """

    under: HeadingId | None = None
    weights: dict[RankingId, Points] | None = None
    most: dict[RankingId, Points] | None = None
    least: dict[RankingId, Points] | None = None


class Amount(Strict):
    """Points by the value of a field; the values are held against those that the field can have."""

    by: str
    values: dict[str, Points]


class ByOrder(Strict):
    """Points by the order of the cases: the first so much, the second so much, and those beyond."""

    nth: tuple[Points, ...]
    beyond: Literal["last", "all-lost", "nought"]


class Repeat(Strict):
    """What was counted in the period before too counts so many times as much.

    Cases are the same where these fields are; obligations where their rule and record are.
    """

    factor: Points
    same: tuple[str, ...] = ()


class PerCase(Strict):
    """So many points for each counted thing, on top of `start`; kept within at_least and the weight."""

    count: Count
    states: tuple[StateName, ...] = ()
    """For obligations: the states that count."""
    points: Points | Amount | ByOrder
    start: Literal["full", "nought"]
    free: int = 0
    repeat: Repeat | None = None
    at_least: Points = Decimal(0)
    at_most: Points | None = None
    """The most that it may come to; the weight where it is left out."""


class Share(Strict):
    """The weight times the share met: facts in `met` states over all that fell due.

    States in neither list are left out of the count. With nothing due the weight is won, or lost, or
    the indicator is not applicable.
    """

    of: OfObligations
    met: tuple[StateName, ...]
    unmet: tuple[StateName, ...]
    of_nought: Literal["full", "nought", "not-applicable"]


class Trim(Strict):
    """How many of the highest and of the lowest marks are left out."""

    highest: int
    lowest: int


class Marks(Strict):
    """Marks that people gave, nought to the weight; several sheets are joined as declared.

    `weighted` takes the mean within each electorate, and these weights between them. `trimmed` needs
    `trim`; with too few marks to trim, it is the plain mean.
    """

    missing: Literal["error", "nought", "not-applicable"]
    join: Literal["only", "mean", "sum", "trimmed", "weighted"] = "only"
    trim: Trim | None = None
    electorates: dict[Slug, Points] | None = None


class Table(Strict):
    """Points by a field's value, such as the level of a pilot: the best alone, or all added."""

    count: OfRecords
    by: str
    values: dict[str, Points]
    take: Literal["best", "sum"]


class Proportion(Strict):
    """The best of the cohort has the whole weight, the others in proportion to it."""

    of: Measure
    best: Literal["high", "low"] = "high"
    of_nought: Literal["full", "nought"]


class Band(Strict):
    """A value from `at_least` upward gives these points."""

    at_least: Points
    points: Points


class Bands(Strict):
    """Points by the band that a value lies in; below the lowest there are none."""

    of: Measure
    bands: tuple[Band, ...]
    missing: Literal["nought", "full", "not-applicable"]


class Scaled(Strict):
    """The weight times a value over what earns the whole weight, such as a month's 85 of 100."""

    of: Measure
    full: Points
    missing: Literal["nought", "full", "not-applicable"]


class ByPlace(Strict):
    """Points by the place that a value has in the cohort; equals share a place and its points."""

    of: Measure
    best: Literal["high", "low"]
    points: tuple[Points, ...]
    rest: Points
    missing: Literal["nought", "last", "not-applicable"]


class Against(Strict):
    """Points for each unit of distance above, and below, a base.

    The base is a target, the cohort's mean or best, or the unit's own value of the period before.
    """

    of: Measure
    base: Literal["target", "mean", "best", "before"]
    target: Points | None = None
    start: Points
    above: Points
    below: Points
    missing: Literal["nought", "start", "not-applicable"]


class NotApplicable(Scoped, Strict):
    """For which units an indicator does not count, or what stands in its place where it cannot be had.

    `scale` leaves it out and weighs the others up; `full` gives the weight; `mean` the mean of the
    others of the cohort.
    """

    where: Annotated[Where, Whose("subject")] | None = None
    then: Literal["scale", "full", "mean"]

    def scope(self, outer: Scope) -> Scope:
        """Conditions on the unit."""
        return outer.about("unit")


class Factor(Scoped, Strict):
    """What an indicator's points are multiplied by, by a field of the unit such as its tags."""

    where: Annotated[Where, Whose("subject")]
    times: Points

    def scope(self, outer: Scope) -> Scope:
        """Conditions on the unit."""
        return outer.about("unit")


class Indicator(Rule):
    """One thing that is scored, with its weight in each ranking and one way of scoring.

    `only_over` counts it only for units that have at least so many points without such indicators.
    """

    heading: HeadingId
    weights: dict[RankingId, Points]
    not_applicable: NotApplicable | None = None
    factors: tuple[Factor, ...] = ()
    only_over: Points | None = None
    bonus: bool = False
    """Not counted when the weights are added up to the total."""
    per_case: PerCase | None = None
    share: Share | None = None
    marks: Marks | None = None
    table: Table | None = None
    proportion: Proportion | None = None
    bands: Bands | None = None
    scaled: Scaled | None = None
    by_place: ByPlace | None = None
    against: Against | None = None


class Veto(Rule):
    """Zero tolerance: when so many are counted, an indicator or the total falls away.

    Or the right to a top place and a grade (honours) does.
    """

    rankings: tuple[RankingId, ...]
    count: Count
    states: tuple[StateName, ...] = ()
    at_least: int
    takes: Literal["indicator", "total", "honours"]
    indicator: IndicatorId | None = None


class RoundTo(Strict):
    """Decimal places and the way of rounding."""

    places: int
    way: Rounding


class Quota(Strict):
    """A share of the ranked units in per cent, and how a part of a unit is rounded."""

    share: Points
    way: Literal["up", "down", "half-up"]


class Grade(Strict):
    """A grade: for whom it is, from which score, for how many at most. Grades go from the best down."""

    id: Slug
    title: Text
    at_least: Points | None = None
    most: int | Quota | None = None


class Grades(Strict):
    """The grades from the best down; at the edge of a quota equals all come in, or all stay out."""

    clause: ClauseName
    edge: Literal["all-in", "all-out"]
    grades: tuple[Grade, ...]


Adjustment = Literal["headings", "only-over", "bounds", "vetoes", "corrections"]


class Ranking(Rule):
    """A cohort ranked by its score of a period."""

    cohort: CohortId
    period: PeriodKind
    direction: Literal["high", "low"]
    total: Points
    """What the weights of the ranking's indicators must add up to."""
    round_points: RoundTo
    """How each posting is rounded."""
    compare: Literal["rounded", "exact"] = "rounded"
    """Whether scores are compared as rounded, or as they were before."""
    round_total: RoundTo | None = None
    """How the score itself is rounded."""
    most: Points | None = None
    least: Points | None = None
    """The bounds of a score."""
    sequence: tuple[Adjustment, ...] = ()
    """In which order caps of headings, conditional indicators, bounds, vetoes and corrections are applied."""
    ties: Literal["skip", "dense"]
    """1-2-2-4, or 1-2-2-3."""
    broken_by: tuple[ScoredId, ...]
    """Indicators or headings that break a tie, in order, before the place is shared."""
    grades: Grades | None = None


class Times(Strict):
    """So often in the periods of a longer one up to now."""

    number: int
    within: PeriodKind


class Place(Strict):
    """Which rows of a ranking; all parts that are given must hold.

    So many at the top or foot, a run of them, the most improved, over or under a mark, of a grade.
    """

    top: int | Quota | None = None
    foot: int | Quota | None = None
    run: int = 1
    """How many periods running; one is this period alone."""
    times: Times | None = None
    improved: int | None = None
    over: Points | None = None
    under: Points | None = None
    grade: GradeId | None = None


class Duty(Rule):
    """What a place brings: an obligation on the unit, or on the office towards it."""

    ranking: RankingId
    when: Place
    owed_by: Slug | None = None
    """A unit that owes it in the ranked unit's stead, such as the office for a diagnosis."""
    due: Due
    met_by: tuple[Moment, ...]
    paper: PaperId | None = None
    """The paper that tells of it."""
