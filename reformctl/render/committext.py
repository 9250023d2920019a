"""A commit's message from what changed: one line that reads well in a log, then a line for each record."""

from collections import Counter
from collections.abc import Iterable, Iterator

from reformctl.derive.changes import RecordChange
from reformctl.render.fieldwords import KIND_WORDS
from reformctl.render.harmless import one_line
from reformctl.render.width import clip
from reformctl.words import mark, say

WIDEST = 72
"""The columns of a subject that logs and hosts show whole."""
_GROUPS = 3
_LISTED = 200
_WHAT = {"added": mark("add"), "removed": mark("strike off")}


def message_of(records: tuple[RecordChange, ...], files: tuple[str, ...]) -> str:
    """The message for what changed."""
    subject = _single(records[0]) if len(records) == 1 and not files else _several(records, files)
    body = [f"- {_single(change)}" for change in records[:_LISTED]] if len(records) > 1 else []
    if len(records) > _LISTED:
        body.append("- " + say("and {count} more").format(count=len(records) - _LISTED))
    body += [f"- {one_line(path)}" for path in files[:_LISTED]] if records or len(files) > 1 else []
    return "\n".join([clip(one_line(subject), WIDEST), *([""] if body else []), *body]) + "\n"


def _single(change: RecordChange) -> str:
    entry = change.entry
    title = entry.caption if entry.caption != entry.id else ""
    parts = (f"{entry.id}: {_done(change)}", one_line(title))
    return " · ".join(part for part in parts if part)


def _done(change: RecordChange) -> str:
    """What was done to a record: added, struck off, its new events, else the fields that were set."""
    if change.what != "changed":
        return say(_WHAT[change.what])
    events = [say(event.event) for event in change.events if event.after and not event.before]
    fields = [field.field for field in change.fields]
    mended = [say(event.event) for event in change.events if event.before]
    told = [say("{events} put right").format(events=", ".join(mended))] if mended else []
    told += [say("set {fields}").format(fields=", ".join(fields))] if fields else []
    return ", ".join((*dict.fromkeys(events), *told))


def _several(records: tuple[RecordChange, ...], files: tuple[str, ...]) -> str:
    groups = Counter(_group(change) for change in records)
    shown = [f"{name} {count}" for name, count in groups.most_common(_GROUPS)]
    left = sum(groups.values()) - sum(count for _, count in groups.most_common(_GROUPS))
    shown += [say("{count} more records").format(count=left)] if left else []
    shown += list(_files(files))
    return ", ".join(shown)


def _group(change: RecordChange) -> str:
    kind = say(KIND_WORDS[change.entry.kind.name])
    if change.what != "changed":
        return say("{what} {kind}").format(what=say(_WHAT[change.what]), kind=kind)
    events = [event.event for event in change.events if event.after and not event.before]
    what = say(events[-1]) if events else say("set")
    return say("{kind} {what}").format(kind=kind, what=what)


def _files(files: Iterable[str]) -> Iterator[str]:
    tops = Counter(path.partition("/")[0] for path in files)
    yield from (f"{top} {count}" if count > 1 else top for top, count in tops.items())
