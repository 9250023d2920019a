"""A workspace that is laid down is whole, committed, and never covers what is there."""

from pathlib import Path

import pytest

from reformctl.diagnostics import ReformctlError
from reformctl.records.kinds import FOLDERS
from reformctl.store import seed
from reformctl.store.seed import Office, lay_down
from reformctl.store.workspace import find_workspace

OFFICE = Office(
    "\u6dc4\u535a\u5e02\u59d4\u6539\u9769\u529e",
    "\u6dc4\u535a\u5e02",
    papers={"prefix": "\u6dc4\u6539\u529e"},
)


@pytest.fixture(autouse=True)
def _carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = tmp_path / "carried"
    for path in ("rules/zibo.yaml", "templates/notice/order.j2"):
        (carried / path).parent.mkdir(parents=True)
        (carried / path).write_text("a: 1\n")
    monkeypatch.setattr(seed, "seed_folder", lambda name: carried / name)


def test_a_workspace_is_laid_down_and_committed(tmp_path: Path, git) -> None:
    target = tmp_path / "new" / "office"
    paths = lay_down(target, "zibo", OFFICE)
    assert sorted(git(target, "ls-files", "-z").split("\0")[:-1]) == sorted(paths)
    assert git(target, "status", "--porcelain") == ""
    assert {f"ledgers/{folder}/.gitkeep" for folder in FOLDERS} < set(paths)
    assert "templates/notice/order.j2" in paths


def test_its_settings_can_be_read(tmp_path: Path) -> None:
    lay_down(tmp_path / "w", "zibo", OFFICE)
    settings = find_workspace(tmp_path / "w" / "ledgers").settings
    assert (settings.office, settings.city, settings.pack) == (OFFICE.name, OFFICE.city, "zibo")
    assert (settings.papers.organ, settings.papers.prefix) == (OFFICE.name, "\u6dc4\u6539\u529e")


def test_nothing_is_covered(tmp_path: Path) -> None:
    (tmp_path / "w" / "rules").mkdir(parents=True)
    (tmp_path / "w" / "rules" / "zibo.yaml").write_text("mine\n")
    with pytest.raises(ReformctlError) as caught:
        lay_down(tmp_path / "w", "zibo", OFFICE)
    assert (caught.value.code, caught.value.facts["files"]) == ("S130", "rules/zibo.yaml")
    assert [p.name for p in (tmp_path / "w").iterdir()] == ["rules"]


def test_an_unknown_pack_is_named_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(ReformctlError) as caught:
        lay_down(tmp_path / "w", "zibbo", OFFICE)
    assert (caught.value.code, caught.value.facts) == ("S131", {"pack": "zibbo", "known": "zibo"})


def test_without_an_author_nothing_is_made(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "carried"))
    with pytest.raises(ReformctlError) as caught:
        lay_down(tmp_path / "w", "zibo", OFFICE)
    assert caught.value.code == "S124"
    assert not (tmp_path / "w").exists()


def test_a_repository_that_is_there_gets_no_commit(tmp_path: Path, git) -> None:
    git(tmp_path, "init", "-q")
    lay_down(tmp_path / "w", "zibo", OFFICE)
    assert not (tmp_path / "w" / ".git").exists()
    assert "?? w/" in git(tmp_path, "status", "--porcelain")
