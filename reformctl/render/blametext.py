"""A record's fields and entries, each beside the commit that made it what it is."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reformctl.domain.commits import Commit
from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.render.changetext import value_text
from reformctl.render.records import event_row, plain_value
from reformctl.render.table import Column, Table
from reformctl.words import say


class Line(NamedTuple):
    """A field or an event with its value, and its commit; None where it is not committed."""

    field: str
    value: Any
    commit: Commit | None


def blame_table(entry: Entry, lines: Iterable[Line], names: Mapping[str, str]) -> Table:
    """The record part by part."""
    columns = (
        Column("field", say("Field")),
        Column("value", say("Value"), show=lambda row: row["shown"], flexible=True),
        Column("commit", say("Commit"), show=lambda row: row["short"]),
        Column("on", say("Day")),
        Column("author", say("Author"), flexible=True),
        Column("subject", say("Message"), data_only=True),
    )
    return Table(columns, [_row(entry, line, names) for line in lines], f"{entry.id} {entry.caption}")


def _row(entry: Entry, line: Line, names: Mapping[str, str]) -> dict[str, Any]:
    commit = line.commit
    return {
        "field": line.field,
        "value": plain_value(line.value),
        "shown": _shown(entry, line, names),
        "commit": commit.name if commit else None,
        "short": commit.short if commit else say("not committed"),
        "on": commit.on if commit else None,
        "author": commit.author if commit else None,
        "subject": commit.subject if commit else None,
    }


def _shown(entry: Entry, line: Line, names: Mapping[str, str]) -> str:
    if not isinstance(line.value, Event):
        return value_text(line.value, entry.kind.fields.get(line.field), names)
    row = event_row(line.value, names)
    parts = (str(row["on"]), say(str(row["event"])), str(row["by"] or ""), row["what"])
    return " ".join(part for part in parts if part)
