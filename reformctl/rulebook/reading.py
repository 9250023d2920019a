"""From a pack's document to a rulebook, or to all that is wrong with the pack."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from reformctl.diagnostics import Diagnostic, nearest
from reformctl.records.kinds import KINDS
from reformctl.records.reading import read_model
from reformctl.rulebook.conditions import Where
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rulebook import Rulebook, applies
from reformctl.rulebook.rules import Obligation, Owed, Rule
from reformctl.rulebook.scoring import Indicator, OfNotices, OfObligations, OfRecords
from reformctl.rulebook.timing import Due, Moment
from reformctl.source import Document, Place, Route

METHODS = ("per_case", "share", "marks", "table", "proportion", "bands")
_MEANINGS = ("after", "before", "field", "day")
_VIRTUAL = ("status",)


def read_rulebook(document: Document, states: Collection[str]) -> Rulebook | tuple[Diagnostic, ...]:
    """The rulebook that a document makes; `states` are the states an obligation can be in."""
    pack = read_model(Pack, document)
    if isinstance(pack, tuple):
        return pack
    found = tuple(_Reader(pack, document, states).problems())
    return found or Rulebook(pack, document)


class _Reader:
    """Holds a pack's names against each other and against the record schemas."""

    def __init__(self, pack: Pack, document: Document, states: Collection[str]) -> None:
        self.pack, self.document, self.states = pack, document, states
        self.rules = [r.id for r in pack.obligations]
        self.cohorts = [c.id for c in pack.cohorts]
        self.notices = [n.id for n in pack.notices]
        self.steps = [step.id for ladder in pack.ladders for step in ladder.steps]
        self.headings = [h.id for h in pack.headings]
        self.indicators = [i.id for i in pack.indicators]
        self.rankings = [r.id for r in pack.rankings]

    def problems(self) -> Iterator[Diagnostic]:
        yield from self._twice()
        for i, cohort in enumerate(self.pack.cohorts):
            yield from self._where("unit", cohort.units, ("cohorts", i, "units"))
        for i, rule in enumerate(self.pack.obligations):
            yield from self._obligation(rule, ("obligations", i))
        yield from self._ladders()
        for i, check in enumerate(self.pack.checks):
            yield from self._kind(check.each, ("checks", i, "each"))
            yield from self._where(check.each, check.where, ("checks", i, "where"))
            yield from self._clause(check.clause, ("checks", i))
            required = () if check.event else check.required
            listed = {"order": check.order, "required": required, "distinct": check.distinct or ()}
            for key, names in listed.items():
                for j, name in enumerate(names):
                    yield from self._field(check.each, name, ("checks", i, key, j))
        for i, indicator in enumerate(self.pack.indicators):
            yield from self._indicator(indicator, ("indicators", i))
        yield from self._rankings()
        for i, notice in enumerate(self.pack.notices):
            yield from self._clause(notice.clause, ("notices", i))

    def _trouble(self, code: str, route: Route, near: str | None = None, **facts: object) -> Diagnostic:
        shown = {name: str(value) for name, value in facts.items()}
        return Diagnostic(code, Place(self.document.source, route), shown, near)

    def _twice(self) -> Iterator[Diagnostic]:
        for part in ("obligations", "ladders", "checks", "indicators", "rankings", "duties"):
            rules: tuple[Rule, ...] = getattr(self.pack, part)
            for i, rule in enumerate(rules):
                if any(other.id == rule.id and _overlap(other, rule) for other in rules[:i]):
                    yield self._trouble("P101", (part, i, "id"), id=rule.id)

    def _known(
        self, name: str | None, known: Collection[str], what: str, route: Route
    ) -> Iterator[Diagnostic]:
        if name is not None and name not in known:
            yield self._trouble(
                "P102", route, nearest(name, known), name=name, what=what, known=", ".join(known)
            )

    def _clause(self, clause: str, route: Route) -> Iterator[Diagnostic]:
        if clause not in self.pack.clauses:
            near = nearest(clause, self.pack.clauses)
            yield self._trouble("P105", (*route, "clause"), near, name=clause)

    def _kind(self, name: str, route: Route) -> Iterator[Diagnostic]:
        if name not in KINDS:
            yield self._trouble("P104", route, nearest(name, KINDS), name=name, known=", ".join(KINDS))

    def _field(self, kind: str, name: str, route: Route) -> Iterator[Diagnostic]:
        if kind not in KINDS:
            return
        head, _, rest = name.partition(".")
        known = (*KINDS[kind].fields, *KINDS[kind].events, *_VIRTUAL)
        if head not in known:
            near = nearest(head, known)
            yield self._trouble("P103", route, near, name=name, kind=kind, known=", ".join(known))
        elif rest and (shape := KINDS[kind].fields.get(head)) and shape.ref in KINDS:
            yield from self._field(shape.ref or "", rest, route)

    def _where(self, kind: str, where: Where, route: Route) -> Iterator[Diagnostic]:
        for name in where.names():
            yield from self._field(kind, name, (*route, name))

    def _due(self, due: Due, kind: str, route: Route) -> Iterator[Diagnostic]:
        said = [name for name in _MEANINGS if getattr(due, name) is not None]
        if len(said) != 1:
            yield self._trouble("P108", route, count=len(said))
        if due.field is not None and kind:
            yield from self._field(kind, due.field, (*route, "field"))

    def _moment(self, kind: str, moment: Moment, route: Route) -> Iterator[Diagnostic]:
        yield from self._known(moment.notice, self.steps, "step", (*route, "notice"))
        yield from self._known(moment.met, self.rules, "obligation", (*route, "met"))
        if moment.record:
            yield from self._kind(moment.record, (*route, "record"))
            yield from self._where(moment.record, moment.where, (*route, "where"))
            if moment.dated:
                yield from self._field(moment.record, moment.dated, (*route, "dated"))
            if moment.items:
                yield from self._field(moment.record, moment.items, (*route, "items"))
            else:
                for name in filter(None, (moment.link, moment.unit)):
                    yield from self._field(moment.record, name, route)
        elif moment.event:
            yield from self._field(kind, moment.event, (*route, "event"))

    def _owed(self, kind: str, owed: Owed | None, route: Route) -> Iterator[Diagnostic]:
        if owed:
            yield from self._known(owed.cohort, self.cohorts, "cohort", (*route, "cohort"))
            if owed.role:
                yield from self._field(kind, owed.role, route)

    def _obligation(self, rule: Obligation, route: Route) -> Iterator[Diagnostic]:
        yield from self._kind(rule.each, (*route, "each"))
        yield from self._clause(rule.clause, route)
        yield from self._known(rule.cohort, self.cohorts, "cohort", (*route, "cohort"))
        yield from self._where(rule.each, rule.where, (*route, "where"))
        kind = "" if rule.items else rule.each
        yield from self._due(rule.due, kind, (*route, "due"))
        if rule.from_:
            yield from self._moment(rule.each, rule.from_, (*route, "from"))
        for i, moment in enumerate(rule.met_by):
            yield from self._moment(rule.each, moment, (*route, "met_by", i))
        yield from self._owed(rule.each, rule.owed_by, (*route, "owed_by"))
        pauses = rule.paused_by or ()
        single = (
            ("verified_by", rule.verified_by),
            ("extended_by", rule.extended_by),
            ("kept_by", rule.kept_by),
        )
        for key, name in (
            *single,
            *(("ends_on", n) for n in rule.ends_on),
            *(("paused_by", n) for n in pauses),
        ):
            if name:
                yield from self._field(rule.each, name, (*route, key))

    def _ladders(self) -> Iterator[Diagnostic]:
        for i, ladder in enumerate(self.pack.ladders):
            yield from self._kind(ladder.each, ("ladders", i, "each"))
            yield from self._where(ladder.each, ladder.where, ("ladders", i, "where"))
            yield from self._clause(ladder.clause, ("ladders", i))
            for j, step in enumerate(ladder.steps):
                route: Route = ("ladders", i, "steps", j)
                yield from self._known(step.notice, self.notices, "notice", (*route, "notice"))
                yield from self._known(step.requires, self.steps, "step", (*route, "requires"))
                yield from self._known(
                    step.at.obligation, self.rules, "obligation", (*route, "at", "obligation")
                )
                yield from self._clause(step.clause, route)
                yield from self._where(ladder.each, step.where, (*route, "where"))
                yield from self._owed(ladder.each, step.to, (*route, "to"))
                if step.at.from_:
                    yield from self._moment(ladder.each, step.at.from_, (*route, "at"))
                for k, moment in enumerate(step.stops_on):
                    yield from self._moment(ladder.each, moment, (*route, "stops_on", k))

    def _indicator(self, indicator: Indicator, route: Route) -> Iterator[Diagnostic]:
        yield from self._clause(indicator.clause, route)
        yield from self._known(indicator.heading, self.headings, "heading", (*route, "heading"))
        for cohort in indicator.weights:
            yield from self._known(cohort, self.cohorts, "cohort", (*route, "weights", cohort))
        given = [name for name in METHODS if getattr(indicator, name) is not None]
        if len(given) != 1:
            yield self._trouble("P106", route, id=indicator.id, count=len(given), known=", ".join(METHODS))
        for name in given:
            method = getattr(indicator, name)
            count = getattr(method, "count", None) or getattr(method, "of", None)
            yield from self._count(count, (*route, name))
            for key in ("states", "met", "unmet"):
                for i, state in enumerate(getattr(method, key, ())):
                    if state not in self.states:
                        known = ", ".join(self.states)
                        near = nearest(state, self.states)
                        yield self._trouble("P109", (*route, name, key, i), near, name=state, known=known)

    def _count(
        self, count: OfObligations | OfRecords | OfNotices | None, route: Route
    ) -> Iterator[Diagnostic]:
        if isinstance(count, OfObligations):
            for rule_id in count.obligations:
                yield from self._known(rule_id, self.rules, "obligation", route)
        elif isinstance(count, OfNotices):
            for notice in count.notices:
                yield from self._known(notice, self.notices, "notice", route)
        elif isinstance(count, OfRecords):
            yield from self._kind(count.record, route)
            yield from self._where(count.record, count.where, (*route, "count", "where"))
            yield from self._field(count.record, count.dated, (*route, "count", "dated"))
            if not count.items:
                yield from self._field(count.record, count.unit, (*route, "count", "unit"))

    def _rankings(self) -> Iterator[Diagnostic]:
        for i, ranking in enumerate(self.pack.rankings):
            route: Route = ("rankings", i)
            yield from self._clause(ranking.clause, route)
            yield from self._known(ranking.cohort, self.cohorts, "cohort", (*route, "cohort"))
            for name in ranking.broken_by:
                yield from self._known(name, (*self.indicators, *self.headings), "indicator", route)
            yield from self._weights(ranking.cohort, ranking.total, route)
        for i, duty in enumerate(self.pack.duties):
            yield from self._known(duty.ranking, self.rankings, "ranking", ("duties", i, "ranking"))
            yield from self._clause(duty.clause, ("duties", i))
            yield from self._due(duty.due, "", ("duties", i, "due"))
            for j, moment in enumerate(duty.met_by):
                yield from self._moment("unit", moment, ("duties", i, "met_by", j))

    def _weights(self, cohort: str, wanted: Decimal, route: Route) -> Iterator[Diagnostic]:
        """On every day on which some rule begins, the weights in force must make the total."""
        days = {self.pack.since, *(i.since for i in self.pack.indicators if i.since)}
        for day in sorted(days):
            weights = [
                i.weights[cohort] for i in self.pack.indicators if cohort in i.weights and applies(i, day)
            ]
            if sum(weights) != wanted:
                yield self._trouble("P107", (*route, "total"), cohort=cohort, sum=sum(weights), total=wanted)
                return


def _overlap(one: Rule, other: Rule) -> bool:
    starts_late = one.since and other.until and one.since > other.until
    ends_early = one.until and other.since and one.until < other.since
    return not (starts_late or ends_early)
