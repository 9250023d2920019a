"""A pack in words: every rule as a numbered article of named parts, with its clause.

The same parts print a pack (`rules show`) and say what changed between two (`rules diff`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from reformctl.derive.reasons import STATES
from reformctl.records.kinds import KINDS
from reformctl.records.shape import parts_of
from reformctl.render.fieldwords import FIELDS, KIND_WORDS
from reformctl.rulebook.conditions import NaturalLength, Test, Where
from reformctl.rulebook.naming import KindName, Names
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.reading import marks_of
from reformctl.rulebook.rules import Cited, Ladder, Owed, Step
from reformctl.rulebook.scoring import Quota
from reformctl.rulebook.timing import Due, Length, Moment
from reformctl.words import mark, say

PARTS: dict[str, str] = {
    "cohorts": mark("Cohorts"),
    "obligations": mark("What is owed"),
    "lamps": mark("Warning colours"),
    "ladders": mark("Notices"),
    "checks": mark("Demands on records"),
    "headings": mark("Headings"),
    "indicators": mark("Points"),
    "vetoes": mark("Zero tolerance"),
    "rankings": mark("Rankings"),
    "duties": mark("What follows from a place"),
    "reviews": mark("Appeals and corrections"),
    "selections": mark("Selections"),
    "papers": mark("Papers"),
}
LABELS: dict[str, str] = {
    "each": mark("On"),
    "cohort": mark("Cohort"),
    "units": mark("Units"),
    "where": mark("Where"),
    "items": mark("Each item of"),
    "from_": mark("From"),
    "delay": mark("Later by"),
    "every": mark("Every"),
    "first": mark("First period"),
    "opens": mark("Opens"),
    "counted": mark("Facts counted"),
    "at_least": mark("At least"),
    "at_most": mark("At most"),
    "due": mark("Due"),
    "met_by": mark("Met by"),
    "verified_by": mark("Verified by"),
    "owed_by": mark("Owed by"),
    "submitted_to": mark("Submitted to"),
    "near": mark("Near due"),
    "extended_by": mark("Extended by"),
    "extensions": mark("Extensions at most"),
    "paused_by": mark("Paused by"),
    "kept_by": mark("Kept by"),
    "ends_on": mark("Ends on"),
    "since": mark("In force since"),
    "until": mark("In force until"),
    "illustrative": mark("Illustrative"),
    "colour": mark("Colour"),
    "obligations": mark("Obligations"),
    "before": mark("Before"),
    "after": mark("After"),
    "notice": mark("Notice"),
    "at": mark("Falls due"),
    "requires": mark("Only after"),
    "stops_on": mark("Stops on"),
    "to": mark("To"),
    "addressee": mark("Addressed to"),
    "copies": mark("Copies"),
    "deadline": mark("Deadline"),
    "event": mark("Event"),
    "required": mark("Must say"),
    "order": mark("In this order"),
    "limit": mark("Longest term"),
    "bounds": mark("Bounds"),
    "events_at_most": mark("Events at most"),
    "events": mark("Events wanted"),
    "decided_by": mark("Decided by"),
    "lodged_within": mark("Lodged within"),
    "per_period": mark("In each period"),
    "stages": mark("Stages in order"),
    "distinct": mark("Different posts"),
    "parties": mark("Signed by"),
    "first_item": mark("First item"),
    "under": mark("Under"),
    "weights": mark("Weights"),
    "most": mark("Most"),
    "least": mark("Least"),
    "heading": mark("Heading"),
    "not_applicable": mark("Not applicable"),
    "factors": mark("Factors"),
    "only_over": mark("Only from"),
    "bonus": mark("Bonus"),
    "per_case": mark("Points for each case"),
    "share": mark("By the share met"),
    "marks": mark("By marks given"),
    "table": mark("By a table"),
    "proportion": mark("In proportion to the best"),
    "bands": mark("By bands"),
    "scaled": mark("Scaled"),
    "by_place": mark("By place"),
    "against": mark("Against a base"),
    "rankings": mark("Rankings"),
    "count": mark("Counted"),
    "of": mark("Measured"),
    "states": mark("States"),
    "takes": mark("Takes away"),
    "indicator": mark("Indicator"),
    "period": mark("Period"),
    "direction": mark("Best"),
    "total": mark("Total"),
    "round_points": mark("Points rounded"),
    "round_total": mark("Score rounded"),
    "compare": mark("Compared"),
    "sequence": mark("Applied in this order"),
    "ties": mark("Ties"),
    "broken_by": mark("Ties broken by"),
    "grades": mark("Grades"),
    "ranking": mark("Ranking"),
    "when": mark("When"),
    "paper": mark("Told in"),
    "rounds": mark("Rounds"),
    "order_by": mark("Ordered by"),
    "template": mark("Template"),
    "series": mark("Number series"),
    "recipients": mark("Recipients"),
    "points": mark("Points"),
    "start": mark("Begins with"),
    "free": mark("First free"),
    "repeat": mark("Repeated"),
    "met": mark("Met"),
    "unmet": mark("Unmet"),
    "of_nought": mark("Nothing due"),
    "missing": mark("Without a value"),
    "join": mark("Joined"),
    "trim": mark("Left out"),
    "electorates": mark("Electorates"),
    "by": mark("By the field"),
    "values": mark("Values"),
    "take": mark("Taken"),
    "best": mark("Best"),
    "full": mark("Full at"),
    "rest": mark("Others"),
    "base": mark("Base"),
    "target": mark("Target"),
    "above": mark("Each above"),
    "below": mark("Each below"),
    "then": mark("Then"),
    "times": mark("Times"),
    "nth": mark("In turn"),
    "beyond": mark("Beyond these"),
    "factor": mark("Factor"),
    "same": mark("The same by"),
    "number": mark("Number"),
    "within": mark("Within"),
    "top": mark("Top"),
    "foot": mark("Foot"),
    "run": mark("Running"),
    "improved": mark("Most improved"),
    "over": mark("From a score of"),
    "grade": mark("Grade"),
    "way": mark("Rounded"),
    "places": mark("Decimal places"),
    "passes": mark("Passes"),
    "cut": mark("Equals at the cut"),
    "weight": mark("Weight"),
    "clause": mark("Clause"),
    "title": mark("Title"),
    "edge": mark("Equals at the edge"),
    "charge": mark("Charged to"),
    "during": mark("During"),
    "record": mark("Records"),
    "dated": mark("Dated by"),
    "unit": mark("Unit"),
    "item": mark("Item"),
    "sum": mark("Sum of"),
    "figure": mark("Figure"),
    "what": mark("What"),
    "absent": mark("Absent"),
    "highest": mark("Highest"),
    "lowest": mark("Lowest"),
    "kind": mark("Kind"),
    "levels": mark("Levels"),
    "end": mark("End"),
    "field": mark("Field"),
    "role": mark("Role"),
    "notices": mark("Notices issued"),
    "obligation": mark("Obligation"),
    "lasts": mark("Lasts"),
    "day": mark("Day"),
    "month": mark("Month"),
    "working_day": mark("Working day"),
}
CHOICES: dict[str, str] = {
    "week": mark("week"),
    "month": mark("month"),
    "quarter": mark("quarter"),
    "half-year": mark("half-year"),
    "year": mark("year"),
    "high": mark("highest first"),
    "low": mark("lowest first"),
    "skip": mark("1-2-2-4"),
    "dense": mark("1-2-2-3"),
    "full": mark("the full weight"),
    "nought": mark("nought"),
    "not-applicable": mark("not applicable"),
    "left-out": mark("left out"),
    "error": mark("cannot be ranked"),
    "only": mark("one sheet"),
    "mean": mark("mean"),
    "sum": mark("sum"),
    "trimmed": mark("trimmed mean"),
    "weighted": mark("weighted electorates"),
    "last": mark("last"),
    "best": mark("best"),
    "worst": mark("worst"),
    "half-up": mark("half up"),
    "half-even": mark("half to even"),
    "down": mark("down"),
    "up": mark("up"),
    "started": mark("also one begun part-way"),
    "whole": mark("only whole ones"),
    "in-period": mark("of the period itself"),
    "after-period": mark("of the period that follows"),
    "all-in": mark("all come in"),
    "all-out": mark("all stay out"),
    "all-lost": mark("all is lost"),
    "rounded": mark("as rounded"),
    "exact": mark("before rounding"),
    "total": mark("the whole score"),
    "indicator": mark("the indicator"),
    "honours": mark("the right to a top place or a grade"),
    "headings": mark("caps of headings"),
    "only-over": mark("conditional indicators"),
    "bounds": mark("bounds of the score"),
    "vetoes": mark("zero tolerance"),
    "corrections": mark("corrections"),
    "scale": mark("the others are weighed up"),
    "votes": mark("votes"),
    "share": mark("share of the votes"),
    "points": mark("points"),
    "place": mark("place"),
    "due": mark("fell due in the period"),
    "open": mark("still open at its end"),
    "target": mark("a target"),
    "before": mark("the period before"),
    "start": mark("the beginning points"),
}
_HIDDEN = ("id", "title", "clause", "steps", "template")
_EMPTY: tuple[Any, ...] = (None, (), {}, False)


@dataclass(frozen=True)
class Article:
    """One rule in words: its number, its part, its id, title and clause, and its parts."""

    number: int
    part: str
    rule: Cited | Step | BaseModel
    lines: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it in two packs: part, id, and the day from which it is in force."""
        return self.part, getattr(self.rule, "id", ""), str(getattr(self.rule, "since", None) or "")


