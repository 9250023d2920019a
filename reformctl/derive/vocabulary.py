"""What records take from the pack: its words, its cohorts, steps and indicators, and the weights of marks."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from pydantic import BaseModel

from reformctl.diagnostics import Diagnostic, nearest
from reformctl.ledger.entries import Entry
from reformctl.records.models import MarkSheet, Notice, Votes
from reformctl.records.shape import FieldShape, shape_of
from reformctl.snapshot import Snapshot
from reformctl.source import Place, Route

_known_shapes: dict[type[BaseModel], tuple[FieldShape, ...]] = {}


def unknown_names(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Names that records take from the pack and the pack does not have."""
    book = snapshot.rulebook
    for entries in snapshot.seen.values():
        for entry in entries:
            yield from _words(snapshot, entry)
    for entry in snapshot.of("notice"):
        notice = entry.record
        if isinstance(notice, Notice):
            yield from _known(entry, ("kind",), notice.kind, book.notices)
            for index, cause in enumerate(notice.causes):
                yield from _known(entry, ("causes", index, "step"), cause.step, book.steps)
    names = {indicator.id for indicator in book.pack.indicators} | set(book.pack.words.get("figures", {}))
    for entry in (*snapshot.of("marks"), *snapshot.of("rating")):
        sheet = entry.record
        if isinstance(sheet, MarkSheet):
            yield from _known(entry, ("cohort",), sheet.cohort, book.cohorts)
            for name in sheet.marks:
                yield from _known(entry, ("marks", name), name, names)
    for entry in snapshot.of("votes"):
        yield from _votes(snapshot, entry)


def _words(snapshot: Snapshot, entry: Entry) -> Iterator[Diagnostic]:
    """Words of the pack's vocabularies, in the record, its items and its events."""
    yield from _words_of(snapshot, entry, entry.record, ())
    for index, event in enumerate(getattr(entry.record, "events", ())):
        yield from _words_of(snapshot, entry, event, ("events", index))


def _words_of(snapshot: Snapshot, entry: Entry, holder: BaseModel, route: Route) -> Iterator[Diagnostic]:
    for shape in _shapes(type(holder)):
        value = getattr(holder, shape.attribute)
        if shape.word and value is not None:
            known = snapshot.pack.words.get(shape.word, {})
            yield from _known(entry, (*route, shape.name), value, known)
        elif shape.model and isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from _words_of(snapshot, entry, item, (*route, shape.name, index))


def _shapes(model: type[BaseModel]) -> tuple[FieldShape, ...]:
    """The fields of a model that hold words or items, found once."""
    if model not in _known_shapes:
        _known_shapes[model] = tuple(s for s in shape_of(model).values() if s.word or s.holds == "model")
    return _known_shapes[model]


def _votes(snapshot: Snapshot, entry: Entry) -> Iterator[Diagnostic]:
    votes = entry.record
    if not isinstance(votes, Votes):
        return
    selections = {selection.id: selection for selection in snapshot.pack.selections}
    yield from _known(entry, ("selection",), votes.selection, selections)
    selection = selections.get(votes.selection)
    rounds = {r.id: {e.id for e in r.electorates} for r in selection.rounds} if selection else {}
    for name in votes.votes if selection else ():
        yield from _known(entry, ("votes", name), name, rounds)
        if name in rounds:
            yield from _known(entry, ("electorate",), votes.electorate, rounds[name])


def _known(entry: Entry, route: Route, name: str, known: Collection[str]) -> Iterator[Diagnostic]:
    if name not in known:
        yield Diagnostic("C109", entry.place(route), {"name": name}, nearest(name, known))


def empty_cohorts(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """C111: cohorts that are ranked or owe and hold no unit, while there are units that no cohort takes.

    A ledger whose units were not all added yet is no mistake; conditions that miss the units are one.
    """
    pack = snapshot.pack
    taken = {unit.id for cohort in pack.cohorts for unit in snapshot.members(cohort.id)}
    if all(unit.id in taken for unit in snapshot.units):
        return
    used = {r.cohort for r in pack.rankings} | {o.cohort for o in pack.obligations if o.cohort}
    for index, cohort in enumerate(pack.cohorts):
        if cohort.id in used and not snapshot.members(cohort.id):
            place = Place(snapshot.rulebook.document.source, ("cohorts", index, "units"))
            yield Diagnostic("C111", place, {"cohort": cohort.id, "title": cohort.title})


def marks_out_of_bounds(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Marks below nought or above the weight of their indicator."""
    for entry in (*snapshot.of("marks"), *snapshot.of("rating")):
        sheet = entry.record
        if not isinstance(sheet, MarkSheet):
            continue
        for name, marks in sheet.marks.items():
            most = _most(snapshot, name, sheet.cohort)
            for unit, points in marks.items():
                if most is not None and not 0 <= points <= most:
                    facts = {"points": str(points), "most": str(most), "indicator": name}
                    yield Diagnostic("C110", entry.place(("marks", name, unit)), facts)


def _most(snapshot: Snapshot, name: str, cohort: str) -> Decimal | None:
    """The weight of an indicator in the rankings of a cohort, the largest where it is in several."""
    slot = ("most", name, cohort)
    if slot not in snapshot.kept:
        rankings = {r.id for r in snapshot.pack.rankings if r.cohort == cohort}
        weights = (i.weights for i in snapshot.pack.indicators if i.id == name)
        found = (points for given in weights for ranking, points in given.items() if ranking in rankings)
        snapshot.kept[slot] = max(found, default=None)
    most: Decimal | None = snapshot.kept[slot]
    return most
