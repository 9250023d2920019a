"""The examples of `docs/vocabulary.yaml`, each as a rulebook and a case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reformctl.cli.opening import books_of, read_tables
from reformctl.derive.reasons import STATES
from reformctl.records.reading import read_model
from reformctl.rulebook.calendar import WorkCalendar
from reformctl.rulebook.cases import CaseFile
from reformctl.rulebook.reading import read_rulebook
from reformctl.rulebook.rulebook import Rulebook
from reformctl.source import Document, SourceFile
from reformctl.store.workspace import find_workspace
from reformctl.store.yamltext import parse
from tests.building import REPO

FILE = REPO / "docs" / "vocabulary.yaml"
RANKING = {
    "id": "month",
    "title": "Month",
    "clause": "art. 1",
    "cohort": "districts",
    "period": "month",
    "direction": "high",
    "round_points": {"places": "2", "way": "half-up"},
    "ties": "skip",
    "broken_by": (),
}


@dataclass(frozen=True)
class Example:
    """One example: what it shows, the rules that it adds, and its case."""

    part: str
    title: str
    text: str
    shown: Mapping[str, Any]
    rulebook: Rulebook
    file: CaseFile


def examples() -> Iterator[Example]:
    """Every example of the file."""
    document = parse(SourceFile("docs/vocabulary.yaml", FILE.read_text("utf-8")))
    assert isinstance(document, Document), document
    calendar = read_tables(books_of(find_workspace(REPO)))
    assert isinstance(calendar, WorkCalendar)
    data: Any = document.data
    for one in data["examples"]:
        yield _example(data, one, calendar)


def _example(data: Any, one: Any, calendar: WorkCalendar) -> Example:
    added = dict(one.get("pack", {}))
    shown = dict(added)
    if "score" in one:
        scored = {"id": "scored", "title": "Scored", "clause": "art. 1", "heading": "work"}
        method = {key: value for key, value in one["score"].items() if key != "weight"}
        weight = one["score"]["weight"]
        indicator = scored | {"weights": {"month": weight}} | method
        shown["indicators"] = (indicator,)
        ranking = RANKING | {"total": weight, "round_points": {"places": 2, "way": "half-up"}}
        added |= {"indicators": (indicator,), "rankings": (ranking,)}
    pack = {**data["base"], **added}
    book = read_rulebook(Document(SourceFile("example", ""), pack), STATES, calendar)
    assert isinstance(book, Rulebook), (one["title"], book)
    wanted = dict(one.get("expect", {}))
    if "points" in one:
        period = {"ranking": "month", "period": "2017-03"}
        points = one["points"].items()
        wanted["scores"] = tuple(period | {"unit": unit, "points": value} for unit, value in points)
    if "places" in one:
        wanted["ranks"] = ({"ranking": "month", "period": "2017-03", "places": one["places"]},)
    case = {
        "id": "example",
        "title": one["title"],
        "rules": (),
        "as_of": one.get("as_of", "2017-03-31"),
        "given": one.get("given", ()),
        "expect": wanted,
    }
    cases = {"pack": "example", "base": data["units"], "cases": (case,)}
    file = read_model(CaseFile, Document(SourceFile("example", ""), cases))
    assert isinstance(file, CaseFile), (one["title"], file)
    return Example(one["part"], one["title"], one["text"], shown, book, file)
