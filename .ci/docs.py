"""The docs that the code knows best: `update` writes them, `check` holds them fresh."""

import inspect
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import walkthrough  # noqa: E402
import yaml  # noqa: E402
from pydantic import BaseModel  # noqa: E402

from reformctl.cli.opening import books_of, open_snapshot, read_pack  # noqa: E402
from reformctl.derive.firing import firings  # noqa: E402
from reformctl.records.kinds import KINDS  # noqa: E402
from reformctl.records.shape import FieldShape, shape_of  # noqa: E402
from reformctl.render.fieldwords import FIELDS  # noqa: E402
from reformctl.render.messages import MESSAGES  # noqa: E402
from reformctl.rulebook import conditions as conditions_parts  # noqa: E402
from reformctl.rulebook import measures as measures_parts  # noqa: E402
from reformctl.rulebook import pack as pack_parts  # noqa: E402
from reformctl.rulebook import rules as rules_parts  # noqa: E402
from reformctl.rulebook import scoring as scoring_parts  # noqa: E402
from reformctl.rulebook import selections as selections_parts  # noqa: E402
from reformctl.rulebook import timing as timing_parts  # noqa: E402
from reformctl.rulebook.consistency import rules_of  # noqa: E402
from reformctl.rulebook.rulebook import Rulebook  # noqa: E402
from reformctl.store.emitting import emit_block, emit_inline  # noqa: E402
from reformctl.store.workspace import find_workspace  # noqa: E402
from tests.conformance import measures  # noqa: E402
from tests.vocabulary import examples  # noqa: E402

SAMPLES = {
    name: (root, day)
    for name, (root, day) in {
        "zibo": (ROOT, date(2018, 6, 30)),
        "jiaxing": (ROOT / "examples" / "jiaxing", date(2017, 12, 31)),
        "yinchuan": (ROOT / "examples" / "yinchuan", date(2024, 1, 31)),
        "sichuan": (ROOT / "examples" / "sichuan", date(2017, 12, 31)),
    }.items()
    if root.is_dir()
}
"""The packs with the workspace that makes each fire, and the day on which it is asked."""

RULES_HEAD = """# Rules packs: the vocabulary by examples

A pack is a YAML file in `rules/`: how one office works, as data that an official can read. It has no
expressions and no code. Every rule says its `id`, `title` and `clause`, may say `since` and `until`, and
`illustrative: true` where the source gives no figure. Names are held against the pack and the record schemas
when it is read; `reformctl rules check` says all that is wrong at once, `rules show` prints a pack in
numbered words, `rules diff` says what changed, `rules test` runs the cases in `rules/cases/`,
`rules coverage` says which rules a ledger has made fire, `rules lint` holds a pack against today's rules
on burdens.
`reformctl schema --write` lets an editor complete packs and records.

Each example below is laid on one small office: districts alpha, beta and gamma, and an office above them.
What it says is what a test holds the tool to. Where only `indicators` are shown, they are those of a monthly
ranking of the districts, asked at the end of March.

"""

COVERAGE_HEAD = """# Coverage: what the source documents ask for, and what serves it

One row a mechanism of the five source documents: `Z` Zibo running rules 2017 (articles), `L` Zibo practice
article, `J` Jiaxing 2016-24, `Y` Yinchuan twenty measures, `S` Sichuan implementation opinions 2016. Made
from `docs/mechanisms.yaml` and the clauses that the rules of each pack cite.

| row | what is asked | served by |
| --- | --- | --- |
"""

GALLERY = ROOT / "tests" / "errors"
ERRORS_HEAD = """# Problems and their codes

Y: a file's text · R: a record, the settings or a pack against its schema · L: the ledger as a whole · P:
the pack as a whole · C: the pack's demands on records · M: closed periods. Each is shown as `reformctl
check` prints it; `E` and `S` codes say why a command cannot run.

"""
FORMAT_HEAD = """# Ledger format

One record a file, UTF-8, YAML 1.2. A record's id fixes its path: `T2017-043` lives in
`ledgers/tasks/2017/T2017-043.yaml`, a unit in `ledgers/units/<id>.yaml`. Unknown fields, keys that stand
twice, anchors and tags are refused. Days are written `2017-04-08`; a deadline may be a month, `2020-06`,
and means its last day. Posts, never persons' names.

What changes with time is a dated event in the list `events`; each says `event`, `on`, and may say `by` and
`note`. Fields in **bold** must be there.

"""


