"""What is about to be committed: the index as a tree, read as git hands it to a hook."""

import os
import subprocess
from pathlib import Path

from reformctl.diagnostics import ReformctlError
from reformctl.store.gitcalls import environment, reason_of, run_git

_INDEX = "GIT_INDEX_FILE"


def staged_tree(root: Path) -> str:
    """The tree that a commit would have now; S123 where the index holds unresolved files."""
    return _with_index(root, "write-tree").strip()


def staged_paths(root: Path) -> frozenset[str]:
    """The paths within the workspace that differ between the last commit and what is to be committed."""
    options = ("--cached", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "-z")
    base = "HEAD" if _has_head(root) else run_git(root, "hash-object", "-t", "tree", "--stdin", given=b"")
    name = base if isinstance(base, str) else base.stdout.decode("ascii").strip()
    return frozenset(path for path in _with_index(root, "diff", *options, name).split("\0") if path)


def _has_head(root: Path) -> bool:
    return run_git(root, "rev-parse", "--verify", "--quiet", "HEAD", check=False).returncode == 0


def _with_index(root: Path, *arguments: str) -> str:
    """Run git on the index that a hook was given, which need not be the repository's own."""
    given = os.environ.get(_INDEX)
    extra = {_INDEX: str(Path.cwd() / given)} if given else {}
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=environment() | extra)
    if done.returncode:
        raise ReformctlError("S123", command=arguments[0], reason=reason_of(done))
    return done.stdout.decode("utf-8", "surrogateescape")


def hooks_folder(root: Path) -> Path:
    """Where git looks for this clone's hooks."""
    shown = run_git(root, "rev-parse", "--git-path", "hooks").stdout.decode("utf-8").rstrip("\n")
    return (root / shown).resolve()
