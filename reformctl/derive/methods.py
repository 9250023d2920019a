"""The ways of scoring: each turns what it counts for a unit into drafts of postings.

A way gives None where the indicator is not applicable to the unit in the period.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reformctl.derive import reasons as why
from reformctl.derive.counting import Case, cases, counted_obligations, exemption_of
from reformctl.derive.measuring import Measured, measured
from reformctl.derive.obligations import Obligation
from reformctl.derive.postings import NOUGHT, Draft, kept_within
from reformctl.derive.reasons import because
from reformctl.derive.sheets import Given, given
from reformctl.domain.periods import Period
from reformctl.rulebook.measures import Measure
from reformctl.rulebook.scoring import (
    Against,
    Amount,
    Bands,
    ByOrder,
    ByPlace,
    Indicator,
    Marks,
    PerCase,
    Proportion,
    Ranking,
    Repeat,
    Scaled,
    Share,
    Table,
)
from reformctl.snapshot import Snapshot

Drafts = list[Draft] | None


@dataclass(frozen=True)
class Asked:
    """What a way of scoring is asked: for whom, in which ranking and period, out of how many points."""

    snapshot: Snapshot
    ranking: Ranking
    indicator: Indicator
    period: Period
    unit: str

    @property
    def weight(self) -> Decimal:
        """The indicator's weight in the ranking."""
        return self.indicator.weights[self.ranking.id]

    def value(self, measure: Measure) -> Measured:
        """A measure's value for the unit."""
        return measured(self.snapshot, measure, self.period, self.unit)

    def values(self, measure: Measure) -> dict[str, Decimal]:
        """A measure's values of all units of the cohort that have one."""
        members = self.snapshot.members(self.ranking.cohort, min(self.period.last, self.snapshot.as_of))
        found = {m.id: measured(self.snapshot, measure, self.period, m.id).value for m in members}
        return {unit: value for unit, value in found.items() if value is not None}


def drafts_of(asked: Asked) -> Drafts:
    """The drafts of an indicator for a unit, by the one way of scoring that it has."""
    for name, way in _WAYS.items():
        rule = getattr(asked.indicator, name)
        if rule is not None:
            found: Drafts = way(asked, rule)
            return found
    return None


def per_case(asked: Asked, rule: PerCase) -> Drafts:
    """Points for each counted thing, on top of nothing or of the whole weight."""
    drafts = [Draft(asked.weight, None, None, because(why.FULL))] if rule.start == "full" else []
    earlier = _earlier(asked, rule)
    for index, case in enumerate(cases(asked.snapshot, rule.count, asked.period, asked.unit, rule.states)):
        reason = _case_reason(case)
        if index < rule.free:
            drafts.append(_drafted(case, NOUGHT, because(why.FREE, case=reason)))
            continue
        points, reason = _case_points(rule, case, index - rule.free, drafts, reason)
        if rule.repeat and case.key(rule.repeat.same) in earlier:
            points *= rule.repeat.factor
            reason = because(why.REPEATED, factor=rule.repeat.factor, case=reason)
        drafts.append(_drafted(case, points, reason))
        grant = exemption_of(asked.snapshot, case, asked.unit)
        if grant and points:
            ground = because(why.EXEMPTED, ground=str(grant.value("ground")))
            drafts.append(Draft(-points, grant, grant.place(), ground))
    return _kept(drafts, rule.at_least, asked.weight if rule.at_most is None else rule.at_most)


def _case_points(
    rule: PerCase, case: Case, order: int, drafts: list[Draft], reason: why.Reason
) -> tuple[Decimal, why.Reason]:
    points = rule.points
    if isinstance(points, Decimal):
        return points, reason
    if isinstance(points, Amount):
        return points.values.get(str(case.value(points.by)), NOUGHT), reason
    return _by_order(points, order, drafts, reason)


def _by_order(
    rule: ByOrder, order: int, drafts: list[Draft], reason: why.Reason
) -> tuple[Decimal, why.Reason]:
    if order < len(rule.nth):
        return rule.nth[order], reason
    if rule.beyond == "all-lost":
        left = sum((draft.points for draft in drafts), NOUGHT)
        return min(-left, NOUGHT), because(why.ALL_LOST, case=reason)
    return (rule.nth[-1] if rule.beyond == "last" and rule.nth else NOUGHT), reason


def _earlier(asked: Asked, rule: PerCase) -> set[tuple[Any, ...]]:
    """What was counted in the period before, as its own last day knew it."""
    repeat: Repeat | None = rule.repeat
    if repeat is None:
        return set()
    before = asked.period.previous
    snapshot = asked.snapshot.at(min(before.last, asked.snapshot.as_of))
    return {case.key(repeat.same) for case in cases(snapshot, rule.count, before, asked.unit, rule.states)}


