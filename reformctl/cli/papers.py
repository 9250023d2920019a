"""Papers on the disk: one template makes the Markdown and the Word file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformctl.cli.opening import books_of
from reformctl.cli.options import put, talk
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError
from reformctl.render.papers import FRAME, Body, Load, Paper, Written, fill, write
from reformctl.snapshot import Snapshot
from reformctl.store.books import Books
from reformctl.store.workspace import Workspace, read_as
from reformctl.words import say

if TYPE_CHECKING:
    from reformctl.render.word.words import FaceWords

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar=say("DIR"), help=say("The folder to write to; the terminal if left out.")),
]


def write_paper(
    workspace: Workspace,
    snapshot: Snapshot,
    paper: Paper,
    facts: dict[str, Any],
    out: Path | None,
    rev: str | None,
) -> None:
    """A paper as Markdown and Word in a folder; without one its Markdown on standard output."""
    books = books_of(workspace, rev)
    kind = snapshot.rulebook.papers.get(paper.kind)
    if kind is None:
        known = ", ".join(snapshot.rulebook.papers)
        raise ReformctlError("E110", name=paper.kind, known=known)
    settings = workspace.settings
    common = {"organ": settings.papers.organ or settings.office, "rules": snapshot.pack.title}
    written = write(kind.template, _loader(books), common | facts)
    prefix = f"{settings.papers.prefix or ''}{paper.series}"
    face = {name: getattr(paper, name) for name in ("number", "recipients", "copies", "issued")}
    framing = {"title": written.title, "body": Body(written.body), "prefix": prefix}
    framed = fill(FRAME, _loader(books), common | face | framing)
    if out is None:
        put(framed)
        return
    word = _word(workspace, books, written, paper, prefix)
    for path, content in (
        (out / f"{paper.stem}.md", framed.encode("utf-8")),
        (out / f"{paper.stem}.docx", word),
    ):
        _save(path, content)
        put(f"{path}\n")
    talk(say("2 files written"))


def _save(path: Path, content: bytes) -> None:
    """A whole file or none; S114 where it cannot be written."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise ReformctlError("S114", path=path, reason=error.strerror or "") from error


def _word(workspace: Workspace, books: Books, written: Written, paper: Paper, prefix: str) -> bytes:
    from reformctl.render.word.paper import Face
    from reformctl.render.word.paper import paper as word_paper

    settings, words = workspace.settings, _face_words(books)
    face = Face(
        organ=settings.papers.organ or settings.office,
        mark=settings.papers.mark or settings.office,
        number=words.words.number.format(prefix=prefix, year=paper.issued.year, number=paper.number),
        title=written.title,
        recipients=paper.recipients,
        copies=paper.copies,
        issued=paper.issued,
    )
    return word_paper(written.body, face, words)


def _face_words(books: Books) -> "FaceWords":
    from reformctl.render.word.words import FaceWords

    path = "templates/face.yaml"
    source = books.read_file(path)
    if source is None:
        raise ReformctlError("E111", path=path)
    return read_as(FaceWords, source)


def _loader(books: Books) -> Load:
    """Templates as the books have them."""

    def load(name: str) -> str | None:
        source = books.read_file(f"templates/{name}")
        if isinstance(source, Diagnostic):
            raise BadFiles((source,))
        return source.text if source else None

    return load
