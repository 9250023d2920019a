"""`diff` on real repositories: branches, merges, rebases, a shallow clone, renames, rules."""

from pathlib import Path

import pytest

from tests.branching import books_in_git, branch, change, git, happen, path_of, save, write
from tests.building import D, a_document, a_task, a_unit
from tests.cli.conftest import Run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return books_in_git(
        tmp_path / "books", a_task(), a_task("T2017-002"), a_document(), a_unit("alpha", order=5)
    )


@pytest.fixture
def city(sample: Path) -> Path:
    """The sample ledger in git."""
    (sample / ".gitignore").write_text("/.reformctl.lock\n", "utf-8")
    git(sample, "init", "-q", "-b", "main")
    save(sample, "one")
    return sample


def records(ran) -> list[tuple[str, str]]:
    return [(row["record"], row["what"]) for row in ran.json["records"]]


def test_nothing_changed_is_no_consequence(root: Path, run: Run) -> None:
    ran = run("diff", "HEAD", root=root)
    assert (ran.code, "no consequence" in ran.out) == (0, True)
    ran = run("diff", "HEAD", "HEAD", "--format", "json", root=root)
    assert (ran.json["records"], ran.json["consequences"]["owed"]) == ([], [])
    gates = "closed-month,rank-change,score-change,overdue,notice,rules,removed,overstep"
    assert run("diff", "HEAD", "--fail-on", gates, root=root).code == 0


def test_records_and_what_is_owed_are_told_in_both_languages(root: Path, run: Run) -> None:
    change(root, "T2017-001", due=D(2017, 6, 30), title="New")
    path_of(root, "T2017-002").unlink()
    write(root, a_task("T2017-003", title="Third"))
    ran = run("diff", "HEAD", root=root)
    for line in (
        "added: T2017-003 Third",
        "struck off the books: T2017-002 Task",
        "changed: T2017-001 New",
        "the due day: 2017-03-31 → 2017-06-30",
        "newly overdue 5",
        "no longer overdue 1",
    ):
        assert line in ran.out
    chinese = run("diff", "HEAD", root=root, lang="zh").out
    assert "修改: T2017-001 New" in chinese.replace("：", ": ")
    assert run("diff", "HEAD", "--fail-on", "overdue,removed", root=root).code == 1


def test_scores_places_and_postings_before_and_after(city: Path, run: Run) -> None:
    path = path_of(city, "T2017-091")
    path.write_text(path.read_text("utf-8").replace("due: 2017-04-20", "due: 2017-06-20"), "utf-8")
    ran = run("diff", "main", "--format", "json", root=city)
    month = next(row for row in ran.json["consequences"]["scores"] if row["period"] == "2017-04")
    assert (month["unit"], month["score_before"], month["score"]) == ("group-economy", "86.35", "87.01")
    assert [p["record"] for p in month["lost"] if p["record"] == "T2017-091"] == ["T2017-091"]
    before = run("rank", "--month", "2017-04", "--rev", "main", "--format", "json", root=city).json
    after = run("rank", "--month", "2017-04", "--format", "json", root=city).json
    for tables, key in ((before, "score_before"), (after, "score")):
        rows = {row["unit"]: row["score"] for cohort in tables["cohorts"] for row in cohort["rows"]}
        assert rows["group-economy"] == month[key]
    assert run("diff", "main", "--fail-on", "score-change", root=city).code == 1
    assert run("diff", "main", "--fail-on", "rank-change,closed-month", root=city).code == 0


