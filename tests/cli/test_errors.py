"""The error gallery: each folder of `tests/errors` is a bad workspace with the text that `check` prints.

`pytest --update-gallery` writes the texts anew; read the difference before you commit it.
"""

import shutil
from pathlib import Path

import pytest

from reformctl.render.messages import MESSAGES
from tests.building import REPO
from tests.cli.conftest import Run

GALLERY = REPO / "tests" / "errors"
CASES = sorted(path for path in GALLERY.iterdir() if path.name != "base")
NOT_SHOWN = {"Y113"}
"""A file that cannot be opened cannot be kept in git."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_problem_is_told_as_expected(
    run: Run, case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root = tmp_path / "books"
    shutil.copytree(GALLERY / "base", root)
    shutil.copytree(case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    ran = run("check", root=root)
    expected = case / "expected.txt"
    if request.config.getoption("--update-gallery"):
        expected.write_text(ran.err, "utf-8")
    assert ran.code == 1
    assert case.name.partition("-")[0] in ran.err
    assert ran.err == expected.read_text("utf-8")


def test_every_problem_has_a_case() -> None:
    shown = {case.name.partition("-")[0] for case in CASES}
    assert shown == {code for code in MESSAGES if code[0] in "YRLPCM"} - NOT_SHOWN
