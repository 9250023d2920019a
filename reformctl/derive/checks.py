"""The demands of the pack on records; what records take from the pack is in `vocabulary.py`."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from reformctl.derive.facts import field_test
from reformctl.derive.following import unfollowed
from reformctl.derive.reviewing import review_problems
from reformctl.derive.timing import after
from reformctl.derive.vocabulary import empty_cohorts, marks_out_of_bounds, unknown_names
from reformctl.diagnostics import Diagnostic
from reformctl.domain.periods import Period, period_of, periods_between
from reformctl.ledger.entries import Entry
from reformctl.records.events import Extended
from reformctl.records.kinds import KINDS
from reformctl.records.models import Meeting
from reformctl.rulebook.rulebook import applies
from reformctl.rulebook.rules import Check
from reformctl.snapshot import Snapshot
from reformctl.source import Route


def problems(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Every record that the pack's checks find wanting, and every name that the pack does not know."""
    for check in snapshot.pack.checks:
        for entry in snapshot.of(check.each):
            if applies(check, entry.born) and field_test(snapshot, entry, check.where):
                for demand in _DEMANDS:
                    yield from demand(snapshot, check, entry)
        yield from _per_period(snapshot, check)
    yield from _late_requests(snapshot)
    yield from unknown_names(snapshot)
    yield from empty_cohorts(snapshot)
    yield from marks_out_of_bounds(snapshot)
    yield from review_problems(snapshot)
    yield from unfollowed(snapshot)


def _trouble(code: str, check: Check, entry: Entry, route: Route, **facts: object) -> Diagnostic:
    named = {"rule": check.id, "title": check.title, "clause": check.clause}
    return Diagnostic(code, entry.place(route), named | {k: str(v) for k, v in facts.items()})


