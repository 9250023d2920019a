"""Figures: numbers with the records that they count, whole and by the words of a field."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from reformctl.derive.postings import rounded
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.rulebook.scoring import RoundTo
from reformctl.snapshot import Snapshot

Number = int | Decimal
Pair = tuple[str, str]
"""A word and the id of a record that is counted under it."""

SHARE = RoundTo(places=1, way="half-up")
"""How the per cent of a share is rounded."""
_OVER = ("closed", "withdrawn")


@dataclass(frozen=True)
class Part:
    """What of a figure falls under a word."""

    word: str
    number: Number
    records: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """A figure by words; `words` names the vocabulary that they are from."""

    id: str
    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Figure:
    """A number under its name, the records that it counts, and, of a share, how many there are in all."""

    id: str
    title: str
    number: Number
    records: tuple[str, ...]
    splits: tuple[Split, ...] = ()
    of: int | None = None

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent, rounded as declared; None where it is no share, or one of nothing."""
        return rounded(Decimal(self.number) * 100 / self.of, SHARE) if self.of else None


@dataclass(frozen=True)
class Group:
    """Figures under one heading, and the kinds of record that they count."""

    id: str
    title: str
    kinds: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Span:
    """A period in the books: `then` as its last day knew them, `asked` as the day asked about does."""

    then: Snapshot
    asked: Snapshot
    period: Period

    def born(self, kind: str) -> tuple[Entry, ...]:
        """The records of a kind that began in the period and were not withdrawn."""
        return tuple(e for e in self.then.of(kind) if e.born in self.period and e.status != "withdrawn")

    def open(self, kind: str) -> tuple[Entry, ...]:
        """The records of a kind that are open at the period's end."""
        return tuple(entry for entry in self.then.of(kind) if entry.status not in _OVER)

    def held(self, kind: str) -> tuple[Entry, ...]:
        """The records of a kind that stood in the books at some time of the period."""
        eve = self.period.first - timedelta(days=1)
        before = ((entry, entry.seen(eve)) for entry in self.then.of(kind))
        return tuple(entry for entry, was in before if was is None or was.status not in _OVER)

    def events(self, kind: str, name: str) -> Iterator[tuple[Entry, Event]]:
        """The events of a name in the period, each with its record."""
        for entry in self.then.of(kind):
            yield from ((entry, event) for event in entry.named(name) if event.on in self.period)

    def happened(self, kind: str, name: str) -> tuple[Entry, ...]:
        """The records of a kind that had an event of a name in the period."""
        return tuple({entry.id: entry for entry, _ in self.events(kind, name)}.values())


def counted(name: str, title: str, entries: Iterable[Entry], *splits: Split, of: int | None = None) -> Figure:
    """A figure that counts records."""
    ids = tuple(entry.id for entry in entries)
    return Figure(name, title, len(ids), ids, splits, of)


def distinct(name: str, title: str, ids: Iterable[str], *splits: Split) -> Figure:
    """A figure that counts each id once."""
    found = tuple(dict.fromkeys(ids))
    return Figure(name, title, len(found), found, splits)


def summed(
    name: str, title: str, entries: Iterable[Entry], number: Callable[[Entry], Number], *splits: Split
) -> Figure:
    """A figure that adds a number of each record; records without one are left out."""
    found = [(entry.id, number(entry)) for entry in entries]
    records = tuple(record for record, own in found if own)
    return Figure(name, title, whole(sum((own for _, own in found), 0)), records, splits)


def by_field(name: str, words: str, entries: Iterable[Entry], field: str) -> Split:
    """Records by the value of a field."""
    return split(name, words, ((str(entry.value(field) or ""), entry.id) for entry in entries))


def split(name: str, words: str, pairs: Iterable[Pair], order: Sequence[str] = ()) -> Split:
    """How many pairs there are under each word: those of `order` first and always, others by the word."""
    return weighed(name, words, ((word, record, 1) for word, record in pairs), order)


def weighed(
    name: str, words: str, found: Iterable[tuple[str, str, Number]], order: Sequence[str] = ()
) -> Split:
    """The sum of the numbers under each word, as `split` orders them."""
    sums: dict[str, Number] = dict.fromkeys(order, 0)
    records: dict[str, dict[str, None]] = {}
    for word, record, number in found:
        sums[word] = sums.get(word, 0) + number
        records.setdefault(word, {})[record] = None
    words_in_order = (*order, *sorted(word for word in sums if word not in order))
    parts = (Part(word, whole(sums[word]), tuple(records.get(word, ()))) for word in words_in_order)
    return Split(name, words, tuple(parts))


def whole(number: Number) -> Number:
    """A number without places where it has none to show."""
    return int(number) if number == int(number) else number
