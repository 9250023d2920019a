"""Appeals and corrections held against the pack and against what was published (its rule of review)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from reformctl.derive.facts import field_test
from reformctl.derive.postings import NOUGHT, Posting
from reformctl.derive.published import closing_of
from reformctl.derive.ranking import closing, rank
from reformctl.derive.tables import Row
from reformctl.derive.timing import after
from reformctl.diagnostics import Diagnostic
from reformctl.domain.periods import Period, parse_period
from reformctl.ledger.entries import Entry
from reformctl.records.events import Decided
from reformctl.records.review import Appeal, Correction
from reformctl.rulebook.review import Review
from reformctl.rulebook.rulebook import in_force
from reformctl.snapshot import Snapshot
from reformctl.source import Route

RELIEVING = ("upheld", "partly")
"""The outcomes of an appeal that ask for a correction."""


def review_problems(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """What the pack's rule of review finds wanting in appeals and corrections."""
    for entry in snapshot.of("appeal"):
        if isinstance(entry.record, Appeal) and entry.status != "withdrawn":
            yield from _appeal(snapshot, entry, entry.record)
    for entry in snapshot.decided["correction"]:
        if isinstance(entry.record, Correction) and entry.status != "withdrawn":
            yield from _correction(snapshot, entry, entry.record)


def contested(snapshot: Snapshot, appeal: Appeal) -> tuple[Posting, ...]:
    """The postings of the unit's score that an appeal contests; none where it names a record alone."""
    if appeal.month is None:
        return ()
    row = _row(snapshot, appeal.unit, parse_period(appeal.month), appeal.indicator)
    postings = row.score.postings if row else ()
    return tuple(
        p
        for p in postings
        if p.heading.id == appeal.indicator
        and (appeal.against is None or (p.entry is not None and p.entry.id == appeal.against))
    )


def lost_by(snapshot: Snapshot, record: str, unit: str) -> tuple[tuple[Period, Posting], ...]:
    """The points below nought that a record brought a unit in closed periods, with what took them out."""
    return tuple(_lost_by(snapshot, record, unit))


def _lost_by(snapshot: Snapshot, record: str, unit: str) -> Iterator[tuple[Period, Posting]]:
    for ranking in snapshot.pack.rankings:
        for entry in snapshot.decided["closing"]:
            period = parse_period(str(entry.value("period")))
            if period.kind != ranking.period or closing_of(snapshot, period) is not entry:
                continue
            table = rank(closing(snapshot, period), ranking, period)
            row = table.row(unit) if table else None
            for posting in row.score.postings if row else ():
                if posting.entry and posting.points and _bears_on(posting.entry, record):
                    yield period, posting


def restored(postings: Iterator[Posting] | tuple[Posting, ...]) -> Decimal:
    """The points that give back what postings took: nought where they took nothing."""
    return max(NOUGHT, -sum((p.points for p in postings), NOUGHT))


def _bears_on(entry: Entry, record: str) -> bool:
    return entry.id == record or (entry.kind.name == "exemption" and entry.value("exempts") == record)


def _row(snapshot: Snapshot, unit: str, period: Period, indicator: str | None) -> Row | None:
    """The unit's row in the ranking of a period that scores the indicator."""
    for ranking in in_force(snapshot.pack.rankings, period.last):
        if ranking.period != period.kind or period.first > snapshot.as_of:
            continue
        table = rank(closing(snapshot, period), ranking, period)
        row = table.row(unit) if table else None
        if row and (indicator is None or any(p.heading.id == indicator for p in row.score.postings)):
            return row
    return None


def _trouble(code: str, entry: Entry, route: Route, **facts: object) -> Diagnostic:
    return Diagnostic(code, entry.place(route), {k: str(v) for k, v in facts.items()})


def _appeal(snapshot: Snapshot, entry: Entry, appeal: Appeal) -> Iterator[Diagnostic]:
    if appeal.month and not contested(snapshot, appeal):
        facts = {"unit": snapshot.name(appeal.unit), "month": appeal.month, "indicator": appeal.indicator}
        yield _trouble("C116", entry, ("indicator",), **facts)
    review = _review_of(snapshot, appeal)
    if review:
        yield from _lodged_late(snapshot, entry, appeal, review)
    for event in entry.named("decided"):
        if not isinstance(event, Decided):
            continue
        if review and event.by not in review.decided_by:
            route = (*entry.event_place(event).route, "by")
            known = ", ".join(review.decided_by)
            yield _trouble("C119", entry, route, post=event.by, known=known, clause=review.clause)
        if event.outcome in RELIEVING and appeal.month and not _followed(snapshot, entry.id):
            route = entry.event_place(event).route
            yield _trouble("C121", entry, route, outcome=event.outcome, id=entry.id)


def _review_of(snapshot: Snapshot, appeal: Appeal) -> Review | None:
    """The rule of review for what an appeal contests, else the first that is for its unit."""
    kind = parse_period(appeal.month).kind if appeal.month else None
    for review in in_force(snapshot.pack.reviews, appeal.lodged):
        for ranking in (snapshot.rulebook.rankings[name] for name in review.rankings):
            cohort = snapshot.rulebook.cohorts[ranking.cohort]
            unit = snapshot.by_id.get(appeal.unit)
            if kind in (None, ranking.period) and unit and field_test(snapshot, unit, cohort.units):
                return review
    return None


def _lodged_late(snapshot: Snapshot, entry: Entry, appeal: Appeal, review: Review) -> Iterator[Diagnostic]:
    closed = closing_of(snapshot, parse_period(appeal.month)) if appeal.month else None
    if closed is None:
        return
    last = after(snapshot, closed.born, review.lodged_within).day
    if appeal.lodged > last:
        facts = {"lodged": appeal.lodged, "last": last, "month": appeal.month, "clause": review.clause}
        yield _trouble("C120", entry, ("lodged",), **facts)


def _followed(snapshot: Snapshot, appeal: str) -> bool:
    """Whether a correction says that it follows from an appeal."""
    return any(
        found.value("because") == appeal and found.status != "withdrawn"
        for found in snapshot.decided["correction"]
    )


def _correction(snapshot: Snapshot, entry: Entry, correction: Correction) -> Iterator[Diagnostic]:
    period = parse_period(correction.month)
    if not _posted_by(snapshot, correction, period):
        facts = {"unit": snapshot.name(correction.unit), "month": period, "indicator": correction.indicator}
        yield _trouble("C118", entry, ("month",), **facts)
    closed = closing_of(snapshot, period)
    if closed is not None and _after_closing(closed, entry, correction.posted):
        facts = {"month": period, "closed": closed.born, "posted": correction.posted}
        yield _trouble("C122", entry, ("month",), **facts)


def _after_closing(closed: Entry, entry: Entry, posted: date) -> bool:
    """Whether a correction came too late for a closing: it is not among what the closing stood on."""
    return posted >= closed.born and entry.id not in closed.value("basis").digests


def _posted_by(snapshot: Snapshot, correction: Correction, period: Period) -> bool:
    """Whether some ranking of the period takes the correction in."""
    for ranking in in_force(snapshot.pack.rankings, period.last):
        if ranking.period != period.kind or snapshot.rulebook.review(ranking.id, period.last) is None:
            continue
        own = {i.id for i in snapshot.rulebook.indicators(ranking.id, period.last)}
        members = {unit.id for unit in snapshot.members(ranking.cohort, min(period.last, snapshot.as_of))}
        if correction.unit in members and (correction.indicator is None or correction.indicator in own):
            return True
    return False
