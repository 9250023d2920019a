"""What is owed, as a listing: state, who, what, on which record, by when, under which clause."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from reformctl.derive.obligations import Obligation, debtors
from reformctl.derive.warning import lamp_of
from reformctl.domain.dates import days_overdue
from reformctl.render.table import Column, Row, Table
from reformctl.render.telling import owed_what, state_mark, state_style
from reformctl.snapshot import Snapshot
from reformctl.words import say


def owed_table(snapshot: Snapshot, owed: Iterable[Obligation], *, over: bool) -> Table:
    """The obligations in the order given; with `over` days past the due day, else days still left."""
    rows = [_row(snapshot, o) for o in owed]
    days = (
        Column("days_over", say("Days over"), right=True)
        if over
        else Column("days_left", say("Days left"), right=True)
    )
    columns = (
        Column("state", say("State"), show=_state, style=_style),
        Column("units", say("Owed by"), show=lambda row: row["names"], flexible=True),
        Column("names", say("Names"), data_only=True),
        Column("title", say("What is owed"), flexible=True),
        Column("record", say("Record")),
        Column("caption", say("Title"), flexible=True),
        Column("key", say("Key"), data_only=True),
        Column("officer", say("Officer"), data_only=True),
        Column("rule", say("Rule"), data_only=True),
        Column("period", say("Period"), data_only=True),
        Column("since", say("Since")),
        Column("original_due", say("Original due day"), data_only=True),
        Column("due", say("Due"), show=_due),
        Column("provisional", say("provisional"), data_only=True),
        Column("lamp", say("Warning"), data_only=not snapshot.pack.lamps),
        Column("to", say("Submitted to"), data_only=True),
        days,
        Column("clause", say("Clause")),
    )
    return Table(columns, rows)


def _row(snapshot: Snapshot, o: Obligation) -> dict[str, Any]:
    entry = o.subject.entry
    return {
        "state": o.state,
        "units": o.debtors,
        "names": tuple(snapshot.name(unit) for unit in o.debtors),
        "title": owed_what(o),
        "record": entry.id,
        "caption": entry.caption,
        "key": o.key,
        "officer": post(o, "officer"),
        "rule": o.rule.id,
        "period": str(o.period) if o.period else None,
        "since": o.since,
        "original_due": o.original_due,
        "due": o.due,
        "provisional": o.provisional,
        "lamp": lamp.colour if (lamp := lamp_of(snapshot, o)) else None,
        "to": _route(snapshot, o),
        "days_over": days_overdue(o.due, snapshot.as_of)
        if o.due and o.state in ("overdue", "missed")
        else None,
        "days_left": days_overdue(snapshot.as_of, o.due) if o.due else None,
        "clause": o.rule.clause,
    }


def _route(snapshot: Snapshot, o: Obligation) -> tuple[str, ...]:
    """The names of those that it goes to, where the rule names a route."""
    route = getattr(o.rule, "submitted_to", None)
    found = debtors(snapshot, route, o.subject.entry, snapshot.as_of) if route else ()
    return tuple(snapshot.name(unit) for unit in found)


def post(o: Obligation, role: str) -> str | None:
    """The post in a role of the record, the last reassignment counted in."""
    found = o.subject.entry.value(role)
    for event in o.subject.entry.named("reassigned"):
        found = getattr(event, role, None) or found
    return str(found) if found else None


def by_due(o: Obligation) -> tuple[date, str, str]:
    """The order of listings: the longest due first, then by record."""
    return o.due or date.max, o.subject.key, "+".join(o.debtors)


def _state(row: Row) -> str:
    return state_mark(row["state"])


def _style(row: Row) -> str:
    return state_style(row["state"])


def _due(row: Row) -> str:
    due, original = row["due"], row["original_due"]
    if row["provisional"]:
        return say("{due} (provisional: no table of working days)").format(due=due)
    if due == original:
        return str(due or "")
    return say("{due} (was {original})").format(due=due, original=original)
