"""Keeping records at the terminal: adding, what happens, setting, editing, listing."""

import subprocess
import sys
from pathlib import Path

import pytest

from reformctl.records.kinds import KINDS
from reformctl.records.shape import shape_of
from reformctl.render.fieldwords import FIELDS
from tests.building import REPO, D, a_task, a_unit, happened, lay
from tests.cli.conftest import Run

ADD = ("task", "add", "--title", "A task", "--level", "city", "--lead", "finance", "--officer", "Head")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a district and a task."""
    return lay(tmp_path / "w", a_unit("zhangdian", short="Zhang", aliases=["ZD"]), a_task())


def files(root: Path) -> dict[str, str]:
    """Every file of the ledger with its text."""
    return {str(p.relative_to(root)): p.read_text("utf-8") for p in (root / "ledgers").rglob("*.yaml")}


def test_a_task_is_added_with_the_next_id_and_today(run: Run, root: Path) -> None:
    ran = run(*ADD, "--with", "Zhang", "--due", "2017-06-30", "--format", "json", root=root)
    assert (ran.code, ran.json) == (0, {"id": "T2017-002", "path": "ledgers/tasks/2017/T2017-002.yaml"})
    assert files(root)["ledgers/tasks/2017/T2017-002.yaml"] == (
        "id: T2017-002\ntitle: A task\nlevel: city\nlead: finance\nwith:\n  - zhangdian\n"
        "officer: Head\nopened: 2017-04-30\ndue: 2017-06-30\n"
    )
    assert run("check", root=root).code == 0


def test_units_are_known_by_id_name_short_name_alias_and_beginning(run: Run, root: Path) -> None:
    for name in ("zhangdian", "Zhangdian", "Zhang", "ZD", "Zhangd"):
        ran = run("task", "list", "--unit", name, root=root)
        assert ran.code == 0, ran.err
    ran = run("task", "list", "--unit", "zhangdain", root=root)
    assert ran.code == 2
    assert "zhangdian" in ran.err


def test_in_a_pipe_all_that_is_missing_is_told_and_nothing_asked(run: Run, root: Path) -> None:
    before = files(root)
    ran = run("task", "add", "--title", "x", root=root)
    assert ran.code == 2
    assert "--level" in ran.err
    assert "--lead" in ran.err
    assert files(root) == before


def test_all_bad_values_are_told_at_once_and_nothing_is_written(run: Run, root: Path) -> None:
    before = files(root)
    ran = run(
        "task", "add", "--title", "x", "--level", "cty", "--lead", "finance", "--due", "2017-02-30", root=root
    )
    assert ran.code == 1
    assert "R104" in ran.err
    assert "R108" in ran.err
    assert "city" in ran.err
    assert files(root) == before


def test_two_adds_at_once_get_two_ids(root: Path) -> None:
    line = [sys.executable, "-m", "reformctl", "--workspace", str(root), *ADD]
    running = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    ids = sorted(p.communicate()[0].strip() for p in running)
    year = ids[0][1:5]
    first = 2 if year == "2017" else 1
    assert ids == [f"T{year}-{first + n:03d}" for n in range(3)]


def test_an_event_keeps_comments_order_and_quotes(run: Run, root: Path) -> None:
    path = root / "ledgers/tasks/2017/T2017-001.yaml"
    path.write_text(
        "# why\n" + path.read_text("utf-8").replace("title: Task", 'title: "Task" # mine'), "utf-8"
    )
    before = path.read_text("utf-8")
    assert run("task", "progress", "T2017-001", "--text", "half way", root=root).code == 0
    assert path.read_text("utf-8") == before + (
        "events:\n  - event: progress\n    on: 2017-04-30\n    text: half way\n"
    )


def test_a_claim_is_verified_by_another_post_on_evidence(run: Run, root: Path) -> None:
    assert run("task", "done", "t2017-001", "--by", "Head", root=root).code == 0
    before = files(root)
    bare = run("task", "close", "T2017-001", root=root)
    assert (bare.code, bare.err.count("C102")) == (1, 2)
    same = run("task", "close", "T2017-001", "--by", "Head", "--evidence", "paper", root=root)
    assert (same.code, "C105" in same.err) == (1, True)
    assert files(root) == before
    assert run("task", "close", "T2017-001", "--by", "Office", "--evidence", "paper", root=root).code == 0
    again = run("task", "close", "T2017-001", "--by", "Office", "--evidence", "paper", root=root)
    assert (again.code, "E121" in again.err) == (2, True)


def test_an_extension_is_asked_for_before_the_due_day(run: Run, root: Path) -> None:
    asked = ("--to", "2017-05-31", "--by", "Head", "--why", "awaited")
    late = run("task", "extend", "T2017-001", "--asked", "2017-04-02", *asked, root=root)
    assert (late.code, "C108" in late.err) == (1, True)
    timely = ("task", "extend", "T2017-001", "--asked", "2017-03-30", "--on", "2017-03-31")
    assert run(*timely, *asked, root=root).code == 0
    row = run("task", "list", "--format", "json", root=root).json[0]
    assert (row["original_due"], row["due"]) == ("2017-03-31", "2017-05-31")


def test_set_changes_and_removes_fields(run: Run, root: Path) -> None:
    assert run("task", "set", "T2017-001", "title=New", "officer=", "due=2017-04-15", root=root).code == 1
    assert run("task", "set", "T2017-001", "title=New", "due=", root=root).code == 0
    text = files(root)["ledgers/tasks/2017/T2017-001.yaml"]
    assert "title: New" in text
    assert "due" not in text
    wrong = run("task", "set", "T2017-001", "titel=x", root=root)
    assert (wrong.code, "title" in wrong.err) == (2, True)


def test_edit_checks_before_it_saves(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)
    monkeypatch.setenv("VISUAL", "sed -i s/city/town/")
    ran = run("task", "edit", "T2017-001", root=root)
    assert (ran.code, "R108" in ran.err) == (1, True)
    assert files(root) == before
    monkeypatch.setenv("VISUAL", "sed -i s/city/local/")
    assert run("task", "edit", "T2017-001", root=root).code == 0
    assert "level: local" in files(root)["ledgers/tasks/2017/T2017-001.yaml"]
    monkeypatch.setenv("VISUAL", "true")
    assert "nothing was changed" in run("task", "edit", "T2017-001", root=root).err


def test_a_change_is_committed_in_the_ledgers_words(run: Run, root: Path, git: object) -> None:
    assert callable(git)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    assert run("task", "keep", "T2017-001", "--remark", "long work", "--commit", root=root).code == 0
    assert git(root, "log", "-1", "--format=%s").strip() == "T2017-001: kept long work \u00b7 Task"
    assert git(root, "status", "--porcelain", "ledgers").strip() == ""


def test_unknown_records_and_kinds_get_a_near_miss(run: Run, root: Path) -> None:
    ran = run("task", "show", "T2017-010", root=root)
    assert (ran.code, "E104" in ran.err) == (2, True)
    assert run("taks", "list", root=root).code == 2


def test_show_gives_fields_and_events_in_order(run: Run, tmp_path: Path) -> None:
    events = [happened("progress", D(2017, 3, 2), text="b"), happened("progress", D(2017, 2, 2), text="a")]
    root = lay(tmp_path, a_task(events=events))
    found = run("task", "show", "T2017-001", "--format", "json", root=root).json
    assert [event["text"] for event in found["events"]] == ["a", "b"]
    early = run("task", "show", "T2017-001", "--as-of", "2017-02-10", "--format", "json", root=root).json
    assert [event["text"] for event in early["events"]] == ["a"]


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in ("notice", "closing")])
def test_every_kind_has_the_same_commands(run: Run, kind: str) -> None:
    ran = run(kind, "--help")
    assert ran.code == 0
    for command in ("add", "list", "show", "set", "edit", *(e.verb for e in KINDS[kind].events.values())):
        assert f" {command} " in ran.out


def test_every_field_has_its_help() -> None:
    names = set()
    for kind in KINDS.values():
        names |= set(kind.fields)
        for event in kind.events.values():
            names |= set(shape_of(event)) - {"event"}
    assert names == set(FIELDS)


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "closing"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_kind_of_the_samples_is_listed_in_every_form(run: Run, kind: str, form: str) -> None:
    roots = (REPO, *sorted((REPO / "examples").iterdir()))
    root = next(r for r in roots if any((r / "ledgers" / KINDS[kind].folder).rglob("*.yaml")))
    ran = run(kind, "list", "--format", form, root=root)
    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) > 2


def test_nothing_is_saved_while_the_pack_cannot_be_read(run: Run, root: Path) -> None:
    pack = root / "rules" / "zibo.yaml"
    pack.write_text(pack.read_text("utf-8").replace("kind: district", "kidn: district"), "utf-8")
    before = files(root)
    for line in (ADD, ("task", "done", "T2017-001", "--by", "Head"), ("task", "set", "T2017-001", "due=")):
        ran = run(*line, root=root)
        assert (ran.code, "P103" in ran.err) == (1, True)
    assert files(root) == before


def test_a_record_that_cannot_be_read_is_told_as_such(run: Run, root: Path) -> None:
    path = root / "ledgers/tasks/2017/T2017-001.yaml"
    path.write_text(path.read_text("utf-8").replace("level: city", "level: ciyt"), "utf-8")
    ran = run("task", "done", "T2017-001", "--by", "Head", root=root)
    assert (ran.code, "R108" in ran.err, "E104" in ran.err) == (1, True, False)
    assert run(*ADD, root=root).code == 0
