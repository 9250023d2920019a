"""`notice`: which notices fall due and why, issuing them as records, and their letters."""

from pathlib import Path
from typing import Annotated

import typer

from reformctl.cli.keeping import group_for
from reformctl.cli.opening import open_snapshot, open_workspace, today
from reformctl.cli.options import AsOf, Form, Rev, put, put_table, read_day, talk
from reformctl.cli.papers import Desk, Given, Out, Pdf, write_papers
from reformctl.derive.escalation import due_notices, numbered, record_data
from reformctl.diagnostics import ReformctlError
from reformctl.records.kinds import KINDS
from reformctl.render.notices import Numbered, due_table, subject_line
from reformctl.snapshot import Snapshot
from reformctl.store.history import commit_paths
from reformctl.store.office import find_office
from reformctl.store.rewriting import new_text
from reformctl.store.writing import Writer
from reformctl.words import say

app: typer.Typer = group_for("notice", without=("add",))

Kind = Annotated[str | None, typer.Option("--kind", help=say("Only notices of this kind, by id or title."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Show what would be written; write nothing."))]
Commit = Annotated[
    bool | None, typer.Option("--commit/--no-commit", help=say("Commit the change to git at once."))
]

Papers = Annotated[
    Path | None,
    typer.Option(
        "--papers", metavar=say("DIR"), help=say("Write the letters of what is issued to a folder.")
    ),
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
    papers: Papers = None,
    pdf: Pdf = False,
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
    if papers and pdf:
        find_office()
    with Writer(workspace.root) as writer:
        snapshot = open_snapshot(workspace, read_day(as_of) or today(workspace))
        found = _wanted(snapshot, kind)
        for serial, notice in found:
            writer.put(KINDS["notice"].home(str(serial)), _text(snapshot, (serial, notice)), new=True)
    if found and (workspace.settings.commit if commit is None else commit):
        commit_paths(workspace.root, writer.written, _message(found))
    put_table(due_table(snapshot, found), form)
    if papers and found:
        desk = Desk.of(workspace, open_snapshot(workspace, snapshot.as_of), None)
        letters = [job for serial, _ in found for job in desk.letters(str(serial))]
        write_papers(desk, letters, papers, pdf=pdf, tell=talk)
    talk(say("{count} notices issued").format(count=len(found)))


@app.command("paper", help=say("Write a notice's letter as Markdown and Word."))
def paper(
    record_id: Annotated[str, typer.Argument(metavar="ID", help=say("The notice, such as TS2017-001."))],
    out: Out = None,
    pdf: Pdf = False,
    given: Given = None,
    as_of: AsOf = None,
    rev: Rev = None,
) -> None:
    """Write the letter of one notice."""
    workspace = open_workspace()
    desk = Desk.of(workspace, open_snapshot(workspace, read_day(as_of), rev), rev, given)
    letters = desk.letters(record_id)
    if not letters:
        raise ReformctlError("E132", name=record_id, period="")
    write_papers(desk, letters, out, pdf=pdf)


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
