"""Who made which part of a change, by git or as told, held against the rights in the base's settings."""

from collections.abc import Iterator

from reformctl.cli.opening import books_of, read_one
from reformctl.cli.sides import Sides, kind_at
from reformctl.derive.changes import RecordChange, record_change
from reformctl.derive.consequences import Difference
from reformctl.derive.owning import Overstep, oversteps
from reformctl.diagnostics import Diagnostic
from reformctl.ledger.entries import Entry
from reformctl.records.owners import Owners
from reformctl.store.commits import Step, author_emails, author_here, steps, unsaved
from reformctl.store.differing import all_changed_paths
from reformctl.store.history import head as head_of
from reformctl.store.revision import Revision, read_blobs
from reformctl.store.workspace import Workspace, read_settings
from reformctl.store.yamltext import decode

Share = tuple[str, tuple[RecordChange, ...], tuple[str, ...]]
"""Who, the records that they changed, and the files that are no records."""


def found_oversteps(
    workspace: Workspace, sides: Sides, found: Difference, by: str | None
) -> tuple[Overstep, ...]:
    """What goes beyond the rights of who made it: of the one named, else of each commit's author."""
    owners = read_settings(books_of(workspace, sides.base)).owners
    if not owners.rights:
        return ()
    shares = [(by, found.records, _files(workspace, sides))] if by else _by_author(workspace, sides)
    return tuple(dict.fromkeys(o for share in shares for o in _over(sides, owners, share)))


def _over(sides: Sides, owners: Owners, share: Share) -> Iterator[Overstep]:
    who, records, files = share
    return oversteps(sides.before, owners, who, records, files)


def _files(workspace: Workspace, sides: Sides) -> tuple[str, ...]:
    """All changed files of the repository that are no records."""
    paths = all_changed_paths(workspace.root, sides.base, sides.head)
    records = {path for path in sides.paths if kind_at(path)}
    return tuple(sorted(p for p in paths if not any(p == r or p.endswith(f"/{r}") for r in records)))


def _by_author(workspace: Workspace, sides: Sides) -> Iterator[Share]:
    """The commits after the base, each with its author; what is not committed is this repository's user's."""
    root = workspace.root
    end = sides.head or "HEAD"
    emails = author_emails(root, end, since=sides.base)
    made = steps(root, end, (".",), since=sides.base)
    names = {n for step in made for change in step.changes for n in (change.before, change.after) if n}
    contents = dict(zip(sorted(names), read_blobs(root, sorted(names)), strict=True))
    for step in made:
        yield emails[step.commit.name], *_changed(step, contents)
    if sides.head is None:
        yield _unsaved(workspace)


def _changed(step: Step, contents: dict[str, bytes]) -> tuple[tuple[RecordChange, ...], tuple[str, ...]]:
    records, files = [], []
    for path, old, new in step.changes:
        kind = kind_at(path)
        if kind is None:
            files.append(path)
            continue
        one, other = (read_one(kind, decode(path, contents[n])) if n else None for n in (old, new))
        change = record_change(_entry(one), _entry(other))
        records += [change] if change else []
    return tuple(records), tuple(files)


def _entry(read: Entry | tuple[Diagnostic, ...] | None) -> Entry | None:
    return read if isinstance(read, Entry) else None


def _unsaved(workspace: Workspace) -> Share:
    """What differs from the last commit, with who would commit it."""
    root = workspace.root
    paths = unsaved(root, (".",))
    last = head_of(root)
    kinds = {path: kind for path in paths if (kind := kind_at(path))}
    sides = (Revision(root, last) if last else None, books_of(workspace))
    old, new = ({_path(s): s for s in side.read_files(kinds)} if side else {} for side in sides)
    changes = (
        record_change(*(_entry(read_one(kind, side[path])) if path in side else None for side in (old, new)))
        for path, kind in sorted(kinds.items())
    )
    files = tuple(sorted(path for path in paths if path not in kinds))
    return author_here(root), tuple(change for change in changes if change), files


def _path(source: object) -> str:
    return source.place.source.path if isinstance(source, Diagnostic) else str(getattr(source, "path", ""))
