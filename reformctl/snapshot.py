"""A snapshot: the ledger and the rules as they stood on one day."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.models import Unit
from reformctl.rulebook.pack import Cohort, Pack
from reformctl.rulebook.rulebook import Rulebook


@dataclass(frozen=True)
class Snapshot:
    """What was known on `as_of`; anything dated later is invisible. `revision` names the books read.

    Facts are those dated by `as_of`. What was later decided *about* a period, its closing and the
    corrections posted in it, is known up to `knows`: `at` asks about an earlier day and keeps it.
    `kept` is the room where derived results are kept for this one day, so that each is worked out once.
    """

    ledger: Ledger
    rulebook: Rulebook
    as_of: date
    revision: str | None = None
    known: date | None = None
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _days: dict[tuple[date, date], "Snapshot"] = field(default_factory=dict, repr=False, compare=False)

    @property
    def knows(self) -> date:
        """The day up to which closings and corrections are known."""
        return max(self.as_of, self.known or self.as_of)

    def at(self, day: date) -> "Snapshot":
        """The same books asked about another day, from this one."""
        self._days.setdefault((self.as_of, self.knows), self)
        spot = (day, max(day, self.knows))
        if spot not in self._days:
            self._days[spot] = replace(self, as_of=day, known=self.knows, kept={})
        return self._days[spot]

    def borrow(self, other: "Snapshot", day: date) -> None:
        """Take another snapshot's day for one's own, where both books are known to say the same on it."""
        self._days[day, max(day, self.knows)] = other.at(day)

    def asked_on(self, day: date) -> "Snapshot":
        """The same books as they would have been asked on a day, nothing decided later being known."""
        return replace(self, as_of=day, known=None, kept={}, _days={})

    @property
    def pack(self) -> Pack:
        """The rules pack."""
        return self.rulebook.pack

    @cached_property
    def seen(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each kind as far as they were dated by the day."""
        return {
            kind: tuple(e for e in (entry.seen(self.as_of) for entry in entries) if e)
            for kind, entries in self.ledger.by_kind.items()
        }

    @cached_property
    def decided(self) -> dict[str, tuple[Entry, ...]]:
        """The closings and corrections known by `knows`, by kind."""
        return {
            kind: tuple(e for e in (entry.seen(self.knows) for entry in self.ledger.of(kind)) if e)
            for kind in ("closing", "correction")
        }

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The visible entries by id."""
        return {entry.id: entry for entries in self.seen.values() for entry in entries}

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The visible entries of a kind."""
        return self.seen.get(kind, ())

    def name(self, unit_id: str) -> str:
        """A unit's name, or its id where the ledger has no such unit."""
        entry = self.by_id.get(unit_id)
        return entry.caption if entry else unit_id

    def value(self, entry: Entry, name: str) -> Any:
        """A field of an entry; `lead.kind` follows a link to the record it names."""
        head, _, rest = name.partition(".")
        value = entry.value(head)
        if not rest:
            return value
        target = self.by_id.get(value) if isinstance(value, str) else None
        return self.value(target, rest) if target else None

    def members(self, cohort_id: str, on: date | None = None) -> tuple[Entry, ...]:
        """The units of a cohort on a day, in the official order."""
        day = on or self.as_of
        cohort = self.rulebook.cohorts[cohort_id]
        return tuple(entry for entry in self.units if self._belongs(entry, cohort, day))

    @cached_property
    def units(self) -> tuple[Entry, ...]:
        """All visible units, in the official order."""
        return tuple(sorted(self.of("unit"), key=lambda e: (e.value("order"), e.id)))

    def _belongs(self, entry: Entry, cohort: Cohort, day: date) -> bool:
        unit = entry.record
        assert isinstance(unit, Unit)  # noqa: S101 - of("unit") holds nothing else
        in_force = unit.since <= day and (unit.until is None or day <= unit.until)
        return in_force and cohort.units.holds(lambda name: self.value(entry, name))

    def expand(self, unit_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Units with each set of units (one with members) in its members' place."""
        found: dict[str, None] = {}
        for unit_id in unit_ids:
            entry = self.by_id.get(unit_id)
            members: tuple[str, ...] = entry.value("members") if entry and entry.kind.name == "unit" else ()
            found.update(dict.fromkeys(self.expand(members) if members else (unit_id,)))
        return tuple(found)
