"""Shell completion: ids from file names, unit names, cohorts and months; silent when anything is amiss."""

from collections.abc import Callable, Iterable, Iterator

from reformctl.records.kinds import FOLDERS, KINDS, Kind
from reformctl.store.workspace import Workspace

Complete = Callable[[str], list[str]]


def complete_ids(kind: str) -> Complete:
    """A completion of the ids of a kind."""

    def complete(incomplete: str) -> list[str]:
        return _beginning(incomplete.upper() if kind != "unit" else incomplete, _ids(KINDS[kind]))

    return complete


def complete_units(incomplete: str) -> list[str]:
    """Unit ids, and names where a name has been begun."""
    return _beginning(incomplete, _unit_names() if not incomplete.isascii() else _ids(KINDS["unit"]))


def complete_subjects(incomplete: str) -> list[str]:
    """Units and the ids of all records."""
    if not incomplete or not incomplete[0].isupper():
        return complete_units(incomplete)
    return _beginning(incomplete, (i for kind in FOLDERS.values() if kind.name != "unit" for i in _ids(kind)))


def complete_cohorts(incomplete: str) -> list[str]:
    """The cohorts that are ranked."""
    return _beginning(incomplete, _cohorts())


def complete_months(incomplete: str) -> list[str]:
    """The months for which marks were given."""
    return _beginning(incomplete, _months())


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin so; nothing at all where the books cannot be read."""
    try:
        return sorted({name for name in names if name.startswith(incomplete)})
    except Exception:  # noqa: BLE001 - a completion must never disturb the command line
        return []


def _workspace() -> Workspace:
    from reformctl.cli.opening import open_workspace

    return open_workspace()


def _ids(kind: Kind) -> Iterator[str]:
    folder = _workspace().root / "ledgers" / kind.folder
    yield from (path.stem for path in folder.rglob("*.yaml"))


def _unit_names() -> Iterator[str]:
    from reformctl.cli.opening import books_of, read_entries

    entries, _ = read_entries(books_of(_workspace()), [KINDS["unit"]])
    for entry in entries:
        yield from filter(None, (entry.caption, entry.value("short")))


def _cohorts() -> Iterator[str]:
    from reformctl.cli.opening import books_of, read_pack

    workspace = _workspace()
    rulebook = read_pack(books_of(workspace))
    if not isinstance(rulebook, tuple):
        yield from (ranking.cohort for ranking in rulebook.pack.rankings)


def _months() -> Iterator[str]:
    from reformctl.cli.opening import books_of, read_entries

    entries, _ = read_entries(books_of(_workspace()), [KINDS["marks"]])
    yield from (str(entry.value("period")) for entry in entries)
