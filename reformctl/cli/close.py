"""`close` and `reopen`: a period's results as published, and the trace of every opening after that."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from reformctl import __version__
from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.check import problems_of
from reformctl.cli.completing import complete_months
from reformctl.cli.opening import books_of, collect, open_snapshot, open_workspace, report, today
from reformctl.cli.options import put, read_day, read_period, talk
from reformctl.cli.rank import marks_wanted
from reformctl.derive.closing import closing_record, counted_rankings, next_id, plain_data, rankings_of
from reformctl.derive.published import closing_of, closings
from reformctl.derive.ranking import closing, rank
from reformctl.derive.reasons import Reason
from reformctl.diagnostics import ReformctlError
from reformctl.domain.periods import Period, parse_period, periods_between
from reformctl.records.closing import Closing
from reformctl.records.kinds import KINDS
from reformctl.render.papers import PAPERS_SPEAK
from reformctl.render.telling import told
from reformctl.snapshot import Snapshot
from reformctl.store import commits
from reformctl.store.emitting import Inline
from reformctl.store.history import check_author, commit_or_restore, head, is_repo
from reformctl.store.rewriting import append_item, new_text
from reformctl.store.workspace import Workspace
from reformctl.store.writing import Writer
from reformctl.words import say

PeriodLabel = Annotated[
    str,
    typer.Argument(
        metavar=say("PERIOD"),
        help=say("A period such as 2017-04, 2017-Q2, 2017-H1 or 2017."),
        autocompletion=complete_months,
    ),
]
By = Annotated[str, typer.Option("--by", help=say("The post that does it."))]
On = Annotated[str | None, typer.Option("--on", metavar=say("DAY"), help=say("The day; today if left out."))]
Sign = Annotated[bool, typer.Option("--sign/--no-sign", help=say("Sign the tag with your git key."))]
Reason_ = Annotated[str, typer.Option("--reason", help=say("Why it is opened again."))]
TAG = "v{id}"


def close(whole: PeriodLabel, by: By, on: On = None, sign: Sign = False) -> int:
    """Close a period: write its results with what they stand on, commit them and tag the commit."""
    workspace = open_workspace()
    period, day = read_period(whole), read_day(on) or today(workspace)
    with Writer(workspace.root) as writer:
        commit = _committed(workspace)
        ledger, rulebook, unreadable = collect(books_of(workspace))
        found = (*unreadable, *problems_of(workspace.root, ledger, rulebook, day))
        if found or rulebook is None:
            report(found)
            return BOOKS_WRONG
        snapshot = Snapshot(ledger, rulebook, day)
        _refuse(snapshot, period)
        name = TAG.format(id=next_id(snapshot, period))
        if commits.tagged(workspace.root, name):
            raise ReformctlError("E154", tag=name)
        record = closing_record(snapshot, period, by, commit, __version__, _published)
        writer.put(KINDS["closing"].home(record.id), closing_text(record), new=True)
    path = KINDS["closing"].home(record.id)
    commit_or_restore(workspace.root, path, None, say("{id}: close · {by}").format(id=record.id, by=by))
    commits.tag(
        workspace.root, name, say("{period} as closed on {day}").format(period=period, day=day), sign=sign
    )
    _tell(record, name)
    return OK


def reopen(whole: PeriodLabel, by: By, reason: Reason_, on: On = None) -> None:
    """Open a closed period again; its closing stays, with who opened it, when and why."""
    workspace = open_workspace()
    period, day = read_period(whole), read_day(on) or today(workspace)
    with Writer(workspace.root) as writer:
        _committed(workspace)
        snapshot = open_snapshot(workspace, day)
        entry = closing_of(snapshot, period)
        if entry is None:
            known = ", ".join(e.id for e in closings(snapshot))
            raise ReformctlError("E155", month=period, known=known or "-")
        for later in (parse_period(str(e.value("period"))) for e in closings(snapshot)):
            if later != period and _stands_on(later, period):
                raise ReformctlError("E156", later=later, month=period)
        path = entry.document.source.path
        item = {"event": "reopened", "on": day, "by": by, "why": reason}
        writer.put(path, append_item(entry.document.source.text, "events", item))
    message = say("{id}: reopen · {reason}").format(id=entry.id, reason=reason)
    commit_or_restore(workspace.root, path, entry.document.source.text, message)
    put(f"{entry.id}\n")
    talk(
        say("{period} is open again; its closing and this reason stay in {path}").format(
            period=period, path=path
        )
    )


def closing_text(record: Closing) -> str:
    """The text of a closing: one posting and one duty a line."""
    data = plain_data(record)
    for section in data["rankings"]:
        section["rows"] = [_row(row) for row in section["rows"]]
        section["duties"] = [Inline(duty) for duty in section.get("duties", ())]
    return new_text(data)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"postings": [Inline(posting) for posting in row.get("postings", ())]}


def _published(reason: Reason) -> str:
    return told(reason, PAPERS_SPEAK)


def _committed(workspace: Workspace) -> str:
    """The commit that the work tree is; S121 outside git, S124 without an author, E150 with changes."""
    root = workspace.root
    if not is_repo(root):
        raise ReformctlError("S121", folder=root)
    check_author(root)
    name = head(root)
    dirty = sorted(commits.unsaved(root)) if name else ["."]
    if dirty or name is None:
        shown = ", ".join(dirty[:3]) + (" …" if len(dirty) > 3 else "")  # noqa: PLR2004 - fits a line
        raise ReformctlError("E150", paths=shown)
    return name


def _refuse(snapshot: Snapshot, period: Period) -> None:
    """Why a period cannot be closed: not over, closed, not ranked, standing on an open one, marks missing."""
    if snapshot.as_of < period.last:
        raise ReformctlError("E151", month=period, as_of=snapshot.as_of, last=period.last)
    closed = closing_of(snapshot, period)
    if closed:
        raise ReformctlError("E152", month=period, closed=closed.born)
    rankings = rankings_of(snapshot, period)
    if not rankings:
        known = ", ".join(dict.fromkeys(r.period for r in snapshot.pack.rankings))
        raise ReformctlError("E157", period=period, known=known)
    then = closing(snapshot, period)
    for ranking in rankings:
        marks_wanted(then, ranking, period)
    for earlier in _foundations(snapshot, period):
        if closing_of(snapshot, earlier) is None:
            raise ReformctlError("E153", earlier=earlier, month=period)


def _foundations(snapshot: Snapshot, period: Period) -> Iterator[Period]:
    """The periods that can be ranked and that a period stands on: the one before, and those it counts."""
    for ranking in rankings_of(snapshot, period):
        counted = counted_rankings(snapshot.rulebook, ranking, period.last)
        inner = [
            (other, earlier)
            for other in counted
            for earlier in periods_between(period.first, period.last, other.period)
            if _within(earlier, period)
        ]
        for other, earlier in [(ranking, period.previous), *inner]:
            if earlier.last >= snapshot.pack.since and rank(closing(snapshot, earlier), other, earlier):
                yield earlier


def _within(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last and inner.kind != outer.kind


def _stands_on(later: Period, period: Period) -> bool:
    return later.last > period.last or _within(period, later)


def _tell(record: Closing, tag: str) -> None:
    put(f"{record.id}\n")
    rows = [row for section in record.rankings for row in section.rows]
    postings = sum(len(row.postings) for row in rows)
    text = say("closed: {units} units, {postings} postings, tag {tag}")
    talk(text.format(units=len(rows), postings=postings, tag=tag))
