"""The pack made ready for use: its rules by id, and those in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from reformctl.rulebook.calendar import WorkCalendar
from reformctl.rulebook.pack import Cohort, Pack, PaperKind
from reformctl.rulebook.review import Review
from reformctl.rulebook.rules import Ladder, NoticeKind, Obligation, Rule, Step
from reformctl.rulebook.scoring import Duty, Indicator, Ranking
from reformctl.source import Document

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Rulebook:
    """A pack beside the document it was read from."""

    pack: Pack
    document: Document
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

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

    def headings_of(self, indicator: Indicator) -> tuple[str, ...]:
        """The headings that an indicator stands under, its own first."""
        return self._heading_paths[indicator.heading]

    def above(self, heading: str) -> tuple[str, ...]:
        """A heading and those that it stands under, its own first; nothing where there is none of that id."""
        return self._heading_paths.get(heading, ())

    @cached_property
    def _heading_paths(self) -> dict[str, tuple[str, ...]]:
        above = {heading.id: heading.under for heading in self.pack.headings}
        paths: dict[str, tuple[str, ...]] = {}
        for name, under in above.items():
            path, now = [name], under
            while now and now not in path:
                path.append(now)
                now = above.get(now)
            paths[name] = tuple(path)
        return paths

    def versions(self, rule_id: str) -> tuple[Obligation, ...]:
        """The dated versions of an obligation rule."""
        return tuple(rule for rule in self.pack.obligations if rule.id == rule_id)

    def indicators(self, ranking: str, on: date) -> tuple[Indicator, ...]:
        """The indicators of a ranking in force on a day, in the pack's order."""
        return tuple(i for i in in_force(self.pack.indicators, on) if ranking in i.weights)

    def duties(self, ranking: str, on: date) -> tuple[Duty, ...]:
        """The duties that places of a ranking bring on a day."""
        return tuple(duty for duty in in_force(self.pack.duties, on) if duty.ranking == ranking)

    def review(self, ranking: str, on: date) -> Review | None:
        """How a ranking's results are contested and put right on a day; None where the pack says nothing."""
        return next((r for r in in_force(self.pack.reviews, on) if ranking in r.rankings), None)


def in_force(rules: Iterable[R], on: date) -> tuple[R, ...]:
    """The rules in force on a day."""
    return tuple(rule for rule in rules if applies(rule, on))


def applies(rule: Rule, on: date) -> bool:
    """Whether a rule is in force on a day."""
    return (rule.since is None or rule.since <= on) and (rule.until is None or on <= rule.until)


def pack_on(pack: Pack, on: date) -> Pack:
    """A pack with the dated rules that are in force on a day, and all that is not dated."""
    parts = {name: getattr(pack, name) for name in type(pack).model_fields}
    rules = {name: part for name, part in parts.items() if isinstance(part, tuple)}
    kept = {
        name: tuple(one for one in part if not isinstance(one, Rule) or applies(one, on))
        for name, part in rules.items()
    }
    return pack.model_copy(update=kept)
