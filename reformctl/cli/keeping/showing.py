"""`list` and `show`: many records in a table, one in full."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any

import typer

from reformctl.cli.completing import complete_units
from reformctl.cli.keeping import forms
from reformctl.cli.keeping.saving import Desk
from reformctl.cli.opening import books_of, open_workspace, read_ledger
from reformctl.cli.options import AsOf, Form, Rev, put, put_table, read_day, talk, terminal_columns
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.ledger.entries import Entry
from reformctl.records.kinds import Kind
from reformctl.render.records import due_days, events_table, holders, record_data, record_table, records_table
from reformctl.render.table import render, to_json
from reformctl.words import mark, say

_FILTERS: dict[str, str] = {
    "unit": mark("Only records that name this unit."),
    "group": mark("Only records of this special group."),
    "status": mark("Only records in this status: open, claimed, kept, closed, withdrawn."),
    "level": mark("Only records of this level."),
    "kind": mark("Only records of this kind."),
    "due-after": mark("Only what is due on this day or later."),
    "due-before": mark("Only what is due on this day or earlier."),
}
_SORTS: dict[str, Callable[[Entry], Any]] = {
    "id": lambda entry: entry.id,
    "due": lambda entry: (due_days(entry)[1] or date.max, entry.id),
    "since": lambda entry: (entry.born, entry.id),
    "title": lambda entry: (entry.caption, entry.id),
    "status": lambda entry: (entry.status, entry.id),
    "unit": lambda entry: (holders(entry), entry.id),
}


def add_list(app: typer.Typer, kind: Kind) -> None:
    """Give a kind's group its `list`."""
    wanted = [name for name in _FILTERS if name not in ("group", "level", "kind") or name in kind.fields]
    signature = [_filter(name) for name in wanted]
    sort = typer.Option("--sort", metavar="|".join(_SORTS), help=say("The order of the rows."))
    signature += [
        forms.keyword("sort", Annotated[str, sort], "id"),
        forms.keyword("as_of", AsOf, None),
        forms.keyword("rev", Rev, None),
        forms.keyword("form", Form, "table"),
    ]

    def run(sort: str, as_of: str | None, rev: str | None, form: Any, **filters: str | None) -> None:
        desk = _reading_desk(kind, rev)
        entries = list(_seen(kind, desk, read_day(as_of)))
        found = [entry for entry in entries if _passes(entry, filters, desk)]
        put_table(records_table(sorted(found, key=_order(sort)), _names(desk)), form)
        talk(say("{count} records").format(count=len(found)))

    forms.add_command(app, "list", say("List records."), run, signature)


def add_show(app: typer.Typer, kind: Kind) -> None:
    """Give a kind's group its `show`."""
    signature = [
        forms.identity(kind),
        forms.keyword("as_of", AsOf, None),
        forms.keyword("rev", Rev, None),
        forms.keyword("form", Form, "table"),
    ]

    def run(record_id: str, as_of: str | None, rev: str | None, form: Any) -> None:
        desk = _reading_desk(kind, rev)
        entry = desk.entry(kind, record_id)
        seen = entry.seen(read_day(as_of) or date.max)
        if seen is None:
            raise ReformctlError("E104", id=record_id, near="")
        if form == "json":
            put(to_json(record_data(seen, _names(desk))))
            return
        put(render(record_table(seen, _names(desk)), form, terminal_columns()))
        if seen.events and form != "csv":
            put("\n" + render(events_table(seen, _names(desk)), form, terminal_columns()))

    forms.add_command(app, "show", say("Show a record in full."), run, signature)


def _reading_desk(kind: Kind, rev: str | None) -> Desk:
    workspace = open_workspace()
    ledger = read_ledger(books_of(workspace, rev), list(dict.fromkeys(("unit", kind.name))))
    return Desk(workspace, ledger)


def _names(desk: Desk) -> dict[str, str]:
    return {entry.id: entry.caption for entry in desk.ledger.of("unit")}


def _filter(name: str) -> inspect.Parameter:
    completion = complete_units if name in ("unit", "group") else None
    option = typer.Option(f"--{name}", help=say(_FILTERS[name]), autocompletion=completion)
    return forms.keyword(name.replace("-", "_"), Annotated[str | None, option], None)


def _seen(kind: Kind, desk: Desk, as_of: date | None) -> Iterator[Entry]:
    for entry in desk.ledger.of(kind.name):
        seen = entry.seen(as_of or date.max)
        if seen:
            yield seen


def _order(name: str) -> Callable[[Entry], Any]:
    """The sorting of a name; E122 for an unknown one."""
    if name not in _SORTS:
        near = nearest(name, _SORTS) or ""
        raise ReformctlError("E122", name=name, known=", ".join(_SORTS), near=near)
    return _SORTS[name]


def _passes(entry: Entry, filters: dict[str, str | None], desk: Desk) -> bool:
    return all(_TESTS[name](entry, value, desk) for name, value in filters.items() if value is not None)


def _named_units(entry: Entry) -> set[str]:
    roles = (name for name, shape in entry.kind.fields.items() if shape.ref == "unit")
    return {unit for role in roles for unit in entry.role(role, date.max)}


_TESTS: dict[str, Callable[[Entry, str, Desk], bool]] = {
    "unit": lambda entry, text, desk: desk.unit(text) in _named_units(entry),
    "group": lambda entry, text, desk: entry.value("group") == desk.unit(text),
    "status": lambda entry, text, _: entry.status == text,
    "level": lambda entry, text, _: entry.value("level") == text,
    "kind": lambda entry, text, _: entry.value("kind") == text,
    "due_after": lambda entry, text, _: (due_days(entry)[1] or date.min) >= (read_day(text) or date.max),
    "due_before": lambda entry, text, _: (due_days(entry)[1] or date.max) <= (read_day(text) or date.min),
}
