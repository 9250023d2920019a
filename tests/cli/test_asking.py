"""At a real terminal `add` asks for what is missing, and asks again where an answer does not fit."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.building import a_unit, lay

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")


def answered(root: Path, arguments: list[str], answers: list[str]) -> str:
    """What a terminal shows while the questions of a command are answered one after another."""
    outer, inner = pty.openpty()
    environment = os.environ | {"REFORMCTL_TODAY": "2017-04-30", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    line = [sys.executable, "-m", "reformctl", "--workspace", str(root), *arguments]
    with subprocess.Popen(line, stdin=inner, stdout=inner, stderr=inner, env=environment) as running:
        os.close(inner)
        shown = b""
        for answer in answers:
            shown += until(outer, b"]: ")
            os.write(outer, answer.encode() + b"\n")
        shown += until(outer, None)
        assert running.wait(timeout=30) == 0, shown.decode()
    os.close(outer)
    return shown.decode()


def until(terminal: int, end: bytes | None) -> bytes:
    """What the terminal shows up to a text, or to the end of the program."""
    found, limit = b"", time.monotonic() + 30
    while time.monotonic() < limit and (end is None or not found.endswith(end)):
        try:
            part = os.read(terminal, 1024)
        except OSError:
            break
        if not part:
            break
        found += part
    return found


def test_add_asks_for_what_is_missing_and_again_for_what_does_not_fit(tmp_path: Path) -> None:
    root = lay(tmp_path, a_unit("zhangdian"))
    shown = answered(
        root, ["task", "add", "--title", "A task"], ["ciyt", "city", "zhangdain", "zhangdian", "Head"]
    )
    assert shown.count("central|provincial|city|local") == 2
    assert "zhangdian" in shown
    assert (root / "ledgers/tasks/2017/T2017-001.yaml").read_text("utf-8") == (
        "id: T2017-001\ntitle: A task\nlevel: city\nlead: zhangdian\nofficer: Head\nopened: 2017-04-30\n"
    )
