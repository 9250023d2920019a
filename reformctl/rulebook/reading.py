"""From a pack's document to a rulebook, or to all that is wrong with the pack.

The names in a pack are marked in the types of its models (`naming.py`); one walk over the pack holds each
against what there is. What no name says alone, such as weights that do not add up, is `consistency.py`.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from reformctl.diagnostics import Diagnostic, nearest
from reformctl.records.kinds import KINDS
from reformctl.records.reading import read_model
from reformctl.records.shape import FieldShape, shape_of
from reformctl.rulebook.calendar import WorkCalendar
from reformctl.rulebook.conditions import Test, Where
from reformctl.rulebook.consistency import inconsistencies
from reformctl.rulebook.naming import FieldName, KindName, Names, Scope, Scoped, Whose
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rulebook import Rulebook
from reformctl.rulebook.scoring import Amount, Table
from reformctl.source import Document, Place, Route

_VIRTUAL = ("status",)


def read_rulebook(
    document: Document, states: Collection[str], calendar: WorkCalendar | None = None
) -> Rulebook | tuple[Diagnostic, ...]:
    """The rulebook that a document makes; `states` are the states an obligation can be in."""
    pack = read_model(Pack, document)
    if isinstance(pack, tuple):
        return pack
    found = (*_Reader(pack, document, states).problems(), *inconsistencies(pack, document))
    return found or Rulebook(pack, document, calendar or WorkCalendar())


def names_of(pack: Pack, states: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What the names in a pack may stand for, by what they name."""
    headings, indicators = _ids(pack.headings), _ids(pack.indicators)
    grades = (grade.id for r in pack.rankings if r.grades for grade in r.grades.grades)
    return {
        "obligation": _ids(pack.obligations),
        "cohort": _ids(pack.cohorts),
        "notice": _ids(pack.notices),
        "step": tuple(step.id for ladder in pack.ladders for step in ladder.steps),
        "heading": headings,
        "indicator": indicators,
        "indicator or heading": (*indicators, *headings),
        "ranking": _ids(pack.rankings),
        "grade": tuple(grades),
        "paper": _ids(pack.papers),
        "figure": tuple(pack.words.get("figures", {})),
        "state": tuple(states),
        "clause": tuple(pack.clauses),
    }


def _ids(parts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.id for part in parts))


