"""The corrections that follow from an upheld appeal, or from an exemption of what a closed period cost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reformctl.derive.postings import NOUGHT, Posting
from reformctl.derive.published import closing_of
from reformctl.derive.reviewing import contested, lost_by, restored
from reformctl.diagnostics import Diagnostic
from reformctl.domain.periods import Period, parse_period
from reformctl.records.models import Exemption
from reformctl.records.review import Appeal
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Due:
    """A correction that should be posted: for whom, of which period, in which, where, how much."""

    unit: str
    of: Period
    month: Period
    indicator: str | None
    about: str | None
    points: Decimal


def open_period(snapshot: Snapshot, period: Period) -> Period:
    """The period itself where it is open, else the first after it that is not closed."""
    while closing_of(snapshot, period) is not None:
        period = period.next
    return period


def of_appeal(snapshot: Snapshot, appeal: Appeal) -> tuple[Due, ...]:
    """The corrections that give back what an appeal contests: its posting, or all that its record cost."""
    if appeal.month is not None:
        period = parse_period(appeal.month)
        points = restored(contested(snapshot, appeal))
        month = open_period(snapshot, period)
        return (Due(appeal.unit, period, month, appeal.indicator, appeal.against, points),)
    record = appeal.against or ""
    return tuple(_grouped(snapshot, appeal.unit, record, lost_by(snapshot, record, appeal.unit)))


def of_exemption(snapshot: Snapshot, exemption: Exemption) -> tuple[Due, ...]:
    """The corrections that give back what an exempted record cost in periods over before the exemption.

    A period that was still running when it was granted has it in its own postings.
    """
    return tuple(_of_exemption(snapshot, exemption))


def unfollowed(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """C123: exemptions that reach back into closed periods, and that no correction follows from."""
    for entry in snapshot.of("exemption"):
        grant = entry.record
        for due in of_exemption(snapshot, grant) if isinstance(grant, Exemption) else ():
            facts = {"record": due.about, "unit": snapshot.name(due.unit), "month": due.of, "id": entry.id}
            told = {name: str(value) for name, value in facts.items()} | {"points": str(due.points)}
            yield Diagnostic("C123", entry.place(("exempts",)), told)


def _of_exemption(snapshot: Snapshot, exemption: Exemption) -> Iterator[Due]:
    units = [exemption.unit] if exemption.unit else [unit.id for unit in snapshot.units]
    for unit in units:
        found = (
            (period, posting)
            for period, posting in lost_by(snapshot, exemption.exempts, unit)
            if period.last < exemption.granted and exemption.rule in (None, posting.rule.id)
        )
        yield from _grouped(snapshot, unit, exemption.exempts, found)


def _grouped(
    snapshot: Snapshot, unit: str, record: str, found: Iterable[tuple[Period, Posting]]
) -> Iterator[Due]:
    """One correction for each period and indicator in which something was lost and not given back yet."""
    groups: dict[tuple[Period, str], list[Posting]] = {}
    for period, posting in found:
        name = posting.indicator.id if posting.indicator else ""
        groups.setdefault((period, name), []).append(posting)
    for (period, name), postings in sorted(groups.items(), key=lambda group: group[0]):
        points = restored(tuple(postings)) - _given_back(snapshot, unit, period, name or None, record)
        if points > 0:
            yield Due(unit, period, open_period(snapshot, period), name or None, record, points)


def _given_back(snapshot: Snapshot, unit: str, period: Period, indicator: str | None, record: str) -> Decimal:
    """The points that corrections gave back so far for a record's postings."""
    wanted = (unit, str(period), indicator, record)
    found = NOUGHT
    for entry in snapshot.decided["correction"]:
        said = tuple(entry.value(name) for name in ("unit", "of", "indicator", "about"))
        if entry.status != "withdrawn" and said == wanted:
            found += entry.value("points")
    return found
