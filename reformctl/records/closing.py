"""A period as it was closed: scores, postings, places and duties, and what they stood on."""

from reformctl.records import events as ev
from reformctl.records.base import Record, Strict
from reformctl.records.fields import Day, PeriodLabel, Points, Slug, Text


class ClosedPosting(Strict):
    """A posting as it was published; `place` is where in its record it stands, such as events/2/on."""

    points: Points
    indicator: Slug | None = None
    rule: Slug
    title: Text
    clause: Text
    record: Text | None = None
    place: Text | None = None
    why: Text


class ClosedRow(Strict):
    """A unit's place and score as they were published."""

    unit: Text
    name: Text
    rank: int
    score: Points
    grade: Slug | None = None
    top_run: int = 0
    foot_run: int = 0
    barred: bool = False
    """Whether its last posting is a veto that took its right to a top place or a grade."""
    postings: tuple[ClosedPosting, ...] = ()


class ClosedDuty(Strict):
    """A duty that a place brought."""

    duty: Slug
    title: Text
    clause: Text
    unit: Text
    owed_by: Text
    due: Day


class ClosedRanking(Strict):
    """One ranking of the period."""

    ranking: Slug
    rows: tuple[ClosedRow, ...]
    duties: tuple[ClosedDuty, ...] = ()


class Basis(Strict):
    """What a closing stood on: the books' commit, digests of rules and records, the tool's version."""

    commit: Text
    tool: Text
    pack: Slug
    rules: Text
    """Digest of the rules in force and the tables of working days."""
    records: Text
    """A line for each record that was known: its id and the digest of what was dated by then."""

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each record by its id."""
        pairs = (line.split(" ", 1) for line in self.records.splitlines())
        return {pair[0]: pair[-1] for pair in pairs}


class Closing(Record):
    """A closed period; only a reopening may be added to it (Z6(三), Z6(四))."""

    period: PeriodLabel
    as_of: Day
    """The last day whose facts were counted."""
    closed: Day
    by: Text
    rankings: tuple[ClosedRanking, ...]
    basis: Basis
    seal: Text
    """Digest of all of this but the events."""
    events: tuple[ev.Reopened, ...] = ()
