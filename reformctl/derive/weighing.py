"""A ranking weighed anew: its places when the points under each indicator are multiplied by a factor."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from reformctl.derive import reasons as why
from reformctl.derive.postings import NOUGHT, Posting, rounded
from reformctl.derive.ranking import placed
from reformctl.derive.scoring import Score
from reformctl.derive.tables import Table
from reformctl.snapshot import Snapshot

Part = tuple[str | None, Decimal]
"""Points under an indicator, or under none."""
_ONE = Decimal(1)


class Weighing:
    """A table whose units can be placed again; with all factors one it gives the table's own places.

    A score that was struck out as a whole stays struck out: no weight brings it back.
    """

    def __init__(self, snapshot: Snapshot, table: Table) -> None:
        self.table, self.ranking = table, table.ranking
        self.indicators = snapshot.rulebook.indicators(table.ranking.id, table.period.last)
        strikes = {veto.id for veto in snapshot.pack.vetoes if veto.takes == "total"}
        self.struck = {
            row.unit.id
            for row in table.rows
            if any(p.indicator is None and p.rule.id in strikes for p in row.score.postings)
        }
        self.parts = {row.unit.id: tuple(self._parts(row.score)) for row in table.rows}
        self.breakers = {row.unit.id: tuple(self._breakers(row.score)) for row in table.rows}

    def places(self, factors: Mapping[str, Decimal]) -> dict[str, int]:
        """The units' places under some factors; what has none counts as it is."""
        found = ((unit, self._standing(unit, factors)) for unit in self.parts)
        return {unit: place for place, unit in placed(self.ranking, found)}

    def alike(self, indicator: str) -> bool:
        """Whether all units have the same points under an indicator."""
        sums = (sum((p for name, p in parts if name == indicator), NOUGHT) for parts in self.parts.values())
        return len(set(sums)) <= 1

    def _standing(self, unit: str, factors: Mapping[str, Decimal]) -> tuple[Decimal, ...]:
        known = {} if unit in self.struck else factors
        score = self._sum(self.parts[unit], known)
        to = self.ranking.round_total
        if to and self.ranking.compare == "rounded":
            score = rounded(score, to)
        return (score, *(self._sum(parts, known) for parts in self.breakers[unit]))

    def _sum(self, parts: tuple[Part, ...], factors: Mapping[str, Decimal]) -> Decimal:
        return sum((self._times(points, factors.get(name or "", _ONE)) for name, points in parts), NOUGHT)

    def _times(self, points: Decimal, factor: Decimal) -> Decimal:
        if factor == 1 or self.ranking.compare == "exact":
            return points * factor
        return rounded(points * factor, self.ranking.round_points)

    def _parts(self, score: Score) -> Iterator[Part]:
        """A score as it is compared; the rounding of the total is left out, since it is done anew."""
        if self.ranking.compare == "exact":
            yield from ((_name(p), p.exact) for p in score.postings)
        else:
            yield from _summed(p for p in score.postings if p.why.text != why.ROUNDED)

    def _breakers(self, score: Score) -> Iterator[tuple[Part, ...]]:
        for name in self.ranking.broken_by:
            yield tuple(_summed(p for p in score.postings if score.under(p, name)))


def _summed(postings: Iterator[Posting]) -> Iterator[Part]:
    """The points under each indicator, in one part each."""
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for posting in postings:
        sums[_name(posting)] += posting.points
    yield from sums.items()


def _name(posting: Posting) -> str | None:
    return posting.indicator.id if posting.indicator else None
