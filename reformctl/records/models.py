"""The kinds of record, each a strict frozen model.

Sources: Zibo running rules 2017 (articles 3 to 16), Jiaxing 2016-24, Yinchuan twenty measures,
Sichuan implementation opinions 2016; `docs/ledger-format.md` lists the fields.
"""

from typing import Annotated, Literal

from pydantic import Field

from reformctl.records import events as ev
from reformctl.records.base import Record, Strict
from reformctl.records.fields import (
    ClassWord,
    Day,
    Deadline,
    DocumentRef,
    HonourWord,
    InspectionRef,
    ItemWord,
    MeetingWord,
    PeriodLabel,
    Points,
    RecordRef,
    Slug,
    Text,
    UnitRef,
)

Level = Literal["central", "provincial", "city", "local"]

TaskEvent = Annotated[
    ev.Signed
    | ev.Progress
    | ev.Reached
    | ev.Extended
    | ev.Paused
    | ev.Resumed
    | ev.Reassigned
    | ev.Done
    | ev.Returned
    | ev.Closed
    | ev.Kept
    | ev.Withdrawn,
    Field(discriminator="event"),
]
PilotEvent = Annotated[
    ev.Signed
    | ev.Progress
    | ev.Passed
    | ev.Raised
    | ev.Reached
    | ev.Extended
    | ev.Reassigned
    | ev.Evaluated
    | ev.Summarized
    | ev.Done
    | ev.Returned
    | ev.Closed
    | ev.Kept
    | ev.Withdrawn,
    Field(discriminator="event"),
]
FindingEvent = Annotated[
    ev.Signed
    | ev.Progress
    | ev.Extended
    | ev.Raised
    | ev.Rectified
    | ev.Rechecked
    | ev.Returned
    | ev.Closed
    | ev.Kept
    | ev.Withdrawn,
    Field(discriminator="event"),
]
DocumentEvent = Annotated[
    ev.Conveyed | ev.Ledgered | ev.Drafted | ev.Extended | ev.Issued | ev.Unneeded | ev.Withdrawn,
    Field(discriminator="event"),
]
NoticeEvent = Annotated[ev.Signed | ev.Replied | ev.Cancelled, Field(discriminator="event")]
InspectionEvent = Annotated[ev.Signed | ev.Withdrawn, Field(discriminator="event")]
PlanEvent = Annotated[
    ev.Passed | ev.Signed | ev.Progress | ev.Extended | ev.Closed | ev.Kept | ev.Withdrawn,
    Field(discriminator="event"),
]
ProjectEvent = Annotated[
    ev.Signed
    | ev.Passed
    | ev.Progress
    | ev.Moved
    | ev.Extended
    | ev.Summarized
    | ev.Done
    | ev.Returned
    | ev.Closed
    | ev.Kept
    | ev.Withdrawn,
    Field(discriminator="event"),
]
BidEvent = Annotated[
    ev.Signed | ev.Contacted | ev.Progress | ev.Won | ev.Lost | ev.Withdrawn,
    Field(discriminator="event"),
]
InnovationEvent = Annotated[
    ev.Passed | ev.Progress | ev.Commented | ev.Moved | ev.Closed | ev.Kept | ev.Withdrawn,
    Field(discriminator="event"),
]
EvaluationEvent = Annotated[ev.Passed | ev.Withdrawn, Field(discriminator="event")]
ClaimEvent = Annotated[
    ev.Acted | ev.Progress | ev.Closed | ev.Withdrawn,
    Field(discriminator="event"),
]
HonourEvent = Annotated[ev.Granted | ev.Cancelled, Field(discriminator="event")]
MarksEvent = Annotated[ev.Confirmed | ev.Withdrawn, Field(discriminator="event")]


class Milestone(Strict):
    """A dated step of a timetable."""

    name: Slug
    title: Text
    due: Deadline


class Task(Record):
    """A reform task of the breakdown ledger (Z4(二), L1, Y4, Y9)."""

    title: Text
    level: Level
    lead: UnitRef
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    owing: Literal["each", "jointly"] = "each"
    group: UnitRef | None = None
    leader: Text | None = None
    officer: Text | None = None
    source: Text | None = None
    document: DocumentRef | None = None
    opened: Day
    due: Deadline | None = None
    milestones: tuple[Milestone, ...] = ()
    tags: tuple[Slug, ...] = ()
    events: tuple[TaskEvent, ...] = ()


