"""`explain`: every posting behind a unit's score, or all that follows from a record."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_months, complete_subjects
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
from reformctl.cli.rank import month_snapshot, tables_of
from reformctl.derive.explaining import account
from reformctl.derive.tables import Row
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.ids import parse_serial
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.render.accounts import account_data, account_parts, heading_table, postings_table, score_data
from reformctl.render.table import Format, render, to_json
from reformctl.snapshot import Snapshot
from reformctl.words import say

Subject = Annotated[
    str, typer.Argument(help=say("A unit, or the id of a record."), autocompletion=complete_subjects)
]
Month = Annotated[
    str | None,
    typer.Option("--month", help=say("A month such as 2017-04; for units."), autocompletion=complete_months),
]


def explain(
    subject: Subject,
    month: Month = None,
    whole: PeriodName = None,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Say what stands behind a unit's score of a month or longer period, or behind a record."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    if parse_serial(subject.upper()):
        _of_record(snapshot, subject.upper(), form)
        return
    unit = read_unit(snapshot, subject)
    _of_unit(snapshot, unit, read_either(month, whole), form)


def _of_unit(snapshot: Snapshot, unit: Entry, period: Period, form: Format) -> None:
    then = month_snapshot(snapshot, period)
    row = _row(then, unit, period)
    if form == "json":
        put(to_json(score_data(row.score, find_place)))
        return
    postings = postings_table(row.score, find_place)
    put(render(postings, form, terminal_columns()))
    if form != "csv":
        titles = {heading.id: heading.title for heading in then.pack.headings}
        put("\n" + render(heading_table(row.score, titles), form, terminal_columns()))


def _row(snapshot: Snapshot, unit: Entry, period: Period) -> Row:
    """The unit's row in the ranking that has it; E107 where none has."""
    own = [r for r in snapshot.pack.rankings if r.period == period.kind]
    ranked = [r for r in own if unit in snapshot.members(r.cohort)]
    if not ranked:
        known = ", ".join(snapshot.rulebook.cohorts[r.cohort].title for r in own)
        raise ReformctlError("E107", unit=unit.caption, month=period, known=known)
    table = tables_of(snapshot, period, ranked[0].cohort)[0]
    row = table.row(unit.id)
    assert row is not None  # noqa: S101 - every member of the cohort has a row
    return row


def _of_record(snapshot: Snapshot, record: str, form: Format) -> None:
    entry = snapshot.by_id.get(record)
    if entry is None:
        raise ReformctlError("E104", id=record, near=nearest(record, snapshot.by_id) or "")
    found = account(snapshot, entry)
    if form == "json":
        put(to_json(account_data(snapshot, found)))
        return
    if form != "csv":
        put(f"{entry.id} {entry.caption}\n\n")
    tables = account_parts(snapshot, found)
    for table in tables[:1] if form == "csv" else tables:
        put(render(table, form, terminal_columns()) + ("" if form == "csv" else "\n"))
