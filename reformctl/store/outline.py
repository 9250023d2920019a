"""The outline of a YAML text: every value with where it stands, for carets and for edits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from reformctl.source import Position
from reformctl.store.yamlevents import MAX_DEPTH, event_reader


@dataclass(slots=True)
class Node:
    """A value in a text: its offsets and first line, and what it holds.

    `start` and `end` count characters from the text's beginning, `line` and `column` from
    zero; a block collection's end is taken from its last value, since the reader only knows
    that it has ended when it meets the next token.
    """

    kind: str
    """One of: scalar, mapping, sequence."""
    start: int
    end: int
    line: int
    column: int
    width: int
    style: str = ""
    """A scalar's quote or block mark; "flow" for a collection in brackets or braces."""
    key: "Node | None" = None
    word: str = ""
    children: "list[Node]" = field(default_factory=list)

    @property
    def position(self) -> Position:
        """The node's first line and column, from one."""
        return Position(self.line + 1, self.column + 1, max(1, self.width))

    def child(self, step: str | int) -> "Node | None":
        """The value of a key or at an index; None where there is none."""
        if self.kind == "mapping":
            return next((c for c in self.children if c.key and c.key.word == step), None)
        if self.kind == "sequence" and isinstance(step, int) and 0 <= step < len(self.children):
            return self.children[step]
        return None


def outline(text: str) -> Node | None:
    """The outline of the first document; None where the text cannot be read."""
    try:
        take = event_reader(text)
        take()
        return _node(take(), take, 1) if type(take()) is DocumentStartEvent else None
    except (yaml.YAMLError, RecursionError):
        return None


def _node(event: Any, take: Callable[[], Any], depth: int) -> Node:
    node = _leaf(event)
    if isinstance(event, (ScalarEvent, AliasEvent)):
        return node
    if depth > MAX_DEPTH:
        raise RecursionError
    flow = bool(event.flow_style)
    node.style = "flow" if flow else ""
    is_mapping = isinstance(event, MappingStartEvent)
    node.kind = "mapping" if is_mapping else "sequence"
    last = (_fill_mapping if is_mapping else _fill_sequence)(node, take, depth)
    node.end = last.end_mark.index if flow else max([node.end, *(c.end for c in node.children)])
    return node


def _fill_mapping(node: Node, take: Callable[[], Any], depth: int) -> Any:
    while not isinstance(event := take(), MappingEndEvent):
        key = _node(event, take, depth + 1)
        value = _node(take(), take, depth + 1)
        value.key = key
        value.end = max(value.end, key.end)
        node.children.append(value)
    return event


def _fill_sequence(node: Node, take: Callable[[], Any], depth: int) -> Any:
    while not isinstance(event := take(), SequenceEndEvent):
        node.children.append(_node(event, take, depth + 1))
    return event


def _leaf(event: Any) -> Node:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    word = event.value if isinstance(event, ScalarEvent) else ""
    style = getattr(event, "style", "") or ""
    return Node("scalar", start.index, end.index, start.line, start.column, width, style, word=word)
