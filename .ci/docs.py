"""The docs that the code knows best: `update` writes them, `check` holds them fresh."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reformctl.records.kinds import KINDS  # noqa: E402
from reformctl.records.shape import FieldShape, shape_of  # noqa: E402
from reformctl.render.fieldwords import FIELDS  # noqa: E402
from reformctl.render.messages import MESSAGES  # noqa: E402

GALLERY = ROOT / "tests" / "errors"
ERRORS_HEAD = """# Problems and their codes

Y: a file's text · R: a record, the settings or a pack against its schema · L: the ledger as a whole · P:
the pack as a whole · C: the pack's demands on records. Each is shown as `reformctl check` prints it; `E`
and `S` codes say why a command cannot run.

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
    return {"errors.md": ERRORS_HEAD + "".join(errors()), "ledger-format.md": FORMAT_HEAD + "".join(kinds())}


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
