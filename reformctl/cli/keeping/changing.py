"""`set` and `edit`: fields of a record changed in place, or its file in an editor; checked before saving."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from reformctl.cli.keeping import forms
from reformctl.cli.keeping.asking import at_terminal
from reformctl.cli.keeping.saving import Desk, commit, hold, open_desk
from reformctl.cli.keeping.values import field_value
from reformctl.cli.opening import report
from reformctl.cli.options import put, talk
from reformctl.diagnostics import BadFiles, ReformctlError, nearest
from reformctl.ledger.entries import Entry
from reformctl.records.kinds import Kind
from reformctl.store.rewriting import remove_field, set_field
from reformctl.store.writing import Writer
from reformctl.words import say

Changes = Annotated[
    list[str], typer.Argument(metavar="FIELD=VALUE", help=say("Fields to set; FIELD= removes one."))
]


def add_set(app: typer.Typer, kind: Kind) -> None:
    """Give a kind's group its `set`."""
    signature = [
        forms.identity(kind),
        forms.keyword("changes", Changes, ...),
        forms.keyword("commit", forms.Commit, None),
    ]

    def run(record_id: str, changes: list[str], commit: bool | None) -> None:
        desk = open_desk()
        entry = desk.entry(kind, record_id)
        values = dict(_change(kind, change, desk) for change in changes)
        _save(desk, entry, values, commit)

    forms.add_command(app, "set", say("Set fields of a record."), run, signature)


def add_edit(app: typer.Typer, kind: Kind) -> None:
    """Give a kind's group its `edit`."""
    signature = [forms.identity(kind), forms.keyword("commit", forms.Commit, None)]

    def run(record_id: str, commit: bool | None) -> None:
        desk = open_desk()
        _edit(desk, desk.entry(kind, record_id), commit)

    forms.add_command(app, "edit", say("Edit a record in your editor."), run, signature)


def _change(kind: Kind, change: str, desk: Desk) -> tuple[str, Any]:
    name, equals, text = change.partition("=")
    if not equals:
        raise ReformctlError("E123", change=change)
    if name not in kind.fields or name == "id":
        known = [field for field in kind.fields if field != "id"]
        raise ReformctlError("E124", name=name, near=nearest(name, known) or "", known=", ".join(known))
    return name, field_value(kind.fields[name], text, desk.unit) if text else None


def _save(desk: Desk, entry: Entry, values: dict[str, Any], wanted: bool | None) -> None:
    path = entry.document.source.path
    with Writer(desk.workspace.root) as writer:
        text = getattr(writer.read(path), "text", "")
        for name, value in values.items():
            if value is not None:
                text = set_field(text, (name,), value)
            elif name in entry.document.data:
                text = remove_field(text, (name,))
        hold(desk, {path: text})
        writer.put(path, text)
    _told(desk, entry, writer, ", ".join(values), wanted)


def _edit(desk: Desk, entry: Entry, wanted: bool | None) -> None:
    path, before = entry.document.source.path, entry.document.source.text
    draft = Path(tempfile.mkdtemp(prefix="reformctl-")) / Path(path).name
    draft.write_text(before, encoding="utf-8")
    while True:
        _open_editor(draft)
        text = draft.read_text(encoding="utf-8")
        if text == before:
            talk(say("nothing was changed"))
            return
        try:
            hold(desk, {path: text})
            break
        except BadFiles as trouble:
            if not at_terminal():
                talk(say("not saved; the draft is kept: {draft}").format(draft=draft))
                raise
            report(trouble.diagnostics)
            if not typer.confirm(say("Edit again?"), default=True):
                talk(say("not saved; the draft is kept: {draft}").format(draft=draft))
                raise
    with Writer(desk.workspace.root) as writer:
        if getattr(writer.read(path), "text", None) != before:
            talk(say("not saved; the draft is kept: {draft}").format(draft=draft))
            raise ReformctlError("S116", path=path)
        writer.put(path, text)
    draft.unlink()
    draft.parent.rmdir()
    _told(desk, entry, writer, say("edit"), wanted)


def _told(desk: Desk, entry: Entry, writer: Writer, what: str, wanted: bool | None) -> None:
    put(f"{entry.id}\n")
    if not writer.written:
        talk(say("nothing was changed"))
    commit(
        desk,
        writer,
        say("{id}: set {what} · {title}").format(id=entry.id, what=what, title=entry.caption),
        wanted,
    )


def _open_editor(draft: Path) -> None:
    """The person's editor on the draft; E125 where there is none or it fails."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        done = subprocess.run([*shlex.split(editor), str(draft)], check=False)
    except OSError as error:
        raise ReformctlError("E125", editor=editor, reason=error.strerror or "") from None
    if done.returncode:
        raise ReformctlError(
            "E125", editor=editor, reason=say("exit code {code}").format(code=done.returncode)
        )
