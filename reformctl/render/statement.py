"""A unit's statement as listings and as data."""

from collections.abc import Iterator
from typing import Any

from reformctl.derive.postings import Posting
from reformctl.derive.stating import Line, Statement
from reformctl.render.accounts import Commits, Find, postings_table, score_data
from reformctl.render.owed import by_due, owed_table
from reformctl.render.table import Column, Row, Table
from reformctl.render.telling import signed
from reformctl.snapshot import Snapshot
from reformctl.words import mark, say

STATUS = {"open": mark("lodged"), "closed": mark("decided"), "withdrawn": mark("withdrawn")}


def statement_parts(snapshot: Snapshot, found: Statement, find: Find, commits: Commits) -> Iterator[Table]:
    """The listings of a statement, those without rows left out; the indicators come first."""
    yield _indicators(found)
    parts = (
        postings_table(found.row.score, find, commits),
        _records(found.findings, say("Findings of the period"), "found"),
        _records(found.notices, say("Notices of the period"), "issued"),
        owed_table(snapshot, sorted(found.overdue, key=by_due), over=True),
        _appeals(found),
        _corrections(found),
    )
    yield from (part for part in parts if part.rows)


def head(found: Statement) -> str:
    """Where the unit stands, and whether that is final."""
    row, period = found.row, found.table.period
    facts = {
        "unit": row.unit.caption,
        "period": period,
        "score": row.points,
        "place": row.rank,
        "count": len(found.table.rows),
    }
    return say("{unit}, {period}: {score} points, place {place} of {count}").format(**facts)


def standing(found: Statement) -> str:
    """Whether the period is closed, and until when the unit may contest it."""
    if not found.contestable:
        return say("The rules have no way to contest this score.")
    if found.closing is None:
        return say("The period is not closed yet: these figures may still change, and may be contested.")
    facts = {"closed": found.closing.born, "by": found.closing.value("by"), "until": found.until}
    return say("Closed on {closed} by {by}; may be contested until {until}.").format(**facts)


def contesting(found: Statement) -> str:
    """How to contest a posting."""
    lost = next((line for line in found.lines if line.lost), found.lines[0])
    record = next((p.entry.id for p in lost.postings if p.entry), None)
    against = f" --against {record}" if record else ""
    unit, period = found.row.unit.id, found.table.period
    command = f"reformctl appeal add --unit {unit} --month {period} --indicator {lost.cited.id}{against}"
    return say("To contest a posting: {command} --ground … --by …").format(command=command)


def statement_data(found: Statement, find: Find, commits: Commits) -> dict[str, Any]:
    """The same as documented data; `closed` and `until` are null while the period is open."""
    return {
        **score_data(found.row.score, find, commits),
        "rank": found.row.rank,
        "units": len(found.table.rows),
        "closed": found.closing.born if found.closing else None,
        "until": found.until,
        "indicators": [_line(line) for line in found.lines],
        "findings": [entry.id for entry in found.findings],
        "notices": [entry.id for entry in found.notices],
        "overdue": [o.key for o in found.overdue],
        "appeals": [_appeal(entry) for entry in found.appeals],
        "corrections": [_correction(entry) for entry in found.corrections],
    }


def _indicators(found: Statement) -> Table:
    columns = (
        Column("id", say("Id")),
        Column("indicator", say("Indicator"), flexible=True),
        Column("weight", say("Weight"), right=True),
        Column("points", say("Points"), right=True),
        Column("lost", say("Lost"), right=True, show=lambda row: row["lost"] or ""),
        Column("clause", say("Clause")),
        Column("records", say("Records"), flexible=True),
    )
    return Table(columns, [_line(line) for line in found.lines], head(found))


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.cited.id,
        "indicator": line.cited.title,
        "weight": line.weight,
        "points": line.points,
        "lost": line.lost,
        "clause": line.cited.clause,
        "records": tuple(dict.fromkeys(_record(p) for p in line.postings if p.entry and p.points)),
    }


def _record(posting: Posting) -> str:
    return posting.entry.id if posting.entry else ""


def _records(entries: Any, title: str, dated: str) -> Table:
    columns = (
        Column("id", say("Record")),
        Column("day", say(dated)),
        Column("title", say("Title"), flexible=True),
    )
    rows = [{"id": entry.id, "day": entry.born, "title": entry.caption} for entry in entries]
    return Table(columns, rows, title)


def _appeals(found: Statement) -> Table:
    columns = (
        Column("id", say("Record")),
        Column("lodged", say("lodged")),
        Column("indicator", say("Indicator")),
        Column("against", say("Against")),
        Column("ground", say("Ground"), flexible=True),
        Column("status", say("Status"), show=lambda row: say(STATUS[str(row["status"])])),
        Column(
            "outcome", say("Outcome"), show=lambda row: say(str(row["outcome"])) if row["outcome"] else ""
        ),
        Column("by", say("By"), flexible=True),
    )
    return Table(columns, [_appeal(entry) for entry in found.appeals], say("Appeals"))


def _outcome(row: Row) -> str:
    return say(str(row["outcome"])) if row["outcome"] else ""


def _appeal(entry: Any) -> dict[str, Any]:
    decided = next(iter(entry.named("decided")), None)
    return {
        "id": entry.id,
        "lodged": entry.born,
        "indicator": entry.value("indicator"),
        "against": entry.value("against"),
        "ground": entry.value("ground"),
        "status": entry.status,
        "outcome": decided.outcome if decided else None,
        "by": decided.by if decided else None,
    }


def _corrections(found: Statement) -> Table:
    columns = (
        Column("id", say("Record")),
        Column("points", say("Points"), right=True, show=lambda row: signed(row["points"])),
        Column("of", say("Corrects")),
        Column("because", say("Follows from")),
        Column("why", say("Why"), flexible=True),
        Column("approved_by", say("Approved by"), flexible=True),
    )
    return Table(columns, [_correction(entry) for entry in found.corrections], say("Corrections"))


def _correction(entry: Any) -> dict[str, Any]:
    names = ("points", "of", "because", "why", "approved_by")
    return {"id": entry.id, **{name: entry.value(name) for name in names}}
