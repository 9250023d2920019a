"""What the ledger asks of git: is there a repository, where it stands, and commits of given paths."""

from collections.abc import Iterable
from pathlib import Path

from reformctl.diagnostics import ReformctlError
from reformctl.store.gitcalls import run_git

_FROM_INPUT = ("--pathspec-from-file=-", "--pathspec-file-nul")


def is_repo(root: Path) -> bool:
    """Whether a folder lies within a git work tree."""
    done = run_git(root, "rev-parse", "--is-inside-work-tree", check=False)
    return done.returncode == 0 and done.stdout.strip() == b"true"


def init_repo(root: Path) -> None:
    """Make a folder a git repository whose first branch is `main`."""
    run_git(root, "init", "--quiet", "--initial-branch=main")


def head(root: Path) -> str | None:
    """The full name of the commit that HEAD is, or None before the first commit and outside git."""
    done = run_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False)
    return done.stdout.decode("ascii").strip() if done.returncode == 0 else None


def commit_paths(root: Path, paths: Iterable[str], message: str) -> str | None:
    """Commit these paths and nothing else that is staged; the commit's name, None where nothing changed.

    S121 outside git, S124 where git does not know the author, S123 where git or a hook refuses.
    Hooks run as in any commit.
    """
    if not is_repo(root):
        raise ReformctlError("S121", folder=root)
    check_author(root)
    chosen = sorted(set(paths))
    if not chosen:
        return None
    listed = "\0".join(chosen).encode("utf-8")
    run_git(root, "add", *_FROM_INPUT, given=listed)
    if not run_git(root, "status", "--porcelain", "-z", "--", *chosen).stdout:
        return None
    run_git(root, "commit", "--quiet", "--only", f"--message={message}", *_FROM_INPUT, given=listed)
    return head(root)


def commit_or_restore(root: Path, path: str, before: str | None, message: str) -> None:
    """Commit one file that was just written; where git or a hook refuses, the file is as it was before."""
    try:
        commit_paths(root, [path], message)
    except ReformctlError:
        if before is None:
            (root / path).unlink()
        else:
            (root / path).write_text(before, encoding="utf-8")
        run_git(root, "reset", "--quiet", "--", path, check=False)
        raise


def undo_commit(root: Path, before: str) -> None:
    """Take the last commit back, with what it wrote; the work tree held nothing else."""
    run_git(root, "reset", "--quiet", "--keep", before)


def check_author(root: Path) -> None:
    """S124 where git has not been told who commits; a name that git would guess does not count."""
    for role in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        if run_git(root, "-c", "user.useConfigOnly=true", "var", role, check=False).returncode:
            raise ReformctlError("S124")
