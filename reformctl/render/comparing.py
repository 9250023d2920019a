"""Rankings in force beside those proposed, in tables and plain words, and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reformctl.derive.comparing import Comparison, Pair
from reformctl.derive.tables import Row
from reformctl.ledger.entries import Entry
from reformctl.render.sentences import Said, bullets, span
from reformctl.render.table import Column, Format, Table, render, shown, to_json
from reformctl.render.telling import moved, signed
from reformctl.rulebook.rules import Cited
from reformctl.words import mark, say

_RULES = mark("Proposed: the rules of {file} ({title}).")
_WITHOUT = mark("Left out: {records}.")
_CLOSED = mark(
    "The period was closed on {day}: in force is what was published; the proposal is counted from the facts."
)
_SAME = mark("No place and no score differs.")
_DIFFERS = mark("Places that change: {moved} of {count}. Scores that change: {scored} of {count}.")
_CAUSES = mark("The difference comes from: {causes}.")
_CAUSE = mark("{title} ({points}; {count} of {all} units)")
_EQUAL = mark("{title} ({points} for every unit, which changes no place)")
_OTHER_ORDER = mark("The scores are the same: the places follow other rules on direction, ties or rounding.")
_ONLY_PROPOSED = mark("No such ranking is in force.")
_ONLY_HELD = mark("The proposal has no such ranking.")
_ADDED = mark("Ranked by the proposal alone: {names}.")
_GONE = mark("Ranked no longer by the proposal: {names}.")


@dataclass(frozen=True)
class Proposed:
    """What is proposed: a pack's file and title, the records left out, and when the period was closed."""

    file: str | None
    title: str
    without: tuple[Entry, ...]
    closed: date | None


def comparisons(
    proposed: Proposed, found: Sequence[Comparison], as_of: str, form: Format, columns: int | None
) -> str:
    """The rankings of a period as they are in force and as they are proposed, one a cohort."""
    if form == "json":
        return to_json(_data(proposed, found, as_of))
    if form == "csv":
        rows = [{"cohort": one.ranking.cohort, **_row(pair)} for one in found for pair in one.pairs]
        return render(Table((Column("cohort", say("Cohort")), *_columns()), rows), form)
    parts = [bullets(_asked(proposed), form, columns)]
    parts += [
        render(_listing(one), form, columns) + "\n" + bullets(said(one), form, columns) for one in found
    ]
    return "\n".join(parts)


def said(comparison: Comparison) -> Iterator[Said]:
    """What a proposal changes, in plain words."""
    pairs = comparison.pairs
    if not any(pair.differs for pair in pairs):
        yield Said("whole", say(_SAME))
        return
    both = [pair for pair in pairs if pair.held and pair.proposed]
    if not both:
        yield Said("whole", say(_ONLY_HELD if pairs[0].held else _ONLY_PROPOSED))
        return
    facts = {
        "moved": sum(bool(pair.moved) for pair in both),
        "scored": sum(bool(pair.change) for pair in both),
    }
    yield Said("whole", say(_DIFFERS).format(count=len(both), **facts))
    if comparison.causes:
        yield Said("causes", say(_CAUSES).format(causes=_causes(comparison)))
    elif len(both) == len(pairs):
        yield Said("causes", say(_OTHER_ORDER))
    for text, alone in (
        (_ADDED, [pair for pair in pairs if pair.held is None]),
        (_GONE, [pair for pair in pairs if pair.proposed is None]),
    ):
        if alone:
            yield Said("alone", say(text).format(names=shown(tuple(p.unit.caption for p in alone))))


def _asked(proposed: Proposed) -> Iterator[Said]:
    """What was proposed, and what it is held against."""
    if proposed.file:
        yield Said("rules", say(_RULES).format(file=proposed.file, title=proposed.title))
    if proposed.without:
        records = tuple(f"{e.id} {e.caption}" if e.caption != e.id else e.id for e in proposed.without)
        yield Said("without", say(_WITHOUT).format(records=shown(records)))
    if proposed.closed:
        yield Said("closed", say(_CLOSED).format(day=proposed.closed))


def _causes(comparison: Comparison) -> str:
    both = sum(bool(pair.held and pair.proposed) for pair in comparison.pairs)
    return shown(tuple(_cause(rule, points, both) for rule, points in comparison.causes))


def _cause(rule: Cited, points: tuple[Decimal, ...], both: int) -> str:
    low, high = min(points), max(points)
    told = span(signed(low), signed(high))
    text = say(_EQUAL if low == high and len(points) == both > 1 else _CAUSE)
    return text.format(title=rule.title, points=told, count=len(points), all=both)


def _columns(*, graded: bool = False) -> tuple[Column, ...]:
    return (
        Column("unit", say("Id"), data_only=True),
        Column("name", say("Unit"), flexible=True),
        Column("rank", say("Rank"), right=True),
        Column("score", say("Score"), right=True),
        Column("grade", say("Grade"), data_only=not graded),
        Column("proposed_rank", say("Proposed rank"), right=True),
        Column("proposed_score", say("Proposed score"), right=True),
        Column("proposed_grade", say("Proposed grade"), data_only=not graded),
        Column("moved", say("Places"), right=True, show=lambda row: moved(row["moved"])),
        Column("change", say("Change"), right=True, show=lambda row: signed(row["change"] or None)),
        Column("made_by", say("What made it"), flexible=True),
    )


def _listing(comparison: Comparison) -> Table:
    title = f"{comparison.ranking.title} · {comparison.period} · " + say("in force and proposed")
    graded = comparison.ranking.grades is not None
    return Table(_columns(graded=graded), [_row(pair) for pair in comparison.pairs], title)


def _row(pair: Pair) -> dict[str, Any]:
    causes = tuple(f"{cause.heading.title} {signed(cause.points)}" for cause in pair.causes)
    return {
        "unit": pair.unit.id,
        "name": pair.unit.caption,
        **_side(pair.held, ""),
        **_side(pair.proposed, "proposed_"),
        "moved": pair.moved,
        "change": pair.change,
        "made_by": causes,
    }


def _side(row: Row | None, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}rank": row.rank if row else None,
        f"{prefix}score": row.points if row else None,
        f"{prefix}grade": row.grade.title if row and row.grade else None,
    }


def _data(proposed: Proposed, found: Sequence[Comparison], as_of: str) -> dict[str, Any]:
    return {
        "month": str(found[0].period) if found else None,
        "as_of": as_of,
        "rules": proposed.file,
        "without": [entry.id for entry in proposed.without],
        "closed": proposed.closed,
        "cohorts": [
            {
                "id": one.ranking.cohort,
                "title": one.ranking.title,
                "rows": [_row(pair) | {"made_by": _made_by(pair)} for pair in one.pairs],
                "words": [sentence.text for sentence in said(one)],
            }
            for one in found
        ],
    }


def _made_by(pair: Pair) -> list[dict[str, Any]]:
    return [
        {"indicator": cause.heading.id, "title": cause.heading.title, "points": cause.points}
        for cause in pair.causes
    ]