def share(asked: Asked, rule: Share) -> Drafts:
    """The weight, less an equal part of it for each obligation that was not met as declared."""
    due = counted_obligations(asked.snapshot, rule.of, asked.period, asked.unit)
    counted = [o for o in due if o.state in (*rule.met, *rule.unmet)]
    traces = [
        Draft(NOUGHT, o.exemption, o.exemption.place(), because(why.LEFT_OUT, **_facts(o)), o.rule)
        for o in due
        if o.state == "waived" and o.exemption
    ]
    if not counted:
        if rule.of_nought == "not-applicable":
            return None
        points = asked.weight if rule.of_nought == "full" else NOUGHT
        return [Draft(points, None, None, because(why.NOTHING_DUE)), *traces]
    unmet = [o for o in counted if o.state in rule.unmet]
    start = because(why.ALL_DUE, count=len(counted), met=len(counted) - len(unmet))
    parts = _equal_parts(-asked.weight * len(unmet) / len(counted), len(unmet))
    lost = [
        Draft(part, o.subject.entry, o.subject.place, _obligation_reason(o), o.rule)
        for part, o in zip(parts, unmet, strict=True)
    ]
    return [Draft(asked.weight, None, None, start), *lost, *traces]


def marks(asked: Asked, rule: Marks) -> Drafts:
    """Marks that people gave, joined as declared."""
    found = given(asked.snapshot, asked.indicator.id, asked.period, asked.unit)
    if not found:
        return None if rule.missing == "not-applicable" else [_none(NOUGHT, why.MARK_MISSING)]
    if rule.join == "weighted":
        return _weighted(found, rule.electorates or {})
    if rule.join == "trimmed" and rule.trim and len(found) > rule.trim.highest + rule.trim.lowest:
        ordered = sorted(found, key=lambda mark: mark.points)
        found = tuple(ordered[rule.trim.lowest : len(ordered) - rule.trim.highest])
    divisor = 1 if rule.join in ("only", "sum") else len(found)
    return [_mark(mark, mark.points / divisor, divisor) for mark in found]


def _weighted(found: tuple[Given, ...], weights: dict[str, Decimal]) -> list[Draft]:
    """The mean within each electorate that gave marks, by the electorates' weights among these."""
    groups: dict[str, list[Given]] = defaultdict(list)
    for mark in found:
        if mark.electorate in weights:
            groups[mark.electorate or ""].append(mark)
    total = sum((weights[name] for name in groups), NOUGHT)
    return [
        _mark(mark, mark.points * weights[name] / total / len(group), len(group))
        for name, group in groups.items()
        for mark in group
    ]


def _mark(mark: Given, points: Decimal, count: int) -> Draft:
    facts: dict[str, why.Fact] = {"by": str(mark.entry.value("by")), "on": mark.entry.born}
    told = because(why.MARKS_JOINED, count=count, **facts) if count > 1 else because(why.MARK_GIVEN, **facts)
    return Draft(points, mark.entry, mark.place, told)


def table(asked: Asked, rule: Table) -> Drafts:
    """Points by the value of a field of each counted record: the best alone, or all added."""
    drafts = []
    for case in cases(asked.snapshot, rule.count, asked.period, asked.unit):
        value = str(case.value(rule.by))
        reason = because(why.BY_VALUE, field=rule.by, value=value, title=case.entry.caption)
        drafts.append(_drafted(case, rule.values.get(value, NOUGHT), reason))
    if rule.take == "best" and drafts:
        drafts = [max(drafts, key=lambda draft: draft.points)]
    if not drafts:
        return [_none(NOUGHT, why.NONE_COUNTED)]
    return _kept(drafts, NOUGHT, asked.weight)


def proportion(asked: Asked, rule: Proportion) -> Drafts:
    """The whole weight for the best of the cohort, the others in proportion."""
    values = asked.values(rule.of)
    own = asked.value(rule.of)
    counted = [value for value in values.values() if value or rule.best == "low"]
    if not counted or own.value is None:
        points = asked.weight if rule.of_nought == "full" else NOUGHT
        return [_none(points, why.NONE_COUNTED)]
    best = max(counted) if rule.best == "high" else min(counted)
    reason = because(why.PROPORTION, own=own.value, best=best)
    if rule.best == "high":
        points = asked.weight * own.value / best
    else:
        points = asked.weight * best / own.value if own.value else asked.weight
    return _spread(points, own.cases, reason)


def bands(asked: Asked, rule: Bands) -> Drafts:
    """The points of the highest band that the value reaches."""
    own = asked.value(rule.of)
    if own.value is None:
        return _missing(asked, rule.missing)
    value = own.value
    reached = [band for band in rule.bands if value >= band.at_least]
    points = max(reached, key=lambda band: band.at_least).points if reached else NOUGHT
    last = own.cases[-1] if own.cases else None
    text = why.BAND if own.cases or value == value.to_integral() else why.VALUE
    reason = because(text, count=value, value=value)
    draft = Draft(points, last.entry if last else None, last.place if last else None, reason)
    return _kept([draft], min(NOUGHT, points), asked.weight)


