"""`digest`: a period's work in figures, each with the records that it counts."""

from typing import Annotated

import typer

from reformctl.cli.completing import complete_months
from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.cli.options import AsOf, Form, Rev, put, read_day, read_period, talk, terminal_columns
from reformctl.derive.digest import digest as figures_of
from reformctl.derive.figures import SHARE
from reformctl.diagnostics import ReformctlError
from reformctl.render.digest import digest_text
from reformctl.words import say

Whole = Annotated[
    str,
    typer.Option(
        "--period",
        help=say("A period such as 2017-04, 2017-Q2, 2017-H1 or 2017."),
        autocompletion=complete_months,
    ),
]


def digest(whole: Whole, as_of: AsOf = None, rev: Rev = None, form: Form = "table") -> None:
    """Print what was met, received, done, inspected, found, issued, made known and chosen in a period."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    period = read_period(whole)
    if period.first > snapshot.as_of:
        raise ReformctlError("E106", month=period, as_of=snapshot.as_of)
    found = figures_of(snapshot, period)
    put(digest_text(snapshot, found, form, terminal_columns()))
    text = say("counted as of {as_of}; per cent rounded half up, decimals: {places}")
    talk(text.format(as_of=found.as_of, places=SHARE.places))
