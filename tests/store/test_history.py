"""Commits take what they are given and nothing else."""

from pathlib import Path

import pytest

from reformctl.diagnostics import ReformctlError
from reformctl.store.history import commit_paths, head, init_repo, is_repo


@pytest.fixture
def root(tmp_path: Path) -> Path:
    init_repo(tmp_path)
    (tmp_path / "a.yaml").write_text("a\n")
    commit_paths(tmp_path, ["a.yaml"], "one")
    return tmp_path


def test_a_repository_is_made_and_found(tmp_path: Path) -> None:
    assert not is_repo(tmp_path)
    init_repo(tmp_path)
    assert is_repo(tmp_path)
    assert head(tmp_path) is None


def test_only_the_given_paths_are_committed(root: Path, git) -> None:
    (root / "a.yaml").write_text("b\n")
    (root / "staged.yaml").write_text("s\n")
    (root / "new [1].yaml").write_text("n\n")
    git(root, "add", "staged.yaml")
    name = commit_paths(root, ["a.yaml", "new [1].yaml"], "two")
    assert name == head(root)
    assert git(root, "show", "--name-only", "--format=%s").split("\n") == [
        "two",
        "",
        "a.yaml",
        "new [1].yaml",
        "",
    ]
    assert git(root, "status", "--porcelain") == "A  staged.yaml\n"


def test_nothing_changed_is_no_commit(root: Path) -> None:
    before = head(root)
    assert commit_paths(root, ["a.yaml"], "again") is None
    assert commit_paths(root, [], "again") is None
    assert head(root) == before


def test_a_message_may_look_like_an_option(root: Path, git) -> None:
    (root / "a.yaml").write_text("c\n")
    commit_paths(root, ["a.yaml"], "--amend")
    assert git(root, "log", "-1", "--format=%s") == "--amend\n"


def test_a_hook_may_refuse(root: Path) -> None:
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho no such day >&2\nexit 1\n")
    hook.chmod(0o755)
    (root / "a.yaml").write_text("d\n")
    with pytest.raises(ReformctlError) as caught:
        commit_paths(root, ["a.yaml"], "x")
    assert caught.value.code == "S123"
    assert caught.value.facts == {"command": "commit", "reason": "no such day"}


def test_an_unknown_author_is_asked_for(root: Path, monkeypatch, tmp_path_factory) -> None:
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("empty")))
    (root / "a.yaml").write_text("e\n")
    with pytest.raises(ReformctlError) as caught:
        commit_paths(root, ["a.yaml"], "x")
    assert caught.value.code == "S124"


def test_no_commit_outside_git(tmp_path: Path) -> None:
    with pytest.raises(ReformctlError) as caught:
        commit_paths(tmp_path, ["a"], "x")
    assert caught.value.code == "S121"
