"""What a closed period published: its tables, read back from the closing and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

from reformctl.derive.postings import Posting
from reformctl.derive.reasons import QUOTED, because
from reformctl.derive.scoring import Score
from reformctl.derive.tables import Row, Table
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.closing import ClosedPosting, ClosedRanking, ClosedRow, Closing
from reformctl.records.kinds import KINDS
from reformctl.records.models import Unit
from reformctl.rulebook.rules import Cited
from reformctl.rulebook.scoring import Indicator, Ranking
from reformctl.snapshot import Snapshot
from reformctl.source import Route


def closing_of(snapshot: Snapshot, period: Period) -> Entry | None:
    """The closing of a period that is in force by what the snapshot knows; a reopened one is not."""
    return _closings(snapshot).get(str(period))


def closings(snapshot: Snapshot) -> tuple[Entry, ...]:
    """All closings in force by what the snapshot knows, by the last day that they count."""
    return tuple(sorted(_closings(snapshot).values(), key=lambda e: (e.value("as_of"), e.id)))


def is_closed(snapshot: Snapshot, ranking: Ranking, period: Period) -> bool:
    """Whether a ranking of a period was closed."""
    return _section(snapshot, ranking, period) is not None


def published(snapshot: Snapshot, ranking: Ranking, period: Period, earlier: Table | None) -> Table | None:
    """The table that a period's closing holds, beside that of the period before; None where it is open."""
    found = _section(snapshot, ranking, period)
    if found is None:
        return None
    entry, section = found
    rows = tuple(_row(snapshot, ranking, period, entry, row, earlier) for row in section.rows)
    return Table(ranking, period, rows, section.duties)


def _closings(snapshot: Snapshot) -> dict[str, Entry]:
    if "closings" not in snapshot.kept:
        standing = [entry for entry in snapshot.decided["closing"] if entry.status != "withdrawn"]
        ordered = sorted(standing, key=lambda entry: (entry.born, entry.id))
        snapshot.kept["closings"] = {str(entry.value("period")): entry for entry in ordered}
    found: dict[str, Entry] = snapshot.kept["closings"]
    return found


def _section(snapshot: Snapshot, ranking: Ranking, period: Period) -> tuple[Entry, ClosedRanking] | None:
    entry = closing_of(snapshot, period)
    if entry is None or not isinstance(entry.record, Closing):
        return None
    own = (section for section in entry.record.rankings if section.ranking == ranking.id)
    return next(((entry, section) for section in own), None)


def _row(
    snapshot: Snapshot,
    ranking: Ranking,
    period: Period,
    closing: Entry,
    row: ClosedRow,
    earlier: Table | None,
) -> Row:
    indicators = {i.id: i for i in snapshot.rulebook.indicators(ranking.id, period.last)}
    postings = tuple(_posting(snapshot, indicators, closing, row.unit, p) for p in row.postings)
    unit = _named(snapshot.ledger.by_id.get(row.unit) or _gone(closing, row, period), row.name)
    barred = postings[-1] if row.barred and postings else None
    score = Score(unit, period, postings, snapshot.rulebook, barred)
    grades = ranking.grades.grades if ranking.grades else ()
    grade = next((g for g in grades if g.id == row.grade), None)
    before = earlier.row(row.unit) if earlier else None
    return Row(row.rank, score, before, row.foot_run, row.top_run, grade)


def _posting(
    snapshot: Snapshot,
    indicators: dict[str, Indicator],
    closing: Entry,
    unit: str,
    posting: ClosedPosting,
) -> Posting:
    entry = snapshot.ledger.by_id.get(posting.record or "")
    place = entry.place(read_route(posting.place)) if entry else closing.place()
    cited = Cited(id=posting.rule, title=posting.title, clause=posting.clause)
    indicator = indicators.get(posting.indicator or "")
    rule = indicator if indicator and indicator.id == posting.rule else cited
    return Posting(
        points=posting.points,
        unit=unit,
        indicator=indicator,
        entry=entry,
        place=place if posting.record else None,
        why=because(QUOTED, quoted=posting.why),
        rule=rule,
        exact=posting.points,
    )


def _gone(closing: Entry, row: ClosedRow, period: Period) -> Entry:
    """A unit that the ledger no longer has, under the name that was published."""
    unit = Unit(id=row.unit, name=row.name, kind="gone", order=0, since=period.first)
    return Entry(KINDS["unit"], unit, closing.document)


def _named(unit: Entry, name: str) -> Entry:
    """A unit under the name that was published, whatever it is called today."""
    if unit.caption == name:
        return unit
    return replace(unit, record=unit.record.model_copy(update={"name": name}))


def write_route(route: Route) -> str | None:
    """A route as a closing writes it, such as events/2/on; None for the record as a whole."""
    return "/".join(map(str, route)) or None


def read_route(text: str | None) -> Route:
    """A route from what a closing wrote."""
    return tuple(_steps(text)) if text else ()


def _steps(text: str) -> Iterator[str | int]:
    for part in text.split("/"):
        yield int(part) if part.isdecimal() else part
