"""Rights in words, and as the CODEOWNERS file by which a host asks for reviews."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reformctl.derive.owning import Overstep
from reformctl.ledger.entries import Entry
from reformctl.records.kinds import KINDS
from reformctl.records.owners import ANY, Owners, Right
from reformctl.render.changetext import label_of
from reformctl.render.table import Column, Table
from reformctl.words import mark, say

_WHAT = {
    "field": mark("{who} may not change {name} of {record}"),
    "event": mark("{who} may not record {name} in {record}"),
    "past": mark("{who} may not rewrite {name}, which stood in {record}"),
    "added": mark("{who} may not add {record}"),
    "removed": mark("{who} may not strike {record} off"),
    "file": mark("{who} may not change {name}"),
}
HEAD = mark("Made by reformctl owners from the settings; the last line that fits a path decides.")


def overstep_line(overstep: Overstep) -> str:
    """What was overstepped, by whom."""
    entry = overstep.entry
    name = label_of(overstep.name) if overstep.what == "field" else overstep.name
    name = say(name) if overstep.what in ("event", "past") else name
    record = f"{entry.id} {entry.caption}" if entry else ""
    return say(_WHAT[overstep.what]).format(who=overstep.who, name=name, record=record)


def rights_table(owners: Owners, names: Mapping[str, str]) -> Table:
    """The rights, a row for each, with those who act for the units."""
    columns = (
        Column("units", say("Unit"), show=lambda row: row["names"], flexible=True),
        Column("names", say("Names"), data_only=True),
        Column("people", say("People"), flexible=True),
        Column("kinds", say("Kinds"), show=lambda row: row["kinds"] or say("all"), flexible=True),
        Column("fields", say("Fields"), flexible=True),
        Column("events", say("Events"), show=lambda row: tuple(map(say, row["events"])), flexible=True),
        Column("adds", say("Adds"), show=lambda row: say("yes") if row["adds"] else ""),
        Column("everything", say("Everything"), show=lambda row: say("yes") if row["everything"] else ""),
    )
    return Table(columns, [_right(owners, right, names) for right in owners.rights])


def _right(owners: Owners, right: Right, names: Mapping[str, str]) -> dict[str, Any]:
    told = tuple(names.get(unit, unit) for unit in right.units)
    people = tuple(p for unit in right.units for p in owners.people.get(unit, ()))
    return right.model_dump() | {"names": told, "people": people}


def codeowners(owners: Owners, entries: Iterable[Entry], prefix: str = "") -> str:
    """The CODEOWNERS of a ledger: the office for all, the units beside it for records of their own.

    `prefix` is the workspace's folder within the repository. E-mails and accounts stand as they are; patterns
    such as *@domain mean nothing to a host and are left out.
    """
    office = _people(owners, (unit for r in owners.rights if r.everything for unit in r.units))
    lines = [f"# {say(HEAD)}", _line("*", office)]
    listed = sorted(entries, key=lambda e: (e.kind.name, e.id))
    sets = {e.id: e.value("members") for e in listed if e.kind.name == "unit" and e.value("members")}
    for entry in listed:
        people = _people(owners, _holders(owners, entry, sets))
        if people:
            lines.append(_line(f"/{prefix}{entry.document.source.path}", (*people, *office)))
    return "\n".join(lines) + "\n"


def _holders(owners: Owners, entry: Entry, sets: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The units that have a right to something in a record of their own."""
    roles = (n for n, shape in entry.kind.fields.items() if shape.ref == "unit" and shape.holds == "ref")
    named = [unit for role in roles for unit in entry.role(role, entry.last_day)]
    own = {member for unit in named for member in (unit, *sets.get(unit, ()))} & set(owners.people)
    for right in owners.rights:
        if not right.everything and entry.kind.name in (right.kinds or KINDS):
            meant = {member for unit in right.units for member in (unit, *sets.get(unit, ()))}
            yield from sorted(own if ANY in right.units else own & meant)


def _people(owners: Owners, units: Iterable[str]) -> tuple[str, ...]:
    found = (person for unit in units for person in owners.people.get(unit, ()))
    return tuple(dict.fromkeys(person for person in found if not set("*?[ \t#") & set(person)))


def _line(path: str, people: Iterable[str]) -> str:
    escaped = path.replace("\\", "\\\\").replace(" ", "\\ ")
    return " ".join((escaped, *people))
