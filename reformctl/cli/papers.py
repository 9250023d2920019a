"""Papers on the disk: one template makes the Markdown and the Word file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from reformctl.cli.opening import books_of
from reformctl.cli.options import put, talk
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError
from reformctl.render.papers import FRAME, Body, Load, Paper, fill, write
from reformctl.snapshot import Snapshot
from reformctl.store.books import Books
from reformctl.store.workspace import Workspace
from reformctl.words import say

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
    organ = settings.papers.organ or settings.office
    common = {"organ": organ, "office": settings.office, "rules": snapshot.pack.title}
    written = write(kind.template, _loader(books), common | facts)
    number = {"prefix": f"{settings.papers.prefix or ''}{paper.series}", "number": paper.number}
    ends = {"recipients": paper.recipients, "copies": paper.copies, "issued": paper.issued}
    framed = fill(
        FRAME,
        _loader(books),
        {"title": written.title, "body": Body(written.body), **common, **number, **ends},
    )
    if out is None:
        put(framed)
        return
    out.mkdir(parents=True, exist_ok=True)
    for path, content in (
        (out / f"{paper.stem}.md", framed.encode("utf-8")),
        (out / f"{paper.stem}.docx", _word(workspace, books, written.title, written.body, paper, number)),
    ):
        path.write_bytes(content)
        put(f"{path}\n")
    talk(say("2 files written"))


def _word(
    workspace: Workspace, books: Books, title: str, body: str, paper: Paper, number: dict[str, Any]
) -> bytes:
    from reformctl.render.word.paper import Face
    from reformctl.render.word.paper import paper as word_paper

    settings = workspace.settings
    face = Face(
        organ=settings.papers.organ or settings.office,
        mark=settings.papers.mark or settings.office,
        number=f"{number['prefix']}\u3014{paper.issued.year}\u3015{number['number']}\u53f7",
        signer=None,
        title=title,
        recipients=paper.recipients,
        copies=paper.copies,
        issued=paper.issued,
        note=None,
        style="unsealed",
    )
    return word_paper(body, face, _face_words(books))


def _face_words(books: Books) -> Any:
    from reformctl.records.reading import read_model
    from reformctl.render.word.words import FaceWords
    from reformctl.store.yamltext import parse

    path = "templates/face.yaml"
    source = books.read_file(path)
    if source is None:
        raise ReformctlError("E111", path=path)
    if isinstance(source, Diagnostic):
        raise BadFiles((source,))
    document = parse(source)
    words = document if isinstance(document, tuple) else read_model(FaceWords, document)
    if isinstance(words, tuple):
        raise BadFiles(words)
    return words


def _loader(books: Books) -> Load:
    """Templates as the books have them."""

    def load(name: str) -> str | None:
        source = books.read_file(f"templates/{name}")
        if isinstance(source, Diagnostic):
            raise BadFiles((source,))
        return source.text if source else None

    return load
