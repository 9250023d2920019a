"""At a terminal, what is missing is asked for, field by field; in a pipe it is told all at once."""

import sys
from collections.abc import Iterable
from datetime import date

import typer

from reformctl.cli.keeping.saving import Desk
from reformctl.cli.keeping.values import example
from reformctl.cli.options import talk
from reformctl.diagnostics import ReformctlError
from reformctl.records.shape import FieldShape
from reformctl.render.fieldwords import FIELDS
from reformctl.words import say


def completed(
    shapes: Iterable[FieldShape],
    typed: dict[str, str | list[str]],
    desk: Desk,
    kind: str,
    event: str | None = None,
) -> dict[str, str | list[str]]:
    """The typed fields with the missing required ones asked for; E120 naming all of them in a pipe.

    What only the pack asks for is asked at a terminal too; in a pipe its own checks refuse the record.
    """
    asked = _asked_by_pack(desk, kind, event) if at_terminal() else ()
    missing = [s for s in shapes if s.name not in typed and (s.required or s.name in asked)]
    if missing and not at_terminal():
        raise ReformctlError("E120", fields=", ".join(f"--{shape.name}" for shape in missing))
    return typed | {shape.name: _ask(shape, desk) for shape in missing}


def _asked_by_pack(desk: Desk, kind: str, event: str | None) -> tuple[str, ...]:
    """The fields that the pack's checks want in every record of a kind, or in an event of it."""
    checks = desk.rulebook.pack.checks if desk.rulebook else ()
    found = (c for c in checks if (c.each, c.event) == (kind, event) and not c.where.names())
    return tuple(name for check in found for name in check.required)


def at_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(shape: FieldShape, desk: Desk) -> str | list[str]:
    """One answer that fits the field; asked again until it does."""
    label = f"{say(FIELDS[shape.name])} [{example(shape)}]"
    while True:
        answer: str = typer.prompt(label)
        trouble = _trouble(shape, answer.strip(), desk)
        if trouble is None:
            return [answer.strip()] if shape.many else answer.strip()
        talk(trouble)


def _trouble(shape: FieldShape, answer: str, desk: Desk) -> str | None:
    if shape.choices and answer not in shape.choices:
        return say("choose one of: {known}").format(known=", ".join(shape.choices))
    if shape.ref == "unit" and not shape.many:
        try:
            desk.unit(answer)
        except ReformctlError as error:
            return say("no unit “{name}”; near: {near}").format(**error.facts)
    if shape.holds == "day":
        try:
            date.fromisoformat(answer)
        except ValueError:
            return say("write a day as 2017-04-08")
    return None