def articles(pack: Pack) -> tuple[Article, ...]:
    """Every rule of a pack as an article, numbered through; the steps of a ladder follow it."""
    writer = _Writer(pack)
    found: list[Article] = []
    for part in PARTS:
        for rule in getattr(pack, part):
            found.append(Article(len(found) + 1, part, rule, tuple(writer.lines(rule))))
            if isinstance(rule, Ladder):
                for step in rule.steps:
                    found.append(Article(len(found) + 1, part, step, tuple(writer.lines(step))))
    return tuple(found)


def article_text(pack: Pack, article: Article) -> str:
    """An article as text: its head, then its parts, each on a line."""
    rule = article.rule
    clause = getattr(rule, "clause", None)
    head = say("Rule {number}").format(number=article.number) + f"  {getattr(rule, 'title', None) or ''}"
    told = f"{clause}: {pack.clauses.get(clause, '')}" if clause else ""
    first = " · ".join(part for part in (str(getattr(rule, "id", "")), told) if part)
    lines = [head, f"  {first}", *(f"  {label}{say(': ')}{text}" for label, text in article.lines)]
    return "\n".join(lines) + "\n"


def pack_text(pack: Pack, only: str | None = None) -> str:
    """The whole pack, or the articles of one id."""
    out: list[str] = []
    if only is None:
        since = say("in force since {day}").format(day=pack.since)
        out.append(f"{pack.title}\n{pack.issuer} · {pack.source} · {since}\n")
        if pack.history:
            out.append(say("Dated history: kept as it was, though parts would not be allowed today.") + "\n")
        out.extend(f"{note}\n" for note in pack.notes)
    part = None
    for article in articles(pack):
        if only not in (None, getattr(article.rule, "id", "")):
            continue
        if only is None and article.part != part:
            part = article.part
            out.append(f"\n== {say(PARTS[part])} ==\n")
        out.append(article_text(pack, article))
    return "\n".join(out)


