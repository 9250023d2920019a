"""What a unit's score statement and the minutes of a meeting are given (Z6(三), L3; Z3, Z6(四))."""

from typing import Any

from reformctl.derive.postings import NOUGHT, Posting
from reformctl.derive.published import closing_of
from reformctl.derive.scoring import Score
from reformctl.derive.stating import contest_until
from reformctl.derive.tables import Row, Table
from reformctl.ledger.entries import Entry
from reformctl.render.notices import names
from reformctl.render.papers import PAPERS_SPEAK
from reformctl.render.telling import told
from reformctl.snapshot import Snapshot


def statement_data(snapshot: Snapshot, table: Table, row: Row) -> dict[str, Any]:
    """A unit's score with every posting, by heading and indicator; the postings sum to the score."""
    score, rulebook = row.score, snapshot.rulebook
    indicators = rulebook.indicators(table.ranking.id, table.period.last)
    return {
        "unit": row.unit.caption,
        "period": table.period,
        "ranking": table.ranking.title,
        "cohort": rulebook.cohorts[table.ranking.cohort].title,
        "rank": row.rank,
        "of": len(table.rows),
        "score": row.points,
        "change": row.change,
        "moved": row.climbed,
        "foot_run": row.foot_run,
        "grade": row.grade.title if row.grade else None,
        "headings": [
            {"title": heading.title, "points": score.of_indicator(heading.id)}
            for heading in snapshot.pack.headings
            if any(heading.id in rulebook.headings_of(i) for i in indicators)
        ],
        "indicators": [
            {
                "title": indicator.title,
                "clause": indicator.clause,
                "weight": indicator.weights.get(table.ranking.id),
                "points": score.of_indicator(indicator.id),
                "lost": [posting_data(p) for p in _moves(score, indicator.id)],
            }
            for indicator in indicators
        ],
        "postings": [posting_data(p) for p in score.postings],
        "closed": closing.born if (closing := closing_of(snapshot, table.period)) else None,
        "until": contest_until(snapshot, table),
        "illustrative": any(indicator.illustrative for indicator in indicators),
    }


def posting_data(posting: Posting) -> dict[str, Any]:
    """A posting's facts."""
    return {
        "points": posting.points,
        "title": posting.heading.title,
        "clause": posting.clause,
        "record": posting.entry.id if posting.entry else "",
        "about": posting.entry.caption if posting.entry else "",
        "why": told(posting.why, PAPERS_SPEAK),
    }


def minutes_data(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """A meeting's facts: its agenda in order and who was there."""
    words = snapshot.pack.words
    return {
        "meeting": {
            "id": entry.id,
            "title": entry.caption,
            "kind": words.get("meetings", {}).get(entry.value("kind"), entry.value("kind")),
            "body": snapshot.name(entry.value("body")),
            "held": entry.born,
            "agenda": [
                {
                    "kind": words.get("items", {}).get(item.kind, item.kind),
                    "title": item.title,
                    "conveys": _conveyed(snapshot, item.conveys),
                    "unit": snapshot.name(item.unit) if item.unit else "",
                }
                for item in entry.value("agenda")
            ],
            "attended": names(snapshot, entry.value("attended")),
            "papers": entry.value("papers"),
        }
    }


def _moves(score: Score, indicator: str) -> list[Posting]:
    """The postings of an indicator beyond its full weight."""
    own = [p for p in score.postings if p.indicator and p.indicator.id == indicator]
    return [p for p in own if p.entry is not None or p.points < NOUGHT]


def _conveyed(snapshot: Snapshot, record: str | None) -> str:
    entry = snapshot.by_id.get(record) if record else None
    return entry.caption if entry else ""
