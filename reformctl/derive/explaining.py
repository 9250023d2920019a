"""What stands behind a result: a record's obligations and notices, and what they cost whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reformctl.derive.duties import duties
from reformctl.derive.obligations import Obligation, obligations
from reformctl.derive.postings import NOUGHT, Posting
from reformctl.derive.ranking import closing, rank
from reformctl.domain.periods import Period, periods_between
from reformctl.ledger.entries import Entry
from reformctl.records.models import Notice
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
