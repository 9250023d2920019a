"""An entry: one record beside the document that it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from reformctl.diagnostics import Diagnostic
from reformctl.records.base import Event, Record
from reformctl.records.kinds import Kind
from reformctl.records.reading import read_model
from reformctl.source import Document, Place, Route


@dataclass(frozen=True)
class Entry:
    """A record, its kind, and its document; `place` leads back into the file."""

    kind: Kind
    record: Record
    document: Document

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def caption(self) -> str:
        """The record's title or name."""
        return str(getattr(self.record, self.kind.caption, None) or self.record.id)

    @property
    def born(self) -> date:
        """The day from which the record is part of the books."""
        day: date = getattr(self.record, self.kind.born)
        return day

    @property
    def last_day(self) -> date:
        """The last day on which something is dated in the record, its due days aside."""
        days = (getattr(self.record, s.attribute) for s in self.kind.fields.values() if s.holds == "day")
        found: list[date] = [self.born, *(event.on for event in self.events), *(day for day in days if day)]
        return max(found)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The record's events in the order of their days."""
        return self.record.history

    @cached_property
    def status(self) -> str:
        """open, claimed, kept, closed or withdrawn: what the last settling event made it."""
        settled = [event.settles for event in self.events if event.settles]
        return settled[-1] if settled else "open"

    def place(self, route: Route = ()) -> Place:
        """A place in the record's file."""
        return Place(self.document.source, route)

    def event_place(self, event: Event) -> Place:
        """The place of one of the record's events in its file."""
        written: tuple[Event, ...] = getattr(self.record, "events", ())
        index = next((i for i, other in enumerate(written) if other is event), None)
        return self.place(() if index is None else ("events", index))

    def named(self, name: str) -> Iterator[Event]:
        """The events of a name, in the order of their days."""
        return iter(self._by_name.get(name, ()))

    @cached_property
    def _by_name(self) -> dict[str, tuple[Event, ...]]:
        found: dict[str, tuple[Event, ...]] = {}
        for event in self.events:
            name = getattr(event, "event", "")
            found[name] = (*found.get(name, ()), event)
        return found

    def value(self, name: str) -> Any:
        """A field by its name in files, the day of the last event of that name, or the status."""
        if name == "status":
            return self.status
        shape = self.kind.fields.get(name)
        if shape:
            return getattr(self.record, shape.attribute)
        days = [event.on for event in self.named(name)]
        return days[-1] if days else None

    def role(self, name: str, on: date) -> tuple[str, ...]:
        """The units that a field names on a day, a reassignment until then counted in."""
        found = self.value(name)
        for event in self.named("reassigned"):
            if event.on <= on:
                found = getattr(event, name, None) or found
        if found is None:
            return ()
        return found if isinstance(found, tuple) else (found,)

    def seen(self, as_of: date) -> "Entry | None":
        """The entry as far as it was dated by a day, or None where it had not begun."""
        if self.born > as_of:
            return None
        changes: dict[str, Any] = {}
        events: tuple[Event, ...] = getattr(self.record, "events", ())
        if any(event.on > as_of for event in events):
            changes["events"] = tuple(event for event in events if event.on <= as_of)
        for shape in self.kind.fields.values():
            if shape.holds == "day" and not shape.required:
                day = getattr(self.record, shape.attribute)
                if day is not None and day > as_of:
                    changes[shape.attribute] = None
        return replace(self, record=self.record.model_copy(update=changes)) if changes else self


def read_entry(kind: Kind, document: Document) -> Entry | tuple[Diagnostic, ...]:
    """The entry that a document of a kind makes, or all that is wrong with it."""
    record = read_model(kind.model, document)
    if isinstance(record, tuple):
        return record
    if not kind.owns(record.id):
        facts = {"id": record.id, "kind": kind.name, "prefix": kind.prefix or ""}
        return (Diagnostic("R111", Place(document.source, ("id",)), facts),)
    return Entry(kind, record, document)
