"""`notice`: which notices fall due and why, issuing them as records, and their letters."""

from typing import Annotated

import typer

from reformctl.cli.keeping import group_for
from reformctl.cli.opening import open_snapshot, open_workspace, today
from reformctl.cli.options import AsOf, Form, Rev, put, put_table, read_day, talk
from reformctl.cli.papers import Out, write_paper
from reformctl.derive.escalation import due_notices, numbered, record_data
from reformctl.derive.explaining import account
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.records.kinds import KINDS
from reformctl.render.notices import Numbered, due_table, letter_data, subject_line
from reformctl.render.papers import Paper
from reformctl.snapshot import Snapshot
from reformctl.store.history import commit_paths
from reformctl.store.rewriting import new_text
from reformctl.store.writing import Writer
from reformctl.words import say

app: typer.Typer = group_for("notice", without=("add",))

Kind = Annotated[str | None, typer.Option("--kind", help=say("Only notices of this kind, by id or title."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Show what would be written; write nothing."))]
Commit = Annotated[
    bool | None, typer.Option("--commit/--no-commit", help=say("Commit the change to git at once."))
]


@app.command("due", help=say("List the notices that fall due on a day, and why."))
def due(kind: Kind = None, as_of: AsOf = None, rev: Rev = None, form: Form = "table") -> None:
    """Print what should be issued."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    found = _wanted(snapshot, kind)
    put_table(due_table(snapshot, found), form)
    talk(say("{count} notices due on {day}").format(count=len(found), day=snapshot.as_of))


@app.command("issue", help=say("Write the notices that are due as records with their numbers."))
def issue(
    kind: Kind = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    commit: Commit = None,
    form: Form = "table",
) -> None:
    """Issue what is due; run again it finds nothing left to issue."""
    workspace = open_workspace()
    if dry_run:
        snapshot = open_snapshot(workspace, read_day(as_of) or today(workspace))
        found = _wanted(snapshot, kind)
        for serial, notice in found:
            put(f"# {KINDS['notice'].home(str(serial))}\n{_text(snapshot, (serial, notice))}\n")
        talk(say("{count} notices would be issued").format(count=len(found)))
        return
    with Writer(workspace.root) as writer:
        snapshot = open_snapshot(workspace, read_day(as_of) or today(workspace))
        found = _wanted(snapshot, kind)
        for serial, notice in found:
            writer.put(KINDS["notice"].home(str(serial)), _text(snapshot, (serial, notice)), new=True)
    if found and (workspace.settings.commit if commit is None else commit):
        commit_paths(workspace.root, writer.written, _message(found))
    put_table(due_table(snapshot, found), form)
    talk(say("{count} notices issued").format(count=len(found)))


@app.command("paper", help=say("Write a notice's letter as Markdown and Word."))
def paper(
    record_id: Annotated[str, typer.Argument(metavar="ID", help=say("The notice, such as TS2017-001."))],
    out: Out = None,
    rev: Rev = None,
) -> None:
    """Write the letter of one notice."""
    workspace = open_workspace()
    snapshot = open_snapshot(workspace, None, rev)
    entry = snapshot.by_id.get(record_id.upper())
    if entry is None or entry.kind.name != "notice":
        near = nearest(record_id.upper(), (e.id for e in snapshot.of("notice"))) or ""
        raise ReformctlError("E104", id=record_id, near=near)
    letter = letter_data(snapshot, entry.id)
    face = Paper(
        kind="notice",
        stem=entry.id,
        title=letter["kind"],
        issued=entry.born,
        series=letter["series"],
        number=letter["number"],
        recipients=letter["to"],
        copies=letter["copies"],
    )
    write_paper(workspace, snapshot, face, {"notice": letter, "account": account(snapshot, entry)}, out, rev)


def _wanted(snapshot: Snapshot, kind: str | None) -> tuple[Numbered, ...]:
    """The due notices of a kind, of all where none is named, with their numbers."""
    kinds = snapshot.rulebook.notices.values()
    named = {k.id for k in kinds if kind in (None, k.id, k.title)}
    if not named:
        known = ", ".join(f"{k.id} ({k.title})" for k in kinds)
        raise ReformctlError("E116", name=kind, known=known)
    return numbered(snapshot, tuple(n for n in due_notices(snapshot) if n.kind.id in named))


def _text(snapshot: Snapshot, numbered_notice: Numbered) -> str:
    serial, notice = numbered_notice
    return new_text(record_data(serial, notice, snapshot.as_of, subject_line(notice)))


def _message(found: tuple[Numbered, ...]) -> str:
    listed = [f"{serial} {notice.kind.title} {notice.entry.caption}" for serial, notice in found]
    return "\n".join([say("Issue {count} notices").format(count=len(found)), "", *listed])
