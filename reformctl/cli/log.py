"""`log`: the ledger's history in its own words, by unit, record, month or author."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from reformctl.cli.completing import complete_subjects, complete_units
from reformctl.cli.opening import books_of, open_workspace, read_ledger
from reformctl.cli.options import Form, put, read_period, terminal_columns
from reformctl.cli.sides import kind_at
from reformctl.cli.stepping import Changed, changed, contents_of
from reformctl.derive.changes import RecordChange
from reformctl.diagnostics import ReformctlError
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import find_unit
from reformctl.ledger.links import links_of
from reformctl.render.logtext import Told, log_data, log_text
from reformctl.render.table import to_json
from reformctl.store.commits import BOOKS, Step, steps
from reformctl.store.workspace import Workspace
from reformctl.words import say

Revision = Annotated[str, typer.Argument(metavar="REV", help=say("The branch or commit that it ends with."))]
Unit = Annotated[
    str | None,
    typer.Option("--unit", help=say("Only records that name this unit."), autocompletion=complete_units),
]
Record = Annotated[
    str | None,
    typer.Option("--record", metavar="ID", help=say("Only this record."), autocompletion=complete_subjects),
]
Month = Annotated[
    str | None, typer.Option("--month", help=say("Only commits of this month, or of a longer period."))
]
Author = Annotated[
    str | None, typer.Option("--author", help=say("Only commits whose author's name has this."))
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="BASE", help=say("Only commits after this one."))
]
Limit = Annotated[int, typer.Option("--limit", min=1, help=say("At most so many commits."))]


def log(
    rev: Revision = "HEAD",
    unit: Unit = None,
    record: Record = None,
    month: Month = None,
    author: Author = None,
    since: Since = None,
    limit: Limit = 50,
    form: Form = "table",
) -> None:
    """Say what each commit changed, the newest first."""
    workspace = open_workspace()
    units = read_ledger(books_of(workspace, rev), ["unit"]).of("unit")
    wanted = _unit(units, unit) if unit else None
    period = read_period(month) if month else None
    made = [s for s in steps(workspace.root, rev, BOOKS, since=since) if _asked(s, period, author)]
    if wanted is None and record is None:
        told = list(_unread(workspace, made[:limit]))
    else:
        contents = contents_of(workspace.root, made)
        read = ((step, changed(step, contents)) for step in made)
        told = list(_told(read, wanted, record.upper() if record else None, limit))
    names = {entry.id: entry.caption for entry in units}
    if form == "json":
        put(to_json(log_data(told, names)))
    else:
        put(log_text(told, names, terminal_columns(), markdown=form == "md"))


def _unread(workspace: Workspace, made: list[Step]) -> Iterator[Told]:
    """Commits without a choice of records: of those that changed very many, these are only counted."""
    contents = contents_of(workspace.root, [step for step in made if len(step.changes) <= _MANY])
    for step in made:
        if len(step.changes) > _MANY:
            files = tuple(c.path for c in step.changes if kind_at(c.path) is None)
            yield Told(step.commit, (), files, _counts(step))
        elif any(part := changed(step, contents)):
            yield Told(step.commit, part.records, part.files)


_MANY = 200
"""Of a commit that changed more files the records are not read."""


def _counts(step: Step) -> Counter[tuple[str, str]]:
    """How many records of each kind a commit added, changed, struck off, by the paths alone."""
    kinds = ((kind_at(c.path), c) for c in step.changes)
    what = {(True, False): "added", (False, True): "removed", (False, False): "changed"}
    return Counter((what[c.before is None, c.after is None], kind.name) for kind, c in kinds if kind)


def _told(
    read: Iterator[tuple[Step, Changed]], unit: str | None, record: str | None, limit: int
) -> Iterator[Told]:
    left = limit
    for step, part in read:
        records = tuple(c for c in part.records if _about(c, unit, record))
        files = part.files if unit is None and record is None else ()
        if left and (records or files):
            left -= 1
            yield Told(step.commit, records, files)


def _about(change: RecordChange, unit: str | None, record: str | None) -> bool:
    named = record in (None, change.entry.id) or record == change.entry.id.upper()
    return named and (unit is None or any(_names(e, unit) for e in (change.before, change.after) if e))


def _names(entry: Entry, unit: str) -> bool:
    return entry.id == unit or any(link.target == unit for link in links_of(entry))


def _asked(step: Step, period: Period | None, author: str | None) -> bool:
    on: date = step.commit.on
    return (period is None or on in period) and (author or "").casefold() in step.commit.author.casefold()


def _unit(units: tuple[Entry, ...], text: str) -> str:
    found = find_unit(units, text)
    if isinstance(found, tuple):
        raise ReformctlError("E103", name=text, near="、".join(found))
    return found.id
