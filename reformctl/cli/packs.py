"""Rules packs from where a person points: a file anywhere, or the one in force."""

from pathlib import Path

from reformctl.cli.opening import read_pack, read_tables
from reformctl.derive.reasons import STATES
from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError
from reformctl.rulebook.reading import read_rulebook
from reformctl.rulebook.rulebook import Rulebook
from reformctl.store.books import Books
from reformctl.store.yamltext import decode, parse


def open_pack(books: Books, file: Path | None = None) -> Rulebook:
    """A pack from a file anywhere, or the one in force; BadFiles where something is wrong with it."""
    found = read_pack_at(books, file)
    if isinstance(found, tuple):
        raise BadFiles(found)
    return found


def read_pack_at(books: Books, file: Path | None) -> Rulebook | tuple[Diagnostic, ...]:
    """A pack from a file anywhere, or the one in force, or what is wrong with it; S114 without the file.

    Its working days are those of the books.
    """
    if file is None:
        return read_pack(books)
    try:
        source = decode(str(file), file.read_bytes())
    except OSError as error:
        raise ReformctlError("S114", path=file, reason=error.strerror or str(error)) from None
    document = (source,) if isinstance(source, Diagnostic) else parse(source)
    if isinstance(document, tuple):
        return document
    calendar = read_tables(books)
    return calendar if isinstance(calendar, tuple) else read_rulebook(document, STATES, calendar)
