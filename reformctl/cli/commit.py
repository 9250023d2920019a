"""`commit`: what changed in the books, checked, with a message that says it."""

from typing import Annotated

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.check import all_problems
from reformctl.cli.opening import books_of, open_workspace, report, today
from reformctl.cli.options import put, talk
from reformctl.cli.unsaved import unsaved_changes
from reformctl.diagnostics import Diagnostic
from reformctl.render.annotations import only_new
from reformctl.render.committext import message_of
from reformctl.store.commits import BOOKS, unsaved
from reformctl.store.history import commit_paths, head
from reformctl.store.workspace import Workspace
from reformctl.words import say

Message = Annotated[
    str | None,
    typer.Option("--message", "-m", help=say("The message's first line; else made from the change.")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Print the message and commit nothing."))]
Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATH", help=say("Only these files or folders of the books."))
]


def commit(paths: Paths = None, message: Message = None, dry_run: DryRun = False) -> int:
    """Commit the changes of the books; 1 where they bring new problems."""
    workspace = open_workspace()
    chosen = tuple(paths or BOOKS)
    part = unsaved_changes(workspace, chosen)
    if not part.records and not part.files:
        talk(say("nothing was changed"))
        return OK
    text = message_of(part.records, part.files)
    if message:
        text = f"{message}\n\n{text}"
    if dry_run:
        put(text)
        return OK
    problems = new_problems(workspace)
    if problems:
        report(problems)
        return BOOKS_WRONG
    name = commit_paths(workspace.root, unsaved(workspace.root, chosen), text)
    put(text)
    talk(say("committed as {commit}").format(commit=(name or "")[:10]))
    return OK


def new_problems(workspace: Workspace) -> tuple[Diagnostic, ...]:
    """The problems that the work tree has and the last commit has not."""
    day, last = today(workspace), head(workspace.root)
    found = all_problems(workspace, books_of(workspace), day)[1]
    before = all_problems(workspace, books_of(workspace, last), day, last)[1] if last else ()
    return tuple(only_new(found, before))
