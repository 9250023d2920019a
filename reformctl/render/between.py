"""Two periods side by side: indicators that differ, the postings behind them, and all units at a glance."""

from collections.abc import Iterator
from typing import Any

from reformctl.derive.changes import posting_key
from reformctl.derive.explaining import Part, Separation, separation
from reformctl.derive.postings import Posting, total
from reformctl.derive.tables import Row, Table
from reformctl.diagnostics import Diagnostic
from reformctl.render.accounts import Find
from reformctl.render.table import Column
from reformctl.render.table import Table as Listing
from reformctl.render.telling import moved, signed, told
from reformctl.words import say

_TELLING = 3
"""How many indicators stand for what made a unit's difference."""


def comparison(found: Separation) -> Listing:
    """A unit's indicators in two periods, the widest difference first; the differences sum to the whole."""
    after, before = found.row, found.other
    columns = (
        Column("indicator", say("Indicator"), show=lambda row: row["title"], flexible=True),
        Column("before", str(before.score.period), right=True),
        Column("after", str(after.score.period), right=True),
        Column("difference", say("Difference"), right=True, show=lambda row: signed(row["difference"])),
        Column("clause", say("Clause")),
    )
    facts = {
        "unit": after.unit.caption,
        "before": f"{before.points} ({before.rank})",
        "after": f"{after.points} ({after.rank})",
        "gap": signed(found.gap),
    }
    title = say("{unit}: {before} → {after} (place in brackets), {gap} points").format(**facts)
    return Listing(columns, [_part(part) for part in found.parts], title)


def moved_postings(found: Separation, find: Find) -> Listing:
    """The postings of the indicators that differ, as each period has them; full weights left aside."""
    columns = (
        Column("period", say("Period")),
        Column("points", say("Points"), right=True, show=lambda row: signed(row["points"])),
        Column("indicator", say("Indicator"), show=lambda row: row["title"], flexible=True),
        Column("record", say("Record")),
        Column("path", say("Place"), show=lambda row: f"{row['path']}:{row['line']}" if row["path"] else ""),
        Column("line", say("Line"), data_only=True),
        Column("why", say("Why"), flexible=True),
    )
    return Listing(columns, list(_postings(found, find)), say("The postings behind the difference"))


def comparison_data(found: Separation, find: Find) -> dict[str, Any]:
    """The same as documented data."""
    after, before = found.row, found.other
    return {
        "unit": after.unit.id,
        "earlier": {"period": str(before.score.period), "score": before.points, "rank": before.rank},
        "later": {"period": str(after.score.period), "score": after.points, "rank": after.rank},
        "difference": found.gap,
        "indicators": [_part(part) for part in found.parts],
        "postings": list(_postings(found, find)),
    }


def comparisons(before: Table, after: Table) -> Listing:
    """Every unit of a ranking in two periods, with the indicators that moved it most."""
    columns = (
        Column("unit", say("Id"), data_only=True),
        Column("name", say("Unit"), flexible=True),
        Column("before", str(before.period), right=True),
        Column("after", str(after.period), right=True),
        Column("change", say("Change"), right=True, show=lambda row: signed(row["change"])),
        Column("rank_before", say("Was"), right=True),
        Column("rank", say("Rank"), right=True),
        Column("moved", say("Places"), right=True, show=lambda row: moved(row["moved"])),
        Column("made_by", say("What made the difference"), flexible=True),
    )
    pairs = ((row, before.row(row.unit.id)) for row in after.rows)
    rows = [_unit(row, old) for row, old in pairs if old]
    title = f"{after.ranking.title} · {before.period} → {after.period}"
    return Listing(columns, rows, title)


def _unit(row: Row, old: Row) -> dict[str, Any]:
    found = separation(row, old)
    return {
        "unit": row.unit.id,
        "name": row.unit.caption,
        "before": old.points,
        "after": row.points,
        "change": found.gap,
        "rank_before": old.rank,
        "rank": row.rank,
        "moved": old.rank - row.rank,
        "made_by": tuple(f"{p.cited.title} {signed(p.difference)}" for p in found.parts[:_TELLING]),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "indicator": part.cited.id,
        "title": part.cited.title,
        "before": total(part.other),
        "after": total(part.own),
        "difference": part.difference,
        "clause": part.cited.clause,
    }


def _postings(found: Separation, find: Find) -> Iterator[dict[str, Any]]:
    for part in found.parts:
        own, theirs = set(map(posting_key, part.own)), set(map(posting_key, part.other))
        sides = ((found.other, part.other, own), (found.row, part.own, theirs))
        for row, postings, others in sides:
            for posting in postings:
                if posting.points and posting_key(posting) not in others:
                    yield _posting(str(row.score.period), posting, find)


def _posting(period: str, posting: Posting, find: Find) -> dict[str, Any]:
    place = posting.place
    return {
        "period": period,
        "points": posting.points,
        "indicator": posting.heading.id,
        "title": posting.heading.title,
        "record": posting.entry.id if posting.entry else None,
        "path": place.source.path if place else None,
        "line": find(Diagnostic("", place)).line if place else None,
        "why": told(posting.why),
    }
