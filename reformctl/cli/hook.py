"""`hook`: what git, or pre-commit, calls before a commit: only what it would bring is checked."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.check import all_problems
from reformctl.cli.opening import open_workspace, report, today
from reformctl.cli.options import put, talk
from reformctl.cli.sides import kind_at
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.ids import SERIAL_ID
from reformctl.records.kinds import FOLDERS
from reformctl.render.annotations import only_new
from reformctl.render.harmless import one_line
from reformctl.store.books import LEDGERS, RULES
from reformctl.store.history import head
from reformctl.store.revision import Revision
from reformctl.store.staging import hooks_folder, staged_paths, staged_tree
from reformctl.store.workspace import SETTINGS_FILE
from reformctl.words import mark, say

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help=say("The message's file, as git gives it."))]
_AUTOMATIC = ("Merge ", "Revert ", "fixup! ", "squash! ", "amend! ")
_NAMED = 5
"""Of so many changed records at most a message must name one."""
_HOOKS = ("pre-commit", "commit-msg")
_CUT = "# ------------------------ >8 ------------------------"
_NOTHING = mark("the message is empty; reformctl commit writes one")
_UNKNOWN = mark("the message names {id}, and there is no such record")
_UNNAMED = mark("the message names none of the records that change: {ids}")


@app.command("pre-commit", help=say("Refuse a commit that brings new problems into the books."))
def pre_commit() -> int:
    """Hold what is staged against what was committed."""
    workspace = open_workspace()
    paths = staged_paths(workspace.root)
    if not any(p == SETTINGS_FILE or p.startswith((f"{LEDGERS}/", f"{RULES}/")) for p in paths):
        return OK
    root, day, last = workspace.root, today(workspace), head(workspace.root)
    tree = staged_tree(root)
    found = all_problems(workspace, Revision(root, tree), day, last)[1]
    before = all_problems(workspace, Revision(root, last), day, last)[1] if last else ()
    new = only_new(found, before)
    if new:
        report(new)
    return BOOKS_WRONG if new else OK


@app.command("commit-msg", help=say("Refuse a message that does not say which records change."))
def commit_msg(file: File) -> int:
    """Hold a message against the records that change."""
    workspace = open_workspace()
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ReformctlError("S114", path=file, reason=error.strerror or "") from None
    books = Revision(workspace.root, staged_tree(workspace.root))
    known = [name for kind in FOLDERS.values() for name in books.list_ids(kind.folder)]
    ids = [Path(path).stem for path in sorted(staged_paths(workspace.root)) if kind_at(path)]
    told = message_problem(text, ids, known)
    if told:
        talk(told)
    return BOOKS_WRONG if told else OK


def message_problem(text: str, changed: Iterable[str], known: Iterable[str]) -> str | None:
    """What is wrong with a message; None where nothing is."""
    lines = [line for line in text.partition(_CUT)[0].splitlines() if not line.startswith("#")]
    message = "\n".join(lines).strip()
    if not message:
        return say(_NOTHING)
    if message.startswith(_AUTOMATIC):
        return None
    ids, every = list(changed), set(known)
    for found in re.finditer(rf"(?<![A-Za-z0-9])(?:{SERIAL_ID.pattern})(?!\d)", message):
        if found[0] not in every and found[0] not in ids:
            near = nearest(found[0], ids) or nearest(found[0], every)
            hint = say("did you mean “{near}”?").format(near=near) if near else ""
            return f"{say(_UNKNOWN).format(id=found[0])} {hint}".rstrip()
    if ids and len(ids) <= _NAMED and not any(name in message for name in ids):
        return say(_UNNAMED).format(ids=one_line(", ".join(ids)))
    return None


@app.command("install", help=say("Let git call both hooks in this clone."))
def install() -> int:
    """Write the hooks; one that is there already is left as it is and told."""
    workspace = open_workspace()
    folder = hooks_folder(workspace.root)
    folder.mkdir(parents=True, exist_ok=True)
    taken = [name for name in _HOOKS if (folder / name).exists() and not _ours(folder / name)]
    if taken:
        raise ReformctlError("E187", hooks=", ".join(taken), folder=folder)
    for name in _HOOKS:
        path = folder / name
        path.write_text(f'#!/bin/sh\nexec reformctl hook {name} "$@"\n', encoding="utf-8", newline="\n")
        path.chmod(0o755)
        put(f"{path}\n")
    return OK


def _ours(path: Path) -> bool:
    return "exec reformctl hook " in path.read_text(encoding="utf-8", errors="replace")
