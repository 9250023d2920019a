"""Keeping records: the same commands for every kind, made from its model."""

from collections.abc import Collection

import typer

from reformctl.cli.keeping.adding import add_add
from reformctl.cli.keeping.changing import add_edit, add_set
from reformctl.cli.keeping.happening import add_events
from reformctl.cli.keeping.showing import add_list, add_show
from reformctl.records.kinds import KINDS


def group_for(name: str, without: Collection[str] = ()) -> typer.Typer:
    """The group of commands that keeps records of a kind."""
    kind = KINDS[name]
    app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
    for command, give in (("add", add_add), ("list", add_list), ("show", add_show)):
        if command not in without:
            give(app, kind)
    add_events(app, kind, without)
    add_set(app, kind)
    add_edit(app, kind)
    return app
