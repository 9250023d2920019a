"""What the digest of a period, the red list and the acceptance report are given (L1, L2, Y14, Z14(六))."""

from typing import Any

from reformctl.derive.digest import digest
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.render.notices import names
from reformctl.snapshot import Snapshot


def digest_data(snapshot: Snapshot, period: Period) -> dict[str, Any]:
    """The figures of a period, the same as `digest` lists, with the words of what they count."""
    words = snapshot.pack.words
    return {
        "period": period,
        "figures": digest(snapshot, period).numbers,
        "meeting_kinds": words.get("meetings", {}),
        "notice_kinds": {kind.id: kind.title for kind in snapshot.pack.notices},
        "classes": words.get("classes", {}),
        "acts": words.get("acts", {}),
    }


def honours_data(snapshot: Snapshot, period: Period) -> dict[str, Any]:
    """The honours of a period by class, with what each stands on."""
    found = sorted(_born(snapshot, "honour", period), key=lambda e: (e.born, e.id))
    words = snapshot.pack.words.get("honours", {})
    classes = dict.fromkeys(str(e.value("class")) for e in found)
    return {
        "period": period,
        "total": len(found),
        "classes": [
            {
                "class": words.get(name, name),
                "id": name,
                "rows": [_honour(snapshot, e) for e in found if e.value("class") == name],
            }
            for name in classes
        ],
    }


def acceptance_data(snapshot: Snapshot, period: Period) -> dict[str, Any]:
    """The experiences chosen in a half-year, and how far the spreading of each has come."""
    chosen = [e for e in snapshot.of("experience") if _chosen_in(e, period)]
    cohorts = {
        unit
        for e in chosen
        for unit in snapshot.expand((e.value("districts"),) if e.value("districts") else ())
    }
    return {
        "period": period,
        "nominated": sum(e.value("period") == str(period) for e in snapshot.of("experience")),
        "districts": len(cohorts),
        "rows": [_spread(snapshot, e) for e in sorted(chosen, key=lambda e: e.id)],
    }


def _spread(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """An experience's stages: the day of each, and how many districts have passed those that are theirs."""
    passed: dict[str, list[Any]] = {}
    for event in entry.named("passed"):
        passed.setdefault(str(getattr(event, "stage", "")), []).append(event)
    districts = snapshot.expand((entry.value("districts"),)) if entry.value("districts") else ()
    spread = {getattr(e, "unit", None) for e in passed.get("district-plan", ())}
    return {
        "id": entry.id,
        "title": entry.caption,
        "unit": snapshot.name(entry.value("unit")),
        "lead": snapshot.name(entry.value("lead")) if entry.value("lead") else "",
        "days": {stage: events[-1].on for stage, events in passed.items()},
        "district_plans": len(spread),
        "towns": len({getattr(e, "unit", None) for e in passed.get("town", ())}),
        "districts": len(districts),
        "without": names(snapshot, [d for d in districts if d not in spread]) if passed else (),
        "accepted": "accepted" in passed,
        "summed_up": "summed-up" in passed,
    }


def _chosen_in(entry: Entry, period: Period) -> bool:
    selected = any(getattr(event, "stage", "") == "selected" for event in entry.named("passed"))
    return entry.value("period") == str(period) and selected and entry.status != "withdrawn"


def _honour(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    about = entry.value("about")
    return {
        "id": entry.id,
        "title": entry.caption,
        "unit": snapshot.name(entry.value("unit")),
        "level": entry.value("level"),
        "on": entry.born,
        "by": entry.value("by"),
        "money": entry.value("money"),
        "about": snapshot.by_id[about].caption if about in snapshot.by_id else "",
    }


def _born(snapshot: Snapshot, kind: str, period: Period) -> list[Entry]:
    return [e for e in snapshot.of(kind) if e.born in period and e.status != "withdrawn"]
