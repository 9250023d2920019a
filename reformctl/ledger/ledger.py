"""The whole ledger: entries by kind and id, and the problems that only the whole can show."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reformctl.diagnostics import Diagnostic, nearest
from reformctl.ledger.entries import Entry
from reformctl.ledger.links import links_of
from reformctl.records.base import Event
from reformctl.records.models import Unit
from reformctl.source import Place


@dataclass(frozen=True)
class Ledger:
    """Entries in the order of their paths."""

    entries: tuple[Entry, ...]

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries by id; of two with one id the first."""
        return {entry.id: entry for entry in reversed(self.entries)}

    @cached_property
    def by_kind(self) -> dict[str, tuple[Entry, ...]]:
        """The entries by the name of their kind."""
        grouped: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            grouped[entry.kind.name].append(entry)
        return {name: tuple(entries) for name, entries in grouped.items()}

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of a kind."""
        return self.by_kind.get(kind, ())


def problems(ledger: Ledger) -> Iterator[Diagnostic]:
    """What is wrong with the ledger as a whole: ids, homes, references, order of days, names."""
    yield from _clashes(ledger)
    for entry in ledger.entries:
        yield from _home(entry)
        yield from _broken_links(ledger, entry)
        yield from _early_events(entry)
        yield from _settled_twice(entry)
        yield from _said_twice(entry)
    yield from _shared_names(ledger)


def _clashes(ledger: Ledger) -> Iterator[Diagnostic]:
    for entry in ledger.entries:
        first = ledger.by_id[entry.id]
        if first is not entry:
            facts = {"id": entry.id, "other": first.document.source.path}
            yield Diagnostic("L101", entry.place(("id",)), facts)


def _home(entry: Entry) -> Iterator[Diagnostic]:
    home = entry.kind.home(entry.id)
    if entry.document.source.path != home:
        yield Diagnostic("L102", entry.place(("id",)), {"id": entry.id, "home": home})


def _broken_links(ledger: Ledger, entry: Entry) -> Iterator[Diagnostic]:
    for link in links_of(entry):
        target = ledger.by_id.get(link.target)
        if target is None:
            known = (e.id for e in (ledger.of(link.kind) if link.kind != "record" else ledger.entries))
            near = nearest(link.target, known)
            yield Diagnostic("L103", entry.place(link.route), {"id": link.target, "kind": link.kind}, near)
        elif link.kind not in ("record", target.kind.name):
            facts = {"id": link.target, "kind": target.kind.name, "wanted": link.kind}
            yield Diagnostic("L104", entry.place(link.route), facts)


def _early_events(entry: Entry) -> Iterator[Diagnostic]:
    for event in entry.events:
        if event.on < entry.born:
            place = entry.event_place(event)
            facts = {"on": str(event.on), "born": str(entry.born), "field": entry.kind.born}
            yield Diagnostic("L105", Place(place.source, (*place.route, "on")), facts)


def _settled_twice(entry: Entry) -> Iterator[Diagnostic]:
    """L107: two events end a record and nothing opens it between, as where two branches both closed it."""
    ended: Event | None = None
    for event in entry.events:
        if event.settles == "open":
            ended = None
        elif event.settles in _ENDS:
            if ended:
                facts = {
                    "event": _name(event),
                    "on": str(event.on),
                    "other": _name(ended),
                    "before": str(ended.on),
                }
                yield Diagnostic("L107", entry.event_place(event), facts)
            ended = event


def _said_twice(entry: Entry) -> Iterator[Diagnostic]:
    """L108: an entry stands twice, word for word, as where two branches both brought it."""
    for index, event in enumerate(entry.events):
        if event in entry.events[:index]:
            yield Diagnostic("L108", entry.event_place(event), {"event": _name(event), "on": str(event.on)})


_ENDS = ("closed", "withdrawn")


def _name(event: Event) -> str:
    return str(getattr(event, "event", ""))


def _shared_names(ledger: Ledger) -> Iterator[Diagnostic]:
    owners: dict[str, str] = {}
    for entry in ledger.of("unit"):
        for name, route in _names(entry):
            other = owners.setdefault(name, entry.id)
            if other != entry.id:
                yield Diagnostic("L106", entry.place(route), {"name": name, "other": other})


def _names(entry: Entry) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    unit = entry.record
    if isinstance(unit, Unit):
        yield unit.name, ("name",)
        if unit.short:
            yield unit.short, ("short",)
        yield from ((alias, ("aliases", i)) for i, alias in enumerate(unit.aliases))


def find_unit(units: Iterable[Entry], text: str) -> Entry | tuple[str, ...]:
    """The unit that an id, a name or a unique part of a name means, or the names that are near.

    An exact id, name, short name or alias wins; else the only unit whose name begins with the
    text; else nothing, with what the text may have meant.
    """
    known = [(name, entry) for entry in units for name in (entry.id, *(n for n, _ in _names(entry)))]
    exact = [entry for name, entry in known if name == text]
    if exact:
        return exact[0]
    begun = {entry.id: entry for name, entry in known if text and name.startswith(text)}
    if len(begun) == 1:
        return next(iter(begun.values()))
    if begun:
        return tuple(entry.caption for entry in begun.values())
    near = nearest(text, (name for name, _ in known))
    return (near,) if near else ()
