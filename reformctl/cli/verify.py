"""`verify`: every closed period against all of its history, and against signatures."""

from pathlib import Path
from typing import Annotated, Any

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.auditing import TAG
from reformctl.cli.opening import open_workspace
from reformctl.cli.options import Form, Rev, put, put_table, talk
from reformctl.cli.walking import Fault, Walk
from reformctl.domain.commits import Commit
from reformctl.render.closedtext import effects_text
from reformctl.render.table import Column, Row, Table, to_json
from reformctl.store.commits import (
    Signature,
    merged_tags,
    signatures,
    tag_signature,
    tagged,
    tagged_texts,
)
from reformctl.words import mark, say

Signed = Annotated[
    bool, typer.Option("--signatures", help=say("Also hold the signatures of commits and closing tags."))
]
WHAT = {
    "record": mark("a record was changed"),
    "rule": mark("a rule was changed"),
    "rules": mark("the rules were changed"),
    "tool": mark("this version gives another result"),
    "seal": mark("the closing was changed by hand"),
    "basis": mark("the closing does not follow from its books"),
    "removed": mark("the closing was removed"),
    "rewritten": mark("the closing was rewritten"),
    "unreadable": mark("the closing cannot be read"),
    "unread": mark("the books cannot be read"),
    "gone": mark("an earlier closing is gone or another one"),
    "twice": mark("closed again without being opened"),
    "tag": mark("its tag was moved"),
    "unsigned": mark("not signed"),
    "signature": mark("the signature is bad"),
}


def verify(signed: Signed = False, rev: Rev = None, form: Form = "table") -> int:
    """Hold every closing against each commit that could have changed it; 1 where one did."""
    root = open_workspace().root
    walk = Walk(root, rev or "HEAD")
    faults = walk.faults()
    rows = [*(_row(fault) for fault in faults), *_moved_tags(root, rev or "HEAD", walk)]
    names = [path.rpartition("/")[2].removesuffix(".yaml") for path in sorted(walk.standing)]
    if signed:
        rows.extend(_signatures(root, rev or "HEAD", names))
    if form == "json":
        put(to_json([{name: value for name, value in row.items() if name != "told"} for row in rows]))
    elif rows or form != "table":
        put_table(Table(_COLUMNS, rows), form)
    for name in names:
        if tagged(root, TAG.format(id=name)) is None:
            talk(say("no tag v{name} here; it may not have been fetched").format(name=name))
    standing = [row for row in rows if row["until"] is None]
    text = say(
        "{closings} closings held against {commits} commits: {faults} faults, {standing} of them stand"
    )
    facts = {"closings": len(names), "commits": len(walk.steps), "faults": len(rows)}
    talk(text.format(standing=len(standing), **facts))
    return BOOKS_WRONG if standing else OK


_COLUMNS = (
    Column("commit", say("Commit"), show=lambda row: str(row["commit"] or "")[:10]),
    Column("on", say("Day")),
    Column("author", say("Author")),
    Column("closing", say("Closing")),
    Column("what", say("What"), show=lambda row: say(WHAT[str(row["what"])])),
    Column("names", say("Cause"), flexible=True),
    Column("told", say("For whom"), flexible=True),
    Column("until", say("Taken back by"), show=lambda row: str(row["until"] or "")[:10]),
)


def _row(fault: Fault) -> Row:
    effects = [
        {
            "unit": effect.unit,
            "score_before": effect.before.score if effect.before else None,
            "score": effect.after.score if effect.after else None,
            "rank_before": effect.before.rank if effect.before else None,
            "rank": effect.after.rank if effect.after else None,
        }
        for effect in fault.effects
    ]
    told = effects_text(fault.effects)
    return {**_of_commit(fault.commit), "closing": fault.closing, "what": fault.what} | {
        "names": fault.names,
        "effects": effects,
        "told": told,
        "until": fault.until.name if fault.until else None,
    }


def _of_commit(commit: Commit) -> dict[str, Any]:
    return {"commit": commit.name, "on": commit.on, "author": commit.author}


def _moved_tags(root: Path, revision: str, walk: Walk) -> list[Row]:
    """The tags of closings that lie beside the history at hand, or hold something else than it does."""
    texts = {TAG.format(id=record.id): (path, record) for path, record in walk.standing.items()}
    held = tagged_texts(root, [(tag, path) for tag, (path, _) in texts.items()])
    merged = merged_tags(root, revision, "v[0-9]*")
    moved = [
        tag
        for tag, (_, record) in texts.items()
        if tagged(root, tag) and (tag not in merged or record.seal not in held.get(tag, ""))
    ]
    return [_bare(None, tag.removeprefix("v"), "tag") for tag in moved]


def _bare(commit: str | None, closing: str, what: str, author: str = "") -> Row:
    """A row about a commit or tag as a whole."""
    told: dict[str, Any] = {"names": (), "effects": [], "told": "", "until": None}
    return {"commit": commit, "on": None, "author": author, "closing": closing, "what": what} | told


def _signatures(root: Path, revision: str, closings: list[str]) -> list[Row]:
    """The commits and closing tags whose signature is not good."""
    named = [TAG.format(id=name) for name in closings]
    tags = [tag_signature(root, tag) for tag in named if tagged(root, tag)]
    found: list[Signature] = [*tags, *signatures(root, revision)]
    return [
        _bare(
            None if one.what == "tag" else one.name,
            one.name.removeprefix("v") if one.what == "tag" else "",
            "unsigned" if one.state == "none" else "signature",
            one.signer,
        )
        for one in found
        if one.state != "good"
    ]
