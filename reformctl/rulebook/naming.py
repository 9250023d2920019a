"""What the names in a pack stand for: marks on the fields of its models, read by `reading.py`.

A field that holds the name of something says so in its type; the pack's reader then holds every such
name against what there is, editors complete it, and a new rule needs no code of its own for that.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel

from reformctl.records.fields import Slug


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field that names a part of the pack: a rule, a cohort, a kind of notice, a clause …."""

    what: str


@dataclass(frozen=True, slots=True)
class KindName:
    """Marks a field that names a kind of record."""


@dataclass(frozen=True, slots=True)
class FieldName:
    """Marks a field that names a field or an event: of the subject, of the record, or of its item.

    `whose` is `subject` (what the rule is about), `record` (the record that a moment or count looks
    into) or `item` (an item of a list of that record, or an event, before the record itself).
    """

    whose: str = "record"


@dataclass(frozen=True, slots=True)
class Whose:
    """Marks conditions by whose fields they speak of, as `FieldName` does."""

    whose: str = "record"


@dataclass(frozen=True)
class Scope:
    """Whose fields a part of a rule may name, by kind of record or by model."""

    subject: str | None = None
    record: str | None = None
    item: type[BaseModel] | None = None
    subject_item: type[BaseModel] | None = None
    extra: tuple[str, ...] = field(default=())

    def about(self, kind: str | None, item: type[BaseModel] | None = None) -> "Scope":
        """The scope within a rule on a kind of record."""
        return replace(self, subject=kind, record=kind, item=item, subject_item=item)

    def looking_into(self, kind: str | None, item: type[BaseModel] | None) -> "Scope":
        """The scope within a moment or count that looks into another kind of record."""
        return replace(self, record=kind, item=item)


CohortId = Annotated[Slug, Names("cohort")]
ObligationId = Annotated[Slug, Names("obligation")]
StepId = Annotated[Slug, Names("step")]
NoticeId = Annotated[Slug, Names("notice")]
HeadingId = Annotated[Slug, Names("heading")]
IndicatorId = Annotated[Slug, Names("indicator")]
ScoredId = Annotated[Slug, Names("indicator or heading")]
RankingId = Annotated[Slug, Names("ranking")]
GradeId = Annotated[Slug, Names("grade")]
PaperId = Annotated[Slug, Names("paper")]
FigureId = Annotated[Slug, Names("figure")]
StateName = Annotated[str, Names("state")]
ClauseName = Annotated[str, Names("clause")]
Kind = Annotated[str, KindName()]
OwnField = Annotated[str, FieldName("subject")]
RecordField = Annotated[str, FieldName("record")]
ItemField = Annotated[str, FieldName("item")]


class Scoped:
    """A part of a rule within which names are held against other fields than outside it."""

    def scope(self, outer: Scope) -> Scope:
        """The scope of its own names, given the one around it."""
        return outer


def item_model(kind_fields: Any, name: str | None) -> type[BaseModel] | None:
    """The model of a list's items, by the name of the list."""
    shape = kind_fields.get(name) if name else None
    model: type[BaseModel] | None = shape.model if shape else None
    return model
