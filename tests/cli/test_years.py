"""Runs and totals over year ends and from one pack to the next, worked by hand.

| month | alpha | beta | gamma | under |
| --- | --- | --- | --- | --- |
| November 2016 | 9 | 8 | 7 | the first pack |
| December | 9 | 7 | 8 | |
| January 2017 | 9 | 7 | 8 | |
| February | 8 | 6 | 7 | |
| March | 7 | 5 | 9 | the second pack, where there are two |
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from reformctl.derive.duties import duties_of
from reformctl.derive.ranking import closing, rank
from reformctl.derive.tables import Table
from reformctl.domain.periods import parse_period
from reformctl.snapshot import Snapshot
from tests.building import REPO, D, a_unit, lay, snapshot_of
from tests.cli.conftest import Run
from tests.conftest import Git

MONTHS = {
    "2016-11": (9, 8, 7),
    "2016-12": (9, 7, 8),
    "2017-01": (9, 7, 8),
    "2017-02": (8, 6, 7),
    "2017-03": (7, 5, 9),
}
UNITS = ("alpha", "beta", "gamma")
OLD = "2016-11-01"
NEW = "2017-03-01"
YEAR: dict[str, Any] = {
    "indicators": [
        {
            "id": "months",
            "title": "months",
            "clause": "A",
            "heading": "all",
            "weights": {"groups-year": 5},
            "scaled": {
                "of": {"ranking": "groups", "take": "mean", "absent": "left-out"},
                "full": 10,
                "missing": "nought",
            },
        },
        {
            "id": "year-end",
            "title": "year-end",
            "clause": "A",
            "heading": "all",
            "weights": {"groups-year": 5},
            "marks": {"missing": "error", "join": "only"},
        },
    ],
    "rankings": [
        {
            "id": "groups-year",
            "title": "year",
            "clause": "A",
            "cohort": "groups",
            "period": "year",
            "direction": "high",
            "total": 10,
            "round_points": {"places": 1, "way": "half-up"},
            "ties": "skip",
            "broken_by": [],
        }
    ],
}


def a_pack(since: str, title: str = "first") -> str:
    """The pack of `tests/cases/ranks` with a year, from another day on."""
    path = REPO / "tests" / "cases" / "ranks" / "rules"
    pack = yaml.safe_load(next(path.glob("*.yaml")).read_text("utf-8"))
    pack |= {"title": title, "since": D.fromisoformat(since)}
    for part, rules in YEAR.items():
        pack[part] = [*pack[part], *rules]
    return yaml.safe_dump(pack, allow_unicode=True, sort_keys=False)


def renamed(pack: str) -> str:
    """A pack whose ranking of months has another id."""
    read = yaml.safe_load(pack)
    read["rankings"][0]["id"] = "groups-new"
    read["indicators"][0]["weights"] = {"groups-new": 10}
    read["indicators"][1]["scaled"]["of"]["ranking"] = "groups-new"
    for duty in read["duties"]:
        duty["ranking"] = "groups-new"
    return yaml.safe_dump(read, allow_unicode=True, sort_keys=False)


def a_sheet(number: int, period: str, points: tuple[Any, ...], name: str = "mark") -> dict[str, Any]:
    """The marks of the three groups for a period, given on its last day."""
    last = parse_period(period).last
    return {
        "id": f"K{last.year}-{number:03d}",
        "period": period,
        "cohort": "groups",
        "given": last,
        "by": "team",
        "marks": {name: {unit: str(mark) for unit, mark in zip(UNITS, points, strict=True)}},
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Books over two years under one pack."""
    units = (a_unit(unit, "group", order) for order, unit in enumerate(UNITS, 10))
    sheets = [a_sheet(n, month, points) for n, (month, points) in enumerate(MONTHS.items(), 1)]
    return lay(tmp_path, *units, *sheets, a_sheet(9, "2017", (4.5, 5, 4), "year-end"), pack=a_pack(OLD))


def table(snapshot: Snapshot, label: str) -> Table:
    """The ranking of a period, as its last day knew it."""
    period = parse_period(label)
    ranking = snapshot.rulebook.rankings["groups" if period.kind == "month" else "groups-year"]
    found = rank(closing(snapshot, period), ranking, period)
    assert found is not None
    return found


def runs(snapshot: Snapshot) -> list[dict[str, tuple[int, int]]]:
    """Each month's runs at the top and at the foot, of the units that have one."""
    rows = ({r.unit.id: (r.top_run, r.foot_run) for r in table(snapshot, month).rows} for month in MONTHS)
    return [{unit: run for unit, run in row.items() if any(run)} for row in rows]


RUNS = [
    {"alpha": (1, 0), "gamma": (0, 1)},
    {"alpha": (2, 0), "beta": (0, 1)},
    {"alpha": (3, 0), "beta": (0, 2)},
    {"alpha": (4, 0), "beta": (0, 3)},
    {"gamma": (1, 0), "beta": (0, 4)},
]


