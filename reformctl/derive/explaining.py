"""What stands behind a result: a record's obligations and notices, and what they cost whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reformctl.derive.duties import duties
from reformctl.derive.obligations import Obligation, obligations
from reformctl.derive.postings import NOUGHT, Posting, total
from reformctl.derive.ranking import closing, rank
from reformctl.derive.tables import Row, Table
from reformctl.domain.periods import Period, periods_between
from reformctl.ledger.entries import Entry
from reformctl.records.models import Notice
from reformctl.rulebook.rules import Cited
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Cost:
    """A posting that a record brought a unit in a period."""

    period: Period
    posting: Posting


@dataclass(frozen=True)
class Account:
    """All that follows from one record by the day."""

    entry: Entry
    obligations: tuple[Obligation, ...]
    notices: tuple[Entry, ...]
    costs: tuple[Cost, ...]


@dataclass(frozen=True)
class Part:
    """What two units have under one indicator, or rule on the whole score, with the postings of each."""

    cited: Cited
    own: tuple[Posting, ...]
    other: tuple[Posting, ...]

    @property
    def difference(self) -> Decimal:
        """Points of the one more than of the other."""
        return total(self.own) - total(self.other)


@dataclass(frozen=True)
class Separation:
    """What separates a row from another one: the indicators that differ, the widest first."""

    row: Row
    other: Row
    parts: tuple[Part, ...]

    @property
    def gap(self) -> Decimal:
        """Points of the row more than of the other."""
        return self.row.points - self.other.points


def separation(row: Row, other: Row) -> Separation:
    """The indicators that make the difference between two rows; their differences sum to the gap."""
    own, theirs = _by_heading(row), _by_heading(other)
    cited = {p.heading.id: p.heading for p in (*row.score.postings, *other.score.postings)}
    parts = (Part(head, own.get(name, ()), theirs.get(name, ())) for name, head in cited.items())
    differing = sorted((p for p in parts if p.difference), key=lambda p: -abs(p.difference))
    return Separation(row, other, tuple(differing))


def neighbours(table: Table, row: Row) -> tuple[Row | None, Row | None]:
    """The row in the place above, and the one in the place below; of several equals the nearest."""
    index = table.rows.index(row)
    above = next((r for r in reversed(table.rows[:index]) if r.rank < row.rank), None)
    below = next((r for r in table.rows[index + 1 :] if r.rank > row.rank), None)
    return above, below


def _by_heading(row: Row) -> dict[str, tuple[Posting, ...]]:
    found: dict[str, tuple[Posting, ...]] = {}
    for posting in row.score.postings:
        found[posting.heading.id] = (*found.get(posting.heading.id, ()), posting)
    return found


def everything_owed(snapshot: Snapshot, until: date | None = None) -> tuple[Obligation, ...]:
    """All obligations, those that places bring included; `until` as for `obligations`."""
    return (*obligations(snapshot, until=until), *duties(snapshot))


def account(snapshot: Snapshot, entry: Entry) -> Account:
    """The obligations, notices and postings that name a record."""
    owed = tuple(o for o in everything_owed(snapshot) if o.subject.entry.id == entry.id)
    return Account(entry, owed, _notices(snapshot, entry), tuple(_costs(snapshot, entry)))


def _notices(snapshot: Snapshot, entry: Entry) -> tuple[Entry, ...]:
    return tuple(
        found
        for found in snapshot.of("notice")
        if isinstance(found.record, Notice) and any(c.record == entry.id for c in found.record.causes)
    )


def _costs(snapshot: Snapshot, entry: Entry) -> Iterator[Cost]:
    for ranking in snapshot.pack.rankings:
        start = max(entry.born, snapshot.pack.since)
        for period in periods_between(start, snapshot.as_of, ranking.period):
            table = rank(closing(snapshot, period), ranking, period)
            for row in table.rows if table else ():
                for posting in row.score.postings:
                    if posting.entry and posting.entry.id == entry.id and posting.points != NOUGHT:
                        yield Cost(period, posting)
