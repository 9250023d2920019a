"""Problems as people read them: place, code, what is wrong, the line with a caret, a hint."""

from collections.abc import Callable, Iterable
from typing import Any

from reformctl.diagnostics import Diagnostic, ReformctlError
from reformctl.render.messages import MESSAGES
from reformctl.render.width import plain, width
from reformctl.source import Position, SourceFile
from reformctl.words import mark, say

Locate = Callable[[Diagnostic], Position]
NEAR = mark("did you mean “{near}”?")


def describe(code: str, facts: dict[str, str]) -> tuple[str, str]:
    """The message and the hint of a code, in the interface's language, filled with facts."""
    message, hint = MESSAGES[code]
    shown = {name: plain(_translated(value)) for name, value in facts.items()}
    return say(message).format(**shown), say(hint).format(**shown) if hint else ""


def as_text(diagnostics: Iterable[Diagnostic], locate: Locate) -> str:
    """Every problem with its place and excerpt, in the order given."""
    return "\n".join(_one(d, locate(d)) for d in diagnostics)


def as_data(diagnostics: Iterable[Diagnostic], locate: Locate) -> list[dict[str, Any]]:
    """Every problem as a mapping for JSON."""
    rows = []
    for d in diagnostics:
        spot = locate(d)
        message, hint = describe(d.code, d.facts)
        place = {"path": d.place.source.path, "line": spot.line, "column": spot.column}
        rows.append({**place, "code": d.code, "message": message, "hint": hint_of(d, hint) or None})
    return rows


def error_text(error: ReformctlError) -> str:
    """What keeps a command from running: what, where, what to do."""
    message, hint = describe(error.code, error.facts)
    near = error.facts.get("near", "")
    told = " ".join(part for part in (say(NEAR).format(near=plain(near)) if near else "", hint) if part)
    return f"{error.code} {message}\n" + (f"  = {told}\n" if told else "")


def hint_of(diagnostic: Diagnostic, hint: str) -> str:
    """What to do about a problem: the near miss, then the hint of its code."""
    near = say(NEAR).format(near=plain(diagnostic.near)) if diagnostic.near else ""
    return " ".join(part for part in (near, hint) if part)


def _one(diagnostic: Diagnostic, spot: Position) -> str:
    message, hint = describe(diagnostic.code, diagnostic.facts)
    path = plain(diagnostic.place.source.path)
    lines = [f"{path}:{spot.line}:{spot.column}: {diagnostic.code} {message}"]
    lines += _excerpt(diagnostic.place.source, spot)
    told = hint_of(diagnostic, hint)
    if told:
        lines.append(f"  = {told}")
    return "\n".join(lines) + "\n"


def _excerpt(source: SourceFile, spot: Position) -> list[str]:
    """The line, and carets under the very characters: columns count as the terminal shows them."""
    lines = source.text.splitlines()
    if not 1 <= spot.line <= len(lines):
        return []
    line = lines[spot.line - 1]
    head, token = line[: spot.column - 1], line[spot.column - 1 : spot.column - 1 + max(1, spot.width)]
    gutter = f"{spot.line:>4} | "
    carets = "^" * max(1, width(plain(token)))
    return [gutter + plain(line), " " * (len(gutter) - 2) + "| " + " " * width(plain(head)) + carets]


def _translated(value: str) -> str:
    return say(value) if value else value
