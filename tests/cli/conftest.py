"""The command line as a user runs it, in a workspace of its own, on a fixed day."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reformctl.cli import opening
from reformctl.cli.app import main
from tests.building import REPO


class Ran(NamedTuple):
    """What a command gave: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in English on 30 April 2017."""
    monkeypatch.setenv(opening.TODAY, "2017-04-30")

    def go(*arguments: object, root: Path = REPO, lang: str = "en") -> Ran:
        code = main(["--lang", lang, "--workspace", str(root), *map(str, arguments)])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return go


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample workspace that may be changed."""
    root = tmp_path / "sample"
    for name in ("ledgers", "rules", "templates"):
        shutil.copytree(REPO / name, root / name)
    shutil.copy(REPO / "reformctl.yaml", root)
    return root
