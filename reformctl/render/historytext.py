"""A record's life as text, Markdown and data: commit by commit, and what each one did."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from reformctl.derive.changes import RowChange
from reformctl.derive.lifetimes import Effects, Turn
from reformctl.domain.commits import Commit
from reformctl.render.changetext import WHAT, Names, owed_line, record_lines, row_data, row_line
from reformctl.render.escaping import markdown_text
from reformctl.render.width import plain, wrap
from reformctl.words import say

_WIDE = 1000


def history_text(
    record: str, caption: str, turns: Sequence[Turn], names: Names, columns: int | None, *, markdown: bool
) -> str:
    """The whole life, the oldest first."""
    width = columns or _WIDE
    if markdown:
        parts = [f"# {markdown_text(f'{record} {caption}')}\n"]
        for turn in turns:
            lines = [f"- {markdown_text(line)}" for _, line in _lines(turn, names)]
            parts.append("\n".join([f"## {markdown_text(_head(turn.commit))}\n", *lines, ""]))
        return "\n".join(parts)
    parts = [plain(f"{record} {caption}") + "\n"]
    for turn in turns:
        body = [line for deep, text in _lines(turn, names) for line in _indented(deep, plain(text), width)]
        parts.append("\n".join([plain(_head(turn.commit)), *body, ""]))
    return "\n".join(parts)


def history_data(record: str, turns: Sequence[Turn], names: Names) -> dict[str, Any]:
    """The same as documented data."""
    return {"record": record, "commits": [_data(turn, names) for turn in turns]}


def _data(turn: Turn, names: Names) -> dict[str, Any]:
    commit = turn.commit
    done = turn.effects
    return {
        "commit": commit.name if commit else None,
        "author": commit.author if commit else None,
        "on": commit.on if commit else None,
        "subject": commit.subject if commit else None,
        "what": turn.change.what if turn.change else "unreadable",
        "changes": list(record_lines(turn.change, names)) if turn.change else [],
        "owed": [owed_line(change) for change in done.owed] if done else None,
        "scores": [row_data(change) for change in done.rows] if done else None,
    }


def _head(commit: Commit | None) -> str:
    if commit is None:
        return say("not committed")
    return f"{commit.short} {commit.on} {commit.author}{say(': ')}{commit.subject}"


def _lines(turn: Turn, names: Names) -> Iterator[tuple[int, str]]:
    """Each line with how deep it stands: what was changed, and under it what that did."""
    if turn.change is None:
        yield 0, say("this version cannot be read")
        return
    if turn.change.what != "changed":
        yield 0, say(WHAT[turn.change.what])
    yield from ((0, line) for line in record_lines(turn.change, names))
    if turn.effects:
        yield from ((1, line) for line in _effects(turn.effects))


def _effects(done: Effects) -> Iterator[str]:
    yield from map(owed_line, done.owed)
    yield from map(row_line, sorted(done.rows, key=_by_weight))


def _by_weight(change: RowChange) -> Decimal:
    """The order of rows: those whose own score moved come first, the widest before the others."""
    before, after = change.before, change.after
    return -abs(after.points - before.points) if before and after else Decimal("-Infinity")


def _indented(deep: int, text: str, width: int) -> Iterator[str]:
    lead = "  " if deep == 0 else "    => "
    for number, line in enumerate(wrap(text, width - len(lead))):
        yield (lead if number == 0 else " " * len(lead)) + line
