"""Branches that meet: the merge driver, ids taken twice, marks left in files, on real repositories."""

from pathlib import Path

import pytest

from tests.branching import books_in_git, branch, change, drive, git, happen, path_of, save, write
from tests.building import D, a_notice, a_task, a_unit, happened
from tests.cli.conftest import Run

TASK = a_task(
    tags=["old"],
    milestones=[{"name": "draft", "title": "Draft", "due": D(2017, 3, 1)}],
    events=[happened("progress", D(2017, 2, 10), by="A", text="begun")],
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = books_in_git(tmp_path, TASK, a_unit("alpha", order=5))
    drive(root)
    save(root, "driver")
    return root


def meet(root: Path) -> str:
    """Merge `theirs` into `ours`; what git and the driver said."""
    git(root, "switch", "-q", "ours")
    return git(root, "merge", "--no-edit", "theirs", check=False)


def two(root: Path, ours, theirs) -> str:
    branch(root, "ours")
    ours()
    save(root)
    branch(root, "theirs")
    theirs()
    save(root)
    return meet(root)


def text(root: Path) -> str:
    return path_of(root, "T2017-001").read_text("utf-8")


def test_progress_of_both_sides_is_joined_by_day(root: Path, run: Run) -> None:
    two(
        root,
        lambda: happen(root, "T2017-001", "progress", D(2017, 3, 20), by="A", text="ours"),
        lambda: happen(root, "T2017-001", "progress", D(2017, 3, 5), by="B", text="theirs"),
    )
    assert git(root, "status", "--porcelain") == ""
    days = [line.split(": ")[1] for line in text(root).splitlines() if " on: " in line]
    assert days == ["2017-02-10", "2017-03-05", "2017-03-20"]
    assert run("check", root=root).code == 0


def test_fields_lists_and_items_of_both_sides_are_joined(root: Path) -> None:
    two(
        root,
        lambda: change(root, "T2017-001", title="New", tags=["old", "ours"]),
        lambda: change(
            root,
            "T2017-001",
            due=D(2017, 5, 1),
            tags=["old", "theirs"],
            milestones=[
                {"name": "draft", "title": "Draft", "due": D(2017, 4, 1)},
                {"name": "final", "title": "Final", "due": D(2017, 4, 20)},
            ],
        ),
    )
    assert git(root, "status", "--porcelain") == ""
    for line in ("title: New", "due: 2017-05-01", "- ours", "- theirs", "name: final", "due: 2017-04-01"):
        assert line in text(root)


def test_the_same_on_both_sides_is_no_conflict_and_stands_once(root: Path) -> None:
    def both() -> None:
        happen(root, "T2017-001", "progress", D(2017, 3, 5), by="B", text="same")

    two(root, both, both)
    assert text(root).count("same") == 1


def test_a_field_that_both_changed_stays_a_clean_conflict_that_is_explained(root: Path, run: Run) -> None:
    told = two(
        root,
        lambda: change(root, "T2017-001", due=D(2017, 4, 15), title="Ours"),
        lambda: change(root, "T2017-001", due=D(2017, 5, 1)),
    )
    assert "both changed due: 2017-04-15 here, 2017-05-01 there, 2017-03-31 before" in told
    marked = "<<<<<<< ours\ndue: 2017-04-15\n=======\ndue: 2017-05-01\n>>>>>>> theirs\n"
    assert marked in text(root)
    assert "title: Ours" in text(root)
    ran = run("check", root=root)
    assert (ran.code, "Y110" in ran.err) == (1, True)


def test_a_task_that_both_closed_is_left_to_people(root: Path) -> None:
    told = two(
        root,
        lambda: happen(root, "T2017-001", "closed", D(2017, 3, 20), by="A", evidence=["a"]),
        lambda: happen(root, "T2017-001", "closed", D(2017, 3, 25), by="B", evidence=["b"]),
    )
    assert "both branches settled the record" in told
    assert "UU ledgers/tasks/2017/T2017-001.yaml" in git(root, "status", "--porcelain")


def test_what_is_no_record_is_merged_line_by_line(root: Path) -> None:
    path = path_of(root, "T2017-001")
    path.write_text(path.read_text("utf-8") + "x: [\n", "utf-8")
    save(root, "broken")
    told = two(
        root,
        lambda: path.write_text(path.read_text("utf-8").replace("title: Task", "title: Ours"), "utf-8"),
        lambda: path.write_text(path.read_text("utf-8") + "y: [\n", "utf-8"),
    )
    assert "line by line" in told
    assert "title: Ours" in text(root)
    assert "y: [" in text(root)


def test_an_id_that_both_took_is_explained_and_renumbered_within_the_merge(root: Path, run: Run) -> None:
    def ours() -> None:
        write(root, a_task("T2017-002", title="Ours"))
        write(root, a_notice("urge", "CB", "z5-urge", D(2017, 3, 1), causes=cause()))

    def theirs() -> None:
        write(root, a_task("T2017-002", title="Theirs"))
        write(
            root,
            a_notice("urge", "CB", "z5-urge", D(2017, 3, 1), id="CB2017-002", number=2, causes=cause()),
        )

    told = two(root, ours, theirs)
    assert "both branches took T2017-002; keep both: reformctl renumber T2017-002" in told
    ran = run("renumber", "T2017-002", root=root)
    assert (ran.code, ran.out) == (0, "T2017-002 → T2017-003\n"), ran.err
    assert "title: Ours" in path_of(root, "T2017-002").read_text("utf-8")
    assert "title: Theirs" in path_of(root, "T2017-003").read_text("utf-8")
    assert "record: T2017-002" in path_of(root, "CB2017-001").read_text("utf-8")
    assert "record: T2017-003" in path_of(root, "CB2017-002").read_text("utf-8")
    assert "U" not in git(root, "status", "--porcelain")
    git(root, "commit", "-q", "--no-edit")
    assert run("check", root=root).code == 0


def cause() -> list[dict[str, str]]:
    return [{"ladder": "z5", "step": "z5-urge", "record": "T2017-002"}]


def test_before_a_merge_all_clashes_with_a_branch_are_renumbered(root: Path, run: Run) -> None:
    branch(root, "theirs")
    write(root, a_task("T2017-002", title="Theirs"))
    write(root, a_task("T2017-003", title="Theirs too"))
    save(root)
    branch(root, "ours")
    write(root, a_task("T2017-002", title="Ours"))
    write(root, a_notice("urge", "CB", "z5-urge", D(2017, 3, 1), causes=cause()))
    save(root)
    ran = run("renumber", "--against", "theirs", "--commit", root=root)
    assert (ran.code, ran.out) == (0, "T2017-002 → T2017-004\n"), ran.err
    assert "record: T2017-004" in path_of(root, "CB2017-001").read_text("utf-8")
    assert not path_of(root, "T2017-002").exists()
    assert git(root, "status", "--porcelain") == ""
    assert "files changed" not in git(root, "merge", "-q", "--no-edit", "theirs")
    assert run("check", root=root).code == 0
    assert "no id is taken" in run("renumber", "--against", "theirs", root=root).err


def test_renumbering_refuses_what_it_cannot_do_and_writes_nothing(root: Path, run: Run) -> None:
    for words, code in (
        (("renumber",), "E112"),
        (("renumber", "T2017-009"), "E104"),
        (("renumber", "T2017-001", "D2017-001"), "E185"),
        (("renumber", "T2017-001", "T2017-001"), "S112"),
        (("renumber", "alpha"), "E183"),
    ):
        ran = run(*words, root=root)
        assert (ran.code, code in ran.err) == (2, True), (words, ran)
    assert git(root, "status", "--porcelain") == ""


def test_two_files_with_one_id_are_told_apart_by_their_path(root: Path, run: Run) -> None:
    write(root, a_task("T2017-002"))
    stray = path_of(root, "T2017-002").with_name("T2017-002b.yaml")
    stray.write_text(path_of(root, "T2017-002").read_text("utf-8"), "utf-8")
    assert "E182" in run("renumber", "T2017-002", root=root).err
    ran = run("renumber", "ledgers/tasks/2017/T2017-002b.yaml", root=root)
    assert (ran.code, ran.out) == (0, "T2017-002 → T2017-003\n"), ran.err
    assert not stray.exists()
    assert run("check", root=root).code == 0


def test_a_key_of_a_table_is_a_reference_too(root: Path, run: Run) -> None:
    for name in ("X2017-001", "X2017-002"):
        one = {"id": name, "title": name, "unit": "alpha", "period": "2017-H1", "nominated": D(2017, 2, 1)}
        write(root, one)
    counted = {"selection": "z14-experiences", "period": "2017-H1", "electorate": "public"}
    votes = {"second": {"X2017-001": "3", "X2017-002": "4"}}
    write(root, {"id": "O2017-001", **counted, "cast": D(2017, 3, 1), "votes": votes})
    ran = run("renumber", "X2017-001", "X2017-007", root=root)
    assert (ran.code, ran.out) == (0, "X2017-001 → X2017-007\n"), ran.err
    assert 'X2017-007: "3"\n    X2017-002' in path_of(root, "O2017-001").read_text("utf-8")
    assert run("check", root=root).code == 0
