"""`schema`: JSON Schemas of records and packs, and the editor settings that use them."""

from typing import Annotated

import typer

from reformctl.cli.opening import books_of, open_workspace, read_pack
from reformctl.cli.options import put, talk
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.records.kinds import KINDS
from reformctl.render.schemas import OTHERS, files_of, schema_of
from reformctl.render.table import to_json
from reformctl.store.writing import Writer
from reformctl.words import say

Name = Annotated[str | None, typer.Argument(help=say("A kind of record, or pack, cases, calendar."))]
Write = Annotated[bool, typer.Option("--write", help=say("Write them all to .vscode for the editor."))]


def schema(name: Name = None, write: Write = False) -> None:
    """Print one schema, or write all of them with the editor's settings."""
    workspace = open_workspace()
    book = read_pack(books_of(workspace))
    words = {} if isinstance(book, tuple) else book.pack.words
    known = (*KINDS, *OTHERS)
    if write:
        with Writer(workspace.root) as writer:
            for path, text in files_of(words).items():
                writer.put(path, text)
        talk(say("{count} schemas written").format(count=len(known)))
        return
    if name not in known:
        near = nearest(name or "", known)
        raise ReformctlError("E127", name=name or "", known=", ".join(known), near=near or "")
    put(to_json(schema_of(name, words)))