def pages() -> dict[str, str]:
    """The pages by their names."""
    return {
        "errors.md": ERRORS_HEAD + "".join(errors()),
        "ledger-format.md": FORMAT_HEAD + "".join(kinds()),
        "rules.md": RULES_HEAD + "".join(vocabulary()) + "".join(reference()),
        "coverage.md": COVERAGE_HEAD + "".join(coverage()),
        "papers.md": papers(),
        "pull-requests.md": walkthrough.page(),
        **{f"packs/{name}.md": "".join(fired(name, root, day)) for name, (root, day) in SAMPLES.items()},
    }


def errors() -> Iterator[str]:
    """A section for each problem of the gallery, then a table of what stops a command."""
    for case in sorted(path for path in GALLERY.iterdir() if path.name != "base"):
        code = case.name.partition("-")[0]
        text = (case / "expected.txt").read_text("utf-8").strip()
        yield f"## {code}\n\n{MESSAGES[code][0]}\n\n```text\n{text}\n```\n\n"
    yield "## The command cannot run\n\n| code | message | what to do |\n| --- | --- | --- |\n"
    for code, (message, hint) in sorted(MESSAGES.items()):
        if code[0] in "ES" or code == "Y113":
            yield f"| {code} | {message} | {hint} |\n"


def kinds() -> Iterator[str]:
    """A section for each kind: its fields, then its events."""
    for kind in KINDS.values():
        letters = f"`{kind.prefix}2017-001`" if kind.prefix else "see above"
        doc = (kind.model.__doc__ or "").splitlines()[0]
        yield f"## {kind.name}\n\n{doc}\n\n"
        yield f"Folder `ledgers/{kind.folder}/`, id {letters}; it begins on `{kind.born}`.\n\n"
        yield "| field | holds | |\n| --- | --- | --- |\n"
        yield from (row(shape) for shape in kind.fields.values())
        yield "\n"
        if kind.events:
            yield "| event | command | fields | |\n| --- | --- | --- | --- |\n"
        for name, event in kind.events.items():
            fields = [s for n, s in shape_of(event).items() if n not in ("event", "on", "by", "note")]
            told = ", ".join(f"**{s.name}**" if s.required else s.name for s in fields)
            yield f"| `{name}` | `{event.verb}` | {told} | {(event.__doc__ or '').splitlines()[0]} |\n"
        yield "\n" if kind.events else ""


def vocabulary() -> Iterator[str]:
    """Every example with its rules, its records and what follows."""
    part = None
    for example in examples():
        if example.part != part:
            part = example.part
            yield f"## {part}\n\n"
        case = example.file.cases[0]
        yield f"### {example.title}\n\n{example.text}\n\n```yaml\n{emit_block(plain(example.shown))}```\n\n"
        if case.given:
            yield (
                "Given:\n\n```yaml\n"
                + "".join(f"- {emit_inline(plain(g))}\n" for g in case.given)
                + "```\n\n"
            )
        yield f"On {case.as_of} this follows:\n\n"
        for name in type(case.expect).model_fields:
            for want in getattr(case.expect, name):
                told = want.model_dump(exclude_none=True)
                yield "- " + ", ".join(f"{key} {said(value)}" for key, value in told.items()) + "\n"
        yield "\n"


def plain(value: Any) -> Any:
    """A value as the YAML writer takes it."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


def said(value: Any) -> str:
    """A value of what follows."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return " + ".join(map(str, value)) if isinstance(value, tuple) else f"**{value}**"


def reference() -> Iterator[str]:
    """Every part of a pack with its fields, from the models themselves."""
    yield "## Reference\n\nFields in **bold** must be there.\n\n"
    for module in (
        pack_parts,
        rules_parts,
        timing_parts,
        conditions_parts,
        measures_parts,
        scoring_parts,
        selections_parts,
    ):
        for name, model in vars(module).items():
            own = (
                isinstance(model, type)
                and issubclass(model, BaseModel)
                and model.__module__ == module.__name__
            )
            if own and name != "Strict":
                told = " ".join(inspect.cleandoc(model.__doc__ or "").split())
                fields = (
                    f"**{info.alias or key}**" if info.is_required() else (info.alias or key)
                    for key, info in model.model_fields.items()
                )
                yield f"### {name}\n\n{told}\n\nFields: {', '.join(fields)}.\n\n"


