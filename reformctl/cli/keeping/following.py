"""Corrections written together with what they follow from: an upheld appeal, a late exemption."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reformctl.cli.keeping.saving import Desk
from reformctl.cli.options import talk
from reformctl.derive.following import Due, of_exemption
from reformctl.domain.ids import next_serial
from reformctl.ledger.entries import Entry
from reformctl.ledger.ledger import Ledger
from reformctl.records.kinds import KINDS
from reformctl.records.models import Exemption
from reformctl.render.telling import signed
from reformctl.snapshot import Snapshot
from reformctl.store.rewriting import new_text
from reformctl.store.writing import Writer
from reformctl.words import say

KIND = KINDS["correction"]


@dataclass(frozen=True)
class Grounds:
    """What corrections say of why they are posted."""

    because: str
    title: str
    why: str
    approved_by: str
    posted: date


def snapshot_with(desk: Desk, entry: Entry, day: date) -> Snapshot:
    """The books with one record as it is about to be saved, asked about a day."""
    assert desk.rulebook is not None  # noqa: S101 - a desk that is written at has the pack
    others = tuple(e for e in desk.ledger.entries if e.id != entry.id)
    return Snapshot(Ledger((*others, entry)), desk.rulebook, day)


def corrections(writer: Writer, dues: Iterable[Due], grounds: Grounds) -> dict[str, str]:
    """The texts of the corrections that are due, by their paths, with the next ids."""
    taken = set(writer.list_ids(KIND.folder))
    texts: dict[str, str] = {}
    for due in dues:
        record = str(next_serial(KIND.prefix or "", grounds.posted.year, taken))
        taken.add(record)
        texts[KIND.home(record)] = new_text(_data(record, due, grounds))
    return texts


def tell_corrections(desk: Desk, entries: Iterable[Entry]) -> None:
    """Say which corrections were written."""
    names = {unit.id: unit.caption for unit in desk.ledger.of("unit")}
    for entry in entries:
        if entry.kind is KIND:
            facts = {name: entry.value(name) for name in ("id", "of", "month")}
            unit, points = names[entry.value("unit")], signed(entry.value("points"))
            text = say("{id}: {unit} {points}, correcting {of}, posted in {month}")
            talk(text.format(unit=unit, points=points, **facts))


def following(desk: Desk, writer: Writer, entry: Entry) -> dict[str, str]:
    """The corrections of closed periods that follow from a record about to be saved: an exemption."""
    grant = entry.record
    if not isinstance(grant, Exemption):
        return {}
    dues = of_exemption(snapshot_with(desk, entry, grant.granted), grant)
    grounds = Grounds(entry.id, grant.title, grant.ground, grant.approved_by, grant.granted)
    return corrections(writer, dues, grounds)


def _data(record: str, due: Due, grounds: Grounds) -> dict[str, Any]:
    data = {
        "id": record,
        "title": grounds.title,
        "unit": due.unit,
        "of": str(due.of),
        "month": str(due.month),
        "indicator": due.indicator,
        "about": due.about,
        "because": grounds.because,
        "points": due.points,
        "posted": grounds.posted,
        "approved_by": grounds.approved_by,
        "why": grounds.why,
    }
    return {name: value for name, value in data.items() if value is not None}
