"""Explanations as listings and data: steps with their places, and what separates two places of a ranking."""

from collections.abc import Iterable, Sequence
from typing import Any

from reformctl.derive.explaining import Part, Separation, separation
from reformctl.derive.grounds import Ground
from reformctl.derive.postings import Posting, total
from reformctl.derive.tables import Row, Table
from reformctl.diagnostics import Diagnostic
from reformctl.render.accounts import Find
from reformctl.render.table import Column
from reformctl.render.table import Table as Listing
from reformctl.render.telling import signed, told
from reformctl.words import say


def grounds_table(grounds: Iterable[Ground], find: Find, title: str) -> Listing:
    """The steps of an explanation, each with where the books say it."""
    columns = (
        Column("why", say("Step"), flexible=True),
        Column("path", say("Place"), show=lambda row: f"{row['path']}:{row['line']}" if row["path"] else ""),
        Column("line", say("Line"), data_only=True),
    )
    return Listing(columns, grounds_data(grounds, find), title)


def grounds_data(grounds: Iterable[Ground], find: Find) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "why": told(ground.why),
            "path": ground.place.source.path if ground.place else None,
            "line": find(Diagnostic("", ground.place)).line if ground.place else None,
        }
        for ground in grounds
    ]


def separation_parts(table: Table, row: Row, found: Sequence[Separation]) -> list[Listing]:
    """What separates a unit from its neighbours: an indicator a line, and the postings of both."""
    if not found:
        return [Listing((Column("unit", say("Unit")),), [{"unit": row.unit.caption}], _place(table, row))]
    return [_separation(table, one) for one in found]


def _separation(table: Table, found: Separation) -> Listing:
    row, other = found.row, found.other
    columns = (
        Column("indicator", say("Indicator"), show=lambda r: r["title"], flexible=True),
        Column("own", row.unit.caption, right=True),
        Column("other", other.unit.caption, right=True),
        Column("difference", say("Difference"), right=True, show=lambda r: signed(r["difference"])),
        Column("clause", say("Clause")),
        Column("records", say("Records that differ"), flexible=True),
    )
    facts = {
        "unit": row.unit.caption,
        "place": row.rank,
        "other": other.unit.caption,
        "above": other.rank,
        "gap": signed(found.gap),
        "period": table.period,
    }
    title = say("{period} {unit} (place {place}) and {other} (place {above}): {gap} points")
    return Listing(columns, [_part(part) for part in found.parts], title.format(**facts))


def separation_data(table: Table, row: Row, above: Row | None, below: Row | None) -> dict[str, Any]:
    """The same as documented data; `above` and `below` are null at the ends."""
    return {
        "unit": row.unit.id,
        "period": str(table.period),
        "rank": row.rank,
        "score": row.points,
        "above": _neighbour(row, above),
        "below": _neighbour(row, below),
    }


def _neighbour(row: Row, other: Row | None) -> dict[str, Any] | None:
    if other is None:
        return None
    found = separation(row, other)
    return {
        "unit": other.unit.id,
        "rank": other.rank,
        "score": other.points,
        "gap": found.gap,
        "parts": [_part(part) for part in found.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "indicator": part.cited.id,
        "title": part.cited.title,
        "own": total(part.own),
        "other": total(part.other),
        "difference": part.difference,
        "clause": part.cited.clause,
        "records": tuple(dict.fromkeys((*_records(part.own), *_records(part.other)))),
    }


def _records(postings: Iterable[Posting]) -> Iterable[str]:
    return (posting.entry.id for posting in postings if posting.entry and posting.points)


def _place(table: Table, row: Row) -> str:
    facts = {"period": table.period, "unit": row.unit.caption, "place": row.rank}
    return say("{period} {unit}: place {place}, with nobody above or below").format(**facts)
