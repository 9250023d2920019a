"""What supervision comes to in a period: inspections, findings, notices, review (Z6, L1, L2)."""

from collections.abc import Iterator
from datetime import date

from reformctl.derive.figures import Figure, Group, Pair, Span, by_field, counted, distinct, split, summed
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.snapshot import Snapshot
from reformctl.words import mark

OUTCOMES = ("upheld", "partly", "rejected")


def inspections(span: Span) -> Group:
    """Inspections by kind, with the units, grassroots places, teams and reports of each."""
    rounds = span.born("inspection")
    units = dict.fromkeys(_inspected(span, rounds))
    figures = (
        counted(
            "inspections",
            mark("inspections"),
            rounds,
            by_field("inspections_by_kind", "inspections", rounds, "kind"),
        ),
        distinct(
            "inspected_units",
            mark("units inspected"),
            (unit for _, unit in units),
            split("inspected_units_by_kind", "inspections", units),
            split("inspected_by_kind_of_unit", "units", _of_units(span, units)),
        ),
        _places(rounds),
        _teams(rounds),
        counted("reports", mark("inspection reports"), _reported(span)),
    )
    return Group("inspections", mark("Inspections"), ("inspection",), figures)


def findings(span: Span) -> Group:
    """Findings by severity and by kind of inspection, and the share of them put right."""
    found = span.born("finding")
    listed = [entry for entry in found if entry.value("inspection") is None]
    put_right = [entry for entry in found if is_put_right(entry)]
    since = [later for entry in found if (later := span.asked.by_id.get(entry.id)) and is_put_right(later)]
    figures = (
        counted(
            "found",
            mark("findings"),
            found,
            by_field("found_by_severity", "severities", found, "severity"),
            split("found_by_inspection", "inspections", _by_inspection(span, found)),
        ),
        counted(
            "listed",
            mark("of these: listed from other sources"),
            listed,
            by_field("listed_by_field", "fields", listed, "field"),
        ),
        distinct("listed_units", mark("their lead units"), _leads(listed)),
        counted(
            "found_reported",
            mark("of these: reported put right by the end"),
            [e for e in found if e.status in ("claimed", "closed")],
            of=len(found),
        ),
        counted(
            "found_put_right", mark("of these: put right and checked by the end"), put_right, of=len(found)
        ),
        counted(
            "found_put_right_since",
            mark("of these: put right and checked by the day asked"),
            since,
            of=len(found),
        ),
        counted(
            "rectified", mark("reported put right, whenever found"), span.happened("finding", "rectified")
        ),
        counted("findings_closed", mark("struck off, whenever found"), span.happened("finding", "closed")),
        counted("findings_open", mark("not struck off at the end, whenever found"), span.open("finding")),
    )
    return Group("findings", mark("Findings"), ("finding",), figures)


def notices(span: Span) -> Group:
    """Notices by kind: in the period, and in its year up to its end."""
    year = Period(date(span.period.last.year, 1, 1), span.period.last, span.period.kind)
    to_date = Span(span.then, span.asked, year)
    own, kinds = span.born("notice"), tuple(span.then.rulebook.notices)
    in_year = to_date.born("notice")
    figures = (
        counted(
            "notices",
            mark("notices issued"),
            own,
            split("notices_in_period", "notices", _kinds(own), kinds),
        ),
        counted(
            "notices_to_date",
            mark("notices issued in the year to date"),
            in_year,
            split("notices_in_year", "notices", _kinds(in_year), kinds),
        ),
        counted("notices_replied", mark("notices answered"), span.happened("notice", "replied")),
        counted("notices_cancelled", mark("notices taken back"), span.happened("notice", "cancelled")),
    )
    return Group("notices", mark("Notices"), ("notice",), figures)


def review(span: Span) -> Group:
    """What was contested, put right, exempted, closed and opened again."""
    decided = tuple(span.events("appeal", "decided"))
    outcomes = ((str(getattr(event, "outcome", "")), entry.id) for entry, event in decided)
    corrections = span.born("correction")
    figures = (
        counted("appeals", mark("appeals lodged"), span.born("appeal")),
        counted(
            "appeals_decided",
            mark("appeals decided"),
            (entry for entry, _ in decided),
            split("appeals_by_outcome", "outcomes", outcomes, OUTCOMES),
        ),
        counted("appeals_pending", mark("appeals undecided at the end"), span.open("appeal")),
        counted("corrections", mark("corrections posted"), corrections),
        summed(
            "correction_points",
            mark("points that they post"),
            corrections,
            lambda entry: entry.value("points"),
        ),
        counted("exemptions", mark("exemptions granted"), span.born("exemption")),
        counted("closings", mark("periods closed"), span.born("closing")),
        counted("reopenings", mark("periods opened again"), span.happened("closing", "reopened")),
    )
    kinds = ("appeal", "correction", "exemption", "closing")
    return Group("review", mark("Review"), kinds, figures)


def is_put_right(entry: Entry) -> bool:
    """Whether a finding was struck off, or its last report of having been put right passed a check."""
    if entry.status == "closed":
        return True
    reports, checks = list(entry.named("rectified")), list(entry.named("rechecked"))
    if entry.status != "claimed" or not reports or not checks:
        return False
    return checks[-1].on >= reports[-1].on and bool(getattr(checks[-1], "passed", False))


def _places(rounds: tuple[Entry, ...]) -> Figure:
    return summed(
        "places",
        mark("visits to grassroots places"),
        rounds,
        lambda entry: len(entry.value("places")),
        split("places_by_kind", "inspections", ((_kind(e), e.id) for e in rounds for _ in e.value("places"))),
    )


def _teams(rounds: tuple[Entry, ...]) -> Figure:
    teams: dict[Pair, str] = {}
    for entry in rounds:
        teams.setdefault((_kind(entry), str(entry.value("team"))), entry.id)
    names = {name for _, name in teams}
    pairs = ((kind, record) for (kind, _), record in teams.items())
    records = tuple(dict.fromkeys(entry.id for entry in rounds))
    return Figure(
        "teams", mark("teams"), len(names), records, (split("teams_by_kind", "inspections", pairs),)
    )


def _kind(entry: Entry) -> str:
    return str(entry.value("kind"))


def _kinds(entries: tuple[Entry, ...]) -> Iterator[Pair]:
    return ((_kind(entry), entry.id) for entry in entries)


def _inspected(span: Span, rounds: tuple[Entry, ...]) -> Iterator[Pair]:
    for entry in rounds:
        for unit in span.then.expand(entry.value("units")):
            yield _kind(entry), unit


def _of_units(span: Span, inspected: dict[Pair, None]) -> Iterator[Pair]:
    """The units inspected, each once, by what kind of unit they are."""
    for unit in dict.fromkeys(unit for _, unit in inspected):
        entry = span.then.by_id.get(unit)
        if entry:
            yield _kind(entry), unit


def _reported(span: Span) -> Iterator[Entry]:
    for entry in span.then.of("inspection"):
        day = entry.value("report_on")
        if day is not None and day in span.period:
            yield entry


def _by_inspection(span: Span, found: tuple[Entry, ...]) -> Iterator[Pair]:
    for entry in found:
        origin = _origin(span.then, entry)
        yield _kind(origin) if origin else "", entry.id


def _origin(then: Snapshot, entry: Entry) -> Entry | None:
    return then.by_id.get(entry.value("inspection") or "")


def _leads(listed: list[Entry]) -> Iterator[str]:
    return (str(entry.value("lead") or entry.value("unit")) for entry in listed)
