"""A unit's statement for a period: each point won and lost, and what it may contest until when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reformctl.derive.explaining import everything_owed
from reformctl.derive.obligations import Obligation
from reformctl.derive.postings import NOUGHT, Posting, total
from reformctl.derive.published import closing_of
from reformctl.derive.scoring import corrections_in
from reformctl.derive.tables import Row, Table
from reformctl.derive.timing import after
from reformctl.ledger.entries import Entry
from reformctl.records.models import Notice
from reformctl.rulebook.rules import Cited
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Line:
    """One indicator, or rule on the whole score: its weight (None where it has none) and its postings."""

    cited: Cited
    weight: Decimal | None
    postings: tuple[Posting, ...]

    @property
    def points(self) -> Decimal:
        """Points won."""
        return total(self.postings)

    @property
    def lost(self) -> Decimal:
        """Points short of the weight; nought where it was reached or there is none."""
        return max(NOUGHT, self.weight - self.points) if self.weight is not None else NOUGHT


@dataclass(frozen=True)
class Statement:
    """What a unit sees of a period; `closing` is None while it is open, `until` the last day to contest."""

    table: Table
    row: Row
    lines: tuple[Line, ...]
    findings: tuple[Entry, ...]
    notices: tuple[Entry, ...]
    overdue: tuple[Obligation, ...]
    appeals: tuple[Entry, ...]
    corrections: tuple[Entry, ...]
    closing: Entry | None
    until: date | None
    contestable: bool


def contest_until(snapshot: Snapshot, table: Table) -> date | None:
    """The last day on which a closed period's score may be contested; None while it is open, or never."""
    closing = closing_of(snapshot, table.period)
    review = snapshot.rulebook.review(table.ranking.id, table.period.last)
    return after(snapshot, closing.born, review.lodged_within).day if closing and review else None


def statement(snapshot: Snapshot, then: Snapshot, table: Table, row: Row) -> Statement:
    """The statement of a row; `then` is the snapshot that the period was asked of."""
    period, unit = table.period, row.unit.id
    review = snapshot.rulebook.review(table.ranking.id, period.last)
    closing = closing_of(snapshot, period)
    return Statement(
        table=table,
        row=row,
        lines=_lines(table, row),
        findings=tuple(e for e in then.of("finding") if e.value("unit") == unit and e.born in period),
        notices=tuple(e for e in then.of("notice") if e.born in period and _is_to(then, e, unit)),
        overdue=tuple(o for o in everything_owed(then) if o.state == "overdue" and unit in o.debtors),
        appeals=tuple(e for e in snapshot.of("appeal") if _is_on(e, str(period), unit)),
        corrections=corrections_in(snapshot, period, unit),
        closing=closing,
        until=contest_until(snapshot, table),
        contestable=review is not None,
    )


def _lines(table: Table, row: Row) -> tuple[Line, ...]:
    grouped: dict[str, list[Posting]] = {}
    for posting in row.score.postings:
        grouped.setdefault(posting.heading.id, []).append(posting)
    return tuple(_line(table, tuple(postings)) for postings in grouped.values())


def _line(table: Table, postings: tuple[Posting, ...]) -> Line:
    indicator = postings[0].indicator
    weight = indicator.weights.get(table.ranking.id) if indicator and not indicator.bonus else None
    return Line(postings[0].heading, weight, postings)


def _is_to(snapshot: Snapshot, entry: Entry, unit: str) -> bool:
    notice = entry.record
    return isinstance(notice, Notice) and unit in snapshot.expand(notice.to)


def _is_on(entry: Entry, period: str, unit: str) -> bool:
    return entry.value("unit") == unit and entry.value("month") in (None, period)
