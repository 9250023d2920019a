"""`paper`: any paper of the pack, for a period, a record or a unit, one or a whole month's at once."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_months, complete_units
from reformctl.cli.contents import Asked, is_periodic
from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.cli.options import AsOf, Form, PeriodName, Rev, put_table, read_day, read_either, read_unit
from reformctl.cli.papers import Desk, Given, Job, Out, Pdf, write_papers
from reformctl.diagnostics import ReformctlError
from reformctl.domain.periods import Period, period_of
from reformctl.render.table import Column, Table
from reformctl.snapshot import Snapshot
from reformctl.words import say

ALL = "all"
KindName = Annotated[
    str | None,
    typer.Argument(
        metavar="KIND", help=say("The paper, or “all” of a month; left out, the papers are listed.")
    ),
]
Month = Annotated[
    str | None,
    typer.Option("--month", help=say("A month such as 2017-04."), autocompletion=complete_months),
]
UnitName = Annotated[
    str | None,
    typer.Option(
        "--unit",
        help=say("A unit: its id, its name, or a unique beginning of it."),
        autocompletion=complete_units,
    ),
]
RecordId = Annotated[
    str | None, typer.Option("--record", metavar="ID", help=say("The record that the paper is on."))
]


def paper(
    kind: KindName = None,
    month: Month = None,
    whole: PeriodName = None,
    record: RecordId = None,
    unit: UnitName = None,
    out: Out = None,
    pdf: Pdf = False,
    given: Given = None,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Write papers as Markdown and Word, or list those that the pack has."""
    workspace = open_workspace()
    snapshot = open_snapshot(workspace, read_day(as_of), rev)
    if kind is None:
        put_table(papers_table(snapshot), form)
        return
    period = read_either(month, whole) if month or whole else None
    desk = Desk.of(workspace, snapshot, rev, given)
    asked = Asked(period, record, read_unit(snapshot, unit) if unit else None)
    jobs = month_jobs(desk, period) if kind == ALL else desk.jobs(kind, asked)
    if not jobs:
        raise ReformctlError("E132", name=kind, period=period or "")
    write_papers(desk, jobs, out, pdf=pdf)


def month_jobs(desk: Desk, period: Period | None) -> tuple[Job, ...]:
    """Every paper of a month: its letters and lists, and those of the periods that end with it."""
    if period is None:
        raise ReformctlError("E115", option="--month")
    found: list[Job] = []
    for kind in desk.snapshot.pack.papers:
        every = (kind.every or "month") if is_periodic(kind) else period.kind
        own = period if period.kind == every else period_of(period.last, every)
        if own.last == period.last and own.last >= desk.snapshot.pack.since:
            found.extend(desk.jobs(kind.id, Asked(own)))
    return tuple(found)


def papers_table(snapshot: Snapshot) -> Table:
    """The papers of the pack, what each tells and for which period."""
    columns = (
        Column("paper", say("Paper")),
        Column("title", say("Title"), flexible=True),
        Column("tells", say("Tells")),
        Column("every", say("Every")),
        Column("template", say("Template")),
        Column("clause", say("Clause")),
    )
    rows = [
        {
            "paper": kind.id,
            "title": kind.title,
            "tells": kind.content,
            "every": (kind.every or "month") if is_periodic(kind) else say("record"),
            "template": kind.template,
            "clause": kind.clause,
        }
        for kind in snapshot.pack.papers
    ]
    return Table(columns, rows)
