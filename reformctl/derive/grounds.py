"""Why an obligation, a notice or a duty stands as it does: the steps that led there, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reformctl.derive.escalation import DueNotice, due_notices
from reformctl.derive.obligations import Obligation
from reformctl.derive.ranking import closing, rank
from reformctl.derive.reasons import Reason, because
from reformctl.derive.warning import lamp_of
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.models import Notice
from reformctl.rulebook.rulebook import in_force
from reformctl.rulebook.scoring import Duty
from reformctl.snapshot import Snapshot
from reformctl.source import Place
from reformctl.words import mark

RULE = mark("{title} ({clause})")
OWING = mark("owed by {units}")
BEGAN = mark("began on {day}")
DUE = mark("due on {day} by the rule")
NO_DUE = mark("no due day can be had from the record")
EXTENDED = mark("extended to {day}")
MOVED = mark("moved to {day} by pauses or extensions")
MET = mark("met on {day}")
ENDED = mark("as it stands on {day}: {state}")
EXEMPTED = mark("taken out by an exemption of {day}: {ground}")
LAMP = mark("warning colour: {colour}")
NOTICE = mark("{kind} {number} was issued on {day}")
FROM_PLACE = mark("place {place} of {count} in {ranking} {period}, with {points} points")
RUN = mark("{count} periods running in this place")
LADDER = mark("step “{step}” of {ladder}")
CAUSE = mark("on {record} {caption}")
STOPPED = mark("{status} on {day}")
ANSWER = mark("to be answered by {day}")
NOT_DUE = mark("by the books of today the step would not have fallen due on that day")
_RUN = 2


@dataclass(frozen=True)
class Ground:
    """One step of an explanation, and where the books say it."""

    why: Reason
    place: Place | None = None


def of_obligation(snapshot: Snapshot, o: Obligation) -> tuple[Ground, ...]:
    """What led to an obligation's state on the snapshot's day."""
    return tuple(_of_obligation(snapshot, o))


def _of_obligation(snapshot: Snapshot, o: Obligation) -> Iterator[Ground]:
    yield Ground(because(RULE, title=o.rule.title, clause=_clause(snapshot, o.rule.clause)))
    yield from _placed(snapshot, o)
    units = "、".join(snapshot.name(unit) for unit in o.debtors)
    yield Ground(because(OWING, units=units), o.subject.place)
    yield Ground(because(BEGAN, day=o.since), o.subject.place)
    yield Ground(because(DUE, day=o.original_due) if o.original_due else because(NO_DUE))
    if o.due and o.due != o.original_due:
        yield Ground(because(EXTENDED if o.extension else MOVED, day=o.due), o.extension)
    for fact in o.met:
        yield Ground(because(MET, day=fact.on), fact.place)
    for notice in _notices(snapshot, o):
        kind = snapshot.rulebook.notices.get(str(notice.value("kind")))
        named = kind.title if kind else notice.id
        told = because(NOTICE, kind=named, number=notice.id, day=notice.born)
        yield Ground(told, notice.place())
    if o.exemption:
        told = because(EXEMPTED, day=o.exemption.born, ground=str(o.exemption.value("ground")))
        yield Ground(told, o.exemption.place())
    lamp = lamp_of(snapshot, o)
    if lamp:
        yield Ground(because(LAMP, colour=lamp.colour))
    yield Ground(because(ENDED, state=o.state, day=snapshot.as_of))


def _clause(snapshot: Snapshot, clause: str) -> str:
    return snapshot.pack.clauses.get(clause, clause)


def _placed(snapshot: Snapshot, o: Obligation) -> Iterator[Ground]:
    """Of a duty: the place that brought it."""
    if not isinstance(o.rule, Duty) or o.period is None:
        return
    ranking = snapshot.rulebook.rankings[o.rule.ranking]
    table = rank(closing(snapshot, o.period), ranking, o.period)
    row = table.row(o.subject.entry.id) if table else None
    if table is None or row is None:
        return
    yield Ground(
        because(
            FROM_PLACE,
            place=row.rank,
            count=len(table.rows),
            ranking=ranking.title,
            period=str(o.period),
            points=row.points,
        )
    )
    run = max(row.foot_run, row.top_run)
    if run >= _RUN:
        yield Ground(because(RUN, count=run))


def _notices(snapshot: Snapshot, o: Obligation) -> Iterator[Entry]:
    """The notices that were issued for an obligation."""
    wanted = (o.rule.id, o.subject.entry.id, str(o.period) if o.period else None)
    for entry in snapshot.of("notice"):
        notice = entry.record
        causes = notice.causes if isinstance(notice, Notice) else ()
        if wanted in ((cause.obligation, cause.record, cause.period) for cause in causes):
            yield entry


def of_notice(snapshot: Snapshot, entry: Entry) -> tuple[Ground, ...]:
    """What led to a notice that was issued, and what became of it by the snapshot's day."""
    return tuple(_of_notice(snapshot, entry))


def _of_notice(snapshot: Snapshot, entry: Entry) -> Iterator[Ground]:
    notice = entry.record
    assert isinstance(notice, Notice)  # noqa: S101 - the caller asks of notices alone
    for index, cause in enumerate(notice.causes):
        place = entry.place(("causes", index))
        ladder, step = snapshot.rulebook.steps.get(cause.step, (None, None))
        if ladder and step:
            named = step.title or snapshot.rulebook.notices[step.notice].title
            yield Ground(because(LADDER, step=named, ladder=ladder.title), place)
            yield Ground(because(RULE, title=named, clause=_clause(snapshot, step.clause)))
        on = snapshot.by_id.get(cause.record)
        told = because(CAUSE, record=cause.record, caption=on.caption if on else "")
        yield Ground(told, on.place() if on else place)
        due = _as_it_fell_due(snapshot, entry, cause.step, cause.record)
        yield Ground(due.reason if due else because(NOT_DUE))
    if notice.deadline:
        yield Ground(because(ANSWER, day=notice.deadline), entry.place(("deadline",)))
    for event in entry.events:
        told = because(STOPPED, status=getattr(event, "event", ""), day=event.on)
        yield Ground(told, entry.event_place(event))


def _as_it_fell_due(snapshot: Snapshot, entry: Entry, step: str, record: str) -> DueNotice | None:
    """The notice as it was due on the day of its issue, before it was issued."""
    others = tuple(e for e in snapshot.ledger.entries if e.id != entry.id)
    then = replace(snapshot, ledger=Ledger(others), as_of=entry.born, kept={}, _days={})
    if not in_force(then.pack.ladders, entry.born):
        return None
    found = (n for n in due_notices(then) if (n.step.id, n.entry.id) == (step, record))
    return next(found, None)
