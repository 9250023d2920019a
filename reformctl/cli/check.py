"""`check`: every file against its schema, the ledger as a whole, and the pack's demands on records."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.auditing import closed_problems
from reformctl.cli.opening import books_of, collect, find_place, in_order, open_workspace, report, today
from reformctl.cli.options import AsOf, Rev, put, read_day, talk
from reformctl.derive import checks
from reformctl.diagnostics import Diagnostic
from reformctl.ledger import ledger as whole
from reformctl.ledger.ledger import Ledger
from reformctl.render.annotations import annotations, only_new
from reformctl.render.harmless import log_text
from reformctl.render.problems import as_data, as_text
from reformctl.render.table import to_json
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.store.books import Books
from reformctl.store.differing import prefix_of
from reformctl.store.revision import resolve
from reformctl.store.workspace import Workspace
from reformctl.words import say

Form = Annotated[
    Literal["text", "json", "github", "gitlab", "sarif", "junit"],
    typer.Option("--format", help=say("How to print it.")),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="BASE", help=say("Only problems that were not there at this commit.")),
]


def check(as_of: AsOf = None, rev: Rev = None, form: Form = "text", since: Since = None) -> int:
    """Say every problem of the books in one run; 1 where there is one."""
    workspace = open_workspace()
    day = read_day(as_of) or today(workspace)
    count, problems = all_problems(workspace, books_of(workspace, rev), day, rev)
    if since is not None:
        base = resolve(workspace.root, since)
        problems = tuple(only_new(problems, all_problems(workspace, books_of(workspace, base), day, base)[1]))
    found = in_order(problems)
    if form == "json":
        put(to_json(as_data(found, find_place)))
    elif form != "text":
        put(annotations(found, find_place, form, prefix_of(workspace.root)))
        talk(log_text(as_text(found, find_place)).rstrip("\n") or _fine(count, since))
    elif found:
        report(found)
    else:
        talk(_fine(count, since))
    return BOOKS_WRONG if found else OK


def _fine(count: int, since: str | None) -> str:
    text = say("{count} records, no new problems") if since else say("{count} records, no problems")
    return text.format(count=count)


def all_problems(
    workspace: Workspace, books: Books, day: date, revision: str | None = None
) -> tuple[int, tuple[Diagnostic, ...]]:
    """How many records some books hold, and every problem of theirs."""
    ledger, rulebook, unreadable = collect(books)
    readable = not unreadable
    found = problems_of(workspace.root, ledger, rulebook, day, revision, audited=readable)
    return len(ledger.entries), (*unreadable, *found)


def problems_of(
    root: Path,
    ledger: Ledger,
    rulebook: Rulebook | None,
    day: date,
    revision: str | None = None,
    *,
    audited: bool = True,
) -> Iterator[Diagnostic]:
    """What only the whole can show; the pack's demands and closed periods where the pack could be read.

    Closed periods are not `audited` where records cannot be read: all would seem to be changed by that.
    """
    yield from whole.problems(ledger)
    if rulebook:
        snapshot = Snapshot(ledger, rulebook, day, revision)
        yield from checks.problems(snapshot)
        yield from closed_problems(root, snapshot) if audited else ()
