"""`digest` on the sample: its forms, and that every figure can be explained by the records it names."""

import csv
import io
from typing import Any

import pytest

from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.render.width import wrap
from tests.building import REPO, D
from tests.cli.conftest import Run

SUMMED = {"papers_reviewed", "places", "votes", "money", "correction_points", "claim_acts", "teams"}
"""Figures that add numbers, or count what is no record; all others count the records that they name."""


@pytest.fixture
def year(run: Run) -> dict[str, dict[str, Any]]:
    """The figures of 2017 by id."""
    ran = run("digest", "--period", "2017", "--as-of", "2018-06-30", "--format", "json")
    assert (ran.json["as_of"], ran.json["asked"]) == ("2017-12-31", "2018-06-30")
    assert ran.json["share_rounding"] == {"places": 1, "way": "half-up"}
    return {figure["id"]: figure for group in ran.json["groups"] for figure in group["figures"]}


def test_every_figure_counts_records_that_are_in_the_books(year: dict[str, dict[str, Any]]) -> None:
    known = open_snapshot(open_workspace(REPO), D(2018, 6, 30)).by_id
    for name, figure in year.items():
        assert set(figure["records"]) <= set(known), name
        if name not in SUMMED:
            assert figure["number"] == len(set(figure["records"])), name
        for split in figure["splits"]:
            named = {record for part in split["parts"] for record in part["records"]}
            assert named <= (set(known) if name == "columns" else set(figure["records"])), name


def test_the_parts_of_what_each_record_has_once_add_up(year: dict[str, dict[str, Any]]) -> None:
    for name in ("meetings", "tasks_held", "found", "notices", "publicity", "votes", "pilots_open", "places"):
        for split in year[name]["splits"]:
            assert sum(part["number"] for part in split["parts"]) == year[name]["number"], name


def test_the_year_of_the_sample(year: dict[str, dict[str, Any]]) -> None:
    notices = {part["word"]: part["number"] for part in year["notices"]["splits"][0]["parts"]}
    assert notices == {"prompt": 21, "assign": 24, "urge": 6, "order": 4}
    assert year["found_put_right"]["share"] == {"fraction": "115/122", "percent": "94.3"}
    assert year["found_put_right_since"]["share"] == {"fraction": "122/122", "percent": "100.0"}
    assert (year["claim_leaders"]["number"], year["claim_items"]["number"]) == (11, 22)
    assert (year["chosen"]["number"], year["inspections"]["number"]) == (20, 27)


def test_the_year_is_the_sum_of_its_months_in_what_happens_once(
    run: Run, year: dict[str, dict[str, Any]]
) -> None:
    names = ("meetings", "documents", "inspections", "found", "notices", "publicity", "votes", "chosen")
    sums = dict.fromkeys(names, 0)
    for month in range(1, 13):
        label = f"2017-{month:02d}"
        found = run("digest", "--period", label, "--as-of", "2018-06-30", "--format", "json").json
        for figure in (figure for group in found["groups"] for figure in group["figures"]):
            if figure["id"] in sums:
                sums[figure["id"]] += figure["number"]
    assert sums == {name: year[name]["number"] for name in names}


def test_a_listing_stands_under_headings_and_csv_says_each_row_whole(run: Run) -> None:
    line = ("digest", "--period", "2017-Q2", "--as-of", "2017-06-30")
    text = run(*line).out
    assert text.startswith("Digest · 2017-Q2 · as of 2017-06-30\n")
    assert "Honours" not in text
    paper = run(*line, "--format", "md").out
    assert "**Findings**\n\n| What is counted | Of these | Count | Share |" in paper
    rows = list(csv.DictReader(io.StringIO(run(*line, "--format", "csv").out)))
    assert {row["Heading"] for row in rows} >= {"Findings", "Notices", "Honours"}
    serious = next(row for row in rows if row["Of these"] == "serious")
    assert (serious["What is counted"], serious["Split"]) == ("findings", "by severity")
    assert len(serious["Records"].split("、")) == int(serious["Count"])


def test_it_speaks_chinese(run: Run) -> None:
    text = run("digest", "--period", "2017-04", lang="zh").out
    assert "期末已整改并复查通过" in text
    assert "by severity" not in text


def test_a_period_that_had_not_begun_is_refused(run: Run) -> None:
    for code, label in (("E106", "2017-05"), ("E119", "2017-13")):
        ran = run("digest", "--period", label)
        assert (ran.code, ran.out, code in ran.err) == (2, "", True)


def test_the_docs_show_what_it_prints(run: Run) -> None:
    page = (REPO / "docs" / "commands.md").read_text("utf-8")
    block = page.partition("here two of its headings:\n\n")[2].partition("\n\nWhat happens")[0]
    shown = [line.removeprefix("    ") for line in block.splitlines()]
    printed = run("digest", "--period", "2017", "--as-of", "2018-06-30").out.splitlines()
    assert len(shown) > 20
    assert [line for line in shown if line not in printed] == []


def test_a_line_that_is_broken_at_a_space_does_not_begin_with_it() -> None:
    assert wrap("pilots on the books at the end", 26) == ["pilots on the books at the", "end"]
