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
from reformctl.source import Document
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
    """A version of a record: the commit that wrote it (None where it is not committed), its entry."""

    commit: Commit | None
    entry: Entry | None
    unreadable: bool = False


def history(
    subject: Subject, brief: Brief = False, as_of: AsOf = None, rev: Rev = None, form: Form = "table"
) -> None:
    """Say what each commit did to a record, the oldest first."""
    workspace = open_workspace()
    day = read_day(as_of) or today(workspace)
    snapshot = open_snapshot(workspace, day, rev)
    kind, record_id = _named(snapshot, subject)
    path = _path(snapshot, kind, record_id)
    found = [v for v in versions(workspace.root, kind, path, rev) if v.commit is None or v.commit.on <= day]
    if not found:
        raise ReformctlError("E104", id=record_id, near=nearest(record_id, snapshot.by_id) or "")
    turns = tuple(_turns(snapshot, found, brief))
    names = {unit.id: unit.caption for unit in snapshot.units}
    if form == "json":
        put(to_json(history_data(record_id, turns, names)))
        return
    put(history_text(record_id, _caption(found), turns, names, terminal_columns(), markdown=form == "md"))


def versions(root: Path, kind: Kind, path: str, revision: str | None) -> Iterator[Version]:
    """The versions of a file, the oldest first; the work tree's last where it differs."""
    found = [
        (step.commit, change.after)
        for step in reversed(steps(root, revision or "HEAD", [path]))
        for change in step.changes
    ]
    contents = read_blobs(root, [name for _, name in found if name])
    for commit, name in found:
        yield _version(commit, kind, path, next(contents) if name else None)
    if revision is None and path in unsaved(root, [path]):
        source = WorkTree(root).read_file(path)
        text = None if source is None or isinstance(source, Diagnostic) else source.text.encode("utf-8")
        yield _version(None, kind, path, text)


def _version(commit: Commit | None, kind: Kind, path: str, content: bytes | None) -> Version:
    if content is None:
        return Version(commit, None)
    source = decode(path, content)
    document = source if isinstance(source, Diagnostic) else parse(source)
    entry = read_entry(kind, document) if isinstance(document, Document) else None
    return Version(commit, entry) if isinstance(entry, Entry) else Version(commit, None, unreadable=True)


def _turns(snapshot: Snapshot, found: list[Version], brief: bool) -> Iterator[Turn]:
    before: Entry | None = None
    for version in found:
        if version.unreadable:
            yield Turn(version.commit, None, None)
            continue
        change = record_change(before, version.entry)
        if change:
            day = _day(version.commit, snapshot.as_of)
            done = None if brief else effects(snapshot.asked_on(day), before, version.entry)
            yield Turn(version.commit, change, done)
        before = version.entry


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
