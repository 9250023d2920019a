"""The whole way through the sample ledger: from `check` to the circular of April 2017."""

import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from reformctl.cli.app import main
from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.derive.duties import duties
from reformctl.derive.firing import firings
from reformctl.derive.obligations import obligations
from reformctl.derive.ranking import closing, rank
from reformctl.derive.reasons import STATES
from reformctl.domain.periods import periods_between
from tests.building import REPO, D
from tests.cli.conftest import Run

MONTHS = ("2017-01", "2017-02", "2017-03", "2017-04", "2017-05")


def test_the_books_are_in_order(run: Run) -> None:
    for day in ("2017-01-31", "2017-03-15", "2017-04-30", "2017-05-31"):
        ran = run("check", "--as-of", day)
        assert (ran.code, ran.out) == (0, ""), ran.err


def test_april_is_ranked_with_a_shared_first_place_and_what_follows(run: Run) -> None:
    found = run("rank", "--month", "2017-04", "--format", "json").json
    assert (found["month"], found["as_of"]) == ("2017-04", "2017-04-30")
    districts, groups = found["cohorts"]
    assert [row["rank"] for row in districts["rows"]] == [1, 1, 1, 4, 4, 6, 7, 8, 9, 10, 11]
    assert {row["score"] for row in districts["rows"][:3]} == {"93.40"}
    last = groups["rows"][-1]
    assert (last["unit"], last["months_last"]) == ("group-democracy", 3)
    assert len(last["duties"]) == 1
    assert all(row["duties"] for row in districts["rows"] if row["rank"] in (1, 11))
    assert not any(row["duties"] for row in districts["rows"] if 1 < row["rank"] < 11)


@pytest.mark.parametrize("month", MONTHS)
def test_every_score_is_the_sum_of_its_postings(run: Run, month: str) -> None:
    ranked = run("rank", "--month", month, "--as-of", "2017-05-31", "--format", "json").json
    for row in (row for cohort in ranked["cohorts"] for row in cohort["rows"]):
        account = run(
            "explain", row["unit"], "--month", month, "--as-of", "2017-05-31", "--format", "json"
        ).json
        assert account["score"] == row["score"]
        assert sum(Decimal(p["points"]) for p in account["postings"]) == Decimal(row["score"])
        for posting in account["postings"]:
            assert posting["clause"]
            assert (posting["record"] is None) == (posting["path"] is None)


def test_every_place_that_a_posting_names_is_in_the_record(run: Run) -> None:
    account = run("explain", "gaoqing", "--month", "2017-02", "--format", "json").json
    for posting in account["postings"]:
        if posting["path"]:
            lines = (REPO / posting["path"]).read_text("utf-8").splitlines()
            assert posting["record"] in posting["path"]
            assert lines[posting["line"] - 1]


def test_the_change_on_the_month_before_is_the_difference_of_the_scores(run: Run) -> None:
    def scores(month: str) -> dict[str, Decimal]:
        ranked = run("rank", "--month", month, "--format", "json").json
        return {r["unit"]: Decimal(r["score"]) for c in ranked["cohorts"] for r in c["rows"]}

    before, ranked = scores("2017-03"), run("rank", "--month", "2017-04", "--format", "json").json
    for row in (row for cohort in ranked["cohorts"] for row in cohort["rows"]):
        assert Decimal(row["change"]) == Decimal(row["score"]) - before[row["unit"]]


def test_a_past_month_asked_later_gives_the_same_answer(run: Run) -> None:
    then = run("rank", "--month", "2017-02", "--as-of", "2017-02-28", "--format", "json").out
    assert run("rank", "--month", "2017-02", "--as-of", "2017-05-31", "--format", "json").out == then


def test_overdue_lists_who_owes_what_under_which_clause(run: Run) -> None:
    rows = run("overdue", "--format", "json").json
    assert 10 <= len(rows) <= 60
    for row in rows:
        assert row["units"]
        assert row["clause"]
        assert row["days_over"] >= 1
        assert row["due"] < "2017-04-30"
    for unit in {row["units"][0] for row in rows}:
        mine = run("overdue", "--unit", unit, "--format", "json").json
        assert mine == [row for row in rows if unit in row["units"]]


def test_due_lists_what_comes_including_next_month(run: Run) -> None:
    rows = run("due", "--days", "31", "--format", "json").json
    assert any(row["period"] == "2017-05" for row in rows)
    assert all("2017-04-30" <= row["due"] <= "2017-05-31" for row in rows)


def test_notices_are_issued_once_with_running_numbers(run: Run, sample: Path) -> None:
    wanted = run("notice", "due", "--format", "json", root=sample).json
    assert {row["kind"] for row in wanted} == {"prompt", "urge"}
    dry = run("notice", "issue", "--dry-run", root=sample)
    assert run("notice", "due", "--format", "json", root=sample).json == wanted
    issued = run("notice", "issue", "--format", "json", root=sample).json
    assert issued == wanted
    for row in issued:
        path = f"ledgers/notices/2017/{row['notice']}.yaml"
        assert (sample / path).read_text("utf-8") in dry.out
    assert run("notice", "issue", "--format", "json", root=sample).json == []
    assert run("check", root=sample).code == 0