def papers() -> str:
    """The page on papers with the table of what was measured."""
    text = (ROOT / "docs" / "papers.md").read_text("utf-8")
    head, _, rest = text.partition("<!-- measured -->\n")
    tail = rest.partition("<!-- end -->")[2]
    rows = "".join(f"| {m.clause} | {m.element} | {m.wanted} | {m.found} |\n" for m in measures())
    table = "| clause | element | the standard | measured |\n| --- | --- | --- | --- |\n" + rows
    return f"{head}<!-- measured -->\n{table}<!-- end -->{tail}"


def coverage() -> Iterator[str]:
    """A row for each mechanism: the rules that cite its clauses, or what else serves it, or why not."""
    packs = {name: open_rulebook(root) for name, (root, _) in SAMPLES.items()}
    for mechanism in yaml.safe_load((ROOT / "docs" / "mechanisms.yaml").read_text("utf-8")):
        parts = [part for name, book in packs.items() if (part := serving(book, mechanism.get(name, ())))]
        if record := mechanism.get("record"):
            parts.append(f"records of kind `{record}`")
        if why := mechanism.get("why"):
            parts.append(f"not by a machine: {why}")
        if not parts:
            parts.append("**nothing**")
        if note := mechanism.get("note"):
            parts.append(note)
        yield f"| {mechanism['row']} | {mechanism['what']} | {'; '.join(parts)} |\n"


def serving(book: Rulebook, clauses: list[str]) -> str:
    """The rules of a pack that cite some clauses."""
    pack = book.pack
    cited = [(rule.clause, rule.id) for _, _, rule in rules_of(pack)]
    cited += [(step.clause, step.id) for _, step in book.steps.values()]
    cited += [(part.clause, part.id) for part in (*pack.notices, *pack.papers)]
    found = [f"`{rule}`" for clause, rule in dict.fromkeys(cited) if clause in clauses]
    return f"{pack.id}: {' '.join(found)}" if found else ""


def open_rulebook(root: Path) -> Rulebook:
    """The pack in force in a workspace."""
    workspace = find_workspace(root)
    book = read_pack(books_of(workspace))
    assert isinstance(book, Rulebook)
    return book


def fired(name: str, root: Path, day: date) -> Iterator[str]:
    """A pack's page: each rule with its clause, the record that makes it fire first, and the result."""
    snapshot = open_snapshot(find_workspace(root), day)
    pack = snapshot.pack
    where = root.relative_to(ROOT).as_posix()
    yield f"# {pack.title}\n\nPack `rules/{name}.yaml`, from {pack.issuer}, {pack.source}. "
    yield f"The records are those of `{where}`, asked on {day}: `reformctl rules coverage --as-of {day}`.\n\n"
    yield "| clause | rule | what it says | fired | first record | result |\n"
    yield "| --- | --- | --- | --- | --- | --- |\n"
    for firing in firings(snapshot):
        cells = (firing.clause, f"`{firing.rule}`", firing.title, firing.times, firing.record or "")
        result = (firing.result or "").replace("|", "/")
        yield f"| {' | '.join(str(cell) for cell in cells)} | {result} |\n"


def row(shape: FieldShape) -> str:
    """A field's row."""
    name = f"**{shape.name}**" if shape.required else shape.name
    holds = " · ".join(shape.choices) or (f"id of a {shape.ref}" if shape.ref else shape.holds)
    return f"| {name} | {'list: ' if shape.many else ''}{holds} | {FIELDS[shape.name]} |\n"


def main(command: str) -> int:
    """Update or check."""
    stale = []
    for name, text in pages().items():
        path = ROOT / "docs" / name
        if command == "update":
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
    if stale:
        sys.stdout.write(f"stale: {', '.join(stale)}; run .ci/docs.py update\n")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
