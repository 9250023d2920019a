"""`diff`: what a change of the books does: records, obligations, notices, points, places, closed periods."""

from typing import Annotated, Literal

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.opening import no_collection, open_workspace
from reformctl.cli.options import AsOf, put, read_day, talk, terminal_columns
from reformctl.cli.owning import found_oversteps
from reformctl.cli.sides import Sides, open_sides
from reformctl.derive.consequences import difference
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.render.diffview import Heading, as_data, as_markdown, as_text
from reformctl.render.gates import GATE_WORDS, GATES, stopped
from reformctl.render.table import to_json
from reformctl.words import say

Base = Annotated[str, typer.Argument(metavar="BASE", help=say("The branch or commit to compare with."))]
Head = Annotated[
    str | None, typer.Argument(metavar="HEAD", help=say("The branch or commit; the work tree if left out."))
]
Form = Annotated[Literal["text", "md", "json"], typer.Option("--format", help=say("How to print it."))]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", help=say("Give 1 where one of these happens, parted by commas."))
]
Direct = Annotated[
    bool,
    typer.Option("--direct", help=say("Compare with BASE itself, not with where the branch left it.")),
]
Details = Annotated[bool, typer.Option("--details", help=say("Every item of every part."))]
By = Annotated[
    str | None,
    typer.Option("--by", help=say("Who made the change, such as @name; else the commits' authors.")),
]


def diff(
    base: Base,
    head: Head = None,
    form: Form = "text",
    details: Details = False,
    fail_on: FailOn = None,
    by: By = None,
    direct: Direct = False,
    as_of: AsOf = None,
) -> int:
    """Say what a change does; 1 where a gate stops it."""
    wanted = read_gates(fail_on)
    workspace = open_workspace()
    sides = open_sides(workspace, base, head, read_day(as_of), direct=direct)
    with no_collection():
        found = difference(sides.before, sides.after)
    oversteps = found_oversteps(workspace, sides, found, by)
    heading = Heading(f"{base} ({sides.base[:10]})", head or say("work tree"), len(sides.left_out))
    if form == "json":
        put(to_json(as_data(heading, found, oversteps)))
    elif form == "md":
        put(as_markdown(heading, found, oversteps))
    else:
        put(as_text(heading, found, oversteps, terminal_columns(), details=details))
    _tell_left_out(sides)
    stops = stopped(found, oversteps, wanted)
    for name in stops:
        talk(say("stopped by {gate}: {what}").format(gate=name, what=say(GATE_WORDS[name])))
    return BOOKS_WRONG if stops else OK


def read_gates(text: str | None) -> tuple[str, ...]:
    """The gates named, parted by commas; E181 for one that there is not."""
    names = tuple(part.strip() for part in (text or "").split(",") if part.strip())
    for name in names:
        if name not in GATES:
            raise ReformctlError("E181", name=name, known=", ".join(GATES), near=nearest(name, GATES) or "")
    return names


def _tell_left_out(sides: Sides) -> None:
    if sides.left_out:
        told = say("{count} files of the base could not be read and are left out")
        talk(told.format(count=len(sides.left_out)))
