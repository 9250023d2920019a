"""What each paper tells: from a kind of paper and what was asked to the papers to write, with their facts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from reformctl.cli.rank import month_snapshot, tables_of
from reformctl.derive.duties import duties_of
from reformctl.derive.explaining import everything_owed
from reformctl.derive.ranking import rank
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.render.circular import circular_data
from reformctl.render.inspections import diagnosis_data, problems_data
from reformctl.render.notices import letter_data
from reformctl.render.registers import pilots_data, projects_data
from reformctl.render.statements import minutes_data, statement_data
from reformctl.render.yearly import acceptance_data, digest_data, honours_data
from reformctl.rulebook.pack import ON_RECORDS, PaperKind
from reformctl.rulebook.rulebook import in_force
from reformctl.snapshot import Snapshot
from reformctl.words import mark, say


@dataclass(frozen=True)
class Asked:
    """What papers were asked for: of a period, on one record, for one unit."""

    period: Period | None = None
    record: str | None = None
    unit: Entry | None = None


@dataclass(frozen=True)
class Subject:
    """What one paper is on: the end of its file's name, its day, its number, and its facts when wanted."""

    name: str
    issued: date
    facts: Callable[[], Mapping[str, Any]]
    number: int | None = None
    series: str | None = None
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    signer: str | None = None
    as_of: date | None = None
    """The day that its facts are of, where it is not that of the books."""


Find = Callable[[Snapshot, PaperKind, Asked], Iterator[Subject]]
"""Finds what the papers of a kind are on; nothing where none is to be written."""


