"""From a workspace to a snapshot: reads each file once, and gathers every problem on the way."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from reformctl.cli.app import chosen
from reformctl.derive.reasons import STATES
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError
from reformctl.ledger.entries import Entry, read_entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.kinds import FOLDERS, KINDS, Kind
from reformctl.rulebook.calendar import WorkCalendar, read_calendar
from reformctl.rulebook.reading import read_rulebook
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.source import Document, Position, SourceFile
from reformctl.store.books import CALENDAR, RULES, Books
from reformctl.store.workspace import Workspace, find_workspace, pack_path, read_settings
from reformctl.store.worktree import WorkTree
from reformctl.store.yamltext import locate, parse

TODAY = "REFORMCTL_TODAY"


def open_workspace(given: Path | None = None) -> Workspace:
    """The workspace given, named by --workspace, or around the present folder."""
    return find_workspace(Path.cwd(), given or (chosen[-1] if chosen else None))


def today(workspace: Workspace) -> date:
    """The day in the office's time zone; REFORMCTL_TODAY, a day such as 2017-04-30, stands in for it."""
    fixed = os.environ.get(TODAY)
    if not fixed:
        return datetime.now(ZoneInfo(workspace.settings.timezone)).date()
    try:
        return date.fromisoformat(fixed)
    except ValueError:
        raise ReformctlError("E101", value=fixed) from None


def books_of(workspace: Workspace, revision: str | None = None) -> Books:
    """The workspace's files on the disk, or as a revision has them."""
    if revision is None:
        return WorkTree(workspace.root)
    from reformctl.store.revision import Revision

    return Revision.of(workspace.root, revision)


def open_snapshot(workspace: Workspace, as_of: date | None = None, revision: str | None = None) -> Snapshot:
    """The books and rules on a day, today where none is given; BadFiles where they cannot be read."""
    books = books_of(workspace, revision)
    ledger, rulebook, problems = collect(books)
    if problems or rulebook is None:
        raise BadFiles(problems)
    return Snapshot(ledger, rulebook, as_of or today(workspace), revision)


def collect(books: Books) -> tuple[Ledger, Rulebook | None, tuple[Diagnostic, ...]]:
    """All that can be read, and every problem that kept something from being read."""
    rulebook = read_pack(books)
    entries, problems = read_entries(books, KINDS.values())
    found = [*(rulebook if isinstance(rulebook, tuple) else ()), *books.strays(list(FOLDERS)), *problems]
    return Ledger(tuple(entries)), None if isinstance(rulebook, tuple) else rulebook, tuple(found)


def read_ledger(books: Books, kinds: Sequence[str] | None = None) -> Ledger:
    """The records of some kinds, of all where none are named; BadFiles where one cannot be read."""
    entries, problems = read_entries(books, [KINDS[name] for name in kinds or KINDS])
    if problems:
        raise BadFiles(tuple(problems))
    return Ledger(tuple(entries))


def read_pack(books: Books) -> Rulebook | tuple[Diagnostic, ...]:
    """The rules pack that the books' own settings name, or what is wrong with it."""
    path = pack_path(read_settings(books).pack)
    source = books.read_file(path)
    if source is None:
        raise ReformctlError("S103", file=path)
    if isinstance(source, Diagnostic):
        return (source,)
    document = parse(source)
    if isinstance(document, tuple):
        return document
    calendar = read_tables(books)
    return calendar if isinstance(calendar, tuple) else read_rulebook(document, STATES, calendar)


def read_tables(books: Books) -> WorkCalendar | tuple[Diagnostic, ...]:
    """The working days of the years that have a table, or what is wrong with the tables."""
    problems: list[Diagnostic] = []
    documents: list[Document] = []
    for source in books.read_folder(CALENDAR, top=RULES):
        document = (source,) if isinstance(source, Diagnostic) else parse(source)
        if isinstance(document, tuple):
            problems.extend(document)
        else:
            documents.append(document)
    return tuple(problems) or read_calendar(documents)


def read_entries(books: Books, kinds: Iterable[Kind]) -> tuple[list[Entry], list[Diagnostic]]:
    """The entries of some kinds in the order of their paths, and what is wrong with the others."""
    entries: list[Entry] = []
    problems: list[Diagnostic] = []
    with no_collection():
        for kind in kinds:
            for source in books.read_folder(kind.folder):
                read = read_one(kind, source)
                if isinstance(read, Entry):
                    entries.append(read)
                else:
                    problems.extend(read)
    return entries, problems


def read_one(kind: Kind, source: SourceFile | Diagnostic) -> Entry | tuple[Diagnostic, ...]:
    """The entry that a file of a kind makes, or what is wrong with it."""
    if isinstance(source, Diagnostic):
        return (source,)
    document = parse(source)
    return document if isinstance(document, tuple) else read_entry(kind, document)


@contextmanager
def no_collection() -> Iterator[None]:
    """Loading makes nothing but what is kept: the collector would only walk it again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def find_place(diagnostic: Diagnostic) -> Position:
    """The line and column of a problem; the file is read again with positions only now."""
    if diagnostic.position:
        return diagnostic.position
    place = diagnostic.place
    return locate(place.source, place.route, at_key=place.at_key) if place.source.text else Position(1, 1)


def in_order(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems by file and then by where in it they stand."""
    placed = [(find_place(problem), problem) for problem in problems]

    def spot(pair: tuple[Position, Diagnostic]) -> tuple[str, int, int, str]:
        position, problem = pair
        return problem.place.source.path, position.line, position.column, problem.code

    return [problem for _, problem in sorted(placed, key=spot)]


def report(problems: Iterable[Diagnostic]) -> None:
    """Every problem on standard error, with how many there are."""
    from reformctl.render.problems import as_text
    from reformctl.words import say

    found = in_order(problems)
    sys.stderr.write(as_text(found, find_place))
    sys.stderr.write(say("problems: {count}").format(count=len(found)) + "\n")
