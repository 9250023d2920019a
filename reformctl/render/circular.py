"""What the circular's template is given: a month's figures, ranks, findings, dues, notices, duties."""

from collections.abc import Iterable, Sequence
from typing import Any

from reformctl.derive.digest import digest, findings_by_unit
from reformctl.derive.obligations import Obligation
from reformctl.derive.tables import Table
from reformctl.domain.periods import Period
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
        "month": period,
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
