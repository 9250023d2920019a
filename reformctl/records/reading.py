"""From a document to a frozen model, or to all that is wrong with it, each at its place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reformctl.diagnostics import Diagnostic, nearest
from reformctl.source import Document, Place, Route

Model = TypeVar("Model", bound=BaseModel)

_CODES = {
    "extra_forbidden": "R101",
    "missing": "R102",
    "union_tag_not_found": "R102",
    "day": "R104",
    "points": "R105",
    "period": "R106",
    "string_too_short": "R107",
    "literal_error": "R108",
    "union_tag_invalid": "R108",
    "string_pattern_mismatch": "R109",
    "value_error": "R110",
}
_TYPES = {
    "string_type": "text",
    "int_type": "whole number",
    "bool_type": "true or false",
    "tuple_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}


def read_model(model: type[Model], document: Document) -> Model | tuple[Diagnostic, ...]:
    """The model that the document's data makes, or every problem that keeps it from being one."""
    try:
        return model.model_validate(document.data)
    except ValidationError as trouble:
        return tuple(_diagnose(trouble.errors(include_url=False), model, document))


def _diagnose(
    errors: Iterable[ErrorDetails], model: type[BaseModel], document: Document
) -> Iterator[Diagnostic]:
    for error in errors:
        code = _CODES.get(error["type"], "R103")
        route = _route(document.data, error["loc"])
        context = error.get("ctx", {})
        facts = {"field": str(error["loc"][-1]) if error["loc"] else "", "value": _shown(error["input"])}
        near: str | None = None
        if code == "R101":
            known = _fields_at(model, error["loc"][:-1])
            near = nearest(facts["field"], known)
            facts["known"] = ", ".join(known)
        elif error["type"] == "union_tag_not_found":
            facts["field"] = str(context.get("discriminator", "")).strip("'")
        elif code == "R108":
            choices = _choices(context)
            facts["value"] = str(context.get("tag", error["input"])).strip("'")
            facts["known"] = ", ".join(choices)
            near = nearest(facts["value"], choices)
            if "tag" in context:
                route = (*route, str(context["discriminator"]).strip("'"))
        elif code == "R103":
            facts["wanted"] = _TYPES.get(error["type"], error["msg"])
        elif code == "R110":
            facts["problem"] = error["msg"].removeprefix("Value error, ")
        yield Diagnostic(code, Place(document.source, route, at_key=code == "R101"), facts, near)


def _choices(context: Mapping[str, Any]) -> list[str]:
    listed = str(context.get("expected") or context.get("expected_tags", ""))
    return [part.strip().strip("'") for part in listed.replace(" or ", ", ").split(",") if part.strip()]


def _route(data: Any, location: Iterable[str | int]) -> Route:
    """The steps of a location that exist in the data; a model's own inner steps are left out."""
    route: list[str | int] = []
    for step in location:
        if not _holds(data, step):
            continue
        data = data[step]
        route.append(step)
    return tuple(route)


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, Mapping):
        return step in data
    return isinstance(data, tuple) and isinstance(step, int) and step < len(data)


def _fields_at(model: type[BaseModel], location: Iterable[str | int]) -> list[str]:
    """The names that are known where a location leads to."""
    choices: list[type[BaseModel]] = [model]
    for step in location:
        info = next((i for n, i in choices[0].model_fields.items() if step in (n, i.alias)), None)
        tagged = [choice for choice in choices if _tag(choice) == step]
        choices = (_models(info.annotation) if info else tagged) or choices
    return _names(choices[0])


def _names(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in get_args(annotation) for m in _models(part)]


def _tag(model: type[BaseModel]) -> str | None:
    info = model.model_fields.get("event")
    return get_args(info.annotation)[0] if info else None


def _shown(value: Any) -> str:
    text = "" if isinstance(value, Mapping | tuple) or value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - fits a line
