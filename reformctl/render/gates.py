"""Gates: what of a change a pipeline may be told to stop at."""

from collections.abc import Callable, Iterable, Sequence

from reformctl.derive.changes import RowChange
from reformctl.derive.consequences import Difference
from reformctl.derive.owning import Overstep
from reformctl.render.difftext import kind_of_owed
from reformctl.words import mark

Gate = Callable[[Difference, Sequence[Overstep]], bool]

GATES: dict[str, Gate] = {
    "closed-month": lambda found, _: bool(found.whole.closed),
    "rank-change": lambda found, _: any(not _same(r, "rank") for r in _rows(found)),
    "score-change": lambda found, _: any(not _same(r, "points") for r in _rows(found)),
    "overdue": lambda found, _: any(kind_of_owed(c) == "overdue" for c in found.whole.owed),
    "notice": lambda found, _: any(c.what == "falls" for c in found.whole.notices),
    "rules": lambda found, _: found.rules,
    "removed": lambda found, _: any(c.what == "removed" for c in found.records),
    "overstep": lambda _, oversteps: bool(oversteps),
}
"""By name: whether a change is stopped."""

GATE_WORDS = {
    "closed-month": mark("a closed period is touched"),
    "rank-change": mark("a place changes"),
    "score-change": mark("a score changes"),
    "overdue": mark("something becomes overdue"),
    "notice": mark("a notice falls due"),
    "rules": mark("rules are changed"),
    "removed": mark("a record is struck off the books"),
    "overstep": mark("someone went beyond their rights"),
}


def stopped(found: Difference, oversteps: Sequence[Overstep], wanted: Iterable[str]) -> tuple[str, ...]:
    """The gates that stop a change, of those wanted."""
    return tuple(name for name in wanted if GATES[name](found, oversteps))


def _rows(found: Difference) -> list[RowChange]:
    return [row for table in found.whole.tables for row in table.rows]


def _same(row: RowChange, name: str) -> bool:
    return bool(row.before and row.after and getattr(row.before, name) == getattr(row.after, name))
