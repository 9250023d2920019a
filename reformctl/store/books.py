"""Where books come from: one interface for the disk and for any git revision."""

from collections.abc import Collection, Iterator
from typing import Protocol

from reformctl.diagnostics import Diagnostic, nearest
from reformctl.source import Place, SourceFile

LEDGERS = "ledgers"
"""The folder that holds every record."""

RULES = "rules"
"""The folder that holds the rules packs."""

CALENDAR = "calendar"
"""The folder within it that holds the tables of working days."""

SUFFIX = ".yaml"


class Books(Protocol):
    """A workspace's files as one place and time has them; paths have forward slashes."""

    def read_folder(self, folder: str, top: str = LEDGERS) -> Iterator[SourceFile | Diagnostic]:
        """The files under ledgers/<folder>, or under another top, by path; Y107, Y112 or Y113 for others."""
        ...

    def read_file(self, path: str) -> SourceFile | Diagnostic | None:
        """One file, or None where there is none."""
        ...

    def read_bytes(self, path: str) -> bytes | None:
        """One file as it is, or None where there is no regular one."""
        ...

    def read_files(self, paths: Collection[str]) -> Iterator[SourceFile | Diagnostic]:
        """Those of some files that are there, by path, in one go."""
        ...

    def list_ids(self, folder: str) -> frozenset[str]:
        """The names of the records under ledgers/<folder>, without reading them."""
        ...

    def strays(self, folders: Collection[str]) -> Iterator[Diagnostic]:
        """What lies in ledgers/ beside the known folders, each as Y112."""
        ...


def is_hidden(path: str) -> bool:
    """Whether a path, or a folder on its way, begins with a dot."""
    return path.startswith(".") or "/." in path


def stray(path: str, known: Collection[str] = ()) -> Diagnostic:
    """Y112: a file or folder that no part of the tool would ever read."""
    shown = path.encode("utf-8", "replace").decode("utf-8")
    near = nearest(path.rpartition("/")[2], known)
    return Diagnostic("Y112", Place(SourceFile(shown, "")), {"name": shown}, near)


def unopened(path: str, reason: str) -> Diagnostic:
    """Y113: a file that is there and cannot be opened."""
    return Diagnostic("Y113", Place(SourceFile(path, "")), {"reason": reason})
