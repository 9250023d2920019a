"""Links between records: every field that names another record, with its place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from reformctl.ledger.entries import Entry
from reformctl.records.shape import FieldShape, shape_of
from reformctl.source import Route


class Link(NamedTuple):
    """A record's mention of another: the id, the kind that it must have, and where it stands."""

    target: str
    kind: str
    route: Route


def links_of(entry: Entry) -> Iterator[Link]:
    """Every link of a record, its events and list items included."""
    yield from _links(entry.record, _shapes(type(entry.record)), ())
    for index, event in enumerate(getattr(entry.record, "events", ())):
        yield from _links(event, _shapes(type(event)), ("events", index))


_known_shapes: dict[type[BaseModel], tuple[FieldShape, ...]] = {}


def _shapes(model: type[BaseModel]) -> tuple[FieldShape, ...]:
    """The fields of a model that hold links, found once."""
    if model not in _known_shapes:
        shapes = shape_of(model).values()
        _known_shapes[model] = tuple(s for s in shapes if s.holds in ("ref", "model", "table"))
    return _known_shapes[model]


def _links(holder: BaseModel, shapes: tuple[FieldShape, ...], route: Route) -> Iterator[Link]:
    for shape in shapes:
        value = getattr(holder, shape.attribute)
        if value is None or value == ():
            continue
        inner = (*route, shape.name)
        if shape.holds == "table":
            yield from _table_links(value, shape.ref or "record", inner)
        elif shape.holds == "model":
            yield from _item_links(value, inner)
        else:
            yield from _plain_links(value, shape.ref or "record", inner)


def _plain_links(value: Any, kind: str, route: Route) -> Iterator[Link]:
    if isinstance(value, tuple):
        yield from (Link(target, kind, (*route, i)) for i, target in enumerate(value))
    else:
        yield Link(value, kind, route)


def _item_links(value: Any, route: Route) -> Iterator[Link]:
    items = value if isinstance(value, tuple) else (value,)
    for index, item in enumerate(items):
        inner = (*route, index) if isinstance(value, tuple) else route
        yield from _links(item, _shapes(type(item)), inner)


def _table_links(table: dict[str, dict[str, Any]], kind: str, route: Route) -> Iterator[Link]:
    for row, cells in table.items():
        yield from (Link(target, kind, (*route, row, target)) for target in cells)
