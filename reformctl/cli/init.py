"""`init`: a new workspace for an office, with the rules and templates that the tool carries."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from reformctl.cli.options import put, talk
from reformctl.rulebook.pack import Pack
from reformctl.store.books import RULES
from reformctl.store.seed import Office, ci_files, known_packs, lay_down, seed_folder
from reformctl.store.workspace import pack_path, read_as
from reformctl.store.yamltext import decode
from reformctl.words import say

Folder = Annotated[Path, typer.Argument(metavar=say("DIR"), help=say("The folder to make it in."))]
PackName = Annotated[
    str,
    typer.Option("--pack", help=say("The rules to begin with."), autocompletion=lambda: list(known_packs())),
]
Name = Annotated[str | None, typer.Option("--office", help=say("The office's full name."))]
City = Annotated[str | None, typer.Option("--city", help=say("The city's name."))]
Zone = Annotated[
    str, typer.Option("--timezone", help=say("The office's time zone; it decides which day it is."))
]
Prefix = Annotated[
    str | None, typer.Option("--prefix", help=say("The word before the year in the number of a paper."))
]
Ci = Annotated[
    Literal["github", "gitlab"] | None,
    typer.Option("--ci", help=say("Lay down the job that reviews changes at this host.")),
]


def init(
    folder: Folder,
    pack: PackName,
    office: Name = None,
    city: City = None,
    timezone: Zone = "Asia/Shanghai",
    prefix: Prefix = None,
    ci: Ci = None,
) -> None:
    """Lay down a workspace and make it a git repository."""
    papers = {"prefix": prefix} if prefix else {}
    named = Office(office or say("Reform Office"), city or say("City"), timezone, papers=papers)
    for path in lay_down(folder, pack, named, _schemas(pack) | (ci_files(ci) if ci else {})):
        put(f"{path}\n")
    talk(say("a workspace in {folder}; next: reformctl unit add").format(folder=folder))


def _schemas(pack: str) -> dict[str, str]:
    """The editor's schemas, with the words of the pack."""
    from reformctl.render.schemas import files_of

    if pack not in known_packs():
        return {}
    file = seed_folder(RULES) / f"{pack}.yaml"
    return files_of(read_as(Pack, decode(pack_path(pack), file.read_bytes())).words)
