"""What a merge of two commits would make, without touching the work tree: what a host's button would do."""

from pathlib import Path
from typing import NamedTuple

from reformctl.diagnostics import ReformctlError
from reformctl.store.gitcalls import reason_of, run_git
from reformctl.store.revision import resolve


class Merged(NamedTuple):
    """The tree of a merge, and the paths in which both sides collide."""

    tree: str
    conflicts: tuple[str, ...]


def merge_result(root: Path, base: str, head: str) -> Merged:
    """The tree that merging a branch into its base makes; a branch that holds its base is its own result.

    E180 where both have no common commit at hand, as in a shallow clone.
    """
    one, other = resolve(root, base), resolve(root, head)
    common = run_git(root, "merge-base", one, other, check=False).stdout.decode("ascii").strip()
    if common == one:
        return Merged(other, ())
    if not common:
        raise ReformctlError("E180", base=base, head=head)
    # drivers of this clone are left out: a host's merge button knows none
    plain = ("-c", "merge.reformctl.driver=git merge-file %A %O %B")
    options = ("merge-tree", "--write-tree", "--name-only", "-z", "--no-messages")
    done = run_git(root, *plain, *options, one, other, check=False)
    if done.returncode > 1:
        raise ReformctlError("S123", command="merge-tree", reason=reason_of(done))
    tree, *paths = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    return Merged(tree, tuple(path for path in paths if path))


def parents_of(root: Path, revision: str) -> tuple[str, ...]:
    """The commits that a commit stands on, as it names them; a shallow clone may not hold them."""
    shown = run_git(root, "cat-file", "commit", resolve(root, revision)).stdout.decode("utf-8", "replace")
    head = shown.partition("\n\n")[0].splitlines()
    return tuple(line.split(" ")[1] for line in head if line.startswith("parent "))
