"""Running the cases of a pack: what follows from the records given, held against what must."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reformctl.derive.checks import problems
from reformctl.derive.duties import duties
from reformctl.derive.escalation import due_notices
from reformctl.derive.obligations import Obligation, obligations
from reformctl.derive.ranking import closing, rank
from reformctl.derive.selecting import outcome
from reformctl.derive.tables import Table
from reformctl.derive.warning import lamp_of
from reformctl.diagnostics import Diagnostic
from reformctl.domain.periods import parse_period
from reformctl.ledger.entries import Entry, read_entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.kinds import kind_of_id
from reformctl.rulebook import cases as wanted
from reformctl.rulebook.cases import Case, CaseFile
from reformctl.rulebook.consistency import rules_of
from reformctl.rulebook.rulebook import Rulebook
from reformctl.snapshot import Snapshot
from reformctl.source import Document, Place, SourceFile


@dataclass(frozen=True)
class Miss:
    """What a case wants and does not get: what it is about, what was wanted, what was found."""

    case: Case
    about: str
    wanted: str
    found: str


def untried(rulebook: Rulebook, file: CaseFile | None) -> tuple[str, ...]:
    """The rules and steps of a pack that no case is about."""
    tried = {name for case in file.cases for name in case.rules} if file else set()
    names = [rule.id for part, _, rule in rules_of(rulebook.pack) if part != "ladders"]
    return tuple(name for name in dict.fromkeys((*names, *rulebook.steps)) if name not in tried)


def run_case(rulebook: Rulebook, file: CaseFile, case: Case) -> tuple[Miss, ...]:
    """All that a case misses; a record that cannot be read is a miss too."""
    snapshot, troubles = _laid(rulebook, (*file.base, *case.given), case)
    if snapshot is None:
        return tuple(Miss(case, "given", "", f"{t.code} {dict(t.facts)}") for t in troubles)
    known = {*(rule.id for _, _, rule in rules_of(rulebook.pack)), *rulebook.steps}
    strange = (Miss(case, "rules", name, "") for name in case.rules if name not in known)
    return (*strange, *_Case(snapshot, case).misses())


def _laid(
    rulebook: Rulebook, given: Iterable[dict[str, Any]], case: Case
) -> tuple[Snapshot | None, tuple[Diagnostic, ...]]:
    entries: dict[str, Entry] = {}
    troubles: list[Diagnostic] = []
    for data in given:
        kind = kind_of_id(str(data.get("id", "")))
        if kind is None:
            place = Place(SourceFile(str(data.get("id")), ""), ())
            troubles.append(Diagnostic("R111", place, {"id": str(data.get("id")), "kind": ""}))
            continue
        read = read_entry(kind, Document(SourceFile(str(data["id"]), ""), data))
        if isinstance(read, Entry):
            entries[read.id] = read
        else:
            troubles.extend(read)
    ledger = Ledger(tuple(entries.values()))
    return (None if troubles else Snapshot(ledger, rulebook, case.as_of)), tuple(troubles)


class _Case:
    """One case against its snapshot."""

    def __init__(self, snapshot: Snapshot, case: Case) -> None:
        self.snapshot, self.case = snapshot, case
        self.owed = obligations(snapshot)

    def misses(self) -> Iterator[Miss]:
        expect = self.case.expect
        for o in expect.obligations:
            yield from self._obligation(o)
        for notice in expect.notices:
            yield from self._notice(notice)
        for problem in expect.problems:
            yield from self._problem(problem)
        for score in expect.scores:
            yield from self._score(score)
        for ranks in expect.ranks:
            yield from self._ranks(ranks)
        for duty in expect.duties:
            yield from self._duty(duty)
        for choice in expect.chosen:
            yield from self._choice(choice)
        for lamp in expect.lamps:
            yield from self._lamp(lamp)
        for name in expect.none:
            yield from self._nothing(name)

    def _miss(self, about: str, want: object, found: object) -> Miss:
        return Miss(self.case, about, str(want), str(found))

    def _differs(self, about: str, want: dict[str, Any], found: list[dict[str, Any]]) -> Iterator[Miss]:
        """One miss where none of those found has all that is wanted."""
        given = {key: value for key, value in want.items() if value is not None}
        if not any(all(one.get(key) == value for key, value in given.items()) for one in found):
            shown = [{key: one.get(key) for key in given} for one in found]
            yield self._miss(about, _said(given), "; ".join(_said(one) for one in shown))

    def _of(self, rule: str, record: str) -> list[Obligation]:
        return [o for o in self.owed if (o.rule.id, o.subject.entry.id) == (rule, record)]

    def _obligation(self, want: wanted.WantedObligation) -> Iterator[Miss]:
        found = [
            {
                "period": str(o.period) if o.period else None,
                "units": o.debtors,
                "due": o.due,
                "state": o.state,
            }
            for o in self._of(want.rule, want.record)
        ]
        given = want.model_dump(exclude={"rule", "record"})
        yield from self._differs(f"{want.rule} {want.record}", given, found)

    def _notice(self, want: wanted.WantedNotice) -> Iterator[Miss]:
        found = [
            {"to": n.to, "due": n.due, "deadline": n.deadline}
            for n in due_notices(self.snapshot)
            if (n.step.id, n.entry.id) == (want.step, want.record)
        ]
        given = want.model_dump(exclude={"step", "record"})
        yield from self._differs(f"{want.step} {want.record}", given, found)

    def _problem(self, want: wanted.WantedProblem) -> Iterator[Miss]:
        found = [
            {"code": p.code, "rule": p.facts.get("rule"), "record": p.place.source.path}
            for p in problems(self.snapshot)
        ]
        yield from self._differs(want.code, want.model_dump(), found)

    def _table(self, ranking: str, period: str) -> Table | None:
        rule = self.snapshot.rulebook.rankings.get(ranking)
        asked = parse_period(period)
        return rank(closing(self.snapshot, asked), rule, asked) if rule else None

    def _score(self, want: wanted.WantedScore) -> Iterator[Miss]:
        table = self._table(want.ranking, want.period)
        row = table.row(want.unit) if table else None
        found = None
        if row:
            found = row.score.of_indicator(want.indicator) if want.indicator else row.points
        if found != want.points:
            yield self._miss(f"{want.unit} {want.indicator or want.ranking}", want.points, found)

    def _ranks(self, want: wanted.WantedRanks) -> Iterator[Miss]:
        table = self._table(want.ranking, want.period)
        found = {row.unit.id: row for row in table.rows} if table else {}
        for unit, place in want.places.items():
            if unit not in found or found[unit].rank != place:
                yield self._miss(f"{want.ranking} {unit}", place, found[unit].rank if unit in found else None)
        for unit, grade in (want.grades or {}).items():
            own = found[unit].grade if unit in found else None
            if own is None or own.id != grade:
                yield self._miss(f"{want.ranking} {unit}", grade, own.id if own else None)

    def _duty(self, want: wanted.WantedDuty) -> Iterator[Miss]:
        found = [
            {"due": d.due, "state": d.state}
            for d in duties(self.snapshot)
            if (d.rule.id, str(d.period), d.subject.entry.id) == (want.rule, want.period, want.unit)
        ]
        given = want.model_dump(include={"due", "state"})
        yield from self._differs(f"{want.rule} {want.unit}", given, found)

    def _choice(self, want: wanted.WantedChoice) -> Iterator[Miss]:
        selection = next((s for s in self.snapshot.pack.selections if s.id == want.selection), None)
        held = outcome(self.snapshot, selection, parse_period(want.period)) if selection else None
        found = tuple(s.nominee.id for s in held.chosen) if held else ()
        if found != want.records:
            yield self._miss(want.selection, ", ".join(want.records), ", ".join(found))

    def _lamp(self, want: wanted.WantedLamp) -> Iterator[Miss]:
        lamps = (lamp_of(self.snapshot, o) for o in self._of(want.rule, want.record))
        found = [lamp.id if lamp else None for lamp in lamps]
        if want.lamp not in found:
            yield self._miss(f"{want.rule} {want.record}", want.lamp, ", ".join(map(str, found)))

    def _nothing(self, name: str) -> Iterator[Miss]:
        found = [o.subject.key for o in self.owed if o.rule.id == name]
        found += [n.entry.id for n in due_notices(self.snapshot) if n.step.id == name]
        found += [d.subject.key for d in duties(self.snapshot) if d.rule.id == name]
        found += [p.code for p in problems(self.snapshot) if p.facts.get("rule") == name]
        if found:
            yield self._miss(name, "", ", ".join(found))


def _said(values: dict[str, Any]) -> str:
    parts = (f"{key} {'+'.join(v) if isinstance(v, tuple) else v}" for key, v in values.items())
    return ", ".join(parts)
