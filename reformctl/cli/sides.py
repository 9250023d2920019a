"""Both sides of a change as snapshots of one day: the base is read whole, the head where it differs."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reformctl.cli.opening import books_of, collect, read_one, read_pack, today
from reformctl.diagnostics import BadFiles, Diagnostic
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.kinds import FOLDERS, KINDS, Kind
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.source import SourceFile
from reformctl.store.books import LEDGERS, RULES, SUFFIX, Books, is_hidden
from reformctl.store.differing import changed_paths, common_commit
from reformctl.store.revision import Revision, resolve
from reformctl.store.workspace import SETTINGS_FILE, Workspace

_ORDER = {kind: index for index, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Sides:
    """Two states of the books, on one day; `base` is a commit's full name, `head` None for the work tree."""

    base: str
    head: str | None
    paths: frozenset[str]
    before: Snapshot
    after: Snapshot
    left_out: tuple[Diagnostic, ...]
    """What could not be read at the base, and stands in no result."""


def open_sides(
    workspace: Workspace, base: str, head: str | None, as_of: date | None, *, direct: bool = False
) -> Sides:
    """Open a change: from where the branch left its base, or with `direct` from the base itself.

    BadFiles where a file that differs cannot be read, or no rules can be.
    """
    root = workspace.root
    start = resolve(root, base) if direct else common_commit(root, base, head)
    return sides_of(workspace, start, resolve(root, head) if head else None, as_of or today(workspace))


def sides_of(workspace: Workspace, start: str, end: str | None, day: date) -> Sides:
    """Both sides by full names: a commit, and another one, a tree, or the work tree; BadFiles as above."""
    root = workspace.root
    ledger, rulebook, left_out = collect(Revision(root, start))
    if rulebook is None:
        raise BadFiles(left_out)
    paths = changed_paths(root, start, end)
    later = Revision(root, end) if end else books_of(workspace)
    entries, problems = reread(ledger.entries, later, paths)
    rules = _rules(rulebook, later, paths)
    if problems or isinstance(rules, tuple):
        raise BadFiles((*(rules if isinstance(rules, tuple) else ()), *problems))
    kept = tuple(d for d in left_out if d.place.source.path not in paths)
    before = Snapshot(ledger, rulebook, day, start)
    return Sides(start, end, paths, before, Snapshot(Ledger(tuple(entries)), rules, day, end), kept)


def reread(
    entries: Iterable[Entry], books: Books, paths: Collection[str]
) -> tuple[list[Entry], list[Diagnostic]]:
    """Entries with those of some paths read anew, in the order of the books; what is wrong with others."""
    found = [entry for entry in entries if entry.document.source.path not in paths]
    problems: list[Diagnostic] = []
    for kind, source in _sources(books, paths):
        read = read_one(kind, source)
        if isinstance(read, Entry):
            found.append(read)
        else:
            problems.extend(read)
    return sorted(found, key=lambda e: (_ORDER[e.kind.name], e.document.source.path)), problems


def kind_at(path: str) -> Kind | None:
    """The kind whose records lie where a path leads; None for what is no record."""
    top, _, rest = path.partition("/")
    if top != LEDGERS or not path.endswith(SUFFIX) or is_hidden(path):
        return None
    return FOLDERS.get(rest.partition("/")[0])


def _sources(books: Books, paths: Iterable[str]) -> Iterator[tuple[Kind, SourceFile | Diagnostic]]:
    kinds = {path: kind for path in paths if (kind := kind_at(path))}
    for source in books.read_files(kinds):
        path = source.path if isinstance(source, SourceFile) else source.place.source.path
        yield kinds[path], source


def _rules(rulebook: Rulebook, books: Books, paths: Iterable[str]) -> Rulebook | tuple[Diagnostic, ...]:
    touched = any(path == SETTINGS_FILE or path.startswith(f"{RULES}/") for path in paths)
    return read_pack(books) if touched else rulebook
