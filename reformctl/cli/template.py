"""`template`: which templates the office's papers have, what they say, and the tool's own laid down anew."""

from pathlib import PurePosixPath
from typing import Annotated, Any

import typer

from reformctl.cli.opening import books_of, open_workspace, read_pack
from reformctl.cli.options import Form, Rev, put, put_table, talk
from reformctl.cli.papers import REFERENCE, face_words
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError, nearest
from reformctl.render.table import Column, Table
from reformctl.rulebook.rulebook import Rulebook
from reformctl.store.books import Books
from reformctl.store.seed import seed_files
from reformctl.store.workspace import Workspace
from reformctl.store.writing import Writer
from reformctl.words import mark, say

TEMPLATES = "templates"
app: typer.Typer = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help=say("The template, such as circular.md.j2."))]
Force = Annotated[bool, typer.Option("--force", help=say("Write over one that was changed."))]
Original = Annotated[bool, typer.Option("--original", help=say("As the tool has it, not the workspace."))]

_STATES = {
    "same": mark("as laid down"),
    "changed": mark("changed"),
    "missing": mark("missing"),
    "own": mark("the office's own"),
}


@app.command("list", help=say("List the templates, whether they were changed, and the papers made of them."))
def list_(rev: Rev = None, form: Form = "table") -> None:
    """Print the templates."""
    workspace = open_workspace()
    put_table(templates_table(books_of(workspace, rev)), form)


@app.command("show", help=say("Print a template as the workspace has it."))
def show(name: Name, original: Original = False, rev: Rev = None) -> None:
    """Print one template."""
    workspace = open_workspace()
    books = books_of(workspace, rev)
    text = _carried(name) if original else _own(name, books)
    put(text)


@app.command("eject", help=say("Lay the tool's own copy of a template down in the workspace."))
def eject(name: Name, force: Force = False) -> None:
    """Write one template into the workspace."""
    workspace = open_workspace()
    content = _carried(name)
    _write(workspace, f"{TEMPLATES}/{name}", content.encode("utf-8"), force=force)


@app.command(
    "reference", help=say("Lay down a Word file whose styles papers take: change it in Word or WPS.")
)
def reference(force: Force = False) -> None:
    """Write templates/reference.docx with every style of the office's papers."""
    from datetime import date

    from reformctl.render.word.paper import Face
    from reformctl.render.word.paper import reference as made

    workspace = open_workspace()
    settings = workspace.settings
    organ = settings.papers.organ or settings.office
    mark_ = settings.papers.mark or settings.office
    sheet = Face(organ, mark_, None, settings.office, (), (), date(2017, 1, 1))
    _write(workspace, REFERENCE, made(face_words(books_of(workspace)), sheet), force=force)


def templates_table(books: Books) -> Table:
    """Every template that the tool or the pack names, with its state and its papers."""
    pack = read_pack(books)
    papers = pack.pack.papers if isinstance(pack, Rulebook) else ()
    carried = seed_files(TEMPLATES)
    names = dict.fromkeys((*carried, *(paper.template for paper in papers)))
    columns = (
        Column("template", say("Template")),
        Column("state", say("State"), show=lambda row: say(_STATES[row["state"]])),
        Column("papers", say("Papers"), flexible=True),
    )
    rows: list[dict[str, Any]] = [
        {
            "template": name,
            "state": _state(books, name, carried.get(name)),
            "papers": tuple(paper.title for paper in papers if paper.template == name),
        }
        for name in sorted(names)
    ]
    return Table(columns, rows)


def _state(books: Books, name: str, carried: bytes | None) -> str:
    there = books.read_bytes(f"{TEMPLATES}/{name}")
    if there is None:
        return "missing"
    if carried is None:
        return "own"
    return "same" if there == carried else "changed"


def _carried(name: str) -> str:
    """The tool's own template; E135 where it has none of the name."""
    content = seed_files(TEMPLATES).get(name)
    if content is None:
        raise _unknown(name)
    return content.decode("utf-8")


def _own(name: str, books: Books) -> str:
    """The workspace's template; E111 where it is missing, E135 where nobody knows it."""
    if PurePosixPath(name).name == name:
        source = books.read_file(f"{TEMPLATES}/{name}")
        if isinstance(source, Diagnostic):
            raise BadFiles((source,))
        if source is not None:
            return source.text
        if name in seed_files(TEMPLATES):
            raise ReformctlError("E111", path=f"{TEMPLATES}/{name}", name=name)
    raise _unknown(name)


def _unknown(name: str) -> ReformctlError:
    known = sorted(seed_files(TEMPLATES))
    return ReformctlError("E135", name=name, known=", ".join(known), near=nearest(name, known) or "")


def _write(workspace: Workspace, path: str, content: bytes, *, force: bool) -> None:
    """A file of the workspace, whole; E136 where another is there and is not to be written over."""
    there = books_of(workspace).read_bytes(path)
    if there is not None and there != content and not force:
        raise ReformctlError("E136", name=path.removeprefix(f"{TEMPLATES}/"))
    with Writer(workspace.root) as writer:
        writer.put(path, content, new=False)
    put(f"{path}\n")
    talk(say("written") if there != content else say("it was there already, just so"))
