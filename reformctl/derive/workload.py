"""What the work itself comes to in a period: meetings, documents, tasks, plans, pilots (Z3, Z4, Z11, L1)."""

from collections.abc import Iterator

from reformctl.derive.figures import Figure, Group, Span, by_field, counted, summed
from reformctl.ledger.entries import Entry
from reformctl.records.models import Meeting
from reformctl.words import mark


def meetings(span: Span) -> Group:
    """Meetings by kind, and the papers that they reviewed."""
    held = span.born("meeting")
    figures = (
        counted(
            "meetings", mark("meetings held"), held, by_field("meetings_by_kind", "meetings", held, "kind")
        ),
        summed("papers_reviewed", mark("papers reviewed"), held, lambda entry: int(entry.value("papers"))),
    )
    return Group("meetings", mark("Meetings"), ("meeting",), figures)


def documents(span: Span) -> Group:
    """Superior documents and meetings: received, passed on, put into a ledger, given a local document."""
    received = span.born("document")
    levels = by_field("documents_by_level", "levels", received, "level")
    conveyed = {entry.id: entry for entry in (*span.happened("document", "conveyed"), *_conveyed(span))}
    figures = (
        counted("documents", mark("superior documents and meetings received"), received, levels),
        counted("documents_conveyed", mark("passed on at a meeting"), conveyed.values()),
        _happened(span, "document", "ledgered", "documents_ledgered", mark("put into a ledger")),
        _happened(span, "document", "issued", "documents_supported", mark("supporting documents issued")),
        _happened(
            span, "document", "unneeded", "documents_unneeded", mark("found to need no supporting document")
        ),
    )
    return Group("documents", mark("Superior documents"), ("document",), figures)


def tasks(span: Span) -> Group:
    """The task ledgers: on the books, opened, claimed done, struck off, kept, extended."""
    held, opened, standing = span.held("task"), span.born("task"), span.open("task")
    figures = (
        counted(
            "tasks_held",
            mark("task ledgers on the books in the period"),
            held,
            by_field("tasks_held_by_level", "levels", held, "level"),
        ),
        counted("tasks_opened", mark("task ledgers opened"), opened),
        _happened(span, "task", "done", "tasks_claimed", mark("claimed done")),
        _happened(span, "task", "closed", "tasks_closed", mark("verified and struck off")),
        _happened(span, "task", "kept", "tasks_kept", mark("kept as long-running work")),
        _happened(span, "task", "extended", "tasks_extended", mark("given a later due day")),
        counted("tasks_open", mark("on the books at the end"), standing),
    )
    return Group("tasks", mark("Task ledgers"), ("task",), figures)


def plans(span: Span) -> Group:
    """Plans and breakthrough projects by class, and those closed."""
    drawn, entered = span.born("plan"), span.born("project")
    figures = (
        counted(
            "plans", mark("plans drawn up"), drawn, by_field("plans_by_class", "classes", drawn, "class")
        ),
        _happened(span, "plan", "closed", "plans_closed", mark("plans struck off")),
        counted(
            "projects",
            mark("projects taken into the library"),
            entered,
            by_field("projects_by_class", "classes", entered, "class"),
        ),
        _happened(span, "project", "closed", "projects_closed", mark("projects that left it done")),
    )
    return Group("plans", mark("Plans and projects"), ("plan", "project"), figures)


def pilots(span: Span) -> Group:
    """Pilots by level, those won in the period, and the bids for more."""
    standing, started, won = span.open("pilot"), span.born("pilot"), span.happened("bid", "won")
    figures = (
        counted(
            "pilots_open",
            mark("pilots on the books at the end"),
            standing,
            by_field("pilots_by_level", "levels", standing, "level"),
        ),
        counted(
            "pilots_started",
            mark("pilots won, by the day they start"),
            started,
            by_field("pilots_started_by_level", "levels", started, "level"),
        ),
        _happened(span, "pilot", "closed", "pilots_closed", mark("pilots closed")),
        counted("bids", mark("bids opened"), span.born("bid")),
        _happened(span, "bid", "contacted", "bids_contacted", mark("bids taken to the level above")),
        counted("bids_won", mark("bids won"), won, by_field("bids_won_by_level", "levels", won, "level")),
        _happened(span, "bid", "lost", "bids_lost", mark("bids lost")),
    )
    return Group("pilots", mark("Pilots and bids"), ("pilot", "bid"), figures)


def _happened(span: Span, kind: str, event: str, name: str, title: str) -> Figure:
    return counted(name, title, span.happened(kind, event))


def _conveyed(span: Span) -> Iterator[Entry]:
    """The documents that an agenda of the period passed on."""
    for entry in span.born("meeting"):
        meeting = entry.record
        for item in meeting.agenda if isinstance(meeting, Meeting) else ():
            document = span.then.by_id.get(item.conveys or "")
            if document:
                yield document
