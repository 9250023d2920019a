"""What the quarterly circulars on pilots and on breakthrough projects are given (Z11(四), J2(二))."""

from typing import Any

from reformctl.derive.obligations import obligations
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.render.notices import names
from reformctl.snapshot import Snapshot


def pilots_data(snapshot: Snapshot, period: Period) -> dict[str, Any]:
    """The pilots under way by level, what happened to each in the period, and the bids for pilots."""
    pilots = [e for e in snapshot.of("pilot") if _alive(e, period)]
    levels = dict.fromkeys(e.value("level") for e in sorted(pilots, key=_by_level))
    bids = [e for e in snapshot.of("bid") if _alive(e, period)]
    return {
        "period": period,
        "total": len(pilots),
        "started": sum(e.born in period for e in pilots),
        "ended": sum(e.status == "closed" for e in pilots),
        "levels": [
            {"level": level, "rows": [_row(snapshot, e, period) for e in pilots if e.value("level") == level]}
            for level in levels
        ],
        "silent": _silent(snapshot, pilots, period),
        "bids": [_row(snapshot, e, period) | {"clue": e.value("clue")} for e in bids],
    }


def projects_data(snapshot: Snapshot, period: Period) -> dict[str, Any]:
    """The projects of the library by class, and what happened to each in the period."""
    projects = [e for e in snapshot.of("project") if _alive(e, period)]
    words = snapshot.pack.words.get("classes", {})
    classes = dict.fromkeys(_class(e) for e in projects)
    return {
        "period": period,
        "total": len(projects),
        "entered": sum(e.born in period for e in projects),
        "left": sum(e.status == "closed" for e in projects),
        "classes": [
            {
                "class": words.get(name, name),
                "rows": [_row(snapshot, e, period) for e in projects if _class(e) == name],
            }
            for name in classes
        ],
        "silent": _silent(snapshot, projects, period),
    }


def _row(snapshot: Snapshot, entry: Entry, period: Period) -> dict[str, Any]:
    """A record's lead, term and last entry within the period."""
    told = [e for e in (*entry.named("progress"), *entry.named("contacted")) if e.on in period]
    last = max(told, key=lambda e: e.on, default=None)
    return {
        "id": entry.id,
        "title": entry.caption,
        "level": entry.value("level"),
        "lead": names(snapshot, entry.role("lead", snapshot.as_of)),
        "with": names(snapshot, entry.value("with")),
        "began": entry.born,
        "until": entry.value("until"),
        "entries": len(told),
        "last": getattr(last, "text", None),
        "last_on": last.on if last else None,
        "status": entry.status,
    }


def _silent(snapshot: Snapshot, entries: list[Entry], period: Period) -> list[dict[str, Any]]:
    """Months of the period without the progress that a rule asks for."""
    wanted = {entry.id for entry in entries}
    missed = (o for o in obligations(snapshot) if o.state in ("missed", "overdue") and o.period is not None)
    return [
        {
            "units": names(snapshot, o.debtors),
            "title": o.subject.entry.caption,
            "period": o.period,
            "due": o.due,
        }
        for o in sorted(missed, key=lambda o: (o.period.first if o.period else o.due, o.subject.entry.id))
        if o.subject.entry.id in wanted and o.period and o.period.last in period
    ]


def _alive(entry: Entry, period: Period) -> bool:
    """Whether a record was in the books in the period and had not ended before it."""
    ends = [e.on for e in entry.events if e.settles in ("closed", "withdrawn")]
    return (
        entry.born <= period.last and entry.status != "withdrawn" and (not ends or ends[-1] >= period.first)
    )


_LEVELS = ("national", "provincial", "city", "local")


def _by_level(entry: Entry) -> int:
    return _LEVELS.index(entry.value("level"))


def _class(entry: Entry) -> str:
    moved = [str(getattr(e, "to", "")) for e in entry.named("moved")]
    return moved[-1] if moved else str(entry.value("class"))
