"""What a model's fields look like from outside: for commands, forms, checks and schemas."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from reformctl.records.base import Event
from reformctl.records.fields import Ref, Word


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field: its name in files, what it holds, and whether it must be there."""

    name: str
    attribute: str
    holds: str
    """One of: text, day, deadline, period, points, count, flag, choice, ref, model, table."""
    required: bool
    many: bool = False
    choices: tuple[str, ...] = ()
    ref: str | None = None
    word: str | None = None
    """The vocabulary of the pack that its words are from."""
    model: type[BaseModel] | None = None


def shape_of(model: type[BaseModel]) -> dict[str, FieldShape]:
    """The fields of a model by their names in files, in the order of the model; no events."""
    shapes = (_field_shape(name, info) for name, info in model.model_fields.items() if name != "events")
    return {shape.name: shape for shape in shapes}


def event_types(model: type[BaseModel]) -> dict[str, type[Event]]:
    """The event models that a record's `events` field takes, by their tag."""
    info = model.model_fields.get("events")
    if info is None:
        return {}
    found = (t for t in _classes(info.annotation) if issubclass(t, Event))
    return {get_args(t.model_fields["event"].annotation)[0]: t for t in found}


def _field_shape(attribute: str, info: FieldInfo) -> FieldShape:
    marks = [*info.metadata, *_marks(info.annotation), *_table_marks(info.annotation)]
    inner = [t for t in _leaves(info.annotation) if t is not NoneType]
    ref = next((m.kind for m in marks if isinstance(m, Ref)), None)
    word = next((m.vocabulary for m in marks if isinstance(m, Word)), None)
    many = _is_tuple(info.annotation)
    choices = tuple(str(c) for c in _choices(info.annotation))
    nested = next((t for t in inner if isinstance(t, type) and issubclass(t, BaseModel)), None)
    return FieldShape(
        name=info.alias or attribute,
        attribute=attribute,
        holds=_holds(info.annotation, inner, marks, ref, choices, nested),
        required=info.is_required(),
        many=many,
        choices=choices,
        ref=ref,
        word=word,
        model=nested,
    )


def _holds(  # noqa: PLR0911 - one line a type
    annotation: Any,
    inner: list[Any],
    marks: list[Any],
    ref: str | None,
    choices: tuple[str, ...],
    nested: type[BaseModel] | None,
) -> str:
    if any(get_origin(t) is dict for t in parts_of(annotation)):
        return "table"
    if nested:
        return "model"
    if ref:
        return "ref"
    if choices:
        return "choice"
    for mark in ("deadline", "period"):
        if mark in marks:
            return mark
    for kind, word in ((bool, "flag"), (date, "day"), (Decimal, "points"), (int, "count")):
        if kind in inner:
            return word
    return "text"


def parts_of(annotation: Any) -> Iterator[Any]:
    """The annotation and all that it is made of, outermost first; tables are not entered."""
    yield annotation
    if get_origin(annotation) is Annotated:
        yield from parts_of(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType, tuple):
        for part in get_args(annotation):
            if part is not Ellipsis:
                yield from parts_of(part)


def _leaves(annotation: Any) -> list[Any]:
    return [p for p in parts_of(annotation) if get_origin(p) is None]


def _classes(annotation: Any) -> list[type[Any]]:
    return [p for p in _leaves(annotation) if isinstance(p, type)]


def _marks(annotation: Any) -> Iterator[Any]:
    for part in parts_of(annotation):
        if get_origin(part) is Annotated:
            yield from get_args(part)[1:]


def _table_marks(annotation: Any) -> Iterator[Any]:
    """The marks of the columns of a table of rows, such as that they name units."""
    for part in parts_of(annotation):
        if get_origin(part) is dict:
            cells = get_args(part)[1]
            yield from _marks(get_args(cells)[0]) if get_origin(cells) is dict else ()


def _is_tuple(annotation: Any) -> bool:
    return any(get_origin(p) is tuple for p in parts_of(annotation))


def _choices(annotation: Any) -> tuple[Any, ...]:
    return next((get_args(p) for p in parts_of(annotation) if get_origin(p) is Literal), ())
