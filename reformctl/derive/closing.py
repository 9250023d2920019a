"""What a closing holds: the period's results as published, and digests of all that they stood on."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from reformctl.derive.duties import duties_of
from reformctl.derive.obligations import Obligation
from reformctl.derive.postings import Posting
from reformctl.derive.published import closings, write_route
from reformctl.derive.ranking import closing, recounted
from reformctl.derive.reasons import Reason
from reformctl.derive.tables import Row, Table
from reformctl.domain.ids import ClosingId, parse_closing
from reformctl.domain.periods import Period, parse_period
from reformctl.ledger.entries import Entry
from reformctl.records.closing import (
    Basis,
    ClosedDuty,
    ClosedPosting,
    ClosedRanking,
    ClosedRow,
    Closing,
)
from reformctl.rulebook.consistency import METHODS
from reformctl.rulebook.measures import OfRanking
from reformctl.rulebook.rulebook import Rulebook, in_force
from reformctl.rulebook.scoring import Ranking
from reformctl.snapshot import Snapshot

Tell = Callable[[Reason], str]
"""Puts a reason into the words in which it is published."""

_DECIDED = ("closing", "correction")


def rankings_of(snapshot: Snapshot, period: Period) -> tuple[Ranking, ...]:
    """The rankings of the pack that a closing of a period closes."""
    return tuple(r for r in in_force(snapshot.pack.rankings, period.last) if r.period == period.kind)


def counted_rankings(rulebook: Rulebook, ranking: Ranking, on: date) -> tuple[Ranking, ...]:
    """The other rankings whose scores or places the indicators of a ranking count."""
    measures = (
        getattr(getattr(indicator, way), "of", None)
        for indicator in rulebook.indicators(ranking.id, on)
        for way in METHODS
    )
    names = dict.fromkeys(m.ranking for m in measures if isinstance(m, OfRanking))
    return tuple(rulebook.rankings[name] for name in names if name != ranking.id)


def results(snapshot: Snapshot, period: Period, tell: Tell) -> tuple[ClosedRanking, ...]:
    """A period's results by the facts at hand, as a closing on the snapshot's day would hold them."""
    then = closing(snapshot, period)
    tables = (recounted(then, ranking, period) for ranking in rankings_of(snapshot, period))
    return tuple(_section(then, table, tell) for table in tables if table)


def closing_record(
    snapshot: Snapshot, period: Period, by: str, commit: str, tool: str, tell: Tell
) -> Closing:
    """The closing of a period on the snapshot's day, sealed."""
    then = closing(snapshot, period)
    basis = Basis(
        commit=commit,
        tool=tool,
        pack=snapshot.pack.id,
        rules=rules_digest(snapshot.rulebook),
        records="".join(f"{name} {digest}\n" for name, digest in record_digests(then, period).items()),
    )
    bare = Closing(
        id=str(next_id(snapshot, period)),
        period=str(period),
        as_of=then.as_of,
        closed=snapshot.as_of,
        by=by,
        rankings=results(snapshot, period, tell),
        basis=basis,
        seal="-",
    )
    return bare.model_copy(update={"seal": seal_of(bare)})


def next_id(snapshot: Snapshot, period: Period) -> ClosingId:
    """The id of the next closing of a period: 2017-04, then 2017-04.2."""
    parts = (parse_closing(entry.id) for entry in snapshot.ledger.of("closing"))
    taken = [part.number for part in parts if part and part.period == str(period)]
    return ClosingId(str(period), max(taken, default=0) + 1)


def seal_of(record: Closing) -> str:
    """The digest of all that a closing says but its seal, its events and its note."""
    said = record.model_dump(mode="json", exclude={"seal", "events", "note"}, exclude_defaults=True)
    return _digest(json.dumps(said, ensure_ascii=False, sort_keys=True), 64)


def rules_digest(rulebook: Rulebook) -> str:
    """The digest of a pack's rules and its tables of working days; comments do not count."""
    tables = sorted(rulebook.calendar.tables.items())
    said = [rulebook.pack.model_dump_json(exclude_defaults=True)]
    said.extend(table.model_dump_json(exclude_defaults=True) for _, table in tables)
    return _digest("\n".join(said), 64)


def record_digests(then: Snapshot, period: Period) -> dict[str, str]:
    """The digests of what was dated by the day in each record, and of what was decided about the period."""
    facts = (e for kind, entries in then.seen.items() if kind not in _DECIDED for e in entries)
    found = {entry.id: entry_digest(entry) for entry in facts}
    for entry in then.decided["correction"]:
        if entry.value("month") == str(period):
            found[entry.id] = entry_digest(entry)
    for entry in closings(then):
        other = parse_period(str(entry.value("period")))
        if other.last <= period.last and str(other) != str(period):
            found[entry.id] = str(entry.value("seal"))[:_SHORT]
    return dict(sorted(found.items()))


_SHORT = 12


def entry_digest(entry: Entry) -> str:
    """The digest of what an entry says, its notes and the order of its keys aside."""
    return _digest(entry.record.model_dump_json(exclude_defaults=True, exclude={"note"}), _SHORT)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def _section(then: Snapshot, table: Table, tell: Tell) -> ClosedRanking:
    return ClosedRanking(
        ranking=table.ranking.id,
        rows=tuple(_row(row, tell) for row in table.rows),
        duties=tuple(_duties(duties_of(then, table))),
    )


def _row(row: Row, tell: Tell) -> ClosedRow:
    return ClosedRow(
        unit=row.unit.id,
        name=row.unit.caption,
        rank=row.rank,
        score=row.points,
        grade=row.grade.id if row.grade else None,
        top_run=row.top_run,
        foot_run=row.foot_run,
        barred=row.score.barred is not None,
        postings=tuple(_posting(posting, tell) for posting in row.score.postings),
    )


def _posting(posting: Posting, tell: Tell) -> ClosedPosting:
    return ClosedPosting(
        points=posting.points,
        indicator=posting.indicator.id if posting.indicator else None,
        rule=posting.rule.id,
        title=posting.rule.title,
        clause=posting.clause,
        record=posting.entry.id if posting.entry else None,
        place=write_route(posting.place.route) if posting.place else None,
        why=tell(posting.why),
    )


def _duties(found: Iterable[Obligation]) -> Iterable[ClosedDuty]:
    for duty in found:
        yield ClosedDuty(
            duty=duty.rule.id,
            unit=duty.subject.entry.id,
            owed_by=duty.debtors[0],
            due=duty.due or date.max,
        )


def plain_data(record: Closing) -> dict[str, Any]:
    """A closing as the plain data that its file holds."""
    return record.model_dump(mode="python", exclude_defaults=True)
