"""Safe writes: under one lock, whole files only, and none where one of them cannot be written."""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from reformctl.diagnostics import Diagnostic, ReformctlError
from reformctl.source import SourceFile
from reformctl.store.books import LEDGERS, SUFFIX
from reformctl.store.locking import LOCK_FILE, WAIT_SECONDS, read_note, release_lock, take_lock, write_note
from reformctl.store.worktree import WorkTree
from reformctl.store.yamltext import decode

TEMP_SUFFIX = ".reformctl-tmp"

_TEMP_PATH = re.compile(rf"(?:.*/)?\.[^/]+{re.escape(TEMP_SUFFIX)}")
_UNSAFE = re.compile(r'[\x00-\x1f\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class _Staged:
    content: bytes
    before: bytes | None
    temp: str


class Writer:
    """Takes the workspace's lock, stages files, and writes them all on leaving.

    Every file is written beside its place, flushed to the disk and renamed; all are written
    before the first is renamed. An exception inside the `with` block writes nothing. What a
    killed run left behind is removed by the next one, which finds it noted in the lock file.
    """

    def __init__(self, root: Path, wait: float = WAIT_SECONDS) -> None:
        self.root = root
        self.written: tuple[str, ...] = ()
        """The paths that were written, once the block has been left; unchanged files are not."""
        self._wait = wait
        self._lock = -1
        self._staged: dict[str, _Staged] = {}
        self._seen: dict[str, bytes | None] = {}

    def __enter__(self) -> Self:
        self._lock = take_lock(self.root, self._wait)
        try:
            self._discard(read_note(self._lock))
        except OSError as error:
            release_lock(self._lock)
            raise ReformctlError("S114", path=error.filename or LOCK_FILE, reason=error.strerror) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            release_lock(self._lock)

    def read(self, path: str) -> SourceFile | Diagnostic | None:
        """A file as it is now; where another program changes it before we write, S116 is raised."""
        content = self._see(path)
        return None if content is None else decode(path, content)

    def list_ids(self, folder: str) -> frozenset[str]:
        """The ids in ledgers/<folder> and the staged ones; nobody takes another while we hold the lock."""
        top = f"{LEDGERS}/{folder}/"
        staged = (PurePosixPath(path) for path in self._staged if path.startswith(top))
        return WorkTree(self.root).list_ids(folder) | {p.name.removesuffix(SUFFIX) for p in staged}

    def put(self, path: str, content: str | bytes, *, new: bool = False) -> None:
        """Stage a file; `new` refuses one that exists (S112), a path out of the workspace is S113."""
        before = self._see(path)
        if new and (before is not None or path in self._staged):
            raise ReformctlError("S112", path=path)
        raw = content.encode("utf-8") if isinstance(content, str) else content
        where = PurePosixPath(path)
        temp = where.with_name(f".{where.name[:80]}.{secrets.token_hex(4)}{TEMP_SUFFIX}")
        self._staged[path] = _Staged(raw, before, str(temp))

    def _see(self, path: str) -> bytes | None:
        """A file's bytes, as they were when this writer first saw them."""
        if path not in self._seen:
            self._seen[path] = self._bytes(path)
        return self._seen[path]

    def _bytes(self, path: str) -> bytes | None:
        try:
            return _inside(self.root, path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ReformctlError("S114", path=path, reason=error.strerror) from error

    def _commit(self) -> None:
        work = {path: staged for path, staged in self._staged.items() if staged.content != staged.before}
        if not work:
            return
        temps = [staged.temp for staged in work.values()]
        try:
            self._note(temps)
            for path, staged in work.items():
                self._write_temp(path, staged)
            for path, staged in work.items():
                if self._bytes(path) != staged.before:
                    raise ReformctlError("S116", path=path)
            self._rename(work)
        finally:
            self._discard(temps)
            self._note(())

    def _note(self, temps: Iterable[str]) -> None:
        try:
            write_note(self._lock, temps)
        except OSError as error:
            raise ReformctlError("S114", path=LOCK_FILE, reason=error.strerror) from error

    def _write_temp(self, path: str, staged: _Staged) -> None:
        target, temp = _inside(self.root, path), self.root / staged.temp
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with temp.open("xb") as stream:
                stream.write(staged.content)
                stream.flush()
                os.fsync(stream.fileno())
            if staged.before is not None:
                temp.chmod(target.stat().st_mode & 0o7777)
        except OSError as error:
            raise ReformctlError("S114", path=path, reason=error.strerror) from error

    def _rename(self, work: dict[str, _Staged]) -> None:
        for path, staged in work.items():
            try:
                (self.root / staged.temp).replace(self.root / path)
            except OSError as error:
                facts = {"path": path, "reason": error.strerror, "done": ", ".join(self.written)}
                raise ReformctlError("S115" if self.written else "S114", **facts) from error
            self.written += (path,)
        for folder in {(self.root / path).parent for path in work}:
            _sync_folder(folder)

    def _discard(self, temps: Iterable[str]) -> None:
        """Remove temporary files, and nothing else, whatever the note in the lock file says."""
        for temp in temps:
            if _TEMP_PATH.fullmatch(temp) and not _leads_out(self.root, temp):
                with suppress(FileNotFoundError, NotADirectoryError):
                    (self.root / temp).unlink()


def _inside(root: Path, path: str) -> Path:
    """The file that a workspace path means; S113 where it leads out of the workspace or into git."""
    if _leads_out(root, path):
        raise ReformctlError("S113", path=path)
    return root / path


def _leads_out(root: Path, path: str) -> bool:
    parts = path.split("/")
    if _UNSAFE.search(path) or any(part in ("", ".", "..") or part.casefold() == ".git" for part in parts):
        return True
    return any(root.joinpath(*parts[: i + 1]).is_symlink() for i in range(len(parts)))


def _sync_folder(folder: Path) -> None:
    """Make renames last through a power cut, where the system can open a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
