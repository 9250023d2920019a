"""What the work tree has changed since the last commit, as changes of records."""

from collections.abc import Collection

from reformctl.cli.opening import books_of, read_one
from reformctl.cli.sides import kind_at
from reformctl.cli.stepping import Changed, entry_or_none
from reformctl.derive.changes import record_change
from reformctl.diagnostics import Diagnostic
from reformctl.ledger.entries import Entry
from reformctl.records.kinds import Kind
from reformctl.source import SourceFile
from reformctl.store.books import Books
from reformctl.store.commits import BOOKS, unsaved
from reformctl.store.history import head
from reformctl.store.revision import Revision
from reformctl.store.workspace import Workspace


def unsaved_changes(workspace: Workspace, paths: Collection[str] = BOOKS) -> Changed:
    """The records and other files that differ from the last commit, of some paths."""
    root = workspace.root
    found = unsaved(root, paths)
    kinds = {path: kind for path in found if (kind := kind_at(path))}
    last = head(root)
    old = _entries(Revision(root, last), kinds) if last else {}
    new = _entries(books_of(workspace), kinds)
    changes = (record_change(old.get(name), new.get(name)) for name in sorted({*old, *new}))
    files = tuple(sorted(path for path in found if path not in kinds))
    return Changed(tuple(change for change in changes if change), files)


def _entries(books: Books, kinds: dict[str, Kind]) -> dict[str, Entry]:
    """The entries of some paths by their ids."""
    read = (entry_or_none(read_one(kinds[_path(one)], one)) for one in books.read_files(kinds))
    return {entry.id: entry for entry in read if entry}


def _path(source: SourceFile | Diagnostic) -> str:
    return source.path if isinstance(source, SourceFile) else source.place.source.path
