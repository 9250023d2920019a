"""How firm a ranking stands: its places when weights move, its gaps, and the indicators that decide.

The weights move by up to a tenth either way: in each draw the points under an indicator are multiplied by
a factor from 0.90 to 1.10 and rounded as the pack says. Points under no indicator stay as they were posted.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal

from reformctl.derive.postings import NOUGHT
from reformctl.derive.ranking import compared
from reformctl.derive.tables import Row, Table
from reformctl.derive.weighing import Weighing
from reformctl.rulebook.scoring import Indicator
from reformctl.snapshot import Snapshot

DRAWS, SEED = 1000, 1
_LEAST, _STEPS = 90, 21
"""The least factor in hundredths, and how many there are: 0.90, 0.91 … 1.10."""
_NARROWEST = 3

End = Literal["first", "last"]


@dataclass(frozen=True)
class Hold:
    """How a unit holds its place: in how many draws it kept it, the best and the worst that it took."""

    row: Row
    kept: int
    best: int
    worst: int


@dataclass(frozen=True)
class Tie:
    """Units that share a place, and in how many draws they still share one."""

    rows: tuple[Row, ...]
    together: int


@dataclass(frozen=True)
class Gap:
    """The points between two neighbouring places, and in how many draws the order is no longer that."""

    upper: tuple[Row, ...]
    lower: tuple[Row, ...]
    points: Decimal
    turned: int


@dataclass(frozen=True)
class Decision:
    """An indicator that alone decides an end of the table: who is there, and who would be without it."""

    indicator: Indicator
    end: End
    now: tuple[Row, ...]
    without: tuple[Row, ...]


@dataclass(frozen=True)
class Robustness:
    """What moved weights do to a table; `unchanged`, `first` and `last` count the draws that keep them."""

    table: Table
    draws: int
    seed: int
    holds: tuple[Hold, ...]
    unchanged: int
    first: int
    last: int
    ties: tuple[Tie, ...]
    gaps: tuple[Gap, ...]
    indicators: tuple[Indicator, ...]
    alike: tuple[Indicator, ...]
    """The indicators under which all units score alike."""
    deciding: tuple[Decision, ...]


def factor(seed: int, draw: int, indicator: str) -> Decimal:
    """What an indicator's points are multiplied by in a draw: the same for the same three everywhere.

    It is read from the SHA-256 digest of `seed/draw/indicator`, so that anyone can work it out.
    """
    digest = hashlib.sha256(f"{seed}/{draw}/{indicator}".encode()).digest()
    return Decimal(_LEAST + int.from_bytes(digest, "big") % _STEPS).scaleb(-2)


def robustness(snapshot: Snapshot, table: Table, draws: int = DRAWS, seed: int = SEED) -> Robustness:
    """How firm a table stands when the weights move in so many draws."""
    weighing = Weighing(snapshot, table)
    seen = [weighing.places(_factors(weighing, seed, draw)) for draw in range(1, draws + 1)]
    now = {row.unit.id: row.rank for row in table.rows}
    return Robustness(
        table=table,
        draws=draws,
        seed=seed,
        holds=tuple(_hold(row, Counter(places[row.unit.id] for places in seen)) for row in table.rows),
        unchanged=sum(places == now for places in seen),
        first=sum(_at(places, "first") == _at(now, "first") for places in seen),
        last=sum(_at(places, "last") == _at(now, "last") for places in seen),
        ties=tuple(_ties(table, seen)),
        gaps=tuple(sorted(_gaps(table, seen), key=attrgetter("points"))[:_NARROWEST]),
        indicators=weighing.indicators,
        alike=tuple(i for i in weighing.indicators if weighing.alike(i.id)),
        deciding=tuple(_deciding(weighing, now)),
    )


def _factors(weighing: Weighing, seed: int, draw: int) -> dict[str, Decimal]:
    return {i.id: factor(seed, draw, i.id) for i in weighing.indicators}


def _hold(row: Row, places: Counter[int]) -> Hold:
    return Hold(row, places[row.rank], min(places), max(places))


def _at(places: Mapping[str, int], end: End) -> set[str]:
    """The units at an end of the table."""
    wanted = (min if end == "first" else max)(places.values(), default=0)
    return {unit for unit, place in places.items() if place == wanted}


def _groups(table: Table) -> list[tuple[Row, ...]]:
    return [tuple(group) for _, group in groupby(table.rows, key=attrgetter("rank"))]


def _ties(table: Table, seen: list[dict[str, int]]) -> Iterator[Tie]:
    for group in _groups(table):
        if len(group) > 1:
            yield Tie(group, sum(len({places[row.unit.id] for row in group}) == 1 for places in seen))


def _gaps(table: Table, seen: list[dict[str, int]]) -> Iterator[Gap]:
    for upper, lower in pairwise(_groups(table)):
        points = compared(table.ranking, upper[0].score) - compared(table.ranking, lower[0].score)
        turned = sum(
            max(places[row.unit.id] for row in upper) >= min(places[row.unit.id] for row in lower)
            for places in seen
        )
        yield Gap(upper, lower, abs(points), turned)


def _deciding(weighing: Weighing, now: Mapping[str, int]) -> Iterator[Decision]:
    """The indicators without which others would be first or last."""
    ends: tuple[End, ...] = ("first", "last")
    without = {i.id: weighing.places({i.id: NOUGHT}) for i in weighing.indicators}
    for end in ends:
        for indicator in weighing.indicators:
            there, others = _at(now, end), _at(without[indicator.id], end)
            if there != others:
                rows = weighing.table.rows
                yield Decision(indicator, end, _rows(rows, there), _rows(rows, others))


def _rows(rows: tuple[Row, ...], units: set[str]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.unit.id in units)
