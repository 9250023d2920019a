"""A period's work in figures: what was received, done, inspected, found and issued (Z6(四), L1, L2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reformctl.derive import outreach, oversight, workload
from reformctl.derive.figures import Group, Number, Span
from reformctl.derive.ranking import closing
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.snapshot import Snapshot

GROUPS = (
    workload.meetings,
    workload.documents,
    workload.tasks,
    workload.plans,
    workload.pilots,
    oversight.inspections,
    oversight.findings,
    oversight.notices,
    outreach.claims,
    outreach.publicity,
    outreach.experiences,
    outreach.innovations,
    outreach.evaluations,
    outreach.honours,
    outreach.sheets,
    oversight.review,
)
"""The groups of figures, in the order in which they are told."""


@dataclass(frozen=True)
class Digest:
    """The figures of a period as its last day knew them, or as today does while it still runs."""

    period: Period
    as_of: date
    groups: tuple[Group, ...]

    @property
    def numbers(self) -> dict[str, Number | dict[str, Number]]:
        """Each figure's number by its id, and each split's numbers by word."""
        found: dict[str, Number | dict[str, Number]] = {}
        for figure in (figure for group in self.groups for figure in group.figures):
            found[figure.id] = figure.number
            for split in figure.splits:
                found[split.id] = {part.word: part.number for part in split.parts}
        return found


def digest(snapshot: Snapshot, period: Period) -> Digest:
    """The figures of a period, with the records that each counts."""
    span = Span(closing(snapshot, period), snapshot, period)
    return Digest(period, span.then.as_of, tuple(group(span) for group in GROUPS))


def findings_by_unit(snapshot: Snapshot, period: Period) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    """The findings of a period by the unit that they were made at, in the official order."""
    grouped: dict[str, list[Entry]] = {}
    for entry in Span(snapshot, snapshot, period).born("finding"):
        grouped.setdefault(str(entry.value("unit")), []).append(entry)
    for unit in snapshot.units:
        if unit.id in grouped:
            yield unit, tuple(grouped[unit.id])
