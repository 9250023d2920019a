"""Dated facts: where a pack's moment is found in a snapshot, for one subject and one unit."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.records.models import Notice
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.timing import Moment
from reformctl.snapshot import Snapshot
from reformctl.source import Place, Route


@dataclass(frozen=True)
class Subject:
    """What a rule is about: an entry, or one item of a list of it."""

    entry: Entry
    item: BaseModel | None = None
    route: Route = ()

    @property
    def key(self) -> str:
        """The entry's id, with the item's name where there is one."""
        name = getattr(self.item, "name", None)
        return f"{self.entry.id}/{name}" if name else self.entry.id

    @property
    def place(self) -> Place:
        """Where the subject is written."""
        return self.entry.place(self.route)

    def value(self, name: str) -> Any:
        """A field of the item where it has one of that name, else of the entry."""
        if self.item is not None and name in type(self.item).model_fields:
            return getattr(self.item, name)
        return self.entry.value(name)


@dataclass(frozen=True)
class Fact:
    """Something dated that the books say, and where."""

    on: date
    entry: Entry
    place: Place


def facts(snapshot: Snapshot, moment: Moment, subject: Subject, unit: str | None) -> tuple[Fact, ...]:
    """The facts that a moment names, for a subject and, where it matters, a unit; in order of day."""
    if moment.notice:
        found = _issued(snapshot, moment.notice, subject.entry.id)
    elif moment.record:
        found = _answers(snapshot, moment, subject, unit)
    else:
        found = tuple(_own(snapshot, moment, subject, unit))
    return tuple(sorted(found, key=lambda fact: fact.on))


def field_test(snapshot: Snapshot, entry: Entry, where: Where) -> bool:
    """Whether an entry fulfils conditions on its fields."""
    return where.holds(lambda name: snapshot.value(entry, name))


def model_test(model: BaseModel, where: Where) -> bool:
    """Whether an event or a list's item fulfils conditions on its own fields."""
    return where.holds(lambda name: getattr(model, name, None))


def holders(entry: Entry, items: str | None, where: Where) -> Iterator[tuple[BaseModel, Route]]:
    """The record itself, or those items of a list of it that fulfil conditions, with their routes."""
    if items is None:
        yield entry.record, ()
        return
    for index, item in enumerate(entry.value(items) or ()):
        if model_test(item, where):
            yield item, (items, index)


def unit_ids(holder: BaseModel, entry: Entry, name: str) -> tuple[str, ...]:
    """The ids that a field of an item, else of its entry, names."""
    value = getattr(holder, name, None)
    if value is None:
        value = entry.value(name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def dated_in(
    entry: Entry, dated: str, route: Route = (), event_where: Where = ALWAYS
) -> Iterator[tuple[date, Place]]:
    """The days that a field, or the events of a name that fulfil conditions, give an entry."""
    if dated in entry.kind.events:
        for event in entry.named(dated):
            if event_where is ALWAYS or model_test(event, event_where):
                yield event.on, entry.event_place(event)
        return
    day = entry.value(dated)
    if isinstance(day, date):
        yield day, entry.place(route or (dated,))


def _own(snapshot: Snapshot, moment: Moment, subject: Subject, unit: str | None) -> Iterator[Fact]:
    entry, name = subject.entry, moment.event or ""
    if name in entry.kind.events:
        for event in entry.named(name):
            mine = moment.unit is None or getattr(event, moment.unit) == unit
            fits = moment.where is ALWAYS or model_test(event, moment.where)
            if mine and fits and _of_item(event, moment.link, subject):
                yield Fact(event.on, entry, entry.event_place(event))
        return
    day = subject.value(name)
    if isinstance(day, date) and day <= snapshot.as_of:
        yield Fact(day, entry, entry.place((name,)))


def _of_item(event: Event, link: str | None, subject: Subject) -> bool:
    return link is None or getattr(event, link) == getattr(subject.item, "name", None)


def _issued(snapshot: Snapshot, step: str, record: str) -> tuple[Fact, ...]:
    index: dict[tuple[str, str], tuple[Fact, ...]] = _kept(snapshot, "issued", _issued_index)
    return index.get((step, record), ())


def _issued_index(snapshot: Snapshot) -> dict[tuple[str, str], tuple[Fact, ...]]:
    index: dict[tuple[str, str], tuple[Fact, ...]] = {}
    for entry in snapshot.of("notice"):
        notice = entry.record
        if isinstance(notice, Notice) and entry.status != "withdrawn":
            for cause in notice.causes:
                key = (cause.step, cause.record)
                index[key] = (*index.get(key, ()), Fact(notice.issued, entry, entry.place(("issued",))))
    return index


Answers = dict[tuple[str | None, str | None], list[Fact]]


def _answers(snapshot: Snapshot, moment: Moment, subject: Subject, unit: str | None) -> tuple[Fact, ...]:
    index: Answers = _kept(snapshot, moment, lambda s: _answer_index(s, moment))
    return tuple(index.get((subject.entry.id if moment.link else None, unit if moment.unit else None), ()))


def _answer_index(snapshot: Snapshot, moment: Moment) -> Answers:
    """The facts of other records by the record that they link to and the unit that made them."""
    index: Answers = defaultdict(list)
    for entry in snapshot.of(moment.record or ""):
        if not field_test(snapshot, entry, moment.where):
            continue
        dated = moment.dated or entry.kind.born
        of_event = moment.item if moment.items is None else ALWAYS
        for holder, route in holders(entry, moment.items, moment.item):
            for target in _wanted(holder, entry, moment.link):
                for unit in _wanted(holder, entry, moment.unit):
                    for on, place in dated_in(entry, dated, route, of_event):
                        index[target, unit].append(Fact(on, entry, place))
    return index


def _wanted(holder: BaseModel, entry: Entry, name: str | None) -> tuple[str | None, ...]:
    return (None,) if name is None else unit_ids(holder, entry, name)


def _kept(snapshot: Snapshot, key: Any, make: Any) -> Any:
    """A derived value, worked out once for the snapshot."""
    slot = ("facts", key if isinstance(key, str) else key.model_dump_json())
    if slot not in snapshot.kept:
        snapshot.kept[slot] = make(snapshot)
    return snapshot.kept[slot]
