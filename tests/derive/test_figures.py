"""The figures of a year, worked by hand on a small ledger, each with the records that it counts."""

from pathlib import Path
from typing import Any

import pytest

from reformctl.derive.digest import Digest, digest
from reformctl.derive.figures import Figure, Split
from reformctl.domain.periods import parse_period
from reformctl.snapshot import Snapshot
from tests.building import D, a_document, a_notice, a_task, a_unit, happened, lay, snapshot_of


def a_finding(number: int, severity: str, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A finding of 20 January at alpha by the full inspection, unless it says otherwise."""
    return {
        "id": f"F2017-{number:03d}",
        "title": "Finding",
        "unit": "alpha",
        "found": D(2017, 1, 20),
        "inspection": "I2017-001",
        "severity": severity,
        "events": list(events),
    } | more


def an_inspection(number: int, kind: str, units: list[str], places: int, **more: Any) -> dict[str, Any]:
    """An inspection of January by a team of its own."""
    return {
        "id": f"I2017-{number:03d}",
        "title": "Round",
        "kind": kind,
        "team": f"team {number}",
        "units": units,
        "places": [f"place {n}" for n in range(places)],
        "started": D(2017, 1, 16),
        "ended": D(2017, 1, 20),
    } | more


def a_meeting(number: int, kind: str, on: Any, **more: Any) -> dict[str, Any]:
    """A meeting of the office."""
    return {
        "id": f"M{on.year}-{number:03d}",
        "title": "Meeting",
        "kind": kind,
        "body": "reform-office",
        "held": on,
    } | more


WORK: tuple[dict[str, Any], ...] = (
    a_meeting(1, "leading-group", D(2017, 1, 10), papers=3, agenda=[
        {"kind": "convey", "title": "Convey", "conveys": "D2017-001"}]),
    a_meeting(2, "circular", D(2017, 2, 10)),
    a_meeting(1, "circular", D(2018, 1, 10), papers=4),
    a_document("D2017-001", received=D(2017, 1, 5), events=[
        happened("ledgered", D(2017, 1, 12)), happened("issued", D(2017, 2, 20), title="Plan")]),
    a_document("D2017-002", level="central", received=D(2017, 3, 1)),
    a_task("T2016-001", opened=D(2016, 5, 1), events=[
        happened("done", D(2016, 12, 1)), happened("closed", D(2016, 12, 20), evidence=["e"])]),
    a_task("T2016-002", opened=D(2016, 5, 1), level="provincial", events=[
        happened("done", D(2017, 1, 20)), happened("closed", D(2017, 2, 1), evidence=["e"])]),
    a_task("T2017-001"),
    {"id": "P2016-001", "title": "P", "level": "provincial", "approved_by": "x", "lead": "finance",
     "started": D(2016, 3, 1), "until": D(2018, 3, 1)},
    {"id": "P2017-001", "title": "P", "level": "national", "approved_by": "x", "lead": "alpha",
     "started": D(2017, 3, 1), "until": D(2019, 3, 1)},
    {"id": "G2017-001", "title": "G", "level": "national", "lead": "alpha", "clue": "c",
     "opened": D(2017, 1, 3), "events": [
         happened("contacted", D(2017, 1, 20), text="t"), happened("contacted", D(2017, 2, 20), text="t"),
         happened("won", D(2017, 3, 1))]},
)  # fmt: skip
SUPERVISION: tuple[dict[str, Any], ...] = (
    an_inspection(1, "full", ["alpha", "beta"], 2, report="r", report_on=D(2017, 1, 25)),
    an_inspection(2, "covert", ["alpha", "finance"], 1, report="r", report_on=D(2018, 1, 5)),
    an_inspection(3, "covert", ["beta"], 5, events=[happened("withdrawn", D(2017, 1, 30), why="w")]),
    a_finding(1, "serious", happened("rectified", D(2017, 2, 10)),
              happened("rechecked", D(2017, 2, 20), passed=True), happened("closed", D(2017, 2, 20))),
    a_finding(2, "minor", happened("rectified", D(2017, 2, 10)),
              happened("rechecked", D(2017, 2, 20), passed=False)),
    a_finding(3, "ordinary", happened("rectified", D(2017, 12, 10)),
              happened("rechecked", D(2018, 1, 10), passed=True), inspection="I2017-002"),
    a_finding(4, "ordinary", inspection=None, source="list", field="health", lead="beta"),
    a_finding(5, "serious", happened("withdrawn", D(2017, 3, 1), why="w")),
    a_notice("prompt", "TS", "z5-prompt", D(2017, 3, 2), events=[
        happened("replied", D(2017, 3, 9), text="t")]),
    a_notice("assign", "JB", "z5-assign", D(2017, 7, 6)),
    a_notice("urge", "CB", "z5-urge", D(2017, 7, 30), events=[
        happened("cancelled", D(2017, 8, 1), by="x", why="w")]),
)  # fmt: skip
OUTREACH: tuple[dict[str, Any], ...] = (
    {"id": "C2017-001", "title": "C", "unit": "alpha", "leader": "Secretary",
     "items": ["T2017-001", "T2016-002"], "claimed": D(2017, 4, 1), "events": [
         happened("acted", D(2017, 5, 1), act="arranged", text="t"),
         happened("acted", D(2017, 6, 1), act="inspected", text="t"),
         happened("acted", D(2018, 1, 3), act="inspected", text="t")]},
    {"id": "C2017-002", "title": "C", "unit": "beta", "leader": "Secretary", "items": ["T2017-001"],
     "claimed": D(2017, 4, 2)},
    *({"id": f"B2017-{n:03d}", "title": "B", "unit": "alpha", "medium": medium, "published": D(2017, 5, n)}
      | ({"outlet": "daily"} if medium == "Daily" else {})
      for n, medium in enumerate(("Daily", "Daily", "Brief"), 1)),
    *({"id": f"X2017-{n:03d}", "title": "X", "unit": "alpha", "period": "2017-H1",
       "nominated": D(2017, 2, 1)} for n in (1, 2)),
    {"id": "O2017-001", "selection": "z14-experiences", "period": "2017-H1", "electorate": "districts",
     "cast": D(2017, 2, 20), "votes": {"first": {"X2017-001": "6", "X2017-002": "4"}}},
    {"id": "O2017-002", "selection": "z14-experiences", "period": "2017-H1", "electorate": "public",
     "cast": D(2017, 3, 20), "votes": {"second": {"X2017-001": "700", "X2017-002": "800"}}},
    {"id": "V2017-001", "title": "V", "class": "third-party", "subjects": ["D2017-001", "D2017-002"],
     "opened": D(2017, 3, 6), "events": [
         happened("passed", D(2017, 3, 6), stage="subjects"),
         happened("passed", D(2017, 5, 20), stage="published")]},
    {"id": "A2017-001", "title": "A", "unit": "alpha", "against": "F2017-001", "ground": "g",
     "lodged": D(2017, 2, 25), "by": "x", "events": [
         happened("decided", D(2017, 3, 1), by="x", outcome="upheld", why="w")]},
    {"id": "A2017-002", "title": "A", "unit": "beta", "against": "F2017-002", "ground": "g",
     "lodged": D(2017, 12, 25), "by": "x", "events": [
         happened("decided", D(2018, 1, 4), by="x", outcome="rejected", why="w")]},
    {"id": "Q2017-001", "title": "Q", "unit": "alpha", "of": "2017-01", "month": "2017-03",
     "indicator": "k13-findings", "because": "A2017-001", "points": "0.5", "posted": D(2017, 3, 2),
     "approved_by": "x", "why": "w"},
    {"id": "E2017-001", "title": "E", "exempts": "F2017-002", "granted": D(2017, 4, 1), "approved_by": "x",
     "ground": "g"},
)  # fmt: skip
UNITS = (a_unit("alpha", order=10), a_unit("beta", order=11), a_unit("daily", "media", 12))


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """The ledger in February 2018."""
    return snapshot_of(lay(tmp_path, *UNITS, *WORK, *SUPERVISION, *OUTREACH), D(2018, 2, 1))


def figures(found: Digest) -> dict[str, Figure]:
    """The figures by id."""
    return {figure.id: figure for group in found.groups for figure in group.figures}


def splits(found: Digest) -> dict[str, Split]:
    """The splits by id."""
    return {split.id: split for figure in figures(found).values() for split in figure.splits}


YEAR = {
    "meetings": 2,
    "meetings_by_kind": {"circular": 1, "leading-group": 1},
    "papers_reviewed": 3,
    "documents": 2,
    "documents_by_level": {"central": 1, "provincial": 1},
    "documents_conveyed": 1,
    "documents_ledgered": 1,
    "documents_supported": 1,
    "tasks_held": 2,
    "tasks_held_by_level": {"city": 1, "provincial": 1},
    "tasks_opened": 1,
    "tasks_closed": 1,
    "tasks_open": 1,
    "pilots_open": 2,
    "pilots_started": 1,
    "pilots_started_by_level": {"national": 1},
    "bids": 1,
    "bids_contacted": 1,
    "bids_won": 1,
    "inspections": 2,
    "inspections_by_kind": {"covert": 1, "full": 1},
    "inspected_units": 3,
    "inspected_units_by_kind": {"covert": 2, "full": 2},
    "inspected_by_kind_of_unit": {"department": 1, "district": 2},
    "places": 3,
    "places_by_kind": {"covert": 1, "full": 2},
    "teams": 2,
    "reports": 1,
    "found": 4,
    "found_by_severity": {"minor": 1, "ordinary": 2, "serious": 1},
    "found_by_inspection": {"": 1, "covert": 1, "full": 2},
    "listed": 1,
    "listed_by_field": {"health": 1},
    "listed_units": 1,
    "found_reported": 3,
    "found_put_right": 1,
    "found_put_right_since": 2,
    "rectified": 3,
    "notices": 2,
    "notices_in_period": {"prompt": 1, "assign": 1, "urge": 0, "order": 0},
    "notices_replied": 1,
    "notices_cancelled": 1,
    "claim_leaders": 2,
    "claim_items": 2,
    "claim_acts": 2,
    "claim_acts_by_act": {"arranged": 1, "inspected": 1},
    "publicity": 3,
    "publicity_by_medium": {"Brief": 1, "Daily": 2},
    "columns": 1,
    "pieces_by_column": {"daily": 2},
    "experiences": 2,
    "chosen": 2,
    "votes": 1510,
    "votes_by_electorate": {"districts": 10, "public": 1500},
    "evaluations": 1,
    "evaluated_items": 2,
    "evaluation_steps": 1,
    "evaluation_steps_by_stage": {"published": 1, "subjects": 1},
    "appeals": 2,
    "appeals_decided": 1,
    "appeals_by_outcome": {"upheld": 1, "partly": 0, "rejected": 0},
    "appeals_pending": 1,
    "corrections": 1,
    "exemptions": 1,
    "closings": 0,
}


def test_the_figures_of_a_year_are_those_counted_by_hand(snapshot: Snapshot) -> None:
    numbers = digest(snapshot, parse_period("2017")).numbers
    assert {name: numbers[name] for name in YEAR} == YEAR
    assert str(numbers["correction_points"]) == "0.5"


def test_the_share_put_right_is_a_fraction_and_a_rounded_per_cent(snapshot: Snapshot) -> None:
    found = figures(digest(snapshot, parse_period("2017")))
    shares = {name: (f.number, f.of, str(f.percent)) for name, f in found.items() if f.of is not None}
    assert shares == {
        "found_reported": (3, 4, "75.0"),
        "found_put_right": (1, 4, "25.0"),
        "found_put_right_since": (2, 4, "50.0"),
    }
    empty = figures(digest(snapshot, parse_period("2017-Q2")))["found_put_right"]
    assert (empty.number, empty.of, empty.percent) == (0, 0, None)


@pytest.mark.parametrize(("number", "of", "percent"), [(1, 16, "6.3"), (1, 3, "33.3"), (2, 3, "66.7")])
def test_a_half_is_rounded_up(number: int, of: int, percent: str) -> None:
    """1/16 is 6.25 per cent."""
    assert str(Figure("f", "f", number, (), (), of).percent) == percent


def test_every_figure_names_the_records_that_it_counts(snapshot: Snapshot) -> None:
    found = digest(snapshot, parse_period("2017"))
    by_id = figures(found)
    assert by_id["found_put_right"].records == ("F2017-001",)
    assert by_id["tasks_held"].records == ("T2016-002", "T2017-001")
    assert by_id["documents_conveyed"].records == ("D2017-001",)
    assert by_id["chosen"].records == ("X2017-002", "X2017-001")
    assert by_id["papers_reviewed"].records == ("M2017-001",)
    parts = {part.word: part.records for part in splits(found)["votes_by_electorate"].parts}
    assert parts == {"districts": ("O2017-001",), "public": ("O2017-002",)}


def test_a_quarter_counts_its_own_and_the_year_to_date(snapshot: Snapshot) -> None:
    numbers = digest(snapshot, parse_period("2017-Q3")).numbers
    assert numbers["notices_in_period"] == {"prompt": 0, "assign": 1, "urge": 0, "order": 0}
    assert numbers["notices_in_year"] == {"prompt": 1, "assign": 1, "urge": 0, "order": 0}
    assert (numbers["inspections"], numbers["findings_open"]) == (0, 3)


def test_what_is_dated_later_is_not_counted(snapshot: Snapshot) -> None:
    early = digest(snapshot.at(D(2017, 2, 15)), parse_period("2017"))
    assert early.as_of == D(2017, 2, 15)
    numbers = early.numbers
    assert (numbers["meetings"], numbers["found_put_right"], numbers["chosen"]) == (2, 0, 0)
    assert (numbers["found_reported"], numbers["rectified"]) == (2, 2)
