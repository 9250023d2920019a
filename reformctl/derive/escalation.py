"""Which notices fall due on a day, and why: the steps of the pack's ladders (Z5, L1)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from reformctl.derive import timing
from reformctl.derive.counting import cases, exemption_of
from reformctl.derive.facts import Subject, facts, field_test
from reformctl.derive.obligations import Obligation, debtors, obligations_of
from reformctl.derive.reasons import Reason, because
from reformctl.domain.ids import SerialId, next_serial
from reformctl.domain.periods import Period, period_of
from reformctl.ledger.entries import Entry
from reformctl.records.models import Notice
from reformctl.rulebook.rulebook import in_force
from reformctl.rulebook.rules import Ladder, NoticeKind, NthCase, Owed, Step
from reformctl.snapshot import Snapshot
from reformctl.words import mark

AFTER_MOMENT = mark("{moment} on {on}; the step falls due on {due}")
AFTER_DUE = mark("{title} was due on {on} and is not met; the step falls due on {due}")
NTH_CASE = mark("case {number} of {period} on {on}; the step falls due on {due}")
BEFORE_DUE = mark("{title} is due on {on} and is not met; the step falls due on {due}")


@dataclass(frozen=True)
class DueNotice:
    """A notice that should be issued: the step, its cause, who gets it, and since when it is due."""

    ladder: Ladder
    step: Step
    kind: NoticeKind
    entry: Entry
    obligation: Obligation | None
    to: tuple[str, ...]
    copies: tuple[str, ...]
    due: date
    deadline: date | None
    reason: Reason
    period: Period | None = None
    """The period whose n-th case it stands on."""

    @property
    def clause(self) -> str:
        """The clause that demands it."""
        return self.step.clause


def due_notices(snapshot: Snapshot) -> tuple[DueNotice, ...]:
    """The notices that are due by the day and were not issued, in the order of their due days."""
    found = [
        notice
        for ladder in in_force(snapshot.pack.ladders, snapshot.as_of)
        for entry in _subjects(snapshot, ladder)
        if field_test(snapshot, entry, ladder.where)
        for step in ladder.steps
        if field_test(snapshot, entry, step.where)
        for notice in _of_step(snapshot, ladder, step, entry)
    ]
    return tuple(sorted(found, key=lambda n: (n.due, n.entry.id, n.step.id, n.to)))


def _subjects(snapshot: Snapshot, ladder: Ladder) -> tuple[Entry, ...]:
    return snapshot.members(ladder.cohort) if ladder.cohort else snapshot.of(ladder.each)


def _of_step(snapshot: Snapshot, ladder: Ladder, step: Step, entry: Entry) -> Iterator[DueNotice]:
    if step.requires and not issued(snapshot, step.requires, entry.id):
        return
    subject = Subject(entry)
    if any(facts(snapshot, moment, subject, None) for moment in step.stops_on):
        return
    if step.at.nth is not None:
        yield from _from_case(snapshot, ladder, step, entry, step.at.nth)
    elif step.at.obligation is None:
        yield from _from_moment(snapshot, ladder, step, subject)
    else:
        yield from _from_obligation(snapshot, ladder, step, subject)


def _from_moment(snapshot: Snapshot, ladder: Ladder, step: Step, subject: Subject) -> Iterator[DueNotice]:
    if step.at.from_ is None or issued(snapshot, step.id, subject.entry.id):
        return
    found = facts(snapshot, step.at.from_, subject, None)
    if not found:
        return
    due = timing.after(snapshot, found[0].on, step.at.after).day if step.at.after else found[0].on
    if due <= snapshot.as_of:
        moment = step.at.from_.event or step.at.from_.notice or step.at.from_.record or ""
        reason = because(AFTER_MOMENT, moment=moment, on=found[0].on, due=due)
        yield _notice(snapshot, ladder, step, subject.entry, None, due, reason)


def _from_obligation(snapshot: Snapshot, ladder: Ladder, step: Step, subject: Subject) -> Iterator[DueNotice]:
    for o in _unmet_of(snapshot, step.at.obligation or "", subject.entry.id):
        if o.due is None or issued(snapshot, step.id, o.subject.entry.id, o):
            continue
        due = timing.before(snapshot, o.due, step.at.before).day if step.at.before else o.due
        due = timing.after(snapshot, due, step.at.after).day if step.at.after else due
        if due <= snapshot.as_of:
            text = BEFORE_DUE if snapshot.as_of <= o.due else AFTER_DUE
            reason = because(text, title=o.rule.title, on=o.due, due=due)
            yield _notice(snapshot, ladder, step, subject.entry, o, due, reason)


def _from_case(
    snapshot: Snapshot, ladder: Ladder, step: Step, entry: Entry, nth: NthCase
) -> Iterator[DueNotice]:
    """The n-th case of the unit in the period that the day lies in, and in the one before."""
    now = period_of(snapshot.as_of, nth.every)
    for period in (now.previous, now):
        yield from _in_period(snapshot, ladder, step, entry, period)


def _in_period(
    snapshot: Snapshot, ladder: Ladder, step: Step, entry: Entry, period: Period
) -> Iterator[DueNotice]:
    nth = step.at.nth
    if nth is None or period.last < snapshot.pack.since or _issued_in(snapshot, step, entry, period):
        return
    counted = cases(snapshot, nth.count, period, entry.id, nth.states)
    found = sorted(case.on for case in counted if exemption_of(snapshot, case, entry.id) is None)
    if len(found) < nth.number:
        return
    day = found[nth.number - 1]
    due = timing.after(snapshot, day, step.at.after).day if step.at.after else day
    if due <= snapshot.as_of:
        reason = because(NTH_CASE, number=nth.number, period=str(period), on=day, due=due)
        yield replace(_notice(snapshot, ladder, step, entry, None, due, reason), period=period)


def _issued_in(snapshot: Snapshot, step: Step, entry: Entry, period: Period) -> bool:
    found = (notice.record for notice in issued(snapshot, step.id, entry.id))
    return any(
        cause.step == step.id and cause.period == str(period)
        for notice in found
        if isinstance(notice, Notice)
        for cause in notice.causes
    )


def _unmet_of(snapshot: Snapshot, rule_id: str, record: str) -> Iterator[Obligation]:
    slot = ("unmet by record", rule_id)
    if slot not in snapshot.kept:
        grouped: dict[str, list[Obligation]] = {}
        for o in obligations_of(snapshot, rule_id):
            if o.unmet:
                grouped.setdefault(o.subject.entry.id, []).append(o)
        snapshot.kept[slot] = grouped
    yield from snapshot.kept[slot].get(record, ())


def _notice(
    snapshot: Snapshot,
    ladder: Ladder,
    step: Step,
    entry: Entry,
    o: Obligation | None,
    due: date,
    reason: Reason,
) -> DueNotice:
    owing = o.debtors if o and step.to is None else None
    recipients = owing or debtors(snapshot, step.to, entry, snapshot.as_of)
    return DueNotice(
        ladder=ladder,
        step=step,
        kind=snapshot.rulebook.notices[step.notice],
        entry=entry,
        obligation=o,
        to=recipients,
        copies=_copies(snapshot, step, entry),
        due=due,
        deadline=timing.after(snapshot, snapshot.as_of, step.deadline).day if step.deadline else None,
        reason=reason,
    )


def _copies(snapshot: Snapshot, step: Step, entry: Entry) -> tuple[str, ...]:
    """Copies go to units in a role of the record, to posts that it names, or to posts written out."""
    found: dict[str, None] = {}
    for name in step.copies:
        shape = entry.kind.fields.get(name)
        if shape is None:
            found[name] = None
        elif shape.ref == "unit":
            units = debtors(snapshot, Owed(role=name), entry, snapshot.as_of)
            found.update(dict.fromkeys(snapshot.name(unit) for unit in units))
        elif entry.value(name):
            found[str(entry.value(name))] = None
    return tuple(found)


def issued(snapshot: Snapshot, step: str, record: str, o: Obligation | None = None) -> tuple[Entry, ...]:
    """The notices issued for a step on a record, and where one is given on one of its obligations."""
    found = _issued_index(snapshot).get((step, record), ())
    if o is None:
        return found
    return tuple(entry for entry in found if _is_cause(entry, step, record, o))


def _is_cause(entry: Entry, step: str, record: str, o: Obligation) -> bool:
    notice = entry.record
    return (
        isinstance(notice, Notice)
        and set(o.debtors) <= set(notice.to)
        and any(
            (cause.step, cause.record, cause.period) == (step, record, str(o.period) if o.period else None)
            for cause in notice.causes
        )
    )


def _issued_index(snapshot: Snapshot) -> dict[tuple[str, str], tuple[Entry, ...]]:
    if "issued notices" not in snapshot.kept:
        index: dict[tuple[str, str], tuple[Entry, ...]] = {}
        for entry in snapshot.of("notice"):
            notice = entry.record
            if isinstance(notice, Notice) and entry.status != "withdrawn":
                for cause in notice.causes:
                    key = (cause.step, cause.record)
                    index[key] = (*index.get(key, ()), entry)
        snapshot.kept["issued notices"] = index
    found: dict[tuple[str, str], tuple[Entry, ...]] = snapshot.kept["issued notices"]
    return found


def numbered(snapshot: Snapshot, notices: tuple[DueNotice, ...]) -> tuple[tuple[SerialId, DueNotice], ...]:
    """The notices with the numbers that they would get, running within kind and year."""
    year = snapshot.as_of.year
    taken = [entry.id for entry in snapshot.ledger.of("notice")]
    result: list[tuple[SerialId, DueNotice]] = []
    for notice in notices:
        serial = next_serial(notice.kind.code, year, taken)
        taken.append(str(serial))
        result.append((serial, notice))
    return tuple(result)


def record_data(serial: SerialId, notice: DueNotice, on: date, title: str) -> dict[str, object]:
    """A notice as the record that `notice issue` writes."""
    cause: dict[str, object] = {"ladder": notice.ladder.id, "step": notice.step.id, "record": notice.entry.id}
    if notice.obligation:
        cause["obligation"] = notice.obligation.rule.id
    period = notice.obligation.period if notice.obligation else notice.period
    if period:
        cause["period"] = str(period)
    data: dict[str, object] = {
        "id": str(serial),
        "kind": notice.kind.id,
        "number": serial.serial,
        "title": title,
        "issued": on,
        "to": list(notice.to),
    }
    if notice.step.addressee:
        data["addressee"] = notice.step.addressee
    if notice.copies:
        data["copies"] = list(notice.copies)
    if notice.kind.signer:
        data["signer"] = notice.kind.signer
    data |= {"clause": notice.clause, "causes": [cause]}
    if notice.deadline:
        data["deadline"] = notice.deadline
    return data
