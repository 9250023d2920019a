"""Two versions of a record joined by what each changed since the common one: fields, dated entries, lists.

The text is that of our side; what the other side changed is spliced in. What both changed differently is
told, and stands between marks, each side's lines whole.
"""

from dataclasses import dataclass
from typing import Any

from reformctl.source import Document, SourceFile
from reformctl.store.outline import outline
from reformctl.store.rewriting import insert_item, remove_field, set_field
from reformctl.store.yamltext import parse

EVENTS = "events"
_ABSENT = object()
_KEYED = ("name", "id")


@dataclass(frozen=True)
class Clash:
    """What both sides changed: a field, or an event as `name day`, with its value on each side."""

    name: str
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Joined:
    """The joined text, with marks where there are clashes."""

    text: str
    clashes: tuple[Clash, ...]


def join(base: str, ours: str, theirs: str, *, labels: tuple[str, str] = ("ours", "theirs")) -> Joined | None:
    """The two versions joined; None where one of the texts cannot be read as a record's.

    Without a common version both are new: two records that took one id, which nothing can join.
    """
    sides = [_data(text) for text in (base, ours, theirs)]
    if any(side is None for side in sides):
        return None
    if not base.strip() and ours != theirs:
        return Joined(_between(ours, theirs, labels), (Clash("id", None, ours, theirs),))
    old, mine, other = (side or {} for side in sides)
    text, clashes = ours, []
    for name in dict.fromkeys((*old, *mine, *other)):
        values = tuple(side.get(name, _ABSENT) for side in (old, mine, other))
        merged = _events(*values) if name == EVENTS else _merged(*values)
        if isinstance(merged, _Apart):
            clashes.append(Clash(name, *(None if value is _ABSENT else value for value in values)))
        else:
            text = _taken(text, name, mine.get(name, _ABSENT), merged)
    return Joined(_marked(text, theirs, [clash.name for clash in clashes], labels), tuple(clashes))


def _taken(text: str, name: str, mine: Any, merged: Any) -> str:
    """Our text with the joined value of a field."""
    if merged == mine:
        return text
    if merged is _ABSENT:
        return remove_field(text, (name,))
    if name == EVENTS:
        return _with_events(text, mine, merged)
    return set_field(text, (name,), _thawed(merged))


class _Apart:
    """Two values that cannot be joined."""


def _data(text: str) -> dict[str, Any] | None:
    if not text.strip():
        return {}
    document = parse(SourceFile("", text))
    return document.data if isinstance(document, Document) else None


def _merged(base: Any, ours: Any, theirs: Any) -> Any:
    """The value that follows from what each side changed; `_Apart` where both changed it differently."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    sides = (base, ours, theirs)
    if all(isinstance(side, dict) for side in sides):
        return _merged_dict(*sides)
    if all(isinstance(side, tuple) for side in sides):
        return _merged_list(*sides)
    return _Apart()


def _merged_dict(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> Any:
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*ours, *theirs)):
        one = _merged(*(side.get(name, _ABSENT) for side in (base, ours, theirs)))
        if isinstance(one, _Apart):
            return one
        if one is not _ABSENT:
            found[name] = one
    return found


def _merged_list(base: tuple[Any, ...], ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> Any:
    """Lists of items with names are joined item by item, other lists as sets in our order."""
    for key in _KEYED:
        if all(isinstance(item, dict) and key in item for item in (*base, *ours, *theirs)):
            joined = _merged_dict(*({item[key]: item for item in side} for side in (base, ours, theirs)))
            return joined if isinstance(joined, _Apart) else tuple(joined.values())
    if any(isinstance(item, dict) for item in (*base, *ours, *theirs)):
        return _Apart()
    if any(len(set(side)) != len(side) for side in (base, ours, theirs)):
        return _Apart()
    kept = [item for item in ours if item in theirs or item not in base]
    return (*kept, *(item for item in theirs if item not in base and item not in ours))


def _events(base: Any, ours: Any, theirs: Any) -> Any:
    """Dated entries of both sides in the order of their days; `_Apart` where both settle, or rewrite one."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    old, mine, other = (() if side is _ABSENT else side for side in (base, ours, theirs))
    new, fresh = ([e for e in side if e not in old] for side in (mine, other))
    lost, gone = ([e for e in old if e not in side] for side in (mine, other))
    if new != fresh and any(event in lost for event in gone):
        return _Apart()
    if any(_rivals(one, another) for one in new for another in fresh):
        return _Apart()
    kept = [event for event in mine if event not in gone]
    kept += [event for event in fresh if event not in kept]
    return tuple(sorted(kept, key=_day))


def _day(event: Any) -> str:
    return str(event.get("on", "")) if isinstance(event, dict) else ""


ENDS = ("closed", "kept", "withdrawn", "cancelled", "decided", "done", "rectified", "extended", "returned")
"""Events of which two branches may not each bring one of their own: they settle or move the record."""


def _rivals(one: Any, other: Any) -> bool:
    ends = all(isinstance(e, dict) and e.get("event") in ENDS for e in (one, other))
    return ends and one != other


def _with_events(text: str, ours: Any, merged: tuple[Any, ...]) -> str:
    """Our text with the events of the other side put where their days belong, and those it took out gone."""
    mine = [] if ours is _ABSENT else list(ours)
    for index in reversed(range(len(mine))):
        if mine[index] not in merged:
            text = remove_field(text, (EVENTS, index))
            del mine[index]
    for event in merged:
        if event not in mine:
            later = (i for i, one in enumerate(mine) if _day(one) > _day(event))
            index = next(later, len(mine))
            text = insert_item(text, EVENTS, index, _thawed(event))
            mine.insert(index, event)
    return text


def _marked(text: str, theirs: str, names: list[str], labels: tuple[str, str]) -> str:
    """The text with both sides' lines of some fields between marks."""
    spans = sorted(((*_span(text, name), name) for name in names), reverse=True)
    for start, end, name in spans:
        first, last = _span(theirs, name)
        text = text[:start] + _between(text[start:end], theirs[first:last], labels) + text[end:]
    return text


def _between(ours: str, theirs: str, labels: tuple[str, str]) -> str:
    mine, other = (side if not side or side.endswith("\n") else f"{side}\n" for side in (ours, theirs))
    return f"<<<<<<< {labels[0]}\n{mine}=======\n{other}>>>>>>> {labels[1]}\n"


def _span(text: str, name: str) -> tuple[int, int]:
    """Where a field's lines begin and end; the end of the text where it has none."""
    node = outline(text)
    child = node.child(name) if node else None
    if node is None or child is None or child.key is None:
        return len(text), len(text)
    following = [c.key.start for c in node.children if c.key and c.key.start > child.key.start]
    return child.key.start, min(following, default=len(text))


def _thawed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _thawed(one) for key, one in value.items()}
    return [_thawed(one) for one in value] if isinstance(value, tuple) else value
