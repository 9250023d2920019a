"""Text into documents: strict YAML that guesses nothing, and the places of what it says."""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from reformctl.diagnostics import Diagnostic
from reformctl.source import Document, Place, Position, Route, SourceFile
from reformctl.store.outline import outline
from reformctl.store.yamlevents import MAX_DEPTH, event_reader, resolve_plain
from reformctl.words import mark

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} |\|{7} )", re.MULTILINE)
_MARK = "<<<<<<< "
_TAG = re.compile(r"\S+")

_PROBLEMS = {
    "did not find expected key": mark("the indentation does not fit the lines above"),
    "did not find expected '-' indicator": mark("a list item must begin with a hyphen"),
    "could not find expected ':'": mark("a colon with a space after it is missing"),
    "mapping values are not allowed in this context": mark("a colon stands where none may stand; quote it"),
    "mapping values are not allowed here": mark("a colon stands where none may stand; quote it"),
    "found character that cannot start any token": mark("a text may not begin with this character; quote it"),
    "found unexpected end of stream": mark("a quoted text is not closed"),
    "did not find expected ',' or ']'": mark("a list in brackets is not closed"),
    "did not find expected ',' or '}'": mark("a table in braces is not closed"),
    "found a tab character that violates indentation": mark("a tab stands in the indentation; use spaces"),
}


def decode(path: str, raw: bytes) -> SourceFile | Diagnostic:
    """A file's bytes as text with LF line ends, without a byte order mark; Y107 otherwise."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        shown = SourceFile(path, raw.decode("utf-8", "replace"))
        good = raw[: error.start].decode("utf-8")
        return Diagnostic("Y107", Place(shown), {"byte": f"0x{raw[error.start]:02X}"}, position=_end_of(good))
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    source = SourceFile(path, text)
    found = _CONTROL.search(text)
    return _control(source, found) if found else source


def parse(source: SourceFile) -> Document | tuple[Diagnostic, ...]:
    """What a file says, or everything that is wrong with the way it says it."""
    builder = _Builder(source)
    try:
        data = builder.document(event_reader(source.text))
    except yaml.YAMLError as error:
        builder.problems.append(_unreadable(source, error))
    except _UnreadableError:
        pass
    if builder.problems or _MARK in source.text:
        found = _conflict(source) or tuple(builder.problems)
        if found:
            return found
    return Document(source, data)


def locate(source: SourceFile, route: Route, *, at_key: bool = False) -> Position:
    """Where a route leads in a file; the deepest step that exists where it leads nowhere."""
    node = outline(source.text)
    if node is None:
        return Position(1, 1)
    place = node.position
    for step in route:
        child = node.child(step)
        if child is None:
            return place
        node = child
        place = (child.key or child).position
    return place if at_key else node.position


class _UnreadableError(Exception):
    """The file cannot be read any further; the problem stands in the list."""


class _Builder:
    """Makes plain data of events and gathers all that is refused."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.take: Callable[[], Any]

    def document(self, take: Callable[[], Any]) -> Any:
        """The data of the only document."""
        self.take = take
        take()
        if type(take()) is not DocumentStartEvent:
            self._stop("Y108", None)
        top = take()
        data = self._value(top, 1)
        take()
        after = take()
        if type(after) is not StreamEndEvent:
            self._stop("Y105", after)
        self._check_top(top, data)
        return data

    def _check_top(self, top: Any, data: Any) -> None:
        if isinstance(data, dict) or self.problems:
            return
        empty = isinstance(top, ScalarEvent) and not top.value and top.implicit[0]
        self._refuse("Y108" if empty else "Y111", top)

    def _value(self, event: Any, depth: int) -> Any:
        kind = type(event)
        if kind is AliasEvent:
            return self._refuse("Y103", event, name=event.anchor)
        if event.anchor is not None:
            self._refuse("Y103", event, name=event.anchor)
        if event.tag is not None:
            self._refuse("Y104", event, name=_word_at(self.source, event))
        if kind is ScalarEvent:
            return resolve_plain(event.value) if event.implicit[0] else event.value
        if depth > MAX_DEPTH:
            self._stop("Y106", event, limit=str(MAX_DEPTH))
        return self._mapping(depth) if kind is MappingStartEvent else self._sequence(depth)

    def _mapping(self, depth: int) -> dict[str, Any]:
        take = self.take
        data: dict[str, Any] = {}
        keys: dict[str, Any] = {}
        while type(event := take()) is not MappingEndEvent:
            key = self._value(event, depth + 1)
            value = self._value(take(), depth + 1)
            if type(key) is not str or key == "<<":
                self._refuse("Y109", event, name=_word_at(self.source, event))
            elif key in data:
                self._refuse("Y102", event, name=key, line=str(keys[key].start_mark.line + 1))
            else:
                keys[key] = event
                data[key] = value
        return data

    def _sequence(self, depth: int) -> tuple[Any, ...]:
        take = self.take
        items = []
        while type(event := take()) is not SequenceEndEvent:
            items.append(self._value(event, depth + 1))
        return tuple(items)

    def _refuse(self, code: str, event: Any, **facts: str) -> None:
        position = _position(event.start_mark, event.end_mark) if event else Position(1, 1)
        self.problems.append(Diagnostic(code, Place(self.source), facts, position=position))

    def _stop(self, code: str, event: Any, **facts: str) -> None:
        self._refuse(code, event, **facts)
        raise _UnreadableError


def _position(start: Any, end: Any) -> Position:
    width = end.column - start.column if end.line == start.line else 1
    return Position(start.line + 1, start.column + 1, max(1, width))


def _word_at(source: SourceFile, event: Any) -> str:
    found = _TAG.match(source.text, event.start_mark.index)
    return found[0].rstrip(":") if found else ""


def _unreadable(source: SourceFile, error: yaml.YAMLError) -> Diagnostic:
    control = _CONTROL.search(source.text)
    if control:
        return _control(source, control)
    spot = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = Position(spot.line + 1, spot.column + 1) if spot else Position(1, 1)
    problem = str(getattr(error, "problem", None) or error)
    return Diagnostic("Y101", Place(source), {"problem": _PROBLEMS.get(problem, problem)}, position=position)


def _conflict(source: SourceFile) -> tuple[Diagnostic, ...]:
    """Every unresolved merge in a file that could not be read, at its first mark."""
    found = list(_CONFLICT.finditer(source.text))
    heads = [one for one in found if one[0].startswith("<")] or found[:1]
    lines = (_end_of(source.text[: head.start()]).line for head in heads)
    return tuple(Diagnostic("Y110", Place(source), position=Position(line, 1, 7)) for line in lines)


def _control(source: SourceFile, found: re.Match[str]) -> Diagnostic:
    facts = {"byte": f"U+{ord(found[0]):04X}"}
    return Diagnostic("Y107", Place(source), facts, position=_end_of(source.text[: found.start()]))


def _end_of(text: str) -> Position:
    """The place just after a text."""
    return Position(text.count("\n") + 1, len(text) - text.rfind("\n"))
