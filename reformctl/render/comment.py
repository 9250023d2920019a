"""The one comment on a change: a hidden mark, the verdict, ten rows, the rest folded, within limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reformctl.derive.changes import RowChange
from reformctl.derive.consequences import Difference
from reformctl.derive.owning import Overstep
from reformctl.diagnostics import Diagnostic
from reformctl.render.difftext import moved_rows
from reformctl.render.diffview import Heading, folded_parts, title, verdict_lines
from reformctl.render.harmless import markdown
from reformctl.render.problems import describe
from reformctl.source import Position
from reformctl.words import say

MARK = "<!-- reformctl: one comment, written over in its place -->"
MOST = 65_000
"""A host refuses a comment over 65,536 characters."""
ROWS = 10
Locate = Callable[[Diagnostic], Position]


@dataclass(frozen=True)
class Review:
    """All that is said of a change: what it does, oversteps, new problems, files that collide."""

    heading: Heading
    found: Difference | None
    """None where the branch cannot be read; then its problems say why."""
    oversteps: Sequence[Overstep]
    problems: Sequence[Diagnostic]
    conflicts: Sequence[str]
    stops: Sequence[str] = ()
    """The gates that stop it, in words."""

    @property
    def silent(self) -> bool:
        """Whether there is nothing that a reviewer must see."""
        quiet = self.found is not None and not self.found.whole and not self.found.rules
        return quiet and not (self.oversteps or self.problems or self.conflicts)


def comment(review: Review, locate: Locate) -> str:
    """The comment, within the host's limit."""
    head = [MARK, "### " + say("What this change does to the ledger"), _verdict(review)]
    if review.problems:
        head.append(_problems(review.problems, locate))
    if review.conflicts:
        head.append(_conflicts(review.conflicts))
    if review.found is None:
        return _cut("\n\n".join(head))
    rows = moved_rows(review.found.whole)
    if rows:
        head.append(_rows(rows, review.found))
    room = MOST - sum(len(part) + 2 for part in head) - 1600
    parts = folded_parts(review.found, review.oversteps, room)
    return _cut("\n\n".join((*head, *parts, markdown(title(review.heading, review.found)))))


def _verdict(review: Review) -> str:
    stopped = say("stopped by {gate}")
    lines = [_bold(stopped.format(gate=gate)) for gate in review.stops]
    if review.problems:
        lines.append(_bold(say("{count} new problems").format(count=len(review.problems))))
    if review.conflicts:
        lines.append(_bold(say("{count} files collide with the base").format(count=len(review.conflicts))))
    if review.found is not None:
        lines += verdict_lines(review.found, review.oversteps)
    return "\n".join(f"- {line}" for line in lines)


def _rows(rows: Sequence[RowChange], found: Difference) -> str:
    heads = (say("Period"), say("Unit"), say("Score"), say("Rank"))
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in rows[:ROWS]:
        cells = (str(row.row.score.period), row.row.unit.caption, _turn(row, "points"), _turn(row, "rank"))
        lines.append("| " + " | ".join(map(markdown, cells)) + " |")
    whole = sum(len(t.table.rows) for t in found.whole.tables if t.table.period.kind == "month")
    moved = sum(row.row.score.period.kind == "month" for row in rows)
    told = [say("{count} more rows below").format(count=len(rows) - ROWS)] if len(rows) > ROWS else []
    if whole > moved:
        told.append(say("{count} rows of these months stay as they are").format(count=whole - moved))
    return "\n".join(lines) + ("\n\n" + markdown("; ".join(told)) if told else "")


def _turn(row: RowChange, name: str) -> str:
    before, after = (getattr(side, name) if side else "-" for side in (row.before, row.after))
    return f"{before}" if before == after else f"{before} → {after}"


def _problems(problems: Sequence[Diagnostic], locate: Locate) -> str:
    lines = []
    for d in problems[:ROWS]:
        message, _ = describe(d.code, d.facts)
        lines.append(f"- {markdown(f'{d.place.source.path}:{locate(d).line} {d.code} {message}')}")
    return "\n".join((_bold(say("New problems")), "", *lines, *_more(len(problems) - ROWS)))


def _conflicts(paths: Sequence[str]) -> str:
    shown = [f"- {markdown(path)}" for path in paths[:ROWS]]
    shown += _more(len(paths) - ROWS)
    told = say("Merge the base into the branch at a terminal: the merge driver joins what can be joined.")
    return "\n".join((_bold(say("Both sides changed")), "", *shown, "", markdown(told)))


def _bold(text: str) -> str:
    return f"**{markdown(text)}**"


def _more(count: int) -> list[str]:
    return ["- " + markdown(say("and {count} more").format(count=count))] if count > 0 else []


def _cut(text: str) -> str:
    return text[:MOST] + "\n"
