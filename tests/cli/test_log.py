"""`log`, `blame`, `commit` and the hooks, on real repositories."""

from pathlib import Path

import pytest

from reformctl.cli.hook import message_problem
from reformctl.render.width import width
from tests.branching import books_in_git, branch, change, git, happen, save, write
from tests.building import D, a_document, a_task, a_unit
from tests.cli.conftest import Run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return books_in_git(
        tmp_path / "books", a_task(), a_task("T2017-002", lead="alpha"), a_unit("alpha", order=5)
    )


@pytest.fixture
def past(root: Path) -> Path:
    change(root, "T2017-001", due=D(2017, 6, 30))
    save(root, "later", author="Ann <ann@example.org>")
    happen(root, "T2017-001", "progress", D(2017, 3, 5), by="B", text="half")
    write(root, a_document())
    save(root, "progress", author="Bob <bob@example.org>")
    (root / "rules/zibo.yaml").write_text(
        (root / "rules/zibo.yaml").read_text("utf-8") + "# remark\n", "utf-8"
    )
    save(root, "rules")
    return root


def test_the_log_speaks_the_ledgers_words(past: Path, run: Run) -> None:
    out = run("log", root=past).out
    assert [line.partition(": ")[2] for line in out.splitlines() if line[:1].strip()] == [
        "rules",
        "progress",
        "later",
        "one",
    ]
    for line in (
        "  changed: T2017-001 Task",
        "    the due day: 2017-03-31 → 2017-06-30",
        "    2017-03-05 progress B: text: half",
        "  added: D2017-001 Document",
        "  file: rules/zibo.yaml",
    ):
        assert line in out.splitlines()
    assert "期限: 2017-03-31 → 2017-06-30" in run("log", root=past, lang="zh").out.replace("：", ": ")


def test_the_log_by_unit_record_month_author_and_base(past: Path, run: Run) -> None:
    def subjects(*words: str) -> list[str]:
        return [row["subject"] for row in run("log", "--format", "json", *words, root=past).json]

    assert subjects("--unit", "alpha") == ["one"]
    assert subjects("--unit", "Finance") == ["progress", "later", "one"]
    assert subjects("--record", "t2017-001") == ["progress", "later", "one"]
    assert subjects("--author", "ann") == ["later"]
    assert subjects("--month", "2017-03") == []
    assert subjects("--since", "HEAD~1") == ["rules"]
    assert subjects("--limit", "1") == ["rules"]
    assert "E103" in run("log", "--unit", "nobody", root=past).err
    assert "S120" in run("log", "nowhere", root=past).err


def test_a_merge_is_told_by_the_commits_that_it_joins(past: Path, run: Run) -> None:
    branch(past, "side", "HEAD~1")
    change(past, "T2017-002", title="Side")
    save(past, "side")
    git(past, "switch", "-q", "main")
    git(past, "merge", "-q", "--no-edit", "side")
    rows = run("log", "--record", "T2017-002", "--format", "json", root=past).json
    assert [row["subject"] for row in rows] == ["side", "one"]


def test_blame_names_the_commit_of_each_field_and_entry(past: Path, run: Run) -> None:
    happen(past, "T2017-001", "progress", D(2017, 3, 20), by="B", text="not committed")
    rows = run("blame", "T2017-001", "--format", "json", root=past).json
    found = {row["field"]: (row["author"], row["subject"]) for row in rows if row["field"] != "events"}
    assert found["due"] == ("Ann", "later")
    assert found["title"] == ("Test", "one")
    assert [row["author"] for row in rows if row["field"] == "events"] == ["Bob", None]
    shown = run("blame", "t2017-001", "--rev", "HEAD~2", root=past)
    assert "not committed" not in shown.out
    assert "E104" in run("blame", "T2017-009", root=past).err


