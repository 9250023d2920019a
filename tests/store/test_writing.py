"""Whole files or none, one writer at a time, whatever happens in between."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reformctl.diagnostics import ReformctlError
from reformctl.domain.ids import next_serial
from reformctl.source import SourceFile
from reformctl.store.locking import LOCK_FILE
from reformctl.store.writing import TEMP_SUFFIX, Writer


def code_of(action) -> str:
    with pytest.raises(ReformctlError) as caught:
        action()
    return caught.value.code


def put(root: Path, path: str, text: str = "x\n", *, new: bool = False) -> Writer:
    with Writer(root) as writer:
        writer.put(path, text, new=new)
    return writer


def temps(root: Path) -> list[Path]:
    return list(root.rglob(f"*{TEMP_SUFFIX}"))


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    writer = put(tmp_path, "ledgers/tasks/2017/T2017-001.yaml", "id: \u6539\n")
    assert (tmp_path / "ledgers/tasks/2017/T2017-001.yaml").read_bytes() == "id: \u6539\n".encode()
    assert writer.written == ("ledgers/tasks/2017/T2017-001.yaml",)
    assert temps(tmp_path) == []


def test_an_exception_in_the_block_writes_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with Writer(tmp_path) as writer:
            writer.put("a.yaml", "x")
            writer.put("../b.yaml", "x")

    assert code_of(fail) == "S113"
    assert [p.name for p in tmp_path.iterdir()] == [LOCK_FILE]


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    (tmp_path / "a.yaml").chmod(0o640)
    put(tmp_path, "a.yaml", "y\n")
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_a_file_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    before = (tmp_path / "a.yaml").stat()
    assert put(tmp_path, "a.yaml").written == ()
    assert (tmp_path / "a.yaml").stat().st_ino == before.st_ino


def test_a_new_file_never_covers_another(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "first\n")
    assert code_of(lambda: put(tmp_path, "a.yaml", "second\n", new=True)) == "S112"
    assert (tmp_path / "a.yaml").read_text() == "first\n"


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/x", "a/../b", "a//b", "./a", "", "a/", ".git/config", "a/.GIT/b", "C:/x", "a\\b", "a\nb"],
)
def test_a_path_out_of_the_workspace_is_refused(tmp_path: Path, path: str) -> None:
    assert code_of(lambda: put(tmp_path, path)) == "S113"


def test_a_linked_folder_or_file_is_refused(tmp_path: Path) -> None:
    root, outside = tmp_path / "w", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "ledgers").symlink_to(outside)
    (root / "link.yaml").symlink_to(outside / "x")
    assert code_of(lambda: put(root, "ledgers/x.yaml")) == "S113"
    assert code_of(lambda: put(root, "link.yaml")) == "S113"
    assert list(outside.iterdir()) == []


def test_one_file_that_cannot_be_written_keeps_all_as_they_were(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "old\n")

    def both() -> None:
        with Writer(tmp_path) as writer:
            writer.put("a.yaml", "new\n")
            writer.put("file/b.yaml", "new\n")
            (tmp_path / "file").write_text("a file where a folder should be")

    assert code_of(both) == "S114"
    assert (tmp_path / "a.yaml").read_text() == "old\n"
    assert temps(tmp_path) == []


def test_a_change_made_meanwhile_is_not_covered(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "old\n")

    def edit() -> None:
        with Writer(tmp_path) as writer:
            found = writer.read("a.yaml")
            assert isinstance(found, SourceFile)
            (tmp_path / "a.yaml").write_text("by hand\n")
            writer.put("a.yaml", found.text + "more\n")

    assert code_of(edit) == "S116"
    assert (tmp_path / "a.yaml").read_text() == "by hand\n"


def test_a_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    with Writer(tmp_path):
        started = time.monotonic()
        assert code_of(lambda: Writer(tmp_path, wait=0.2).__enter__()) == "S111"
        assert 0.2 <= time.monotonic() - started < 5


def test_a_staged_id_counts_as_taken(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.put("ledgers/tasks/2017/T2017-001.yaml", "x", new=True)
        assert writer.list_ids("tasks") == {"T2017-001"}


def _add(root: Path) -> None:
    with Writer(root, wait=60) as writer:
        name = next_serial("T", 2017, writer.list_ids("tasks"))
        writer.put(f"ledgers/tasks/2017/{name}.yaml", f"id: {name}\n", new=True)


def test_many_writers_get_an_id_each(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(_add, [tmp_path] * 20)
    names = sorted(p.stem for p in (tmp_path / "ledgers/tasks/2017").iterdir())
    assert names == [f"T2017-{n:03d}" for n in range(1, 21)]


KILLED = """
import sys
from pathlib import Path
from reformctl.store.writing import Writer
root, turn = Path(sys.argv[1]), 0
while True:
    turn += 1
    with Writer(root) as writer:
        for name in "abc":
            writer.put(f"ledgers/{name}.yaml", f"{turn}\\n" * 20000)
"""


def test_a_killed_writer_leaves_whole_files_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    for turn in range(8):
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], env=dict(os.environ))
        deadline = time.monotonic() + 30
        while not (tmp_path / "ledgers/c.yaml").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2 + 0.013 * turn)
        child.send_signal(signal.SIGKILL)
        child.wait()
        for path in tmp_path.glob("ledgers/[a-c].yaml"):
            lines = path.read_text().splitlines()
            assert len(lines) == 20000
            assert len(set(lines)) == 1
        put(tmp_path, "d.yaml", f"{turn}\n")
        assert temps(tmp_path) == []


def test_the_note_in_the_lock_can_remove_nothing_but_temporary_files(tmp_path: Path) -> None:
    root = tmp_path / "w"
    root.mkdir()
    kept = [tmp_path / f".x{TEMP_SUFFIX}", root / "a.yaml"]
    for path in kept:
        path.write_text("kept")
    (root / LOCK_FILE).write_text(f"a.yaml\n../.x{TEMP_SUFFIX}\n\xff\n")
    put(root, "b.yaml")
    assert all(path.exists() for path in kept)