_EVENTS = {name for kind in KINDS.values() for name in kind.events}


def _field(name: str) -> str:
    """A field in words; each part of a route that follows a link."""
    return "·".join(say(FIELDS.get(part, part)) for part in name.split("."))


def _titles(parts: Iterable[Any]) -> dict[str, str]:
    return {part.id: part.title for part in parts}


class _Writer:
    """Puts the values of rules into words, with the titles of what they name."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        grades = (g for r in pack.rankings if r.grades for g in r.grades.grades)
        steps = [step for ladder in pack.ladders for step in ladder.steps]
        kinds = {kind.id: kind.title for kind in pack.notices}
        self.titles: dict[str, dict[str, str]] = {
            "cohort": _titles(pack.cohorts),
            "obligation": _titles(pack.obligations),
            "notice": kinds,
            "step": {step.id: step.title or kinds.get(step.notice, step.id) for step in steps},
            "heading": _titles(pack.headings),
            "indicator": _titles(pack.indicators),
            "indicator or heading": _titles((*pack.indicators, *pack.headings)),
            "ranking": _titles(pack.rankings),
            "grade": _titles(grades),
            "paper": _titles(pack.papers),
            "figure": dict(pack.words.get("figures", {})),
        }

    def lines(self, rule: BaseModel) -> Iterator[tuple[str, str]]:
        """The parts of a rule that say something, each with its label."""
        for name, info in type(rule).model_fields.items():
            value = getattr(rule, name)
            if name in _HIDDEN or any(value is empty or value == empty for empty in _EMPTY):
                continue
            if value == info.default and name != "at_least":
                continue
            yield say(LABELS.get(name, name)), self.said(info, value)

    def said(self, info: FieldInfo, value: Any) -> str:
        """A field's value in words; a word out of a fixed choice by that choice."""
        values = value if isinstance(value, tuple) else (value,)
        if any(isinstance(mark, KindName) for mark in marks_of(info)):
            return say(KIND_WORDS.get(str(value), str(value)))
        if any(get_origin(part) is Literal for part in parts_of(info.annotation)):
            return "、".join(say(CHOICES.get(str(one), str(one))) for one in values)
        named = next((mark.what for mark in marks_of(info) if isinstance(mark, Names)), None)
        if named not in self.titles:
            return self.text(value)
        titles = self.titles[named or ""]
        if isinstance(value, dict):
            return "；".join(f"{titles.get(key, key)} {self.text(part)}" for key, part in value.items())
        return "、".join(titles.get(str(one), str(one)) for one in values)

    def text(self, value: Any) -> str:
        """A value in words."""
        for types, way in _WAYS:
            if isinstance(value, types):
                return way(self, value)
        return self._name(str(value))

    def quota(self, quota: Quota) -> str:
        return f"{quota.share}%（{say(CHOICES[quota.way])}）"

    def pairs(self, values: dict[Any, Any]) -> str:
        return "；".join(f"{self._name(str(key))} {self.text(part)}" for key, part in values.items())

    def listed(self, values: tuple[Any, ...]) -> str:
        return "、".join(self.text(part) for part in values)

    def inner(self, model: BaseModel) -> str:
        parts = []
        for name, info in type(model).model_fields.items():
            value = getattr(model, name)
            if any(value is empty or value == empty for empty in _EMPTY) or value == info.default:
                continue
            if name == "id":
                continue
            parts.append(f"{say(LABELS.get(name, name))} {self.said(info, value)}")
        return "（" + "，".join(parts) + "）" if parts else ""

    def _name(self, name: str) -> str:
        """A field, event, state or kind in words; any other name as it is."""
        head, _, rest = name.partition(".")
        if rest:
            return f"{self._name(head)}·{self._name(rest)}"
        if name in _EVENTS:
            return say(name)
        return _field(name) if name in FIELDS else say((STATES | KIND_WORDS).get(name, name))

    def _word(self, field: str, value: Any) -> str:
        """A value of a field, by the pack's vocabulary that the field takes its words from."""
        if isinstance(value, tuple):
            return "、".join(self._word(field, one) for one in value)
        head = field.rpartition(".")[2]
        for name in _VOCABULARIES.get(head, ()):
            if value in self.pack.words.get(name, {}):
                return self.pack.words[name][value]
        return self.text(value)

    def where(self, where: Where) -> str:
        parts = [self._test(name, test) for name, test in where.tests.items()]
        if where.lasts:
            parts.append(self.inner(where.lasts))
        for text, inner in ((mark("and"), where.all), (mark("or"), where.any)):
            if inner:
                parts.append(f" {say(text)} ".join(f"（{self.where(w)}）" for w in inner))
        parts.extend(say("not {condition}").format(condition=f"（{self.where(w)}）") for w in where.none)
        return "，".join(parts)

    def _test(self, name: str, test: Test) -> str:
        shown = []
        for key, pattern in _TESTS.items():
            value = getattr(test, key)
            if value is not None:
                shown.append(say(pattern).format(value=self._word(name, value)))
        if test.present is not None:
            shown.append(say("is there") if test.present else say("is not there"))
        return f"{_field(name)} {' '.join(shown)}"

    def moment(self, moment: Moment) -> str:
        if moment.notice:
            step = self.titles["step"].get(moment.notice, moment.notice)
            return say("the notice “{step}” is issued").format(step=step)
        if moment.met:
            rule = self.titles["obligation"].get(moment.met, moment.met)
            return say("“{rule}” is met").format(rule=rule)
        if moment.record is None:
            rest = f"（{self.where(moment.where)}）" if moment.where.tests else ""
            return f"{self._name(moment.event or '')}{rest}"
        kind = KINDS[moment.record]
        parts = [self._name(moment.record)]
        parts.extend(self.where(w) for w in (moment.where, moment.item) if w.tests or w.any or w.lasts)
        parts.append(say("dated by {field}").format(field=self._name(moment.dated or kind.born)))
        if moment.unit:
            parts.append(say("of the unit as {field}").format(field=self._name(moment.unit)))
        if moment.link:
            parts.append(say("naming it in {field}").format(field=self._name(moment.link)))
        return "，".join(parts)

    def due(self, due: Due) -> str:
        if due.field:
            return say("on {field}").format(field=self._name(due.field))
        if due.after:
            return say("within {length}").format(length=_length(due.after))
        if due.before:
            return say("{length} before").format(length=_length(due.before))
        month = say("month {month}").format(month=due.month) if due.month else say("the month")
        later = due.plus_months or 0
        if later:
            month = say("{count} months later").format(count=later)
        if due.plus_years:
            month = say("{count} years later").format(count=due.plus_years) + " " + month
        if due.working_day is not None:
            day = say("working day {day}").format(day=due.working_day)
        else:
            day = say("its last day") if due.day == "last" else say("day {day}").format(day=due.day)
        return f"{month} {day}"

    def owed(self, owed: Owed) -> str:
        text = self._name(owed.role or owed.unit or "") or say("the unit itself")
        if owed.cohort:
            text = self.titles["cohort"].get(owed.cohort, owed.cohort)
        return say("the unit above {unit}").format(unit=text) if owed.above else text


