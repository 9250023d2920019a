"""How firm a ranking stands, in plain words."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from reformctl.derive.robustness import End, Gap, Hold, Robustness
from reformctl.render.sentences import Said, names, span
from reformctl.render.table import shown
from reformctl.render.telling import short
from reformctl.rulebook.scoring import Indicator
from reformctl.words import mark, say

_HOLD = mark("keeps place {rank} in {count} of {draws} draws; places seen: {places}")
_MOVED = mark(
    "Each weight was moved by up to 10% either way, in {draws} draws (seed {seed}); "
    "in {count} of them every unit keeps its place."
)
_STAYS = {
    "first": mark("First: {names}; unchanged in {count} of {draws} draws."),
    "last": mark("Last: {names}; unchanged in {count} of {draws} draws."),
}
_SHARED = mark("{names} share place {place}; they still share one in {count} of {draws} draws.")
_GAP = mark(
    "Narrowest gap {order}: {points} points between place {high} ({upper}) and place {low} ({lower}); "
    "their order is lost in {count} of {draws} draws."
)
_BROKEN = mark(
    "Narrowest gap {order}: no points, only what breaks ties, between place {high} ({upper}) "
    "and place {low} ({lower}); their order is lost in {count} of {draws} draws."
)
_ALIKE = mark("Indicators that decide nothing, because all units score alike: {count} of {all} ({titles}).")
_NONE_ALIKE = mark("Indicators that decide nothing, because all units score alike: none of {all}.")
_ALONE = {
    "first": mark("Each of these alone decides who is first: {titles}. Without it, first would be {others}."),
    "last": mark("Each of these alone decides who is last: {titles}. Without it, last would be {others}."),
}
_ONE_ALONE = {
    "first": mark("One indicator alone decides who is first: {titles}. Without it, first would be {others}."),
    "last": mark("One indicator alone decides who is last: {titles}. Without it, last would be {others}."),
}
_NONE_ALONE = {
    "first": mark("No indicator alone decides who is first."),
    "last": mark("No indicator alone decides who is last."),
}
_SINGLE = mark("There is one unit only, and nothing to compare it with.")


def said(found: Robustness) -> Iterator[Said]:
    """What a ranking's robustness comes to, in plain words."""
    draws = found.draws
    if len(found.table.rows) <= 1:
        yield Said("whole", say(_SINGLE))
        return
    yield Said("whole", say(_MOVED).format(draws=draws, seed=found.seed, count=found.unchanged))
    first, last = found.table.rows[0].rank, found.table.foot
    for end, count, place in (("first", found.first, first), ("last", found.last, last)):
        there = names(row for row in found.table.rows if row.rank == place)
        yield Said(end, say(_STAYS[end]).format(names=there, count=count, draws=draws))
    for tie in found.ties:
        facts = {"names": names(tie.rows), "place": tie.rows[0].rank, "count": tie.together}
        yield Said("shared", say(_SHARED).format(draws=draws, **facts))
    yield from (Said("gap", _gap(order, gap, draws)) for order, gap in enumerate(found.gaps, 1))
    yield Said("alike", _alike(found))
    yield from _alone(found, "first")
    yield from _alone(found, "last")


def _gap(order: int, gap: Gap, draws: int) -> str:
    return say(_GAP if gap.points else _BROKEN).format(
        order=order,
        points=short(gap.points),
        high=gap.upper[0].rank,
        upper=names(gap.upper),
        low=gap.lower[0].rank,
        lower=names(gap.lower),
        count=gap.turned,
        draws=draws,
    )


def _alike(found: Robustness) -> str:
    text = say(_ALIKE if found.alike else _NONE_ALIKE)
    return text.format(count=len(found.alike), all=len(found.indicators), titles=_titles(found.alike))


def _titles(indicators: Iterable[Indicator]) -> str:
    return shown(tuple(indicator.title for indicator in indicators))


def _alone(found: Robustness, end: End) -> Iterator[Said]:
    """The indicators that alone decide an end of the table, those with one outcome in one sentence."""
    own = sorted((d for d in found.deciding if d.end == end), key=lambda one: names(one.without))
    for others, decisions in groupby(own, key=lambda one: names(one.without)):
        indicators = [decision.indicator for decision in decisions]
        text = say((_ALONE if len(indicators) > 1 else _ONE_ALONE)[end])
        yield Said("alone", text.format(titles=_titles(indicators), others=others))
    if not own:
        yield Said("alone", say(_NONE_ALONE[end]))


def held(hold: Hold, draws: int) -> str:
    """How a unit holds its place."""
    places = span(hold.best, hold.worst)
    return say(_HOLD).format(rank=hold.row.rank, count=hold.kept, draws=draws, places=places)
