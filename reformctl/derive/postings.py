"""Postings: every point won or lost, with its indicator, its clause, its record, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from reformctl.derive.reasons import Reason
from reformctl.ledger.entries import Entry
from reformctl.rulebook.rules import Cited
from reformctl.rulebook.scoring import Indicator, RoundTo
from reformctl.source import Place

_WAYS = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Posting:
    """Points of one unit under one indicator; `entry` is the record that they come from.

    A posting without a record comes from the rule itself, such as the full weight to start from.
    """

    points: Decimal
    unit: str
    indicator: Indicator | None
    """The indicator; None for what concerns the whole score, such as a veto."""
    entry: Entry | None
    place: Place | None
    why: Reason
    rule: Cited
    """The rule that made the points: that of the obligation, else the indicator itself."""
    exact: Decimal
    """The points before they were rounded."""

    @property
    def heading(self) -> Cited:
        """What the points stand under: the indicator, else the rule on the whole score."""
        return self.indicator or self.rule

    @property
    def clause(self) -> str:
        """The clause that the points stand on."""
        return self.rule.clause


@dataclass(frozen=True)
class Draft:
    """Points before rounding, with the record and the reason that they come from."""

    points: Decimal
    entry: Entry | None
    place: Place | None
    why: Reason
    broken: Cited | None = None


def rounded(points: Decimal, to: RoundTo) -> Decimal:
    """Points rounded as the pack says."""
    return points.quantize(Decimal(1).scaleb(-to.places), rounding=_WAYS[to.way])


def total(postings: Iterable[Posting]) -> Decimal:
    """The sum of postings: a score is this and nothing else."""
    return sum((posting.points for posting in postings), NOUGHT)


def posted(drafts: Sequence[Draft], unit: str, indicator: Indicator, to: RoundTo) -> Iterator[Posting]:
    """Drafts as postings whose sum is the rounded sum of the drafts.

    Each is cut to the pack's places, and the units of the last place that are then missing go to
    the drafts that lost most, the first of equals first (method of largest remainders).
    """
    step = Decimal(1).scaleb(-to.places)
    cut = [draft.points.quantize(step, rounding=ROUND_DOWN) for draft in drafts]
    missing = rounded(sum((d.points for d in drafts), NOUGHT), to) - sum(cut, NOUGHT)
    units = int(missing / step)
    losses = [(draft.points - short) for draft, short in zip(drafts, cut, strict=True)]
    sign = 1 if units > 0 else -1
    order = sorted(range(len(drafts)), key=lambda i: (-sign * losses[i], i))
    for index in order[: abs(units)]:
        cut[index] += sign * step
    for draft, points in zip(drafts, cut, strict=True):
        rule = draft.broken or indicator
        yield Posting(points, unit, indicator, draft.entry, draft.place, draft.why, rule, draft.points)


def kept_within(drafts: list[Draft], low: Decimal, high: Decimal, why: Reason) -> list[Draft]:
    """The drafts, with one more that brings their sum back within the bounds where it lies outside."""
    now = sum((draft.points for draft in drafts), NOUGHT)
    wanted = min(max(now, low), high)
    return drafts if wanted == now else [*drafts, Draft(wanted - now, None, None, why)]
