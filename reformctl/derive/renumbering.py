"""What another id for a record changes: the references to it, by file, and texts that only mention it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from reformctl.ledger.entries import Entry
from reformctl.ledger.links import links_of
from reformctl.source import Route


class Reference(NamedTuple):
    """Where a file names the record: by a value, or by the key of a table."""

    path: str
    route: Route
    at_key: bool


Own = Callable[[Entry, Route], bool]
"""Whether a reference in an entry means the record that gets the new id."""


def references(entries: Iterable[Entry], old: str, own: Own) -> Iterator[Reference]:
    """The references to a record, file by file; in each file the last comes first, so that edits hold."""
    for entry in entries:
        found = [link.route for link in links_of(entry) if link.target == old and own(entry, link.route)]
        for route in reversed(found):
            yield Reference(entry.document.source.path, route, at_key=_is_key(entry, route, old))


def _is_key(entry: Entry, route: Route, old: str) -> bool:
    """Whether the id stands as a key: then the value at its route is something else."""
    value = entry.document.data
    for step in route:
        value = value[step]
    return bool(value != old and route[-1] == old)


def mentions(entries: Iterable[Entry], old: str) -> Iterator[tuple[str, int]]:
    """The lines, by path and number, in which a record's id stands within a longer text."""
    for entry in entries:
        source = entry.document.source
        for number, line in enumerate(source.text.splitlines(), 1):
            if old in line:
                yield source.path, number


def stood_on(entries: Iterable[Entry], old: str) -> Entry | None:
    """The closing that counted a record under its id; None where no closed period knows it."""
    closed = (entry for entry in entries if entry.kind.name == "closing" and entry.status != "withdrawn")
    return next((entry for entry in closed if old in entry.value("basis").digests), None)
