"""What an indicator counts: obligations, records and notices, by the unit that answers for them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from reformctl.derive.facts import dated_in, field_test, holders, unit_ids
from reformctl.derive.obligations import Obligation, exemptions_of, obligations_of
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.models import Exemption, Notice
from reformctl.rulebook.conditions import ALWAYS
from reformctl.rulebook.measures import Count, OfNotices, OfObligations, OfRecords
from reformctl.snapshot import Snapshot
from reformctl.source import Place


@dataclass(frozen=True)
class Case:
    """One counted thing: the entry, what holds its fields, its place, its day, and what was owed."""

    entry: Entry
    holder: BaseModel
    place: Place
    on: date
    owed: Obligation | None = None

    def value(self, name: str) -> Any:
        """A field of the item, where it has one of that name, else of the entry."""
        found = getattr(self.holder, name, None)
        return self.entry.value(name) if found is None else found

    def key(self, same: tuple[str, ...]) -> tuple[Any, ...]:
        """What makes a case the same in two periods."""
        if self.owed:
            return (self.owed.rule.id, self.owed.subject.key)
        return tuple(self.value(name) for name in same)


def cases(
    snapshot: Snapshot, count: Count, period: Period, unit: str, states: tuple[str, ...] = ()
) -> tuple[Case, ...]:
    """What is counted for a unit in a period; of obligations those in some states, else all."""
    if isinstance(count, OfObligations):
        wanted = states or count.states
        return tuple(
            Case(o.subject.entry, o.subject.entry.record, o.subject.place, o.due or period.last, o)
            for o in counted_obligations(snapshot, count, period, unit)
            if not wanted or (o.waived_from or o.state) in wanted
        )
    if isinstance(count, OfNotices):
        return _notices(snapshot, count, period, unit)
    return _records(snapshot, count, period, unit)


def counted_obligations(
    snapshot: Snapshot, count: OfObligations, period: Period, unit: str
) -> tuple[Obligation, ...]:
    """The obligations charged to a unit that fell due in the period, or were open at its end.

    One that falls due on the last day counts once that day is over: the snapshot's `as_of` is
    taken at its close.
    """
    slot = ("counted", count.model_dump_json(), str(period))
    if slot not in snapshot.kept:
        snapshot.kept[slot] = _charge_all(snapshot, count, period)
    charged: dict[str, tuple[Obligation, ...]] = snapshot.kept[slot]
    return charged.get(unit, ())


def _charge_all(
    snapshot: Snapshot, count: OfObligations, period: Period
) -> dict[str, tuple[Obligation, ...]]:
    closed = snapshot.as_of >= period.last
    charged: dict[str, list[Obligation]] = defaultdict(list)
    for rule_id in count.obligations:
        for obligation in obligations_of(snapshot, rule_id, closed):
            if _counts(obligation, count, period, snapshot.as_of):
                for unit in _charged(snapshot, obligation, count.charge):
                    charged[unit].append(obligation)
    return {unit: tuple(found) for unit, found in charged.items()}


def _counts(obligation: Obligation, count: OfObligations, period: Period, as_of: date) -> bool:
    due = obligation.due
    if due is None or due > as_of:
        return False
    if count.during == "open":
        return due <= period.last and (obligation.unmet or obligation.waived_from is not None)
    return due in period


def _charged(snapshot: Snapshot, obligation: Obligation, charge: str | None) -> tuple[str, ...]:
    if charge is None:
        return obligation.debtors
    entry = obligation.subject.entry
    return snapshot.expand(entry.role(charge, obligation.due or snapshot.as_of))


def _records(snapshot: Snapshot, count: OfRecords, period: Period, unit: str) -> tuple[Case, ...]:
    slot = ("cases", count.model_dump_json(), str(period))
    if slot not in snapshot.kept:
        snapshot.kept[slot] = _all_records(snapshot, count, period)
    found: dict[str, tuple[Case, ...]] = snapshot.kept[slot]
    return found.get(unit, ())


def _all_records(snapshot: Snapshot, count: OfRecords, period: Period) -> dict[str, tuple[Case, ...]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for entry in snapshot.of(count.record):
        if entry.status == "withdrawn" or not field_test(snapshot, entry, count.where):
            continue
        for holder, route in holders(entry, count.items, count.item):
            for unit in snapshot.expand(unit_ids(holder, entry, count.unit)):
                of_event = count.item if count.items is None else ALWAYS
                for on, place in dated_in(entry, count.dated, route, of_event):
                    if on in period:
                        found[unit].append(Case(entry, holder, place, on))
    return {unit: tuple(listed) for unit, listed in found.items()}


def _notices(snapshot: Snapshot, count: OfNotices, period: Period, unit: str) -> tuple[Case, ...]:
    """The notices of some kinds issued in the period to a unit, or charged to a role of their cause."""
    found: list[Case] = []
    for entry in snapshot.of("notice"):
        notice = entry.record
        if not isinstance(notice, Notice) or notice.kind not in count.notices:
            continue
        if entry.status != "withdrawn" and notice.issued in period and unit in _held(snapshot, notice, count):
            found.append(Case(entry, notice, entry.place(("issued",)), notice.issued))
    return tuple(found)


def _held(snapshot: Snapshot, notice: Notice, count: OfNotices) -> tuple[str, ...]:
    if count.charge is None:
        return snapshot.expand(notice.to)
    entries = (snapshot.by_id.get(cause.record) for cause in notice.causes)
    return tuple(
        unit
        for entry in entries
        if entry
        for unit in snapshot.expand(entry.role(count.charge, notice.issued))
    )


def exemption_of(snapshot: Snapshot, case: Case, unit: str) -> Entry | None:
    """The exemption that takes a case out of a unit's account, where one was granted."""
    if case.owed:
        return case.owed.exemption
    for found in exemptions_of(snapshot).get(case.entry.id, ()):
        grant = found.record
        if isinstance(grant, Exemption) and grant.rule is None and grant.unit in (None, unit):
            return found
    return None
