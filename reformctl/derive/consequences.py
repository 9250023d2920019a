"""What follows from a change of the books: the pipe run on both sides, and the results set side by side.

Nothing is guessed from the change itself: every result is worked out from the books before and after. Days on
which both books say the same are worked out once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reformctl.derive.auditing import Effect, differences
from reformctl.derive.changes import (
    OwedChange,
    RecordChange,
    RowChange,
    owed_changes,
    record_change,
    row_changes,
)
from reformctl.derive.closing import results, rules_digest
from reformctl.derive.explaining import everything_owed
from reformctl.derive.foreseeing import NoticeChange, notice_changes
from reformctl.derive.published import closings
from reformctl.derive.ranking import closing, rank
from reformctl.derive.reasons import Reason
from reformctl.derive.sameness import days_over, same_until
from reformctl.derive.tables import Table
from reformctl.domain.periods import Period, parse_period, periods_between
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.rulebook.rulebook import applies
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class TableChange:
    """A ranking of a period before and after, with the rows that differ; None where it cannot be ranked."""

    before: Table | None
    after: Table | None
    rows: tuple[RowChange, ...]

    @property
    def table(self) -> Table:
        """The ranking as it is now, or as it was where it is gone."""
        table = self.after or self.before
        assert table is not None  # noqa: S101 - one of the two is always there
        return table


@dataclass(frozen=True)
class ClosedChange:
    """What a change does to a closed period.

    `what` is result (the facts give another one than before), closed, reopened, or rewritten.
    """

    what: str
    period: Period
    closing: Entry
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Consequences:
    """All that follows from a change on one day."""

    owed: tuple[OwedChange, ...] = ()
    notices: tuple[NoticeChange, ...] = ()
    tables: tuple[TableChange, ...] = ()
    closed: tuple[ClosedChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything follows."""
        return bool(self.owed or self.notices or self.tables or self.closed)


@dataclass(frozen=True)
class Difference:
    """A change of the books: its records, whether rules changed, what follows, what the rules alone do."""

    before: Snapshot
    after: Snapshot
    records: tuple[RecordChange, ...]
    rules: bool
    whole: Consequences
    by_rules: Consequences = field(default_factory=Consequences)

    @property
    def names(self) -> Mapping[str, str]:
        """The names of units on both sides."""
        units = (*self.before.ledger.of("unit"), *self.after.ledger.of("unit"))
        return {unit.id: unit.caption for unit in units}


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """All that differs between two books asked on one day."""
    records = tuple(record_changes(before.ledger, after.ledger))
    rules = rules_digest(before.rulebook) != rules_digest(after.rulebook)
    whole = consequences(before, after, records, rules=rules)
    alone = Consequences()
    if rules and records:
        middle = Snapshot(after.ledger, before.rulebook, after.as_of)
        alone = consequences(middle, after, (), rules=True)
    return Difference(before, after, records, rules, whole, alone if records else whole)


def record_changes(before: Ledger, after: Ledger) -> Iterator[RecordChange]:
    """The records that differ, by kind and then by id."""
    kinds = dict.fromkeys((*before.by_kind, *after.by_kind))
    for kind in kinds:
        old = {entry.id: entry for entry in reversed(before.of(kind))}
        new = {entry.id: entry for entry in reversed(after.of(kind))}
        for name in sorted({*old, *new}):
            one, other = old.get(name), new.get(name)
            change = None if one is other else record_change(one, other)
            if change:
                yield change


def consequences(
    before: Snapshot, after: Snapshot, records: Sequence[RecordChange], *, rules: bool
) -> Consequences:
    """What follows from the records that changed, and from the rules where they did."""
    if not records and not rules:
        return Consequences()
    same = None if rules else same_until(records)
    if same:
        for day in days_over(after, same):
            after.borrow(before, day)
    return Consequences(
        owed_changes(everything_owed(before), everything_owed(after)),
        tuple(notice_changes(before, after)),
        tuple(_table_changes(before, after, same)),
        tuple(_closed_changes(before, after, records, same)),
    )


def _table_changes(before: Snapshot, after: Snapshot, same: date | None) -> Iterator[TableChange]:
    old, new = (_tables(side, same) for side in (before, after))
    for spot in dict.fromkeys((*old, *new)):
        one, other = old.get(spot), new.get(spot)
        rows = row_changes(one, other)
        if rows:
            yield TableChange(one, other, rows)


def _tables(snapshot: Snapshot, same: date | None) -> dict[tuple[str, str], Table]:
    """The rankings of all periods begun by the day, but for those over while both books were the same."""
    found = {}
    for ranking in snapshot.pack.rankings:
        for period in periods_between(snapshot.pack.since, snapshot.as_of, ranking.period):
            over = same is not None and min(period.last, snapshot.as_of) <= same
            if not over and applies(ranking, period.last):
                table = rank(closing(snapshot, period), ranking, period)
                if table:
                    found[ranking.id, str(period)] = table
    return found


def _closed_changes(
    before: Snapshot, after: Snapshot, records: Sequence[RecordChange], same: date | None
) -> Iterator[ClosedChange]:
    for change in records:
        if change.entry.kind.name == "closing":
            period = parse_period(str(change.entry.value("period")))
            yield ClosedChange(_done_to(change), period, change.entry)
    for entry in closings(before):
        period = parse_period(str(entry.value("period")))
        if same is None or same < period.last:
            day = entry.value("closed")
            one, other = (results(side.asked_on(day), period, _unsaid) for side in (before, after))
            effects = differences(one, other)
            if effects:
                yield ClosedChange("result", period, entry, effects)


def _done_to(change: RecordChange) -> str:
    if change.what == "added":
        return "closed"
    only_events = change.what == "changed" and not change.fields
    reopened = only_events and all(event.before is None for event in change.events)
    return "reopened" if reopened else "rewritten"


def _unsaid(_: Reason) -> str:
    """Reasons in words are no part of what is compared."""
    return "-"
