"""Scores: the postings of a cohort's units for a period, indicator by indicator (Z6(三), L3).

First every indicator is scored for every unit by itself; then what depends on the others is settled: what is
not applicable, and the caps, conditions, bounds and vetoes in the order that the ranking declares.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reformctl.derive import reasons as why
from reformctl.derive.counting import cases, exemption_of
from reformctl.derive.facts import field_test
from reformctl.derive.methods import Asked, drafts_of
from reformctl.derive.postings import NOUGHT, Draft, Posting, posted, rounded, total
from reformctl.derive.reasons import Reason, because
from reformctl.derive.sheets import given
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.records.review import Correction
from reformctl.rulebook.rulebook import Rulebook, in_force
from reformctl.rulebook.rules import Cited
from reformctl.rulebook.scoring import Heading, Indicator, Ranking, Veto
from reformctl.snapshot import Snapshot


@dataclass(frozen=True)
class Score:
    """A unit's points for a period: the sum of its postings and nothing else.

    `barred` is the posting of the veto that took its right to a top place or a grade.
    """

    unit: Entry
    period: Period
    postings: tuple[Posting, ...]
    rulebook: Rulebook
    barred: Posting | None = None

    @property
    def points(self) -> Decimal:
        """The score."""
        return total(self.postings)

    @property
    def exact(self) -> Decimal:
        """The score before any rounding."""
        return sum((posting.exact for posting in self.postings), NOUGHT)

    def of_indicator(self, name: str) -> Decimal:
        """The points under an indicator, or under a heading and all below it, what its cap took included."""
        return total(p for p in self.postings if self.under(p, name))

    def under(self, posting: Posting, name: str) -> bool:
        """Whether one of its postings stands under an indicator, or under a heading or below it."""
        own = posting.indicator
        if own is None:
            return name in self.rulebook.above(posting.rule.id)
        return name == own.id or name in self.rulebook.headings_of(own)


@dataclass(frozen=True)
class MissingMark:
    """A mark that a ranking needs and nobody has given."""

    unit: Entry
    indicator: Indicator


def scores(snapshot: Snapshot, ranking: Ranking, period: Period) -> tuple[Score, ...]:
    """The scores of the cohort's units, in the official order."""
    slot = ("scores", ranking.id, str(period))
    if slot not in snapshot.kept:
        snapshot.kept[slot] = tuple(_Scoring(snapshot, ranking, period).scores())
    found: tuple[Score, ...] = snapshot.kept[slot]
    return found


def missing_marks(snapshot: Snapshot, ranking: Ranking, period: Period) -> tuple[MissingMark, ...]:
    """The marks that are wanted and were not given, where the pack calls that an error."""
    indicators = snapshot.rulebook.indicators(ranking.id, period.last)
    wanted = [i for i in indicators if i.marks and i.marks.missing == "error"]
    units = snapshot.members(ranking.cohort, min(period.last, snapshot.as_of))
    return tuple(
        MissingMark(unit, indicator)
        for indicator in wanted
        for unit in units
        if applicable(snapshot, indicator, unit) and not given(snapshot, indicator.id, period, unit.id)
    )


def applicable(snapshot: Snapshot, indicator: Indicator, unit: Entry) -> bool:
    """Whether an indicator is for a unit at all."""
    without = indicator.not_applicable
    return without is None or without.where is None or not field_test(snapshot, unit, without.where)


