"""Pieces of YAML put into a text, or taken out of it, by the places that its outline gives."""

from typing import Any

from reformctl.source import Route
from reformctl.store.emitting import emit_block, emit_inline
from reformctl.store.outline import Node, outline


def splice_value(text: str, route: Route, value: Any, *, before: str = "") -> str:
    """Put a value at a route; a field that is new goes before the field named `before`, else last."""
    parent = _find(text, route[:-1])
    child = parent.child(route[-1])
    if child is None:
        return _add_field(text, parent, str(route[-1]), value, before)
    if parent.style == "flow" or (child.key is None and not isinstance(value, dict)):
        gap = " " if child.key and child.start == child.end else ""
        return text[: child.start] + gap + emit_inline(value) + text[child.end :]
    end = _end(text, child)
    if child.key is None:
        return text[: child.start] + _indented(emit_block(value), child.column) + text[end:]
    return text[: child.key.start] + _entry(text, end, child.key, value) + text[end:]


def splice_item(text: str, key: str, item: dict[str, Any], index: int | None = None) -> str:
    """Put an item at an index, else at the end, of the list under a key, made where there is none."""
    items = _find(text, ()).child(key)
    if items is None or not items.children:
        return splice_value(text, (key,), [item])
    at = len(items.children) if index is None else index
    if items.style == "flow":
        if at == 0:
            return _insert(text, items.children[0].start, emit_inline(item) + ", ")
        return _insert(text, items.children[at - 1].end, ", " + emit_inline(item))
    last = items.children[max(0, at - 1)]
    dash = _dash(text, last)
    lead = " " * _column(text, dash) + text[dash : dash + 1]
    gap = " " * max(1, last.column - len(lead)) if last.line == _line(text, dash) else " "
    block = _indented(emit_block(item), len(lead + gap))
    if at == 0:
        return _insert(text, text.rfind("\n", 0, dash) + 1, lead + gap + block + "\n")
    return _insert_line(text, _end(text, last), lead + gap + block)


def splice_key(text: str, route: Route, name: str) -> str:
    """Put another key in the place of the one at a route."""
    child = _find(text, route)
    if child.key is None:
        raise KeyError(route)
    return text[: child.key.start] + emit_inline(name) + text[child.key.end :]


def splice_out(text: str, route: Route) -> str:
    """Take out the field or item at a route, with the lines that hold nothing else."""
    parent, child = _find(text, route[:-1]), _find(text, route)
    if len(parent.children) == 1:
        empty = "{}" if parent.kind == "mapping" else "[]"
        if parent.style == "flow" or not route[:-1]:
            return text[: parent.start] + empty + text[_end(text, parent) :]
        return splice_value(text, route[:-1], {} if parent.kind == "mapping" else [])
    index = parent.children.index(child)
    start = _start(text, child)
    following = parent.children[index + 1] if index + 1 < len(parent.children) else None
    if parent.style == "flow":
        if following:
            return text[:start] + text[_start(text, following, flow=True) :]
        return text[: parent.children[index - 1].end] + text[child.end :]
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip() and following:
        return text[:start] + text[_start(text, following) :]
    return text[:line] + text[_line_end(text, _end(text, child)) :]


def _add_field(text: str, parent: Node, name: str, value: Any, before: str) -> str:
    if parent.style == "flow":
        comma = ", " if parent.children else ""
        at = parent.children[-1].end if parent.children else parent.start + 1
        return _insert(text, at, comma + emit_inline({name: value})[1:-1])
    next_one = parent.child(before)
    index = parent.children.index(next_one) if next_one else len(parent.children)
    first = parent.children[0]
    column = first.key.column if first.key else 0
    block = _indented(emit_block({name: value}), column)
    if index == 0:
        return _insert(text, parent.start, block + "\n" + " " * column)
    return _insert_line(text, _end(text, parent.children[index - 1]), " " * column + block)


def _entry(text: str, end: int, key: Node, value: Any) -> str:
    """A whole field in place of another, with the key as it was written."""
    remark = text[end : text.find("\n", end) % (len(text) + 1)].strip()
    if remark or not isinstance(value, (dict, list, tuple, str)):
        return text[key.start : key.end] + ": " + emit_inline(value)
    _, _, body = emit_block({"k": value}).partition(":")
    return text[key.start : key.end] + ":" + _indented(body, key.column)


def _find(text: str, route: Route) -> Node:
    node = outline(text)
    for step in route:
        node = node.child(step) if node else None
    if node is None:
        raise KeyError(route)
    return node


def _start(text: str, child: Node, *, flow: bool = False) -> int:
    """Where a field or an item begins, with its key or its hyphen."""
    if child.key:
        return child.key.start
    return child.start if flow else _dash(text, child)


def _end(text: str, node: Node) -> int:
    """Where a value's last line of content ends; a block text that keeps its empty lines has them."""
    if node.style != "flow" and node.children:
        return _end(text, node.children[-1])
    if node.style not in ("|", ">"):
        return max(node.end, node.key.end if node.key else 0)
    header, _, _ = text[node.start : node.end].partition("\n")
    content = text[node.start : node.end]
    return node.start + (len(content.removesuffix("\n")) if "+" in header else len(content.rstrip()))


def _dash(text: str, item: Node) -> int:
    return text.rindex("-", 0, item.start)


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at)


def _line_end(text: str, at: int) -> int:
    """The offset after the line end that follows."""
    return text.find("\n", at) + 1 or len(text)


def _insert(text: str, at: int, piece: str) -> str:
    return text[:at] + piece + text[at:]


def _insert_line(text: str, after: int, line: str) -> str:
    """A line, or several, put after the one that holds an offset."""
    at = _line_end(text, after)
    gap = "" if text[:at].endswith("\n") else "\n"
    return text[:at] + gap + line + "\n" + text[at:]


def _indented(block: str, column: int) -> str:
    """A block whose lines after the first stand at a column."""
    first, *rest = block.removesuffix("\n").split("\n")
    return "\n".join([first, *(" " * column + line if line else line for line in rest)])
