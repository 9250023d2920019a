"""`owners`: who may change what by the settings; CODEOWNERS made from them, and fresh or not."""

from typing import Annotated

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.opening import books_of, open_workspace, read_ledger
from reformctl.cli.options import Form, put, put_table, talk
from reformctl.diagnostics import ReformctlError
from reformctl.render.ownertext import codeowners, rights_table
from reformctl.store.differing import prefix_of, top_of
from reformctl.store.writing import Writer
from reformctl.words import say

PLACES = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
"""Where hosts look; one that is there is written anew, else the second."""
Write = Annotated[bool, typer.Option("--write", help=say("Write CODEOWNERS at the top of the repository."))]
Check = Annotated[
    bool, typer.Option("--check", help=say("Give 1 where CODEOWNERS is not as it would be made."))
]
Print = Annotated[bool, typer.Option("--codeowners", help=say("Print CODEOWNERS instead of the rights."))]


def owners(show: Print = False, write: Write = False, check: Check = False, form: Form = "table") -> int:
    """Say who may change what, or write it as CODEOWNERS."""
    workspace = open_workspace()
    rights = workspace.settings.owners
    ledger = read_ledger(books_of(workspace))
    if not (show or write or check):
        put_table(rights_table(rights, {unit.id: unit.caption for unit in ledger.of("unit")}), form)
        return OK
    if not rights.rights:
        raise ReformctlError("E186")
    text = codeowners(rights, ledger.entries, prefix_of(workspace.root))
    if show:
        put(text)
        return OK
    top = top_of(workspace.root)
    place = next((name for name in PLACES if (top / name).is_file()), PLACES[1])
    if check:
        fresh = (top / place).is_file() and (top / place).read_text(encoding="utf-8") == text
        talk(
            say("{path} is fresh").format(path=place) if fresh else say("{path} is stale").format(path=place)
        )
        return OK if fresh else BOOKS_WRONG
    with Writer(top) as writer:
        writer.put(place, text)
    put(f"{place}\n")
    return OK
