"""Changes held against the rights of those who made them: a district its progress, never its marks."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from reformctl.derive.changes import RecordChange
from reformctl.ledger.entries import Entry
from reformctl.records.owners import ANY, Owners, Right
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Overstep:
    """What someone changed without the right to: a part of a record, or a file that is no record.

    `what` is field, event, past (an event that stood there), added, removed, or file; `name` the field's,
    the event's or the file's.
    """

    who: str
    what: str
    name: str
    entry: Entry | None = None


def units_of(owners: Owners, who: str) -> frozenset[str]:
    """The units that a person acts for: by the host's account, written @name, or by e-mail."""
    name = who.casefold()
    return frozenset(
        unit
        for unit, patterns in owners.people.items()
        if any(fnmatchcase(name, pattern.casefold()) for pattern in patterns)
    )


def oversteps(
    base: Snapshot, owners: Owners, who: str, records: Iterable[RecordChange], files: Iterable[str] = ()
) -> Iterator[Overstep]:
    """What a person changed without a right to, by the rights that held before the change."""
    if not owners.rights:
        return
    units = units_of(owners, who)
    rights = tuple(right for right in owners.rights if _holds(base, owners, right, units))
    if any(right.everything for right in rights):
        return
    for change in records:
        held = change.before or change.entry
        own = tuple(r for r in rights if change.entry.kind.name in (r.kinds or (change.entry.kind.name,)))
        mine = own if _named(held) & _widened(base, units) else ()
        yield from (Overstep(who, what, name, change.entry) for what, name in _beyond(change, mine))
    yield from (Overstep(who, "file", path) for path in files)


def _holds(base: Snapshot, owners: Owners, right: Right, units: Collection[str]) -> bool:
    known = {entry.id: entry.value("members") for entry in base.ledger.of("unit")}
    meant = {member for unit in right.units for member in (known.get(unit) or (unit,))}
    return bool(meant & set(units)) or (ANY in right.units and bool(set(units) & set(owners.people)))


def _widened(base: Snapshot, units: Collection[str]) -> set[str]:
    """The units, and the sets of units that they belong to."""
    sets = (entry for entry in base.ledger.of("unit") if set(entry.value("members") or ()) & set(units))
    return {*units, *(entry.id for entry in sets)}


def _named(entry: Entry) -> set[str]:
    """The units that a record names in its fields, reassignments counted in."""
    roles = (n for n, shape in entry.kind.fields.items() if shape.ref == "unit" and shape.holds == "ref")
    return {unit for role in roles for unit in entry.role(role, date.max)}


def _beyond(change: RecordChange, rights: Collection[Right]) -> Iterator[tuple[str, str]]:
    """The parts of a change that no right covers."""
    if change.what != "changed":
        if change.what == "removed" or not any(right.adds for right in rights):
            yield change.what, change.entry.id
        return
    for field in change.fields:
        if not any({ANY, field.field} & set(right.fields) for right in rights):
            yield "field", field.field
    for event in change.events:
        if not any({ANY, event.event} & set(right.events) for right in rights):
            yield "event", event.event
        elif event.before is not None:
            yield "past", event.event
