"""`appeal`: what units contest, and the decision of a named post with the correction that follows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

import typer

from reformctl.cli.completing import complete_ids, complete_months
from reformctl.cli.keeping import group_for
from reformctl.cli.keeping.following import Grounds, corrections, snapshot_with, tell_corrections
from reformctl.cli.keeping.forms import Commit
from reformctl.cli.keeping.saving import Desk, commit, hold, open_desk
from reformctl.cli.opening import today
from reformctl.cli.options import put, read_day, read_period, talk
from reformctl.derive.following import Due, of_appeal
from reformctl.derive.reviewing import RELIEVING
from reformctl.diagnostics import ReformctlError
from reformctl.ledger.entries import Entry
from reformctl.records.kinds import KINDS
from reformctl.records.review import Appeal
from reformctl.store.rewriting import append_item
from reformctl.store.writing import Writer
from reformctl.words import say

KIND = KINDS["appeal"]
app: typer.Typer = group_for("appeal", without=("decide",))

Id = Annotated[
    str, typer.Argument(metavar="ID", help=say("The appeal."), autocompletion=complete_ids("appeal"))
]
By = Annotated[str, typer.Option("--by", help=say("The post that decides; the pack says which may."))]
Outcome = Annotated[
    Literal["upheld", "partly", "rejected"], typer.Option("--outcome", help=say("What was decided."))
]
Why = Annotated[str, typer.Option("--why", help=say("why"))]
Points = Annotated[
    str | None,
    typer.Option("--points", help=say("Points to be given back; all that was taken if left out.")),
]
Month = Annotated[
    str | None,
    typer.Option(
        "--month",
        help=say("The open period to post them in; the first open one if left out."),
        autocompletion=complete_months,
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar=say("DAY"), help=say("The day; today if left out."))]


@app.command("decide", help=say("A named post decided an appeal."))
def decide(
    record_id: Id,
    by: By,
    outcome: Outcome,
    why: Why,
    points: Points = None,
    month: Month = None,
    on: On = None,
    to_git: Commit = None,
) -> None:
    """Write the decision, and where it is upheld the correction in an open period, both or neither."""
    desk = open_desk()
    entry = desk.entry(KIND, record_id)
    if entry.status != "open":
        raise ReformctlError("E121", id=entry.id, status=entry.status)
    day = read_day(on) or today(desk.workspace)
    path = entry.document.source.path
    item = {"event": "decided", "on": day, "by": by, "outcome": outcome, "why": why}
    dues = _dues(desk, entry, outcome, day, points, month)
    with Writer(desk.workspace.root) as writer:
        text = append_item(getattr(writer.read(path), "text", ""), "events", item)
        followed = corrections(writer, dues, Grounds(entry.id, entry.caption, why, by, day))
        held = hold(desk, {path: text, **followed})
        writer.put(path, text)
        for place, content in followed.items():
            writer.put(place, content, new=True)
    put(f"{entry.id}\n")
    tell_corrections(desk, held.values())
    if outcome in RELIEVING and not dues:
        talk(say("nothing was lost in a closed period; withdraw or cancel the record itself"))
    facts = {"id": entry.id, "outcome": say(outcome), "title": entry.caption}
    commit(desk, writer, say("{id}: {outcome} · {title}").format(**facts), to_git)


def _dues(
    desk: Desk, entry: Entry, outcome: str, day: date, points: str | None, month: str | None
) -> tuple[Due, ...]:
    """The corrections to be posted; E175 where it cannot be told how much is to be given back."""
    appeal = entry.record
    given = _read_points(points)
    if outcome not in RELIEVING or not isinstance(appeal, Appeal):
        return ()
    dues = of_appeal(snapshot_with(desk, entry, day), appeal)
    if given is not None:
        dues = tuple(replace(due, points=given) for due in dues[:1])
    elif outcome == "partly" or any(not due.points for due in dues):
        raise ReformctlError("E175", id=entry.id)
    if month is not None:
        dues = tuple(replace(due, month=read_period(month)) for due in dues)
    return dues


def _read_points(text: str | None) -> Decimal | None:
    """A number as typed; E176 where it is none."""
    if text is None:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ReformctlError("E176", value=text)
    return found
