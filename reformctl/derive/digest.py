"""A month's work in figures: what was received, done, inspected, found and issued (Z6(四), L1, L2)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from reformctl.derive.escalation import counts
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Digest:
    """Counts of a period; those under `by_…` are by the words of the ledger or the pack."""

    meetings_by_kind: dict[str, int]
    papers_reviewed: int
    documents_by_level: dict[str, int]
    documents_supported: int
    tasks_open: int
    tasks_opened: int
    tasks_claimed: int
    tasks_closed: int
    tasks_kept: int
    tasks_extended: int
    pilots_open: int
    pilots_by_level: dict[str, int]
    pilots_started: int
    inspections_by_kind: dict[str, int]
    places: int
    found: int
    found_by_severity: dict[str, int]
    rectified: int
    findings_closed: int
    findings_open: int
    publicity: int
    notices_in_period: dict[str, int]
    notices_in_year: dict[str, int]


def digest(snapshot: Snapshot, period: Period) -> Digest:
    """The figures of a period as the snapshot's day knows them."""
    meetings = _born(snapshot, "meeting", period)
    inspections = _born(snapshot, "inspection", period)
    findings = _born(snapshot, "finding", period)
    open_pilots = _open(snapshot, "pilot")
    return Digest(
        meetings_by_kind=_by(meetings, "kind"),
        papers_reviewed=sum(entry.value("papers") for entry in meetings),
        documents_by_level=_by(_born(snapshot, "document", period), "level"),
        documents_supported=_happened(snapshot, "document", "issued", period),
        tasks_open=len(_open(snapshot, "task")),
        tasks_opened=len(_born(snapshot, "task", period)),
        tasks_claimed=_happened(snapshot, "task", "done", period),
        tasks_closed=_happened(snapshot, "task", "closed", period),
        tasks_kept=_happened(snapshot, "task", "kept", period),
        tasks_extended=_happened(snapshot, "task", "extended", period),
        pilots_open=len(open_pilots),
        pilots_by_level=_by(open_pilots, "level"),
        pilots_started=len(_born(snapshot, "pilot", period)),
        inspections_by_kind=_by(inspections, "kind"),
        places=sum(len(entry.value("places")) for entry in inspections),
        found=len(findings),
        found_by_severity=_by(findings, "severity"),
        rectified=_happened(snapshot, "finding", "rectified", period),
        findings_closed=_happened(snapshot, "finding", "closed", period),
        findings_open=len(_open(snapshot, "finding")),
        publicity=len(_born(snapshot, "publicity", period)),
        notices_in_period=counts(snapshot, period.first, period.last),
        notices_in_year=counts(snapshot, date(period.last.year, 1, 1), period.last),
    )


def findings_by_unit(snapshot: Snapshot, period: Period) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    """The findings of a period by the unit that they were made at, in the official order."""
    grouped: dict[str, list[Entry]] = {}
    for entry in _born(snapshot, "finding", period):
        grouped.setdefault(str(entry.value("unit")), []).append(entry)
    for unit in snapshot.units:
        if unit.id in grouped:
            yield unit, tuple(grouped[unit.id])


def _born(snapshot: Snapshot, kind: str, period: Period) -> list[Entry]:
    return [e for e in snapshot.of(kind) if e.born in period and e.status != "withdrawn"]


def _open(snapshot: Snapshot, kind: str) -> list[Entry]:
    return [entry for entry in snapshot.of(kind) if entry.status in ("open", "claimed", "kept")]


def _happened(snapshot: Snapshot, kind: str, event: str, period: Period) -> int:
    """How many records had an event of a name in the period."""
    return sum(any(e.on in period for e in entry.named(event)) for entry in snapshot.of(kind))


def _by(entries: list[Entry], name: str) -> dict[str, int]:
    found: Counter[Any] = Counter(entry.value(name) for entry in entries)
    return dict(sorted(found.items()))
