"""Saving a record: read back, held against the ledger and the pack, written whole, and committed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from reformctl.cli.auditing import newly_changed
from reformctl.cli.opening import books_of, collect, open_workspace, today
from reformctl.cli.options import talk
from reformctl.derive import checks
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError, nearest
from reformctl.ledger import ledger as whole
from reformctl.ledger.entries import Entry, read_entry
from reformctl.ledger.ledger import Ledger, find_unit
from reformctl.records.kinds import FOLDERS, Kind
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.source import Document, SourceFile
from reformctl.store.history import commit_paths
from reformctl.store.workspace import Workspace
from reformctl.store.writing import Writer
from reformctl.store.yamltext import parse
from reformctl.words import say


@dataclass(frozen=True)
class Desk:
    """The books as they lie open while one record is being changed."""

    workspace: Workspace
    ledger: Ledger
    rulebook: Rulebook | None = None
    """None where records are only read."""
    unreadable: tuple[Diagnostic, ...] = ()
    """What kept other files from being read."""

    def unit(self, text: str) -> str:
        """The id of a unit named in any way; E103 where nothing is meant."""
        found = find_unit(self.ledger.of("unit"), text)
        if isinstance(found, tuple):
            raise ReformctlError("E103", name=text, near="\u3001".join(found))
        return found.id

    def entry(self, kind: Kind, record_id: str) -> Entry:
        """A record of a kind by its id; E104 where there is none, BadFiles where it cannot be read."""
        wanted = record_id if kind.name == "unit" else record_id.upper()
        if kind.name == "unit" and wanted not in self.ledger.by_id:
            wanted = self.unit(record_id)
        found = self.ledger.by_id.get(wanted)
        if found is None or found.kind is not kind:
            own = tuple(d for d in self.unreadable if d.place.source.path == kind.home(wanted))
            if own:
                raise BadFiles(own)
            near = nearest(wanted, (entry.id for entry in self.ledger.of(kind.name))) or ""
            raise ReformctlError("E104", id=record_id, near=near)
        return found


def open_desk(workspace: Workspace | None = None) -> Desk:
    """The books of the workspace; records that cannot be read are left to `check`.

    BadFiles where the pack cannot be read: without it nothing could be held against its checks.
    """
    found = workspace or open_workspace()
    ledger, rulebook, problems = collect(books_of(found))
    if rulebook is None:
        raise BadFiles(tuple(d for d in problems if d.place.source.path == found.pack_path))
    return Desk(found, ledger, rulebook, problems)


def read(kind: Kind, path: str, text: str) -> Entry:
    """The entry that a text makes; BadFiles with all that is wrong with it."""
    document = parse(SourceFile(path, text))
    entry = read_entry(kind, document) if isinstance(document, Document) else document
    if isinstance(entry, tuple):
        raise BadFiles(entry)
    return entry


def hold(desk: Desk, texts: Mapping[str, str]) -> dict[str, Entry]:
    """The entries that texts make, by their paths; BadFiles with every problem that they would bring in.

    What changes the result of a closed period is such a problem too.
    """
    entries = {path: read(FOLDERS[path.split("/")[1]], path, text) for path, text in texts.items()}
    others = tuple(e for e in desk.ledger.entries if e.document.source.path not in texts)
    day = max(today(desk.workspace), *(entry.last_day for entry in entries.values()))
    known = {_mark(d) for d in _problems(desk, desk.ledger, texts, day)}
    after = _problems(desk, Ledger((*others, *entries.values())), texts, day)
    new = tuple(d for d in after if _mark(d) not in known)
    if new:
        raise BadFiles(new)
    return entries


def commit(desk: Desk, writer: Writer, message: str, wanted: bool | None) -> None:
    """Commit what was written, where the option or else the settings ask for it."""
    if writer.written and (desk.workspace.settings.commit if wanted is None else wanted):
        name = commit_paths(desk.workspace.root, writer.written, message)
        if name:
            talk(say("committed as {commit}").format(commit=name[:10]))


def _problems(desk: Desk, ledger: Ledger, paths: Collection[str], day: date) -> list[Diagnostic]:
    """What is wrong with some files on a day, given the others."""
    found = list(whole.problems(ledger))
    if desk.rulebook:
        snapshot = Snapshot(ledger, desk.rulebook, day)
        found += checks.problems(snapshot)
        found += newly_changed(snapshot, desk.ledger)
    return [d for d in found if d.place.source.path in paths]


def _mark(diagnostic: Diagnostic) -> tuple[str, object, object]:
    return diagnostic.code, diagnostic.place.route, tuple(sorted(diagnostic.facts.items()))
