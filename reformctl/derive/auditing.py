"""Closed periods held against the facts: what differs now, for whom, and which record or rule did it.

A closing is recounted as it would be on its own day from the books at hand. Where that differs and the
books of the closing can be had, the records and rules that differ between the two are tried one by one on
those books: what alone makes a difference is named with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reformctl.derive.closing import record_digests, results, rules_digest, seal_of
from reformctl.derive.published import closings
from reformctl.derive.ranking import closing
from reformctl.domain.periods import Period, parse_period
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.closing import ClosedRanking, ClosedRow, Closing
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot

Rankings = tuple[ClosedRanking, ...]


@dataclass(frozen=True)
class Effect:
    """What changed for a unit in a ranking: its row before and after; None where it has none."""

    ranking: str
    unit: str
    name: str
    before: ClosedRow | None
    after: ClosedRow | None


@dataclass(frozen=True)
class Cause:
    """What changed a closed result: `what` is record, rule, rules, tool, seal or basis.

    `names` are the records or rules; several where only together they make the difference.
    """

    what: str
    names: tuple[str, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Audit:
    """A closing whose result is no longer what was published, with the causes."""

    closing: Entry
    period: Period
    effects: tuple[Effect, ...]
    causes: tuple[Cause, ...]


Books = Callable[[Entry], tuple[Ledger, Rulebook] | None]
"""Gives the books that a closing stood on, where they can be had."""


def audits(snapshot: Snapshot, tool: str, books: Books) -> Iterator[Audit]:
    """Every closing in force that the facts at hand no longer bear out."""
    for entry in closings(snapshot):
        found = audit(snapshot, entry, tool, books)
        if found:
            yield found


def audit(snapshot: Snapshot, entry: Entry, tool: str, books: Books) -> Audit | None:
    """A closing held against the facts; None where its result still stands.

    A period from before the pack's first day is recounted under the rules of its own closing.
    """
    record = entry.record
    assert isinstance(record, Closing)  # noqa: S101 - closings hold nothing else
    period = parse_period(record.period)
    if seal_of(record) != record.seal:
        return Audit(entry, period, (), (Cause("seal", (entry.id,), ()),))
    if period.last < snapshot.pack.since:
        own = books(entry)
        if own is None:
            return None
        snapshot = Snapshot(snapshot.ledger, own[1], snapshot.as_of, snapshot.revision)
    suspects = _suspects(snapshot, record, period)
    rules = rules_digest(snapshot.rulebook) != record.basis.rules
    if not suspects and not rules and record.basis.tool == tool:
        return None
    effects = differences(record.rankings, _recount(snapshot, record))
    if not effects:
        return None
    then = books(entry)
    if then is None:
        causes = _suspected(record, suspects, rules, tool, effects)
    else:
        causes = tuple(_Trial(snapshot, record, then, tool).causes(suspects, rules))
    return Audit(entry, period, effects, causes or _suspected(record, suspects, rules, tool, effects))


def differences(before: Rankings, after: Rankings) -> tuple[Effect, ...]:
    """The units whose score, place, grade, runs, postings or duties differ; reasons in words do not count."""
    return tuple(_differences(before, after))


def _differences(before: Rankings, after: Rankings) -> Iterator[Effect]:
    old, new = _keyed(before), _keyed(after)
    for spot in dict.fromkeys((*old, *new)):
        (one, owed), (other, owes) = old.get(spot, (None, ())), new.get(spot, (None, ()))
        if _core(one) != _core(other) or owed != owes:
            named = one or other
            yield Effect(spot[0], spot[1], named.name if named else spot[1], one, other)


def _keyed(rankings: Rankings) -> dict[tuple[str, str], tuple[ClosedRow, tuple[Any, ...]]]:
    return {
        (section.ranking, row.unit): (row, _duties_of(section, row.unit))
        for section in rankings
        for row in section.rows
    }


def _duties_of(section: ClosedRanking, unit: str) -> tuple[Any, ...]:
    return tuple(sorted((d.duty, d.owed_by, d.due) for d in section.duties if d.unit == unit))


def _core(row: ClosedRow | None) -> tuple[Any, ...] | None:
    """What of a row is its result."""
    if row is None:
        return None
    postings = sorted((p.indicator or "", p.rule, p.clause, p.record or "", p.points) for p in row.postings)
    return row.rank, row.score, row.grade, row.top_run, row.foot_run, row.barred, postings


def _suspects(snapshot: Snapshot, record: Closing, period: Period) -> tuple[str, ...]:
    """The records that are not what the closing stood on: changed, added or gone."""
    asked = snapshot.asked_on(record.closed)
    now = record_digests(closing(asked, period), period)
    then = record.basis.digests
    return tuple(name for name in sorted({*now, *then}) if now.get(name) != then.get(name))


def _recount(snapshot: Snapshot, record: Closing) -> Rankings:
    """The results of a closed period as its own day would give them from the books at hand."""
    return results(snapshot.asked_on(record.closed), parse_period(record.period), _unsaid)


def _unsaid(_: Any) -> str:
    """Reasons in words are no part of what is compared."""
    return "-"


def _suspected(
    record: Closing, suspects: Sequence[str], rules: bool, tool: str, effects: tuple[Effect, ...]
) -> tuple[Cause, ...]:
    """What may have done it, where the books of the closing cannot be had."""
    if suspects:
        return (Cause("record", tuple(suspects), effects),)
    if rules:
        return (Cause("rules", (record.basis.pack,), effects),)
    return (Cause("tool" if record.basis.tool != tool else "basis", (record.basis.tool,), effects),)


class _Trial:
    """Tries what differs, record by record and rule by rule, on the books of the closing."""

    def __init__(self, snapshot: Snapshot, record: Closing, then: tuple[Ledger, Rulebook], tool: str) -> None:
        self.snapshot, self.record, self.tool = snapshot, record, tool
        ledger, self.rulebook = then
        self.old = {entry.id: entry for entry in ledger.entries}
        self.base = self._results({}, self.rulebook)

    def causes(self, suspects: Sequence[str], rules: bool) -> Iterator[Cause]:
        """What alone, or only together, makes a difference."""
        own = differences(self.record.rankings, self.base)
        if own:
            what = "tool" if self.record.basis.tool != self.tool else "basis"
            yield Cause(what, (self.record.basis.tool,), own)
        for group in self._records(tuple(suspects)):
            yield Cause("record", group, self._effects(group, self.rulebook))
        if rules:
            yield from self._rules()

    def _records(self, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The smallest groups of records that make a difference, by halving."""
        if not names or not self._effects(names, self.rulebook):
            return
        if len(names) == 1:
            yield names
            return
        middle = len(names) // 2
        found = [*self._records(names[:middle]), *self._records(names[middle:])]
        yield from found or [names]

    def _rules(self) -> Iterator[Cause]:
        whole = self._effects((), self.snapshot.rulebook)
        if not whole:
            return
        found = False
        for name, pack in _one_by_one(self.rulebook.pack, self.snapshot.pack):
            effects = self._effects((), replace(self.rulebook, pack=pack))
            if effects:
                found = True
                yield Cause("rule", (name,), effects)
        if not found:
            yield Cause("rules", (self.snapshot.pack.id,), whole)

    def _effects(self, names: tuple[str, ...], rulebook: Rulebook) -> tuple[Effect, ...]:
        new = {name: self.snapshot.ledger.by_id.get(name) for name in names}
        return differences(self.base, self._results(new, rulebook))

    def _results(self, new: dict[str, Entry | None], rulebook: Rulebook) -> Rankings:
        entries = tuple(entry for entry in (self.old | new).values() if entry is not None)
        ordered = tuple(sorted(entries, key=lambda entry: entry.document.source.path))
        books = Snapshot(Ledger(ordered), rulebook, self.record.closed)
        return _recount(books, self.record)


def _one_by_one(old: Pack, new: Pack) -> Iterator[tuple[str, Pack]]:
    """The old pack with one difference of the new one at a time: a rule, or another part as a whole."""
    for part in type(new).model_fields:
        before, after = getattr(old, part), getattr(new, part)
        if before == after:
            continue
        if not all(isinstance(group, tuple) and all(map(_is_rule, group)) for group in (before, after)):
            yield part, old.model_copy(update={part: after})
            continue
        was, now = {_key(rule): rule for rule in before}, {_key(rule): rule for rule in after}
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) != now.get(key):
                merged = was | {key: now.get(key)}
                rules = tuple(rule for rule in merged.values() if rule is not None)
                yield key[0], old.model_copy(update={part: rules})


def _is_rule(value: Any) -> bool:
    return hasattr(value, "id")


def _key(rule: Any) -> tuple[str, str]:
    return rule.id, str(getattr(rule, "since", None) or "")
