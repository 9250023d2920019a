"""Which rules of a pack the ledger at hand has ever made fire, and by what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reformctl.derive.duties import duties
from reformctl.derive.escalation import due_notices, issued
from reformctl.derive.facts import field_test
from reformctl.derive.obligations import obligations
from reformctl.derive.postings import NOUGHT
from reformctl.derive.ranking import closing, rank
from reformctl.derive.selecting import outcome
from reformctl.derive.tables import Table
from reformctl.derive.warning import lamp_of
from reformctl.domain.periods import periods_between
from reformctl.rulebook.consistency import rules_of
from reformctl.rulebook.rulebook import applies
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Firing:
    """A rule or step of the pack, how often it fired, and the first record that made it, with the result."""

    part: str
    rule: str
    title: str
    clause: str
    times: int = 0
    record: str | None = None
    result: str | None = None


def firings(snapshot: Snapshot) -> tuple[Firing, ...]:
    """Every rule and step of the pack, in its order, with what it brought by the snapshot's day."""
    found = dict(_bare(snapshot))
    for part, name, record, result in _events(snapshot):
        now = found.get((part, name))
        if now:
            first = now if now.times else replace(now, record=record, result=result)
            found[part, name] = replace(first, times=now.times + 1)
    return tuple(found.values())


def _bare(snapshot: Snapshot) -> Iterator[tuple[tuple[str, str], Firing]]:
    for part, _, rule in rules_of(snapshot.pack):
        if part != "ladders":
            yield (part, rule.id), Firing(part, rule.id, rule.title, rule.clause)
            continue
        for name, (ladder, step) in snapshot.rulebook.steps.items():
            if ladder.id == rule.id:
                title = step.title or snapshot.rulebook.notices[step.notice].title
                yield (part, name), Firing(part, name, title, step.clause)


Found = Iterator[tuple[str, str, str | None, str | None]]


def _events(snapshot: Snapshot) -> Found:
    for o in obligations(snapshot):
        yield "obligations", o.rule.id, o.subject.entry.id, f"{o.due} {o.state}"
        lamp = lamp_of(snapshot, o)
        if lamp:
            yield "lamps", lamp.id, o.subject.entry.id, lamp.colour
    for d in duties(snapshot):
        yield "duties", d.rule.id, d.subject.entry.id, f"{d.period} {d.due} {d.state}"
    yield from _notices(snapshot)
    yield from _checked(snapshot)
    yield from _scored(snapshot)
    yield from _reviewed(snapshot)
    for selection in snapshot.pack.selections:
        for period in periods_between(snapshot.pack.since, snapshot.as_of, selection.period):
            chosen = outcome(snapshot, selection, period).chosen
            if chosen:
                names = ", ".join(standing.nominee.id for standing in chosen)
                yield "selections", selection.id, chosen[0].nominee.id, f"{period}: {names}"


def _notices(snapshot: Snapshot) -> Found:
    for notice in due_notices(snapshot):
        yield "ladders", notice.step.id, notice.entry.id, str(notice.due)
    for name in snapshot.rulebook.steps:
        for entries in snapshot.seen.values():
            for entry in entries:
                for found in issued(snapshot, name, entry.id):
                    yield "ladders", name, entry.id, found.id


def _checked(snapshot: Snapshot) -> Found:
    """A check fires where it has something to look at, whether or not that passes."""
    for check in snapshot.pack.checks:
        for entry in snapshot.of(check.each):
            asked = applies(check, entry.born) and field_test(snapshot, entry, check.where)
            if asked and (check.event is None or any(True for _ in entry.named(check.event))):
                yield "checks", check.id, entry.id, None


def _reviewed(snapshot: Snapshot) -> Found:
    """A rule of review fires on what is contested and put right in its rankings."""
    for entry in (*snapshot.of("appeal"), *snapshot.of("correction")):
        for review in snapshot.pack.reviews:
            yield "reviews", review.id, entry.id, entry.status


def _tables(snapshot: Snapshot) -> Iterator[Table]:
    for ranking in snapshot.pack.rankings:
        start = max(snapshot.pack.since, ranking.since or snapshot.pack.since)
        for period in periods_between(start, snapshot.as_of, ranking.period):
            table = (
                rank(closing(snapshot, period), ranking, period) if period.last <= snapshot.as_of else None
            )
            if table and applies(ranking, period.last):
                yield table


def _scored(snapshot: Snapshot) -> Found:
    vetoes = {veto.id for veto in snapshot.pack.vetoes}
    for table in _tables(snapshot):
        yield "rankings", table.ranking.id, None, f"{table.period}: {len(table.rows)}"
        for row in table.rows:
            for posting in row.score.postings:
                record = posting.entry.id if posting.entry else None
                result = f"{table.period} {row.unit.id} {posting.points}"
                if posting.rule.id in vetoes:
                    yield "vetoes", posting.rule.id, record, result
                if posting.indicator and (posting.entry or posting.points != NOUGHT):
                    yield "indicators", posting.indicator.id, record or row.unit.id, result
