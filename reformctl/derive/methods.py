"""The ways of scoring: each turns what it counts for a unit into drafts of postings."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reformctl.derive import reasons as why
from reformctl.derive.counting import Case, counted_notices, counted_obligations, counted_records
from reformctl.derive.obligations import Obligation, exemptions_of
from reformctl.derive.postings import NOUGHT, Draft, kept_within
from reformctl.derive.reasons import because
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.models import Exemption
from reformctl.rulebook.rules import Rule
from reformctl.rulebook.scoring import (
    Amount,
    Bands,
    OfNotices,
    OfObligations,
    OfRecords,
    PerCase,
    Proportion,
    Share,
    Table,
)
from reformctl.snapshot import Snapshot


def per_case(snapshot: Snapshot, rule: PerCase, period: Period, unit: str, weight: Decimal) -> list[Draft]:
    """Points for each counted thing, on top of nothing or of the whole weight."""
    drafts = [Draft(weight, None, None, because(why.FULL))] if rule.start == "full" else []
    cases = _cases(snapshot, rule.count, rule.states, period, unit)
    for index, (entry, place, reason, holder, grant, broken) in enumerate(cases):
        free = index < rule.free
        points = NOUGHT if free else _points(rule.points, holder)
        told = because(why.FREE, case=reason) if free else reason
        drafts.append(Draft(points, entry, place, told, broken))
        if grant and points:
            drafts.append(_reversal(points, grant))
    return kept_within(drafts, rule.at_least, weight, because(why.BOUNDS, low=rule.at_least, high=weight))


def share(snapshot: Snapshot, rule: Share, period: Period, unit: str, weight: Decimal) -> list[Draft]:
    """The weight, less an equal part of it for each obligation that was not met as declared."""
    due = counted_obligations(snapshot, rule.of, period, unit)
    counted = [o for o in due if o.state in (*rule.met, *rule.unmet)]
    waived = [o for o in due if o.state == "waived" and o.exemption]
    traces = [
        Draft(NOUGHT, o.exemption, _grant_place(o), because(why.LEFT_OUT, **_facts(o)), o.rule)
        for o in waived
    ]
    if not counted:
        points = weight if rule.of_nought == "full" else NOUGHT
        return [Draft(points, None, None, because(why.NOTHING_DUE)), *traces]
    unmet = [o for o in counted if o.state in rule.unmet]
    start = because(why.ALL_DUE, count=len(counted), met=len(counted) - len(unmet))
    parts = _equal_parts(-weight * len(unmet) / len(counted), len(unmet))
    lost = [
        Draft(part, o.subject.entry, o.subject.place, _obligation_reason(o), o.rule)
        for part, o in zip(parts, unmet, strict=True)
    ]
    return [Draft(weight, None, None, start), *lost, *traces]


def table(snapshot: Snapshot, rule: Table, period: Period, unit: str, weight: Decimal) -> list[Draft]:
    """Points by the value of a field of each counted record: the best alone, or all added."""
    cases = counted_records(snapshot, rule.count, period, unit)
    drafts = []
    for case in cases:
        value = str(_field(case.entry, case.holder, rule.by))
        reason = because(why.BY_VALUE, field=rule.by, value=value, title=case.entry.caption)
        drafts.append(Draft(rule.values.get(value, NOUGHT), case.entry, case.place, reason))
    if rule.take == "best" and drafts:
        drafts = [max(drafts, key=lambda draft: draft.points)]
    if not drafts:
        return [Draft(NOUGHT, None, None, because(why.NONE_COUNTED))]
    return kept_within(drafts, NOUGHT, weight, because(why.BOUNDS, low=NOUGHT, high=weight))


def proportion(
    snapshot: Snapshot, rule: Proportion, period: Period, unit: str, weight: Decimal, cohort: str
) -> list[Draft]:
    """The whole weight for the most of the cohort, the others in proportion."""
    members = snapshot.members(cohort, period.last)
    numbers = {m.id: len(counted_records(snapshot, rule.count, period, m.id)) for m in members}
    best, own = max(numbers.values(), default=0), numbers.get(unit, 0)
    if best == 0:
        points = weight if rule.of_nought == "full" else NOUGHT
        return [Draft(points, None, None, because(why.NONE_COUNTED))]
    reason = because(why.PROPORTION, own=own, best=best)
    cases = counted_records(snapshot, rule.count, period, unit)
    if not cases:
        return [Draft(NOUGHT, None, None, reason)]
    parts = _equal_parts(weight * own / best, own)
    return [Draft(part, c.entry, c.place, reason) for part, c in zip(parts, cases, strict=True)]


def bands(snapshot: Snapshot, rule: Bands, period: Period, unit: str, weight: Decimal) -> list[Draft]:
    """The points of the highest band that the count reaches."""
    if isinstance(rule.count, OfNotices):
        cases = counted_notices(snapshot, rule.count, period, unit)
    else:
        cases = counted_records(snapshot, rule.count, period, unit)
    number = len(cases)
    reached = [band for band in rule.bands if number >= band.at_least]
    points = max(reached, key=lambda band: band.at_least).points if reached else NOUGHT
    last = cases[-1] if cases else None
    reason = because(why.BAND, count=number)
    draft = Draft(points, last.entry if last else None, last.place if last else None, reason)
    return kept_within([draft], NOUGHT, weight, because(why.BOUNDS, low=NOUGHT, high=weight))


def _equal_parts(whole: Decimal, number: int) -> list[Decimal]:
    """Parts that are as equal as decimals allow and whose sum is the whole exactly."""
    if not number:
        return []
    part = whole / number
    return [*[part] * (number - 1), whole - part * (number - 1)]


Counted = tuple[Entry, Any, why.Reason, Any, Entry | None, Rule | None]


def _cases(
    snapshot: Snapshot,
    count: OfObligations | OfRecords | OfNotices,
    states: tuple[str, ...],
    period: Period,
    unit: str,
) -> Iterator[Counted]:
    """What is counted, with its place and reason, what holds its fields, and an exemption of it."""
    if isinstance(count, OfObligations):
        for o in counted_obligations(snapshot, count, period, unit):
            if (o.waived_from or o.state) in states:
                entry, reason = o.subject.entry, _obligation_reason(o)
                yield entry, o.subject.place, reason, entry, o.exemption, o.rule
    elif isinstance(count, OfNotices):
        for case in counted_notices(snapshot, count, period, unit):
            yield case.entry, case.place, _case_reason(case), case.holder, None, None
    else:
        for case in counted_records(snapshot, count, period, unit):
            grant = _exemption(snapshot, case.entry, unit)
            yield case.entry, case.place, _case_reason(case), case.holder, grant, None


def _exemption(snapshot: Snapshot, entry: Entry, unit: str) -> Entry | None:
    for found in exemptions_of(snapshot).get(entry.id, ()):
        grant = found.record
        if isinstance(grant, Exemption) and grant.rule is None and grant.unit in (None, unit):
            return found
    return None


def _points(rule: Decimal | Amount, holder: Any) -> Decimal:
    if isinstance(rule, Decimal):
        return rule
    entry = holder if isinstance(holder, Entry) else None
    value = _field(entry, holder, rule.by)
    return rule.values.get(str(value), NOUGHT)


def _field(entry: Entry | None, holder: Any, name: str) -> Any:
    value = None if holder is entry else getattr(holder, name, None)
    return entry.value(name) if value is None and entry else value


def _reversal(points: Decimal, grant: Entry) -> Draft:
    reason = because(why.EXEMPTED, ground=str(grant.value("ground")))
    return Draft(-points, grant, grant.place(), reason)


def _grant_place(o: Obligation) -> Any:
    return o.exemption.place() if o.exemption else None


def _obligation_reason(o: Obligation) -> why.Reason:
    if o.met_on:
        return because(why.MET_LATE, met=o.met_on, **_facts(o))
    return because(why.UNMET, state=o.waived_from or o.state, **_facts(o))


def _facts(o: Obligation) -> dict[str, why.Fact]:
    return {"title": o.rule.title, "due": o.due or "", "period": str(o.period or "")}


def _case_reason(case: Case) -> why.Reason:
    return because(why.COUNTED, title=case.entry.caption, on=case.on)
