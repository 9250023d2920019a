"""Dated events: whatever changes with time in a record, each in a type of its own."""

from typing import ClassVar, Literal

from reformctl.records.base import Event
from reformctl.records.fields import (
    ActWord,
    ClassWord,
    Day,
    Deadline,
    MeetingRef,
    Slug,
    StageWord,
    Text,
    UnitRef,
)


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
    stage: StageWord
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


class Passed(Event):
    """A stage of the course that the pack lays down was passed, such as checked, approved or filed."""

    verb: ClassVar[str] = "pass"
    event: Literal["passed"]
    stage: StageWord
    unit: UnitRef | None = None
    """Which unit passed it, where each of several must."""
    title: Text | None = None


class Contacted(Event):
    """The unit turned to the level above."""

    verb: ClassVar[str] = "contact"
    event: Literal["contacted"]
    text: Text


class Won(Event):
    """The bid was granted."""

    verb: ClassVar[str] = "win"
    settles: ClassVar[str | None] = "closed"
    event: Literal["won"]
    text: Text | None = None


class Lost(Event):
    """The bid was refused."""

    verb: ClassVar[str] = "lose"
    settles: ClassVar[str | None] = "closed"
    event: Literal["lost"]
    text: Text | None = None


class Acted(Event):
    """What a leader did in person for what he claimed."""

    verb: ClassVar[str] = "act"
    event: Literal["acted"]
    act: ActWord
    text: Text


class Moved(Event):
    """Another class from this day on."""

    verb: ClassVar[str] = "move"
    event: Literal["moved"]
    to: ClassWord
    why: Text | None = None


class Commented(Event):
    """The office's comment."""

    verb: ClassVar[str] = "comment"
    event: Literal["commented"]
    text: Text


class Granted(Event):
    """An award was granted."""

    verb: ClassVar[str] = "grant"
    event: Literal["granted"]
    text: Text | None = None


class Confirmed(Event):
    """A post confirmed the marks."""

    verb: ClassVar[str] = "confirm"
    event: Literal["confirmed"]
    by: Text


class Decided(Event):
    """A named post decided an appeal."""

    verb: ClassVar[str] = "decide"
    settles: ClassVar[str | None] = "closed"
    event: Literal["decided"]
    by: Text
    outcome: Literal["upheld", "partly", "rejected"]
    why: Text


class Reopened(Event):
    """A closed period was opened again, for a reason."""

    verb: ClassVar[str] = "reopen"
    settles: ClassVar[str | None] = "withdrawn"
    event: Literal["reopened"]
    by: Text
    why: Text
