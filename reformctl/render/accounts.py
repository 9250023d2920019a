"""What stands behind a score or a record: postings, obligations, notices, costs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reformctl.derive.explaining import Account
from reformctl.derive.postings import Posting
from reformctl.derive.scoring import Score
from reformctl.diagnostics import Diagnostic
from reformctl.domain.commits import Commit
from reformctl.render.owed import by_due, owed_table
from reformctl.render.table import Column, Format, Row, Table, render, to_json
from reformctl.render.telling import signed, told
from reformctl.snapshot import Snapshot
from reformctl.source import Place, Position
from reformctl.words import say

Find = Callable[[Diagnostic], Position]


Commits = Mapping[str, Commit | None]
"""The commit that last changed each file; None where a change of it is not committed."""
_NONE: Commits = {}


def score_data(score: Score, find: Find, commits: Commits = _NONE) -> dict[str, Any]:
    """A unit's score as documented data: its postings sum to it."""
    rows = postings_table(score, find, commits).rows
    return {
        "unit": score.unit.id,
        "month": str(score.period),
        "score": score.points,
        "postings": [{name: row[name] for name in _POSTED} for row in rows],
    }


def scores_text(scores: Sequence[Score], find: Find, form: Format, commits: Commits = _NONE) -> str:
    """Several units' scores with their postings, as JSON or CSV."""
    if form == "json":
        return to_json([score_data(score, find, commits) for score in scores])
    tables = [postings_table(score, find, commits) for score in scores]
    rows = [
        {"unit": score.unit.id, **row}
        for score, table in zip(scores, tables, strict=True)
        for row in table.rows
    ]
    columns = tables[0].columns if tables else ()
    return render(Table((Column("unit", say("Unit")), *columns), rows), form)


_POSTED = ("points", "indicator", "rule", "clause", "record", "path", "line", "commit", "why")


def postings_table(score: Score, find: Find, commits: Commits = _NONE) -> Table:
    """Every posting of a unit for a period, in the order of the pack."""
    columns = (
        Column("points", say("Points"), right=True, show=lambda row: signed(row["points"])),
        Column("indicator", say("Indicator"), show=lambda row: row["title"], flexible=True),
        Column("rule", say("Rule"), data_only=True),
        Column("clause", say("Clause")),
        Column("record", say("Record")),
        Column("path", say("Place"), show=_place),
        Column("line", say("Line"), data_only=True),
        Column("commit", say("Commit"), show=lambda row: _commit(row, commits), data_only=not commits),
        Column("why", say("Why"), flexible=True),
    )
    title = f"{score.unit.caption} · {score.period} · {score.points}"
    return Table(columns, [_posting(posting, find, commits) for posting in score.postings], title)


def heading_table(score: Score, titles: dict[str, str]) -> Table:
    """A unit's points under each heading."""
    columns = (Column("heading", say("Heading")), Column("points", say("Points"), right=True))
    rows = [{"heading": title, "points": score.of_indicator(name)} for name, title in titles.items()]
    return Table(columns, [*rows, {"heading": say("Total"), "points": score.points}])


def account_parts(snapshot: Snapshot, account: Account) -> tuple[Table, Table, Table]:
    """A record's obligations, its notices, and what it cost whom."""
    owed = owed_table(snapshot, sorted(account.obligations, key=by_due), over=True)
    return owed, _notices(snapshot, account), _costs(snapshot, account)


def account_data(snapshot: Snapshot, account: Account) -> dict[str, Any]:
    """The same as data."""
    names = ("obligations", "notices", "costs")
    parts = {
        name: [{c.key: row.get(c.key) for c in table.columns} for row in table.rows]
        for name, table in zip(names, account_parts(snapshot, account), strict=True)
    }
    return {"record": account.entry.id, "as_of": snapshot.as_of, "status": account.entry.status, **parts}


def _posting(posting: Posting, find: Find, commits: Commits) -> dict[str, Any]:
    place = posting.place
    commit = commits.get(place.source.path) if place else None
    return {
        "points": posting.points,
        "indicator": posting.heading.id,
        "title": posting.heading.title,
        "rule": posting.rule.id,
        "clause": posting.clause,
        "record": posting.entry.id if posting.entry else None,
        "path": place.source.path if place else None,
        "line": _line(place, find) if place else None,
        "commit": commit.name if commit else None,
        "why": told(posting.why),
    }


def _commit(row: Row, commits: Commits) -> str:
    """The beginning of a commit's name; a file that is not committed says so."""
    if row["path"] is None:
        return ""
    if row["commit"]:
        return str(row["commit"])[:_QUOTED]
    return say("not committed") if row["path"] in commits else ""


_QUOTED = 8


def _line(place: Place, find: Find) -> int:
    return find(Diagnostic("", place)).line


def _place(row: Row) -> str:
    return f"{row['path']}:{row['line']}" if row["path"] else ""


def _notices(snapshot: Snapshot, account: Account) -> Table:
    columns = (
        Column("notice", say("Notice")),
        Column("kind", say("Kind"), show=lambda row: row["kind_title"]),
        Column("issued", say("Issued")),
        Column("to", say("To"), show=lambda row: tuple(snapshot.name(unit) for unit in row["to"])),
        Column("deadline", say("Deadline")),
        Column("clause", say("Clause")),
    )
    kinds = snapshot.rulebook.notices
    rows = [
        {
            "notice": entry.id,
            "kind": entry.value("kind"),
            "kind_title": kinds[entry.value("kind")].title if entry.value("kind") in kinds else "",
            "issued": entry.born,
            "to": entry.value("to"),
            "deadline": entry.value("deadline"),
            "clause": entry.value("clause"),
        }
        for entry in account.notices
    ]
    return Table(columns, rows, say("Notices"))


def _costs(snapshot: Snapshot, account: Account) -> Table:
    columns = (
        Column("month", say("Month")),
        Column("unit", say("Unit"), show=lambda row: snapshot.name(row["unit"])),
        Column("points", say("Points"), right=True, show=lambda row: signed(row["points"])),
        Column("indicator", say("Indicator"), show=lambda row: row["title"], flexible=True),
        Column("clause", say("Clause")),
        Column("why", say("Why"), flexible=True),
    )
    rows = [
        {
            "month": str(cost.period),
            "unit": cost.posting.unit,
            "points": cost.posting.points,
            "indicator": cost.posting.heading.id,
            "title": cost.posting.heading.title,
            "clause": cost.posting.clause,
            "why": told(cost.posting.why),
        }
        for cost in account.costs
    ]
    return Table(columns, rows, say("What it brought whom"))
