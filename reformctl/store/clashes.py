"""Ids that two branches took: in a merge that stands still on them, and before one."""

from pathlib import Path
from typing import NamedTuple

from reformctl.store.differing import changed_paths
from reformctl.store.gitcalls import run_git
from reformctl.store.revision import resolve


class Stages(NamedTuple):
    """Both sides' contents of a file that a merge could not join."""

    ours: bytes
    theirs: bytes


def both_added(root: Path, path: str) -> Stages | None:
    """Both sides of a file that both branches of an unfinished merge added; None where that is not so."""
    shown = run_git(root, "ls-files", "--unmerged", "-z", "--", path).stdout
    stages = {line.split(b"\t")[0].split(b" ")[2]: line.split(b" ")[1] for line in shown.split(b"\0") if line}
    if set(stages) != {b"2", b"3"}:
        return None
    ours, theirs = (
        run_git(root, "cat-file", "blob", stages[stage].decode("ascii")).stdout for stage in (b"2", b"3")
    )
    return Stages(ours, theirs)


def merge_sides(root: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The paths that each side of an unfinished merge changed since the common commit: ours, theirs."""
    common = run_git(root, "merge-base", "HEAD", "MERGE_HEAD").stdout.decode("ascii").strip()
    theirs = resolve(root, "MERGE_HEAD")
    return changed_paths(root, common, resolve(root, "HEAD")), changed_paths(root, common, theirs)


def merging(root: Path) -> bool:
    """Whether a merge stands unfinished."""
    return run_git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD", check=False).returncode == 0


def settle(root: Path, added: list[str], removed: list[str]) -> None:
    """Tell git that files are settled: those written are staged, those that are gone are taken out."""
    if added:
        run_git(root, "add", "--", *added)
    if removed:
        run_git(root, "rm", "--quiet", "--cached", "--ignore-unmatch", "--", *removed)
