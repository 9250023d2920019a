"""What differs between two books: records field by field, what is owed, rows and postings of rankings.

A difference is the pipe run twice; each part here takes the results of both runs and sets them side by side.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from reformctl.derive.obligations import Obligation
from reformctl.derive.postings import Posting
from reformctl.derive.tables import Row, Table
from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.records.shape import shape_of


@dataclass(frozen=True)
class FieldChange:
    """A field's value before and after; None where it was, or is, not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class EventChange:
    """An event that was added or taken out, or whose fields were changed."""

    event: str
    before: Event | None
    after: Event | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def shown(self) -> Event:
        """The event as it is now, or as it was where it is gone."""
        event = self.after or self.before
        assert event is not None  # noqa: S101 - one of the two is always there
        return event


@dataclass(frozen=True)
class RecordChange:
    """What became of a record: `what` is added, removed or changed."""

    what: str
    before: Entry | None
    after: Entry | None
    fields: tuple[FieldChange, ...] = ()
    events: tuple[EventChange, ...] = ()

    @property
    def entry(self) -> Entry:
        """The record as it is now, or as it was where it is gone."""
        entry = self.after or self.before
        assert entry is not None  # noqa: S101 - one of the two is always there
        return entry


@dataclass(frozen=True)
class OwedChange:
    """An obligation before and after; `what` is new, gone, met, due, or state."""

    what: str
    before: Obligation | None
    after: Obligation | None

    @property
    def owed(self) -> Obligation:
        """The obligation as it is now, or as it was where it is gone."""
        owed = self.after or self.before
        assert owed is not None  # noqa: S101 - one of the two is always there
        return owed


@dataclass(frozen=True)
class RowChange:
    """A unit's row before and after, with the postings that went and came."""

    before: Row | None
    after: Row | None
    lost: tuple[Posting, ...]
    gained: tuple[Posting, ...]

    @property
    def row(self) -> Row:
        """The row as it is now, or as it was where it is gone."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - one of the two is always there
        return row


def record_change(before: Entry | None, after: Entry | None) -> RecordChange | None:
    """How two versions of a record differ; None where they say the same."""
    if before is None or after is None:
        if before is after:
            return None
        only = after or before
        fields = tuple(_fields(None, only.record) if after and only else ())
        events = tuple(_events((), only.events) if after and only else ())
        return RecordChange("added" if after else "removed", before, after, fields, events)
    fields = tuple(_fields(before.record, after.record))
    events = tuple(_events(before.events, after.events))
    return RecordChange("changed", before, after, fields, events) if fields or events else None


def _fields(before: BaseModel | None, after: BaseModel) -> Iterator[FieldChange]:
    """The fields in which two models of one type differ, in the order of the model."""
    for name, shape in shape_of(type(after)).items():
        default = type(after).model_fields[shape.attribute].get_default(call_default_factory=True)
        old = getattr(before, shape.attribute) if before else default
        new = getattr(after, shape.attribute)
        if old != new:
            yield FieldChange(name, old if before else None, new)


def _events(before: Iterable[Event], after: Iterable[Event]) -> Iterator[EventChange]:
    """Events that came and went; one of the same name and day on both sides was changed."""
    old, new = list(before), list(after)
    for event in list(new):
        if event in old:
            old.remove(event)
            new.remove(event)
    for event in new:
        twin = next((one for one in old if _same(one, event)), None)
        if twin is None:
            yield EventChange(_name(event), None, event)
        else:
            old.remove(twin)
            yield EventChange(_name(event), twin, event, tuple(_fields(twin, event)))
    for event in old:
        yield EventChange(_name(event), event, None)


def _name(event: Event) -> str:
    return str(getattr(event, "event", ""))


def _same(one: Event, other: Event) -> bool:
    return (_name(one), one.on) == (_name(other), other.on)


def owed_changes(before: Iterable[Obligation], after: Iterable[Obligation]) -> tuple[OwedChange, ...]:
    """How what is owed differs: by rule, subject, period and who owes."""
    old, new = {o.key: o for o in before}, {o.key: o for o in after}
    return tuple(
        OwedChange(_what(old.get(key), new.get(key)), old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if _standing(old.get(key)) != _standing(new.get(key))
    )


def _standing(o: Obligation | None) -> tuple[Any, ...] | None:
    return (o.state, o.due, o.met_on) if o else None


def _what(before: Obligation | None, after: Obligation | None) -> str:
    if before is None or after is None:
        return "gone" if after is None else "new"
    if after.state in ("met", "met-late", "met-extended") and after.state != before.state:
        return "met"
    return "due" if before.due != after.due and before.state == after.state else "state"


def row_changes(before: Table | None, after: Table | None) -> tuple[RowChange, ...]:
    """The rows whose place, score or postings differ, in the order of the later table."""
    old = {row.unit.id: row for row in before.rows} if before else {}
    new = {row.unit.id: row for row in after.rows} if after else {}
    changes = (row_change(old.get(unit), new.get(unit)) for unit in dict.fromkeys((*new, *old)))
    return tuple(change for change in changes if change)


def row_change(before: Row | None, after: Row | None) -> RowChange | None:
    """How two rows of a unit differ; None where place, score and postings are the same."""
    lost, gained = _apart(_postings(before), _postings(after))
    same = before and after and (before.rank, before.points) == (after.rank, after.points)
    return None if same and not lost and not gained else RowChange(before, after, lost, gained)


def _postings(row: Row | None) -> tuple[Posting, ...]:
    return row.score.postings if row else ()


def _apart(
    before: tuple[Posting, ...], after: tuple[Posting, ...]
) -> tuple[tuple[Posting, ...], tuple[Posting, ...]]:
    """The postings that only one side has, each as often as it has them more."""
    lost = Counter(map(posting_key, before)) - Counter(map(posting_key, after))
    gained = Counter(map(posting_key, after)) - Counter(map(posting_key, before))
    return tuple(_taken(before, lost)), tuple(_taken(after, gained))


def _taken(postings: tuple[Posting, ...], wanted: Counter[tuple[Any, ...]]) -> Iterator[Posting]:
    for posting in postings:
        key = posting_key(posting)
        if wanted[key] > 0:
            wanted[key] -= 1
            yield posting


def posting_key(posting: Posting) -> tuple[Any, ...]:
    """What makes two postings the same: where they count, what they stand on, how much."""
    record = posting.entry.id if posting.entry else None
    return posting.heading.id, posting.rule.id, record, posting.points
