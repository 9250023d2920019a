"""Obligations: who owes what by when under which clause, and how it stands on the day asked about."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reformctl.derive import timing
from reformctl.derive.facts import Fact, Subject, facts, field_test
from reformctl.domain.dates import days_overdue
from reformctl.domain.periods import Period, periods_between
from reformctl.ledger.entries import Entry
from reformctl.records.events import Extended
from reformctl.records.models import Exemption
from reformctl.rulebook import rules
from reformctl.rulebook.calendar import Reckoned
from reformctl.rulebook.rulebook import applies
from reformctl.snapshot import Snapshot
from reformctl.source import Place

UNMET = ("pending", "near", "overdue", "extended", "claimed")


@dataclass(frozen=True)
class Obligation:
    """One thing owed.

    `due` is the day in force, `original_due` the one before extensions and pauses; `state` is one
    of `reasons.STATES`. A waived one keeps in `waived_from` the state that it would have.
    """

    rule: rules.Rule
    subject: Subject
    period: Period | None
    debtors: tuple[str, ...]
    since: date
    original_due: date | None
    due: date | None
    state: str
    met: tuple[Fact, ...] = ()
    extension: Place | None = None
    exemption: Entry | None = None
    waived_from: str | None = None
    provisional: bool = False
    """Whether its due day was counted through a year that has no table of working days."""

    @property
    def key(self) -> str:
        """What names it across days: rule, subject, period and who owes."""
        parts = (self.rule.id, self.subject.key, str(self.period or ""), "+".join(self.debtors))
        return ":".join(part for part in parts if part)

    @property
    def met_on(self) -> date | None:
        """The day on which it was met."""
        return self.met[-1].on if self.met else None

    @property
    def unmet(self) -> bool:
        """Whether something is still to be done for it."""
        return self.state in UNMET

    def days_over(self, as_of: date) -> int:
        """Days past the due day; nought where it is met or not due."""
        return days_overdue(self.due, as_of) if self.due and self.state == "overdue" else 0


def obligations(
    snapshot: Snapshot, closed: bool = False, until: date | None = None
) -> tuple[Obligation, ...]:
    """All obligations of the pack on the day.

    With `closed` the day itself is over; `until` adds those of periods that begin by that day.
    """
    rule_ids = dict.fromkeys(rule.id for rule in snapshot.pack.obligations)
    return tuple(o for rule_id in rule_ids for o in obligations_of(snapshot, rule_id, closed, until))


def obligations_of(
    snapshot: Snapshot, rule_id: str, closed: bool = False, until: date | None = None
) -> tuple[Obligation, ...]:
    """The obligations that the versions of one rule make."""
    slot = ("obligations", rule_id, closed, until)
    if slot not in snapshot.kept:
        rules_found = snapshot.rulebook.versions(rule_id)
        last = max(until or snapshot.as_of, snapshot.as_of)
        made = (o for rule in rules_found for o in _of_rule(snapshot, rule, closed, last))
        snapshot.kept[slot] = tuple(made)
    found: tuple[Obligation, ...] = snapshot.kept[slot]
    return found


def _of_rule(snapshot: Snapshot, rule: rules.Obligation, closed: bool, last: date) -> Iterator[Obligation]:
    for subject in subjects(snapshot, rule):
        for bare in _bare(snapshot, rule, subject, last):
            if applies(rule, bare.since):
                yield _judge(snapshot, rule, bare, closed)


def subjects(snapshot: Snapshot, rule: rules.Obligation) -> Iterator[Subject]:
    """What a rule is about: the units of its cohort, or the records and items that fulfil it."""
    entries = snapshot.members(rule.cohort) if rule.cohort else snapshot.of(rule.each)
    for entry in entries:
        if not field_test(snapshot, entry, rule.where):
            continue
        if rule.items is None:
            yield Subject(entry)
        else:
            for index, item in enumerate(entry.value(rule.items)):
                yield Subject(entry, item, (rule.items, index))


def _bare(snapshot: Snapshot, rule: rules.Obligation, subject: Subject, last: date) -> Iterator[Obligation]:
    """The obligations of a subject, not yet judged: one a unit that owes, and one a period."""
    anchor = _anchor(snapshot, rule, subject)
    if anchor is None:
        return
    if rule.every is None:
        due = timing.due_day(snapshot, rule.due, anchor, subject.value)
        yield from _by_debtor(snapshot, rule, subject, None, anchor, due)
        return
    if rule.delay:
        anchor = timing.after(snapshot, anchor, rule.delay).day
    start = max(anchor, snapshot.pack.since, rule.since or anchor)
    for period in periods_between(start, last, rule.every):
        if rule.first == "whole" and period.first < anchor:
            continue
        due = timing.due_in_period(snapshot, rule.due, period)
        opens = timing.due_in_period(snapshot, rule.opens, period).day if rule.opens else period.first
        if opens > last:
            continue
        if not _ended_by(snapshot, rule, subject, min(opens, snapshot.as_of + timedelta(days=1))):
            since = max(anchor, opens)
            yield from _by_debtor(snapshot, rule, subject, period, since, due)


def _anchor(snapshot: Snapshot, rule: rules.Obligation, subject: Subject) -> date | None:
    if rule.from_ is None:
        return subject.entry.born
    if rule.from_.met:
        return _met_before(snapshot, rule.from_.met, subject)
    found = facts(snapshot, rule.from_, subject, None)
    return found[0].on if found else None


def _met_before(snapshot: Snapshot, rule_id: str, subject: Subject) -> date | None:
    """The day on which another obligation of the same subject was met, for a chain."""
    days = (
        other.met_on
        for other in _by_subject(snapshot, rule_id).get(subject.key, ())
        if other.state not in UNMET and other.met_on
    )
    return min(days, default=None)


def _by_subject(snapshot: Snapshot, rule_id: str) -> dict[str, list[Obligation]]:
    slot = ("by subject", rule_id)
    if slot not in snapshot.kept:
        grouped: dict[str, list[Obligation]] = {}
        for other in obligations_of(snapshot, rule_id):
            grouped.setdefault(other.subject.key, []).append(other)
        snapshot.kept[slot] = grouped
    found: dict[str, list[Obligation]] = snapshot.kept[slot]
    return found


def _by_debtor(
    snapshot: Snapshot,
    rule: rules.Obligation,
    subject: Subject,
    period: Period | None,
    since: date,
    reckoned: Reckoned | None,
) -> Iterator[Obligation]:
    due, provisional = reckoned or (None, False)
    units = debtors(snapshot, rule.owed_by, subject.entry, min(due or snapshot.as_of, snapshot.as_of))
    jointly = subject.entry.value("owing") == "jointly"
    for group in (units,) if jointly else tuple((unit,) for unit in units):
        if group:
            yield Obligation(
                rule, subject, period, group, since, due, due, "pending", provisional=provisional
            )


def debtors(snapshot: Snapshot, owed: rules.Owed | None, entry: Entry, on: date) -> tuple[str, ...]:
    """Who owes, sets of units expanded: the unit itself where the rule names nobody."""
    if owed is None:
        return (entry.id,)
    found = _named(snapshot, owed, entry, on)
    if not owed.above:
        return found
    units = (snapshot.by_id.get(unit) for unit in found)
    parents = (unit.value("parent") for unit in units if unit)
    return tuple(dict.fromkeys(parent for parent in parents if parent))


def _named(snapshot: Snapshot, owed: rules.Owed, entry: Entry, on: date) -> tuple[str, ...]:
    if owed.unit:
        return (owed.unit,)
    if owed.cohort:
        return tuple(member.id for member in snapshot.members(owed.cohort, on))
    if owed.role is None:
        return (entry.id,)
    return snapshot.expand(entry.role(owed.role, on))


def _judge(snapshot: Snapshot, rule: rules.Obligation, bare: Obligation, closed: bool) -> Obligation:
    due, extension = _extended(rule, bare)
    due = _paused(snapshot, rule, bare, due)
    moved = due != bare.due or extension is not None
    dated = replace(bare, due=due, extension=extension) if moved else bare
    judged = _with_state(snapshot, rule, dated, closed)
    return _waived(snapshot, judged)


def _extended(rule: rules.Obligation, bare: Obligation) -> tuple[date | None, Place | None]:
    """The due day after approved extensions that were asked for while the day before was running."""
    due, place = bare.due, None
    left = rule.extensions
    if rule.extended_by and due and bare.period is None:
        for event in bare.subject.entry.named(rule.extended_by):
            if isinstance(event, Extended) and event.asked <= due < event.to and left != 0:
                left = None if left is None else left - 1
                due, place = event.to, bare.subject.entry.event_place(event)
    return due, place


def _paused(snapshot: Snapshot, rule: rules.Obligation, bare: Obligation, due: date | None) -> date | None:
    """The due day moved by the days that the clock stood still before it."""
    if rule.paused_by is None or due is None:
        return due
    start: date | None = None
    pause, resume = rule.paused_by
    for event in bare.subject.entry.events:
        name = getattr(event, "event", "")
        if name == pause and start is None and event.on <= due:
            start = event.on
        elif name == resume and start is not None:
            due, start = due + (event.on - start), None
    return due + (snapshot.as_of - start) if start else due


def _with_state(snapshot: Snapshot, rule: rules.Obligation, o: Obligation, closed: bool) -> Obligation:
    found = _meeting_facts(snapshot, rule, o)
    if len(found) >= rule.at_least:
        counted = found[: rule.at_least]
        if rule.verified_by and not _verified(rule.verified_by, o, counted[-1].on):
            return replace(o, met=counted, state=_open_state(snapshot, rule, o, closed, claimed=True))
        return replace(o, met=counted, state=_met_state(o, counted[-1].on))
    if _ended_by(snapshot, rule, o.subject, None):
        in_time = o.due is None or _ended_by(snapshot, rule, o.subject, o.due + timedelta(days=1))
        return replace(o, state="ended" if in_time else "missed")
    if rule.kept_by and o.subject.entry.status == "kept":
        return replace(o, state="kept")
    return replace(o, state=_open_state(snapshot, rule, o, closed, claimed=False))


def _meeting_facts(snapshot: Snapshot, rule: rules.Obligation, o: Obligation) -> tuple[Fact, ...]:
    unit = o.debtors[0]
    found = [f for moment in rule.met_by for f in facts(snapshot, moment, o.subject, unit)]
    if o.period:
        found = [f for f in found if f.on in _window(rule, o.period) and f.on >= o.since]
    elif rule.opens:
        opened = timing.due_day(snapshot, rule.opens, o.since, o.subject.value)
        found = [f for f in found if opened and f.on >= opened.day]
    if rule.verified_by:
        found = _after_last_return(o, found)
    return tuple(sorted(found, key=lambda f: f.on))


def _window(rule: rules.Obligation, period: Period) -> Period:
    """The days whose facts count for a period of a cadence."""
    return period if rule.counted == "in-period" else period.next


def _after_last_return(o: Obligation, found: list[Fact]) -> list[Fact]:
    """Claims that were sent back meet nothing."""
    returns = [event.on for event in o.subject.entry.events if event.settles == "open"]
    return [f for f in found if not returns or f.on > max(returns)]


def _verified(name: str, o: Obligation, claimed_on: date) -> bool:
    return any(event.on >= claimed_on for event in o.subject.entry.named(name))


def _met_state(o: Obligation, on: date) -> str:
    if o.due is None or (o.original_due and on <= o.original_due):
        return "met"
    return "met-extended" if on <= o.due else "met-late"


def _open_state(
    snapshot: Snapshot, rule: rules.Obligation, o: Obligation, closed: bool, claimed: bool
) -> str:
    if claimed:
        return "claimed"
    if o.due is None:
        return "unknown"
    over = snapshot.as_of >= o.due if closed else snapshot.as_of > o.due
    if over:
        return "missed" if o.period and snapshot.as_of > _window(rule, o.period).last else "overdue"
    if _standing_still(rule, o):
        return "paused"
    if rule.near and snapshot.as_of >= timing.before(snapshot, o.due, rule.near).day:
        return "near"
    return "extended" if o.extension else "pending"


def _standing_still(rule: rules.Obligation, o: Obligation) -> bool:
    if rule.paused_by is None:
        return False
    names = [getattr(event, "event", "") for event in o.subject.entry.events]
    turns = [name for name in names if name in rule.paused_by]
    return bool(turns) and turns[-1] == rule.paused_by[0]


def _ended_by(snapshot: Snapshot, rule: rules.Obligation, subject: Subject, before: date | None) -> bool:
    """Whether the subject ended, before a day where one is given."""
    limit = before or snapshot.as_of + timedelta(days=1)
    return any(event.on < limit for name in rule.ends_on for event in _standing(subject.entry, name))


def _standing(entry: Entry, name: str) -> Iterator[Fact]:
    """The events of a name that no later return undid."""
    returns = [event.on for event in entry.events if event.settles == "open"]
    for event in entry.named(name):
        if not returns or event.on > max(returns):
            yield Fact(event.on, entry, entry.event_place(event))


def _waived(snapshot: Snapshot, o: Obligation) -> Obligation:
    if o.state not in ("pending", "near", "overdue", "missed", "met-late", "extended", "claimed"):
        return o
    for entry in exemptions_of(snapshot).get(o.subject.entry.id, ()):
        grant = entry.record
        if isinstance(grant, Exemption) and _covers(grant, o.rule.id, o.debtors):
            return replace(o, state="waived", waived_from=o.state, exemption=entry)
    return o


def _covers(grant: Exemption, rule: str, units: tuple[str, ...]) -> bool:
    return grant.rule in (None, rule) and (grant.unit is None or grant.unit in units)


def exemptions_of(snapshot: Snapshot) -> dict[str, list[Entry]]:
    """The exemptions granted so far, by the record that they exempt."""
    if "exemptions" not in snapshot.kept:
        grouped: dict[str, list[Entry]] = {}
        for entry in snapshot.of("exemption"):
            grouped.setdefault(str(entry.value("exempts")), []).append(entry)
        snapshot.kept["exemptions"] = grouped
    found: dict[str, list[Entry]] = snapshot.kept["exemptions"]
    return found