def test_a_commit_says_what_changed(root: Path, run: Run) -> None:
    happen(root, "T2017-001", "progress", D(2017, 3, 5), text="half")
    assert run("commit", "--dry-run", root=root).out == "T2017-001: progress · Task\n"
    assert run("commit", root=root).code == 0
    assert git(root, "log", "-1", "--format=%B").strip() == "T2017-001: progress · Task"
    happen(root, "T2017-001", "progress", D(2017, 3, 6), text="more")
    happen(root, "T2017-002", "progress", D(2017, 3, 6), text="more")
    write(root, a_document())
    ran = run("commit", "--message", "March", root=root)
    assert ran.code == 0, ran.err
    assert git(root, "log", "-1", "--format=%B").strip().splitlines() == [
        "March",
        "",
        "reform task progress 2, add superior document 1",
        "",
        "- D2017-001: add · Document",
        "- T2017-001: progress · Task",
        "- T2017-002: progress · Task",
    ]
    assert run("commit", root=root).err == "nothing was changed\n"


def test_a_subject_is_never_wider_than_a_log(root: Path, run: Run) -> None:
    change(root, "T2017-001", title="改革" * 60)
    assert width(run("commit", "--dry-run", root=root).out.splitlines()[0]) <= 72


def test_a_commit_of_new_problems_is_refused_and_old_ones_stop_nothing(root: Path, run: Run) -> None:
    change(root, "T2017-002", lead="nobody")
    ran = run("commit", root=root)
    assert (ran.code, "L103" in ran.err) == (1, True)
    save(root, "an old problem")
    change(root, "T2017-001", title="New")
    assert run("commit", root=root).code == 0


def hooked(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("hook", "install", root=root)
    assert ran.code == 0, ran.err
    for name in ("pre-commit", "commit-msg"):
        hook = root / ".git/hooks" / name
        text = hook.read_text("utf-8")
        assert f'exec reformctl hook {name} "$@"' in text
        hook.write_text(text.replace("reformctl", f'"{sys_python()}" -m reformctl --lang en'), "utf-8")


def sys_python() -> str:
    import sys

    return sys.executable


def test_the_hooks_check_what_is_staged_and_nothing_else(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked(root, run, monkeypatch)
    change(root, "T2017-001", lead="nobody")
    git(root, "add", "-A")
    change(root, "T2017-001", lead="alpha")
    told = git(root, "commit", "-m", "T2017-001: lead", check=False)
    assert "L103" in told
    git(root, "add", "-A")
    change(root, "T2017-001", lead="nobody")
    git(root, "commit", "-m", "T2017-001: lead")
    git(root, "checkout", "-q", ".")
    change(root, "T2017-002", lead="nobody")
    (root / "note.txt").write_text("x", "utf-8")
    git(root, "add", "note.txt")
    git(root, "commit", "-m", "a note")
    told = git(root, "commit", "-m", "x", "--only", "ledgers/tasks/2017/T2017-002.yaml", check=False)
    assert "L103" in told
    git(root, "checkout", "-q", ".")
    change(root, "T2017-002", title="New")
    assert "names none of the records that change: T2017-002" in git(root, "commit", "-am", "x", check=False)
    assert "did you mean “T2017-002”?" in git(root, "commit", "-am", "T2017-022: title", check=False)
    git(root, "commit", "-am", "T2017-002: title")


def test_hooks_that_are_there_are_left_alone(root: Path, run: Run) -> None:
    (root / ".git/hooks").mkdir(exist_ok=True)
    (root / ".git/hooks/pre-commit").write_text("#!/bin/sh\n", "utf-8")
    ran = run("hook", "install", root=root)
    assert (ran.code, "E187" in ran.err) == (2, True)
    assert not (root / ".git/hooks/commit-msg").exists()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", True),
        ("# only remarks\n", True),
        ("T2017-001: due", False),
        ("due of T2017-001 and T2017-002", False),
        ("T2017-0011: x", True),
        ("something else", True),
        ("Merge branch 'x'", False),
        ("fixup! x", False),
        ("x\n\n- T2017-001\n# ------------------------ >8 ------------------------\nT2017-999", False),
    ],
)
def test_a_message_names_what_changes(text: str, wrong: bool) -> None:
    assert bool(message_problem(text, ["T2017-001"], ["T2017-001", "T2017-002"])) == wrong
