"""Books on the disk, as they are now."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reformctl.diagnostics import Diagnostic
from reformctl.source import SourceFile
from reformctl.store.books import LEDGERS, SUFFIX, stray, unopened
from reformctl.store.yamltext import decode
from reformctl.words import say


@dataclass(frozen=True, slots=True)
class WorkTree:
    """A workspace's files on the disk; symbolic links are never followed."""

    root: Path

    def read_folder(self, folder: str, top: str = LEDGERS) -> Iterator[SourceFile | Diagnostic]:
        """The files under ledgers/<folder>, or under another top, by path; Y107, Y112 or Y113 for others."""
        for path, regular in sorted(self._walk(f"{top}/{folder}")):
            if regular and _is_record(path):
                yield self._read(path)
            else:
                yield stray(path)

    def read_file(self, path: str) -> SourceFile | Diagnostic | None:
        """One file, or None where there is none."""
        place = self.root / path
        if place.is_symlink():
            return unopened(path, say("a symbolic link"))
        return self._read(path) if place.exists() else None

    def read_bytes(self, path: str) -> bytes | None:
        """One file as it is, or None where there is no regular one."""
        place = self.root / path
        return place.read_bytes() if place.is_file() and not place.is_symlink() else None

    def read_files(self, paths: Collection[str]) -> Iterator[SourceFile | Diagnostic]:
        """Those of some files that are there, by path, in one go."""
        yield from (found for found in map(self.read_file, sorted(paths)) if found)

    def list_ids(self, folder: str) -> frozenset[str]:
        """The names of the records under ledgers/<folder>, without reading them."""
        paths = (path for path, _ in self._walk(f"{LEDGERS}/{folder}") if path.endswith(SUFFIX))
        return frozenset(path[path.rindex("/") + 1 : -len(SUFFIX)] for path in paths)

    def strays(self, folders: Collection[str]) -> Iterator[Diagnostic]:
        """What lies in ledgers/ beside the known folders, each as Y112."""
        top = self.root / LEDGERS
        if not top.is_dir():
            return
        with os.scandir(top) as entries:
            found = sorted((e.name, e.is_dir(follow_symlinks=False)) for e in entries)
        for name, is_folder in found:
            if not name.startswith(".") and not (is_folder and name in folders):
                yield stray(f"{LEDGERS}/{name}", folders)

    def _walk(self, top: str) -> Iterator[tuple[str, bool]]:
        """Every path under a folder but the hidden ones, and whether it is a regular file."""
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            for entry in _entries(f"{self.root}/{folder}"):
                if entry.name.startswith("."):
                    continue
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    yield path, entry.is_file(follow_symlinks=False)

    def _read(self, path: str) -> SourceFile | Diagnostic:
        try:
            with open(f"{self.root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 - half the time
                return decode(path, stream.read())
        except OSError as error:
            return unopened(path, error.strerror or str(error))


def _is_record(path: str) -> bool:
    if not path.endswith(SUFFIX):
        return False
    return path.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """A folder's entries; a folder that is not there, or is a link, has none."""
    if os.path.islink(folder):  # noqa: PTH114 - a text all along
        return []
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []
