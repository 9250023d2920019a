"""`history`: a record's life commit by commit: who changed what, and what that did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from reformctl.cli.completing import complete_subjects
from reformctl.cli.opening import open_snapshot, open_workspace, today
from reformctl.cli.options import AsOf, Form, Rev, put, read_day, read_unit, terminal_columns
from reformctl.derive.changes import record_change
from reformctl.derive.lifetimes import Turn, effects
from reformctl.diagnostics import Diagnostic, ReformctlError, nearest
from reformctl.domain.commits import Commit
from reformctl.ledger.entries import Entry, read_entry
from reformctl.records.kinds import Kind, kind_of_id
from reformctl.render.historytext import history_data, history_text
from reformctl.render.table import to_json
from reformctl.snapshot import Snapshot
from reformctl.source import Document, SourceFile
from reformctl.store.commits import steps, unsaved
from reformctl.store.revision import read_blobs
from reformctl.store.worktree import WorkTree
from reformctl.store.yamltext import decode, parse
from reformctl.words import say

Subject = Annotated[
    str, typer.Argument(metavar="ID", help=say("The record's id."), autocompletion=complete_subjects)
]
Brief = Annotated[
    bool, typer.Option("--brief", help=say("Only who changed what; not what it did to due days and scores."))
]


@dataclass(frozen=True)
class Version:
    """What a commit made of a record (None where nothing is committed yet), and what it was before that."""

    commit: Commit | None
    before: Entry | None
    entry: Entry | None
    unreadable: bool = False


def history(
    subject: Subject, brief: Brief = False, as_of: AsOf = None, rev: Rev = None, form: Form = "table"
) -> None:
    """Say what each commit did to a record, the oldest first."""
    workspace = open_workspace()
    last = read_day(as_of)
    snapshot = open_snapshot(workspace, last or today(workspace), rev)
    kind, record_id = _named(snapshot, subject)
    path = _path(snapshot, kind, record_id)
    found = [v for v in versions(workspace.root, kind, path, rev) if _by(v.commit, last)]
    if not found and record_id in snapshot.ledger.by_id:
        raise ReformctlError("E178", id=record_id, day=last or snapshot.as_of)
    if not found:
        raise ReformctlError("E104", id=record_id, near=nearest(record_id, snapshot.by_id) or "")
    turns = tuple(_turns(snapshot, found, brief))
    names = {unit.id: unit.caption for unit in snapshot.units}
    if form == "json":
        put(to_json(history_data(record_id, turns, names)))
        return
    put(history_text(record_id, _caption(found), turns, names, terminal_columns(), markdown=form == "md"))


def versions(root: Path, kind: Kind, path: str, revision: str | None) -> Iterator[Version]:
    """The versions of a file, the oldest first, each beside that of its commit's own parent.

    The work tree's is the last where it differs. A merge that joins versions is not one itself.
    """
    found = [
        (step.commit, change)
        for step in reversed(steps(root, revision or "HEAD", [path]))
        for change in step.changes
    ]
    names = list(dict.fromkeys(n for _, change in found for n in (change.before, change.after) if n))
    read = {n: _read(kind, path, content) for n, content in zip(names, read_blobs(root, names), strict=True)}
    last: Entry | None = None
    for commit, change in found:
        before, entry = read.get(change.before or ""), read.get(change.after or "")
        before = before or (last if change.before else None)
        yield Version(commit, before, entry, bool(change.after and not entry))
        last = entry or last
    if revision is None and path in unsaved(root, [path]):
        source = WorkTree(root).read_file(path)
        entry = _read(kind, path, source.text.encode("utf-8")) if isinstance(source, SourceFile) else None
        yield Version(None, last, entry, source is not None and entry is None)


def _read(kind: Kind, path: str, content: bytes) -> Entry | None:
    """A version of a record; None where it cannot be read."""
    source = decode(path, content)
    document = source if isinstance(source, Diagnostic) else parse(source)
    entry = read_entry(kind, document) if isinstance(document, Document) else None
    return entry if isinstance(entry, Entry) else None


def _turns(snapshot: Snapshot, found: list[Version], brief: bool) -> Iterator[Turn]:
    for version in found:
        if version.unreadable:
            yield Turn(version.commit, None, None)
            continue
        change = record_change(version.before, version.entry)
        if change:
            day = _day(version.commit, snapshot.as_of)
            done = None if brief else effects(snapshot.asked_on(day), version.before, version.entry)
            yield Turn(version.commit, change, done)


def _by(commit: Commit | None, last: date | None) -> bool:
    """Whether a version was there by a day; what is not committed is there today alone."""
    return last is None or (commit is not None and commit.on <= last)


def _day(commit: Commit | None, as_of: date) -> date:
    return min(commit.on, as_of) if commit else as_of


def _named(snapshot: Snapshot, text: str) -> tuple[Kind, str]:
    """The kind and id that a text means, a unit by any of its names; E103 where it means nothing."""
    for name in (text.upper(), text):
        kind = kind_of_id(name)
        if kind:
            return kind, name
    unit = read_unit(snapshot, text)
    return unit.kind, unit.id


def _path(snapshot: Snapshot, kind: Kind, record_id: str) -> str:
    entry = snapshot.ledger.by_id.get(record_id)
    return entry.document.source.path if entry else kind.home(record_id)


def _caption(found: list[Version]) -> str:
    captions = [version.entry.caption for version in found if version.entry]
    return captions[-1] if captions else ""
