"""Ranks: places by score with the pack's ties, changes on the month before, runs at the foot."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reformctl.derive.scoring import Score, missing_marks, scores
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.rulebook.scoring import Ranking
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Row:
    """A unit's place; `before` is its row of the period before, `foot_run` its periods running last."""

    rank: int
    score: Score
    before: "Row | None"
    foot_run: int

    @property
    def unit(self) -> Entry:
        """The unit."""
        return self.score.unit

    @property
    def points(self) -> Decimal:
        """The score."""
        return self.score.points

    @property
    def change(self) -> Decimal | None:
        """Points more or fewer than in the period before; None where there was none."""
        return self.points - self.before.points if self.before else None

    @property
    def climbed(self) -> int | None:
        """Places climbed since the period before, negative where fallen; None where there was none."""
        return self.before.rank - self.rank if self.before else None


@dataclass(frozen=True)
class Table:
    """A ranking of one cohort for one period, best first."""

    ranking: Ranking
    period: Period
    rows: tuple[Row, ...]

    def row(self, unit: str) -> Row | None:
        """The row of a unit."""
        return next((row for row in self.rows if row.unit.id == unit), None)

    @property
    def foot(self) -> int:
        """The lowest place taken; nought in an empty table."""
        return self.rows[-1].rank if self.rows else 0


def closing(snapshot: Snapshot, period: Period) -> Snapshot:
    """The snapshot that a past period is asked of: its last day, or today's while it still runs."""
    return snapshot.at(min(period.last, snapshot.as_of))


def rank(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table | None:
    """The table of a period on the snapshot's day; None where marks are missing for it.

    The periods before it are asked as they stood on their own last days.
    """
    slot = ("table", ranking.id, str(period))
    if slot not in snapshot.kept:
        snapshot.kept[slot] = _rank(snapshot, ranking, period)
    found: Table | None = snapshot.kept[slot]
    return found


def _rank(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table | None:
    if not rankable(snapshot, ranking, period):
        return None
    earlier = previous(snapshot, ranking, period)
    placed = _placed(ranking, scores(snapshot, ranking, period))
    last = max((place for place, _ in placed), default=0)
    rows = []
    for place, score in placed:
        before = earlier.row(score.unit.id) if earlier else None
        run = 1 + (before.foot_run if before else 0) if place == last else 0
        rows.append(Row(place, score, before, run))
    return Table(ranking, period, tuple(rows))


def rankable(snapshot: Snapshot, ranking: Ranking, period: Period) -> bool:
    """Whether a period can be ranked: in force, begun, and with every mark that it needs."""
    begun = snapshot.pack.since <= period.last and period.first <= snapshot.as_of
    return begun and bool(snapshot.of("unit")) and not missing_marks(snapshot, ranking, period)


def previous(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table | None:
    """The table of the period before, as it stood on its own last day."""
    earlier = period.previous
    if earlier.last < snapshot.pack.since:
        return None
    return rank(closing(snapshot, earlier), ranking, earlier)


def _placed(ranking: Ranking, found: tuple[Score, ...]) -> list[tuple[int, Score]]:
    """Places with the pack's ties; equals stand in the official order of units."""
    sign = -1 if ranking.direction == "high" else 1

    def standing(score: Score) -> tuple[Decimal, ...]:
        return (sign * score.points, *(sign * score.of_indicator(name) for name in ranking.broken_by))

    placed: list[tuple[int, Score]] = []
    place = 1
    for _, equals in groupby(sorted(found, key=standing), key=standing):
        group = list(equals)
        placed.extend((place, score) for score in group)
        place += len(group) if ranking.ties == "skip" else 1
    return placed
