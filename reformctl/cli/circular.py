"""`circular`: the month's circular, from the same snapshot as its ranking."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_months
from reformctl.cli.contents import Asked
from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.cli.options import AsOf, PeriodName, Rev, read_day, read_either
from reformctl.cli.papers import Desk, Given, Out, Pdf, write_papers
from reformctl.words import say

Month = Annotated[
    str | None,
    typer.Option("--month", help=say("A month such as 2017-04."), autocompletion=complete_months),
]
Number = Annotated[
    int | None,
    typer.Option("--number", min=1, help=say("The paper's number; that of the period if left out.")),
]
KIND = "circular"


def circular(
    month: Month = None,
    whole: PeriodName = None,
    out: Out = None,
    pdf: Pdf = False,
    number: Number = None,
    given: Given = None,
    as_of: AsOf = None,
    rev: Rev = None,
) -> None:
    """Write the circular of a period as Markdown and Word."""
    workspace = open_workspace()
    period = read_either(month, whole)
    snapshot = open_snapshot(workspace, read_day(as_of), rev)
    said = [*(given or ()), *([f"number={number}"] if number else ())]
    desk = Desk.of(workspace, snapshot, rev, said)
    write_papers(desk, desk.jobs(KIND, Asked(period)), out, pdf=pdf)
