"""The command line's front: finds the command, loads only its module, turns trouble into exit codes.

A leaf command's module holds a function of the command's name; a group's module holds `app`.
"""

import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reformctl import __version__
from reformctl.words import LANGUAGES, mark, say, speak

OK, BOOKS_WRONG, CANNOT_RUN, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130


chosen: list[Path] = []
"""The folder given by --workspace in this run, if any."""


class Command(NamedTuple):
    """Where a command lives, and its one line of help."""

    module: str
    help: str
    kind: str | None = None
    """For a kind of record: its name; the group is made from its model."""


_KEEPING = "reformctl.cli.keeping"
COMMANDS: dict[str, Command] = {
    "init": Command("reformctl.cli.init", mark("Lay down a new workspace and make it a git repository.")),
    "check": Command("reformctl.cli.check", mark("Hold every file and the whole ledger against the rules.")),
    "diff": Command("reformctl.cli.diff", mark("Say what a change of the books does, by git.")),
    "overdue": Command("reformctl.cli.overdue", mark("List what is owed and past its due day.")),
    "due": Command("reformctl.cli.overdue", mark("List what falls due in the next days.")),
    "notice": Command("reformctl.cli.notice", mark("List, issue and show notices.")),
    "rank": Command("reformctl.cli.rank", mark("Rank the units of each cohort for a month.")),
    "select": Command("reformctl.cli.select", mark("Show the rounds of a selection and those chosen.")),
    "digest": Command("reformctl.cli.digest", mark("Print a period's work in figures.")),
    "explain": Command("reformctl.cli.explain", mark("Say what stands behind a unit's score or a record.")),
    "circular": Command(
        "reformctl.cli.circular", mark("Write the circular of a period as Markdown and Word.")
    ),
    "paper": Command("reformctl.cli.paper", mark("Write any paper of the pack, or a whole month's.")),
    "template": Command("reformctl.cli.template", mark("List, show and lay down the templates of papers.")),
    "history": Command("reformctl.cli.history", mark("Tell a record's life commit by commit.")),
    "compare": Command("reformctl.cli.compare", mark("Say what made the difference between two periods.")),
    "statement": Command("reformctl.cli.statement", mark("Show a unit its score before the month closes.")),
    "close": Command("reformctl.cli.close", mark("Close a period: write, commit and tag its results.")),
    "verify": Command("reformctl.cli.verify", mark("Hold every closed period against all of its history.")),
    "reopen": Command("reformctl.cli.close", mark("Open a closed period again, with a reason that stays.")),
    "log": Command("reformctl.cli.log", mark("Say what each commit changed, in the ledger's words.")),
    "blame": Command("reformctl.cli.blame", mark("Say who made each field of a record what it is.")),
    "commit": Command("reformctl.cli.commit", mark("Commit what changed, with a message that says it.")),
    "hook": Command("reformctl.cli.hook", mark("Check what is about to be committed; git calls it.")),
    "ci": Command("reformctl.cli.ci", mark("Review a change within a host's job.")),
    "merge": Command("reformctl.cli.merge", mark("Join two versions of a record; git calls it.")),
    "renumber": Command("reformctl.cli.renumber", mark("Give a record another id, with all references.")),
    "owners": Command("reformctl.cli.owners", mark("Say who may change what, or write CODEOWNERS.")),
    "rules": Command("reformctl.cli.rules", mark("Check, show, compare, test and lint rules packs.")),
    "schema": Command("reformctl.cli.schema", mark("Print JSON Schemas, or write them for the editor.")),
    "task": Command(_KEEPING, mark("Keep reform tasks."), "task"),
    "pilot": Command(_KEEPING, mark("Keep pilots."), "pilot"),
    "document": Command(_KEEPING, mark("Keep superior documents."), "document"),
    "inspection": Command(_KEEPING, mark("Keep inspections."), "inspection"),
    "finding": Command(_KEEPING, mark("Keep findings of supervision."), "finding"),
    "meeting": Command(_KEEPING, mark("Keep meetings and their agendas."), "meeting"),
    "marks": Command(_KEEPING, mark("Keep the marks that people give."), "marks"),
    "plan": Command(_KEEPING, mark("Keep key points and plans."), "plan"),
    "project": Command(_KEEPING, mark("Keep the library of breakthrough projects."), "project"),
    "bid": Command(_KEEPING, mark("Keep bids for pilots."), "bid"),
    "innovation": Command(_KEEPING, mark("Keep innovations."), "innovation"),
    "experience": Command(_KEEPING, mark("Keep experiences to be spread."), "experience"),
    "votes": Command(_KEEPING, mark("Keep the votes of a selection."), "votes"),
    "evaluation": Command(_KEEPING, mark("Keep evaluations."), "evaluation"),
    "claim": Command(_KEEPING, mark("Keep what leaders claim."), "claim"),
    "rating": Command(_KEEPING, mark("Keep the marks for those who inspect."), "rating"),
    "honour": Command(_KEEPING, mark("Keep honours and the red list."), "honour"),
    "publicity": Command(_KEEPING, mark("Keep pieces that make reforms known."), "publicity"),
    "exemption": Command(_KEEPING, mark("Keep exemptions."), "exemption"),
    "appeal": Command("reformctl.cli.appeal", mark("Keep appeals and what was decided on them.")),
    "correction": Command(_KEEPING, mark("Keep corrections of closed periods."), "correction"),
    "closing": Command("reformctl.cli.closing", mark("List and show closed periods.")),
    "unit": Command(_KEEPING, mark("Keep units."), "unit"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code is 0, 1 (the books are wrong), 2 (cannot run) or 3 (our bug)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        sys.stdout.write(f"reformctl {__version__}\n")
        return OK
    try:
        _speak(_taken(arguments, "--lang"))
        _choose_workspace(_taken(arguments, "--workspace"))
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run(arguments: list[str]) -> int:
    from reformctl.diagnostics import BadFiles, ReformctlError

    try:
        return _dispatch(arguments)
    except BadFiles as trouble:
        from reformctl.cli.opening import report

        report(trouble.diagnostics)
        return BOOKS_WRONG
    except ReformctlError as error:
        from reformctl.render.problems import error_text

        sys.stderr.write(error_text(error))
        return CANNOT_RUN
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception:  # noqa: BLE001 - the last stop: whatever else happens is our bug
        import traceback

        traceback.print_exc()
        text = say("This is a bug in reformctl {version}; please report it with the lines above.")
        sys.stderr.write(text.format(version=__version__) + "\n")
        return OUR_BUG


def _dispatch(arguments: list[str]) -> int:
    from reformctl.cli.front import command_line, usage_errors, usage_text

    command = command_line()
    aborted, wrong = usage_errors()
    try:
        code = command.main(arguments, prog_name="reformctl", standalone_mode=False)
    except aborted:
        return INTERRUPTED
    except wrong as error:
        sys.stderr.write(usage_text(error))
        return CANNOT_RUN
    return code if isinstance(code, int) else OK


def _taken(arguments: list[str], name: str) -> str | None:
    """Take an option that may stand anywhere out of the arguments, with its value."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for index, word in enumerate(arguments[:end]):
        if word == name and index + 1 < end:
            value = arguments[index + 1]
            del arguments[index : index + 2]
            return value
        if word.startswith(f"{name}="):
            del arguments[index]
            return word.partition("=")[2]
    return None


def _speak(given: str | None) -> None:
    speak(given if given in LANGUAGES else _by_locale())
    if given is not None and given not in LANGUAGES:
        from reformctl.diagnostics import ReformctlError
        from reformctl.render.problems import error_text

        error = ReformctlError("E113", value=given, known=", ".join(LANGUAGES))
        sys.stderr.write(error_text(error))
        raise SystemExit(CANNOT_RUN)


def _by_locale() -> str:
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "") or _system_language()
    return "zh" if chosen.lower().startswith("zh") else "en"


def _system_language() -> str:
    return (locale.getlocale()[0] or "") if os.name == "nt" else ""


def _choose_workspace(given: str | None) -> None:
    """Remember the folder named by --workspace for this run, and forget that of the one before."""
    chosen[:] = [Path(given)] if given else []
