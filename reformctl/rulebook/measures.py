"""What indicators, vetoes and ladders count or measure for a unit in a period."""

from typing import Annotated, Literal

from reformctl.records.base import Strict
from reformctl.records.kinds import KINDS
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.naming import (
    FigureId,
    ItemField,
    Kind,
    NoticeId,
    ObligationId,
    OwnField,
    RankingId,
    RecordField,
    Scope,
    Scoped,
    StateName,
    Whose,
    item_model,
)


class OfObligations(Strict):
    """Obligations counted for a unit: of some rules, charged to who owes or to another role.

    `during: due` counts those that fell due in the period; `open` those unmet at its end, however
    old. `states` keeps those in one of some states.
    """

    obligations: tuple[ObligationId, ...]
    charge: str | None = None
    during: Literal["due", "open"] = "due"
    states: tuple[StateName, ...] = ()


class OfRecords(Scoped, Strict):
    """Records, their items or their events, counted for the unit in a role when dated in the period.

    With `sum` the numbers in a field are added instead. Where `dated` names an event, `item` speaks of it.
    """

    record: Kind
    dated: RecordField
    unit: ItemField
    items: RecordField | None = None
    where: Annotated[Where, Whose("record")] = ALWAYS
    item: Annotated[Where, Whose("item")] = ALWAYS
    sum: ItemField | None = None

    def scope(self, outer: Scope) -> Scope:
        """The fields of the records that are counted."""
        kind = KINDS.get(self.record)
        item = item_model(kind.fields, self.items) if kind else None
        event = kind.events.get(self.dated) if kind and not self.items else None
        return outer.looking_into(self.record, item or event)


class OfNotices(Strict):
    """Notices of some kinds issued in the period to the unit, or charged to a role of their cause."""

    notices: tuple[NoticeId, ...]
    charge: OwnField | None = None


class OfFigures(Strict):
    """A figure that mark sheets report for the unit, such as a rate of satisfaction."""

    figure: FigureId
    join: Literal["only", "mean", "sum"]


class OfRanking(Strict):
    """The unit's scores, or its places, in another ranking, over its periods within this one.

    `absent` says what a period counts in which the unit was not ranked.
    """

    ranking: RankingId
    what: Literal["points", "place"] = "points"
    take: Literal["mean", "sum", "last", "best", "worst"]
    absent: Literal["left-out", "nought"]


class OfShare(Strict):
    """The share of obligations that were met, in per cent; nothing where none fell due."""

    share: OfObligations
    met: tuple[StateName, ...]
    unmet: tuple[StateName, ...]


Count = OfObligations | OfRecords | OfNotices
Measure = OfObligations | OfRecords | OfNotices | OfFigures | OfRanking | OfShare
