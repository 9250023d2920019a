"""What two states of the books differ in: names of files, found by git without reading the files."""

from pathlib import Path

from reformctl.diagnostics import ReformctlError
from reformctl.store.commits import BOOKS
from reformctl.store.gitcalls import run_git
from reformctl.store.revision import resolve


def common_commit(root: Path, base: str, head: str | None) -> str:
    """The commit on which a branch left its base; the work tree stands on HEAD.

    E180 where the repository at hand does not hold one, as in a shallow clone.
    """
    one, other = resolve(root, base), resolve(root, head or "HEAD")
    found = run_git(root, "merge-base", one, other, check=False)
    name = found.stdout.decode("ascii").strip()
    if found.returncode or not name:
        raise ReformctlError("E180", base=base, head=head or "HEAD")
    return name


def changed_paths(root: Path, base: str, head: str | None) -> frozenset[str]:
    """The paths of the books that differ between a commit and another one, or the work tree."""
    plain = ("--name-only", "--relative", "--no-renames", "--no-ext-diff", "-z")
    between = (base, head) if head else (base,)
    shown = run_git(root, "diff", *plain, *between, "--", *BOOKS).stdout
    if head is None:
        shown += run_git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *BOOKS).stdout
    return frozenset(path for path in shown.decode("utf-8", "surrogateescape").split("\0") if path)


def all_changed_paths(root: Path, base: str, head: str | None) -> frozenset[str]:
    """The paths of the whole repository that differ, from its top, those beside the books included."""
    between = (base, head) if head else (base,)
    top = top_of(root)
    shown = run_git(top, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", *between).stdout
    if head is None:
        shown += run_git(top, "ls-files", "--others", "--exclude-standard", "-z").stdout
    return frozenset(path for path in shown.decode("utf-8", "surrogateescape").split("\0") if path)


def prefix_of(root: Path) -> str:
    """The workspace's folder within its repository, with a slash; empty at the top and outside git."""
    shown = run_git(root, "rev-parse", "--show-prefix", check=False)
    return shown.stdout.decode("utf-8").rstrip("\n") if shown.returncode == 0 else ""


def top_of(root: Path) -> Path:
    """The top of the repository that a workspace lies in; S123 outside git."""
    return Path(run_git(root, "rev-parse", "--show-toplevel").stdout.decode("utf-8").rstrip("\n"))
