"""`explain`: what stands behind a score, a place, a record, an obligation, a notice or a duty."""

from dataclasses import replace
from typing import Annotated

import typer

from reformctl.cli.completing import complete_months, complete_subjects
from reformctl.cli.opening import find_place, open_snapshot, open_workspace
from reformctl.cli.options import AsOf, Form, PeriodName, Rev, put, read_day, read_either, read_unit
from reformctl.cli.options import terminal_columns as columns
from reformctl.cli.rank import commits_behind, month_snapshot, tables_of
from reformctl.derive.explaining import account, everything_owed, neighbours, separation
from reformctl.derive.grounds import of_notice, of_obligation
from reformctl.derive.tables import Row, Table
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.ids import parse_serial
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.render.accounts import (
    account_data,
    account_parts,
    heading_table,
    postings_table,
    score_data,
)
from reformctl.render.grounds import grounds_data, grounds_table, separation_data, separation_parts
from reformctl.render.table import Format, heading, render, to_json
from reformctl.snapshot import Snapshot
from reformctl.words import say

Subject = Annotated[
    str,
    typer.Argument(
        help=say("A unit, the id of a record, or the key of an obligation or duty."),
        autocompletion=complete_subjects,
    ),
]
Month = Annotated[
    str | None,
    typer.Option("--month", help=say("A month such as 2017-04; for units."), autocompletion=complete_months),
]
ByRank = Annotated[
    bool, typer.Option("--rank", help=say("What separates the unit from the places above and below."))
]


def explain(
    subject: Subject,
    month: Month = None,
    whole: PeriodName = None,
    place: ByRank = False,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Say what stands behind a score, a place, a record, an obligation, a notice or a duty."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    if ":" in subject:
        _of_key(snapshot, subject, form)
    elif parse_serial(subject.upper()):
        _of_record(snapshot, subject.upper(), form)
    else:
        unit = read_unit(snapshot, subject)
        _of_unit(snapshot, unit, read_either(month, whole), form, place=place)


def _of_unit(snapshot: Snapshot, unit: Entry, period: Period, form: Format, *, place: bool) -> None:
    then = month_snapshot(snapshot, period)
    table, row = row_of(then, unit, period)
    if place:
        _of_place(table, row, form)
        return
    commits = commits_behind(snapshot, [replace(table, rows=(row,))])
    if form == "json":
        put(to_json(score_data(row.score, find_place, commits)))
        return
    put(render(postings_table(row.score, find_place, commits), form, columns()))
    if form != "csv":
        postings = row.score.postings
        titles = {
            heading.id: heading.title
            for heading in then.pack.headings
            if any(row.score.under(posting, heading.id) for posting in postings)
        }
        put("\n" + render(heading_table(row.score, titles), form, columns()))


def _of_place(table: Table, row: Row, form: Format) -> None:
    above, below = neighbours(table, row)
    found = [separation(row, other) for other in (above, below) if other]
    if form == "json":
        put(to_json(separation_data(table, row, above, below)))
        return
    put("\n".join(render(part, form, columns()) for part in separation_parts(table, row, found)))


def row_of(snapshot: Snapshot, unit: Entry, period: Period) -> tuple[Table, Row]:
    """The ranking that has the unit, and its row there; E107 where none has."""
    own = [r for r in snapshot.pack.rankings if r.period == period.kind]
    ranked = [r for r in own if unit in snapshot.members(r.cohort)]
    if not ranked:
        known = ", ".join(snapshot.rulebook.cohorts[r.cohort].title for r in own)
        raise ReformctlError("E107", unit=unit.caption, month=period, known=known)
    table = tables_of(snapshot, period, ranked[0].cohort)[0]
    row = table.row(unit.id)
    if row is None:
        raise ReformctlError("E107", unit=unit.caption, month=period, known="")
    return table, row


def _of_record(snapshot: Snapshot, record: str, form: Format) -> None:
    entry = snapshot.by_id.get(record)
    if entry is None:
        raise ReformctlError("E104", id=record, near=nearest(record, snapshot.by_id) or "")
    found = account(snapshot, entry)
    grounds = of_notice(snapshot, entry) if entry.kind.name == "notice" else ()
    if form == "json":
        told = {"grounds": grounds_data(grounds, find_place)} if grounds else {}
        put(to_json(account_data(snapshot, found) | told))
        return
    tables = [table for table in account_parts(snapshot, found) if table.rows or form == "csv"]
    if grounds:
        tables.insert(0, grounds_table(grounds, find_place, say("How it came about")))
    if form == "csv":
        put(render(tables[0], form))
        return
    put(heading(f"{entry.id} {entry.caption}", form) + "\n")
    put("\n".join(render(table, form, columns()) for table in tables))
    if not tables:
        put(say("nothing is owed, nothing was issued, nothing was scored") + "\n")


def _of_key(snapshot: Snapshot, key: str, form: Format) -> None:
    """An obligation or duty by its key; E158 with the nearest where there is none."""
    known = {o.key: o for o in everything_owed(snapshot)}
    owed = known.get(key)
    if owed is None:
        raise ReformctlError("E158", key=key, near=nearest(key, known) or "")
    grounds = of_obligation(snapshot, owed)
    if form == "json":
        facts = {"key": owed.key, "as_of": snapshot.as_of, "state": owed.state, "due": owed.due}
        put(to_json(facts | {"grounds": grounds_data(grounds, find_place)}))
        return
    put(render(grounds_table(grounds, find_place, key), form, columns()))
