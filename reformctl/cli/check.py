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
from reformctl.render.problems import as_data
from reformctl.render.table import to_json
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.words import say

Form = Annotated[Literal["text", "json"], typer.Option("--format", help=say("How to print it."))]


def check(as_of: AsOf = None, rev: Rev = None, form: Form = "text") -> int:
    """Say every problem of the books in one run; 1 where there is one."""
    workspace = open_workspace()
    ledger, rulebook, unreadable = collect(books_of(workspace, rev))
    day = read_day(as_of) or today(workspace)
    found = in_order((*unreadable, *problems_of(workspace.root, ledger, rulebook, day, rev)))
    if form == "json":
        put(to_json(as_data(found, find_place)))
    elif found:
        report(found)
    else:
        talk(say("{count} records, no problems").format(count=len(ledger.entries)))
    return BOOKS_WRONG if found else OK


def problems_of(
    root: Path, ledger: Ledger, rulebook: Rulebook | None, day: date, revision: str | None = None
) -> Iterator[Diagnostic]:
    """What only the whole can show; the pack's demands and closed periods where the pack could be read."""
    yield from whole.problems(ledger)
    if rulebook:
        snapshot = Snapshot(ledger, rulebook, day, revision)
        yield from checks.problems(snapshot)
        yield from closed_problems(root, snapshot)
