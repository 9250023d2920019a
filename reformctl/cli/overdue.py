"""`overdue` lists what is owed and past its due day; `due` what falls due in the next days."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from reformctl.cli.completing import complete_units
from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.cli.options import AsOf, Form, Rev, put_table, read_day, read_unit, talk
from reformctl.derive.explaining import everything_owed
from reformctl.derive.obligations import Obligation
from reformctl.render.owed import by_due, owed_table, post
from reformctl.snapshot import Snapshot
from reformctl.words import say

_LATE = ("overdue", "missed")
_AHEAD = ("pending", "near", "extended", "claimed")

Unit = Annotated[
    str | None,
    typer.Option("--unit", help=say("Only what this unit owes."), autocompletion=complete_units),
]
Group = Annotated[
    str | None,
    typer.Option("--group", help=say("Only records of this special group."), autocompletion=complete_units),
]
Person = Annotated[
    str | None, typer.Option("--person", help=say("Only records with this officer or leader."))
]
Missed = Annotated[
    bool, typer.Option("--missed", help=say("Also periods that are over and can no longer be met."))
]
Days = Annotated[int, typer.Option("--days", min=0, help=say("How many days ahead."))]


def overdue(
    unit: Unit = None,
    group: Group = None,
    person: Person = None,
    missed: Missed = False,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Print what is overdue."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    states = _LATE if missed else _LATE[:1]
    late = [o for o in everything_owed(snapshot) if o.state in states]
    found = sorted(_wanted(snapshot, late, unit, group, person), key=by_due)
    put_table(owed_table(snapshot, found, over=True), form)
    talk(say("{count} overdue on {day}").format(count=len(found), day=snapshot.as_of))


def due(
    days: Days = 14,
    unit: Unit = None,
    group: Group = None,
    person: Person = None,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Print what falls due in the next days."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    until = snapshot.as_of + timedelta(days=days)
    ahead = [
        o
        for o in everything_owed(snapshot, until)
        if o.state in _AHEAD and o.due and snapshot.as_of <= o.due <= until
    ]
    found = sorted(_wanted(snapshot, ahead, unit, group, person), key=by_due)
    put_table(owed_table(snapshot, found, over=False), form)
    text = say("{count} due from {first} to {last}")
    talk(text.format(count=len(found), first=snapshot.as_of, last=until))


def _wanted(
    snapshot: Snapshot, owed: list[Obligation], unit: str | None, group: str | None, person: str | None
) -> Iterator[Obligation]:
    """Those of a unit, of a group's records, and of a post; all where none is named."""
    unit_id = read_unit(snapshot, unit).id if unit else None
    group_id = read_unit(snapshot, group).id if group else None
    for o in owed:
        in_group = group_id is None or group_id in (o.subject.entry.value("group"), *o.debtors)
        posts = (post(o, "officer"), post(o, "leader"))
        if (unit_id is None or unit_id in o.debtors) and in_group and (person is None or person in posts):
            yield o