def scaled(asked: Asked, rule: Scaled) -> Drafts:
    """The weight times the value over the value that earns the whole weight."""
    own = asked.value(rule.of)
    if own.value is None:
        return _missing(asked, rule.missing)
    points = asked.weight * own.value / rule.full
    if len(own.periods) > 1:
        return _by_period(points, own)
    return _spread(points, own.cases, because(why.SCALED, value=own.value, full=rule.full))


def _by_period(points: Decimal, own: Measured) -> list[Draft]:
    """Points shared out among the periods that make a value, each by its own value; they sum exactly."""
    total = sum((value for _, value in own.periods), NOUGHT)
    shares = [points * value / total if total else NOUGHT for _, value in own.periods]
    shares[-1] = points - sum(shares[:-1], NOUGHT)
    return [
        _none(share, why.IN_PERIOD, period=str(period), value=value)
        for share, (period, value) in zip(shares, own.periods, strict=True)
    ]


def by_place(asked: Asked, rule: ByPlace) -> Drafts:
    """The points of the place that the unit's value has in the cohort; equals share theirs."""
    values, own = asked.values(rule.of), asked.value(rule.of)
    if own.value is None:
        if rule.missing == "last":
            return [_none(rule.rest, why.NO_VALUE)]
        return _missing(asked, rule.missing)
    sign = 1 if rule.best == "high" else -1
    place = 1 + sum(sign * value > sign * own.value for value in values.values())
    points = rule.points[place - 1] if place <= len(rule.points) else rule.rest
    return [_none(points, why.PLACED, place=place, count=len(values), value=own.value)]


def against(asked: Asked, rule: Against) -> Drafts:
    """Points for each unit of distance from a base, kept between nought and the weight."""
    own, base = asked.value(rule.of), _base(asked, rule)
    if own.value is None or base is None:
        return [_none(rule.start, why.NO_VALUE)] if rule.missing == "start" else _missing(asked, rule.missing)
    distance = own.value - base
    points = rule.start + (distance * rule.above if distance > 0 else -distance * rule.below)
    draft = _none(points, why.AGAINST, value=own.value, base=base)
    return _kept([draft], NOUGHT, asked.weight)


def _base(asked: Asked, rule: Against) -> Decimal | None:
    if rule.base == "target":
        return rule.target
    if rule.base == "before":
        before = asked.period.previous
        snapshot = asked.snapshot.at(min(before.last, asked.snapshot.as_of))
        return measured(snapshot, rule.of, before, asked.unit).value
    values = list(asked.values(rule.of).values())
    if not values:
        return None
    return max(values) if rule.base == "best" else sum(values, NOUGHT) / len(values)


_WAYS: dict[str, Callable[[Asked, Any], Drafts]] = {
    "per_case": per_case,
    "share": share,
    "marks": marks,
    "table": table,
    "proportion": proportion,
    "bands": bands,
    "scaled": scaled,
    "by_place": by_place,
    "against": against,
}


def _missing(asked: Asked, how: str) -> Drafts:
    if how == "not-applicable":
        return None
    return [_none(asked.weight if how == "full" else NOUGHT, why.NO_VALUE)]


def _none(points: Decimal, text: str, **facts: why.Fact) -> Draft:
    """A draft that no single record stands behind."""
    return Draft(points, None, None, because(text, **facts))


def _drafted(case: Case, points: Decimal, reason: why.Reason) -> Draft:
    return Draft(points, case.entry, case.place, reason, case.owed.rule if case.owed else None)


def _kept(drafts: list[Draft], low: Decimal, high: Decimal) -> list[Draft]:
    return kept_within(drafts, low, high, because(why.BOUNDS, low=low, high=high))


def _spread(points: Decimal, found: tuple[Case, ...], reason: why.Reason) -> list[Draft]:
    """Points in equal parts on the cases that they come from, or whole where there are none."""
    if not found:
        return [Draft(points, None, None, reason)]
    parts = _equal_parts(points, len(found))
    return [_drafted(case, part, reason) for part, case in zip(parts, found, strict=True)]


def _equal_parts(whole: Decimal, number: int) -> list[Decimal]:
    """Parts that are as equal as decimals allow and whose sum is the whole exactly."""
    if not number:
        return []
    part = whole / number
    return [*[part] * (number - 1), whole - part * (number - 1)]


def _case_reason(case: Case) -> why.Reason:
    if case.owed:
        return _obligation_reason(case.owed)
    return because(why.COUNTED, title=case.entry.caption, on=case.on)


def _obligation_reason(o: Obligation) -> why.Reason:
    if o.met_on:
        return because(why.MET_LATE, met=o.met_on, **_facts(o))
    return because(why.UNMET, state=o.waived_from or o.state, **_facts(o))


def _facts(o: Obligation) -> dict[str, why.Fact]:
    return {"title": o.rule.title, "due": o.due or "", "period": str(o.period or "")}
