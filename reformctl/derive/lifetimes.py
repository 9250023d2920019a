"""What one version of a record, in the place of another, did to what is owed and to scores."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from reformctl.derive.changes import OwedChange, RecordChange, RowChange, owed_changes, row_changes
from reformctl.derive.closing import entry_digest
from reformctl.derive.obligations import Obligation, obligations_of
from reformctl.derive.published import is_closed
from reformctl.derive.ranking import closing, rank
from reformctl.domain.commits import Commit
from reformctl.domain.periods import Period, period_of, periods_between
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.rulebook.rulebook import in_force
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Effects:
    """What a change of one record did: to its own obligations, and to rows of rankings."""

    owed: tuple[OwedChange, ...]
    rows: tuple[RowChange, ...]


@dataclass(frozen=True)
class Turn:
    """What one commit did to a record, and what followed; the commit is None where there is none yet.

    `change` is None where the version could not be read, `effects` where they were not asked for.
    """

    commit: Commit | None
    change: RecordChange | None
    effects: Effects | None


def effects(snapshot: Snapshot, before: Entry | None, after: Entry | None) -> Effects:
    """What followed, on the snapshot's day, from putting one version of a record in another's place.

    All other records are as the snapshot has them, so that nothing but this record makes a difference.
    Scores are those of the month that the day lies in, and of earlier ones that the change reaches back
    to; closed months stay as they were published.
    """
    old, new = _with(snapshot, before, after), _with(snapshot, after, before)
    owed = owed_changes(_owed(old, before or after), _owed(new, before or after))
    rows = [
        change
        for period in _reached(snapshot, before, after)
        for ranking in in_force(snapshot.pack.rankings, period.last)
        if ranking.period == period.kind and not is_closed(closing(new, period), ranking, period)
        for change in row_changes(
            rank(closing(old, period), ranking, period), rank(closing(new, period), ranking, period)
        )
    ]
    return Effects(owed, tuple(rows))


def _with(snapshot: Snapshot, entry: Entry | None, other: Entry | None) -> Snapshot:
    """The snapshot with one version of a record, and no other version of it."""
    named = entry or other
    kept = tuple(e for e in snapshot.ledger.entries if named is None or e.id != named.id)
    ledger = Ledger((*kept, entry) if entry else kept)
    return replace(snapshot, ledger=ledger, kept={}, _days={})


def _owed(snapshot: Snapshot, entry: Entry | None) -> Iterator[Obligation]:
    """The obligations on a record: only rules on its kind can make one."""
    rules = dict.fromkeys(r.id for r in snapshot.pack.obligations if entry and r.each == entry.kind.name)
    for rule in rules:
        for o in obligations_of(snapshot, rule):
            if entry and o.subject.entry.id == entry.id:
                yield o


def _reached(snapshot: Snapshot, before: Entry | None, after: Entry | None) -> Iterator[Period]:
    """The months at whose end, or on whose day, the two versions do not say the same."""
    first = max(snapshot.pack.since, min(e.born for e in (before, after) if e))
    for period in periods_between(first, snapshot.as_of, "month"):
        day = min(period.last, snapshot.as_of)
        if period == period_of(snapshot.as_of, "month") or _seen(before, day) != _seen(after, day):
            yield period


def _seen(entry: Entry | None, day: date) -> str | None:
    seen = entry.seen(day) if entry else None
    return entry_digest(seen) if seen else None
