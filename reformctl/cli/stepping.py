"""Commits read as changes of records: contents in one go, entries from them, two versions side by side."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from reformctl.cli.opening import read_one
from reformctl.cli.sides import kind_at
from reformctl.derive.changes import RecordChange, record_change
from reformctl.diagnostics import Diagnostic
from reformctl.ledger.entries import Entry
from reformctl.store.commits import Step
from reformctl.store.revision import read_blobs
from reformctl.store.yamltext import decode


class Changed(NamedTuple):
    """What a commit changed: records, and files that are no records or cannot be read as such."""

    records: tuple[RecordChange, ...]
    files: tuple[str, ...]


def contents_of(root: Path, steps: Iterable[Step]) -> dict[str, bytes]:
    """The contents before and after of all that some commits changed, by their names."""
    names = sorted({n for s in steps for c in s.changes if kind_at(c.path) for n in (c.before, c.after) if n})
    return dict(zip(names, read_blobs(root, names), strict=True))


def changed(step: Step, contents: Mapping[str, bytes]) -> Changed:
    """What a commit changed; a record moved from one file to another is no change of its own."""
    records: dict[str, tuple[Entry | None, Entry | None]] = {}
    files = []
    for path, old, new in step.changes:
        sides = [read_at(path, contents.get(name or "")) for name in (old, new)]
        if kind_at(path) is None or not any(sides):
            files.append(path)
        for index, entry in enumerate(sides):
            if entry:
                both = list(records.get(entry.id, (None, None)))
                both[index] = entry
                records[entry.id] = (both[0], both[1])
    changes = (record_change(*both) for _, both in sorted(records.items()))
    return Changed(tuple(change for change in changes if change), tuple(files))


def read_at(path: str, content: bytes | None) -> Entry | None:
    """The record that some content of a file makes; None where there is none or it cannot be read."""
    kind = kind_at(path)
    if kind is None or content is None:
        return None
    return entry_or_none(read_one(kind, decode(path, content)))


def entry_or_none(read: Entry | tuple[Diagnostic, ...] | None) -> Entry | None:
    """The entry of what was read; None for problems."""
    return read if isinstance(read, Entry) else None
