"""What was claimed, made known, chosen, evaluated and honoured in a period (Z9, Z12, Z14 to Z16, Y14)."""

from collections.abc import Iterable, Iterator
from datetime import date

from reformctl.derive.figures import (
    Figure,
    Group,
    Number,
    Pair,
    Span,
    by_field,
    counted,
    distinct,
    split,
    summed,
    weighed,
)
from reformctl.derive.selecting import outcome
from reformctl.domain.periods import parse_period
from reformctl.ledger.entries import Entry
from reformctl.records.models import Votes
from reformctl.rulebook.selections import Selection
from reformctl.words import mark


def claims(span: Span) -> Group:
    """Leaders who claimed reform items, the items, and what they did for them in person."""
    made = span.born("claim")
    leaders = {(entry.value("unit"), entry.value("leader")): entry.id for entry in made}
    acted = tuple(span.events("claim", "acted"))
    figures = (
        Figure("claim_leaders", mark("leaders who claimed items"), len(leaders), tuple(leaders.values())),
        distinct("claim_items", mark("items claimed"), (item for e in made for item in e.value("items"))),
        Figure(
            "claim_acts",
            mark("acts in person"),
            len(acted),
            tuple(dict.fromkeys(entry.id for entry, _ in acted)),
            (split("claim_acts_by_act", "acts", ((str(getattr(a, "act", "")), e.id) for e, a in acted)),),
        ),
        counted("claims_closed", mark("claims closed"), span.happened("claim", "closed")),
    )
    return Group("claims", mark("Claims"), ("claim",), figures)


def publicity(span: Span) -> Group:
    """Pieces by medium, and the columns that they appeared in."""
    pieces = span.born("publicity")
    columns = [(str(e.value("outlet")), e.id) for e in pieces if e.value("outlet")]
    figures = (
        counted(
            "publicity",
            mark("pieces published"),
            pieces,
            by_field("publicity_by_medium", "media", pieces, "medium"),
            by_field("publicity_by_level", "levels", pieces, "level"),
        ),
        distinct(
            "columns",
            mark("columns with a piece"),
            (outlet for outlet, _ in columns),
            split("pieces_by_column", "names", columns),
        ),
    )
    return Group("publicity", mark("Publicity"), ("publicity",), figures)


def experiences(span: Span) -> Group:
    """Experiences nominated, chosen and spread, and the votes cast on them."""
    cast = [entry for entry in span.born("votes") if isinstance(entry.record, Votes)]
    figures = (
        counted("experiences", mark("experiences nominated"), span.born("experience")),
        counted("chosen", mark("chosen by the votes"), _chosen(span)),
        summed(
            "votes",
            mark("votes cast"),
            cast,
            lambda entry: sum((n for _, n in _votes(entry)), 0),
            weighed(
                "votes_by_electorate", "electorates", ((who, e.id, n) for e in cast for who, n in _votes(e))
            ),
        ),
        _steps(span, "experience", "experience_steps", mark("experiences that took a step of spreading")),
    )
    return Group("experiences", mark("Experiences and votes"), ("experience", "votes"), figures)


def innovations(span: Span) -> Group:
    """Innovations handed in, and the steps of their review."""
    figures = (
        counted("innovations", mark("innovations handed in"), span.born("innovation")),
        _steps(span, "innovation", "innovation_steps", mark("innovations that took a step of review")),
        counted("innovations_commented", mark("commented on"), span.happened("innovation", "commented")),
    )
    return Group("innovations", mark("Innovations"), ("innovation",), figures)


def evaluations(span: Span) -> Group:
    """Evaluations by class, the items that they are about, and their steps."""
    opened = span.born("evaluation")
    figures = (
        counted(
            "evaluations",
            mark("evaluations begun"),
            opened,
            by_field("evaluations_by_class", "classes", opened, "class"),
        ),
        distinct(
            "evaluated_items", mark("items evaluated"), (item for e in opened for item in e.value("subjects"))
        ),
        _steps(span, "evaluation", "evaluation_steps", mark("evaluations that took a step")),
    )
    return Group("evaluations", mark("Evaluations"), ("evaluation",), figures)


def honours(span: Span) -> Group:
    """Honours by class and level, and the money that came with them."""
    conferred = span.born("honour")
    figures = (
        counted(
            "honours",
            mark("honours conferred"),
            conferred,
            by_field("honours_by_class", "honours", conferred, "class"),
            by_field("honours_by_level", "levels", conferred, "level"),
        ),
        summed("money", mark("rewards in ten thousand yuan"), conferred, lambda e: e.value("money") or 0),
    )
    return Group("honours", mark("Honours"), ("honour",), figures)


def sheets(span: Span) -> Group:
    """Mark sheets, and the marks that districts gave those who inspect."""
    rated = span.born("rating")
    figures = (
        counted("marks", mark("mark sheets given"), span.born("marks")),
        counted("ratings", mark("ratings of those who inspect"), rated),
        distinct("raters", mark("units that rated"), (str(entry.value("rater")) for entry in rated)),
    )
    return Group("marks", mark("Marks"), ("marks", "rating"), figures)


def _steps(span: Span, kind: str, name: str, title: str) -> Figure:
    """The records that passed a stage in the period, and how many passed each."""
    passed = [(str(getattr(event, "stage", "")), entry.id) for entry, event in span.events(kind, "passed")]
    return distinct(
        name, title, (record for _, record in passed), split(f"{name}_by_stage", "stages", _once(passed))
    )


def _once(pairs: Iterable[Pair]) -> Iterable[Pair]:
    return dict.fromkeys(pairs)


def _votes(entry: Entry) -> Iterator[tuple[str, Number]]:
    votes = entry.record
    if isinstance(votes, Votes):
        yield from ((votes.electorate, n) for own in votes.votes.values() for n in own.values())


def _chosen(span: Span) -> Iterator[Entry]:
    """Those chosen by selections whose last votes were cast in the period."""
    for selection in span.then.pack.selections:
        for label, last in _last_votes(span, selection).items():
            if last in span.period:
                held = outcome(span.then, selection, parse_period(label))
                yield from (standing.nominee for standing in held.chosen)


def _last_votes(span: Span, selection: Selection) -> dict[str, date]:
    found: dict[str, date] = {}
    for entry in span.then.of("votes"):
        votes = entry.record
        if isinstance(votes, Votes) and votes.selection == selection.id:
            found[votes.period] = max(votes.cast, found.get(votes.period, votes.cast))
    return found