class Pilot(Record):
    """A reform pilot of the pilot ledger (Z11(五), J4, Y6, S9)."""

    title: Text
    level: Literal["national", "provincial", "city", "local"]
    approved_by: Text
    lead: UnitRef
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    group: UnitRef | None = None
    leader: Text | None = None
    officer: Text | None = None
    plan: Text | None = None
    team: Text | None = None
    objectives: tuple[Text, ...] = ()
    started: Day
    until: Deadline
    use_of_results: Text | None = None
    tags: tuple[Slug, ...] = ()
    events: tuple[PilotEvent, ...] = ()


class Finding(Record):
    """A problem found by an inspection or listed from another source (Z6(二), L2, J3, Y11, S17)."""

    title: Text
    unit: UnitRef
    found: Day
    inspection: InspectionRef | None = None
    source: Text | None = None
    field: Text | None = None
    indicator: Slug | None = None
    severity: Literal["minor", "ordinary", "serious"]
    level: Level = "city"
    lead: UnitRef | None = None
    group: UnitRef | None = None
    about: RecordRef | None = None
    """The task or pilot that the problem was found in."""
    due: Deadline | None = None
    tags: tuple[Slug, ...] = ()
    events: tuple[FindingEvent, ...] = ()


class Inspection(Record):
    """An inspection round (Z6(二), L2): full, special, covert, mutual, look-back or diagnosis."""

    title: Text
    kind: Literal["full", "special", "covert", "mutual", "look-back", "diagnosis"]
    team: Text
    leader: Text | None = None
    group: UnitRef | None = None
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    units: tuple[UnitRef, ...]
    places: tuple[Text, ...] = ()
    started: Day
    ended: Day
    report: Text | None = None
    report_on: Day | None = None
    events: tuple[InspectionEvent, ...] = ()


class SuperiorDocument(Record):
    """A superior document or meeting to convey, ledger and support (Z4, Z5)."""

    title: Text
    level: Literal["central", "provincial", "city"]
    form: Literal["document", "meeting"] = "document"
    number: Text | None = None
    follows: DocumentRef | None = None
    received: Day
    lead: UnitRef | None = None
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    group: UnitRef | None = None
    leader: Text | None = None
    timetable: Text | None = None
    events: tuple[DocumentEvent, ...] = ()


class AgendaItem(Strict):
    """One item of an agenda, in order; what it conveys or who speaks."""

    kind: ItemWord
    title: Text
    conveys: DocumentRef | None = None
    unit: UnitRef | None = None


class Meeting(Record):
    """A reform meeting with its ordered agenda (Z3, Z6(四), S4)."""

    title: Text
    kind: MeetingWord
    body: UnitRef
    held: Day
    agenda: tuple[AgendaItem, ...] = ()
    attended: tuple[UnitRef, ...] = ()
    papers: int = 0


class Cause(Strict):
    """Why a notice was issued: the ladder's step and the record or unit it stands on."""

    ladder: Slug
    step: Slug
    record: RecordRef
    obligation: Slug | None = None
    period: PeriodLabel | None = None


class Notice(Record):
    """An issued notice, with its number within its kind and year (Z5, L1, Y9, J3, S17)."""

    kind: Slug
    number: int
    title: Text
    issued: Day
    to: tuple[UnitRef, ...]
    copies: tuple[Text, ...] = ()
    addressee: Text | None = None
    """The post within the unit that it is addressed to."""
    signer: Text | None = None
    clause: Text
    causes: tuple[Cause, ...]
    deadline: Deadline | None = None
    events: tuple[NoticeEvent, ...] = ()


class Unit(Record):
    """A district, special group, department or other body that owes or is ranked."""

    name: Text
    short: Text | None = None
    aliases: tuple[Text, ...] = ()
    kind: Slug
    order: int
    parent: UnitRef | None = None
    members: tuple[UnitRef, ...] = ()
    tags: tuple[Slug, ...] = ()
    head: Text | None = None
    contact: Text | None = None
    since: Day
    until: Day | None = None


class MarkSheet(Record):
    """Scores that people gave for a period: by indicator, by unit (Z6(三), L3, Y12)."""

    title: Text | None = None
    period: PeriodLabel
    cohort: Slug
    given: Day
    by: Text
    electorate: Slug | None = None
    """Whose marks these are, where electorates are weighed against each other."""
    marks: dict[Slug, dict[UnitRef, Points]]
    events: tuple[MarksEvent, ...] = ()


class Rating(MarkSheet):
    """One unit's marks for those who inspect it: a mark sheet that says who rates (Z6(三)2)."""

    rater: UnitRef


