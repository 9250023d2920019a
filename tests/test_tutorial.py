"""The tutorial's commands, typed as they stand."""

import re
import shlex
from pathlib import Path

import pytest

from reformctl.cli.app import main
from tests.building import REPO


def commands() -> list[list[str]]:
    """The indented lines of the tutorial, joined where they go on."""
    text = (REPO / "docs" / "tutorial.md").read_text("utf-8")
    lines = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))
    return [shlex.split(line) for line in re.sub(r"\\\n\s*", "", lines).splitlines()]


def test_the_tutorial_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    ran = []
    for words in commands():
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
        elif words[0] == "cd":
            monkeypatch.chdir(words[1])
        else:
            assert words[0] == "reformctl"
            code = main(words[1:])
            assert code == 0, (words, capsys.readouterr().err)
            ran.append(words[1])
    assert {"init", "unit", "document", "notice", "task", "meeting", "marks", "check", "rank"} <= set(ran)
    assert (tmp_path / "books" / "out" / "circular-2017-04.docx").stat().st_size > 10000
