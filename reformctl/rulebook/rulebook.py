"""The pack made ready for use: its rules by id, and those in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from reformctl.rulebook.pack import Cohort, Pack, PaperKind
from reformctl.rulebook.rules import Ladder, NoticeKind, Obligation, Rule, Step
from reformctl.rulebook.scoring import Duty, Indicator, Ranking
from reformctl.source import Document

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Rulebook:
    """A pack beside the document it was read from."""

    pack: Pack
    document: Document

    @cached_property
    def cohorts(self) -> dict[str, Cohort]:
        """The cohorts by id."""
        return {cohort.id: cohort for cohort in self.pack.cohorts}

    @cached_property
    def notices(self) -> dict[str, NoticeKind]:
        """The kinds of notice by id."""
        return {kind.id: kind for kind in self.pack.notices}

    @cached_property
    def papers(self) -> dict[str, PaperKind]:
        """The kinds of paper by id."""
        return {paper.id: paper for paper in self.pack.papers}

    @cached_property
    def rankings(self) -> dict[str, Ranking]:
        """The rankings by id."""
        return {ranking.id: ranking for ranking in self.pack.rankings}

    @cached_property
    def steps(self) -> dict[str, tuple[Ladder, Step]]:
        """The steps of all ladders by id, each with its ladder."""
        return {step.id: (ladder, step) for ladder in self.pack.ladders for step in ladder.steps}

    def versions(self, rule_id: str) -> tuple[Obligation, ...]:
        """The dated versions of an obligation rule."""
        return tuple(rule for rule in self.pack.obligations if rule.id == rule_id)

    def indicators(self, cohort: str, on: date) -> tuple[Indicator, ...]:
        """The indicators of a cohort in force on a day, in the pack's order."""
        return tuple(i for i in in_force(self.pack.indicators, on) if cohort in i.weights)

    def duties(self, ranking: str, on: date) -> tuple[Duty, ...]:
        """The duties that places of a ranking bring on a day."""
        return tuple(duty for duty in in_force(self.pack.duties, on) if duty.ranking == ranking)


def in_force(rules: Iterable[R], on: date) -> tuple[R, ...]:
    """The rules in force on a day."""
    return tuple(rule for rule in rules if applies(rule, on))


def applies(rule: Rule, on: date) -> bool:
    """Whether a rule is in force on a day."""
    return (rule.since is None or rule.since <= on) and (rule.until is None or on <= rule.until)
