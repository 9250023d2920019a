"""Papers on the disk: one template makes the Markdown and the Word file of each, LibreOffice the PDF."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformctl.cli.contents import Asked, Subject, subjects
from reformctl.cli.opening import books_of
from reformctl.cli.options import put, talk
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError, nearest
from reformctl.render.front import Front
from reformctl.render.papers import FACE, Load, Office, Templates, Written
from reformctl.rulebook.pack import PaperKind
from reformctl.snapshot import Snapshot
from reformctl.store.books import Books
from reformctl.store.workspace import Workspace, read_as, read_settings
from reformctl.words import say

if TYPE_CHECKING:
    from reformctl.render.word.words import FaceWords

REFERENCE = "templates/reference.docx"
"""An office's own styles, where it has any."""

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar=say("DIR"), help=say("The folder to write to; the terminal if left out.")),
]
Pdf = Annotated[bool, typer.Option("--pdf", help=say("A PDF beside each Word file, by LibreOffice."))]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar=say("ELEMENT=VALUE"), help=say("Another value for an element of the paper.")
    ),
]


@dataclass(frozen=True)
class Job:
    """A paper to write: its kind and what it is on."""

    kind: PaperKind
    subject: Subject

    @property
    def stem(self) -> str:
        """The name of its files without their ends: a letter's is its notice's number."""
        own = self.kind.content == "notice"
        return self.subject.name if own else f"{self.kind.id}-{self.subject.name}"


@dataclass(frozen=True)
class Desk:
    """Where papers are written: the office, its books and the snapshot that they tell of."""

    workspace: Workspace
    books: Books
    snapshot: Snapshot
    given: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(
        cls, workspace: Workspace, snapshot: Snapshot, rev: str | None, given: Sequence[str] | None = None
    ) -> "Desk":
        """A desk with what the command line says of the papers' elements."""
        books = books_of(workspace, rev)
        office = Workspace(workspace.root, read_settings(books))
        return cls(office, books, snapshot, read_given(given or ()))

    def jobs(self, kind_id: str, asked: Asked) -> tuple[Job, ...]:
        """The papers of a kind that were asked for; E110 where the pack has no such kind."""
        kind = self.snapshot.rulebook.papers.get(kind_id)
        if kind is None:
            known = tuple(self.snapshot.rulebook.papers)
            near = nearest(kind_id, known) or ""
            raise ReformctlError("E110", name=kind_id, known=", ".join(known), near=near)
        return tuple(Job(kind, subject) for subject in subjects(self.snapshot, kind, asked))

    def letters(self, record: str) -> tuple[Job, ...]:
        """The letter of a notice, of whichever kind it is; E104 where there is no such notice."""
        kinds = [kind for kind in self.snapshot.pack.papers if kind.content == "notice"]
        return tuple(job for kind in kinds for job in self.jobs(kind.id, Asked(record=record)))

    def write(self, job: Job) -> Written:
        """A paper's elements and text."""
        facts = self._common(job) | dict(job.subject.facts())
        return self._templates.write(job.kind.template, job.kind.content, facts, self._elements)

    def word(self, written: Written) -> bytes:
        """A paper as a Word file."""
        from reformctl.render.word.paper import paper

        return paper(written.body, written.face, self.words, self._reference)

    @cached_property
    def words(self) -> "FaceWords":
        """The office's fixed words and measures, with the fonts and the seal's room of its settings."""
        settings = self.workspace.settings.papers
        words = face_words(self.books)
        fonts = {name: font for name, font in settings.fonts if font}
        changed: dict[str, Any] = {"fonts": words.fonts.model_copy(update=fonts)}
        if settings.seal_lines is not None:
            changed["gaps"] = words.gaps.model_copy(update={"sealed": settings.seal_lines})
        return words.model_copy(update=changed)

    @property
    def _elements(self) -> Mapping[str, tuple[str, ...]]:
        """What the command line says of elements; a bare number is set in the office's own form."""
        bare = "".join(self.given.get("number", ())).isdecimal()
        return {name: value for name, value in self.given.items() if name != "number" or not bare}

    @cached_property
    def _templates(self) -> Templates:
        settings = self.workspace.settings
        organ = settings.papers.organ or settings.office
        office = Office(organ, settings.papers.mark or settings.office, settings.papers.seal)
        return Templates(loader(self.books), lambda source: read_as(Front, source), self.words, office)

    @cached_property
    def _reference(self) -> bytes | None:
        return self.books.read_bytes(REFERENCE)

    def _common(self, job: Job) -> dict[str, Any]:
        """What every template is given."""
        settings, subject, kind = self.workspace.settings, job.subject, job.kind
        series = kind.series if subject.series is None else subject.series
        prefix = f"{settings.papers.prefix or ''}{series}"
        asked = "".join(self.given.get("number", ()))
        number = int(asked) if asked.isdecimal() else subject.number
        shown = self.words.words.number.format(prefix=prefix, year=subject.issued.year, number=number)
        paper = {
            "kind": kind.id,
            "title": kind.title,
            "clause": self.snapshot.pack.clauses.get(kind.clause, kind.clause),
            "date": subject.issued,
            "number": shown if number else "",
            "running": number,
            "recipients": subject.recipients or kind.recipients or settings.papers.recipients,
            "copies": subject.copies or kind.copies or settings.papers.copies,
            "signer": subject.signer or settings.papers.signer or "",
            "contact": settings.papers.contact or "",
        }
        return {
            "paper": paper,
            "organ": settings.papers.organ or settings.office,
            "office": settings.office,
            "city": settings.city,
            "rules": self.snapshot.pack.title,
            "as_of": subject.as_of or self.snapshot.as_of,
        }


