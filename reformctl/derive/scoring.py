"""Scores: the postings of a cohort's units for a period, indicator by indicator (Z6(三), L3)."""

from dataclasses import dataclass
from decimal import Decimal

from reformctl.derive import methods
from reformctl.derive import reasons as why
from reformctl.derive.postings import NOUGHT, Draft, Posting, posted, total
from reformctl.derive.reasons import because
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.models import MarkSheet
from reformctl.rulebook.scoring import Indicator, Ranking
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Score:
    """A unit's points for a period: the sum of its postings and nothing else."""

    unit: Entry
    period: Period
    postings: tuple[Posting, ...]

    @property
    def points(self) -> Decimal:
        """The score."""
        return total(self.postings)

    def of_indicator(self, name: str) -> Decimal:
        """The points under an indicator, or under a heading."""
        return total(p for p in self.postings if name in (p.indicator.id, p.indicator.heading))


@dataclass(frozen=True)
class MissingMark:
    """A mark that a ranking needs and nobody has given."""

    unit: Entry
    indicator: Indicator


def scores(snapshot: Snapshot, ranking: Ranking, period: Period) -> tuple[Score, ...]:
    """The scores of the cohort's units, in the official order."""
    slot = ("scores", ranking.id, str(period))
    if slot not in snapshot.kept:
        units = snapshot.members(ranking.cohort, min(period.last, snapshot.as_of))
        snapshot.kept[slot] = tuple(_score(snapshot, ranking, period, unit) for unit in units)
    found: tuple[Score, ...] = snapshot.kept[slot]
    return found


def missing_marks(snapshot: Snapshot, ranking: Ranking, period: Period) -> tuple[MissingMark, ...]:
    """The marks that are wanted and were not given, where the pack calls that an error."""
    indicators = snapshot.rulebook.indicators(ranking.cohort, period.last)
    wanted = [i for i in indicators if i.marks and i.marks.missing == "error"]
    units = snapshot.members(ranking.cohort, min(period.last, snapshot.as_of))
    return tuple(
        MissingMark(unit, indicator)
        for indicator in wanted
        for unit in units
        if not _given(snapshot, indicator, period, unit.id)
    )


def _score(snapshot: Snapshot, ranking: Ranking, period: Period, unit: Entry) -> Score:
    found = (
        posting
        for indicator in snapshot.rulebook.indicators(ranking.cohort, period.last)
        for posting in posted(
            _drafts(snapshot, ranking, indicator, period, unit.id), unit.id, indicator, ranking.round_points
        )
    )
    return Score(unit, period, tuple(found))


def _drafts(
    snapshot: Snapshot, ranking: Ranking, indicator: Indicator, period: Period, unit: str
) -> list[Draft]:
    weight = indicator.weights[ranking.cohort]
    if indicator.per_case:
        return methods.per_case(snapshot, indicator.per_case, period, unit, weight)
    if indicator.share:
        return methods.share(snapshot, indicator.share, period, unit, weight)
    if indicator.table:
        return methods.table(snapshot, indicator.table, period, unit, weight)
    if indicator.proportion:
        return methods.proportion(snapshot, indicator.proportion, period, unit, weight, ranking.cohort)
    if indicator.bands:
        return methods.bands(snapshot, indicator.bands, period, unit, weight)
    return _marks(snapshot, indicator, period, unit)


def _marks(snapshot: Snapshot, indicator: Indicator, period: Period, unit: str) -> list[Draft]:
    given = _given(snapshot, indicator, period, unit)
    if not given:
        return [Draft(NOUGHT, None, None, because(why.MARK_MISSING))]
    join = indicator.marks.join if indicator.marks else "only"
    divisor = len(given) if join == "mean" else 1
    return [_mark_draft(entry, points / divisor, indicator, unit) for entry, points in given]


def _mark_draft(entry: Entry, points: Decimal, indicator: Indicator, unit: str) -> Draft:
    reason = because(why.MARK_GIVEN, by=str(entry.value("by")), on=entry.born)
    return Draft(points, entry, entry.place(("marks", indicator.id, unit)), reason)


def _given(
    snapshot: Snapshot, indicator: Indicator, period: Period, unit: str
) -> tuple[tuple[Entry, Decimal], ...]:
    found = _sheets(snapshot).get((str(period), indicator.id), ())
    return tuple((entry, marks[unit]) for entry, marks in found if unit in marks)


Sheets = dict[tuple[str, str], tuple[tuple[Entry, dict[str, Decimal]], ...]]


def _sheets(snapshot: Snapshot) -> Sheets:
    if "sheets" not in snapshot.kept:
        index: Sheets = {}
        for entry in snapshot.of("marks"):
            sheet = entry.record
            if isinstance(sheet, MarkSheet):
                for indicator, marks in sheet.marks.items():
                    key = (sheet.period, indicator)
                    index[key] = (*index.get(key, ()), (entry, marks))
        snapshot.kept["sheets"] = index
    sheets: Sheets = snapshot.kept["sheets"]
    return sheets
