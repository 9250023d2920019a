"""Up to which day two books say the same, so that such days are worked out only once."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from reformctl.derive.changes import RecordChange
from reformctl.domain.periods import periods_between
from reformctl.ledger.entries import Entry
from reformctl.snapshot import Snapshot

_DECIDED = ("closing", "correction")
"""What is decided about a period counts for days before its own."""


def same_until(records: Iterable[RecordChange]) -> date | None:
    """The last day on which both books say the same; None where there is none to be sure of."""
    if any(change.entry.kind.name in _DECIDED for change in records):
        return None
    days = (_differs_from(change) for change in records)
    first = min((day for day in days if day), default=None)
    return first - timedelta(days=1) if first and first > date.min else None


def _differs_from(change: RecordChange) -> date:
    """The first day on which a record is not seen the same on both sides."""
    sides = [entry for entry in (change.before, change.after) if entry]
    born = min(entry.born for entry in sides)
    days = sorted({born, *(entry.last_day for entry in sides), *(d for e in sides for d in _dates(e))})
    return next((day for day in days if day >= born and not _alike(change, day)), born)


def _dates(entry: Entry) -> Iterator[date]:
    yield from (event.on for event in entry.events)
    for shape in entry.kind.fields.values():
        if shape.holds == "day" and (day := getattr(entry.record, shape.attribute)):
            yield day


def _alike(change: RecordChange, day: date) -> bool:
    one, other = (entry.seen(day) if entry else None for entry in (change.before, change.after))
    return (one.record if one else None) == (other.record if other else None)


def days_over(snapshot: Snapshot, last: date) -> Iterator[date]:
    """The last days of the periods that the pack ranks, up to a day."""
    for kind in dict.fromkeys(ranking.period for ranking in snapshot.pack.rankings):
        first = snapshot.pack.since - timedelta(days=366)
        if first <= last:
            yield from (p.last for p in periods_between(first, last, kind) if p.last <= last)
