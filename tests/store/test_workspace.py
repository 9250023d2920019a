"""A workspace is found from anywhere within it, and says what is wrong with its settings."""

from pathlib import Path

import pytest

from reformctl.diagnostics import BadFiles, ReformctlError
from reformctl.store.workspace import find_workspace, read_settings
from reformctl.store.worktree import WorkTree

GOOD = "office: Reform Office\ncity: Zibo\npack: zibo\n"


def test_it_is_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "reformctl.yaml").write_text(GOOD)
    (tmp_path / "ledgers" / "tasks").mkdir(parents=True)
    found = find_workspace(tmp_path / "ledgers" / "tasks")
    assert found.root == tmp_path.resolve()
    assert found.pack_path == "rules/zibo.yaml"
    assert (found.settings.timezone, found.settings.language, found.settings.commit) == (
        "Asia/Shanghai",
        "auto",
        False,
    )


def test_the_given_folder_is_taken_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "reformctl.yaml").write_text(GOOD)
    (tmp_path / "below").mkdir()
    assert find_workspace(Path("/"), tmp_path).settings.city == "Zibo"
    with pytest.raises(ReformctlError) as caught:
        find_workspace(tmp_path, tmp_path / "below")
    assert caught.value.code == "S102"


def test_where_there_is_none_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReformctlError) as caught:
        find_workspace(tmp_path)
    assert caught.value.code == "S101"


def test_books_without_settings_are_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(ReformctlError) as caught:
        read_settings(WorkTree(tmp_path))
    assert caught.value.code == "S103"


@pytest.mark.parametrize(
    ("text", "code", "route"),
    [
        (GOOD + "ofice: x\n", "R101", ("ofice",)),
        ("city: Zibo\npack: zibo\n", "R102", ()),
        (GOOD + "timezone: Mars/Base\n", "R110", ("timezone",)),
        (GOOD + "timezone: ../etc/passwd\n", "R110", ("timezone",)),
        (GOOD + "commit: yes\n", "R103", ("commit",)),
        (GOOD + "language: de\n", "R108", ("language",)),
        (GOOD + "papers:\n  copies: [1]\n", "R103", ("papers", "copies", 0)),
        ("office: [\n", "Y101", ()),
    ],
)
def test_wrong_settings_are_named_with_their_place(
    tmp_path: Path, text: str, code: str, route: tuple[str | int, ...]
) -> None:
    (tmp_path / "reformctl.yaml").write_text(text)
    with pytest.raises(BadFiles) as caught:
        find_workspace(tmp_path)
    assert [(d.code, d.place.route) for d in caught.value.diagnostics] == [(code, route)]


def test_settings_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "reformctl.yaml").write_bytes(b"\xff")
    with pytest.raises(BadFiles) as caught:
        find_workspace(tmp_path)
    assert caught.value.diagnostics[0].code == "Y107"
