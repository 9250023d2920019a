"""The past as git keeps it: commits with what they changed, tags, and signatures; always in bulk."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from reformctl.diagnostics import ReformctlError
from reformctl.domain.commits import Change, Commit
from reformctl.store.books import LEDGERS, RULES
from reformctl.store.gitcalls import run_git
from reformctl.store.revision import read_blobs, resolve

_FORMAT = "%x01%H%x00%an%x00%as%x00%P%x00%s"
_NOTHING = "0" * 40
BOOKS = (LEDGERS, RULES, "reformctl.yaml")
"""The paths that hold what results stand on."""


class Step(NamedTuple):
    """A commit beside its parents and what it changed in the books."""

    commit: Commit
    parents: tuple[str, ...]
    changes: tuple[Change, ...]


def steps(
    root: Path,
    revision: str,
    paths: Collection[str] = BOOKS,
    *,
    since: str | None = None,
    merges: bool = False,
) -> tuple[Step, ...]:
    """The commits that changed some paths of the workspace, the newest first, each with its changes.

    Up to a revision, and after `since` where it is given. A merge is shown with what differs from its
    first parent where `merges` asks for it, else with nothing: the commits that it joins made the changes.
    """
    name = resolve(root, revision)
    span = f"{resolve(root, since)}..{name}" if since else name
    options = ["--topo-order", "--raw", "-z", "--no-renames", "--abbrev=40", "--relative"]
    options += ["--diff-merges=first-parent", "--full-history"] if merges else []
    shown = run_git(root, "log", *options, f"--format={_FORMAT}", span, "--", *paths).stdout
    return tuple(map(_step, shown.decode("utf-8", "surrogateescape").split("\x01")[1:]))


def _step(part: str) -> Step:
    """One commit of `git log --raw -z`: its fields, then each file's modes and contents, and its path."""
    name, author, day, parents, subject, *files = part.split("\0")
    commit = Commit(name, author, date.fromisoformat(day), subject)
    pairs = zip(files[0::2], files[1::2], strict=False)
    changes = tuple(_change(about, path) for about, path in pairs if about.strip())
    return Step(commit, tuple(parents.split()), changes)


def _change(about: str, path: str) -> Change:
    _, _, before, after, _ = about.strip().split(" ")
    return Change(path, None if before == _NOTHING else before, None if after == _NOTHING else after)


def last_commits(root: Path, revision: str, paths: Collection[str]) -> dict[str, Commit]:
    """The commit that last changed each path, up to a revision; a path without one is left out."""
    wanted = set(paths)
    found: dict[str, Commit] = {}
    for step in steps(root, revision) if wanted else ():
        for change in step.changes:
            if change.path in wanted:
                found.setdefault(change.path, step.commit)
    return found


def author_emails(root: Path, revision: str, *, since: str) -> dict[str, str]:
    """The e-mail of each commit's author, by the commit's name, up to a revision and after another."""
    span = f"{resolve(root, since)}..{resolve(root, revision)}"
    shown = run_git(root, "log", "-z", "--format=%H%x01%ae", span).stdout.decode("utf-8", "replace")
    pairs = (line.split("\x01", 1) for line in shown.split("\0") if line)
    return {pair[0]: pair[-1] for pair in pairs}


def author_here(root: Path) -> str:
    """The e-mail of who would commit now; empty where git does not know."""
    shown = run_git(root, "var", "GIT_AUTHOR_IDENT", check=False).stdout.decode("utf-8", "replace")
    return shown.rpartition("<")[2].partition(">")[0]


def unsaved(root: Path, paths: Collection[str] = BOOKS) -> frozenset[str]:
    """The paths of the work tree that differ from the last commit, new files among them."""
    changed = run_git(root, "diff", "--name-only", "--relative", "-z", "HEAD", "--", *paths).stdout
    new = run_git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *paths).stdout
    shown = (changed + new).decode("utf-8", "surrogateescape")
    return frozenset(path for path in shown.split("\0") if path)


def tagged_texts(root: Path, wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The text of a file as each tag has it, by the tag; without those that have no such tag or file."""
    pairs = list(wanted)
    asked = "".join(f"refs/tags/{tag}:./{path}\n" for tag, path in pairs).encode("utf-8")
    done = run_git(root, "cat-file", "--batch-check", given=asked, check=False) if pairs else None
    if done is None or done.returncode:
        return {}
    lines = (line.split(" ") for line in done.stdout.decode("utf-8", "replace").splitlines())
    blobs = {pair[0]: line[0] for pair, line in zip(pairs, lines, strict=True) if line[1:2] == ["blob"]}
    contents = zip(blobs, read_blobs(root, list(blobs.values())), strict=True)
    return {tag: content.decode("utf-8", "replace").replace("\r\n", "\n") for tag, content in contents}


def merged_tags(root: Path, revision: str, pattern: str) -> tuple[str, ...]:
    """The tags of a pattern on the way to a revision; none outside git."""
    done = run_git(root, "tag", "--merged", revision, "--list", pattern, check=False)
    return tuple(done.stdout.decode("utf-8", "replace").split()) if done.returncode == 0 else ()


def has_commit(root: Path, name: str) -> bool:
    """Whether the repository at hand holds a commit; a shallow clone may not."""
    try:
        resolve(root, name)
    except ReformctlError:
        return False
    return True


def tag(root: Path, name: str, message: str, *, sign: bool) -> None:
    """Tag the last commit, with a signature where asked; S123 where git refuses."""
    run_git(root, "tag", "--sign" if sign else "--annotate", f"--message={message}", name)


def tagged(root: Path, name: str) -> str | None:
    """The full name of the commit that a tag means; None where there is no such tag."""
    try:
        return resolve(root, f"refs/tags/{name}")
    except ReformctlError:
        return None


class Signature(NamedTuple):
    """What git says of a signature: `state` is good, none or bad; `signer` as git names it."""

    what: str
    name: str
    state: str
    signer: str


_GOOD, _UNSIGNED = "G", "N"


def signatures(root: Path, revision: str) -> tuple[Signature, ...]:
    """The signature of each commit that changed the books, the newest first."""
    shown = run_git(root, "log", "-z", "--format=%H%x01%G?%x01%GS", resolve(root, revision), "--", *BOOKS)
    lines = shown.stdout.decode("utf-8", "replace").split("\0")
    return tuple(_signature(*line.split("\x01")) for line in lines if line)


def _signature(name: str, letter: str, signer: str) -> Signature:
    states = {_GOOD: "good", _UNSIGNED: "none"}
    return Signature("commit", name, states.get(letter, "bad"), signer)


def tag_signature(root: Path, name: str) -> Signature:
    """The signature of a tag."""
    done = run_git(root, "verify-tag", "--raw", f"refs/tags/{name}", check=False)
    if done.returncode == 0:
        return Signature("tag", name, "good", done.stderr.decode("utf-8", "replace").strip())
    unsigned = b"no signature found" in done.stderr
    return Signature("tag", name, "none" if unsigned else "bad", "")
