"""`add`: a new record with the next id of its kind and year."""

from datetime import date
from typing import Any

import typer

from reformctl.cli.keeping import forms
from reformctl.cli.keeping.asking import completed
from reformctl.cli.keeping.following import following, tell_corrections
from reformctl.cli.keeping.saving import Desk, commit, hold, open_desk, read
from reformctl.cli.keeping.values import field_value
from reformctl.cli.opening import today
from reformctl.cli.options import put, talk
from reformctl.domain.ids import next_serial
from reformctl.records.kinds import Kind
from reformctl.render.table import to_json
from reformctl.store.rewriting import new_text
from reformctl.store.writing import Writer
from reformctl.words import say


def add_add(app: typer.Typer, kind: Kind) -> None:
    """Give a kind's group its `add`."""
    own = {"id"} if kind.prefix else set()
    shapes = [shape for name, shape in kind.fields.items() if name not in own]
    signature = forms.parameters(shapes)
    signature += [forms.keyword(n, a, d) for n, (a, d) in forms.PUTTING.items()]

    def run(commit: bool | None, form: str, **given: Any) -> None:
        typed = forms.typed_fields(shapes, given)
        desk = open_desk()
        if kind.born not in typed:
            typed[kind.born] = str(today(desk.workspace))
        _add(kind, desk, completed(shapes, typed, desk, kind.name), form, commit)

    forms.add_command(app, "add", say("Add a record."), run, signature)


def _add(kind: Kind, desk: Desk, typed: dict[str, Any], form: str, wanted: bool | None) -> None:
    values = {name: field_value(kind.fields[name], text, desk.unit) for name, text in typed.items()}
    with Writer(desk.workspace.root) as writer:
        record_id = str(values.get("id") or _next_id(kind, values, writer, desk))
        ordered = {name: values[name] for name in kind.fields if name in values and name != "id"}
        text = new_text({"id": record_id, **ordered})
        path = kind.home(record_id)
        texts = {path: text, **following(desk, writer, read(kind, path, text))}
        held = hold(desk, texts)
        entry = held[path]
        for place, content in texts.items():
            writer.put(place, content, new=True)
    if form == "json":
        put(to_json({"id": record_id, "path": kind.home(record_id)}))
    else:
        put(f"{record_id}\n")
        talk(say("written: {path}").format(path=kind.home(record_id)))
    tell_corrections(desk, held.values())
    message = say("{id}: add {title}").format(id=record_id, title=entry.caption)
    commit(desk, writer, message, wanted)


def _next_id(kind: Kind, values: dict[str, Any], writer: Writer, desk: Desk) -> str:
    """The next id of the year in which the record begins."""
    born = values.get(kind.born)
    year = born.year if isinstance(born, date) else today(desk.workspace).year
    return str(next_serial(kind.prefix or "", year, writer.list_ids(kind.folder)))
