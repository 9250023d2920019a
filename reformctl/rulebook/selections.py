"""Selections: nominees, rounds of votes by weighted electorates, how many pass, the final order."""

from typing import Annotated, Literal

from reformctl.domain.periods import PeriodKind
from reformctl.records.base import Strict
from reformctl.records.fields import Points, Slug, Text
from reformctl.rulebook.conditions import ALWAYS, Where
from reformctl.rulebook.naming import ClauseName, Kind, Scope, Scoped, Whose
from reformctl.rulebook.rules import Rule


class Electorate(Strict):
    """Who votes in a round, and how their votes are weighed.

    `votes` adds the votes; `share` takes each nominee's share of the electorate's votes in per cent.
    """

    id: Slug
    title: Text
    count: Literal["votes", "share"]
    weight: Points


class Round(Strict):
    """One round: who votes, how many pass, and what happens to equals at the cut."""

    id: Slug
    title: Text
    clause: ClauseName
    electorates: tuple[Electorate, ...]
    passes: int
    cut: Literal["all-in", "all-out"]
    broken_by: tuple[Slug, ...] = ()
    """Electorates whose count parts equals before the cut rule does."""


class Selection(Scoped, Rule):
    """A choice among records of a kind for a period, by rounds."""

    each: Kind
    period: PeriodKind
    where: Annotated[Where, Whose("subject")] = ALWAYS
    rounds: tuple[Round, ...]
    order_by: Slug | None = None
    """The electorate whose count orders those chosen; all electorates together where it is left out."""

    def scope(self, outer: Scope) -> Scope:
        """Conditions on the nominees."""
        return outer.about(self.each)
