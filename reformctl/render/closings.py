"""Closings as listings and data: when and by whom, what was published, what it stood on."""

from collections.abc import Iterable
from typing import Any

from reformctl.ledger.entries import Entry
from reformctl.records.closing import ClosedRanking, Closing
from reformctl.render.table import Column, Table
from reformctl.words import say


def closings_table(entries: Iterable[Entry]) -> Table:
    """The closings in the order given, with who opened one again."""
    columns = (
        Column("id", say("Closing")),
        Column("period", say("Period")),
        Column("closed", say("Closed")),
        Column("by", say("By"), flexible=True),
        Column("units", say("Units"), right=True),
        Column("first", say("First place"), flexible=True),
        Column("reopened", say("Opened again")),
        Column("why", say("Why"), flexible=True),
        Column("tool", say("Version"), data_only=True),
        Column("commit", say("Commit"), data_only=True),
    )
    records = (entry.record for entry in entries)
    return Table(columns, [_row(record) for record in records if isinstance(record, Closing)])


def _row(record: Closing) -> dict[str, Any]:
    rows = [row for section in record.rankings for row in section.rows]
    opened = record.events[-1] if record.events else None
    return {
        "id": record.id,
        "period": record.period,
        "closed": record.closed,
        "by": record.by,
        "units": len(rows),
        "first": tuple(row.name for row in rows if row.rank == 1),
        "reopened": opened.on if opened else None,
        "why": opened.why if opened else None,
        "tool": record.basis.tool,
        "commit": record.basis.commit,
    }


def closing_parts(record: Closing) -> list[Table]:
    """The rankings as published, then what the closing stood on."""
    return [*(_ranking(section, record) for section in record.rankings), _basis(record)]


def _ranking(section: ClosedRanking, record: Closing) -> Table:
    columns = (
        Column("rank", say("Rank"), right=True),
        Column("unit", say("Id"), data_only=True),
        Column("name", say("Unit"), flexible=True),
        Column("score", say("Score"), right=True),
        Column("grade", say("Grade"), data_only=not any(row.grade for row in section.rows)),
        Column("months_last", say("Periods last"), right=True, show=lambda row: row["months_last"] or ""),
        Column("postings", say("Postings"), right=True),
    )
    rows = [
        {
            "rank": row.rank,
            "unit": row.unit,
            "name": row.name,
            "score": row.score,
            "grade": row.grade,
            "months_last": row.foot_run,
            "postings": len(row.postings),
        }
        for row in section.rows
    ]
    return Table(columns, rows, f"{section.ranking} · {record.period}")


def _basis(record: Closing) -> Table:
    basis = record.basis
    rows: list[dict[str, Any]] = [
        {"what": say("Commit"), "value": basis.commit},
        {"what": say("Version"), "value": basis.tool},
        {"what": say("Rules"), "value": f"{basis.pack} {basis.rules}"},
        {"what": say("Records"), "value": len(basis.digests)},
        {"what": say("Seal"), "value": record.seal},
    ]
    columns = (Column("what", say("What it stood on")), Column("value", say("Value")))
    return Table(columns, rows)


def closing_data(record: Closing) -> dict[str, Any]:
    """The closing as documented data, the same as its file but for the list of digests."""
    data = record.model_dump(exclude_defaults=True)
    return data | {"basis": data["basis"] | {"records": len(record.basis.digests)}}