def test_the_circular_is_the_same_bytes_each_time(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("circular", "--month", "2017-04", "--out", tmp_path / name).code == 0
    for name in ("circular-2017-04.md", "circular-2017-04.docx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "circular-2017-04.docx") as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    for row in run("rank", "--month", "2017-04", "--format", "json").json["cohorts"][0]["rows"]:
        assert row["name"] in document
        assert row["score"] in document


def test_every_state_occurs_in_the_sample() -> None:
    workspace = open_workspace(REPO)
    seen = set()
    for day in (D(2017, 3, 10), D(2017, 3, 30), D(2017, 4, 15), D(2017, 4, 30), D(2017, 5, 31)):
        snapshot = open_snapshot(workspace, day)
        seen |= {o.state for o in (*obligations(snapshot), *duties(snapshot))}
    assert seen == set(STATES) - {"unknown"}


def test_every_rule_and_indicator_bites_in_the_sample() -> None:
    snapshot = open_snapshot(open_workspace(REPO), D(2018, 6, 30))
    lost = set()
    for ranking in snapshot.pack.rankings:
        for period in periods_between(snapshot.pack.since, D(2017, 12, 31), ranking.period):
            table = rank(closing(snapshot, period), ranking, period)
            for row in table.rows if table else ():
                for indicator in snapshot.rulebook.indicators(ranking.id, period.last):
                    if row.score.of_indicator(indicator.id) < indicator.weights[ranking.id]:
                        lost.add(indicator.id)
    assert lost == {indicator.id for indicator in snapshot.pack.indicators}
    assert [firing.rule for firing in firings(snapshot) if not firing.times] == []


def test_a_workspace_chosen_in_one_run_is_forgotten_in_the_next(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("task", "list").code == 0
    monkeypatch.chdir(tmp_path)
    assert main(["task", "list"]) == 2


def test_rank_explains_every_unit(run: Run) -> None:
    found = run("rank", "--month", "2017-04", "--explain", "--format", "json").json
    assert len(found) == 19
    for score in found:
        assert sum(Decimal(p["points"]) for p in score["postings"]) == Decimal(score["score"])
    text = run("rank", "--month", "2017-04", "--explain").out
    assert all(score["score"] in text for score in found)


def test_what_cannot_be_asked_is_told_with_a_way_out(run: Run) -> None:
    for code, *line in (
        ("E102", "rank", "--month", "2017-13"),
        ("E106", "rank", "--month", "2017-06"),
        ("E118", "rank", "--month", "2016-12"),
        ("E108", "rank", "--month", "2017-04", "--cohort", "x"),
        ("E115", "explain", "zhangdian"),
        ("E107", "explain", "finance", "--month", "2017-04"),
        ("E103", "explain", "nobody", "--month", "2017-04"),
        ("E104", "explain", "T2017-999"),
        ("E101", "overdue", "--as-of", "foo"),
        ("E116", "notice", "due", "--kind", "x"),
    ):
        ran = run(*line)
        assert (ran.code, ran.out) == (2, "")
        assert code in ran.err
        assert "\n  = " in ran.err


def test_the_ten_experiences_of_a_half_year_are_in_the_public_order(run: Run) -> None:
    ran = run("select", "--period", "2017-H1", "--as-of", "2017-12-31", "--format", "json")
    assert ran.code == 0, ran.err
    assert len(ran.json) == 10
    assert [row["public"] for row in ran.json] == sorted(
        (row["public"] for row in ran.json), key=int, reverse=True
    )
    first = run(
        "select", "--period", "2017-H1", "--round", "first", "--as-of", "2017-12-31", "--format", "json"
    )
    assert (len(first.json), sum(row["passed"] for row in first.json)) == (24, 20)
    early = run("select", "--period", "2017-H1", "--as-of", "2017-03-10", "--format", "json")
    assert early.json == []
    assert run("select", "--period", "2017-04").code == 2
    assert run("select", "--period", "2017-H1", "--round", "third", "--as-of", "2017-12-31").code == 2


def test_the_year_is_half_the_months_and_half_the_year_end(run: Run) -> None:
    months = []
    for month in range(1, 13):
        asked = run("rank", "--month", f"2017-{month:02d}", "--as-of", "2018-01-31", "--format", "json")
        districts = next(c for c in asked.json["cohorts"] if c["id"] == "districts")
        months.append({row["unit"]: Decimal(row["score"]) for row in districts["rows"]})
    year = run("explain", "zhangdian", "--period", "2017", "--as-of", "2018-01-31", "--format", "json").json
    by_month = [p for p in year["postings"] if p["indicator"] == "y01-months"]
    assert [p["why"].partition(":")[0] for p in by_month] == [f"2017-{m:02d}" for m in range(1, 13)]
    points = {p["indicator"]: Decimal(0) for p in year["postings"]}
    for posting in year["postings"]:
        points[posting["indicator"]] += Decimal(posting["points"])
    mean = sum(month["zhangdian"] for month in months) / 12
    assert points["y01-months"] == (mean / 2).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert points["y02-year-end"] == Decimal("46.1")
