"""Field types that every kind shares, and what a field says of itself to the tools."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from reformctl.domain.dates import day_of_month
from reformctl.domain.periods import parse_period

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that holds the id of another record, by kind; "record" means of any kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Word:
    """Marks a field that holds a word of a vocabulary, which the pack spells out under `words`."""

    vocabulary: str


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("day", "not a day")


def _deadline(value: Any) -> date:
    if isinstance(value, str) and _MONTH.fullmatch(value):
        year, month = int(value[:4]), int(value[5:])
        if 1 <= month <= 12:  # noqa: PLR2004 - a year's months
            return day_of_month(year, month, 31)
    return _day(value)


def _points(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and _NUMBER.fullmatch(text):
        try:
            return Decimal(text)
        except InvalidOperation:
            pass
    raise PydanticCustomError("points", "not a number")


def _period(value: Any) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        try:
            parse_period(text)
        except ValueError:
            pass
        else:
            return text
    raise PydanticCustomError("period", "not a period")


_schema = WithJsonSchema
"""What an editor is told of a type, as it is written in YAML."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]
"""Words that people wrote; never empty."""

_NUMERIC = {"type": ["number", "string"], "pattern": r"^[+-]?\d+(\.\d+)?$"}

Day = Annotated[date, BeforeValidator(_day), _schema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"})]
"""A calendar day, written 2017-04-08."""

Deadline = Annotated[
    date,
    BeforeValidator(_deadline),
    "deadline",
    _schema({"type": "string", "pattern": r"^\d{4}-\d\d(-\d\d)?$"}),
]
"""A day, or a month such as 2020-06 where a paper says no more than its end."""

Points = Annotated[Decimal, BeforeValidator(_points), _schema(_NUMERIC)]
"""An exact decimal number, never a float."""

PeriodLabel = Annotated[str, BeforeValidator(_period), "period", _schema({"type": ["string", "integer"]})]
"""A period's label: 2017, 2017-H1, 2017-Q2, 2017-04, 2017-W05."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
"""A name that a rules pack gives: lower-case letters, digits and hyphens."""

UnitRef = Annotated[str, Ref("unit")]
DocumentRef = Annotated[str, Ref("document")]
InspectionRef = Annotated[str, Ref("inspection")]
MeetingRef = Annotated[str, Ref("meeting")]
RecordRef = Annotated[str, Ref("record")]

MeetingWord = Annotated[Slug, Word("meetings")]
ItemWord = Annotated[Slug, Word("items")]
StageWord = Annotated[Slug, Word("stages")]
ClassWord = Annotated[Slug, Word("classes")]
HonourWord = Annotated[Slug, Word("honours")]
ActWord = Annotated[Slug, Word("acts")]
"""Words whose list each pack gives, so that a new city needs no change here."""
