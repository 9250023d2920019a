"""The sample ledger as it was lived: a git repository built month by month, with closings on the way.

Records are written as far as they were dated by the end of each month; each month is closed on the third
of the next one. In June the office takes the rule of review into its pack; in October somebody moves a due
day in months that are closed, and takes it back two days later. The last commit is the sample itself.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reformctl.cli.app import main
from reformctl.cli.opening import TODAY, books_of, read_ledger
from reformctl.domain.periods import Period, periods_between
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.store.rewriting import new_text
from reformctl.store.workspace import find_workspace
from tests.building import REPO

FIRST, LAST = date(2017, 1, 1), date(2018, 6, 30)
RULE_CHANGED = date(2017, 6, 12)
TAMPERED, MENDED = date(2017, 10, 12), date(2017, 10, 14)
RECORD = "T2017-086"
KEEPER, MARKER, DIRECTOR, STRANGER = "台账管理员", "督查组记录员", "改革办主任", "张店区经办人"


def live(root: Path) -> Path:
    """The repository, made in an empty folder; the same commits each time."""
    root.mkdir(parents=True, exist_ok=True)
    ledger = read_ledger(books_of(find_workspace(REPO)))
    git(root, "init", "--quiet", "--initial-branch=main")
    for name in ("rules", "templates"):
        shutil.copytree(REPO / name, root / name)
    shutil.copy(REPO / "reformctl.yaml", root)
    today = (root / "rules/zibo.yaml").read_text("utf-8")
    (root / "rules/zibo.yaml").write_text(without_review(today), "utf-8")
    commit(root, FIRST, KEEPER, "建立台账和规则包")
    for period in periods_between(FIRST, LAST, "month"):
        _month(root, ledger, period, today)
    for path in sorted((REPO / "ledgers").rglob("*.yaml")):
        shutil.copy(path, root / path.relative_to(REPO))
    commit(root, LAST, KEEPER, "台账现状")
    return root


def _month(root: Path, ledger: Ledger, period: Period, pack: str) -> None:
    """One month: what happens on its days, its records, its marks, and its closing."""
    if RULE_CHANGED in period:
        (root / "rules/zibo.yaml").write_text(pack, "utf-8")
        commit(root, RULE_CHANGED, DIRECTOR, "规则包增加异议复核和更正")
    if TAMPERED in period:
        path = root / f"ledgers/tasks/2017/{RECORD}.yaml"
        before = path.read_text("utf-8")
        path.write_text(before.replace("due: 2017-03-07", "due: 2017-06-07"), "utf-8")
        commit(root, TAMPERED, STRANGER, f"{RECORD} 调整期限")
        path.write_text(before, "utf-8")
        commit(root, MENDED, DIRECTOR, f"{RECORD} 恢复原期限")
    for marks, author in ((False, KEEPER), (True, MARKER)):
        for entry in ledger.entries:
            if (entry.kind.name in ("marks", "rating")) == marks:
                _write(root, entry, period.last)
        commit(root, period.last, author, f"{period} {'评分' if marks else '台账'}")
    if period.last <= date(2017, 12, 31):
        day = period.last + timedelta(days=3)
        ran(root, day, "close", str(period), "--by", DIRECTOR, "--on", str(day))


def _write(root: Path, entry: Entry, day: date) -> None:
    """A record as far as it was dated by a day; the file itself where that is all of it."""
    seen = entry.seen(day)
    if seen is None:
        return
    path = root / entry.document.source.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entry.document.source.text if seen is entry else new_text(_said(seen)), "utf-8")


def _said(entry: Entry) -> dict[str, Any]:
    return entry.record.model_dump(by_alias=True, exclude_defaults=True)


def without_review(pack: str) -> str:
    """The pack before it had appeals and corrections."""
    lines = pack.splitlines(keepends=True)
    start, end = lines.index("reviews:\n"), lines.index("selections:\n")
    kept = "".join(lines[:start] + lines[end:])
    first = kept.index("  - id: z6-3-decide\n")
    last = kept.index("\nlad", first) if "\nlamps" not in kept[first:] else kept.index("\nlamps", first)
    return (kept[:first].rstrip("\n") + kept[last:]).replace("    sequence: [corrections]\n", "")


def commit(root: Path, day: date, author: str, message: str) -> None:
    """Commit all that was changed, on a day, by an author; nothing where nothing was."""
    git(root, "add", "--all")
    if git(root, "status", "--porcelain"):
        with dated(day, author):
            git(root, "commit", "--quiet", f"--message={message}")


def ran(root: Path, day: date, *arguments: str) -> int:
    """Run a command line on a day, as the director."""
    with dated(day, DIRECTOR):
        code = main(["--lang", "zh", "--workspace", str(root), *arguments])
    assert code == 0, arguments
    return code


@contextmanager
def dated(day: date, author: str) -> Iterator[None]:
    """The clock and the author of commits, for a while."""
    stamp = f"{day}T09:00:00+0800"
    wanted = {TODAY: str(day)}
    for role in ("AUTHOR", "COMMITTER"):
        wanted |= {f"GIT_{role}_NAME": author, f"GIT_{role}_EMAIL": "office@example.org"}
        wanted[f"GIT_{role}_DATE"] = stamp
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def git(root: Path, *arguments: str) -> str:
    """Run git in the repository and give what it prints."""
    done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout
