"""Rankings as results: rows in their places, and the table of one cohort for one period."""

from dataclasses import dataclass
from decimal import Decimal

from reformctl.derive.scoring import Score
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.closing import ClosedDuty
from reformctl.rulebook.scoring import Grade, Ranking


@dataclass(frozen=True)
class Row:
    """A unit's place; `before` is its row of the period before.

    `foot_run` and `top_run` are its periods running last and first.
    """

    rank: int
    score: Score
    before: "Row | None"
    foot_run: int
    top_run: int = 0
    grade: Grade | None = None

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
    """A ranking of one cohort for one period, best first; `published` are its duties, where it is closed."""

    ranking: Ranking
    period: Period
    rows: tuple[Row, ...]
    published: tuple[ClosedDuty, ...] | None = None

    def row(self, unit: str) -> Row | None:
        """The row of a unit."""
        return next((row for row in self.rows if row.unit.id == unit), None)

    @property
    def foot(self) -> int:
        """The lowest place taken; nought in an empty table."""
        return self.rows[-1].rank if self.rows else 0
