"""Records as listings: many in a table, one with its fields and its events in order."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reformctl.ledger.entries import Entry
from reformctl.records.shape import shape_of
from reformctl.render.table import Column, Row, Table
from reformctl.words import mark, say

STATUSES = {
    "open": mark("open"),
    "claimed": mark("claimed"),
    "kept": mark("kept"),
    "closed": mark("closed"),
    "withdrawn": mark("withdrawn"),
}
"""What a record's last settling event made it."""

_HOLDERS = ("lead", "unit", "body", "to", "units")


def due_days(entry: Entry) -> tuple[date | None, date | None]:
    """The due day as it was set, and as approved extensions left it."""
    original = next((entry.value(n) for n in ("due", "until", "deadline") if n in entry.kind.fields), None)
    current = original
    for event in entry.named("extended"):
        to = getattr(event, "to", None)
        if isinstance(to, date) and current and to > current:
            current = to
    return original, current


def holders(entry: Entry) -> tuple[str, ...]:
    """The units that a record lies with, the last reassignment counted in."""
    name = next((n for n in _HOLDERS if n in entry.kind.fields), None)
    return entry.role(name, date.max) if name else ()


def records_table(entries: Iterable[Entry], names: dict[str, str]) -> Table:
    """Records in the order given."""
    columns = (
        Column("id", say("Id")),
        Column("title", say("Title"), flexible=True),
        Column("status", say("Status"), show=_status),
        Column("units", say("Unit"), show=lambda row: row["names"], flexible=True),
        Column("names", say("Names"), data_only=True),
        Column("group", say("Group"), show=lambda row: names.get(row["group"], row["group"]), flexible=True),
        Column("level", say("Level"), show=lambda row: say(row["level"]) if row["level"] else ""),
        Column("since", say("Since")),
        Column("original_due", say("Original due day"), data_only=True),
        Column("due", say("Due"), show=_due),
    )
    return Table(columns, [_row(entry, names) for entry in entries])


def record_data(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    """One record as data: its fields, its status and due days, and its events."""
    original, due = due_days(entry)
    return {
        "id": entry.id,
        "path": entry.document.source.path,
        "status": entry.status,
        "original_due": original,
        "due_now": due,
        "fields": {name: plain_value(entry.value(name)) for name in entry.kind.fields},
        "events": [_event(event) for event in entry.events],
        "names": {unit: names[unit] for unit in holders(entry) if unit in names},
    }


def record_table(entry: Entry, names: dict[str, str]) -> Table:
    """One record's fields as they are, names beside ids."""
    original, due = due_days(entry)
    rows: list[dict[str, Any]] = [{"field": "status", "value": say(STATUSES[entry.status])}]
    for name, shape in entry.kind.fields.items():
        value = plain_value(entry.value(name))
        if value in (None, [], {}):
            continue
        rows.append({"field": name, "value": _named(value, names) if shape.ref == "unit" else value})
    if due != original:
        rows.append({"field": say("due now"), "value": due})
    columns = (Column("field", say("Field")), Column("value", say("Value"), flexible=True))
    return Table(columns, rows, f"{entry.id} {entry.caption}")


def events_table(entry: Entry, names: dict[str, str]) -> Table:
    """One record's events in the order of their days."""
    columns = (
        Column("on", say("Day")),
        Column("event", say("Event"), show=lambda row: say(row["event"])),
        Column("by", say("By"), flexible=True),
        Column("what", say("What"), flexible=True),
    )
    rows = [event_row(event, names) for event in entry.events]
    return Table(columns, rows, say("Events"))


def event_row(event: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """An event as a row: its day, its name, the post, and the rest of what it says."""
    data = _event(event)
    rest = {k: v for k, v in data.items() if k not in ("on", "event", "by")}
    what = tuple(
        f"{name}: {_text(names.get(value, value) if isinstance(value, str) else value)}"
        for name, value in rest.items()
    )
    return {"on": data["on"], "event": data["event"], "by": data.get("by"), "what": "; ".join(what)}


def _event(event: Any) -> dict[str, Any]:
    found = {
        name: plain_value(getattr(event, shape.attribute)) for name, shape in shape_of(type(event)).items()
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def _row(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    original, due = due_days(entry)
    units = holders(entry)
    return {
        "id": entry.id,
        "title": entry.caption,
        "status": entry.status,
        "units": units,
        "names": tuple(names.get(unit, unit) for unit in units),
        "group": entry.value("group") if "group" in entry.kind.fields else None,
        "level": entry.value("level") if "level" in entry.kind.fields else None,
        "since": entry.born,
        "original_due": original,
        "due": due,
    }


def _status(row: Row) -> str:
    return say(STATUSES[row["status"]])


def _due(row: Row) -> str:
    if row["due"] == row["original_due"]:
        return str(row["due"] or "")
    return say("{due} (was {original})").format(due=row["due"], original=row["original_due"])


def _named(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_named(part, names) for part in value]
    return f"{names[value]} ({value})" if value in names else value


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def plain_value(value: Any) -> Any:
    """A field's value without models: mappings, lists and scalars."""
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    if hasattr(value, "model_dump"):
        return {k: plain_value(v) for k, v in value.model_dump(by_alias=True, exclude_none=True).items()}
    return value
