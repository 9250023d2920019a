"""Options that several commands share, and how what people type is read."""

import os
import shutil
import sys
from datetime import date
from typing import Annotated

import typer

from reformctl.diagnostics import ReformctlError
from reformctl.domain.periods import Period, parse_period
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import find_unit
from reformctl.render.table import Format, Paint, Table, render
from reformctl.snapshot import Snapshot
from reformctl.words import say

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar=say("DAY"), help=say("The day asked about; today if left out.")),
]
Rev = Annotated[
    str | None, typer.Option("--rev", metavar="REV", help=say("The git revision to read the books from."))
]
Month = Annotated[str, typer.Option("--month", metavar=say("MONTH"), help=say("A month such as 2017-04."))]
PeriodName = Annotated[
    str | None,
    typer.Option("--period", help=say("A period such as 2017-04, 2017-Q2, 2017-H1 or 2017.")),
]
Form = Annotated[Format, typer.Option("--format", help=say("How to print it."))]
UnitName = Annotated[
    str | None, typer.Option("--unit", help=say("A unit: its id, its name, or a unique beginning of it."))
]
GroupName = Annotated[str | None, typer.Option("--group", help=say("A special group."))]


def read_day(text: str | None) -> date | None:
    """A day as typed, or None where none was given; E101 where it is not one."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReformctlError("E101", value=text) from None


def read_month(text: str) -> Period:
    """A month as typed; E102 where it is not one."""
    period = _period(text)
    if period is None or period.kind != "month":
        raise ReformctlError("E102", value=text)
    return period


def read_period(text: str) -> Period:
    """A period as typed; E119 where it is not one."""
    period = _period(text)
    if period is None:
        raise ReformctlError("E119", value=text)
    return period


def read_either(month: str | None, period: str | None) -> Period:
    """The period of --month or --period; E115 where neither was given."""
    if period is not None:
        return read_period(period)
    if month is None:
        raise ReformctlError("E115", option="--month")
    return read_month(month)


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None


def read_unit(snapshot: Snapshot, text: str) -> Entry:
    """The unit that a text means; E103 with what is near where it means none."""
    found = find_unit(snapshot.of("unit"), text)
    if isinstance(found, tuple):
        raise ReformctlError("E103", name=text, near="、".join(found))
    return found


def read_cohort(snapshot: Snapshot, text: str) -> str:
    """The cohort of an id or title; E108 where there is none."""
    for cohort in snapshot.pack.cohorts:
        if text in (cohort.id, cohort.title):
            return cohort.id
    known = ", ".join(f"{c.id} ({c.title})" for c in snapshot.pack.cohorts)
    raise ReformctlError("E108", name=text, known=known)


def put(text: str) -> None:
    """Data, on standard output."""
    sys.stdout.write(text)


def talk(text: str) -> None:
    """Talk, on standard error."""
    sys.stderr.write(text + "\n")


def put_table(table: Table, form: Format) -> None:
    """A listing on standard output; at a terminal it fits its width."""
    put(render(table, form, terminal_columns(), painter()))


def terminal_columns() -> int | None:
    """The terminal's width; None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def painter() -> Paint | None:
    """What colours texts, where the terminal can show it; the words stand without it too."""
    if not coloured():
        return None
    from rich.color import ColorSystem
    from rich.style import Style

    return lambda style, text: Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def coloured() -> bool:
    """Whether colour may be used: at a terminal, unless NO_COLOR is set or it is a dumb one."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
