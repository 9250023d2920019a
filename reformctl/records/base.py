"""The shape that all records share: strict, frozen, closed to unknown fields, with dated events."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from reformctl.records.fields import Day, Text


class Strict(BaseModel):
    """A frozen value that takes no unknown field and guesses no type."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True)


class Event(Strict):
    """Something that happened to a record on a day; `verb` is the command that writes it."""

    verb: ClassVar[str]
    settles: ClassVar[str | None] = None
    """The status that the event gives its record, where it changes it."""

    on: Day
    by: Text | None = None
    note: Text | None = None


class Record(Strict):
    """One file of the ledger."""

    id: str
    note: Text | None = None

    @property
    def history(self) -> tuple[Event, ...]:
        """The record's events in the order of their days; a kind without events has none."""
        return tuple(sorted(getattr(self, "events", ()), key=_by_day))


def _by_day(event: Event) -> Any:
    return event.on