class _Scoring:
    """One ranking of one period: all its units side by side."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking, period: Period) -> None:
        self.snapshot, self.ranking, self.period = snapshot, ranking, period
        self.units = snapshot.members(ranking.cohort, min(period.last, snapshot.as_of))
        self.indicators = snapshot.rulebook.indicators(ranking.id, period.last)
        self.vetoes = [v for v in in_force(snapshot.pack.vetoes, period.last) if ranking.id in v.rankings]
        self.grid = {
            (unit.id, indicator.id): self._alone(unit, indicator)
            for unit in self.units
            for indicator in self.indicators
        }

    def scores(self) -> Iterator[Score]:
        """The scores, in the order of the units."""
        for unit in self.units:
            found = list(self._placed(unit))
            for step in self.ranking.sequence:
                found.extend(self._adjusted(step, unit, found))
            if self.ranking.round_total:
                found.extend(self._rounding(unit, found))
            bars = list(self._vetoed(unit, found, ("honours",)))
            barred = bars[0] if bars else None
            yield Score(unit, self.period, (*found, *bars), self.snapshot.rulebook, barred)

    def _alone(self, unit: Entry, indicator: Indicator) -> tuple[Posting, ...] | None:
        """An indicator's postings for a unit; None where it is not applicable."""
        if not applicable(self.snapshot, indicator, unit):
            return None
        asked = Asked(self.snapshot, self.ranking, indicator, self.period, unit.id)
        drafts = drafts_of(asked)
        if drafts is None:
            return None
        for factor in indicator.factors:
            if field_test(self.snapshot, unit, factor.where):
                own = sum((draft.points for draft in drafts), NOUGHT)
                told = because(why.FACTOR, times=factor.times)
                drafts.append(Draft(own * (factor.times - 1), None, None, told))
        return tuple(posted(drafts, unit.id, indicator, self.ranking.round_points))

    def _placed(self, unit: Entry) -> Iterator[Posting]:
        """A unit's postings, with what stands in the place of indicators that are not applicable."""
        lost = NOUGHT
        for indicator in self.indicators:
            own = self.grid[unit.id, indicator.id]
            if own is not None:
                yield from own
            elif indicator.not_applicable and indicator.not_applicable.then == "scale":
                lost += indicator.weights[self.ranking.id]
            else:
                yield from self._instead(unit, indicator)
        if lost:
            yield from self._weighed_up(unit, lost)

    def _instead(self, unit: Entry, indicator: Indicator) -> Iterator[Posting]:
        if indicator.not_applicable is None or indicator.not_applicable.then == "full":
            points, told = indicator.weights[self.ranking.id], because(why.IN_PLACE_FULL)
        else:
            others = (self.grid[other.id, indicator.id] for other in self.units)
            sums = [total(postings) for postings in others if postings is not None]
            points = sum(sums, NOUGHT) / len(sums) if sums else NOUGHT
            told = because(why.IN_PLACE_MEAN, mean=rounded(points, self.ranking.round_points))
        draft = Draft(points, None, None, told)
        yield from posted([draft], unit.id, indicator, self.ranking.round_points)

    def _weighed_up(self, unit: Entry, lost: Decimal) -> Iterator[Posting]:
        """The points that bring a score out of the weights left to one out of all of them."""
        left = self.ranking.total - lost
        counted = (self.grid[unit.id, i.id] for i in self.indicators if not i.bonus)
        own = [p for postings in counted if postings for p in postings]
        if left > 0:
            exact = sum((p.exact for p in own), NOUGHT) * lost / left
            told = because(why.WEIGHED_UP, lost=lost, total=self.ranking.total)
            yield self._of_rule(unit, self.ranking, exact, told)

    def _adjusted(self, step: str, unit: Entry, found: list[Posting]) -> Iterator[Posting]:
        match step:
            case "headings":
                for heading in self.snapshot.pack.headings:
                    yield from self._capped(unit, heading, found)
            case "only-over":
                yield from self._only_over(unit, found)
            case "corrections":
                yield from self._corrected(unit)
            case "bounds":
                low, high = self.ranking.least, self.ranking.most
                yield from self._bounded(unit, total(found), self.ranking, low, high)
            case _:
                yield from self._vetoed(unit, found, ("indicator", "total"))

    def _capped(self, unit: Entry, heading: Heading, found: list[Posting]) -> Iterator[Posting]:
        inside = [
            p for p in found if p.indicator and heading.id in self.snapshot.rulebook.headings_of(p.indicator)
        ]
        low, high = (heading.least or {}).get(self.ranking.id), (heading.most or {}).get(self.ranking.id)
        yield from self._bounded(unit, total(inside), heading, low, high)

    def _bounded(
        self, unit: Entry, now: Decimal, rule: Cited, low: Decimal | None, high: Decimal | None
    ) -> Iterator[Posting]:
        wanted = now if low is None else max(now, low)
        wanted = wanted if high is None else min(wanted, high)
        if wanted != now:
            shown = because(why.BOUNDS, low="" if low is None else low, high="" if high is None else high)
            yield self._of_rule(unit, rule, wanted - now, shown)

    def _only_over(self, unit: Entry, found: list[Posting]) -> Iterator[Posting]:
        plain = total(p for p in found if p.indicator is None or p.indicator.only_over is None)
        for indicator in self.indicators:
            own = total(p for p in found if p.indicator is indicator)
            if indicator.only_over is not None and plain < indicator.only_over and own:
                told = because(why.ONLY_OVER, mark=indicator.only_over, points=plain)
                yield self._of_rule(unit, indicator, -own, told, indicator)

    def _corrected(self, unit: Entry) -> Iterator[Posting]:
        """Points that put another period right, posted in this one under the pack's rule of review."""
        rule = self.snapshot.rulebook.review(self.ranking.id, self.period.last)
        for entry in corrections_in(self.snapshot, self.period, unit.id):
            correction = entry.record
            if rule is None or not isinstance(correction, Correction):
                continue
            own = next((i for i in self.indicators if i.id == correction.indicator), None)
            if own is None and correction.indicator is not None:
                continue
            told = because(why.CORRECTED, of=correction.of, ground=correction.why)
            place = entry.place(("points",))
            yield Posting(correction.points, unit.id, own, entry, place, told, rule, correction.points)

    def _vetoed(self, unit: Entry, found: list[Posting], takes: tuple[str, ...]) -> Iterator[Posting]:
        for veto in self.vetoes:
            if veto.takes in takes:
                yield from self._veto(unit, veto, found)

    def _veto(self, unit: Entry, veto: Veto, found: list[Posting]) -> Iterator[Posting]:
        found_cases = cases(self.snapshot, veto.count, self.period, unit.id, veto.states)
        counted = [case for case in found_cases if exemption_of(self.snapshot, case, unit.id) is None]
        if len(counted) < veto.at_least:
            return
        last = counted[-1]
        text = why.BARRED if veto.takes == "honours" else why.VETOED
        told = because(text, count=len(counted), number=veto.at_least)
        struck = [p for p in found if veto.indicator is None or _is(p.indicator, veto.indicator)]
        points = NOUGHT if veto.takes == "honours" else -total(struck)
        indicator = struck[0].indicator if veto.takes == "indicator" and struck else None
        bare = self._of_rule(unit, veto, points, told, indicator)
        yield replace(bare, entry=last.entry, place=last.place)

    def _rounding(self, unit: Entry, found: list[Posting]) -> Iterator[Posting]:
        to = self.ranking.round_total
        now = total(found)
        if to and rounded(now, to) != now:
            told = because(why.ROUNDED, places=to.places)
            yield self._of_rule(unit, self.ranking, rounded(now, to) - now, told)

    def _of_rule(
        self, unit: Entry, rule: Cited, points: Decimal, told: Reason, indicator: Indicator | None = None
    ) -> Posting:
        shown = rounded(points, self.ranking.round_points)
        return Posting(shown, unit.id, indicator, None, None, told, rule, points)


def corrections_in(snapshot: Snapshot, period: Period, unit: str) -> tuple[Entry, ...]:
    """The corrections posted in a period for a unit, by what the snapshot knows."""
    if "corrections" not in snapshot.kept:
        index: dict[tuple[str, str], list[Entry]] = {}
        for entry in snapshot.decided["correction"]:
            if entry.status != "withdrawn":
                index.setdefault((str(entry.value("month")), str(entry.value("unit"))), []).append(entry)
        snapshot.kept["corrections"] = index
    found: dict[tuple[str, str], list[Entry]] = snapshot.kept["corrections"]
    return tuple(found.get((str(period), unit), ()))


def _is(indicator: Indicator | None, name: str | None) -> bool:
    return indicator is not None and indicator.id == name
