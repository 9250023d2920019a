"""A change of the books in words: what it does first, then each part; the same for text and Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reformctl.derive.changes import OwedChange, RecordChange, RowChange
from reformctl.derive.consequences import ClosedChange, Consequences, Difference, TableChange
from reformctl.derive.foreseeing import NoticeChange
from reformctl.derive.owning import Overstep
from reformctl.derive.postings import Posting
from reformctl.render.changetext import WHAT, Names, owed_line, record_lines, row_line
from reformctl.render.closedtext import effects_text
from reformctl.render.ownertext import overstep_line
from reformctl.render.ruletext import changes as rule_changes
from reformctl.render.telling import signed, told
from reformctl.snapshot import Snapshot
from reformctl.words import mark, say

NOTHING = mark("no consequence")
_OWED = {
    "new": mark("newly owed"),
    "overdue": mark("newly overdue"),
    "met": mark("met"),
    "due": mark("due day moved"),
    "gone": mark("no longer owed"),
    "eased": mark("no longer overdue"),
    "state": mark("otherwise changed"),
}
_NOTICES = {
    "falls": mark("{kind} to {to} on {record} falls due on {due} ({clause})"),
    "drops": mark("{kind} to {to} on {record}, due on {due}, falls away ({clause})"),
    "moves": mark("{kind} to {to} on {record} falls due on {due}, not on {before} ({clause})"),
}
_CLOSED = {
    "result": mark("{month} is closed, and this changes its result: {effects}"),
    "closed": mark("{month} is closed by this ({record})"),
    "reopened": mark("{month} is opened again by this ({record})"),
    "rewritten": mark("the closing of {month} ({record}) is rewritten or taken out by this"),
}
_FEW = 4


@dataclass(frozen=True)
class Item:
    """A line, and the lines that stand below it."""

    line: str
    below: tuple[str, ...] = ()
    folded: bool = False
    """Whether a terminal shows what stands below only where all details are asked for."""


@dataclass(frozen=True)
class Part:
    """One part of a change: its title, its items, and whether it must not be overlooked."""

    title: str
    items: tuple[Item, ...]
    loud: bool = False


def verdict(found: Difference, oversteps: Sequence[Overstep]) -> tuple[str, ...]:
    """What a change does, in a few lines, the gravest first."""
    lines = [*_grave(found, oversteps), *_moving(found.whole), *_counted(found.whole)]
    return tuple(lines) or (say(NOTHING),)


def _grave(found: Difference, oversteps: Sequence[Overstep]) -> Iterator[str]:
    yield from map(closed_line, found.whole.closed)
    if oversteps:
        yield say("{count} changes go beyond the rights of who made them").format(count=len(oversteps))
    if found.rules:
        yield say("the rules are changed")


def _moving(whole: Consequences) -> Iterator[str]:
    moved = moved_rows(whole)
    yield from map(row_line, moved[:_FEW])
    if len(moved) > _FEW:
        yield say("{count} more scores or places change").format(count=len(moved) - _FEW)


def _counted(whole: Consequences) -> Iterator[str]:
    counts = _owed_counts(whole.owed)
    if counts:
        yield say("obligations: {counts}").format(
            counts="; ".join(f"{say(_OWED[name])} {count}" for name, count in counts.items())
        )
    if whole.notices:
        yield say("{count} notices fall due or fall away").format(count=len(whole.notices))


def parts(found: Difference, oversteps: Sequence[Overstep] = ()) -> tuple[Part, ...]:
    """All parts of a change that hold something."""
    whole = found.whole
    made = (
        Part(say("Closed periods touched"), tuple(Item(closed_line(c)) for c in whole.closed), loud=True),
        Part(say("Beyond their rights"), tuple(Item(overstep_line(o)) for o in oversteps), loud=True),
        Part(say("Records"), tuple(record_items(found.records, found.names))),
        Part(say("What is owed"), tuple(owed_items(whole.owed, found.names))),
        Part(say("Notices"), tuple(Item(notice_line(c, found.after)) for c in whole.notices)),
        Part(say("Scores and places"), tuple(table_items(whole.tables))),
        Part(say("Rules"), tuple(rule_items(found))),
        Part(say("What the rules alone do"), tuple(_alone(found))),
    )
    return tuple(part for part in made if part.items)


def record_items(changes: Iterable[RecordChange], names: Names) -> Iterator[Item]:
    """Each record with what became of it, field by field."""
    for change in changes:
        entry = change.entry
        head = f"{entry.id} {entry.caption}" if entry.caption != entry.id else entry.id
        yield Item(f"{say(WHAT[change.what])}: {head}", tuple(record_lines(change, names)))


def owed_items(changes: Iterable[OwedChange], names: Names) -> Iterator[Item]:
    """Each obligation with what became of it, grouped, those newly overdue first."""
    for _, change in sorted(((_rank_of(c), c) for c in changes), key=lambda pair: pair[0]):
        o = change.owed
        who = "、".join(names.get(unit, unit) for unit in o.debtors)
        yield Item(f"{who} · {o.subject.entry.id} · {owed_line(change)}")


def _rank_of(change: OwedChange) -> int:
    return list(_ORDER).index(kind_of_owed(change))


_OVER = ("overdue", "missed")
_ORDER = ("overdue", "new", "eased", "met", "due", "gone", "state")


def kind_of_owed(change: OwedChange) -> str:
    """Overdue where it newly is, eased where it no longer is, else what became of it."""
    was, now = (side is not None and side.state in _OVER for side in (change.before, change.after))
    if now and not was:
        return "overdue"
    return "eased" if was and not now and change.what in ("due", "state") else change.what


def _owed_counts(changes: Iterable[OwedChange]) -> dict[str, int]:
    kinds = [kind_of_owed(change) for change in changes]
    return {name: kinds.count(name) for name in _ORDER if name in kinds}


def notice_line(change: NoticeChange, snapshot: Snapshot) -> str:
    """A notice that falls due, falls away, or moves."""
    notice = change.notice
    facts = {
        "kind": notice.kind.title,
        "to": "、".join(snapshot.name(unit) for unit in notice.to),
        "record": f"{notice.entry.id} {notice.entry.caption}",
        "due": notice.due,
        "before": change.before.due if change.before else "",
        "clause": notice.clause,
    }
    return say(_NOTICES[change.what]).format(**facts)


def table_items(tables: Iterable[TableChange]) -> Iterator[Item]:
    """Each unit's score and place before and after, with the postings that went and came."""
    for change in tables:
        if change.before is None or change.after is None:
            text = say(_RANKED[change.after is not None])
            yield Item(text.format(ranking=change.table.ranking.title, period=change.table.period))
            continue
        for row in change.rows:
            yield Item(row_line(row), tuple(_postings(row)), folded=change.table.period.kind != "month")