class _Reader:
    """Holds every name of a pack against the pack itself and against the record schemas."""

    def __init__(self, pack: Pack, document: Document, states: Collection[str]) -> None:
        self.pack, self.document = pack, document
        self.known = names_of(pack, states)

    def problems(self) -> Iterator[Diagnostic]:
        """Every name that stands for nothing."""
        yield from self._model(self.pack, Scope(), ())

    def _trouble(
        self, code: str, route: Route, near: str | None = None, *, at_key: bool = False, **facts: object
    ) -> Diagnostic:
        shown = {name: str(value) for name, value in facts.items()}
        return Diagnostic(code, Place(self.document.source, route, at_key=at_key), shown, near)

    def _model(self, model: BaseModel, outer: Scope, route: Route) -> Iterator[Diagnostic]:
        scope = model.scope(outer) if isinstance(model, Scoped) else outer
        for name, info in type(model).model_fields.items():
            value = getattr(model, name)
            if value is None or value == ():
                continue
            inner = (*route, info.alias or name)
            yield from self._value(value, marks_of(info), scope, inner)
        if isinstance(model, Amount | Table):
            yield from self._valued(model, scope, route)

    def _value(self, value: Any, marks: list[Any], scope: Scope, route: Route) -> Iterator[Diagnostic]:
        if isinstance(value, Where):
            whose = next((m.whose for m in marks if isinstance(m, Whose)), "subject")
            yield from self._where(value, scope, whose, route)
        elif isinstance(value, BaseModel):
            yield from self._model(value, scope, route)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from self._value(item, marks, scope, (*route, index))
        elif isinstance(value, Mapping):
            for key in value:
                yield from self._named(key, marks, scope, (*route, key))
        elif isinstance(value, str):
            yield from self._named(value, marks, scope, route)

    def _named(self, value: str, marks: list[Any], scope: Scope, route: Route) -> Iterator[Diagnostic]:
        for mark in marks:
            if isinstance(mark, Names):
                yield from self._of_pack(value, mark.what, self._in_document(route))
            elif isinstance(mark, KindName):
                if value not in KINDS:
                    known = ", ".join(KINDS)
                    yield self._trouble("P104", route, nearest(value, KINDS), name=value, known=known)
            elif isinstance(mark, FieldName):
                yield from self._field(value, scope, mark.whose, self._in_document(route))

    def _of_pack(self, value: str, what: str, route: Route) -> Iterator[Diagnostic]:
        known = self.known[what]
        if value in known:
            return
        near = nearest(value, known)
        if what == "clause":
            yield self._trouble("P105", route, near, name=value)
        elif what == "state":
            yield self._trouble("P109", route, near, name=value, known=", ".join(known))
        else:
            yield self._trouble("P102", route, near, name=value, what=what, known=", ".join(known))

    def _where(self, where: Where, scope: Scope, whose: str, route: Route) -> Iterator[Diagnostic]:
        for name, test in where.tests.items():
            troubles = [*self._field(name, scope, whose, (*route, name))]
            yield from troubles or self._test(test, self._shape(name, scope, whose), (*route, name))
        if where.lasts:
            for key, name in (("from", where.lasts.from_), ("to", where.lasts.to)):
                yield from self._field(name, scope, whose, (*route, "lasts", key))
        for key in ("all", "any", "none"):
            for index, inner in enumerate(getattr(where, key)):
                yield from self._where(inner, scope, whose, (*route, key, index))

    def _test(self, test: Test, shape: FieldShape | None, route: Route) -> Iterator[Diagnostic]:
        """The values of a test on a field that has a fixed choice of words; and whether it can hold."""
        low, high = test.at_least, test.at_most
        if (low is not None and high is not None and low > high) or (
            test.after and test.before and test.after >= test.before
        ):
            yield self._trouble("P111", route, id=route[1] if len(route) > 1 else "", problem=route[-1])
        known = self._words(shape)
        for key, value in (("is", test.is_), ("not", test.not_), ("one_of", test.one_of)):
            values = value if isinstance(value, tuple) else (value,)
            for index, word in enumerate(values):
                if known and word is not None and word not in known:
                    spot = (*route, key, index) if isinstance(value, tuple) else (*route, key)
                    yield self._unknown_word(word, known, self._in_document(spot))

    def _unknown_word(self, word: Any, known: Collection[str], route: Route) -> Diagnostic:
        near = nearest(str(word), known)
        return self._trouble("P110", route, near, name=word, known=", ".join(known))

    def _valued(self, model: Amount | Table, scope: Scope, route: Route) -> Iterator[Diagnostic]:
        """The values that a table of points names, held against those that the field can have."""
        subject = scope.record or scope.subject
        if isinstance(model, Table):
            subject = model.count.record
        shape = self._shape(model.by, scope.looking_into(subject, scope.item), "item")
        known = self._words(shape)
        for word in model.values:
            if known and word not in known:
                yield self._unknown_word(word, known, (*route, "values", word))

    def _words(self, shape: FieldShape | None) -> Collection[str]:
        if shape is None:
            return ()
        return self.pack.words.get(shape.word, {}) if shape.word else shape.choices

    def _field(self, name: str, scope: Scope, whose: str, route: Route) -> Iterator[Diagnostic]:
        kind = scope.subject if whose == "subject" else scope.record
        item = {"item": scope.item, "subject": scope.subject_item, "record": None}[whose]
        if whose == "record" and kind is None:
            item = scope.item
        known = (*_fields_of(item), *_fields_of_kind(kind))
        head, _, rest = name.partition(".")
        if not known:
            return
        if head not in known:
            near = nearest(head, known)
            label = kind or (item.__name__.lower() if item else "")
            yield self._trouble("P103", route, near, name=name, kind=label, known=", ".join(known))
        elif rest and (shape := self._shape(head, scope, whose)) and shape.ref in KINDS:
            yield from self._field(rest, Scope().about(shape.ref), "subject", route)

    def _shape(self, name: str, scope: Scope, whose: str) -> FieldShape | None:
        kind = scope.subject if whose == "subject" else scope.record
        item = scope.subject_item if whose == "subject" else scope.item
        head, _, rest = name.partition(".")
        own = shape_of(item).get(head) if item and (whose != "record" or kind is None) else None
        found = own or (KINDS[kind].fields.get(head) if kind in KINDS else None)
        if found and rest:
            return self._shape(rest, Scope().about(found.ref), "subject")
        return found

    def _in_document(self, route: Route) -> Route:
        """A route without the steps that a short form leaves out, such as the `is` of a bare value."""
        data: Any = self.document.data
        for index, step in enumerate(route):
            held: Mapping[Any, Any] = dict(enumerate(data)) if isinstance(data, tuple) else data
            if not isinstance(held, Mapping) or step not in held:
                return route[:index]
            data = held[step]
        return route


def marks_of(info: FieldInfo) -> list[Any]:
    """The marks in a field's type, those within lists and unions included; tables give their keys'."""
    return [*info.metadata, *_inner_marks(info.annotation)]


def _inner_marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    if get_origin(annotation) is dict:
        yield from _inner_marks(get_args(annotation)[0])
        return
    for part in get_args(annotation):
        if part is not Ellipsis:
            yield from _inner_marks(part)


def _fields_of(model: type[BaseModel] | None) -> tuple[str, ...]:
    return tuple(shape_of(model)) if model else ()


def _fields_of_kind(kind: str | None) -> tuple[str, ...]:
    if kind not in KINDS:
        return ()
    return (*KINDS[kind].fields, *KINDS[kind].events, *_VIRTUAL)
