"""Selections: who passes each round of votes, and in which order those chosen stand (Z14(一))."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reformctl.derive.facts import field_test
from reformctl.domain.periods import Period, period_of
from reformctl.ledger.entries import Entry
from reformctl.records.models import Votes
from reformctl.rulebook.selections import Electorate, Round, Selection
from reformctl.snapshot import Snapshot

NOUGHT, HUNDRED = Decimal(0), Decimal(100)
Counts = dict[str, dict[str, Decimal]]


@dataclass(frozen=True)
class Standing:
    """A nominee in a round: its place, its points, the count of each electorate, whether it passed."""

    place: int
    nominee: Entry
    points: Decimal
    counts: dict[str, Decimal]
    passed: bool


@dataclass(frozen=True)
class Held:
    """A round as it was held; without votes it has not been."""

    round: Round
    standings: tuple[Standing, ...]

    @property
    def passed(self) -> tuple[Standing, ...]:
        """Those that passed."""
        return tuple(standing for standing in self.standings if standing.passed)


@dataclass(frozen=True)
class Outcome:
    """A selection of a period: its rounds so far, and those chosen once the last was held."""

    selection: Selection
    period: Period
    rounds: tuple[Held, ...]
    chosen: tuple[Standing, ...]


def nominees(snapshot: Snapshot, selection: Selection, period: Period) -> tuple[Entry, ...]:
    """The records that stand in a selection: of its kind, of the period, not withdrawn."""
    return tuple(
        entry
        for entry in snapshot.of(selection.each)
        if _period_of(entry, selection) == str(period)
        and entry.status != "withdrawn"
        and field_test(snapshot, entry, selection.where)
    )


def outcome(snapshot: Snapshot, selection: Selection, period: Period) -> Outcome:
    """A selection as far as it was held by the snapshot's day."""
    standing = nominees(snapshot, selection, period)
    held: list[Held] = []
    for round_ in selection.rounds:
        counts = _counted(snapshot, selection, period, round_)
        if not counts:
            break
        held.append(Held(round_, tuple(_standings(round_, standing, counts))))
        standing = tuple(s.nominee for s in held[-1].passed)
    done = held and len(held) == len(selection.rounds)
    return Outcome(selection, period, tuple(held), _ordered(selection, held[-1].passed) if done else ())


def _period_of(entry: Entry, selection: Selection) -> str:
    return str(entry.value("period") or period_of(entry.born, selection.period))


def _counted(snapshot: Snapshot, selection: Selection, period: Period, round_: Round) -> Counts:
    """The votes of a round by electorate and nominee."""
    counts: Counts = defaultdict(lambda: defaultdict(lambda: NOUGHT))
    for entry in snapshot.of("votes"):
        votes = entry.record
        if isinstance(votes, Votes) and (votes.selection, votes.period) == (selection.id, str(period)):
            for nominee, number in votes.votes.get(round_.id, {}).items():
                counts[votes.electorate][nominee] += number
    return counts


def _standings(round_: Round, standing: tuple[Entry, ...], counts: Counts) -> Iterator[Standing]:
    """Every nominee with its place; equals at the cut pass, or not, as the round declares."""
    scored = {entry.id: _points(round_, entry.id, counts) for entry in standing}

    def key(entry: Entry) -> tuple[Decimal, ...]:
        return (-scored[entry.id], *(-counts[name][entry.id] for name in round_.broken_by))

    ordered = sorted(standing, key=key)
    for entry in ordered:
        place = 1 + sum(key(other) < key(entry) for other in ordered)
        equals = sum(key(other) == key(entry) for other in ordered)
        last = place if round_.cut == "all-in" else place + equals - 1
        own = {electorate.id: counts[electorate.id][entry.id] for electorate in round_.electorates}
        yield Standing(place, entry, scored[entry.id], own, last <= round_.passes)


def _points(round_: Round, nominee: str, counts: Counts) -> Decimal:
    return sum((_weighed(e, nominee, counts[e.id]) for e in round_.electorates), NOUGHT)


def _weighed(electorate: Electorate, nominee: str, counts: dict[str, Decimal]) -> Decimal:
    votes = counts[nominee]
    if electorate.count == "share":
        cast = sum(counts.values(), NOUGHT)
        votes = HUNDRED * votes / cast if cast else NOUGHT
    return electorate.weight * votes


def _ordered(selection: Selection, passed: tuple[Standing, ...]) -> tuple[Standing, ...]:
    name = selection.order_by
    if name is None:
        return passed
    return tuple(sorted(passed, key=lambda s: (-s.counts.get(name, NOUGHT), s.place)))
