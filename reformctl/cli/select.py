"""`select`: the rounds of a selection for a period, and those chosen in their order."""

from typing import Annotated, Any

import typer

from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.cli.options import AsOf, Form, Rev, put_table, read_day, read_period, talk
from reformctl.derive.selecting import Outcome, Standing, outcome
from reformctl.diagnostics import ReformctlError
from reformctl.render.table import Column, Table
from reformctl.rulebook.rulebook import in_force
from reformctl.words import say

Whole = Annotated[
    str, typer.Option("--period", help=say("A period such as 2017-04, 2017-Q2, 2017-H1 or 2017."))
]
Round = Annotated[str | None, typer.Option("--round", help=say("Only this round, every nominee of it."))]


def select(
    whole: Whole, only: Round = None, as_of: AsOf = None, rev: Rev = None, form: Form = "table"
) -> None:
    """Print who was chosen, or how a round went."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    period = read_period(whole)
    found = [s for s in in_force(snapshot.pack.selections, period.last) if s.period == period.kind]
    if not found:
        known = ", ".join(f"{s.id} ({s.period})" for s in snapshot.pack.selections)
        raise ReformctlError("E128", period=period, known=known)
    for selection in found:
        held = outcome(snapshot, selection, period)
        standings = _of_round(held, only) if only else held.chosen
        put_table(Table(_columns(held), [_row(n, s) for n, s in enumerate(standings, 1)], _title(held)), form)
        for one in held.rounds:
            passed = len(one.passed)
            text = say("{title}: {count} stood, {passed} passed")
            talk(text.format(title=one.round.title, count=len(one.standings), passed=passed))
        if len(held.rounds) < len(selection.rounds):
            waiting = selection.rounds[len(held.rounds)].title
            talk(say("not held yet: {title}").format(title=waiting))


def _of_round(held: Outcome, name: str) -> tuple[Standing, ...]:
    known = {one.round.id: one for one in held.rounds}
    if name not in known:
        raise ReformctlError("E129", name=name, known=", ".join(known))
    return known[name].standings


def _title(held: Outcome) -> str:
    return f"{held.selection.title} · {held.period}"


def _columns(held: Outcome) -> tuple[Column, ...]:
    electorates = {e.id: e.title for one in held.selection.rounds for e in one.electorates}
    return (
        Column("order", say("Rank"), right=True),
        Column("record", say("Record")),
        Column("title", say("Title"), flexible=True),
        Column("unit", say("Unit"), data_only=True),
        Column("points", say("Points"), right=True, show=lambda row: f"{row['points']:.2f}"),
        *(Column(name, title, right=True, show=_count(name)) for name, title in electorates.items()),
        Column("passed", say("passed"), data_only=True),
    )


def _count(name: str) -> Any:
    return lambda row: row.get(name, "")


def _row(order: int, standing: Standing) -> dict[str, Any]:
    nominee = standing.nominee
    return {
        "order": order,
        "record": nominee.id,
        "title": nominee.caption,
        "unit": nominee.value("unit"),
        "points": standing.points,
        "passed": standing.passed,
        **standing.counts,
    }
