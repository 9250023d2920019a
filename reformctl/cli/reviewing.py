"""A review of a change: the merge result checked under the base's rules, and what it does."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from reformctl.cli.check import all_problems
from reformctl.cli.opening import find_place, in_order, no_collection, read_pack, today
from reformctl.cli.owning import found_oversteps
from reformctl.cli.sides import Sides, sides_of
from reformctl.derive.consequences import Difference, difference
from reformctl.derive.owning import Overstep
from reformctl.diagnostics import BadFiles, Diagnostic
from reformctl.render.annotations import annotations, only_new
from reformctl.render.comment import Review, comment
from reformctl.render.diffview import Heading, as_data
from reformctl.render.gates import GATE_WORDS, stopped
from reformctl.render.harmless import log_text
from reformctl.render.table import to_json
from reformctl.store.differing import changed_paths, prefix_of
from reformctl.store.mixing import Mixed, lay_out
from reformctl.store.revision import Revision
from reformctl.store.workspace import Workspace, read_settings
from reformctl.words import say


@dataclass(frozen=True)
class Change:
    """A change to review: its base, the tree that merging makes, where that collides, and who made it."""

    base: str
    tree: str
    conflicts: tuple[str, ...]
    who: str | None
    label: str


@dataclass(frozen=True)
class Reviewed:
    """A review beside what it stands on."""

    review: Review
    sides: Sides | None
    day: date


def review_of(workspace: Workspace, change: Change, gates: tuple[str, ...]) -> Reviewed:
    """Review a change: new problems under the base's rules, oversteps, and all that follows."""
    base = Revision(workspace.root, change.base)
    trusted = Workspace(workspace.root, read_settings(base))
    day = today(trusted)
    problems = tuple(in_order(_new_problems(trusted, change, day)))
    heading = Heading(say("base {commit}").format(commit=change.base[:10]), change.label)
    sides, found, oversteps = _difference(trusted, change, day)
    stops = tuple(say(GATE_WORDS[name]) for name in stopped(found, oversteps, gates)) if found else ()
    return Reviewed(Review(heading, found, oversteps, problems, change.conflicts, stops), sides, day)


def _new_problems(workspace: Workspace, change: Change, day: date) -> list[Diagnostic]:
    """What the base has not: in the records under its rules, and in the rules where they change."""
    root = workspace.root
    base, head = Revision(root, change.base), Revision(root, change.tree)
    before = all_problems(workspace, base, day, change.base)[1]
    found = list(all_problems(workspace, Mixed(head, base), day, change.tree)[1])
    touched = changed_paths(root, change.base, change.tree)
    if any(path.startswith("rules/") or path == "reformctl.yaml" for path in touched):
        try:
            pack = read_pack(head)
        except BadFiles as trouble:
            pack = trouble.diagnostics
        found += pack if isinstance(pack, tuple) else ()
    return only_new(found, before)


def _difference(
    workspace: Workspace, change: Change, day: date
) -> tuple[Sides | None, Difference | None, tuple[Overstep, ...]]:
    """What the change does; nothing where a file of it cannot be read, which its problems say."""
    try:
        sides = sides_of(workspace, change.base, change.tree, day)
    except BadFiles:
        return None, None, ()
    with no_collection():
        found = difference(sides.before, sides.after)
    by = change.who or say("unknown")
    return sides, found, found_oversteps(workspace, sides, found, by)


def lay_down(workspace: Workspace, reviewed: Reviewed, out: Path) -> str:
    """Write the review's files: the comment, the problems, the change as data; the comment's text."""
    review, prefix = reviewed.review, prefix_of(workspace.root)
    text = comment(review, find_place)
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "comment.md": text,
        "check.sarif": annotations(review.problems, find_place, "sarif", prefix),
        "codequality.json": annotations(review.problems, find_place, "gitlab", prefix),
        "junit.xml": annotations(review.problems, find_place, "junit", prefix),
    }
    if review.found:
        files["diff.json"] = to_json(as_data(review.heading, review.found, review.oversteps))
    for name, content in files.items():
        (out / name).write_text(content, encoding="utf-8", newline="\n")
    return text


def write_papers(workspace: Workspace, change: Change, reviewed: Reviewed, out: Path) -> str:
    """The circular of the last month that moves, by the base's rules and templates; what was said of it."""
    month = _month(reviewed)
    if month is None:
        return ""
    with TemporaryDirectory() as place:
        books = Path(place) / "books"
        lay_out(Revision(workspace.root, change.tree), Revision(workspace.root, change.base), books)
        words = ("--workspace", str(books), "circular", "--month", month, "--as-of", str(reviewed.day))
        line = [sys.executable, "-m", "reformctl", *words, "--out", str(out.absolute() / "papers")]
        done = subprocess.run(line, check=False, capture_output=True)
    return log_text((done.stdout + done.stderr).decode("utf-8", "replace"))


def _month(reviewed: Reviewed) -> str | None:
    """The last month whose ranking moves and that is over."""
    found = reviewed.review.found
    tables = [change.table for change in found.whole.tables] if found else []
    months = [t.period for t in tables if t.period.kind == "month" and t.period.last <= reviewed.day]
    return str(max(months)) if months else None
