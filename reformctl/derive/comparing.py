"""What if: a ranking in force beside one proposed, by another pack or without some records."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reformctl.derive.scoring import Score
from reformctl.derive.tables import Row, Table
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.rulebook.rulebook import Rulebook
from reformctl.rulebook.rules import Cited
from reformctl.rulebook.scoring import Ranking
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Cause:
    """Points more or fewer under one heading of a score: an indicator, or a rule on the whole score."""

    heading: Cited
    points: Decimal


@dataclass(frozen=True)
class Pair:
    """A unit's row in force and the one proposed; one is None where only the other side ranks it."""

    held: Row | None
    proposed: Row | None
    causes: tuple[Cause, ...]
    """What made the difference in the score, the greatest first; none where only one side ranks the unit."""

    @property
    def unit(self) -> Entry:
        """The unit."""
        row = self.held or self.proposed
        assert row is not None  # noqa: S101 - a pair is made of a row at least
        return row.unit

    @property
    def moved(self) -> int | None:
        """Places climbed by the proposal, negative where fallen; None where only one side ranks the unit."""
        return self.held.rank - self.proposed.rank if self.held and self.proposed else None

    @property
    def change(self) -> Decimal | None:
        """Points more or fewer by the proposal: the sum of its causes; None where only one side scores."""
        return self.proposed.points - self.held.points if self.held and self.proposed else None

    @property
    def differs(self) -> bool:
        """Whether the proposal changes anything for the unit."""
        return bool(self.moved is None or self.moved or self.change or self.causes)


@dataclass(frozen=True)
class Comparison:
    """One ranking twice: as it is in force and as it is proposed; one side may lack it."""

    ranking: Ranking
    period: Period
    pairs: tuple[Pair, ...]

    @property
    def causes(self) -> tuple[tuple[Cited, tuple[Decimal, ...]], ...]:
        """What made the differences, each with the points of the units concerned, the most units first."""
        headings = {cause.heading.id: cause.heading for pair in self.pairs for cause in pair.causes}
        points: defaultdict[str, list[Decimal]] = defaultdict(list)
        for cause in (cause for pair in self.pairs for cause in pair.causes):
            points[cause.heading.id].append(cause.points)
        ordered = sorted(headings.items(), key=lambda item: -len(points[item[0]]))
        return tuple((heading, tuple(points[name])) for name, heading in ordered)


def proposal(snapshot: Snapshot, rulebook: Rulebook | None, without: Collection[str]) -> Snapshot:
    """The same books under a proposed pack, without some records and as if no period had been closed.

    A proposal asks what the facts give, and a closing would answer with what was published.
    """
    entries = (e for e in snapshot.ledger.entries if e.kind.name != "closing" and e.id not in without)
    return replace(
        snapshot, ledger=Ledger(tuple(entries)), rulebook=rulebook or snapshot.rulebook, kept={}, _days={}
    )


def compare(held: Iterable[Table], proposed: Iterable[Table]) -> tuple[Comparison, ...]:
    """The rankings of a period side by side, those in force first."""
    before, after = ({table.ranking.id: table for table in tables} for tables in (held, proposed))
    return tuple(_comparison(before.get(name), after.get(name)) for name in {**before, **after})


def _comparison(held: Table | None, proposed: Table | None) -> Comparison:
    table = held or proposed
    assert table is not None  # noqa: S101 - a comparison is made of a table at least
    units = [row.unit.id for one in (held, proposed) if one for row in one.rows]
    rows = ((_row(held, unit), _row(proposed, unit)) for unit in dict.fromkeys(units))
    pairs = tuple(Pair(one, other, tuple(_causes(one, other))) for one, other in rows)
    return Comparison(table.ranking, table.period, pairs)


def _row(table: Table | None, unit: str) -> Row | None:
    return table.row(unit) if table else None


def _causes(held: Row | None, proposed: Row | None) -> Iterator[Cause]:
    """The differences under each heading, the greatest first and equals in the pack's order."""
    if held is None or proposed is None:
        return
    before, after = _by_heading(held.score), _by_heading(proposed.score)
    headings = {p.heading.id: p.heading for row in (held, proposed) for p in row.score.postings}
    found = [(name, after[name] - before[name]) for name in headings]
    for name, points in sorted(found, key=lambda pair: -abs(pair[1])):
        if points:
            yield Cause(headings[name], points)


def _by_heading(score: Score) -> defaultdict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for posting in score.postings:
        found[posting.heading.id] += posting.points
    return found
