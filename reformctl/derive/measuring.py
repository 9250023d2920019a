"""The value that a measure has for a unit in a period: a count, a sum, a figure, a share, a rank."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from reformctl.derive.counting import Case, cases, counted_obligations
from reformctl.derive.sheets import given
from reformctl.domain.periods import Period, periods_between
from reformctl.rulebook.measures import (
    Measure,
    OfFigures,
    OfNotices,
    OfObligations,
    OfRanking,
    OfRecords,
    OfShare,
)
from reformctl.snapshot import Snapshot

if TYPE_CHECKING:
    from reformctl.derive.tables import Row

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Measured:
    """A value, None where there is none to be had, and what it was counted from."""

    value: Decimal | None
    cases: tuple[Case, ...] = ()
    periods: tuple[tuple[Period, Decimal], ...] = ()
    """Of scores over several periods: those that make the value, each with its own."""


def measured(snapshot: Snapshot, measure: Measure, period: Period, unit: str) -> Measured:
    """The value of a measure for a unit in a period, as the snapshot's day knows it."""
    slot = ("measured", measure.model_dump_json(), str(period), unit)
    if slot not in snapshot.kept:
        snapshot.kept[slot] = _measured(snapshot, measure, period, unit)
    found: Measured = snapshot.kept[slot]
    return found


def _measured(snapshot: Snapshot, measure: Measure, period: Period, unit: str) -> Measured:
    match measure:
        case OfRecords() if measure.sum:
            found = cases(snapshot, measure, period, unit)
            return Measured(sum((_number(case.value(measure.sum)) for case in found), Decimal(0)), found)
        case OfObligations() | OfRecords() | OfNotices():
            found = cases(snapshot, measure, period, unit)
            return Measured(Decimal(len(found)), found)
        case OfFigures():
            return _figure(snapshot, measure, period, unit)
        case OfShare():
            return _share(snapshot, measure, period, unit)
        case OfRanking():
            return _ranked(snapshot, measure, period, unit)
    assert_never(measure)


def _number(value: object) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def _figure(snapshot: Snapshot, measure: OfFigures, period: Period, unit: str) -> Measured:
    marks = [mark.points for mark in given(snapshot, measure.figure, period, unit)]
    if not marks:
        return Measured(None)
    total = sum(marks, Decimal(0))
    return Measured(total / len(marks) if measure.join == "mean" else total)


def _share(snapshot: Snapshot, measure: OfShare, period: Period, unit: str) -> Measured:
    due = counted_obligations(snapshot, measure.share, period, unit)
    met = sum(o.state in measure.met for o in due)
    count = met + sum(o.state in measure.unmet for o in due)
    return Measured(HUNDRED * met / count if count else None)


def _ranked(snapshot: Snapshot, measure: OfRanking, period: Period, unit: str) -> Measured:
    from reformctl.derive.ranking import closing, rank

    ranking = snapshot.rulebook.rankings[measure.ranking]
    values: list[tuple[Period, Decimal]] = []
    for inner in periods_between(period.first, min(period.last, snapshot.as_of), ranking.period):
        table = rank(closing(snapshot, inner), ranking, inner)
        row = table.row(unit) if table else None
        if row:
            values.append((inner, _of_row(row, measure)))
        elif table and measure.absent == "nought":
            values.append((inner, Decimal(0)))
    if not values:
        return Measured(None)
    counted = _counted(values, measure, ranking.direction == "high")
    total = sum((value for _, value in counted), Decimal(0))
    return Measured(total / len(counted) if measure.take == "mean" else total, periods=counted)


def _of_row(row: "Row", measure: OfRanking) -> Decimal:
    return row.points if measure.what == "points" else Decimal(row.rank)


def _counted(
    values: list[tuple[Period, Decimal]], measure: OfRanking, high: bool
) -> tuple[tuple[Period, Decimal], ...]:
    """The periods whose values make the whole: all of them, or one; the best place is the lowest number."""
    high = high and measure.what == "points"
    match measure.take:
        case "mean" | "sum":
            return tuple(values)
        case "last":
            return (values[-1],)
        case "best":
            best = max if high else min
        case "worst":
            best = min if high else max
    return (best(values, key=lambda pair: pair[1]),)
