"""The demands of the pack on records, and what holds a notice and a mark to the pack."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date

from reformctl.derive.facts import field_test
from reformctl.diagnostics import Diagnostic, nearest
from reformctl.ledger.entries import Entry
from reformctl.records.base import Event
from reformctl.records.events import Extended
from reformctl.records.models import MarkSheet, Meeting, Notice
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
    yield from _late_requests(snapshot)
    yield from _unknown_names(snapshot)
    yield from _marks_in_bounds(snapshot)


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
    claimed = list(entry.named(check.distinct[0]))
    for event in entry.named(check.distinct[1]):
        earlier = [claim for claim in claimed if claim.on <= event.on]
        if earlier and _same_post(earlier[-1], event):
            route = (*entry.event_place(event).route, "by")
            yield _trouble("C105", check, entry, route, post=event.by or "")


def _same_post(claim: Event, verdict: Event) -> bool:
    return verdict.by is not None and claim.by == verdict.by


def _parties(_: Snapshot, check: Check, entry: Entry) -> Iterator[Diagnostic]:
    signed = {getattr(event, "party", None) for event in entry.named("signed")}
    for party in check.parties:
        if party not in signed:
            yield _trouble("C106", check, entry, (), party=party)


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
_DEMANDS: tuple[Demand, ...] = (_required, _order, _limit, _distinct, _parties, _first_item)


def _late_requests(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Extensions asked for after the due day that they should move."""
    for kind in ("task", "pilot", "finding", "document"):
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


def _unknown_names(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Names that records take from the pack and the pack does not have."""
    book = snapshot.rulebook
    for entry in snapshot.of("notice"):
        notice = entry.record
        if isinstance(notice, Notice):
            yield from _known(entry, ("kind",), notice.kind, book.notices)
            for index, cause in enumerate(notice.causes):
                yield from _known(entry, ("causes", index, "step"), cause.step, book.steps)
    for entry in snapshot.of("meeting"):
        meeting = entry.record
        if isinstance(meeting, Meeting):
            yield from _known(entry, ("kind",), meeting.kind, book.pack.meetings)
            for index, item in enumerate(meeting.agenda):
                yield from _known(entry, ("agenda", index, "kind"), item.kind, book.pack.items)
    indicators = {indicator.id for indicator in book.pack.indicators}
    for entry in snapshot.of("marks"):
        sheet = entry.record
        if isinstance(sheet, MarkSheet):
            yield from _known(entry, ("cohort",), sheet.cohort, book.cohorts)
            for name in sheet.marks:
                yield from _known(entry, ("marks", name), name, indicators)


def _known(entry: Entry, route: Route, name: str, known: object) -> Iterator[Diagnostic]:
    names = list(known) if isinstance(known, dict | set) else []
    if name not in names:
        yield Diagnostic("C109", entry.place(route), {"name": name}, nearest(name, names))


def _marks_in_bounds(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Marks below nought or above the weight of their indicator."""
    weights = {indicator.id: indicator.weights for indicator in snapshot.pack.indicators}
    for entry in snapshot.of("marks"):
        sheet = entry.record
        if not isinstance(sheet, MarkSheet):
            continue
        for name, marks in sheet.marks.items():
            most = weights.get(name, {}).get(sheet.cohort)
            for unit, points in marks.items():
                if most is not None and not 0 <= points <= most:
                    facts = {"points": str(points), "most": str(most), "indicator": name}
                    yield Diagnostic("C110", entry.place(("marks", name, unit)), facts)
