"""A walk through history with the closed periods: the first commit at which one no longer stood."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reformctl import __version__
from reformctl.cli.auditing import books_of_closing, originals
from reformctl.cli.opening import collect
from reformctl.derive.auditing import Audit, Books, Effect, Original, audit, unlinked
from reformctl.derive.closing import entry_digest, seal_of
from reformctl.derive.published import closings
from reformctl.diagnostics import Diagnostic
from reformctl.domain.commits import Change, Commit
from reformctl.ledger.entries import Entry, read_entry
from reformctl.records.closing import Closing
from reformctl.records.kinds import FOLDERS, KINDS
from reformctl.snapshot import Snapshot
from reformctl.source import Document
from reformctl.store.books import LEDGERS, SUFFIX, is_hidden
from reformctl.store.commits import Step, steps
from reformctl.store.revision import Revision, read_blobs
from reformctl.store.yamltext import decode, parse

CLOSED = KINDS["closing"]
HOME = f"{LEDGERS}/{CLOSED.folder}/"
_OF_FILES = ("removed", "rewritten", "unreadable")


@dataclass(frozen=True)
class Fault:
    """A commit that changed what was published.

    `what` is as in `Cause`, or of the closing's file removed, rewritten or unreadable, or unread books.
    `until` is the commit that took it back, or opened the period; None while it stands.
    """

    commit: Commit
    closing: str
    what: str
    names: tuple[str, ...]
    effects: tuple[Effect, ...] = ()
    until: Commit | None = None

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes it the same at a later commit."""
        return self.closing, self.what, self.names


class Walk:
    """The commits of the books up to a revision, the oldest first, each held against the closings there."""

    def __init__(self, root: Path, revision: str) -> None:
        self.root = root
        self.steps: tuple[Step, ...] = tuple(reversed(steps(root, revision, merges=True)))
        self.standing: dict[str, Closing] = {}
        self._found: list[Fault] = []
        self._contents: dict[str, bytes] = {}
        self._unread = False
        """Whether the books of the commit before could not be read, so that the next must be held in full."""

    def faults(self) -> tuple[Fault, ...]:
        """Every fault at the commit that brought it; what a later commit carries on is not told again."""
        for step in self.steps:
            if not self.standing and not any(_is_closing(change.path) for change in step.changes):
                continue
            names = [name for c in step.changes for name in (c.before, c.after) if name]
            self._contents = dict(zip(names, read_blobs(self.root, names), strict=True))
            for fault in self._closings(step):
                self._note(fault)
            new = {_name(c.path) for c in step.changes if c.before is None and _is_closing(c.path)}
            if self._unread or any(
                self._matters(change) for change in step.changes if _name(change.path) not in new
            ):
                self._audit(step.commit, frozenset())
            elif new:
                self._audit(step.commit, frozenset(new))
        return tuple(self._found)

    def _note(self, fault: Fault) -> None:
        if not any(known.key == fault.key and known.until is None for known in self._found):
            self._found.append(fault)

    def _take_back(self, commit: Commit, still: Collection[object]) -> None:
        """Mark the faults of audits that an audit of a later commit no longer finds."""
        self._found = [
            replace(fault, until=commit)
            if fault.until is None and fault.what not in _OF_FILES and fault.key not in still
            else fault
            for fault in self._found
        ]

    def _closings(self, step: Step) -> Iterator[Fault]:
        """Closings that a commit took out or rewrote; only a reopening may be added to one."""
        for change in step.changes:
            if not _is_closing(change.path):
                continue
            before, after = (self._closing(change, name) for name in (change.before, change.after))
            name = _name(change.path)
            if change.after is None:
                yield Fault(step.commit, name, "removed", (name,))
            elif after is None:
                yield Fault(step.commit, name, "unreadable", (name,))
            else:
                known = self.standing.setdefault(change.path, before or after)
                kept = before is None or after.events[: len(before.events)] == before.events
                if known.seal != after.seal or seal_of(after) != after.seal or not kept:
                    yield Fault(step.commit, name, "rewritten", (name,))
                else:
                    self._restored(step.commit, name)

    def _restored(self, commit: Commit, name: str) -> None:
        """Mark the faults of a closing's file that is again as it was first written."""
        self._found = [
            replace(fault, until=commit)
            if fault.until is None and fault.what in _OF_FILES and fault.closing == name
            else fault
            for fault in self._found
        ]

    def _closing(self, change: Change, name: str | None) -> Closing | None:
        entry = self._entry(change, name)
        return entry.record if entry and isinstance(entry.record, Closing) else None

    def _entry(self, change: Change, name: str | None) -> Entry | None:
        """A version of a record's file; None where there is none, or it cannot be read."""
        kind = FOLDERS.get(change.path.split("/")[1]) if change.path.count("/") > 1 else None
        if name is None or kind is None:
            return None
        source = decode(change.path, self._contents[name])
        document = source if isinstance(source, Diagnostic) else parse(source)
        entry = read_entry(kind, document) if isinstance(document, Document) else None
        return entry if isinstance(entry, Entry) else None

    def _matters(self, change: Change) -> bool:
        """Whether a change may bear on a closing: rules may always, a record where it said so by its day."""
        if not change.path.startswith(f"{LEDGERS}/") or _is_closing(change.path):
            return True
        before, after = (self._entry(change, name) for name in (change.before, change.after))
        return any(self._said(before, c) != self._said(after, c) for c in self.standing.values())

    def _said(self, entry: Entry | None, closing: Closing) -> str | None:
        """What an entry says to a closing: facts by its last day, its corrections by its own day."""
        if entry and entry.kind.name == "correction":
            own = entry.value("month") == closing.period
            seen = entry.seen(closing.closed) if own else None
        else:
            seen = entry.seen(closing.as_of) if entry else None
        return entry_digest(seen) if seen else None

    def _audit(self, commit: Commit, only: frozenset[str]) -> None:
        """Hold the closings, or only some, against the books of a commit."""
        ledger, rulebook, problems = collect(Revision(self.root, commit.name))
        self._unread = rulebook is None or bool(problems)
        if rulebook is None or problems:
            self._note(Fault(commit, "", "unread", ()))
            return
        day = max((entry.last_day for entry in ledger.of("closing")), default=None)
        if day is None:
            return
        snapshot = Snapshot(ledger, rulebook, day)
        books = books_of_closing(self.root)
        entries = [entry for entry in closings(snapshot) if not only or entry.id in only]
        trusted = None if only else originals(self.root, snapshot)
        now = [
            Fault(commit, found.closing.id, cause.what, cause.names, cause.effects)
            for found in _audited(snapshot, entries, books, trusted)
            for cause in found.causes
        ]
        if not only:
            self._take_back(commit, {fault.key for fault in now})
        for fault in now:
            self._note(fault)


def _audited(
    snapshot: Snapshot, entries: list[Entry], books: Books, original: Original | None
) -> Iterator[Audit]:
    """Closings held one by one; those just added are recounted whatever their tags say."""
    for entry in entries:
        found = audit(snapshot, entry, __version__, books, original(entry) if original else None)
        if found:
            yield found
    yield from unlinked(snapshot)


def _name(path: str) -> str:
    """A closing's id by its path."""
    return path.removeprefix(HOME).removesuffix(".yaml")


def _is_closing(path: str) -> bool:
    """Whether a path is that of a closing, and not of another file in its folder."""
    return path.startswith(HOME) and path.endswith(SUFFIX) and not is_hidden(path)