def write_papers(
    desk: Desk,
    jobs: Sequence[Job],
    out: Path | None,
    *,
    pdf: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Papers as Markdown and Word in a folder; without one their Markdown on standard output.

    The paths are data, unless `tell` says them: E134 where PDFs are wanted without a folder.
    """
    if out is None:
        if pdf:
            raise ReformctlError("E134")
        put("\n".join(desk.write(job).markdown for job in jobs))
        return
    office = _office() if pdf else None
    words = []
    for job in _shown(jobs):
        written = desk.write(job)
        for suffix, content in ((".md", written.markdown.encode("utf-8")), (".docx", desk.word(written))):
            _save(out / f"{job.stem}{suffix}", content)
        words.append(out / f"{job.stem}.docx")
    drawn: tuple[Path, ...] = ()
    if office:
        from reformctl.store.office import print_pdf

        drawn = print_pdf(words, office)
    for path in (*(p for word in words for p in (word.with_suffix(".md"), word)), *drawn):
        (tell or _put_line)(str(path))
    talk(
        say("{count} papers, {files} files written").format(count=len(jobs), files=2 * len(jobs) + len(drawn))
    )


def _put_line(text: str) -> None:
    put(f"{text}\n")


def read_given(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Elements as typed, FIELD=VALUE, several times for several items; E123 where one is not that."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ReformctlError("E123", change=text)
        kept = (*found.get(name, ()), value) if value else ()
        found[name] = kept
    return found


def face_words(books: Books) -> "FaceWords":
    """What `templates/face.yaml` says; E111 where it is missing."""
    from reformctl.render.word.words import FaceWords

    source = books.read_file(f"templates/{FACE}")
    if source is None:
        raise ReformctlError("E111", path=f"templates/{FACE}", name=FACE)
    return read_as(FaceWords, source)


def loader(books: Books) -> Load:
    """Templates as the books have them."""

    def load(name: str) -> str | None:
        source = books.read_file(f"templates/{name}")
        if isinstance(source, Diagnostic):
            raise BadFiles((source,))
        return source.text if source else None

    return load


def _office() -> Path:
    from reformctl.store.office import find_office

    return find_office()


def _save(path: Path, content: bytes) -> None:
    """A whole file or none; S114 where it cannot be written."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise ReformctlError("S114", path=path, reason=error.strerror or "") from error


def _shown(jobs: Sequence[Job]) -> Iterator[Job]:
    """The jobs, with a bar on standard error at a terminal where there are several."""
    if len(jobs) < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one paper needs no bar
        yield from jobs
        return
    with _bar(len(jobs)) as advance:
        for job in jobs:
            yield job
            advance()


@contextmanager
def _bar(total: int) -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("papers"), total=total)
        yield lambda: progress.advance(task)
