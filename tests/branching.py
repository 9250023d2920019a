"""Ledgers in git repositories of their own, for tests about branches."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from reformctl.records.kinds import kind_of_id
from reformctl.store.rewriting import append_item, new_text, set_field
from tests.building import lay


def git(root: Path, *arguments: str, check: bool = True) -> str:
    """Run git in a folder and give what it prints, errors too."""
    done = subprocess.run(["git", "-C", str(root), *arguments], check=False, capture_output=True, text=True)
    if check and done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout + done.stderr


def books_in_git(root: Path, *records: dict[str, Any], more: dict[str, str] | None = None) -> Path:
    """A workspace with some records as the first commit of `main`; `more` are other files."""
    lay(root, *records)
    for path, text in (more or {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (root / ".gitignore").write_text("/.reformctl.lock\n/out/\n", "utf-8")
    git(root, "init", "-q", "-b", "main")
    save(root, "one")
    return root


def save(root: Path, message: str = "change", author: str | None = None) -> str:
    """Commit all there is; the commit's name."""
    git(root, "add", "-A")
    by = ("--author", author) if author else ()
    git(root, "commit", "-q", "-m", message, *by)
    return git(root, "rev-parse", "HEAD").strip()


def branch(root: Path, name: str, start: str = "main") -> None:
    """A new branch, taken up."""
    git(root, "switch", "-q", "-c", name, start)


def path_of(root: Path, record: str) -> Path:
    """The file of a record."""
    kind = kind_of_id(record)
    assert kind is not None
    return root / kind.home(record)


def change(root: Path, record: str, **fields: Any) -> None:
    """Set fields of a record."""
    path = path_of(root, record)
    text = path.read_text("utf-8")
    for name, value in fields.items():
        text = set_field(text, (name,), value)
    path.write_text(text, "utf-8")


def happen(root: Path, record: str, event: str, on: Any, **more: Any) -> None:
    """Add an event to a record."""
    path = path_of(root, record)
    item = {"event": event, "on": on} | more
    path.write_text(append_item(path.read_text("utf-8"), "events", item), "utf-8")


def write(root: Path, record: dict[str, Any]) -> None:
    """Write a record's file."""
    path = path_of(root, str(record["id"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new_text(record), "utf-8")


def drive(root: Path) -> None:
    """Wire the merge driver to the code at hand."""
    command = f'"{sys.executable}" -m reformctl --lang en merge %O %A %B %P'
    git(root, "config", "merge.reformctl.driver", command)
    (root / ".gitattributes").write_text("ledgers/**/*.yaml merge=reformctl\n", "utf-8")
