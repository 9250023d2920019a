"""`circular`: the month's circular, from the same snapshot as its ranking."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_months
from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.cli.options import AsOf, Rev, read_day, read_month
from reformctl.cli.papers import Out, write_paper
from reformctl.cli.rank import month_snapshot, tables_of
from reformctl.derive.duties import duties_of
from reformctl.derive.explaining import everything_owed
from reformctl.render.circular import circular_data
from reformctl.render.papers import Paper
from reformctl.words import say

Month = Annotated[
    str,
    typer.Option("--month", help=say("A month such as 2017-04."), autocompletion=complete_months),
]
Number = Annotated[
    int | None,
    typer.Option("--number", min=1, help=say("The paper's number; that of the month if left out.")),
]
KIND = "circular"


def circular(
    month: Month, out: Out = None, number: Number = None, as_of: AsOf = None, rev: Rev = None
) -> None:
    """Write the month's circular as Markdown and Word."""
    workspace = open_workspace()
    period = read_month(month)
    snapshot = month_snapshot(open_snapshot(workspace, read_day(as_of), rev), period)
    standings = [(table, duties_of(snapshot, table)) for table in tables_of(snapshot, period, some=False)]
    overdue = [o for o in everything_owed(snapshot) if o.state == "overdue"]
    facts = circular_data(snapshot, period, standings, overdue)
    kind = snapshot.rulebook.papers.get(KIND)
    settings = workspace.settings.papers
    paper = Paper(
        kind=KIND,
        stem=f"{KIND}-{period}",
        title=kind.title if kind else KIND,
        issued=snapshot.as_of,
        series=kind.series if kind else "",
        number=number or period.first.month,
        recipients=(kind.recipients if kind else ()) or settings.recipients,
        copies=(kind.copies if kind else ()) or settings.copies,
    )
    write_paper(workspace, snapshot, paper, facts, out, rev)
