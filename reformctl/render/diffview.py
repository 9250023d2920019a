"""A change of the books as it is read: text for a terminal, Markdown for a host, data for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reformctl.derive.changes import EventChange, OwedChange, RecordChange, RowChange
from reformctl.derive.consequences import Consequences, Difference
from reformctl.derive.owning import Overstep
from reformctl.render.changetext import row_data
from reformctl.render.difftext import Part, kind_of_owed, parts, verdict
from reformctl.render.harmless import markdown, one_line
from reformctl.render.records import plain_value
from reformctl.render.width import wrap
from reformctl.words import say

_ITEMS = 10
"""How many items of a part are shown before the rest is folded."""
_WIDE = 1000


@dataclass(frozen=True)
class Heading:
    """What was compared: the names of both sides, and what was left out."""

    base: str
    head: str
    left_out: int = 0


def as_text(
    heading: Heading, found: Difference, oversteps: Sequence[Overstep], columns: int | None, *, details: bool
) -> str:
    """The change for a terminal: what it does, then each part, ten items of it unless asked for all."""
    width = columns or _WIDE
    lines = [title(heading, found), ""]
    lines += [part for told in verdict(found, oversteps) for part in _indented(told, 0, width)]
    for part in parts(found, oversteps):
        lines += ["", one_line(f"{'!! ' if part.loud else ''}{part.title} ({len(part.items)})")]
        lines += _listed(part, width, details)
    return "\n".join(lines) + "\n"


def _listed(part: Part, width: int, details: bool) -> Iterator[str]:
    shown = part.items if details or part.loud else part.items[:_ITEMS]
    for item in shown:
        yield from _indented(item.line, 1, width)
        for line in item.below if details or not item.folded else ():
            yield from _indented(line, 2, width)
    if len(shown) < len(part.items):
        yield "  " + say("and {count} more: --details").format(count=len(part.items) - len(shown))


def _indented(text: str, deep: int, width: int) -> list[str]:
    first, rest = "  " * deep, "  " * (deep + 1)
    lines = wrap(one_line(text), max(20, width - len(rest)))
    return [(first if index == 0 else rest) + line for index, line in enumerate(lines)]


def title(heading: Heading, found: Difference) -> str:
    """What was compared, and for which day."""
    facts = {"base": heading.base, "head": heading.head, "day": found.after.as_of}
    return one_line(say("{base} → {head}, as of {day}").format(**facts))


def as_markdown(heading: Heading, found: Difference, oversteps: Sequence[Overstep] = ()) -> str:
    """The change for a host: the verdict, then each part folded."""
    lines = ["\n".join(f"- {line}" for line in verdict_lines(found, oversteps))]
    lines += [markdown(title(heading, found)), *folded_parts(found, oversteps, 1 << 30)]
    if heading.left_out:
        told = say("{count} files of the base could not be read and are left out")
        lines.append(markdown(told.format(count=heading.left_out)))
    return "\n\n".join(lines) + "\n"


def verdict_lines(found: Difference, oversteps: Sequence[Overstep]) -> list[str]:
    """The verdict, line by line, in bold."""
    return [f"**{markdown(line)}**" for line in verdict(found, oversteps)]


def folded_parts(found: Difference, oversteps: Sequence[Overstep], room: int) -> Iterator[str]:
    """Each part folded, all of them within so many characters."""
    for part in parts(found, oversteps):
        folded = _folded(part, room)
        room -= len(folded) + 2
        yield folded


def _folded(part: Part, room: int) -> str:
    """A part under a line that opens it; items that find no room are counted."""
    opened = " open" if part.loud else ""
    head = f"<details{opened}><summary>{markdown(part.title)} ({len(part.items)})</summary>\n\n"
    tail = "\n</details>"
    used, body = len(head) + len(tail) + 80, []
    for item in part.items:
        lines = [f"- {markdown(item.line)}", *(f"  - {markdown(line)}" for line in item.below)]
        size = sum(len(line) + 1 for line in lines)
        if used + size > room:
            break
        used += size
        body += lines
    left = len(part.items) - sum(line.startswith("- ") for line in body)
    if left:
        body.append("- " + markdown(say("and {count} more, not shown here").format(count=left)))
    return head + "\n".join(body) + "\n" + tail


def as_data(heading: Heading, found: Difference, oversteps: Sequence[Overstep]) -> dict[str, Any]:
    """The change as documented data."""
    return {
        "base": heading.base,
        "head": heading.head,
        "as_of": found.after.as_of,
        "rules_changed": found.rules,
        "records": [_record(change) for change in found.records],
        "oversteps": [_overstep(overstep) for overstep in oversteps],
        "consequences": _consequences(found.whole),
        "by_rules_alone": _consequences(found.by_rules),
    }


def _consequences(whole: Consequences) -> dict[str, Any]:
    return {
        "owed": [_owed(change) for change in whole.owed],
        "notices": [_notice(change) for change in whole.notices],
        "scores": [row for t in whole.tables for row in map(_row(t.table.ranking.id), t.rows)],
        "closed": [_closed(change) for change in whole.closed],
    }


def _record(change: RecordChange) -> dict[str, Any]:
    fields = [
        {"field": f.field, "before": plain_value(f.before), "after": plain_value(f.after)}
        for f in change.fields
    ]
    events = [_event(event) for event in change.events]
    return {"record": change.entry.id, "what": change.what, "fields": fields, "events": events}


def _event(change: EventChange) -> dict[str, Any]:
    what = "changed" if change.before and change.after else "added" if change.after else "removed"
    return {"event": change.event, "on": change.shown.on, "what": what, "says": plain_value(change.shown)}


def _owed(change: OwedChange) -> dict[str, Any]:
    o, before, after = change.owed, change.before, change.after
    return {
        "what": kind_of_owed(change),
        "rule": o.rule.id,
        "record": o.subject.entry.id,
        "period": str(o.period) if o.period else None,
        "units": o.debtors,
        "state_before": before.state if before else None,
        "state": after.state if after else None,
        "due_before": before.due if before else None,
        "due": after.due if after else None,
    }


def _notice(change: Any) -> dict[str, Any]:
    n = change.notice
    step = {"what": change.what, "step": n.step.id, "kind": n.kind.id, "record": n.entry.id, "to": n.to}
    before = change.before.due if change.before else None
    return {**step, "due_before": before, "due": change.after.due if change.after else None}


def _row(ranking: str) -> Any:
    def row(change: RowChange) -> dict[str, Any]:
        lost, gained = ([_posting(p) for p in side] for side in (change.lost, change.gained))
        return {"ranking": ranking, **row_data(change), "lost": lost, "gained": gained}

    return row


def _posting(p: Any) -> dict[str, Any]:
    record = p.entry.id if p.entry else None
    return {"points": p.points, "heading": p.heading.id, "rule": p.rule.id, "record": record}


def _closed(change: Any) -> dict[str, Any]:
    effects = [
        {
            "ranking": e.ranking,
            "unit": e.unit,
            "score_before": e.before.score if e.before else None,
            "score": e.after.score if e.after else None,
            "rank_before": e.before.rank if e.before else None,
            "rank": e.after.rank if e.after else None,
        }
        for e in change.effects
    ]
    return {
        "what": change.what,
        "period": str(change.period),
        "closing": change.closing.id,
        "effects": effects,
    }


def _overstep(overstep: Overstep) -> dict[str, Any]:
    record = overstep.entry.id if overstep.entry else None
    return {"who": overstep.who, "what": overstep.what, "name": overstep.name, "record": record}
