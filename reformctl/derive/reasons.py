"""Reasons: an English pattern marked for translation, and the facts that fill it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from reformctl.words import mark

Fact: TypeAlias = "str | int | date | Decimal | Reason"

STATES = {
    "pending": mark("pending"),
    "near": mark("near due"),
    "overdue": mark("overdue"),
    "missed": mark("missed"),
    "claimed": mark("claimed"),
    "met": mark("met"),
    "met-late": mark("met late"),
    "extended": mark("extended"),
    "met-extended": mark("met as extended"),
    "kept": mark("kept"),
    "waived": mark("waived"),
    "paused": mark("paused"),
    "ended": mark("ended"),
    "unknown": mark("unknown"),
}
"""The states of an obligation, never merged into one another, with their words."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is as it is."""

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def because(text: str, **facts: Fact) -> Reason:
    """A reason from a marked text and its facts."""
    return Reason(text, facts)


FULL = mark("full weight to start from")
FREE = mark("counted, but free: {case}")
BOUNDS = mark("kept between {low} and {high}")
ALL_DUE = mark("{met} of {count} that fell due were met in time")
NOTHING_DUE = mark("nothing fell due")
UNMET = mark("{title} was due on {due}: {state}")
MET_LATE = mark("{title} was due on {due}, met on {met}")
LEFT_OUT = mark("{title}, due on {due}: left out by an exemption")
EXEMPTED = mark("taken out by an exemption: {ground}")
COUNTED = mark("{title} ({on})")
BY_VALUE = mark("{title}: {field} {value}")
NONE_COUNTED = mark("nothing was counted")
PROPORTION = mark("{own}, where the most of all is {best}")
BAND = mark("{count} counted")
MARK_GIVEN = mark("mark given by {by} on {on}")
MARKS_JOINED = mark("mean of {count} marks, mark given by {by} on {on}")
VALUE = mark("value {value}")
SCALED = mark("{value} of {full}")
PLACED = mark("place {place} of {count} with {value}")
AGAINST = mark("{value} against {base}")
NO_VALUE = mark("there is no value")
REPEATED = mark("the same again as in the period before, times {factor}: {case}")
ALL_LOST = mark("all that is left is lost: {case}")
FACTOR = mark("times {times} for this unit")
IN_PLACE_FULL = mark("not applicable: the full weight in its place")
IN_PLACE_MEAN = mark("not applicable: the mean of the others, {mean}, in its place")
WEIGHED_UP = mark("weights of {lost} are not applicable; the others are weighed up to {total}")
ONLY_OVER = mark("counts only from {mark} points; without it there are {points}")
VETOED = mark("falls away: {count} counted where {number} is enough")
BARRED = mark("no right to a top place or a grade: {count} counted where {number} is enough")
ROUNDED = mark("the score is rounded to {places} places")
IN_RANKING = mark("{title}: {value}")
CORRECTED = mark("correction of {of}: {ground}")
IN_PERIOD = mark("{period}: its score was {value}")
QUOTED = "{quoted}"
"""A reason told before, such as in a closed period."""
MARK_MISSING = mark("no mark was given")
