"""What people type for a field, made into what a record's file says."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from reformctl.diagnostics import ReformctlError
from reformctl.records.shape import FieldShape, shape_of

Resolve = Callable[[str], str]
"""A unit's id from whatever names it; E103 where nothing does."""

_LISTS = ",\uff0c\u3001"
_PARTS = ";\uff1b"


def field_value(shape: FieldShape, typed: str | Sequence[str], resolve: Resolve) -> Any:
    """The value of a field; texts that fit no type stay as they are and are refused by the model."""
    if shape.holds == "table":
        return _table(shape, [typed] if isinstance(typed, str) else typed, resolve)
    if not shape.many:
        return _one(shape, typed if isinstance(typed, str) else typed[-1], resolve)
    texts = [typed] if isinstance(typed, str) else typed
    return [_one(shape, text, resolve) for whole in texts for text in _split(shape, whole)]


def _split(shape: FieldShape, text: str) -> Iterable[str]:
    """The parts of a list that was typed in one go; long texts and items are never cut."""
    if shape.holds != "ref" and shape.name != "tags":
        return (text,)
    return _cut(text, _LISTS)


def _cut(text: str, marks: str) -> list[str]:
    for other in marks[1:]:
        text = text.replace(other, marks[0])
    return [part.strip() for part in text.split(marks[0]) if part.strip()]


def _one(shape: FieldShape, text: str, resolve: Resolve) -> Any:
    match shape.holds:
        case "ref":
            return resolve(text) if shape.ref == "unit" else _record(text)
        case "day" | "deadline":
            return _day(text)
        case "count":
            return int(text) if text.isdecimal() and text.isascii() else text
        case "flag":
            return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
        case "model":
            return _item(shape, text, resolve)
    return text


def _record(text: str) -> str:
    return text.upper() if text[:1].isalpha() and any(c.isdecimal() for c in text) else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _item(shape: FieldShape, text: str, resolve: Resolve) -> Any:
    """One item of a list, typed as `name=…; title=…; due=…` or as JSON."""
    assert shape.model is not None  # noqa: S101 - only fields that hold models come here
    shapes = shape_of(shape.model)
    if text.lstrip().startswith("{"):
        try:
            pairs = json.loads(text)
        except ValueError:
            raise ReformctlError("E112", option=f"--{shape.name}", problem=text) from None
    else:
        pairs = dict(_pair(shape.name, part) for part in _cut(text, _PARTS))
    return {
        name: field_value(shapes[name], str(value), resolve) if name in shapes else value
        for name, value in pairs.items()
    }


def _pair(option: str, part: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals:
        raise ReformctlError("E112", option=f"--{option}", problem=part)
    return name.strip(), value.strip()


def _table(shape: FieldShape, texts: Sequence[str], resolve: Resolve) -> dict[str, dict[str, str]]:
    """Marks, typed as `indicator: unit=points, unit=points`; votes as `round: X2017-001=points`."""
    name_of = resolve if shape.ref == "unit" else _record
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        row, colon, cells = text.replace("\uff1a", ":").partition(":")
        if not colon:
            raise ReformctlError("E112", option=f"--{shape.name}", problem=text)
        pairs = (_pair(shape.name, part) for part in _cut(cells, _LISTS))
        found.setdefault(row.strip(), {}).update({name_of(target): points for target, points in pairs})
    return found


def example(shape: FieldShape) -> str:
    """The form in which a field is typed."""
    if shape.model:
        return "; ".join(f"{name}=\u2026" for name in shape_of(shape.model))
    if shape.choices:
        return "|".join(shape.choices)
    forms = {
        "day": "2017-04-08",
        "deadline": "2017-04-08",
        "period": "2017-04",
        "table": "NAME: ID=POINTS, \u2026",
        "flag": "true|false",
    }
    return forms.get(shape.holds, (shape.ref or "text").upper())
