"""Rankings as listings and as data: place, unit, score, changes, months at the foot, what follows."""

from collections.abc import Iterable, Sequence
from typing import Any

from reformctl.derive.obligations import Obligation
from reformctl.derive.tables import Row, Table
from reformctl.domain.periods import Period
from reformctl.render.table import Column, Format, render, to_json
from reformctl.render.table import Table as Listing
from reformctl.render.telling import moved, signed
from reformctl.rulebook.rulebook import Rulebook
from reformctl.rulebook.scoring import Ranking
from reformctl.words import say

Standing = tuple[Table, Sequence[Obligation]]
"""A ranking beside the duties that it brings."""


def standings(
    rulebook: Rulebook, found: Sequence[Standing], as_of: str, form: Format, columns: int | None
) -> str:
    """The rankings of a month, one a cohort."""
    if form == "json":
        return to_json(_data(rulebook, found, as_of))
    if form == "csv":
        return render(_joined(rulebook, found), form)
    parts = (render(listing(rulebook, table, duties), form, columns) for table, duties in found)
    return "\n".join(parts)


def listing(rulebook: Rulebook, table: Table, duties: Iterable[Obligation]) -> Listing:
    """One ranking as a table for people."""
    held = _by_unit(duties)
    rows = [_row(row, held.get(row.unit.id, ())) for row in table.rows]
    title = heading(rulebook, table.ranking, table.period)
    return Listing(_columns(table.period.kind, graded=table.ranking.grades is not None), rows, title)


def heading(rulebook: Rulebook, ranking: Ranking, period: Period) -> str:
    """A ranking's title with its period, and whether the weights are the pack's own."""
    illustrative = any(i.illustrative for i in rulebook.indicators(ranking.id, period.last))
    note = " · " + say("weights are illustrative") if illustrative else ""
    return f"{ranking.title} · {period}{note}"


def titles(duties: Iterable[Obligation]) -> tuple[str, ...]:
    """The titles of duties, each once, in the order given."""
    return tuple(dict.fromkeys(duty.rule.title for duty in duties))


def _columns(kind: str = "month", *, graded: bool = False) -> tuple[Column, ...]:
    last = say("Months last") if kind == "month" else say("Periods last")
    return (
        Column("rank", say("Rank"), right=True),
        Column("unit", say("Id"), data_only=True),
        Column("name", say("Unit"), flexible=True),
        Column("score", say("Score"), right=True),
        Column("moved", say("Places"), right=True, show=lambda row: moved(row["moved"])),
        Column("change", say("Change"), right=True, show=lambda row: signed(row["change"])),
        Column("grade", say("Grade"), data_only=not graded),
        Column("months_last", last, right=True, show=lambda row: row["months_last"] or ""),
        Column("duties", say("What follows"), flexible=True),
    )


def _row(row: Row, duties: Sequence[Obligation]) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "unit": row.unit.id,
        "name": row.unit.caption,
        "score": row.points,
        "moved": row.climbed,
        "change": row.change,
        "grade": row.grade.title if row.grade else None,
        "months_last": row.foot_run,
        "duties": titles(duties),
    }


def _by_unit(duties: Iterable[Obligation]) -> dict[str, tuple[Obligation, ...]]:
    found: dict[str, tuple[Obligation, ...]] = {}
    for duty in duties:
        unit = duty.subject.entry.id
        found[unit] = (*found.get(unit, ()), duty)
    return found


def _data(rulebook: Rulebook, found: Sequence[Standing], as_of: str) -> dict[str, Any]:
    cohorts = [
        {
            "id": table.ranking.cohort,
            "title": rulebook.cohorts[table.ranking.cohort].title,
            "rows": list(listing(rulebook, table, duties).rows),
        }
        for table, duties in found
    ]
    return {"month": str(found[0][0].period) if found else None, "as_of": as_of, "cohorts": cohorts}


def _joined(rulebook: Rulebook, found: Sequence[Standing]) -> Listing:
    """All rankings in one table, each row with its cohort."""
    rows = [
        {"cohort": table.ranking.cohort, **row}
        for table, duties in found
        for row in listing(rulebook, table, duties).rows
    ]
    return Listing((Column("cohort", say("Cohort")), *_columns()), rows)
