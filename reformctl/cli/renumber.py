"""`renumber`: another id for a record, with all references; ends a clash of two branches over one id."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from reformctl.cli.completing import complete_subjects
from reformctl.cli.keeping.forms import Commit
from reformctl.cli.keeping.saving import Desk, commit, open_desk
from reformctl.cli.opening import books_of, read_one
from reformctl.cli.options import put, talk
from reformctl.cli.sides import kind_at
from reformctl.derive.renumbering import Own, mentions, references, stood_on
from reformctl.diagnostics import BadFiles, ReformctlError, nearest
from reformctl.domain.ids import next_serial, parse_serial
from reformctl.ledger import ledger as whole
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.ledger.links import links_of
from reformctl.records.kinds import Kind, kind_of_id
from reformctl.source import Route, SourceFile
from reformctl.store import clashes
from reformctl.store.differing import common_commit
from reformctl.store.revision import Revision
from reformctl.store.rewriting import rename_key, set_field
from reformctl.store.writing import Writer
from reformctl.store.yamltext import decode
from reformctl.words import say

Old = Annotated[
    str | None,
    typer.Argument(
        metavar="ID|PATH",
        help=say("The record's id; its file where two have one id; with --against every clash if left out."),
        autocompletion=complete_subjects,
    ),
]
New = Annotated[str | None, typer.Argument(metavar="NEW", help=say("The new id; the next free one else."))]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="BASE", help=say("A branch whose ids are taken too; its clashes.")),
]


@dataclass(frozen=True)
class Move:
    """A record that gets another id: the text that it has, and which references mean it."""

    entry: Entry
    text: str
    own: Own
    keeps: str | None = None
    """What stays at its old path, where another record lives there; None where nothing does."""


def renumber(old: Old = None, new: New = None, against: Against = None, commit_it: Commit = None) -> None:
    """Give a record another id, or every record whose id a branch took too."""
    desk = open_desk()
    taken = _ids_of(desk, against) if against else frozenset()
    if old is None and against is None:
        raise ReformctlError("E112", option="ID", problem=say("name a record, or give --against BASE"))
    names = [old] if old else _clashes(desk, str(against))
    for name in names:
        desk = _renumbered(desk, str(name), new, taken, commit_it)
    if not names:
        talk(say("no id is taken on both sides"))


def _renumbered(desk: Desk, name: str, new: str | None, taken: frozenset[str], wanted: bool | None) -> Desk:
    move = _move(desk, name)
    old, kind = move.entry.id, move.entry.kind
    with Writer(desk.workspace.root) as writer:
        chosen = _chosen(kind, old, new, {*writer.list_ids(kind.folder), *taken})
        texts = dict(_texts(desk, move, chosen))
        _refuse(desk, move, texts)
        for path, text in texts.items():
            writer.put(path, text, new=path == kind.home(chosen))
    gone = [] if move.keeps is not None else [move.entry.document.source.path]
    for path in gone:
        (desk.workspace.root / path).unlink()
    if clashes.merging(desk.workspace.root):
        clashes.settle(desk.workspace.root, list(texts), gone)
    put(f"{old} → {chosen}\n")
    for path in sorted(set(texts) - {kind.home(chosen)}):
        talk(say("written: {path}").format(path=path))
    after = open_desk(desk.workspace)
    for path, line in mentions(after.ledger.entries, old):
        if move.keeps is None:
            talk(say("{path}:{line} still mentions {id} within a text").format(path=path, line=line, id=old))
    if not clashes.merging(desk.workspace.root):
        writer.written = (*writer.written, *gone)
        message = say("{id}: now {new} · {title}").format(id=old, new=chosen, title=move.entry.caption)
        commit(desk, writer, message, wanted)
    return after


def _move(desk: Desk, name: str) -> Move:
    """The record that gets another id: theirs of a clash in a merge, the file named, or the only one."""
    in_merge = _of_merge(desk, name.upper())
    if in_merge:
        return in_merge
    wanted = name if "/" in name or name in desk.ledger.by_id else name.upper()
    own = [e for e in desk.ledger.entries if wanted in (e.id, e.document.source.path)]
    if not own:
        raise ReformctlError("E104", id=name, near=nearest(name, desk.ledger.by_id) or "")
    if len(own) > 1:
        raise ReformctlError("E182", id=name, files=", ".join(e.document.source.path for e in own))
    entry = own[0]
    alone = sum(e.id == entry.id for e in desk.ledger.entries) == 1
    _refuse_kind(desk, entry)
    return Move(entry, entry.document.source.text, lambda _entry, _route: alone)


def _of_merge(desk: Desk, name: str) -> Move | None:
    root, kind = desk.workspace.root, kind_of_id(name)
    stages = clashes.both_added(root, kind.home(name)) if kind and clashes.merging(root) else None
    if stages is None or kind is None:
        return None
    path = kind.home(name)
    ours, theirs = (_source(path, content) for content in stages)
    entry = read_one(kind, theirs)
    if not isinstance(entry, Entry):
        raise BadFiles(entry)
    return Move(entry, theirs.text, _theirs(desk), keeps=ours.text)


def _source(path: str, content: bytes) -> SourceFile:
    source = decode(path, content)
    if not isinstance(source, SourceFile):
        raise BadFiles((source,))
    return source


def _theirs(desk: Desk) -> Own:
    """A reference is theirs where only they changed its file, or where our version of it has none."""
    root = desk.workspace.root
    ours, theirs = clashes.merge_sides(root)
    before = Revision.of(root, "HEAD")

    def own(entry: Entry, route: Route) -> bool:
        path = entry.document.source.path
        if path not in theirs:
            return False
        if path not in ours:
            return True
        target = next(link.target for link in links_of(entry) if link.route == route)
        source = before.read_file(path)
        earlier = read_one(entry.kind, source) if source else ()
        return not (isinstance(earlier, Entry) and any(k.target == target for k in links_of(earlier)))

    return own


def _refuse_kind(desk: Desk, entry: Entry) -> None:
    """E183 where an id is no serial one, or a closed period counted the record under it."""
    if parse_serial(entry.id) is None:
        raise ReformctlError("E183", id=entry.id, kind=entry.kind.name)
    closed = stood_on(desk.ledger.entries, entry.id)
    if closed:
        raise ReformctlError("E184", id=entry.id, month=closed.value("period"))


def _chosen(kind: Kind, old: str, new: str | None, taken: set[str]) -> str:
    """The id asked for, or the next free one of its series and year; E185 where it cannot be taken."""
    serial = parse_serial(old)
    if new is None:
        return str(next_serial(serial.prefix, serial.year, taken)) if serial else old
    wanted = parse_serial(new.upper())
    if wanted is None or serial is None or wanted.prefix != serial.prefix or not kind.owns(str(wanted)):
        raise ReformctlError("E185", id=new, old=old)
    if str(wanted) in taken:
        raise ReformctlError("S112", path=kind.home(str(wanted)))
    return str(wanted)


def _texts(desk: Desk, move: Move, new: str) -> Iterator[tuple[str, str]]:
    """The files as they will be: the record under its new id, what stays in its place, all references."""
    kind, old = move.entry.kind, move.entry.id
    text = set_field(move.text, ("id",), new)
    serial = parse_serial(new)
    if kind.name == "notice" and serial:
        text = set_field(text, ("number",), serial.serial)
    yield kind.home(new), text
    if move.keeps is not None:
        yield kind.home(old), move.keeps
    texts = {e.document.source.path: e.document.source.text for e in desk.ledger.entries}
    touched: dict[str, str] = {}
    for path, route, at_key in references(desk.ledger.entries, old, move.own):
        now = touched.get(path, texts[path])
        touched[path] = rename_key(now, route, new) if at_key else set_field(now, route, new)
    own = touched.pop(move.entry.document.source.path, None)
    if own is not None:
        yield kind.home(new), set_field(own, ("id",), new)
    yield from touched.items()


def _refuse(desk: Desk, move: Move, texts: dict[str, str]) -> None:
    """BadFiles where the ledger would have a problem in a written file that it has not now."""
    gone = {move.entry.document.source.path, *texts}
    kept = [entry for entry in desk.ledger.entries if entry.document.source.path not in gone]
    read = [read_one(_kind(path), SourceFile(path, text)) for path, text in texts.items()]
    bad = tuple(d for one in read if not isinstance(one, Entry) for d in one)
    made = Ledger((*kept, *(one for one in read if isinstance(one, Entry))))
    before = {(d.code, d.place.source.path) for d in whole.problems(desk.ledger)}
    new = (d for d in whole.problems(made) if d.place.source.path in texts)
    found = (*bad, *(d for d in new if (d.code, d.place.source.path) not in before))
    if found:
        raise BadFiles(found)


def _kind(path: str) -> Kind:
    kind = kind_at(path)
    assert kind is not None  # noqa: S101 - only records' files are written here
    return kind


def _ids_of(desk: Desk, revision: str) -> frozenset[str]:
    """The ids of all records that a branch has."""
    books = books_of(desk.workspace, revision)
    folders = {entry.kind.folder for entry in desk.ledger.entries}
    return frozenset(name for folder in folders for name in books.list_ids(folder))


def _clashes(desk: Desk, against: str) -> list[str]:
    """The records new since the branch left its base, under an id that is new on the base too."""
    before = _ids_of(desk, common_commit(desk.workspace.root, against, None))
    theirs = books_of(desk.workspace, against)
    fresh = [e for e in desk.ledger.entries if e.id not in before and parse_serial(e.id)]
    there = theirs.read_files({entry.document.source.path for entry in fresh})
    texts = {one.path: one.text for one in there if isinstance(one, SourceFile)}
    return [e.id for e in fresh if texts.get(_path(e), e.document.source.text) != e.document.source.text]


def _path(entry: Entry) -> str:
    return entry.document.source.path
