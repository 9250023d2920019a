"""Holding a pack against rules on burdens, themselves data with clauses; warnings, never errors."""

from collections.abc import Iterator
from dataclasses import dataclass

from reformctl.records.base import Strict
from reformctl.records.fields import Day, Points, Slug, Text
from reformctl.rulebook.consistency import METHODS
from reformctl.rulebook.measures import OfRecords
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rules import Obligation
from reformctl.rulebook.scoring import Indicator
from reformctl.source import Route


class Counting(Strict):
    """Indicators that count records of some kinds, or whose title or clause speaks of such a thing."""

    records: tuple[str, ...] = ()
    words: tuple[Text, ...] = ()


class MetOnlyBy(Strict):
    """Obligations that nothing meets but one of these events, or whose title ends in such a word."""

    events: tuple[str, ...] = ()
    words: tuple[Text, ...] = ()


class Warn(Strict):
    """One thing to be warned of, with the clause that speaks against it; exactly one test."""

    id: Slug
    title: Text
    clause: str
    counts: Counting | None = None
    total_at_least: Points | None = None
    same_fact_twice: bool = False
    met_only_by: MetOnlyBy | None = None


class Lint(Strict):
    """A text that packs are held against."""

    id: Slug
    title: Text
    issuer: Text
    source: Text
    since: Day
    clauses: dict[str, Text]
    warnings: tuple[Warn, ...]


@dataclass(frozen=True)
class Burden:
    """A warning on a rule of a pack: where it stands, and the rule that it doubles, where it does."""

    warn: Warn
    route: Route
    rule: str
    other: str | None = None


def burdens(pack: Pack, lint: Lint) -> tuple[Burden, ...]:
    """Every warning on a pack, in the order of the text that it is held against."""
    return tuple(burden for warn in lint.warnings for burden in _of(pack, warn))


def _of(pack: Pack, warn: Warn) -> Iterator[Burden]:
    yield from _counting(pack, warn)
    if warn.total_at_least is not None:
        for i, ranking in enumerate(pack.rankings):
            if ranking.total >= warn.total_at_least:
                yield Burden(warn, ("rankings", i, "total"), ranking.id)
    if warn.same_fact_twice:
        yield from _doubled(pack, warn)
    if warn.met_only_by:
        for i, rule in enumerate(pack.obligations):
            if _paper_only(rule, warn.met_only_by):
                yield Burden(warn, ("obligations", i), rule.id)


def _counting(pack: Pack, warn: Warn) -> Iterator[Burden]:
    for i, indicator in enumerate(pack.indicators):
        if warn.counts and _counts(indicator, warn.counts):
            yield Burden(warn, ("indicators", i), indicator.id)


def _counts(indicator: Indicator, counting: Counting) -> bool:
    if any(word in indicator.title for word in counting.words):
        return True
    for name in METHODS:
        method = getattr(indicator, name)
        measure = getattr(method, "count", None) or getattr(method, "of", None)
        if isinstance(measure, OfRecords) and measure.record in counting.records:
            return True
    return False


def _doubled(pack: Pack, warn: Warn) -> Iterator[Burden]:
    """Cadences that ask the same fact of the same units in periods of which one holds the other."""
    cadences = [(i, rule) for i, rule in enumerate(pack.obligations) if rule.every]
    for n, (i, rule) in enumerate(cadences):
        for _, other in cadences[:n]:
            if other.id != rule.id and _asks(rule) == _asks(other):
                yield Burden(warn, ("obligations", i), rule.id, other.id)


def _asks(rule: Obligation) -> tuple[object, ...]:
    owed = rule.owed_by.model_dump_json() if rule.owed_by else None
    facts = tuple(sorted(moment.model_dump_json() for moment in rule.met_by))
    return rule.each, rule.cohort, rule.where.model_dump_json(), owed, facts


def _paper_only(rule: Obligation, only: MetOnlyBy) -> bool:
    events = [moment.event for moment in rule.met_by]
    by_paper = bool(events) and all(event in only.events for event in events)
    return by_paper or (rule.every is not None and any(rule.title.endswith(word) for word in only.words))
