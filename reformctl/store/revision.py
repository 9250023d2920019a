"""Books as a git revision has them: one list of names, one stream of contents."""

import subprocess
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from reformctl.diagnostics import Diagnostic, ReformctlError
from reformctl.source import SourceFile
from reformctl.store.books import LEDGERS, SUFFIX, is_hidden, stray, unopened
from reformctl.store.gitcalls import environment, reason_of, run_git
from reformctl.store.yamltext import decode
from reformctl.words import say

_REGULAR = ("100644", "100755", "100664")


@dataclass(frozen=True)
class Revision:
    """A workspace's files at a commit; the workspace may be a folder within the repository."""

    root: Path
    commit: str
    """The commit's full name, as `resolve` gives it."""

    @classmethod
    def of(cls, root: Path, revision: str) -> "Revision":
        """The books at any name of a commit, such as HEAD~3 or a tag; S120 or S121 where there is none."""
        return cls(root, resolve(root, revision))

    def read_folder(self, folder: str, top: str = LEDGERS) -> Iterator[SourceFile | Diagnostic]:
        """The files under ledgers/<folder>, or under another top, by path; Y107, Y112 or Y113 for others."""
        blobs = self._under(f"{top}/{folder}/")
        wanted = [(path, name) for path, (mode, name) in blobs if mode in _REGULAR and _is_record(path)]
        contents = dict(self._contents(wanted))
        for path, _ in blobs:
            yield contents[path] if path in contents else stray(path)

    def read_file(self, path: str) -> SourceFile | Diagnostic | None:
        """One file, or None where there is none."""
        found = self._files.get(path)
        if found is None:
            return None
        mode, name = found
        if mode not in _REGULAR:
            return unopened(path, say("a symbolic link"))
        return dict(self._contents([(path, name)]))[path]

    def read_bytes(self, path: str) -> bytes | None:
        """One file as it is, or None where there is no regular one."""
        mode, name = self._files.get(path, ("", ""))
        return run_git(self.root, "cat-file", "blob", name).stdout if mode in _REGULAR else None

    def read_files(self, paths: Collection[str]) -> Iterator[SourceFile | Diagnostic]:
        """Those of some files that are there, by path, in one go."""
        found = sorted((path, self._files[path]) for path in paths if path in self._files)
        contents = dict(self._contents([(path, name) for path, (mode, name) in found if mode in _REGULAR]))
        for path, _ in found:
            yield contents.get(path) or unopened(path, say("a symbolic link"))

    def list_ids(self, folder: str) -> frozenset[str]:
        """The names of the records under ledgers/<folder>, without reading them."""
        paths = (path for path, _ in self._under(f"{LEDGERS}/{folder}/") if path.endswith(SUFFIX))
        return frozenset(path[path.rindex("/") + 1 : -len(SUFFIX)] for path in paths)

    def strays(self, folders: Collection[str]) -> Iterator[Diagnostic]:
        """What lies in ledgers/ beside the known folders, each as Y112."""
        tops: dict[str, bool] = {}
        for path, _ in self._under(f"{LEDGERS}/"):
            name, slash, _ = path.removeprefix(f"{LEDGERS}/").partition("/")
            tops[name] = bool(slash)
        for name, is_folder in sorted(tops.items()):
            if not (is_folder and name in folders):
                yield stray(f"{LEDGERS}/{name}", folders)

    def regular_files(self) -> list[tuple[str, str]]:
        """The paths and the contents' names of all files but links; no path leads out of a folder."""
        found = ((path, name) for path, (mode, name) in self._files.items() if mode in _REGULAR)
        return sorted(pair for pair in found if _is_plain(pair[0]))

    def _under(self, top: str) -> list[tuple[str, tuple[str, str]]]:
        found = ((path, blob) for path, blob in self._files.items() if path.startswith(top))
        return sorted((path, blob) for path, blob in found if not is_hidden(path))

    @cached_property
    def _files(self) -> dict[str, tuple[str, str]]:
        """Mode and object name of every file by its path within the workspace."""
        listed = run_git(self.root, "ls-tree", "-r", "-z", self.commit, "--", ".").stdout
        files = {}
        for line in listed.split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            mode, _, name = head.decode("ascii").split(" ")
            files[path.decode("utf-8", "surrogateescape")] = (mode, name)
        return files

    def _contents(self, wanted: list[tuple[str, str]]) -> Iterator[tuple[str, SourceFile | Diagnostic]]:
        """The wanted files, from one `git cat-file --batch`."""
        contents = read_blobs(self.root, [name for _, name in wanted])
        for (path, _), content in zip(wanted, contents, strict=True):
            yield path, decode(path, content)


def read_blobs(root: Path, wanted: Sequence[str]) -> Iterator[bytes]:
    """The contents of some names of objects, in their order, from one `git cat-file --batch`."""
    if not wanted:
        return
    with TemporaryFile() as names:
        names.write("".join(f"{name}\n" for name in wanted).encode("ascii"))
        names.seek(0)
        with _batch(root, names) as git:
            for _ in wanted:
                yield _next_content(git.stdout)


def resolve(root: Path, revision: str) -> str:
    """The full name of the commit that a revision means; S120 where there is none, S121 outside git."""
    if "\0" in revision:
        raise ReformctlError("S120", revision=revision)
    inside = run_git(root, "rev-parse", "--git-dir", check=False)
    if inside.returncode:
        raise _no_repository(root, reason_of(inside))
    name = f"{revision}^{{commit}}"
    found = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name, check=False)
    if found.returncode:
        raise ReformctlError("S120", revision=revision)
    return found.stdout.decode("ascii").strip()


def _no_repository(root: Path, reason: str) -> ReformctlError:
    if "not a git repository" in reason:
        return ReformctlError("S121", folder=root)
    return ReformctlError("S123", command="rev-parse", reason=reason)


def _batch(root: Path, names: IO[bytes]) -> subprocess.Popen[bytes]:
    command = ["git", "-C", str(root), "cat-file", "--batch"]
    return subprocess.Popen(command, stdin=names, stdout=subprocess.PIPE, env=environment())


def _next_content(stream: IO[bytes] | None) -> bytes:
    head = stream.readline().split() if stream else []
    if stream is None or len(head) != 3:  # noqa: PLR2004 - name, type, size
        reason = b" ".join(head).decode("utf-8", "replace") or "the stream ended early"
        raise ReformctlError("S123", command="cat-file", reason=reason)
    content = stream.read(int(head[2]))
    stream.read(1)
    return content


def _is_record(path: str) -> bool:
    return path.endswith(SUFFIX) and not any("\udc80" <= letter <= "\udcff" for letter in path)


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return path.isprintable() and "\\" not in path and not any(p in ("", ".", "..", ".git") for p in parts)
