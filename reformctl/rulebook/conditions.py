"""Conditions, the same few everywhere: a field equal to, one of, before, after, at least ….

In YAML a condition is a mapping of fields, all of which must hold:

    where:
      level: [central, provincial]     # one of
      severity: serious                # equal to
      closed: {present: false}         # a field, or an event of that name
      found: {after: 2017-03-01}
      lasts: {from: started, to: until, longer_than: {years: 3}}
      any: [{…}, {…}]                  # all, any, none nest
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from reformctl.domain.dates import Span
from reformctl.records.base import Strict
from reformctl.records.fields import Day, Points

Scalar = str | int | bool
Values = Callable[[str], Any]
"""Gives a field's value by its name; None where the record leaves it out."""


class Test(Strict):
    """A test of one field; every part that is given must hold."""

    is_: Scalar | None = Field(default=None, alias="is")
    one_of: tuple[Scalar, ...] | None = None
    not_: Scalar | None = Field(default=None, alias="not")
    present: bool | None = None
    before: Day | None = None
    after: Day | None = None
    at_least: Points | None = None
    at_most: Points | None = None
    contains: Scalar | None = None

    def holds(self, value: Any) -> bool:
        """Whether a value passes."""
        if self.present is not None and bool(value not in (None, (), "")) is not self.present:
            return False
        bounds = ((passes, getattr(self, name)) for name, passes in _PASSES.items())
        return all_hold(passes(value, bound) for passes, bound in bounds if bound is not None)


class NaturalLength(Strict):
    """A length of natural time, its parts added in this order."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def span(self) -> Span:
        """The length as date arithmetic takes it."""
        return Span(self.years, self.months, self.weeks, self.days)


class Lasts(Strict):
    """How long it is from one day of the record to another."""

    from_: str = Field(alias="from")
    to: str
    longer_than: NaturalLength | None = None
    at_most: NaturalLength | None = None

    def holds(self, values: Values) -> bool:
        """Whether both days are known and lie so far apart."""
        start, end = values(self.from_), values(self.to)
        if not (isinstance(start, date) and isinstance(end, date)):
            return False
        over = self.longer_than is None or end > self.longer_than.span.after(start)
        return over and (self.at_most is None or end <= self.at_most.span.after(start))


class Where(Strict):
    """Conditions on several fields, all of which must hold."""

    tests: dict[str, Test] = Field(default_factory=dict)
    lasts: Lasts | None = None
    all: tuple["Where", ...] = ()
    any: tuple["Where", ...] = ()
    none: tuple["Where", ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, value: Any) -> Any:
        if not isinstance(value, Mapping) or "tests" in value:
            return value
        groups = {k: v for k, v in value.items() if k in ("all", "any", "none", "lasts")}
        tests = {k: _test(v) for k, v in value.items() if k not in groups}
        return {"tests": tests, **groups}

    def holds(self, values: Values) -> bool:
        """Whether a record passes, given its field values."""
        return (
            all_hold(test.holds(values(name)) for name, test in self.tests.items())
            and (self.lasts is None or self.lasts.holds(values))
            and all_hold(w.holds(values) for w in self.all)
            and (not self.any or any_holds(w.holds(values) for w in self.any))
            and not any_holds(w.holds(values) for w in self.none)
        )

    def names(self) -> tuple[str, ...]:
        """Every field that the conditions speak of."""
        nested = (name for w in (*self.all, *self.any, *self.none) for name in w.names())
        lasting = (self.lasts.from_, self.lasts.to) if self.lasts else ()
        return (*self.tests, *lasting, *nested)


all_hold, any_holds = all, any
ALWAYS = Where()


def _test(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple | list):
        return {"one_of": tuple(value)}
    return {"is": value}


def _equal(value: Any, bound: Any) -> bool:
    return bool(value == bound)


def _unequal(value: Any, bound: Any) -> bool:
    return bool(value != bound)


def _one_of(value: Any, bound: Any) -> bool:
    return value in bound


def _before(value: Any, bound: date) -> bool:
    return isinstance(value, date) and value < bound


def _after(value: Any, bound: date) -> bool:
    return isinstance(value, date) and value > bound


def _at_least(value: Any, bound: Decimal) -> bool:
    return value is not None and not isinstance(value, str | date) and _size(value) >= bound


def _at_most(value: Any, bound: Decimal) -> bool:
    return value is not None and not isinstance(value, str | date) and _size(value) <= bound


def _contains(value: Any, bound: Any) -> bool:
    return isinstance(value, tuple) and bound in value


def _size(value: Any) -> Decimal:
    return Decimal(len(value)) if isinstance(value, tuple) else Decimal(value)


_PASSES: dict[str, Callable[[Any, Any], bool]] = {
    "is_": _equal,
    "one_of": _one_of,
    "not_": _unequal,
    "before": _before,
    "after": _after,
    "at_least": _at_least,
    "at_most": _at_most,
    "contains": _contains,
}
