"""What happens to a record: one command for each type of event that its kind takes."""

from collections.abc import Collection
from typing import Any

import typer

from reformctl.cli.keeping import forms
from reformctl.cli.keeping.asking import completed
from reformctl.cli.keeping.saving import Desk, commit, hold, open_desk
from reformctl.cli.keeping.values import field_value
from reformctl.cli.opening import today
from reformctl.cli.options import put, talk
from reformctl.diagnostics import ReformctlError
from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.records.kinds import Kind
from reformctl.records.shape import shape_of
from reformctl.render.table import to_json
from reformctl.store.rewriting import append_item
from reformctl.store.writing import Writer
from reformctl.words import say

_TELLING = ("to", "milestone", "party", "remark", "why", "text", "title", "result")
"""The fields of which the first that was given stands in the commit's message."""
_ENDED = ("closed", "withdrawn")


def add_events(app: typer.Typer, kind: Kind, without: Collection[str] = ()) -> None:
    """Give a kind's group a command for each of its events, but for some."""
    for name, event in kind.events.items():
        if event.verb not in without:
            _add_event(app, kind, name, event)


def _add_event(app: typer.Typer, kind: Kind, name: str, event: type[Event]) -> None:
    shapes = [shape for field, shape in shape_of(event).items() if field != "event"]
    signature = [forms.identity(kind), *forms.parameters(shapes)]
    signature += [forms.keyword(n, a, d) for n, (a, d) in forms.PUTTING.items()]

    def run(record_id: str, commit: bool | None, form: str, **given: Any) -> None:
        typed = forms.typed_fields(shapes, given)
        desk = open_desk()
        typed.setdefault("on", str(today(desk.workspace)))
        filled = completed(shapes, typed, desk, kind.name, name)
        item = {s.name: field_value(s, filled[s.name], desk.unit) for s in shapes if s.name in filled}
        _append(desk, desk.entry(kind, record_id), (name, event), item, form, commit)

    text = say((event.__doc__ or "").splitlines()[0])
    forms.add_command(app, event.verb, text, run, signature)


def _append(
    desk: Desk,
    entry: Entry,
    named: tuple[str, type[Event]],
    item: dict[str, Any],
    form: str,
    wanted: bool | None,
) -> None:
    name, event = named
    _refuse_ended(entry, event)
    path = entry.document.source.path
    with Writer(desk.workspace.root) as writer:
        source = writer.read(path)
        text = append_item(getattr(source, "text", ""), "events", {"event": name, **item})
        held = hold(desk, {path: text})[path]
        writer.put(path, text)
    if form == "json":
        put(to_json({"id": entry.id, "path": path, "status": held.status}))
    else:
        put(f"{entry.id}\n")
        talk(say("{verb} on {day}: {path}").format(verb=say(name), day=item["on"], path=path))
    told = next((f" {item[name]}" for name in _TELLING if name in item), "")
    facts = {"id": entry.id, "verb": say(name) + told, "title": entry.caption}
    commit(desk, writer, say("{id}: {verb} · {title}").format(**facts), wanted)


def _refuse_ended(entry: Entry, event: type[Event]) -> None:
    """E121: what is closed or withdrawn is not settled again; a claim may still be sent back."""
    if entry.status in _ENDED and event.settles and event.settles != "open":
        raise ReformctlError("E121", id=entry.id, status=entry.status)
