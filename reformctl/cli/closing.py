"""`closing`: which periods were closed, opened again, and what each closing published."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_ids
from reformctl.cli.opening import books_of, open_workspace, read_ledger
from reformctl.cli.options import AsOf, Form, Rev, put, put_table, read_day, talk, terminal_columns
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.ledger.entries import Entry
from reformctl.records.closing import Closing
from reformctl.render.closings import closing_data, closing_parts, closings_table
from reformctl.render.table import render, to_json
from reformctl.words import say

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help=say("The closing, such as 2017-04."), autocompletion=complete_ids("closing")
    ),
]


@app.command("list", help=say("List the periods that were closed, and those opened again."))
def listed(as_of: AsOf = None, rev: Rev = None, form: Form = "table") -> None:
    """Print every closing with what became of it."""
    found = _closings(as_of, rev)
    put_table(closings_table(found), form)
    talk(say("{count} records").format(count=len(found)))


@app.command("show", help=say("Show what a closing published, and what it stood on."))
def show(record_id: Id, as_of: AsOf = None, rev: Rev = None, form: Form = "table") -> None:
    """Print the rankings as they were closed."""
    known = {entry.id: entry for entry in _closings(as_of, rev)}
    entry = known.get(record_id)
    if entry is None or not isinstance(entry.record, Closing):
        raise ReformctlError("E104", id=record_id, near=nearest(record_id, known) or "")
    if form == "json":
        put(to_json(closing_data(entry.record)))
        return
    put("\n".join(render(part, form, terminal_columns()) for part in closing_parts(entry.record)))


def _closings(as_of: str | None, rev: str | None) -> list[Entry]:
    """The closings, as far as they were dated by a day, the last day counted first."""
    day = read_day(as_of)
    ledger = read_ledger(books_of(open_workspace(), rev), ["closing"])
    seen = (entry.seen(day) if day else entry for entry in ledger.entries)
    return sorted((e for e in seen if e), key=lambda e: (e.value("as_of"), e.born, e.id))
