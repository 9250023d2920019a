"""The marks and figures that people gave, by period and name, from mark sheets and ratings."""

from dataclasses import dataclass
from decimal import Decimal

from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.models import MarkSheet
from reformctl.snapshot import Snapshot
from reformctl.source import Place

Index = dict[tuple[str, str], tuple[Entry, ...]]


@dataclass(frozen=True)
class Given:
    """A mark that a sheet gives a unit."""

    entry: Entry
    name: str
    unit: str
    points: Decimal

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.entry.place(("marks", self.name, self.unit))

    @property
    def electorate(self) -> str | None:
        """Whose mark it is, where the sheet says so."""
        found: str | None = self.entry.value("electorate")
        return found


def given(snapshot: Snapshot, name: str, period: Period, unit: str) -> tuple[Given, ...]:
    """The marks under a name for a unit in a period, in the order of the sheets."""
    return tuple(
        Given(entry, name, unit, sheet.marks[name][unit])
        for entry in _sheets(snapshot).get((str(period), name), ())
        if isinstance(sheet := entry.record, MarkSheet) and unit in sheet.marks[name]
    )


def _sheets(snapshot: Snapshot) -> Index:
    if "sheets" not in snapshot.kept:
        index: Index = {}
        for entry in (*snapshot.of("marks"), *snapshot.of("rating")):
            sheet = entry.record
            if isinstance(sheet, MarkSheet) and entry.status != "withdrawn":
                for name in sheet.marks:
                    key = (sheet.period, name)
                    index[key] = (*index.get(key, ()), entry)
        snapshot.kept["sheets"] = index
    found: Index = snapshot.kept["sheets"]
    return found
