"""`statement`: what a unit sees of a month before it is closed, and may contest."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_months, complete_units
from reformctl.cli.explain import row_of
from reformctl.cli.opening import find_place, open_snapshot, open_workspace
from reformctl.cli.options import (
    AsOf,
    Form,
    PeriodName,
    Rev,
    put,
    read_day,
    read_either,
    read_unit,
    terminal_columns,
)
from reformctl.cli.rank import commits_behind, month_snapshot
from reformctl.derive.stating import statement as stated
from reformctl.render.escaping import markdown_text
from reformctl.render.statement import contesting, standing, statement_data, statement_parts
from reformctl.render.table import render, to_json
from reformctl.words import say

Unit = Annotated[
    str,
    typer.Argument(
        metavar=say("UNIT"),
        help=say("A unit: its id, its name, or a unique beginning of it."),
        autocompletion=complete_units,
    ),
]
Month = Annotated[
    str | None,
    typer.Option("--month", help=say("A month such as 2017-04."), autocompletion=complete_months),
]


def statement(
    unit: Unit,
    month: Month = None,
    whole: PeriodName = None,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Print each point that a unit won and lost, what it owes, its appeals, and how to contest."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    period = read_either(month, whole)
    then = month_snapshot(snapshot, period)
    table, row = row_of(then, read_unit(snapshot, unit), period)
    found = stated(snapshot, then, table, row)
    commits = commits_behind(snapshot, [table])
    if form == "json":
        put(to_json(statement_data(found, find_place, commits)))
        return
    tables = statement_parts(then, found, find_place, commits)
    parts = [render(part, form, terminal_columns()) for part in tables]
    if form == "csv":
        put(parts[1])
        return
    put("\n".join(parts))
    words = [standing(found), *([contesting(found)] if found.contestable else [])]
    put("\n" + "\n".join(markdown_text(text) if form == "md" else text for text in words) + "\n")