_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "kind": ("meetings", "items", "units"),
    "stage": ("stages",),
    "class": ("classes", "honours"),
    "to": ("classes",),
    "act": ("acts",),
}
"""The vocabularies that a field's words may be from."""

_TESTS = {
    "is_": mark("is {value}"),
    "one_of": mark("is one of {value}"),
    "not_": mark("is not {value}"),
    "before": mark("before {value}"),
    "after": mark("after {value}"),
    "at_least": mark("at least {value}"),
    "at_most": mark("at most {value}"),
    "contains": mark("has {value}"),
}
_UNITS = {
    "years": mark("{count} years"),
    "months": mark("{count} months"),
    "weeks": mark("{count} weeks"),
    "days": mark("{count} days"),
    "working_days": mark("{count} working days"),
}


def _length(length: NaturalLength | Length) -> str:
    found = ((pattern, getattr(length, name, 0)) for name, pattern in _UNITS.items())
    return " ".join(say(pattern).format(count=count) for pattern, count in found if count) or "0"


def _yes_or_no(_: _Writer, value: bool) -> str:
    return say("yes") if value else say("no")


def _plain(_: _Writer, value: object) -> str:
    return str(value)


_WAYS: tuple[tuple[type | tuple[type, ...], Callable[[_Writer, Any], str]], ...] = (
    (bool, _yes_or_no),
    ((Decimal, int, date), _plain),
    (NaturalLength, lambda _, value: _length(value)),
    (Where, _Writer.where),
    (Moment, _Writer.moment),
    (Due, _Writer.due),
    (Owed, _Writer.owed),
    (Quota, _Writer.quota),
    (BaseModel, _Writer.inner),
    (dict, _Writer.pairs),
    (tuple, _Writer.listed),
)
"""How each type of value is put into words; the first that fits."""


def changes(old: Pack, new: Pack) -> tuple[tuple[str, Article, tuple[tuple[str, str, str], ...]], ...]:
    """What changed between two packs: `added`, `removed` or `changed`, the article, and what differs."""
    before = {article.key: article for article in articles(old)}
    after = {article.key: article for article in articles(new)}
    found: list[tuple[str, Article, tuple[tuple[str, str, str], ...]]] = []
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            found.append(("removed", before[key], ()))
        elif key not in before:
            found.append(("added", after[key], ()))
        elif parts := tuple(_differences(before[key], after[key])):
            found.append(("changed", after[key], parts))
    return tuple(found)


def _differences(old: Article, new: Article) -> Iterator[tuple[str, str, str]]:
    before, after = dict(_all_lines(old)), dict(_all_lines(new))
    for label in dict.fromkeys((*before, *after)):
        if before.get(label) != after.get(label):
            yield label, before.get(label, ""), after.get(label, "")


def _all_lines(article: Article) -> Iterator[tuple[str, str]]:
    yield say("Title"), str(getattr(article.rule, "title", "") or "")
    yield say("Clause"), str(getattr(article.rule, "clause", "") or "")
    yield from article.lines
