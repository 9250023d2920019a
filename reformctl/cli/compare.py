"""`compare`: what made the difference between two periods, for one unit or for all."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_cohorts, complete_months
from reformctl.cli.opening import find_place, open_snapshot, open_workspace
from reformctl.cli.options import (
    AsOf,
    Form,
    Rev,
    UnitName,
    put,
    read_cohort,
    read_day,
    read_period,
    read_unit,
    terminal_columns,
)
from reformctl.cli.rank import month_snapshot, tables_of
from reformctl.derive.explaining import separation
from reformctl.derive.tables import Row, Table
from reformctl.diagnostics import ReformctlError
from reformctl.domain.periods import Period
from reformctl.render.between import comparison, comparison_data, comparisons, moved_postings
from reformctl.render.table import Format, render, to_json
from reformctl.snapshot import Snapshot
from reformctl.words import say

Earlier = Annotated[
    str, typer.Argument(help=say("The earlier period, such as 2017-03."), autocompletion=complete_months)
]
Later = Annotated[
    str, typer.Argument(help=say("The later period, of the same kind."), autocompletion=complete_months)
]
Cohort = Annotated[
    str | None,
    typer.Option("--cohort", help=say("Only this cohort."), autocompletion=complete_cohorts),
]


def compare(
    earlier: Earlier,
    later: Later,
    unit: UnitName = None,
    cohort: Cohort = None,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Say which indicators and postings made the difference between two periods."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    periods = read_period(earlier), read_period(later)
    if periods[0].kind != periods[1].kind or periods[0] == periods[1]:
        raise ReformctlError("E159", earlier=periods[0], later=periods[1])
    wanted = read_cohort(snapshot, cohort) if cohort else None
    before, after = (_tables(snapshot, period, wanted) for period in periods)
    if unit is None:
        _all(before, after, form)
        return
    entry = read_unit(snapshot, unit)
    one, other = _row(before, entry.id), _row(after, entry.id)
    if one is None or other is None:
        missing = periods[0] if one is None else periods[1]
        raise ReformctlError("E107", unit=entry.caption, month=missing, known="-")
    _one(one, other, form)


def _tables(snapshot: Snapshot, period: Period, cohort: str | None) -> tuple[Table, ...]:
    return tables_of(month_snapshot(snapshot, period), period, cohort)


def _row(tables: tuple[Table, ...], unit: str) -> Row | None:
    found = (table.row(unit) for table in tables)
    return next((row for row in found if row), None)


def _one(before: Row, after: Row, form: Format) -> None:
    """The indicators that differ, then the postings behind them on both sides."""
    found = separation(after, before)
    if form == "json":
        put(to_json(comparison_data(found, find_place)))
        return
    put(render(comparison(found), form, terminal_columns()))
    if form != "csv":
        put("\n" + render(moved_postings(found, find_place), form, terminal_columns()))


def _all(before: tuple[Table, ...], after: tuple[Table, ...], form: Format) -> None:
    pairs = [(old, new) for old in before for new in after if old.ranking.id == new.ranking.id]
    listings = [comparisons(old, new) for old, new in pairs]
    if form == "json":
        put(to_json([row for listing in listings for row in listing.rows]))
        return
    put("\n".join(render(listing, form, terminal_columns()) for listing in listings))