class Votes(Record):
    """The votes that one voter, or a whole electorate, cast in a selection, by round (Z14(一))."""

    selection: Slug
    period: PeriodLabel
    electorate: Slug
    voter: UnitRef | None = None
    """The unit that voted; left out where the count is of a whole public."""
    cast: Day
    by: Text | None = None
    votes: dict[Slug, dict[RecordRef, Points]]


class Exemption(Record):
    """A fault in honest trial, or a cause beyond the unit, taken out of the account (Y17, S23)."""

    title: Text
    exempts: RecordRef
    rule: Slug | None = None
    unit: UnitRef | None = None
    granted: Day
    approved_by: Text
    ground: Text


class Publicity(Record):
    """A piece in a medium, report or brief that makes a unit's reform known (Z6(五), Z15)."""

    title: Text
    unit: UnitRef
    medium: Text
    outlet: UnitRef | None = None
    """The medium as a unit, where it owes a column of its own."""
    level: Level = "city"
    published: Day
    about: RecordRef | None = None


class Plan(Record):
    """A key-points list, group plan or major reform plan, from its drafting to its end (J1, S7, S16)."""

    title: Text
    class_: ClassWord = Field(alias="class")
    lead: UnitRef
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    group: UnitRef | None = None
    document: DocumentRef | None = None
    legislation: Text | None = None
    """The need for legislation, or that there is none."""
    year: PeriodLabel | None = None
    opened: Day
    due: Deadline | None = None
    tags: tuple[Slug, ...] = ()
    events: tuple[PlanEvent, ...] = ()


class Project(Record):
    """A breakthrough project of the rolling library (J1(三), J2(一))."""

    title: Text
    class_: ClassWord = Field(alias="class")
    lead: UnitRef
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    group: UnitRef | None = None
    leader: Text | None = None
    officer: Text | None = None
    team: Text | None = None
    entered: Day
    until: Deadline
    tags: tuple[Slug, ...] = ()
    events: tuple[ProjectEvent, ...] = ()


class PilotBid(Record):
    """A clue to a pilot and the work of winning it (Z11(二), Z11(三))."""

    title: Text
    level: Literal["national", "provincial", "city"]
    lead: UnitRef
    with_: tuple[UnitRef, ...] = Field(default=(), alias="with")
    group: UnitRef | None = None
    leader: Text | None = None
    clue: Text
    opened: Day
    due: Deadline | None = None
    pilot: RecordRef | None = None
    """The pilot that came of it."""
    tags: tuple[Slug, ...] = ()
    events: tuple[BidEvent, ...] = ()


class Innovation(Record):
    """An innovation handed in, reviewed, approved and tracked (Z12)."""

    title: Text
    unit: UnitRef
    group: UnitRef
    field: Text | None = None
    submitted: Day
    tags: tuple[Slug, ...] = ()
    events: tuple[InnovationEvent, ...] = ()


class Experience(Record):
    """An experience nominated for spreading through the city (Z14, Y7)."""

    title: Text
    unit: UnitRef
    period: PeriodLabel
    group: UnitRef | None = None
    lead: UnitRef | None = None
    """The department that leads its spreading, once it is selected."""
    districts: UnitRef | None = None
    """The units, or the set of units, that spread it."""
    to_towns: bool = False
    nominated: Day
    tags: tuple[Slug, ...] = ()
    events: tuple[InnovationEvent, ...] = ()


class Evaluation(Record):
    """An evaluation by a third party, or of effect, stage or end (Z9, Z14(三), J5, Y12, S16)."""

    title: Text
    class_: ClassWord = Field(alias="class")
    subjects: tuple[RecordRef, ...]
    units: tuple[UnitRef, ...] = ()
    evaluator: Text | None = None
    year: PeriodLabel | None = None
    opened: Day
    report: Text | None = None
    result: Text | None = None
    published_in: Text | None = None
    tags: tuple[Slug, ...] = ()
    events: tuple[EvaluationEvent, ...] = ()


class Claim(Record):
    """Reform items that a leader takes on in person (Z16, L2)."""

    title: Text
    unit: UnitRef
    leader: Text
    items: tuple[RecordRef, ...]
    claimed: Day
    tags: tuple[Slug, ...] = ()
    events: tuple[ClaimEvent, ...] = ()


class Honour(Record):
    """An honour of a unit: red list, innovation award, or one given by a level above (Y14, Y15, Y16)."""

    title: Text
    class_: HonourWord = Field(alias="class")
    unit: UnitRef
    level: Literal["national", "regional", "provincial", "city"]
    about: RecordRef | None = None
    conferred: Day
    by: Text
    money: Points | None = None
    """The reward in ten thousand yuan."""
    officer: Text | None = None
    events: tuple[HonourEvent, ...] = ()
