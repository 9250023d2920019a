"""The books of a commit are the same as the books on the disk were."""

from pathlib import Path

import pytest

from reformctl.diagnostics import Diagnostic, ReformctlError
from reformctl.source import SourceFile
from reformctl.store.revision import Revision
from reformctl.store.worktree import WorkTree

FOLDERS = ("tasks", "units")
PATHS = (
    "tasks/2017/T2017-002.yaml", "tasks/2017/T2017-001.yaml", "tasks/2017-x/T.yaml",
    "units/zc.yaml", "tasks/note.txt", "tasks/T.yml", "tasks/.gitkeep", "tasks/.hidden/a.yaml",
    "taks/T.yaml", "loose.yaml", "tasks/\u4efb\u52a1.yaml",
)  # fmt: skip


def write(root: Path, path: str, text: str | bytes = "id: x\n") -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.fixture(params=["", "city/office"])
def root(request: pytest.FixtureRequest, tmp_path: Path, git) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    root = tmp_path / request.param
    for path in PATHS:
        write(root, f"ledgers/{path}", f"id: {path}\n")
    write(root, "ledgers/tasks/bad.yaml", b"a: \xff\n")
    (root / "ledgers/tasks/link.yaml").symlink_to("2017/T2017-001.yaml")
    write(root, "rules/zibo.yaml", "id: zibo\n")
    write(tmp_path, "elsewhere/ledgers/tasks/T9.yaml")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    return root


def test_a_revision_reads_like_the_disk(root: Path) -> None:
    disk, books = WorkTree(root), Revision.of(root, "HEAD")
    for folder in FOLDERS:
        assert list(books.read_folder(folder)) == list(disk.read_folder(folder))
        assert books.list_ids(folder) == disk.list_ids(folder)
    assert list(books.strays(FOLDERS)) == list(disk.strays(FOLDERS))
    for path in ("rules/zibo.yaml", "ledgers/tasks/bad.yaml", "ledgers/tasks/link.yaml", "no.yaml"):
        assert books.read_file(path) == disk.read_file(path)


def test_files_come_by_path_and_everything_else_is_named(root: Path) -> None:
    found = list(WorkTree(root).read_folder("tasks"))
    paths = [f.path if isinstance(f, SourceFile) else f.place.source.path for f in found]
    assert paths == sorted(paths)
    codes = {
        f.place.source.path.removeprefix("ledgers/tasks/"): f.code for f in found if isinstance(f, Diagnostic)
    }
    assert codes == {"T.yml": "Y112", "bad.yaml": "Y107", "link.yaml": "Y112", "note.txt": "Y112"}


def test_a_misspelt_folder_is_a_stray_with_its_near_miss(root: Path) -> None:
    found = {d.facts["name"]: d.near for d in WorkTree(root).strays(FOLDERS)}
    assert found == {"ledgers/loose.yaml": None, "ledgers/taks": "tasks"}


def test_a_revision_says_what_was_said_then(root: Path, git) -> None:
    write(root, "ledgers/units/zc.yaml", "id: other\n")
    write(root, "ledgers/units/new.yaml")
    git(root, "commit", "-qam", "two")
    assert list(Revision.of(root, "HEAD~1").read_folder("units")) == [
        SourceFile("ledgers/units/zc.yaml", "id: units/zc.yaml\n")
    ]
    assert list(Revision.of(root, "HEAD").read_folder("units")) == [
        SourceFile("ledgers/units/zc.yaml", "id: other\n")
    ]


def test_a_hook_cannot_lead_to_another_repository(root: Path, git, tmp_path_factory, monkeypatch) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert Revision.of(root, "HEAD").read_file("rules/zibo.yaml")


@pytest.mark.parametrize("name", ["nothing", "--output=x", "-h", "", "HEAD^{tree}x", "a\0b", "HEAD:rules"])
def test_a_name_that_is_no_commit_is_refused(root: Path, name: str) -> None:
    with pytest.raises(ReformctlError) as caught:
        Revision.of(root, name)
    assert caught.value.code == "S120"


def test_outside_git_there_is_no_revision(tmp_path: Path) -> None:
    with pytest.raises(ReformctlError) as caught:
        Revision.of(tmp_path, "HEAD")
    assert caught.value.code == "S121"
