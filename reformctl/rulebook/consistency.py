"""Whether a pack fits together: what no name says alone, such as weights that do not add up."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from reformctl.diagnostics import Diagnostic
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rulebook import applies
from reformctl.rulebook.rules import Ladder, Obligation, Rule, Step
from reformctl.rulebook.scoring import Indicator, Ranking
from reformctl.rulebook.timing import Due, Length
from reformctl.source import Document, Place, Route

METHODS = (
    "per_case",
    "share",
    "marks",
    "table",
    "proportion",
    "bands",
    "scaled",
    "by_place",
    "against",
)
DATED_PARTS = (
    "obligations",
    "lamps",
    "ladders",
    "checks",
    "indicators",
    "vetoes",
    "rankings",
    "duties",
    "reviews",
    "selections",
)
_MEANINGS = ("after", "before", "field", "day", "working_day")
_TRIGGERS = ("from_", "obligation", "nth")


def inconsistencies(pack: Pack, document: Document) -> tuple[Diagnostic, ...]:
    """All that does not fit together."""
    return tuple(_Parts(pack, document).problems())


def rules_of(pack: Pack) -> Iterator[tuple[str, int, Rule]]:
    """Every rule that has an id and days in force, with the part of the pack that it stands in."""
    for part in DATED_PARTS:
        for index, rule in enumerate(getattr(pack, part)):
            yield part, index, rule


class _Parts:
    def __init__(self, pack: Pack, document: Document) -> None:
        self.pack, self.document = pack, document

    def problems(self) -> Iterator[Diagnostic]:
        yield from self._dates()
        for i, rule in enumerate(self.pack.obligations):
            yield from self._obligation(rule, ("obligations", i))
        for i, ladder in enumerate(self.pack.ladders):
            yield from self._ladder(ladder, ("ladders", i))
        for i, indicator in enumerate(self.pack.indicators):
            yield from self._indicator(indicator, ("indicators", i))
        for i, ranking in enumerate(self.pack.rankings):
            yield from self._ranking(ranking, ("rankings", i))
        for i, duty in enumerate(self.pack.duties):
            yield from self._due(duty.due, ("duties", i, "due"))
            if duty.paper is None:
                yield self._trouble("P113", ("duties", i), id=duty.id)
        for i, selection in enumerate(self.pack.selections):
            passes = [r.passes for r in selection.rounds]
            for j in range(1, len(passes)):
                if passes[j] > passes[j - 1]:
                    yield self._never(selection.id, ("selections", i, "rounds", j, "passes"), passes[j])

    def _trouble(self, code: str, route: Route, **facts: object) -> Diagnostic:
        return Diagnostic(code, Place(self.document.source, route), {k: str(v) for k, v in facts.items()})

    def _never(self, rule: str, route: Route, problem: object) -> Diagnostic:
        return self._trouble("P111", route, id=rule, problem=problem)

    def _dates(self) -> Iterator[Diagnostic]:
        """Ids that two rules have in force at once, and rules that are in force on no day."""
        for part in DATED_PARTS:
            rules: tuple[Rule, ...] = getattr(self.pack, part)
            for i, rule in enumerate(rules):
                if any(other.id == rule.id and _overlap(other, rule) for other in rules[:i]):
                    yield self._trouble("P101", (part, i, "id"), id=rule.id)
                last = min(filter(None, (rule.until, self.pack.until)), default=None)
                if last is not None and max(filter(None, (rule.since, self.pack.since))) > last:
                    key = "until" if rule.until else "since"
                    yield self._never(rule.id, (part, i, key), last)

    def _due(self, due: Due, route: Route) -> Iterator[Diagnostic]:
        said = [name for name in _MEANINGS if getattr(due, name) is not None]
        if len(said) != 1:
            yield self._trouble("P108", route, count=len(said))

    def _obligation(self, rule: Obligation, route: Route) -> Iterator[Diagnostic]:
        yield from self._due(rule.due, (*route, "due"))
        if rule.from_ and rule.from_.met and rule.id in self._chain(rule.from_.met):
            yield self._never(rule.id, (*route, "from"), rule.from_.met)

    def _chain(self, rule_id: str) -> tuple[str, ...]:
        """The rules that one waits for, itself included."""
        seen: dict[str, None] = {}
        waiting = [rule_id]
        while waiting:
            now = waiting.pop()
            if now not in seen:
                seen[now] = None
                found = (o.from_.met for o in self.pack.obligations if o.id == now and o.from_)
                waiting.extend(name for name in found if name)
        return tuple(seen)

    def _ladder(self, ladder: Ladder, route: Route) -> Iterator[Diagnostic]:
        """Steps that ask for a later one, and steps that come before the one they follow."""
        order = [step.id for step in ladder.steps]
        for j, step in enumerate(ladder.steps):
            here = (*route, "steps", j)
            if sum(getattr(step.at, name) is not None for name in _TRIGGERS) != 1:
                yield self._trouble("P114", (*here, "at"), id=step.id)
            earlier = ladder.steps[j - 1] if j else None
            if step.requires in order[j:]:
                yield self._trouble("P112", (*here, "requires"), id=step.id, other=step.requires)
            elif earlier and _same_anchor(earlier, step) and _offset(step) < _offset(earlier):
                yield self._trouble("P112", (*here, "at"), id=step.id, other=earlier.id)

    def _indicator(self, indicator: Indicator, route: Route) -> Iterator[Diagnostic]:
        given = [name for name in METHODS if getattr(indicator, name) is not None]
        if len(given) != 1:
            known = ", ".join(METHODS)
            yield self._trouble("P106", route, id=indicator.id, count=len(given), known=known)
        marks, against = indicator.marks, indicator.against
        if marks and ((marks.join == "trimmed") != (marks.trim is not None)):
            yield self._trouble("P115", (*route, "marks"), id=indicator.id, part="trim")
        if marks and ((marks.join == "weighted") != (marks.electorates is not None)):
            yield self._trouble("P115", (*route, "marks"), id=indicator.id, part="electorates")
        if against and ((against.base == "target") != (against.target is not None)):
            yield self._trouble("P115", (*route, "against"), id=indicator.id, part="target")
        left_out = "not-applicable" in (
            getattr(getattr(indicator, name), key, None) for name in given for key in ("missing", "of_nought")
        )
        if left_out and indicator.not_applicable is None:
            yield self._trouble("P115", route, id=indicator.id, part="not_applicable")

    def _ranking(self, ranking: Ranking, route: Route) -> Iterator[Diagnostic]:
        yield from self._weights(ranking, route)
        for name in self._adjusted(ranking):
            if name not in ranking.sequence:
                yield self._trouble("P116", route, id=ranking.id, name=name)
        marks = (
            [g.at_least for g in ranking.grades.grades if g.at_least is not None] if ranking.grades else []
        )
        if ranking.direction == "high" and marks != sorted(marks, reverse=True):
            yield self._trouble("P112", (*route, "grades"), id=ranking.id, other="at_least")

    def _adjusted(self, ranking: Ranking) -> Iterator[str]:
        """The adjustments that the pack makes to a ranking's scores."""
        own = [i for i in self.pack.indicators if ranking.id in i.weights]
        if any(ranking.id in (h.most or {}) or ranking.id in (h.least or {}) for h in self.pack.headings):
            yield "headings"
        if any(i.only_over is not None for i in own):
            yield "only-over"
        if ranking.most is not None or ranking.least is not None:
            yield "bounds"
        if any(ranking.id in v.rankings and v.takes != "honours" for v in self.pack.vetoes):
            yield "vetoes"
        if any(ranking.id in r.rankings for r in self.pack.reviews):
            yield "corrections"

    def _weights(self, ranking: Ranking, route: Route) -> Iterator[Diagnostic]:
        """On every day on which some rule begins, the weights in force must make the totals."""
        for day in self._changes(ranking):
            own = [
                i for i in self.pack.indicators if ranking.id in i.weights and applies(i, day) and not i.bonus
            ]
            found = _sum(i.weights[ranking.id] for i in own)
            if found != ranking.total:
                facts = {"cohort": ranking.id, "sum": found, "total": ranking.total}
                yield self._trouble("P107", (*route, "total"), **facts)
                return
            for j, heading in enumerate(self.pack.headings):
                wanted = (heading.weights or {}).get(ranking.id)
                under = self._under(heading.id)
                inner = _sum(i.weights[ranking.id] for i in own if i.heading in under)
                if wanted is not None and inner != wanted:
                    facts = {"cohort": heading.id, "sum": inner, "total": wanted}
                    yield self._trouble("P107", ("headings", j, "weights", ranking.id), **facts)

    def _under(self, heading: str) -> tuple[str, ...]:
        inner = [h.id for h in self.pack.headings if h.under == heading and h.id != heading]
        return (heading, *(name for below in inner for name in self._under(below)))

    def _changes(self, ranking: Ranking) -> list[date]:
        first = max(self.pack.since, ranking.since or self.pack.since)
        days = (i.since for i in self.pack.indicators if ranking.id in i.weights)
        ends = (ranking.until, self.pack.until)
        last = min((day for day in ends if day), default=date.max)
        return sorted({first, *(day for day in days if day and first < day <= last)})


def _sum(values: Any) -> Decimal:
    return sum(values, Decimal(0))


def _same_anchor(one: Step, other: Step) -> bool:
    return one.at.obligation is not None and one.at.obligation == other.at.obligation


def _offset(step: Step) -> tuple[int, int]:
    """How far after the due day a step lies; natural days first, working days beside them."""
    after, before = step.at.after or Length(), step.at.before or Length()
    return _days(after) - _days(before), after.working_days - before.working_days


def _days(length: Length) -> int:
    span = length.span
    return span.years * 365 + span.months * 30 + span.weeks * 7 + span.days


def _overlap(one: Rule, other: Rule) -> bool:
    starts_late = one.since and other.until and one.since > other.until
    ends_early = one.until and other.since and one.until < other.since
    return not (starts_late or ends_early)
