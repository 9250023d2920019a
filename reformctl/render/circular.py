"""What the circular's template is given: a month's figures, ranks, findings, dues, notices, duties."""

from collections.abc import Iterable, Sequence
from typing import Any

from reformctl.derive.digest import digest, findings_by_unit
from reformctl.derive.obligations import Obligation
from reformctl.derive.reviewing import RELIEVING
from reformctl.derive.tables import Table
from reformctl.domain.periods import Period, parse_period
from reformctl.render.notices import names
from reformctl.render.owed import by_due
from reformctl.render.papers import PAPERS_SPEAK
from reformctl.render.standings import listing
from reformctl.render.telling import owed_what, state_mark
from reformctl.snapshot import Snapshot


def circular_data(
    snapshot: Snapshot,
    period: Period,
    standings: Sequence[tuple[Table, Sequence[Obligation]]],
    overdue: Iterable[Obligation],
) -> dict[str, Any]:
    """The facts of a month's circular."""
    return {
        "period": period,
        "as_of": snapshot.as_of,
        "figures": digest(snapshot, period).numbers,
        "meeting_kinds": snapshot.pack.words.get("meetings", {}),
        "notice_kinds": {kind.id: kind.title for kind in snapshot.pack.notices},
        "rankings": [_ranking(snapshot, table, duties) for table, duties in standings],
        "findings": [
            {"unit": unit.caption, "rows": [_finding(entry) for entry in entries]}
            for unit, entries in findings_by_unit(snapshot, period)
        ],
        "overdue": [_owed(snapshot, o) for o in sorted(overdue, key=by_due)],
        "notices": _notices(snapshot, period),
        "corrections": _corrections(snapshot, period),
        "appeals": _appeals(snapshot, period),
        "duties": [_owed(snapshot, duty) for _, duties in standings for duty in duties],
    }


def _ranking(snapshot: Snapshot, table: Table, duties: Sequence[Obligation]) -> dict[str, Any]:
    rulebook = snapshot.rulebook
    shown = listing(rulebook, table, duties)
    indicators = rulebook.indicators(table.ranking.id, table.period.last)
    return {
        "title": table.ranking.title,
        "cohort": rulebook.cohorts[table.ranking.cohort].title,
        "rows": list(shown.rows),
        "illustrative": any(indicator.illustrative for indicator in indicators),
    }


def _corrections(snapshot: Snapshot, period: Period) -> list[dict[str, Any]]:
    """The corrections posted in a period, as far as they are known."""
    titles = {i.id: i.title for i in snapshot.pack.indicators}
    found = [e for e in snapshot.decided["correction"] if e.value("month") == str(period)]
    return [
        {
            "unit": snapshot.name(entry.value("unit")),
            "of": parse_period(entry.value("of")),
            "points": entry.value("points"),
            "indicator": titles.get(entry.value("indicator"), ""),
            "because": entry.value("because") or "",
            "why": entry.value("why"),
            "approved_by": entry.value("approved_by"),
        }
        for entry in found
        if entry.status != "withdrawn"
    ]


def _appeals(snapshot: Snapshot, period: Period) -> dict[str, int]:
    """How many appeals were lodged in a period, and how those decided in it ended."""
    found = [e for e in snapshot.of("appeal") if e.status != "withdrawn"]
    decided = [event for e in found for event in e.named("decided") if event.on in period]
    outcomes = [getattr(event, "outcome", "") for event in decided]
    return {
        "lodged": sum(e.born in period for e in found),
        "decided": len(decided),
        "upheld": sum(outcome in RELIEVING for outcome in outcomes),
    }


def _finding(entry: Any) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.caption,
        "severity": entry.value("severity"),
        "due": entry.value("due"),
        "status": entry.status,
    }


def _owed(snapshot: Snapshot, o: Obligation) -> dict[str, Any]:
    entry = o.subject.entry
    return {
        "units": names(snapshot, o.debtors),
        "title": owed_what(o),
        "rule": o.rule.title,
        "about": entry.caption,
        "record": entry.id,
        "state": state_mark(o.state, PAPERS_SPEAK),
        "due": o.due,
        "days_over": o.days_over(snapshot.as_of),
        "clause": o.rule.clause,
    }


def _notices(snapshot: Snapshot, period: Period) -> list[dict[str, Any]]:
    kinds = snapshot.rulebook.notices
    found = [e for e in snapshot.of("notice") if e.born in period and e.status != "withdrawn"]
    return [
        {
            "id": entry.id,
            "kind": kinds[entry.value("kind")].title if entry.value("kind") in kinds else "",
            "title": entry.caption,
            "to": names(snapshot, entry.value("to")),
            "issued": entry.born,
            "deadline": entry.value("deadline"),
        }
        for entry in sorted(found, key=lambda e: (e.born, e.id))
    ]
