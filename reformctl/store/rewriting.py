"""Edits of records that touch only the lines they must: comments, order and quotes stay."""

from typing import Any

from reformctl.source import Document, Route, SourceFile
from reformctl.store.emitting import as_read, emit_block
from reformctl.store.splicing import splice_item, splice_key, splice_out, splice_value
from reformctl.store.yamltext import parse

_EVENTS = "events"


class RewriteError(Exception):
    """A bug of ours: the text after an edit does not say what it was meant to say."""


def new_text(record: dict[str, Any]) -> str:
    """The text of a new record: its keys as given, dates plain, long texts never folded."""
    return _checked(emit_block(record), as_read(record))


def set_field(text: str, route: Route, value: Any) -> str:
    """The text with another value at a route; a new field goes to the end, before the events."""
    data = _thawed(_data(text))
    _holder(data, route)[route[-1]] = as_read(value)
    return _checked(splice_value(text, route, value, before=_EVENTS), _frozen(data))


def append_item(text: str, key: str, item: dict[str, Any]) -> str:
    """The text with one more item at the end of a list at its top, such as `events`."""
    data = _thawed(_data(text))
    data[key] = [*(data.get(key) or ()), as_read(item)]
    return _checked(splice_item(text, key, item), _frozen(data))


def insert_item(text: str, key: str, index: int, item: dict[str, Any]) -> str:
    """The text with one more item before another one of a list at its top, or at its end."""
    data = _thawed(_data(text))
    data[key] = list(data.get(key) or ())
    data[key].insert(index, as_read(item))
    return _checked(splice_item(text, key, item, index), _frozen(data))


def rename_key(text: str, route: Route, name: str) -> str:
    """The text with another key at a route, its value as it was."""
    data = _thawed(_data(text))
    holder = _holder(data, route)
    pairs = [(name if key == route[-1] else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(pairs)
    return _checked(splice_key(text, route, name), _frozen(data))


def remove_field(text: str, route: Route) -> str:
    """The text without the field or item at a route; KeyError or IndexError where there is none."""
    data = _thawed(_data(text))
    del _holder(data, route)[route[-1]]
    return _checked(splice_out(text, route), _frozen(data))


def _checked(text: str, wanted: Any) -> str:
    found = _data(text)
    if found != wanted:
        raise RewriteError(text, found, wanted)
    return text


def _data(text: str) -> Any:
    document = parse(SourceFile("", text))
    if not isinstance(document, Document):
        raise RewriteError(text, document)
    return document.data


def _holder(data: Any, route: Route) -> Any:
    for step in route[:-1]:
        data = data[step]
    return data


def _thawed(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _thawed(value) for key, value in data.items()}
    return [_thawed(item) for item in data] if isinstance(data, tuple) else data


def _frozen(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _frozen(value) for key, value in data.items()}
    return tuple(_frozen(item) for item in data) if isinstance(data, (list, tuple)) else data