def test_runs_go_on_from_december_to_january_under_one_pack(root: Path) -> None:
    snapshot = snapshot_of(root, D(2017, 3, 31))
    assert runs(snapshot) == RUNS
    brought = [[d.rule.id for d in duties_of(snapshot, table(snapshot, month))] for month in MONTHS]
    assert [duties.count("statement") for duties in brought] == [0, 0, 0, 1, 1]


def test_a_year_has_only_its_own_months(root: Path) -> None:
    """Alpha (9 + 8 + 7) / 3 of 10 makes 4.0 of 5, and 4.5 at the year's end; beta 3.0 + 5, gamma 4.0 + 4."""
    rows = table(snapshot_of(root, D(2017, 12, 31)), "2017").rows
    assert [(r.unit.id, r.rank, str(r.points)) for r in rows] == [
        ("alpha", 1, "8.5"),
        ("beta", 2, "8.0"),
        ("gamma", 2, "8.0"),
    ]


def closed_under_two_packs(root: Path, git: Git, run: Run) -> None:
    """Close the first four months under the first pack, then put the second in its place."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "books")
    for month in list(MONTHS)[:4]:
        day = parse_period(month).next.first.replace(day=5)
        ran = run("close", month, "--by", "head", "--on", day, root=root)
        assert ran.code == 0, ran.err
    (root / "rules" / "zibo.yaml").write_text(a_pack(NEW, "second"), "utf-8")
    git(root, "commit", "-q", "-a", "-m", "another pack")


def test_runs_go_on_across_two_packs_where_the_months_before_are_closed(
    root: Path, git: Git, run: Run
) -> None:
    closed_under_two_packs(root, git, run)
    snapshot = snapshot_of(root, D(2017, 3, 31))
    assert snapshot.pack.since == D(2017, 3, 1)
    assert runs(snapshot) == RUNS
    assert [d.subject.entry.id for d in duties_of(snapshot, table(snapshot, "2017-03"))] == ["gamma", "beta"]
    assert duties_of(snapshot, table(snapshot, "2017-02")) == ()
    shown = run("rank", "--month", "2016-12", "--as-of", "2017-03-31", "--format", "json", root=root).json
    assert [(r["unit"], r["score"]) for r in shown["cohorts"][0]["rows"]] == [
        ("alpha", "9.0"),
        ("gamma", "8.0"),
        ("beta", "7.0"),
    ]


def test_a_run_begins_anew_under_a_second_pack_where_nothing_was_closed(root: Path, run: Run) -> None:
    (root / "rules" / "zibo.yaml").write_text(a_pack(NEW, "second"), "utf-8")
    march = table(snapshot_of(root, D(2017, 3, 31)), "2017-03")
    assert [(r.unit.id, r.foot_run, r.before) for r in march.rows if r.foot_run] == [("beta", 1, None)]
    ran = run("rank", "--month", "2017-02", "--as-of", "2017-03-31", root=root)
    assert (ran.code, "E118" in ran.err) == (2, True)


def test_a_ranking_of_another_id_is_another_ranking(root: Path, git: Git, run: Run) -> None:
    closed_under_two_packs(root, git, run)
    (root / "rules" / "zibo.yaml").write_text(renamed(a_pack(NEW, "second")), "utf-8")
    period = parse_period("2017-03")
    snapshot = snapshot_of(root, D(2017, 3, 31))
    march = rank(snapshot, snapshot.rulebook.rankings["groups-new"], period)
    assert march is not None
    assert [row.before for row in march.rows] == [None, None, None]
    ran = run("rank", "--month", "2017-02", "--as-of", "2017-03-31", root=root)
    assert (ran.code, "E170" in ran.err, "closed were: groups" in ran.err) == (2, True, True)


def test_a_year_counts_closed_months_as_published_and_check_tells_what_changed_since(
    root: Path, git: Git, run: Run
) -> None:
    """January's 9 of alpha is made a 3 after the closing: the year keeps (9 + 8 + 7) / 3, not 6."""
    closed_under_two_packs(root, git, run)
    assert run("check", "--as-of", "2017-12-31", root=root).code == 0
    sheet = root / "ledgers" / "marks" / "2017" / "K2017-003.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace('alpha: "9"', 'alpha: "3"'), "utf-8")
    rows = table(snapshot_of(root, D(2017, 12, 31)), "2017").rows
    assert [(r.unit.id, str(r.points)) for r in rows] == [("alpha", "8.5"), ("beta", "8.0"), ("gamma", "8.0")]
    by_month = [str(p.points) for p in rows[0].score.postings if p.indicator and p.indicator.id == "months"]
    assert by_month == ["1.5", "1.3", "1.2"]
    found = run("check", "--as-of", "2017-12-31", root=root)
    assert (found.code, "M101" in found.err, "K2017-003" in found.err) == (1, True, True)
