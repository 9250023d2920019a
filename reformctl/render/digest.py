"""A digest as a listing, as Markdown under headings, and as data with the records that each figure counts."""

from collections.abc import Iterator
from typing import Any

from reformctl.derive.digest import Digest
from reformctl.derive.figures import SHARE, Figure, Group, Part, Split
from reformctl.render.table import Column, Format, Table, render, to_json
from reformctl.snapshot import Snapshot
from reformctl.words import mark, say

WORDS: dict[str, dict[str, str]] = {
    "levels": {
        "central": mark("central"),
        "national": mark("national"),
        "regional": mark("regional"),
        "provincial": mark("provincial"),
        "city": mark("city"),
        "local": mark("local"),
    },
    "inspections": {
        "full": mark("full inspection"),
        "special": mark("special inspection"),
        "covert": mark("covert visit"),
        "mutual": mark("mutual inspection"),
        "look-back": mark("look-back"),
        "diagnosis": mark("joint diagnosis"),
        "": mark("other sources"),
    },
    "severities": {"minor": mark("minor"), "ordinary": mark("ordinary"), "serious": mark("serious")},
    "outcomes": {"upheld": mark("upheld"), "partly": mark("upheld in part"), "rejected": mark("rejected")},
}
"""The words that records themselves know, by vocabulary; all others are the pack's or the ledger's."""

BY: dict[str, str] = {
    "acts": mark("by act"),
    "classes": mark("by class"),
    "electorates": mark("by electorate"),
    "fields": mark("by field"),
    "honours": mark("by class"),
    "inspections": mark("by kind of inspection"),
    "levels": mark("by level"),
    "media": mark("by medium"),
    "meetings": mark("by kind of meeting"),
    "names": mark("by column"),
    "notices": mark("by kind of notice"),
    "outcomes": mark("by outcome"),
    "severities": mark("by severity"),
    "stages": mark("by step"),
    "units": mark("by kind of unit"),
}
"""What a figure is split by, by vocabulary."""


def digest_text(snapshot: Snapshot, found: Digest, form: Format, columns: int | None) -> str:
    """A digest in a form; what a ledger keeps no record of is told in data alone."""
    if form == "json":
        return to_json(_data(snapshot, found))
    told = [group for group in found.groups if form == "csv" or any(map(snapshot.of, group.kinds))]
    if form == "md":
        listings = (Table(_columns()[1:], list(_rows(snapshot, group)), say(group.title)) for group in told)
        return "\n".join(render(listing, form) for listing in listings)
    rows = [row for group in told for row in _rows(snapshot, group)]
    title = say("Digest · {period} · as of {as_of}").format(period=found.period, as_of=found.as_of)
    return render(Table(_columns(), rows, title), form, columns)


def _columns() -> tuple[Column, ...]:
    return (
        Column("heading", say("Heading"), show=lambda row: row["heading"] if row["first"] else ""),
        Column("figure", say("What is counted"), flexible=True, show=lambda row: row["label"]),
        Column("split", say("Split"), data_only=True),
        Column("word", say("Of these"), flexible=True),
        Column("number", say("Count"), right=True),
        Column("share", say("Share"), right=True),
        Column("records", say("Records"), data_only=True),
    )


def _rows(snapshot: Snapshot, group: Group) -> Iterator[dict[str, Any]]:
    for order, figure in enumerate(group.figures):
        row = {"heading": say(group.title), "figure": say(figure.title), "first": False, "share": None}
        own = {"label": row["figure"], "first": order == 0, "share": _share(figure)}
        yield row | own | {"split": None, "word": None, "number": figure.number, "records": figure.records}
        for split in figure.splits:
            for place, part in enumerate(_in_order(snapshot, split)):
                by = say(BY[split.words])
                own = {
                    "label": "" if place else f"· {by}",
                    "split": by,
                    "word": word_of(snapshot, split, part),
                }
                yield row | own | {"number": part.number, "records": part.records}


def _share(figure: Figure) -> str | None:
    """A share as its exact fraction and in per cent; the fraction alone where it is one of nothing."""
    if figure.of is None:
        return None
    exact = f"{figure.number}/{figure.of}"
    return exact if figure.percent is None else f"{exact} = {figure.percent}%"


def word_of(snapshot: Snapshot, split: Split, part: Part) -> str:
    """A part's word as people read it: the records', the pack's or a unit's name; else as it is written."""
    if split.words in WORDS:
        return say(WORDS[split.words].get(part.word, part.word))
    if split.words == "names":
        return snapshot.name(part.word)
    return _pack_words(snapshot, split.words).get(part.word, part.word) or say("not said")


def _in_order(snapshot: Snapshot, split: Split) -> list[Part]:
    """The parts in the order of their vocabulary, others after them as they were."""
    words = [*(WORDS.get(split.words) or _pack_words(snapshot, split.words))]
    return sorted(split.parts, key=lambda part: words.index(part.word) if part.word in words else len(words))


def _pack_words(snapshot: Snapshot, words: str) -> dict[str, str]:
    pack = snapshot.pack
    if words == "notices":
        return {kind.id: kind.title for kind in pack.notices}
    if words == "electorates":
        rounds = (round_ for selection in pack.selections for round_ in selection.rounds)
        return {electorate.id: electorate.title for round_ in rounds for electorate in round_.electorates}
    return pack.words.get(words, {})


def _data(snapshot: Snapshot, found: Digest) -> dict[str, Any]:
    return {
        "period": str(found.period),
        "as_of": found.as_of,
        "asked": snapshot.as_of,
        "share_rounding": SHARE.model_dump(),
        "groups": [
            {
                "id": group.id,
                "title": say(group.title),
                "figures": [_figure(snapshot, figure) for figure in group.figures],
            }
            for group in found.groups
        ],
    }


def _figure(snapshot: Snapshot, figure: Figure) -> dict[str, Any]:
    share = None
    if figure.of is not None:
        share = {"fraction": f"{figure.number}/{figure.of}", "percent": figure.percent}
    splits = [
        {
            "id": split.id,
            "title": say(BY[split.words]),
            "parts": [
                {
                    "word": part.word,
                    "title": word_of(snapshot, split, part),
                    "number": part.number,
                    "records": part.records,
                }
                for part in _in_order(snapshot, split)
            ],
        }
        for split in figure.splits
    ]
    facts = {"id": figure.id, "title": say(figure.title), "number": figure.number, "share": share}
    return facts | {"records": figure.records, "splits": splits}
