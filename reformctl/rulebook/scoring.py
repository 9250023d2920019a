"""How points are won and lost, how units are ranked, and what follows from a place."""

from decimal import Decimal
from typing import Literal

from reformctl.records.base import Strict
from reformctl.records.fields import Points, Slug, Text
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.rules import Rule
from reformctl.rulebook.timing import Due, Moment

Rounding = Literal["half-up", "half-even", "down"]


class Heading(Strict):
    """A heading that indicators stand under."""

    id: Slug
    title: Text
    clause: Text


class OfObligations(Strict):
    """Obligations counted for a unit: of some rules, charged to who owes or to another role.

    `during: due` counts those that fell due in the period; `open` those unmet at its end, however
    old.
    """

    obligations: tuple[Slug, ...]
    charge: str | None = None
    during: Literal["due", "open"] = "due"


class OfRecords(Strict):
    """Records, their items or their events, counted for the unit in a role when dated in the period."""

    record: str
    dated: str
    unit: str
    items: str | None = None
    where: Where = ALWAYS
    item: Where = ALWAYS


class OfNotices(Strict):
    """Notices of some kinds issued in the period to the unit, or charged to a role of their cause."""

    notices: tuple[Slug, ...]
    charge: str | None = None


class Amount(Strict):
    """Points by the value of a field."""

    by: str
    values: dict[str, Points]


class PerCase(Strict):
    """So many points for each counted thing, on top of `start`; kept within at_least and the weight."""

    count: OfObligations | OfRecords | OfNotices
    states: tuple[str, ...] = ()
    """For obligations: the states that count."""
    points: Points | Amount
    start: Literal["full", "nought"]
    free: int = 0
    at_least: Points = Decimal(0)


class Share(Strict):
    """The weight times the share met: facts in `met` states over all that fell due.

    States in neither list are left out of the count.
    """

    of: OfObligations
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    of_nought: Literal["full", "nought"]


class Marks(Strict):
    """Marks that people gave, nought to the weight; several sheets are joined as declared."""

    missing: Literal["error", "nought"]
    join: Literal["only", "mean", "sum"] = "only"


class Table(Strict):
    """Points by a field's value, such as the level of a pilot: the best alone, or all added."""

    count: OfRecords
    by: str
    values: dict[str, Points]
    take: Literal["best", "sum"]


class Proportion(Strict):
    """The unit with most counted things has the whole weight, the others in proportion."""

    count: OfRecords
    of_nought: Literal["full", "nought"]


class Band(Strict):
    """A count from `at_least` upward gives these points."""

    at_least: int
    points: Points


class Bands(Strict):
    """Points by how many things are counted."""

    count: OfRecords | OfNotices
    bands: tuple[Band, ...]


class Indicator(Rule):
    """One thing that is scored, with its weight in each cohort and one way of scoring."""

    heading: Slug
    weights: dict[Slug, Points]
    per_case: PerCase | None = None
    share: Share | None = None
    marks: Marks | None = None
    table: Table | None = None
    proportion: Proportion | None = None
    bands: Bands | None = None


class RoundTo(Strict):
    """Decimal places and the way of rounding."""

    places: int
    way: Rounding


class Ranking(Rule):
    """A cohort ranked by its score of a period."""

    cohort: Slug
    period: Literal["month"]
    direction: Literal["high", "low"]
    total: Points
    """What the weights of the cohort's indicators must add up to."""
    round_points: RoundTo
    """How each posting is rounded."""
    ties: Literal["skip", "dense"]
    """1-2-2-4, or 1-2-2-3."""
    broken_by: tuple[Slug, ...]
    """Indicators or headings that break a tie, in order, before the place is shared."""


class Place(Strict):
    """Which places of a ranking: so many at the top or foot, the most improved, a run at the foot."""

    top: int | None = None
    foot: int | None = None
    run: int = 1
    """How many months running; one is this month alone."""
    improved: int | None = None


class Duty(Rule):
    """What a place brings: an obligation on the unit, or on the office towards it."""

    ranking: Slug
    when: Place
    owed_by: Slug | None = None
    """A unit that owes it in the ranked unit's stead, such as the office for a diagnosis."""
    due: Due
    met_by: tuple[Moment, ...]
