"""Changes of records in the ledger's own words: fields with their values before and after, events."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from reformctl.derive.changes import EventChange, FieldChange, OwedChange, RecordChange, RowChange
from reformctl.records.shape import FieldShape, shape_of
from reformctl.render.fieldwords import FIELDS
from reformctl.render.records import event_row
from reformctl.render.telling import owed_what, signed, state_mark
from reformctl.words import mark, say

Names = Mapping[str, str]
"""The names of units by their ids."""

WHAT = {"added": mark("added"), "removed": mark("struck off the books"), "changed": mark("changed")}
_OWED = {
    "new": mark("newly owed: {what}, due {due} {state}"),
    "gone": mark("no longer owed: {what}, due {due}"),
    "met": mark("met: {what}, due {due} {state}"),
    "due": mark("due day moved: {what}, {before} → {due}"),
    "state": mark("{what}, due {due}: {was} → {state}"),
}
_SEVERAL = 4


def record_lines(change: RecordChange, names: Names) -> Iterator[str]:
    """A record's change, a line for each field and event."""
    shapes = change.entry.kind.fields
    fields = (f for f in change.fields if f.field != "id")
    for field in fields:
        if isinstance(field.before, dict) and isinstance(field.after, dict):
            yield from cell_lines(field, names)
        else:
            yield field_line(field, shapes.get(field.field), names)
    for event in change.events:
        yield from event_lines(event, names)


def field_line(change: FieldChange, shape: FieldShape | None, names: Names) -> str:
    """A field before and after; only what it is where it was not there before."""
    label = label_of(change.field)
    before, after = (value_text(value, shape, names) for value in (change.before, change.after))
    if change.before in (None, (), {}):
        return say("{field}: {value}").format(field=label, value=after)
    return say("{field}: {before} → {after}").format(field=label, before=before, after=after or "-")


def label_of(field: str) -> str:
    """A field's name as people read it: what its help says before the first stop."""
    return re.split("; |, |[\uff0c\uff1b]", say(FIELDS.get(field, field)))[0]


def cell_lines(change: FieldChange, names: Names) -> Iterator[str]:
    """The cells of a table, such as of marks, that are not what they were."""
    label = label_of(change.field)
    before, after = (dict(_cells(table)) for table in (change.before, change.after))
    for row, cell in dict.fromkeys((*before, *after)):
        was, now = before.get((row, cell)), after.get((row, cell))
        if was != now:
            field = " ".join((label, row, names.get(cell, cell)))
            turn = {"before": "-" if was is None else was, "after": "-" if now is None else now}
            yield say("{field}: {before} → {after}").format(field=field, **turn)


def _cells(table: dict[str, Any]) -> Iterator[tuple[tuple[str, str], Any]]:
    for row, cells in table.items():
        for name, value in cells.items() if isinstance(cells, dict) else (("", cells),):
            yield (row, name), value


def event_lines(change: EventChange, names: Names) -> Iterator[str]:
    """An event that came, went or was changed."""
    row = event_row(change.shown, names)
    by = f" {row['by']}" if row["by"] else ""
    head = f"{row['on']} {say(change.event)}{by}"
    if change.before is not None and change.after is not None:
        shapes = shape_of(type(change.after))
        for field in change.fields:
            yield f"{head}{say(': ')}{field_line(field, shapes.get(field.field), names)}"
        return
    what = f"{say(': ')}{row['what']}" if row["what"] else ""
    yield f"{head}{what}" if change.after else say("taken out: {event}").format(event=f"{head}{what}")


def value_text(value: Any, shape: FieldShape | None, names: Names) -> str:
    """A field's value as people read it, units by their names and fixed words in the interface's language."""
    if isinstance(value, tuple):
        shown = [value_text(one, shape, names) for one in value[:_SEVERAL]]
        more = len(value) - _SEVERAL
        return "、".join(shown) + (" " + say("and {count} more").format(count=more) if more > 0 else "")
    if isinstance(value, dict):
        cells = (len(part) if isinstance(part, dict) else 1 for part in value.values())
        return say("{count} entries").format(count=sum(cells))
    if isinstance(value, BaseModel):
        return " ".join(
            names.get(str(part), str(part)) for part in value.model_dump(exclude_none=True).values()
        )
    return _word(value, shape, names)


def _word(value: Any, shape: FieldShape | None, names: Names) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    fixed = shape is not None and bool(shape.choices)
    return say(str(value)) if fixed else names.get(str(value), str(value))


def owed_line(change: OwedChange) -> str:
    """What became of an obligation."""
    o, before = change.owed, change.before
    facts = {
        "what": owed_what(o),
        "due": _day(o.due),
        "state": state_mark(o.state),
        "before": _day(before.due if before else None),
        "was": state_mark(before.state) if before else "",
    }
    return say(_OWED[change.what]).format(**facts)


def row_data(change: RowChange) -> dict[str, Any]:
    """A unit's score and place before and after, as data."""
    before, after = change.before, change.after
    return {
        "period": str(change.row.score.period),
        "unit": change.row.unit.id,
        "score_before": before.points if before else None,
        "score": after.points if after else None,
        "rank_before": before.rank if before else None,
        "rank": after.rank if after else None,
    }


def row_line(change: RowChange) -> str:
    """What became of a unit's score and place in a ranking."""
    row, before, after = change.row, change.before, change.after
    facts = {
        "period": row.score.period,
        "unit": row.unit.caption,
        "before": before.points if before else "-",
        "after": after.points if after else "-",
        "was": before.rank if before else "-",
        "place": after.rank if after else "-",
        "points": signed(after.points - before.points) if after and before else "",
    }
    if before and after and before.points == after.points:
        return say("{period} {unit}: {before} as before, place {was} → {place}").format(**facts)
    if before and after and before.rank == after.rank:
        return say("{period} {unit}: {before} → {after} ({points}), place {place} as before").format(**facts)
    return say("{period} {unit}: {before} → {after} ({points}), place {was} → {place}").format(**facts)


def _day(day: date | None) -> str:
    return str(day) if day else "-"