def subjects(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> tuple[Subject, ...]:
    """What the papers of a kind are on; E115 where a period is wanted, E133 where it is not of the kind's."""
    return tuple(_FINDERS[kind.content](snapshot, kind, asked))


def is_periodic(kind: PaperKind) -> bool:
    """Whether a paper is for a period and not on a record."""
    return kind.content not in ON_RECORDS


def _of_period(
    make: Callable[[Snapshot, Period], Mapping[str, Any]],
) -> Find:
    """One paper for the period, asked as the books stood on its last day."""

    def find(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
        period = _period(kind, asked)
        closed = month_snapshot(snapshot, period)
        day = closed.as_of
        yield Subject(str(period), day, partial(make, closed, period), _place(period, day), as_of=day)

    return find


def _circular(snapshot: Snapshot, period: Period) -> Mapping[str, Any]:
    standings = [(table, duties_of(snapshot, table)) for table in tables_of(snapshot, period, some=False)]
    overdue = [o for o in everything_owed(snapshot) if o.state == "overdue"]
    return circular_data(snapshot, period, standings, overdue)


def _acceptance(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
    """Asked on the present day: the report is made after the half-year is over."""
    period = _period(kind, asked)
    month_snapshot(snapshot, period)
    day = snapshot.as_of
    yield Subject(str(period), day, partial(acceptance_data, snapshot, period), _place(period, day))


def _statement(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
    """A unit's score, or that of every ranked unit."""
    period = _period(kind, asked)
    closed = month_snapshot(snapshot, period)
    rankings = [r for r in in_force(closed.pack.rankings, period.last) if r.period == period.kind]
    wanted = asked.unit
    if wanted:
        rankings = [r for r in rankings if wanted.id in {u.id for u in closed.members(r.cohort)}]
        if not rankings:
            known = ", ".join(cohort.title for cohort in closed.pack.cohorts)
            raise ReformctlError("E107", month=period, unit=wanted.caption, known=known)
    for ranking in rankings:
        tables_of(closed, period, ranking.id)
        table = rank(closed, ranking, period)
        for row in table.rows if table else ():
            if wanted is None or row.unit.id == wanted.id:
                facts = partial(statement_data, closed, table, row) if table else dict
                day, name = closed.as_of, row.unit.caption
                yield Subject(f"{period}-{row.unit.id}", day, facts, recipients=(name,), as_of=day)


def _notice(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
    others = {name for paper in snapshot.pack.papers if paper.id != kind.id for name in paper.notices}
    for entry in _records(snapshot, "notice", asked):
        own = entry.value("kind")
        if own in kind.notices or (not kind.notices and own not in others):
            letter = letter_data(snapshot, entry.id)
            yield Subject(
                entry.id,
                entry.born,
                partial(dict, notice=letter),
                letter["number"],
                letter["series"],
                letter["to"],
                letter["copies"],
                letter["signer"],
            )


def _problems(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
    for entry in _records(snapshot, "inspection", asked):
        facts = partial(problems_data, snapshot, entry, asked.unit)
        name = f"{entry.id}-{asked.unit.id}" if asked.unit else entry.id
        yield Subject(name, entry.value("ended"), facts, _serial(entry), kind.series)


def _diagnosis(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
    for entry in _records(snapshot, "inspection", asked):
        if entry.value("kind") == "diagnosis" or asked.record:
            day = min(entry.value("report_on") or entry.value("ended"), snapshot.as_of)
            facts = partial(diagnosis_data, snapshot.at(day), entry)
            yield Subject(entry.id, day, facts, _serial(entry), kind.series, as_of=day)


def _minutes(snapshot: Snapshot, kind: PaperKind, asked: Asked) -> Iterator[Subject]:
    """The minutes of the office's own meetings, or of the one that was named."""
    bodies = {unit.id for unit in snapshot.of("unit") if unit.value("kind") in ("office", "leading-group")}
    for entry in _records(snapshot, "meeting", asked):
        if asked.record or entry.value("body") in bodies:
            facts = partial(minutes_data, snapshot, entry)
            yield Subject(entry.id, entry.born, facts, _serial(entry), kind.series)


def _records(snapshot: Snapshot, name: str, asked: Asked) -> Iterator[Entry]:
    """The one record that was named, or all of the period; E104 or E115 where neither is there."""
    if asked.record is None:
        if asked.period is None:
            raise ReformctlError("E115", option="--record, --month")
        found = (e for e in snapshot.of(name) if e.born in asked.period and e.status != "withdrawn")
        yield from sorted(found, key=lambda e: (e.born, e.id))
        return
    wanted = asked.record.upper()
    entry = snapshot.by_id.get(wanted)
    if entry is None or entry.kind.name != name:
        near = nearest(wanted, (e.id for e in snapshot.of(name))) or ""
        raise ReformctlError("E104", id=asked.record, near=near)
    yield entry


def _period(kind: PaperKind, asked: Asked) -> Period:
    every = kind.every or "month"
    if asked.period is None:
        raise ReformctlError("E115", option="--month, --period")
    if asked.period.kind != every:
        raise ReformctlError("E133", name=kind.title, period=asked.period, every=say(_EVERY[every]))
    return asked.period


def _place(period: Period, issued: date) -> int:
    """Which of its year a period is; the first of the next where the paper is issued in that."""
    if issued.year > period.last.year:
        return 1
    months = {"month": 1, "quarter": 3, "half-year": 6}.get(period.kind, 12)
    return (period.first.month - 1) // months + 1


def _serial(entry: Entry) -> int:
    return int(entry.id.rpartition("-")[2])


_FINDERS: dict[str, Find] = {
    "circular": _of_period(_circular),
    "pilots": _of_period(pilots_data),
    "projects": _of_period(projects_data),
    "digest": _of_period(digest_data),
    "honours": _of_period(honours_data),
    "acceptance": _acceptance,
    "statement": _statement,
    "notice": _notice,
    "problems": _problems,
    "diagnosis": _diagnosis,
    "minutes": _minutes,
}
_EVERY = {
    "month": mark("month"),
    "quarter": mark("quarter"),
    "half-year": mark("half-year"),
    "year": mark("year"),
}
