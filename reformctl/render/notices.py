"""Notices that fall due or were issued, as listings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from reformctl.derive.escalation import DueNotice
from reformctl.domain.ids import SerialId
from reformctl.ledger.entries import Entry
from reformctl.render.table import Column, Table
from reformctl.render.telling import told
from reformctl.snapshot import Snapshot
from reformctl.words import say

Numbered = tuple[SerialId, DueNotice]


def due_table(snapshot: Snapshot, notices: Sequence[Numbered]) -> Table:
    """Notices that should be issued, with the numbers that they would get, and why."""
    columns = (
        Column("notice", say("Notice")),
        Column("kind", say("Kind"), show=lambda row: row["kind_title"]),
        Column("to", say("To"), show=lambda row: names(snapshot, row["to"]), flexible=True),
        Column("copies", say("Copies"), data_only=True),
        Column("record", say("Record")),
        Column("caption", say("Title"), flexible=True),
        Column("since", say("Since")),
        Column("deadline", say("Deadline")),
        Column("ladder", say("Ladder"), data_only=True),
        Column("step", say("Step"), data_only=True),
        Column("clause", say("Clause")),
        Column("why", say("Why"), flexible=True),
    )
    return Table(columns, [_row(serial, notice) for serial, notice in notices])


def names(snapshot: Snapshot, units: Sequence[str]) -> tuple[str, ...]:
    """The names of units."""
    return tuple(snapshot.name(unit) for unit in units)


def subject_line(notice: DueNotice) -> str:
    """The title of a notice as its record keeps it: what is asked, on which record."""
    step = notice.step.title or notice.kind.title
    return f"{step}：{notice.entry.caption}"


def letter_data(snapshot: Snapshot, record_id: str) -> dict[str, Any]:
    """What the template of a notice's letter is given."""
    entry = snapshot.by_id[record_id]
    kind = snapshot.rulebook.notices.get(entry.value("kind"))
    return {
        "id": entry.id,
        "kind": kind.title if kind else entry.value("kind"),
        "series": kind.series if kind else "",
        "number": entry.value("number"),
        "title": entry.caption,
        "matter": _matter(snapshot, entry),
        "issued": entry.born,
        "to": names(snapshot, entry.value("to")),
        "addressee": entry.value("addressee"),
        "copies": tuple(snapshot.name(name) for name in entry.value("copies")),
        "signer": entry.value("signer"),
        "clause": snapshot.pack.clauses.get(entry.value("clause"), entry.value("clause")),
        "deadline": entry.value("deadline"),
        "causes": [_cause(snapshot, cause) for cause in entry.value("causes")],
    }


def _matter(snapshot: Snapshot, entry: Entry) -> str:
    """What is asked: the notice's title without the caption of the record that it is on."""
    captions = (caption(snapshot, cause.record) for cause in entry.value("causes"))
    return next(
        (m for m in (entry.caption.removesuffix(f"\uff1a{c}") for c in captions) if m != entry.caption),
        entry.caption,
    )


def _cause(snapshot: Snapshot, cause: Any) -> dict[str, Any]:
    """The record that a notice stands on: what it is, who leads it, when it was due."""
    entry = snapshot.by_id.get(cause.record)
    found = {"id": cause.record, "title": caption(snapshot, cause.record), "period": cause.period}
    for name in ("form", "number", "level", "received", "found", "severity", "leader", "officer", "due"):
        found[name] = entry.value(name) if entry else None
    for name in ("lead", "with", "unit", "group"):
        value = entry.role(name, snapshot.as_of) if entry and entry.kind.name != "unit" else ()
        found[name] = names(snapshot, value)
    rule = next((o for o in snapshot.pack.obligations if o.id == cause.obligation), None)
    return found | {"kind": entry.kind.name if entry else "", "rule": rule.title if rule else ""}


def caption(snapshot: Snapshot, record_id: str) -> str:
    """A record's title, or its id where it is not visible."""
    entry = snapshot.by_id.get(record_id)
    return entry.caption if entry else record_id


def _row(serial: SerialId, notice: DueNotice) -> dict[str, Any]:
    deadline: date | None = notice.deadline
    return {
        "notice": str(serial),
        "kind": notice.kind.id,
        "kind_title": notice.kind.title,
        "to": notice.to,
        "copies": notice.copies,
        "record": notice.entry.id,
        "caption": notice.entry.caption,
        "since": notice.due,
        "deadline": deadline,
        "ladder": notice.ladder.id,
        "step": notice.step.id,
        "clause": notice.clause,
        "why": told(notice.reason),
    }
