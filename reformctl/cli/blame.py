"""`blame`: for each field and entry of a record, the commit that made it what it is."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from reformctl.cli.completing import complete_subjects
from reformctl.cli.history import Version, versions
from reformctl.cli.opening import books_of, open_workspace, read_ledger
from reformctl.cli.options import Form, Rev, put_table
from reformctl.derive.changes import record_change
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.commits import Commit
from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.records.kinds import kind_of_id
from reformctl.render.blametext import Line, blame_table
from reformctl.words import say

Subject = Annotated[
    str, typer.Argument(metavar="ID", help=say("The record's id."), autocompletion=complete_subjects)
]


def blame(subject: Subject, rev: Rev = None, form: Form = "table") -> None:
    """Say for each field and entry of a record who made it what it is, and when."""
    workspace = open_workspace()
    kind = kind_of_id(subject.upper()) or kind_of_id(subject)
    if kind is None:
        raise ReformctlError("E104", id=subject, near="")
    ledger = read_ledger(books_of(workspace, rev), list(dict.fromkeys(("unit", kind.name))))
    entry = ledger.by_id.get(subject.upper()) or ledger.by_id.get(subject)
    if entry is None:
        raise ReformctlError("E104", id=subject, near=nearest(subject, ledger.by_id) or "")
    found = list(versions(workspace.root, kind, entry.document.source.path, rev))
    names = {unit.id: unit.caption for unit in ledger.of("unit")}
    put_table(blame_table(entry, _lines(entry, found), names), form)


def _lines(entry: Entry, found: list[Version]) -> Iterator[Line]:
    """Each field and event that the record has, with the last commit that changed it."""
    fields: dict[str, Commit | None] = {}
    events: list[tuple[Event, Commit | None]] = []
    before: Entry | None = None
    for version in found:
        if version.unreadable:
            continue
        change = record_change(before, version.entry)
        for field in change.fields if change else ():
            fields[field.field] = version.commit
        for event in change.events if change else ():
            events = [pair for pair in events if pair[0] != event.before]
            events += [(event.after, version.commit)] if event.after else []
        before = version.entry
    for name in entry.kind.fields:
        value: Any = entry.value(name)
        if value not in (None, (), {}) and name in fields:
            yield Line(name, value, fields[name])
    for shown in entry.events:
        commit = next((commit for event, commit in events if event == shown), None)
        yield Line("events", shown, commit)
