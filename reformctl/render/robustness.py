"""How firm rankings stand, in tables and plain words, and as data."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reformctl.derive.robustness import Decision, Gap, Hold, Robustness
from reformctl.derive.tables import Row
from reformctl.render.fairwords import held, said
from reformctl.render.sentences import bullets, span
from reformctl.render.standings import heading
from reformctl.render.table import Column, Format, Table, render, to_json
from reformctl.rulebook.rulebook import Rulebook
from reformctl.words import mark, say

_OF = mark("{count} of {draws}")


def fairness(
    rulebook: Rulebook, found: Sequence[Robustness], as_of: str, form: Format, columns: int | None
) -> str:
    """How firm the rankings of a period stand, one a cohort."""
    if form == "json":
        return to_json(_data(rulebook, found, as_of))
    if form == "csv":
        return render(_joined(found), form)
    parts = (
        render(_listing(rulebook, one), form, columns) + "\n" + bullets(said(one), form, columns)
        for one in found
    )
    return "\n".join(parts)


def _listing(rulebook: Rulebook, found: Robustness) -> Table:
    draws, title = found.draws, heading(rulebook, found.table.ranking, found.table.period)
    columns = (
        Column("rank", say("Rank"), right=True),
        Column("name", say("Unit"), flexible=True),
        Column("score", say("Score"), right=True),
        Column("kept", say("Keeps its place"), right=True, show=lambda row: _of(row["kept"], draws)),
        Column("best", say("Places seen"), right=True, show=lambda row: span(row["best"], row["worst"])),
    )
    return Table(columns, [_row(hold) for hold in found.holds], title)


def _row(hold: Hold) -> dict[str, Any]:
    return {
        "rank": hold.row.rank,
        "unit": hold.row.unit.id,
        "name": hold.row.unit.caption,
        "score": hold.row.points,
        "kept": hold.kept,
        "best": hold.best,
        "worst": hold.worst,
    }


def _of(count: int, draws: int) -> str:
    return say(_OF).format(count=count, draws=draws)


def _data(rulebook: Rulebook, found: Sequence[Robustness], as_of: str) -> dict[str, Any]:
    return {
        "month": str(found[0].table.period) if found else None,
        "as_of": as_of,
        "draws": found[0].draws if found else None,
        "seed": found[0].seed if found else None,
        "cohorts": [
            {
                "id": one.table.ranking.cohort,
                "title": rulebook.cohorts[one.table.ranking.cohort].title,
                "rows": [_row(hold) for hold in one.holds],
                "unchanged": one.unchanged,
                "first_unchanged": one.first,
                "last_unchanged": one.last,
                "shared": [{"units": _ids(tie.rows), "together": tie.together} for tie in one.ties],
                "gaps": [_gap_data(gap) for gap in one.gaps],
                "alike": [indicator.id for indicator in one.alike],
                "deciding": [_decision_data(decision) for decision in one.deciding],
                "words": [sentence.text for sentence in said(one)],
            }
            for one in found
        ],
    }


def _gap_data(gap: Gap) -> dict[str, Any]:
    ends = {"upper": _ids(gap.upper), "lower": _ids(gap.lower)}
    return {**ends, "points": gap.points, "turned": gap.turned}


def _decision_data(decision: Decision) -> dict[str, Any]:
    rows = {"now": _ids(decision.now), "without": _ids(decision.without)}
    return {"indicator": decision.indicator.id, "end": decision.end, **rows}


def _ids(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row.unit.id for row in rows)


def _joined(found: Sequence[Robustness]) -> Table:
    """All rankings in one table: a line for each unit and for each sentence."""
    columns = (
        Column("cohort", say("Cohort")),
        Column("about", say("About")),
        Column("rank", say("Rank")),
        Column("unit", say("Id")),
        Column("name", say("Unit")),
        Column("score", say("Score")),
        Column("kept", say("Keeps its place")),
        Column("best", say("Best place")),
        Column("worst", say("Worst place")),
        Column("draws", say("Draws")),
        Column("seed", say("Seed")),
        Column("text", say("In words")),
    )
    rows = [
        {"cohort": one.table.ranking.cohort, "draws": one.draws, "seed": one.seed, **row}
        for one in found
        for row in (*_held(one), *(sentence._asdict() for sentence in said(one)))
    ]
    return Table(columns, rows)


def _held(found: Robustness) -> Iterator[dict[str, Any]]:
    for hold in found.holds:
        yield {"about": "place", **_row(hold), "text": held(hold, found.draws)}
