"""Closed periods against the books at hand: the problems that `check` tells and saving refuses."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from reformctl import __version__
from reformctl.cli.opening import collect
from reformctl.derive.auditing import Audit, Books, Cause, Original, audits
from reformctl.diagnostics import Diagnostic, ReformctlError
from reformctl.domain.commits import Commit
from reformctl.domain.ids import parse_closing
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.kinds import KINDS, kind_of_id
from reformctl.render.closedtext import effects_text
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.source import Place, SourceFile
from reformctl.store.commits import last_commits, merged_tags, tagged_texts, unsaved
from reformctl.store.revision import Revision, resolve
from reformctl.words import mark, say

UNSAVED = mark("not committed")
UNKNOWN = mark("an unknown commit")
TAG = "v{id}"
"""The name of a closing's tag."""
_SHOWN = 4
_CODES = {
    "record": "M101", "rule": "M102", "rules": "M102", "tool": "M103", "basis": "M103", "seal": "M104",
    "twice": "M105", "gone": "M106",
}  # fmt: skip


def closed_problems(root: Path, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """What changed a closed period, each cause as a problem where it stands, with its commit."""
    found = tuple(audits(snapshot, __version__, books_of_closing(root), originals(root, snapshot)))
    yield from _tags_without_closings(root, snapshot)
    yield from _problems(snapshot, found, _tellers(root, snapshot, found) if found else str)


def newly_changed(snapshot: Snapshot, ledger: Ledger) -> Iterator[Diagnostic]:
    """What a change that is about to be saved does to closed periods; `ledger` is the one before it."""
    found = tuple(audits(snapshot, __version__, lambda _: (ledger, snapshot.rulebook), lambda _: True))
    yield from _problems(snapshot, found, lambda _: say("the change about to be saved"))


def _problems(
    snapshot: Snapshot, found: tuple[Audit, ...], told: Callable[[str], str]
) -> Iterator[Diagnostic]:
    for audit in found:
        for cause in audit.causes:
            yield _problem(snapshot, audit, cause, told)


def originals(root: Path, snapshot: Snapshot) -> Original:
    """Whether each closing is what its tag holds; nothing is known where there is no such tag."""
    wanted = {e.id: (TAG.format(id=e.id), e.document.source.path) for e in snapshot.decided["closing"]}
    held = tagged_texts(root, wanted.values())

    def original(entry: Entry) -> bool | None:
        text = held.get(TAG.format(id=entry.id))
        return None if text is None else text == entry.document.source.text

    return original


def _tags_without_closings(root: Path, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """M106: tags on the way to these books that hold a closing which the books no longer have."""
    known = {entry.id for entry in snapshot.ledger.of("closing")}
    for name in merged_tags(root, snapshot.revision or "HEAD", "v[0-9]*"):
        closing = parse_closing(name.removeprefix("v"))
        if closing and str(closing) not in known:
            path = KINDS["closing"].home(str(closing))
            if tagged_texts(root, [(name, path)]):
                facts = {"month": closing.period, "names": str(closing), "tag": name}
                yield Diagnostic("M106", Place(SourceFile(path, "")), facts)


def books_of_closing(root: Path) -> Books:
    """The books that closings stood on, from git; None where the repository does not hold them."""

    def read(entry: Entry) -> tuple[Ledger, Rulebook] | None:
        for name in _candidates(root, entry):
            ledger, rulebook, problems = collect(Revision(root, name))
            if rulebook is not None and not problems:
                return ledger, rulebook
        return None

    return read


def _candidates(root: Path, entry: Entry) -> Iterator[str]:
    """The commit that a closing names, else the one that last wrote its file."""
    with suppress(ReformctlError):
        yield resolve(root, entry.value("basis").commit)
    try:
        path = entry.document.source.path
        found = last_commits(root, "HEAD", [path]).get(path)
    except ReformctlError:
        return
    if found:
        yield found.name


def path_of(snapshot: Snapshot, closing: Entry, cause: Cause) -> str:
    """The file in which a cause stands: the record's, the pack's, else the closing's own."""
    if cause.what in ("rule", "rules"):
        return snapshot.rulebook.document.source.path
    entry = snapshot.ledger.by_id.get(cause.names[0]) if cause.names else None
    if cause.what == "record":
        return entry.document.source.path if entry else _home(cause.names[0])
    return closing.document.source.path


def _home(record: str) -> str:
    kind = kind_of_id(record)
    return kind.home(record) if kind else record


def who(root: Path, revision: str | None, paths: frozenset[str]) -> dict[str, Commit | None]:
    """The commit that last changed each path; None where it is not committed. Empty outside git."""
    try:
        dirty = unsaved(root) if revision is None else frozenset()
        found = last_commits(root, revision or "HEAD", paths)
    except ReformctlError:
        return {}
    return {path: None if path in dirty else found.get(path) for path in paths if path in dirty | set(found)}


def _tellers(root: Path, snapshot: Snapshot, found: tuple[Audit, ...]) -> Callable[[str], str]:
    paths = frozenset(path_of(snapshot, a.closing, c) for a in found for c in a.causes)
    known = who(root, snapshot.revision, paths)

    def tell(path: str) -> str:
        if path not in known:
            return say(UNKNOWN)
        commit = known[path]
        return f"{commit.short} {commit.on} {commit.author}" if commit else say(UNSAVED)

    return tell


def _problem(snapshot: Snapshot, audit: Audit, cause: Cause, tell: Callable[[str], str]) -> Diagnostic:
    path = path_of(snapshot, audit.closing, cause)
    entry = snapshot.ledger.by_id.get(cause.names[0]) if cause.names else None
    source = entry.document.source if entry and cause.what == "record" else SourceFile(path, "")
    if cause.what in ("rule", "rules"):
        source = snapshot.rulebook.document.source
    elif cause.what != "record":
        source = audit.closing.document.source
    facts = {
        "month": str(audit.period),
        "names": ", ".join(cause.names[:_SHOWN]) + ("…" if len(cause.names) > _SHOWN else ""),
        "effects": effects_text(cause.effects),
        "tag": TAG.format(id=cause.names[0]) if cause.names else "",
        "version": __version__,
        "who": tell(path),
    }
    return Diagnostic(_CODES[cause.what], Place(source), facts)
