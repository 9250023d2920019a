"""Rights: a district its progress, never its marks; closing by the office alone; CODEOWNERS from them."""

from pathlib import Path

import pytest

from tests.branching import books_in_git, branch, change, git, happen, path_of, save, write
from tests.building import D, a_task, a_unit
from tests.cli.conftest import Run

OWNERS = """owners:
  people:
    reform-office: ["@office", "*@office.example"]
    alpha: ["@alpha", "a@alpha.example"]
    beta: ["@beta"]
  rights:
    - units: [reform-office]
      everything: true
    - units: [districts]
      kinds: [task]
      events: [progress, signed]
    - units: ["*"]
      kinds: [finding]
      fields: [note]
      events: ["*"]
      adds: true
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = books_in_git(
        tmp_path / "books",
        a_unit("alpha", order=5),
        a_unit("beta", order=6),
        a_unit("districts", kind="set", order=7, members=["alpha", "beta"]),
        a_task(lead="alpha"),
        a_task("T2017-002", lead="beta"),
        a_task("T2017-003", lead="districts"),
    )
    settings = (root / "reformctl.yaml").read_text("utf-8")
    (root / "reformctl.yaml").write_text(settings + OWNERS, "utf-8")
    save(root, "rights", author="Office <x@office.example>")
    return root


def told(ran) -> list[tuple[str, str, str | None]]:
    assert ran.out, ran.err
    return [(row["what"], row["name"], row["record"]) for row in ran.json["oversteps"]]


def diff(run: Run, root: Path, *words: str):
    return run("diff", "main", "--format", "json", *words, root=root)


def test_a_district_may_say_its_progress_and_nothing_more(root: Path, run: Run) -> None:
    branch(root, "feature")
    for name in ("T2017-001", "T2017-003"):
        happen(root, name, "progress", D(2017, 3, 5), text="half")
    assert told(diff(run, root, "--by", "@alpha")) == []
    assert told(diff(run, root, "--by", "A@ALPHA.example")) == []
    assert told(diff(run, root, "--by", "@stranger")) == [
        ("event", "progress", "T2017-001"),
        ("event", "progress", "T2017-003"),
    ]
    happen(root, "T2017-002", "progress", D(2017, 3, 5), text="of another")
    happen(root, "T2017-001", "closed", D(2017, 3, 6), by="A", evidence=["e"])
    change(root, "T2017-001", due=D(2017, 9, 1))
    (root / "rules/zibo.yaml").write_text("x", "utf-8")
    git(root, "checkout", "-q", "--", "rules")
    write(
        root,
        {
            "id": "K2017-001",
            "title": "K",
            "cohort": "districts",
            "period": "2017-03",
            "given": D(2017, 3, 1),
            "by": "x",
            "marks": {"a": {"alpha": "1"}},
        },
    )
    path_of(root, "T2017-003").unlink()
    (root / "templates/face.yaml").write_text("x", "utf-8")
    ran = diff(run, root, "--by", "@alpha")
    assert told(ran) == [
        ("field", "due", "T2017-001"),
        ("event", "closed", "T2017-001"),
        ("event", "progress", "T2017-002"),
        ("removed", "T2017-003", "T2017-003"),
        ("added", "K2017-001", "K2017-001"),
        ("file", "templates/face.yaml", None),
    ]
    assert told(diff(run, root, "--by", "@office")) == []
    assert run("diff", "main", "--by", "@alpha", "--fail-on", "overstep", root=root).code == 1
    assert (
        "@alpha may not change the due day of T2017-001 Task"
        in run("diff", "main", "--by", "@alpha", root=root).out
    )


def test_what_was_said_before_may_not_be_rewritten(root: Path, run: Run) -> None:
    happen(root, "T2017-001", "progress", D(2017, 3, 5), text="half")
    save(root, author="Office <x@office.example>")
    branch(root, "feature")
    path = path_of(root, "T2017-001")
    path.write_text(path.read_text("utf-8").replace("half", "all"), "utf-8")
    assert told(diff(run, root, "--by", "@alpha")) == [("past", "progress", "T2017-001")]


def test_records_of_ones_own_may_be_added_where_the_rights_say_so(root: Path, run: Run) -> None:
    branch(root, "feature")
    for number, unit in (("F2017-001", "alpha"), ("F2017-002", "beta")):
        finding = {"title": "F", "unit": unit, "found": D(2017, 3, 1), "severity": "minor"}
        write(root, {"id": number, **finding})
    assert told(diff(run, root, "--by", "@alpha")) == [("added", "F2017-002", "F2017-002")]


def test_without_a_name_each_commits_author_is_held_to_its_own(root: Path, run: Run) -> None:
    branch(root, "feature")
    change(root, "T2017-001", title="By the office")
    save(root, author="Office <x@office.example>")
    happen(root, "T2017-001", "progress", D(2017, 3, 5), text="half")
    save(root, author="A <a@alpha.example>")
    assert told(diff(run, root)) == []
    change(root, "T2017-001", title="By the district")
    save(root, author="A <a@alpha.example>")
    rows = diff(run, root).json["oversteps"]
    assert [(row["who"], row["name"]) for row in rows] == [("a@alpha.example", "title")]
    change(root, "T2017-002", title="Not committed")
    rows = diff(run, root).json["oversteps"]
    assert [(row["who"], row["name"]) for row in rows][1:] == [("test@example.org", "title")]


def test_rights_are_those_before_the_change(root: Path, run: Run) -> None:
    branch(root, "feature")
    settings = (root / "reformctl.yaml").read_text("utf-8")
    (root / "reformctl.yaml").write_text(settings.replace("[progress, signed]", '["*"]'), "utf-8")
    happen(root, "T2017-001", "closed", D(2017, 3, 6), by="A", evidence=["e"])
    ran = diff(run, root, "--by", "@alpha")
    assert told(ran) == [
        ("event", "closed", "T2017-001"),
        ("file", "reformctl.yaml", None),
    ]


def test_codeowners_are_made_from_the_settings(root: Path, run: Run) -> None:
    ran = run("owners", "--codeowners", root=root)
    assert ran.out.splitlines()[1:] == [
        "* @office",
        "/ledgers/tasks/2017/T2017-001.yaml @alpha a@alpha.example @office",
        "/ledgers/tasks/2017/T2017-002.yaml @beta @office",
        "/ledgers/tasks/2017/T2017-003.yaml @alpha a@alpha.example @beta @office",
    ]
    assert run("owners", "--check", root=root).code == 1
    assert run("owners", "--write", root=root).out == ".github/CODEOWNERS\n"
    assert run("owners", "--check", root=root).code == 0
    assert "reform-office" in run("owners", "--format", "json", root=root).out
    assert "Reform-Office" in run("owners", root=root).out


def test_without_rights_nothing_is_held_to_them(tmp_path: Path, run: Run) -> None:
    root = books_in_git(tmp_path / "books", a_task())
    change(root, "T2017-001", title="New")
    assert told(run("diff", "HEAD", "--by", "@x", "--format", "json", root=root)) == []
    ran = run("owners", "--codeowners", root=root)
    assert (ran.code, "E186" in ran.err) == (2, True)
