"""`blame`: for each field and entry of a record, the commit that made it what it is."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from reformctl.cli.completing import complete_subjects
from reformctl.cli.opening import books_of, open_workspace, read_ledger, read_one
from reformctl.cli.options import Form, Rev, put_table
from reformctl.cli.sides import kind_at
from reformctl.cli.stepping import changed, contents_of, entry_or_none
from reformctl.cli.unsaved import unsaved_changes
from reformctl.derive.changes import RecordChange, record_change
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.commits import Commit
from reformctl.ledger.entries import Entry
from reformctl.records.kinds import kind_of_id
from reformctl.render.blametext import Line, blame_table
from reformctl.store.commits import Step, steps
from reformctl.store.revision import Revision
from reformctl.store.workspace import Workspace
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
    names = {unit.id: unit.caption for unit in ledger.of("unit")}
    put_table(blame_table(entry, _lines(entry, list(_made(workspace, entry, rev))), names), form)


Made = tuple[Commit | None, RecordChange]
"""A commit, None for what is not committed, and what it did to the record."""


def _made(workspace: Workspace, entry: Entry, rev: str | None) -> Iterator[Made]:
    """What was done to a record, the newest first; a merge did what none of its parents has."""
    path = entry.document.source.path
    if rev is None:
        yield from ((None, c) for c in unsaved_changes(workspace, (path,)).records if c.entry.id == entry.id)
    found = steps(workspace.root, rev or "HEAD", [path])
    contents = contents_of(workspace.root, found)
    for step in found:
        own = changed(step, contents).records if step.changes else _merged(workspace, step, path)
        yield from ((step.commit, change) for change in own)


def _merged(workspace: Workspace, step: Step, path: str) -> Iterator[RecordChange]:
    """How a merge differs from each of its parents."""
    after = _at(workspace, step.commit.name, path)
    for parent in step.parents:
        change = record_change(_at(workspace, parent, path), after)
        if change:
            yield change


def _at(workspace: Workspace, revision: str, path: str) -> Entry | None:
    source = Revision(workspace.root, revision).read_file(path)
    kind = kind_at(path)
    return entry_or_none(read_one(kind, source)) if source and kind else None


def _lines(entry: Entry, made: list[Made]) -> Iterator[Line]:
    """Each field and event that the record has, with the last commit that made it so."""
    for name in entry.kind.fields:
        value: Any = entry.value(name)
        if name in entry.document.data:
            changes = ((commit, field) for commit, c in made for field in c.fields if field.field == name)
            yield Line(name, value, next((commit for commit, f in changes if f.after == value), None))
    for event in entry.events:
        commits = (commit for commit, c in made for e in c.events if e.after == event)
        yield Line("events", event, next(commits, None))
