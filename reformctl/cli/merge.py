"""`merge`: the merge driver that git calls for a record; joins what can be joined, explains what cannot."""

from pathlib import Path
from typing import Annotated

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.opening import open_workspace, read_one
from reformctl.cli.options import talk
from reformctl.cli.sides import kind_at
from reformctl.diagnostics import ReformctlError
from reformctl.ledger.entries import Entry
from reformctl.render.harmless import one_line
from reformctl.source import SourceFile
from reformctl.store.driver import install_driver, merge_as_text
from reformctl.store.threeway import Clash, Joined, join
from reformctl.words import say

Base = Annotated[Path | None, typer.Argument(metavar="BASE", help=say("The common version, git's %O."))]
Ours = Annotated[
    Path | None, typer.Argument(metavar="OURS", help=say("Ours, git's %A; the result goes here."))
]
Theirs = Annotated[Path | None, typer.Argument(metavar="THEIRS", help=say("Theirs, git's %B."))]
Name = Annotated[str, typer.Argument(metavar="PATH", help=say("The file's path, git's %P."))]
Install = Annotated[bool, typer.Option("--install", help=say("Tell git of this driver, in this clone."))]


def merge(
    base: Base = None, ours: Ours = None, theirs: Theirs = None, path: Name = "", install: Install = False
) -> int:
    """Join two versions of a record for git; 1 where a conflict is left."""
    if install:
        workspace = open_workspace()
        for made in install_driver(workspace.root):
            talk(made)
        return OK
    if base is None or ours is None or theirs is None:
        raise ReformctlError("E112", option="BASE OURS THEIRS", problem=say("name all three files"))
    texts = [_read(file) for file in (base, ours, theirs)]
    joined = _joined(path, *texts)
    if joined is None:
        talk(say("{path}: not joined as a record, but line by line").format(path=one_line(path)))
        return BOOKS_WRONG if merge_as_text(ours, base, theirs) else OK
    ours.write_text(joined.text, encoding="utf-8", newline="\n")
    for clash in joined.clashes:
        talk(f"{one_line(path)}: {_told(clash, path)}")
    return BOOKS_WRONG if joined.clashes else OK


def _joined(path: str, base: str, ours: str, theirs: str) -> Joined | None:
    """What the sides make together; None where it would be no record, or a closing that both wrote."""
    joined = join(base, ours, theirs)
    kind = kind_at(path)
    if joined is None or joined.clashes or kind is None:
        return joined
    if kind.name == "closing" and ours not in (base, theirs) and theirs != base:
        return None
    return joined if isinstance(read_one(kind, SourceFile(path, joined.text)), Entry) else None


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReformctlError("S114", path=file, reason=str(error)) from None


def _told(clash: Clash, path: str) -> str:
    if clash.name == "id":
        name = Path(path).stem
        return say("both branches took {id}; keep both: reformctl renumber {id}").format(id=one_line(name))
    if clash.name == "events":
        return say("both branches settled the record, or rewrote the same entry; keep what is right")
    facts = {"field": clash.name, **{n: _value(getattr(clash, n)) for n in ("base", "ours", "theirs")}}
    return one_line(say("both changed {field}: {ours} here, {theirs} there, {base} before").format(**facts))


def _value(value: object) -> str:
    return "-" if value is None else str(value)
