"""Records of one state of the books under the rules, templates and settings of another."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reformctl.diagnostics import Diagnostic
from reformctl.source import SourceFile
from reformctl.store.books import LEDGERS, Books
from reformctl.store.revision import Revision, read_blobs

_REST = ("rules", "templates", "reformctl.yaml")


@dataclass(frozen=True)
class Mixed:
    """Books whose records come from a branch and whose everything else from its base."""

    records: Books
    rest: Books

    def read_folder(self, folder: str, top: str = LEDGERS) -> Iterator[SourceFile | Diagnostic]:
        """The files under ledgers/<folder>, or under another top, by path; Y107, Y112 or Y113 for others."""
        return self._at(top).read_folder(folder, top)

    def read_file(self, path: str) -> SourceFile | Diagnostic | None:
        """One file, or None where there is none."""
        return self._at(path).read_file(path)

    def read_bytes(self, path: str) -> bytes | None:
        """One file as it is, or None where there is no regular one."""
        return self._at(path).read_bytes(path)

    def read_files(self, paths: Collection[str]) -> Iterator[SourceFile | Diagnostic]:
        """Those of some files that are there, by path, in one go."""
        own = {path for path in paths if self._at(path) is self.records}
        yield from self.records.read_files(own)
        yield from self.rest.read_files(set(paths) - own)

    def list_ids(self, folder: str) -> frozenset[str]:
        """The names of the records under ledgers/<folder>, without reading them."""
        return self.records.list_ids(folder)

    def strays(self, folders: Collection[str]) -> Iterator[Diagnostic]:
        """What lies in ledgers/ beside the known folders, each as Y112."""
        return self.records.strays(folders)

    def _at(self, path: str) -> Books:
        return self.records if path.partition("/")[0] == LEDGERS else self.rest


def lay_out(records: Revision, rest: Revision, target: Path) -> None:
    """Write such books to a folder, for papers to be made from; links and odd names are left out."""
    for books, tops in ((records, (LEDGERS,)), (rest, _REST)):
        chosen = [pair for pair in books.regular_files() if pair[0].partition("/")[0] in tops]
        contents = read_blobs(books.root, [name for _, name in chosen])
        for (path, _), content in zip(chosen, contents, strict=True):
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