def test_a_closed_month_that_is_touched_is_told_first_and_loudly(city: Path, run: Run) -> None:
    for month in ("2017-01", "2017-02", "2017-03"):
        ran = run("close", month, "--by", "Office", "--on", "2017-04-15", root=city)
        assert ran.code == 0, ran.err
    base = git(city, "rev-parse", "HEAD").strip()
    path = path_of(city, "T2017-012")
    text = path.read_text("utf-8")
    path.write_text(text.replace(text.partition("due: ")[2].partition("\n")[0], "2017-03-01", 1), "utf-8")
    text = path.read_text("utf-8")
    path.write_text(text.partition("events:")[0], "utf-8")
    ran = run("diff", base, root=city)
    assert "is closed, and this changes its result" in ran.out.splitlines()[2]
    assert "!! Closed periods touched" in ran.out
    assert run("diff", base, "--fail-on", "closed-month", root=city).code == 1
    git(city, "checkout", "-q", ".")
    run("reopen", "2017-03", "--by", "Office", "--reason", "error", root=city)
    assert "2017-03 is opened again by this (2017-03)" in run("diff", base, root=city).out


def test_from_where_the_branch_left_unless_direct(root: Path, run: Run) -> None:
    branch(root, "feature")
    change(root, "T2017-001", title="Feature")
    save(root)
    git(root, "switch", "-q", "main")
    change(root, "T2017-002", title="Main")
    save(root)
    assert records(run("diff", "main", "feature", "--format", "json", root=root)) == [
        ("T2017-001", "changed")
    ]
    direct = run("diff", "main", "feature", "--direct", "--format", "json", root=root)
    assert records(direct) == [("T2017-001", "changed"), ("T2017-002", "changed")]
    git(root, "merge", "-q", "--no-edit", "feature")
    assert records(run("diff", "main~1", "main", "--format", "json", root=root)) == [("T2017-001", "changed")]


def test_a_rebased_branch_shows_the_same_change(root: Path, run: Run) -> None:
    branch(root, "feature")
    change(root, "T2017-001", title="Feature")
    save(root)
    before = run("diff", "main", "feature", "--format", "json", root=root).json
    git(root, "switch", "-q", "main")
    change(root, "T2017-002", title="Main")
    save(root)
    git(root, "rebase", "-q", "main", "feature")
    after = run("diff", "main", "feature", "--format", "json", root=root).json
    assert {k: v for k, v in before.items() if k != "base"} == {k: v for k, v in after.items() if k != "base"}


def test_a_detached_head_and_a_shallow_clone(root: Path, run: Run, tmp_path: Path) -> None:
    branch(root, "feature")
    change(root, "T2017-001", title="Feature")
    save(root)
    git(root, "checkout", "-q", "--detach")
    assert records(run("diff", "main", "--format", "json", root=root)) == [("T2017-001", "changed")]
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=2", "--branch", "feature", root.as_uri(), str(clone))
    assert records(run("diff", "HEAD~1", "--format", "json", root=clone)) == [("T2017-001", "changed")]
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", "--branch", "feature", root.as_uri(), str(shallow))
    git(shallow, "fetch", "-q", "--depth=1", "origin", "main")
    ran = run("diff", "FETCH_HEAD", root=shallow)
    assert (ran.code, "E180" in ran.err) == (2, True)
    assert run("diff", "FETCH_HEAD", "--direct", root=shallow).code == 0
    assert "S120" in run("diff", "nowhere", root=shallow).err


def test_a_renamed_file_is_no_change_of_its_record(root: Path, run: Run) -> None:
    path = path_of(root, "T2017-002")
    git(root, "mv", str(path), str(path.with_name("elsewhere.yaml")))
    save(root)
    assert records(run("diff", "HEAD~1", "--format", "json", root=root)) == []
    happen(root, "T2017-001", "progress", D(2017, 3, 3), text="x")
    path_of(root, "T2017-001").rename(path_of(root, "T2017-001").with_name("other.yaml"))
    save(root)
    assert records(run("diff", "HEAD~1", "--format", "json", root=root)) == [("T2017-001", "changed")]