_RANKED = {
    True: mark("{ranking} {period} can now be ranked"),
    False: mark("{ranking} {period} can no longer be ranked"),
}


def _postings(row: RowChange) -> Iterator[str]:
    """The postings lost and gained; those that only count otherwise in one line."""
    gained = list(row.gained)
    for posting in row.lost:
        twin = next((one for one in gained if _spot(one) == _spot(posting)), None)
        if twin:
            gained.remove(twin)
            yield f"± {_posting(posting, f'{signed(posting.points)} → {signed(twin.points)}', twin)}"
        else:
            yield f"- {_posting(posting, signed(posting.points), posting)}"
    yield from (f"+ {_posting(posting, signed(posting.points), posting)}" for posting in gained)


def _posting(posting: Posting, points: str, last: Posting) -> str:
    record = f" {posting.entry.id}" if posting.entry else ""
    return f"{posting.heading.title}{record} {points} ({posting.clause}): {told(last.why)}"


def _spot(posting: Posting) -> tuple[str, str, str]:
    return posting.heading.id, posting.rule.id, posting.entry.id if posting.entry else told(posting.why)


def moved_rows(whole: Consequences) -> list[RowChange]:
    """The rows whose score or place changed, those that changed place first."""
    rows = [r for table in whole.tables for r in table.rows if table.before and table.after]
    return sorted((r for r in rows if _scored(r)), key=lambda r: (_length(r), not _own(r), not _placed(r)))


def _own(row: RowChange) -> bool:
    """Whether the unit's own score changed, and not only its place by another's."""
    return not (row.before and row.after and row.before.points == row.after.points)


def _length(row: RowChange) -> int:
    """Shorter periods first: a month says more of a change than the year that it counts in."""
    period = row.row.score.period
    return (period.last - period.first).days


def _scored(row: RowChange) -> bool:
    return _placed(row) or not (row.before and row.after and row.before.points == row.after.points)


def _placed(row: RowChange) -> bool:
    return not (row.before and row.after and row.before.rank == row.after.rank)


def rule_items(found: Difference) -> Iterator[Item]:
    """Each rule that changed, part by part, in words."""
    if not found.rules:
        return
    for what, article, differences in rule_changes(found.before.pack, found.after.pack):
        rule = getattr(article.rule, "id", "")
        head = f"{say(WHAT[what])}: {rule} {getattr(article.rule, 'title', '') or ''}".rstrip()
        yield Item(head, tuple(f"{label}: {was or '-'} → {now or '-'}" for label, was, now in differences))


def _alone(found: Difference) -> Iterator[Item]:
    """What the rules do to the records as they now are; only said where records changed too."""
    if not (found.rules and found.records):
        return
    alone = found.by_rules
    yield from (Item(closed_line(change)) for change in alone.closed)
    yield from owed_items(alone.owed, found.names)
    yield from (Item(notice_line(change, found.after)) for change in alone.notices)
    yield from (Item(item.line) for item in table_items(alone.tables))
    if not alone:
        yield Item(say(NOTHING))


def closed_line(change: ClosedChange) -> str:
    """What becomes of a closed period."""
    facts = {"month": change.period, "record": change.closing.id, "effects": effects_text(change.effects)}
    return say(_CLOSED[change.what]).format(**facts)
