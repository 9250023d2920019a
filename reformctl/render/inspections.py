"""What the papers on an inspection are given: its problems, and the frame of a diagnosis (Z6(二), Z6(六))."""

from collections.abc import Iterable, Sequence
from typing import Any

from reformctl.derive.explaining import everything_owed
from reformctl.derive.ranking import closing, rank
from reformctl.domain.periods import Period, period_of
from reformctl.ledger.entries import Entry
from reformctl.render.notices import names
from reformctl.render.owed import by_due
from reformctl.render.telling import owed_what
from reformctl.snapshot import Snapshot

_MONTHS_SHOWN = 6


def problems_data(snapshot: Snapshot, entry: Entry, unit: Entry | None = None) -> dict[str, Any]:
    """The facts of an inspection's list of problems, by unit or of one unit, with who has signed."""
    own = (e for e in snapshot.of("finding") if e.value("inspection") == entry.id)
    found = [e for e in own if e.status != "withdrawn" and (not unit or e.value("unit") == unit.id)]
    return {
        "inspection": inspection_data(snapshot, entry),
        "groups": _by_unit(snapshot, found),
        "unit": unit.caption if unit else None,
        "count": len(found),
        "signatures": _signatures(snapshot, entry, (unit.id,) if unit else entry.value("units")),
    }


def inspection_data(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """An inspection's own facts."""
    return {
        "id": entry.id,
        "title": entry.caption,
        "kind": entry.value("kind"),
        "team": entry.value("team"),
        "leader": entry.value("leader"),
        "with": names(snapshot, entry.value("with")),
        "units": names(snapshot, entry.value("units")),
        "places": entry.value("places"),
        "started": entry.value("started"),
        "ended": entry.value("ended"),
        "report": entry.value("report"),
    }


def diagnosis_data(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """The facts of a diagnosis: how each unit stood in the last months, what it owes, what was found."""
    units = [snapshot.by_id[unit] for unit in entry.value("units") if unit in snapshot.by_id]
    owed = [o for o in everything_owed(snapshot) if o.state == "overdue"]
    return {
        "inspection": inspection_data(snapshot, entry),
        "units": [
            {
                "unit": unit.caption,
                "places": list(_places(snapshot, unit)),
                "overdue": [
                    {
                        "title": o.subject.entry.caption,
                        "what": owed_what(o),
                        "due": o.due,
                        "clause": o.rule.clause,
                    }
                    for o in sorted(owed, key=by_due)
                    if unit.id in o.debtors
                ],
                "findings": [finding_data(e) for e in _open_findings(snapshot, unit)],
            }
            for unit in units
        ],
    }


def finding_data(entry: Entry) -> dict[str, Any]:
    """A finding's facts as papers list it."""
    return {
        "id": entry.id,
        "title": entry.caption,
        "severity": entry.value("severity"),
        "found": entry.born,
        "due": entry.value("due"),
        "status": entry.status,
        "rectified": entry.value("rectified"),
    }


def _by_unit(snapshot: Snapshot, found: Iterable[Entry]) -> list[dict[str, Any]]:
    grouped: dict[str, list[Entry]] = {}
    for entry in found:
        grouped.setdefault(str(entry.value("unit")), []).append(entry)
    order = [unit.id for unit in snapshot.units if unit.id in grouped]
    return [
        {"unit": snapshot.name(unit), "rows": [finding_data(entry) for entry in grouped[unit]]}
        for unit in order
    ]


def _signatures(snapshot: Snapshot, entry: Entry, units: Sequence[str]) -> list[dict[str, Any]]:
    """Who signed: each inspected unit and the team, with the day; None where a place is still empty."""
    signed = {(getattr(e, "party", ""), getattr(e, "unit", None)): e for e in entry.named("signed")}
    wanted: list[tuple[str, str | None, str]] = [("inspected", unit, snapshot.name(unit)) for unit in units]
    wanted.append(("team", None, entry.value("team")))
    found = []
    for party, unit, name in wanted:
        event = signed.get((party, unit))
        found.append(
            {
                "party": party,
                "name": name,
                "by": event.by if event else None,
                "on": event.on if event else None,
            }
        )
    return found


def _open_findings(snapshot: Snapshot, unit: Entry) -> list[Entry]:
    own = (e for e in snapshot.of("finding") if e.value("unit") == unit.id)
    return [e for e in own if e.status in ("open", "claimed")]


def _places(snapshot: Snapshot, unit: Entry) -> Iterable[dict[str, Any]]:
    """The unit's places in the monthly rankings of the last months that are over, oldest first."""
    month = period_of(snapshot.as_of, "month")
    months: list[Period] = []
    for _ in range(_MONTHS_SHOWN):
        month = month.previous
        months.append(month)
    for period in reversed(months):
        for ranking in snapshot.pack.rankings:
            if ranking.period == "month":
                table = rank(closing(snapshot, period), ranking, period)
                row = table.row(unit.id) if table else None
                if row and table:
                    yield {"month": period, "rank": row.rank, "of": len(table.rows), "score": row.points}
