"""Commands made from models: each field of a record or event becomes an option."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import typer

from reformctl.cli.completing import complete_ids, complete_units
from reformctl.cli.keeping.values import example
from reformctl.cli.options import Form
from reformctl.records.kinds import Kind
from reformctl.records.shape import FieldShape
from reformctl.render.fieldwords import FIELDS
from reformctl.words import say

Typed = Mapping[str, str | list[str] | None]
"""What was typed for each field, by its name in files."""

Commit = Annotated[
    bool | None,
    typer.Option("--commit/--no-commit", help=say("Commit the change to git at once, or not.")),
]
PUTTING = {"commit": (Commit, None), "form": (Form, "table")}


def parameters(shapes: Iterable[FieldShape]) -> list[inspect.Parameter]:
    """An option for each field, none of them required here: what is missing is told all at once."""
    return [keyword(_word(shape.name), _option(shape), None) for shape in shapes]


def identity(kind: Kind) -> inspect.Parameter:
    """The argument that names a record."""
    names = complete_units if kind.name == "unit" else complete_ids(kind.name)
    annotation = Annotated[
        str, typer.Argument(metavar="ID", help=say("The record's id."), autocompletion=names)
    ]
    return keyword("record_id", annotation, inspect.Parameter.empty)


def keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    """A parameter as Typer reads it."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def add_command(
    app: typer.Typer,
    name: str,
    text: str,
    run: Callable[..., None],
    signature: list[inspect.Parameter],
) -> None:
    """Give an app a command whose parameters are listed."""

    def command(**given: Any) -> None:
        run(**given)

    command.__signature__ = inspect.Signature(signature)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in signature}
    app.command(name, help=text)(command)


def typed_fields(shapes: Iterable[FieldShape], given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What was typed, by the fields' names in files; options left out are left out."""
    found = {shape.name: given.get(_word(shape.name)) for shape in shapes}
    return {name: value for name, value in found.items() if value is not None and value != []}


def _word(name: str) -> str:
    return f"{name.replace('-', '_')}_"


def _option(shape: FieldShape) -> Any:
    flag = f"--{shape.name.replace('_', '-')}"
    option = typer.Option(
        flag, metavar=example(shape), help=say(FIELDS[shape.name]), autocompletion=_completion(shape)
    )
    several = shape.many or shape.holds == "table"
    return Annotated[list[str] | None, option] if several else Annotated[str | None, option]


def _completion(shape: FieldShape) -> Callable[[str], list[str]] | None:
    if shape.choices:
        return lambda incomplete: [c for c in shape.choices if c.startswith(incomplete)]
    if shape.ref == "unit":
        return complete_units
    return complete_ids(shape.ref) if shape.ref and shape.ref != "record" else None
