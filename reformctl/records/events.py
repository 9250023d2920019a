"""Dated events: whatever changes with time in a record, each in a type of its own."""

from typing import ClassVar, Literal

from reformctl.records.base import Event
from reformctl.records.fields import Day, Deadline, MeetingRef, Slug, Text, UnitRef


class Signed(Event):
    """The unit signed for the record (or one side signed it)."""

    verb: ClassVar[str] = "sign"
    event: Literal["signed"]
    party: Literal["unit", "inspected", "team"] = "unit"
    unit: UnitRef | None = None
    """Which unit signed, where a record has several."""


class Progress(Event):
    """A progress entry."""

    verb: ClassVar[str] = "progress"
    event: Literal["progress"]
    text: Text


class Reached(Event):
    """A milestone was reached."""

    verb: ClassVar[str] = "reach"
    event: Literal["reached"]
    milestone: Slug


class Extended(Event):
    """A later due day, asked for before the old one and approved by a post."""

    verb: ClassVar[str] = "extend"
    event: Literal["extended"]
    asked: Day
    to: Deadline
    by: Text
    why: Text


class Paused(Event):
    """The clock stands still from this day."""

    verb: ClassVar[str] = "pause"
    event: Literal["paused"]
    why: Text


class Resumed(Event):
    """The clock runs again from this day."""

    verb: ClassVar[str] = "resume"
    event: Literal["resumed"]


class Reassigned(Event):
    """Another unit, officer or leader takes the record over."""

    verb: ClassVar[str] = "reassign"
    event: Literal["reassigned"]
    lead: UnitRef | None = None
    officer: Text | None = None
    leader: Text | None = None
    why: Text


class Done(Event):
    """The unit claims that the work is done; it is not verified by that."""

    verb: ClassVar[str] = "done"
    settles: ClassVar[str | None] = "claimed"
    event: Literal["done"]
    text: Text | None = None


class Returned(Event):
    """A claim was checked and sent back."""

    verb: ClassVar[str] = "return"
    settles: ClassVar[str | None] = "open"
    event: Literal["returned"]
    why: Text


class Closed(Event):
    """Struck off: verified, on evidence."""

    verb: ClassVar[str] = "close"
    settles: ClassVar[str | None] = "closed"
    event: Literal["closed"]
    evidence: tuple[Text, ...] = ()


class Kept(Event):
    """Kept open as long-running work, with a remark."""

    verb: ClassVar[str] = "keep"
    settles: ClassVar[str | None] = "kept"
    event: Literal["kept"]
    remark: Text


class Withdrawn(Event):
    """Ended without being done: cancelled, merged, taken back, or left by a pilot that failed."""

    verb: ClassVar[str] = "withdraw"
    settles: ClassVar[str | None] = "withdrawn"
    event: Literal["withdrawn"]
    why: Text


class Conveyed(Event):
    """A superior document was conveyed."""

    verb: ClassVar[str] = "convey"
    event: Literal["conveyed"]
    meeting: MeetingRef | None = None


class Ledgered(Event):
    """A superior document was broken down into a ledger."""

    verb: ClassVar[str] = "ledger"
    event: Literal["ledgered"]


class Drafted(Event):
    """A draft is ready for the meeting."""

    verb: ClassVar[str] = "draft"
    event: Literal["drafted"]


class Issued(Event):
    """The supporting document was issued."""

    verb: ClassVar[str] = "issue"
    settles: ClassVar[str | None] = "closed"
    event: Literal["issued"]
    title: Text
    number: Text | None = None


class Unneeded(Event):
    """No supporting document is needed, for a reason."""

    verb: ClassVar[str] = "unneeded"
    settles: ClassVar[str | None] = "closed"
    event: Literal["unneeded"]
    why: Text


class Rectified(Event):
    """The unit reports a finding put right."""

    verb: ClassVar[str] = "rectify"
    settles: ClassVar[str | None] = "claimed"
    event: Literal["rectified"]
    evidence: tuple[Text, ...] = ()


class Rechecked(Event):
    """The office looked again."""

    verb: ClassVar[str] = "recheck"
    event: Literal["rechecked"]
    passed: bool


class Evaluated(Event):
    """A stage or final evaluation."""

    verb: ClassVar[str] = "evaluate"
    event: Literal["evaluated"]
    stage: Literal["stage", "final"]
    result: Text


class Summarized(Event):
    """The summary was handed in."""

    verb: ClassVar[str] = "summarize"
    event: Literal["summarized"]
    title: Text | None = None


class Raised(Event):
    """Sent up to a higher level for a decision."""

    verb: ClassVar[str] = "raise"
    event: Literal["raised"]
    to: Literal["central", "provincial", "city"]


class Replied(Event):
    """The recipient answered."""

    verb: ClassVar[str] = "reply"
    settles: ClassVar[str | None] = "closed"
    event: Literal["replied"]
    text: Text


class Cancelled(Event):
    """Taken back by the office that issued it."""

    verb: ClassVar[str] = "cancel"
    settles: ClassVar[str | None] = "withdrawn"
    event: Literal["cancelled"]
    by: Text
    why: Text