def test_rules_that_change_with_records_are_told_apart(city: Path, run: Run) -> None:
    pack = city / "rules/zibo.yaml"
    text = pack.read_text("utf-8")
    pack.write_text(text.replace("weeks: 3", "weeks: 2", 1), "utf-8")
    path = path_of(city, "T2017-091")
    path.write_text(path.read_text("utf-8").replace("due: 2017-04-20", "due: 2017-06-20"), "utf-8")
    assert text != pack.read_text("utf-8")
    ran = run("diff", "main", root=city)
    assert "the rules are changed" in ran.out
    assert "Rules (" in ran.out
    assert "What the rules alone do" in ran.out
    data = run("diff", "main", "--format", "json", root=city).json
    assert data["rules_changed"]
    assert data["consequences"]["scores"]
    assert run("diff", "main", "--fail-on", "rules", root=city).code == 1


def test_a_file_that_cannot_be_read_is_told_as_its_problem(root: Path, run: Run) -> None:
    path = path_of(root, "T2017-001")
    good = path.read_text("utf-8")
    path.write_text("id: [\n", "utf-8")
    ran = run("diff", "HEAD", root=root)
    assert (ran.code, "Y101" in ran.err) == (1, True)
    save(root, "broken")
    path.write_text(good.replace("title: Task", "title: Mended"), "utf-8")
    assert records(run("diff", "HEAD", "--format", "json", root=root)) == [("T2017-001", "added")]
    change(root, "T2017-002", title="Other")
    git(root, "checkout", "-q", "--", str(path))
    ran = run("diff", "HEAD", "--format", "json", root=root)
    assert "1 files of the base could not be read" in ran.err


def test_an_unknown_gate_is_refused_with_what_is_near(root: Path, run: Run) -> None:
    ran = run("diff", "HEAD", "--fail-on", "closed-moth", root=root)
    assert (ran.code, "E181" in ran.err, "closed-month" in ran.err) == (2, True, True)


def test_many_changes_are_cut_short_and_shown_whole_when_asked(root: Path, run: Run) -> None:
    for number in range(10, 30):
        write(root, a_task(f"T2017-{number:03d}"))
    ran = run("diff", "HEAD", root=root)
    assert "and 10 more: --details" in ran.out
    assert "T2017-029" not in ran.out.partition("What is owed")[0]
    assert "T2017-029" in run("diff", "HEAD", "--details", root=root).out


def test_a_check_since_a_base_says_only_what_is_new(root: Path, run: Run) -> None:
    change(root, "T2017-002", lead="nobody")
    save(root, "an old problem")
    assert run("check", root=root).code == 1
    ran = run("check", "--since", "HEAD", root=root)
    assert (ran.code, ran.err) == (0, "6 records, no new problems\n")
    git(root, "mv", str(path_of(root, "D2017-001")), str(path_of(root, "D2017-001").with_name("x.yaml")))
    change(root, "T2017-001", document="D2017-009")
    ran = run("check", "--since", "HEAD", "--format", "json", root=root)
    assert [(row["code"], row["path"].rpartition("/")[2]) for row in ran.json] == [
        ("L102", "x.yaml"),
        ("L103", "T2017-001.yaml"),
    ]
    marked = run("check", "--since", "HEAD", "--format", "github", root=root)
    assert [line.partition("::")[2][:5] for line in marked.out.splitlines()] == ["error", "error"]


def test_a_workspace_within_a_repository_names_its_files_from_the_top(tmp_path: Path, run: Run, git) -> None:
    books = books_in_git(tmp_path / "books", a_task())
    outer = tmp_path / "outer"
    outer.mkdir()
    (books / ".git").rename(books / "git-aside")
    books.rename(outer / "city")
    git(outer, "init", "-q", "-b", "main")
    git(outer, "add", "-A")
    git(outer, "commit", "-q", "-m", "one")
    root = outer / "city"
    change(root, "T2017-001", lead="nobody")
    ran = run("check", "--since", "HEAD", "--format", "github", root=root)
    assert ran.out.startswith("::error file=city/ledgers/tasks/2017/T2017-001.yaml,")
    assert records(run("diff", "HEAD", "--format", "json", root=root)) == [("T2017-001", "changed")]
