"""What the digest of a period, the red list and the acceptance report are given (L1, L2, Y14, Z14(六))."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from reformctl.derive.digest import digest
from reformctl.derive.selecting import outcome
from reformctl.domain.periods import Period, parse_period
from reformctl.ledger.entries import Entry
from reformctl.records.models import Claim, Votes
from reformctl.render.notices import names
from reformctl.snapshot import Snapshot


def digest_data(snapshot: Snapshot, period: Period) -> dict[str, Any]:
    """The figures of a period: what the circular has, with claims, votes, evaluations and bids."""
    claims = [e.record for e in _born(snapshot, "claim", period)]
    votes = [e.record for e in _born(snapshot, "votes", period)]
    return {
        "period": period,
        "figures": asdict(digest(snapshot, period)),
        "meeting_kinds": snapshot.pack.words.get("meetings", {}),
        "notice_kinds": {kind.id: kind.title for kind in snapshot.pack.notices},
        "claims": {
            "leaders": len({(c.unit, c.leader) for c in claims if isinstance(c, Claim)}),
            "matters": len({item for c in claims if isinstance(c, Claim) for item in c.items}),
        },
        "votes": sum(
            (
                n
                for v in votes
                if isinstance(v, Votes)
                for round_ in v.votes.values()
                for n in round_.values()
            ),
            0,
        ),
        "experiences": _chosen(snapshot, period),
        "evaluations": _by(snapshot, _born(snapshot, "evaluation", period), "class", "classes"),
        "bids": len(_born(snapshot, "bid", period)),
        "bids_won": sum(any(e.on in period for e in bid.named("won")) for bid in snapshot.of("bid")),
        "innovations": len(_born(snapshot, "innovation", period)),
        "plans": len(_born(snapshot, "plan", period)),
        "projects": len(_born(snapshot, "project", period)),
        "honours": len(_born(snapshot, "honour", period)),
        "exemptions": len(_born(snapshot, "exemption", period)),
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


def _chosen(snapshot: Snapshot, period: Period) -> int:
    """How many experiences were chosen in the selections of the period."""
    found = 0
    for selection in snapshot.pack.selections:
        labels = {e.value("period") for e in snapshot.of(selection.each) if e.value("period")}
        for label in sorted(labels):
            part = _within(label, period)
            if part:
                found += len(outcome(snapshot, selection, part).chosen)
    return found


def _within(label: str, period: Period) -> Period | None:
    part = parse_period(label)
    return part if period.first <= part.first and part.last <= period.last else None


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


def _by(snapshot: Snapshot, entries: list[Entry], name: str, words: str) -> dict[str, int]:
    known = snapshot.pack.words.get(words, {})
    return dict(Counter(known.get(str(e.value(name)), str(e.value(name))) for e in entries))
