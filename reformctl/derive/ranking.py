"""Ranks: places by score with the pack's ties, changes on the month before, runs at the foot."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from reformctl.derive.published import is_closed, published
from reformctl.derive.scoring import Score, missing_marks, scores
from reformctl.derive.tables import Row, Table
from reformctl.domain.periods import Period
from reformctl.rulebook.scoring import Grade, Quota, Ranking
from reformctl.snapshot import Snapshot

T = TypeVar("T")


def closing(snapshot: Snapshot, period: Period) -> Snapshot:
    """The snapshot that a past period is asked of: its last day, or today's while it still runs."""
    return snapshot.at(min(period.last, snapshot.as_of))


def rank(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table | None:
    """The table of a period on the snapshot's day; None where marks are missing for it.

    A period that is closed is as it was published. The periods before it are asked as they stood on
    their own last days.
    """
    slot = ("table", ranking.id, str(period))
    if slot not in snapshot.kept:
        earlier = previous(snapshot, ranking, period)
        closed = published(snapshot, ranking, period, earlier)
        snapshot.kept[slot] = closed or recounted(snapshot, ranking, period)
    found: Table | None = snapshot.kept[slot]
    return found


def recounted(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table | None:
    """The table of a period by the facts at hand, whether or not it was closed; None as for `rank`."""
    if not rankable(snapshot, ranking, period):
        return None
    earlier = previous(snapshot, ranking, period)
    placed = _placed(ranking, scores(snapshot, ranking, period))
    last = max((place for place, _ in placed), default=0)
    rows = []
    for place, score in placed:
        before = earlier.row(score.unit.id) if earlier else None
        foot = 1 + (before.foot_run if before else 0) if place == last > 1 else 0
        top = 1 + (before.top_run if before else 0) if place == 1 else 0
        rows.append(Row(place, score, before, foot, top))
    return Table(ranking, period, _graded(ranking, rows))


def rankable(snapshot: Snapshot, ranking: Ranking, period: Period) -> bool:
    """Whether a period can be ranked: in force, begun, and with every mark that it needs."""
    begun = snapshot.pack.since <= period.last and period.first <= snapshot.as_of
    members = snapshot.members(ranking.cohort, min(period.last, snapshot.as_of)) if begun else ()
    return bool(members) and not missing_marks(snapshot, ranking, period)


def previous(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table | None:
    """The table of the period before, as it stood on its own last day.

    Before the pack's first day there is one only where that period was closed, as under another pack.
    """
    earlier = period.previous
    then = closing(snapshot, earlier)
    if earlier.last >= snapshot.pack.since or is_closed(then, ranking, earlier):
        return rank(then, ranking, earlier)
    return None


def _placed(ranking: Ranking, found: tuple[Score, ...]) -> list[tuple[int, Score]]:
    """Places with the pack's ties; equals stand in the official order of units."""
    return placed(ranking, ((score, standing(ranking, score)) for score in found))


def compared(ranking: Ranking, score: Score) -> Decimal:
    """What the ranking compares of a score: rounded, or as it was before."""
    return score.exact if ranking.compare == "exact" else score.points


def standing(ranking: Ranking, score: Score) -> tuple[Decimal, ...]:
    """What is compared of a score, and after it what breaks a tie."""
    return (compared(ranking, score), *map(score.of_indicator, ranking.broken_by))


def placed(ranking: Ranking, found: Iterable[tuple[T, tuple[Decimal, ...]]]) -> list[tuple[int, T]]:
    """Things in their places by their standings, the best first; equals share one and keep their order."""
    sign = -1 if ranking.direction == "high" else 1

    def key(pair: tuple[T, tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
        return tuple(sign * part for part in pair[1])

    places: list[tuple[int, T]] = []
    place = 1
    for _, equals in groupby(sorted(found, key=key), key=key):
        group = [thing for thing, _ in equals]
        places.extend((place, thing) for thing in group)
        place += len(group) if ranking.ties == "skip" else 1
    return places


def number_of(quota: int | Quota | None, count: int) -> int:
    """How many of so many units a quota lets in; all where there is none."""
    if quota is None:
        return count
    if isinstance(quota, int):
        return quota
    return int((quota.share * count / 100).quantize(Decimal(1), rounding=_WAYS[quota.way]))


_WAYS = {"up": ROUND_CEILING, "down": ROUND_FLOOR, "half-up": ROUND_HALF_UP}


def _graded(ranking: Ranking, rows: list[Row]) -> tuple[Row, ...]:
    """The rows with their grades, given from the best down; who is barred gets the last one at best."""
    if ranking.grades is None:
        return tuple(rows)
    given: dict[str, Grade] = {}
    *upper, last = ranking.grades.grades
    for grade in upper:
        left = number_of(grade.most, len(rows))
        for _, equals in groupby(rows, key=attrgetter("rank")):
            group = [row for row in equals if row.unit.id not in given and _earns(row, grade, ranking)]
            fits = left > 0 if ranking.grades.edge == "all-in" else len(group) <= left
            if group and not fits:
                break
            given |= {row.unit.id: grade for row in group}
            left -= len(group)
    return tuple(replace(row, grade=given.get(row.unit.id, last)) for row in rows)


def _earns(row: Row, grade: Grade, ranking: Ranking) -> bool:
    if row.score.barred:
        return False
    if grade.at_least is None:
        return True
    return row.points >= grade.at_least if ranking.direction == "high" else row.points <= grade.at_least
