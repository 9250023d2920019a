"""What a place brings: speeches, diagnoses, press; each an obligation of its own (Z6(四) to (六))."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from reformctl.derive.facts import Subject, facts
from reformctl.derive.obligations import Obligation
from reformctl.derive.ranking import closing, number_of, rank
from reformctl.derive.tables import Row, Table
from reformctl.derive.timing import due_in_period
from reformctl.domain.periods import Period, period_of, periods_between
from reformctl.rulebook.rulebook import applies
from reformctl.rulebook.scoring import Duty, Place, Times
from reformctl.snapshot import Snapshot


def duties_of(snapshot: Snapshot, table: Table) -> tuple[Obligation, ...]:
    """The duties that a table brings, in the order of the pack, then of the places.

    A table from before the pack's first day brings none: what it brought is another pack's to say.
    """
    if table.period.last < snapshot.pack.since:
        return ()
    return tuple(
        _obligation(snapshot, duty, table, row)
        for duty in snapshot.rulebook.duties(table.ranking.id, table.period.last)
        for row in _holders(duty.when, table)
    )


def duties(snapshot: Snapshot) -> Iterator[Obligation]:
    """The duties of every period that was over by the day, as their last days ranked them."""
    for ranking in snapshot.pack.rankings:
        for period in _periods_over(snapshot, ranking.period):
            if applies(ranking, period.last):
                table = rank(closing(snapshot, period), ranking, period)
                if table:
                    yield from duties_of(snapshot, table)


def _periods_over(snapshot: Snapshot, kind: str) -> Iterator[Period]:
    first = _first_marked(snapshot)
    if first is None:
        return
    for period in periods_between(first, snapshot.as_of, kind):
        if period.last < snapshot.as_of:
            yield period


def _first_marked(snapshot: Snapshot) -> date | None:
    """The first day of books that could be scored: the pack's own, or the first unit's if later."""
    units = [entry.born for entry in snapshot.of("unit")]
    return max(snapshot.pack.since, min(units)) if units else None


def _holders(when: Place, table: Table) -> tuple[Row, ...]:
    """The rows that a place picks out; equals at the edge all count, and who is barred holds no top one."""
    return tuple(row for row in table.rows if all(test(row) for test in _tests(when, table)))


def _tests(when: Place, table: Table) -> Iterator[Callable[[Row], bool]]:
    if when.improved is not None:
        climbs = sorted({row.climbed for row in table.rows if row.climbed and row.climbed > 0}, reverse=True)
        edge = climbs[: when.improved]
        yield lambda row: row.climbed in edge
    if when.top is not None:
        most = number_of(when.top, len(table.rows))
        yield lambda row: row.rank <= most and row.score.barred is None
    if when.foot is not None:
        foot = _foot_ranks(number_of(when.foot, len(table.rows)), table)
        yield lambda row: row.rank in foot
    if when.run > 1:
        yield lambda row: (row.top_run if when.top is not None else row.foot_run) >= when.run
    if when.times:
        times = when.times
        yield lambda row: _times(row, when.top is not None, times) >= times.number
    if when.over is not None:
        over = when.over
        yield lambda row: row.points >= over
    if when.under is not None:
        under = when.under
        yield lambda row: row.points < under
    if when.grade is not None:
        yield lambda row: row.grade is not None and row.grade.id == when.grade


def _foot_ranks(number: int, table: Table) -> set[int]:
    """The places of the last so many units, equals at the edge included; who is first is never last."""
    return {row.rank for row in table.rows[len(table.rows) - number :]} - {1} if number else set()


def _times(row: Row, top: bool, times: Times) -> int:
    """How often a unit was first, or last, in the longer period up to now."""
    whole = period_of(row.score.period.last, times.within)
    count, now = 0, row
    while now.score.period.last in whole:
        count += (now.top_run if top else now.foot_run) > 0
        if now.before is None:
            break
        now = now.before
    return count


def _obligation(snapshot: Snapshot, duty: Duty, table: Table, row: Row) -> Obligation:
    due, provisional = due_in_period(snapshot, duty.due, table.period)
    subject = Subject(row.unit)
    owing = duty.owed_by or row.unit.id
    bare = Obligation(duty, subject, table.period, (owing,), table.period.last, due, due, "pending")
    bare = replace(bare, provisional=provisional)
    found = tuple(
        fact
        for moment in duty.met_by
        for fact in facts(snapshot, moment, subject, row.unit.id)
        if table.period.last < fact.on
    )
    until = period_of(due, table.period.kind).last
    answered = [fact for fact in sorted(found, key=lambda f: f.on) if fact.on <= max(due, until)]
    if answered:
        return replace(bare, met=(answered[0],), state="met" if answered[0].on <= due else "met-late")
    return replace(bare, state="overdue" if snapshot.as_of > due else "pending")
