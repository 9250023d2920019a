"""The table of kinds: a new kind is one model and one line here."""

from dataclasses import dataclass
from functools import cached_property

from reformctl.domain.ids import UNIT_ID, parse_closing, parse_serial
from reformctl.records import models, review
from reformctl.records.base import Event, Record
from reformctl.records.closing import Closing
from reformctl.records.shape import FieldShape, event_types, shape_of


@dataclass(frozen=True)
class Kind:
    """One kind of record: its word, folder, id letter, model, the day it begins, its caption."""

    name: str
    folder: str
    prefix: str | None
    model: type[Record]
    born: str
    caption: str = "title"

    @cached_property
    def fields(self) -> dict[str, FieldShape]:
        """The fields as a file spells them, without the events."""
        return shape_of(self.model)

    @cached_property
    def events(self) -> dict[str, type[Event]]:
        """The events that the kind takes, by their name in files."""
        return event_types(self.model)

    def home(self, record_id: str) -> str:
        """The path within the workspace where a record of this id lives."""
        serial = parse_serial(record_id)
        year = f"{serial.year}/" if serial else ""
        return f"ledgers/{self.folder}/{year}{record_id}.yaml"

    def owns(self, record_id: str) -> bool:
        """Whether an id has the form that this kind asks for."""
        if self.name == "unit":
            return bool(UNIT_ID.fullmatch(record_id))
        if self.name == "closing":
            return parse_closing(record_id) is not None
        serial = parse_serial(record_id)
        if serial is None:
            return False
        return len(serial.prefix) > 1 if self.prefix is None else serial.prefix == self.prefix


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("unit", "units", None, models.Unit, "since", "name"),
        Kind("document", "documents", "D", models.SuperiorDocument, "received"),
        Kind("task", "tasks", "T", models.Task, "opened"),
        Kind("pilot", "pilots", "P", models.Pilot, "started"),
        Kind("inspection", "inspections", "I", models.Inspection, "started"),
        Kind("finding", "findings", "F", models.Finding, "found"),
        Kind("meeting", "meetings", "M", models.Meeting, "held"),
        Kind("notice", "notices", None, models.Notice, "issued"),
        Kind("marks", "marks", "K", models.MarkSheet, "given"),
        Kind("publicity", "publicity", "B", models.Publicity, "published"),
        Kind("plan", "plans", "L", models.Plan, "opened"),
        Kind("project", "projects", "J", models.Project, "entered"),
        Kind("bid", "bids", "G", models.PilotBid, "opened"),
        Kind("innovation", "innovations", "N", models.Innovation, "submitted"),
        Kind("experience", "experiences", "X", models.Experience, "nominated"),
        Kind("votes", "votes", "O", models.Votes, "cast", "id"),
        Kind("evaluation", "evaluations", "V", models.Evaluation, "opened"),
        Kind("claim", "claims", "C", models.Claim, "claimed"),
        Kind("rating", "ratings", "R", models.Rating, "given"),
        Kind("honour", "honours", "H", models.Honour, "conferred"),
        Kind("exemption", "exemptions", "E", models.Exemption, "granted"),
        Kind("appeal", "appeals", "A", review.Appeal, "lodged"),
        Kind("correction", "corrections", "Q", review.Correction, "posted"),
        Kind("closing", "closed", None, Closing, "closed", "id"),
    )
}

FOLDERS: dict[str, Kind] = {kind.folder: kind for kind in KINDS.values()}


def kind_of_id(record_id: str) -> Kind | None:
    """The kind that a serial id belongs to by its letters; None for other texts."""
    serial = parse_serial(record_id)
    if serial is None:
        own = (KINDS["unit"], KINDS["closing"])
        return next((kind for kind in own if kind.owns(record_id)), None)
    if len(serial.prefix) > 1:
        return KINDS["notice"]
    return next((k for k in KINDS.values() if k.prefix == serial.prefix), None)
