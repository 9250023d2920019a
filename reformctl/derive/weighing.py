"""A ranking weighed anew: its places when the points under each indicator are multiplied by a factor."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reformctl.derive import reasons as why
from reformctl.derive.postings import NOUGHT, Posting, rounded
from reformctl.derive.ranking import compared, placed
from reformctl.derive.scoring import Score
from reformctl.derive.tables import Table
from reformctl.rulebook.scoring import Ranking
from reformctl.snapshot import Snapshot

Part = tuple[str | None, Decimal]
"""Points under an indicator, or under none."""
_ONE = Decimal(1)


@dataclass(frozen=True)
class _Bound:
    """Parts whose sum is kept within bounds: those of a heading."""

    parts: tuple[Part, ...]
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class _Whole:
    """A score in parts, with the bounds of its headings, its own, and what breaks a tie."""

    parts: tuple[Part, ...]
    bounds: tuple[_Bound, ...]
    low: Decimal | None
    high: Decimal | None
    breakers: tuple[tuple[Part, ...], ...]


class Weighing:
    """A table whose units can be placed again; with all factors one it gives the table's own places.

    Caps of headings and bounds hold under any weights, and a score that was struck out as a whole stays
    struck out. What was posted under no indicator otherwise stays as it is; so do the bounds of a whole
    score that was read back from a closing.
    """

    def __init__(self, snapshot: Snapshot, table: Table) -> None:
        self.table, self.ranking, self.pack = table, table.ranking, snapshot.pack
        self.indicators = snapshot.rulebook.indicators(table.ranking.id, table.period.last)
        self.headings = {heading.id for heading in snapshot.pack.headings}
        self.scores = {row.unit.id: self._whole(row.score) for row in table.rows}

    def places(self, factors: Mapping[str, Decimal]) -> dict[str, int]:
        """The units' places under some factors; what has none counts as it is."""
        found = ((unit, self._standing(whole, factors)) for unit, whole in self.scores.items())
        return {unit: place for place, unit in placed(self.ranking, found)}

    def alike(self, indicator: str) -> bool:
        """Whether all units have the same points under an indicator."""
        scores = [row.score for row in self.table.rows]
        sums = (self._amounts(p for p in score.postings if _name(p) == indicator) for score in scores)
        return len(set(map(_total, sums))) <= 1

    def _standing(self, whole: _Whole, factors: Mapping[str, Decimal]) -> tuple[Decimal, ...]:
        score = self._sum(whole.parts, factors)
        for bound in whole.bounds:
            inside = self._sum(bound.parts, factors)
            score += _within(inside, bound.low, bound.high) - inside
        score = _within(score, whole.low, whole.high)
        to = self.ranking.round_total
        if to and self.ranking.compare == "rounded":
            score = rounded(score, to)
        return (score, *(self._sum(parts, factors) for parts in whole.breakers))

    def _sum(self, parts: tuple[Part, ...], factors: Mapping[str, Decimal]) -> Decimal:
        return sum((self._times(points, factors.get(name or "", _ONE)) for name, points in parts), NOUGHT)

    def _times(self, points: Decimal, factor: Decimal) -> Decimal:
        if factor == 1 or self.ranking.compare == "exact":
            return points * factor
        return rounded(points * factor, self.ranking.round_points)

    def _whole(self, score: Score) -> _Whole:
        """A score as it is compared; its bounds and the rounding of the total are done anew."""
        strikes = {veto.id for veto in self.pack.vetoes if veto.takes == "total"}
        if any(p.indicator is None and p.rule.id in strikes for p in score.postings):
            fixed = (None, compared(self.ranking, score))
            return _Whole((fixed,), (), None, None, tuple(self._breakers(score)))
        kept = tuple(p for p in score.postings if not self._anew(p))
        parts, bounds = self._amounts(kept), tuple(self._bounds(score, kept))
        settled = _total(parts) + sum((_moved(bound) for bound in bounds), NOUGHT)
        posted = _total(self._amounts(p for p in score.postings if _is_bound(p)))
        bounded = "bounds" in self.ranking.sequence
        limits = (self.ranking.least, self.ranking.most) if bounded else (None, None)
        low, high = _limits(settled, posted, *limits)
        return _Whole(parts, bounds, low, high, tuple(self._breakers(score)))

    def _anew(self, posting: Posting) -> bool:
        """Whether a posting only says what bounds or rounding did to the others."""
        heading = posting.indicator is None and posting.rule.id in self.headings
        rounding = posting.why.text == why.ROUNDED and self.ranking.compare == "rounded"
        return heading or rounding or _is_bound(posting)

    def _bounds(self, score: Score, kept: tuple[Posting, ...]) -> Iterator[_Bound]:
        """The bounds of the headings: as posted where they held, else as the pack has them."""
        for heading in self.pack.headings if "headings" in self.ranking.sequence else ():
            inside = self._amounts(p for p in kept if score.under(p, heading.id))
            own = (p for p in score.postings if p.indicator is None and p.rule.id == heading.id)
            least, most = ((part or {}).get(self.ranking.id) for part in (heading.least, heading.most))
            low, high = _limits(_total(inside), _total(self._amounts(own)), least, most)
            if low is not None or high is not None:
                yield _Bound(inside, low, high)

    def _breakers(self, score: Score) -> Iterator[tuple[Part, ...]]:
        for name in self.ranking.broken_by:
            yield tuple(_summed(p for p in score.postings if score.under(p, name)))

    def _amounts(self, postings: Iterable[Posting]) -> tuple[Part, ...]:
        """Postings as they are compared: each as it was before rounding, or summed by indicator."""
        if self.ranking.compare == "exact":
            return tuple((_name(p), p.exact) for p in postings)
        return tuple(_summed(postings))


def _limits(
    now: Decimal, posted: Decimal, least: Decimal | None, most: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """Bounds that leave a sum as it was settled: where one held, what it made of the sum is the bound."""
    low = now + posted if posted > 0 else None if least is None else min(least, now + posted)
    high = now + posted if posted < 0 else None if most is None else max(most, now + posted)
    return low, high


def _within(points: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    raised = points if low is None else max(points, low)
    return raised if high is None else min(raised, high)


def _moved(bound: _Bound) -> Decimal:
    inside = _total(bound.parts)
    return _within(inside, bound.low, bound.high) - inside


def _total(parts: Iterable[Part]) -> Decimal:
    return sum((points for _, points in parts), NOUGHT)


def _is_bound(posting: Posting) -> bool:
    """Whether a posting keeps the whole score within its bounds."""
    return posting.indicator is None and isinstance(posting.rule, Ranking) and posting.why.text == why.BOUNDS


def _summed(postings: Iterable[Posting]) -> Iterator[Part]:
    """The points under each indicator, in one part each."""
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for posting in postings:
        sums[_name(posting)] += posting.points
    yield from sums.items()


def _name(posting: Posting) -> str | None:
    return posting.indicator.id if posting.indicator else None
