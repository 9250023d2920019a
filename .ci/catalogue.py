"""The Chinese catalogue: `update` takes new texts in and compiles it, `check` holds it fresh and whole."""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reformctl.records.kinds import KINDS
from reformctl.records.shape import shape_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "reformctl" / "locale" / "zh" / "LC_MESSAGES"
FIXED = datetime(2017, 1, 1, tzinfo=UTC)
"""The stamp of the binary, so that it is the same each time."""
PO, MO = FOLDER / "reformctl.po", FOLDER / "reformctl.mo"


def texts() -> Catalog:
    """Every text that the code marks."""
    found = Catalog(project="reformctl", charset="utf-8")
    keywords = {"say": None, "mark": None}
    for name, _, text, comments, _ in extract_from_dir(str(ROOT / "reformctl"), keywords=keywords):
        found.add(text, locations=[(f"reformctl/{name}", 0)], auto_comments=comments)
    for text in (*typer_texts(), *record_texts()):
        found.add(text)
    return found


def record_texts() -> Iterator[str]:
    """The words of the record models: how they begin, their events, what these are, and fixed words."""
    for kind in KINDS.values():
        yield kind.born
        for name, event in kind.events.items():
            yield name
            yield (event.__doc__ or "").splitlines()[0]
        for shape in kind.fields.values():
            yield from shape.choices
        for event in kind.events.values():
            for shape in shape_of(event).values():
                yield from shape.choices if shape.name != "event" else ()


def typer_texts() -> tuple[str, ...]:
    """The words of Typer's own help pages."""
    return (
        "Options",
        "Commands",
        "Arguments",
        "required",
        "default: {default}",
    )


def updated() -> Catalog:
    """The catalogue with new texts added and unused ones dropped."""
    old = Catalog(locale="zh", project="reformctl", charset="utf-8")
    if PO.exists():
        with PO.open("rb") as stream:
            old = read_po(stream, locale="zh")
    wanted = texts()
    fresh = Catalog(locale="zh", project="reformctl", charset="utf-8", header_comment="# Chinese catalogue")
    for message in sorted(wanted, key=lambda m: str(m.id)):
        if message.id:
            known = old.get(message.id)
            fresh.add(message.id, known.string if known else "")
    return fresh


def po_text(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file without stamps."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True)
    header = b'msgid ""\nmsgstr ""\n"Language: zh\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header + out.getvalue()


def mo_bytes() -> bytes:
    """The .po file on the disk as a .mo file."""
    with PO.open("rb") as stream:
        catalogue = read_po(stream, locale="zh")
    lean = Catalog(
        locale="zh", project="reformctl", charset="utf-8", creation_date=FIXED, revision_date=FIXED
    )
    for message in catalogue:
        if message.id and message.string:
            lean.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, lean)
    return out.getvalue()


def main(command: str) -> int:
    """Update, compile or check."""
    if command == "update":
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(po_text(updated()))
        MO.write_bytes(mo_bytes())
    with PO.open("rb") as stream:
        left = [m.id for m in read_po(stream, locale="zh") if m.id and not m.string]
    sys.stdout.write("".join(f"not translated: {text}\n" for text in left))
    stale = po_text(updated()) != PO.read_bytes() or mo_bytes() != MO.read_bytes()
    if stale:
        sys.stdout.write("the catalogue is stale: run .ci/catalogue.py update\n")
    return 1 if left or stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