def _required(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    if check.event is None:
        for name in check.required:
            if entry.value(name) in (None, (), ""):
                yield _trouble("C101", check, entry, (), field=name)
        return
    for event in entry.named(check.event):
        for name in check.required:
            if getattr(event, name, None) in (None, (), ""):
                route = entry.event_place(event).route
                yield _trouble("C102", check, entry, route, field=name, event=check.event)


def _order(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    days = [(name, entry.value(name)) for name in check.order]
    known = [(name, day) for name, day in days if isinstance(day, date)]
    for (earlier, first), (later, second) in itertools.pairwise(known):
        if second < first:
            facts = {"earlier": earlier, "later": later, "first": first, "second": second}
            yield _trouble("C103", check, entry, (later,), **facts)


def _limit(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    if check.limit is None:
        return
    start, end = entry.value(check.limit.start), entry.value(check.limit.end)
    if isinstance(start, date) and isinstance(end, date):
        latest = check.limit.at_most.span.after(start)
        if end > latest:
            yield _trouble("C104", check, entry, (check.limit.end,), end=end, latest=latest)


def _distinct(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    if check.distinct is None:
        return
    first, second = check.distinct
    field = entry.kind.fields.get(first)
    for event in entry.named(second):
        posts = [getattr(entry.record, field.attribute)] if field else _posts(entry, first, event.on)
        if event.by is not None and posts and posts[-1] == event.by:
            route = (*entry.event_place(event).route, "by")
            yield _trouble("C105", check, entry, route, post=event.by or "")


def _posts(entry: Entry, name: str, until: date) -> list[str | None]:
    """The posts of the events of a name up to a day."""
    return [event.by for event in entry.named(name) if event.on <= until]


def _events(snapshot: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    """Events that the record should have by now and has not."""
    if check.within and after(snapshot, entry.born, check.within).day >= snapshot.as_of:
        return
    for name in check.events:
        if entry.status != "withdrawn" and not any(entry.named(name)):
            yield _trouble("C117", check, entry, (), event=name)


def _parties(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    signed = {getattr(event, "party", None) for event in entry.named("signed")}
    for party in check.parties:
        if party not in signed:
            yield _trouble("C106", check, entry, (), party=party)


def _bounds(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    if check.bounds is None:
        return
    name, low, high = check.bounds.field, check.bounds.at_least, check.bounds.at_most
    value = entry.value(name)
    if not isinstance(value, int | Decimal):
        return
    if (low is not None and value < low) or (high is not None and value > high):
        facts = {"field": name, "value": value, "low": _open(low), "high": _open(high)}
        yield _trouble("C112", check, entry, (name,), **facts)


def _open(bound: Decimal | int | None) -> object:
    return "\u2026" if bound is None else bound


def _events_at_most(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    if check.events_at_most is None:
        return
    rule = check.events_at_most
    for event in list(entry.named(rule.event))[rule.number :]:
        route = entry.event_place(event).route
        yield _trouble("C113", check, entry, route, event=rule.event, number=rule.number)


def _stages(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    """Stages passed before one that comes first, or without it."""
    passed: dict[str, date] = {}
    for event in entry.named("passed"):
        passed.setdefault(getattr(event, "stage", ""), event.on)
    for event in entry.named("passed"):
        stage = getattr(event, "stage", "")
        before = check.stages[: check.stages.index(stage)] if stage in check.stages else ()
        wanting = [name for name in before if name not in passed or passed[name] > event.on]
        if wanting:
            route = (*entry.event_place(event).route, "stage")
            yield _trouble("C114", check, entry, route, stage=stage, wanting=", ".join(wanting))


def _per_period(snapshot: Snapshot, check: Check) -> Iterator[Diagnostic]:
    """Units with too few or too many records in a period; too few only once it is over."""
    rule = check.per_period
    if rule is None:
        return
    found: dict[tuple[str, Period], list[Entry]] = defaultdict(list)
    for entry in snapshot.of(check.each):
        if field_test(snapshot, entry, check.where):
            for unit in snapshot.expand(entry.role(rule.unit, entry.born)):
                found[unit, period_of(entry.born, rule.every)].append(entry)
    for member in snapshot.members(rule.cohort):
        start = max(snapshot.pack.since, check.since or snapshot.pack.since, member.born)
        for period in periods_between(start, snapshot.as_of, rule.every):
            own = found.get((member.id, period), [])
            if not applies(check, period.last):
                continue
            few = rule.at_least is not None and len(own) < rule.at_least and period.last <= snapshot.as_of
            many = rule.at_most is not None and len(own) > rule.at_most
            if few or many:
                facts = {"count": len(own), "low": _open(rule.at_least), "high": _open(rule.at_most)}
                spot = own[-1] if many else member
                yield _trouble("C115", check, spot, (), period=period, unit=member.caption, **facts)


def _first_item(snapshot: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    meeting, rule = entry.record, check.first_item
    if rule is None or not isinstance(meeting, Meeting):
        return
    known = [
        (document.born, document.id)
        for document in snapshot.of("document")
        if document.value("level") in rule.levels and document.born <= meeting.held
    ]
    if not known:
        return
    newest = {doc for day, doc in known if day == max(known)[0]}
    first = meeting.agenda[0] if meeting.agenda else None
    if first is None or first.kind != rule.kind or first.conveys not in newest:
        route: Route = ("agenda", 0) if first else ()
        yield _trouble("C107", check, entry, route, newest=", ".join(sorted(newest)))


Demand = Callable[[Snapshot, Check, Entry], Iterator[Diagnostic]]
_DEMANDS: tuple[Demand, ...] = (
    _required,
    _order,
    _limit,
    _bounds,
    _events_at_most,
    _events,
    _stages,
    _distinct,
    _parties,
    _first_item,
)


def _late_requests(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Extensions asked for after the due day that they should move."""
    for kind in (name for name, kind in KINDS.items() if "extended" in kind.events):
        for entry in snapshot.of(kind):
            due = entry.value("due") or entry.value("until")
            for event in entry.named("extended"):
                if not isinstance(event, Extended) or not isinstance(due, date):
                    continue
                if event.asked > due:
                    route = (*entry.event_place(event).route, "asked")
                    facts = {"asked": str(event.asked), "due": str(due)}
                    yield Diagnostic("C108", entry.place(route), facts)
                due = max(due, event.to)
