"""Small workspaces for tests: records with plain defaults, laid on the disk, opened as a snapshot."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from reformctl.cli.opening import open_snapshot, open_workspace
from reformctl.records.kinds import KINDS, kind_of_id
from reformctl.snapshot import Snapshot
from reformctl.store.rewriting import new_text

REPO = Path(__file__).resolve().parent.parent
D = date
SETTINGS = "office: Office\ncity: City\npack: zibo\n"


def a_unit(unit_id: str, kind: str = "district", order: int = 1, **more: Any) -> dict[str, Any]:
    """A unit that was there before 2017."""
    return {
        "id": unit_id,
        "name": unit_id.title(),
        "kind": kind,
        "order": order,
        "since": date(2016, 1, 1),
    } | more


def a_document(document_id: str = "D2017-001", **more: Any) -> dict[str, Any]:
    """A provincial document that arrived on 31 January."""
    return {
        "id": document_id,
        "title": "Document",
        "level": "provincial",
        "received": date(2017, 1, 31),
        "lead": "finance",
    } | more


def a_task(task_id: str = "T2017-001", **more: Any) -> dict[str, Any]:
    """A task of the finance department, opened on 1 February and due at the end of March."""
    return {
        "id": task_id,
        "title": "Task",
        "level": "city",
        "lead": "finance",
        "officer": "Head of reform",
        "opened": date(2017, 2, 1),
        "due": date(2017, 3, 31),
    } | more


def a_notice(kind: str, code: str, step: str, on: date, **more: Any) -> dict[str, Any]:
    """A notice to the finance department on the first document."""
    return {
        "id": f"{code}2017-001",
        "kind": kind,
        "number": 1,
        "title": "Notice",
        "issued": on,
        "to": ["finance"],
        "clause": "L1",
        "causes": [{"ladder": "z5", "step": step, "record": "D2017-001"}],
    } | more


def happened(event: str, on: date, **more: Any) -> dict[str, Any]:
    """An event."""
    return {"event": event, "on": on} | more


def lay(root: Path, *records: dict[str, Any], pack: str | None = None) -> Path:
    """A workspace with the sample pack, or another text as its pack, and these records."""
    (root / "rules").mkdir(parents=True, exist_ok=True)
    (root / "reformctl.yaml").write_text(SETTINGS, encoding="utf-8")
    if pack is None:
        shutil.copy(REPO / "rules" / "zibo.yaml", root / "rules" / "zibo.yaml")
    else:
        (root / "rules" / "zibo.yaml").write_text(pack, encoding="utf-8")
    shutil.copytree(REPO / "templates", root / "templates", dirs_exist_ok=True)
    units = (a_unit("finance", "department", 2), a_unit("reform-office", "office", 3))
    for record in (*units, *records):
        kind = kind_of_id(str(record["id"]))
        assert kind is not None
        path = root / kind.home(str(record["id"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new_text(record), encoding="utf-8")
    return root


def snapshot_of(root: Path, as_of: date) -> Snapshot:
    """The workspace's books on a day."""
    return open_snapshot(open_workspace(root), as_of)


__all__ = [
    "KINDS",
    "REPO",
    "D",
    "a_document",
    "a_notice",
    "a_task",
    "a_unit",
    "happened",
    "lay",
    "snapshot_of",
]
