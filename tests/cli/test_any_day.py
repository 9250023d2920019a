"""Any day and any revision can be asked of whatever only reads."""

from typing import Any

import pytest
import typer

from reformctl.cli.app import COMMANDS
from reformctl.cli.front import load
from reformctl.records.kinds import KINDS
from tests.cli.conftest import Run

WRITING = {"init", "close", "reopen", "schema", "notice issue", "appeal decide"} | {
    "template eject",
    "template reference",
    "commit",
    "renumber",
    "merge",
    "owners",
    "ci github",
    "ci gitlab",
    "hook pre-commit",
    "hook commit-msg",
    "hook install",
}
"""What writes, or reads no books at all."""
KEEPING = {"add", "set", "edit"} | {event.verb for kind in KINDS.values() for event in kind.events.values()}
OF_HISTORY = {"blame", "verify", "rules check", "rules test", "rules diff", "template list", "template show"}
"""What is asked of a revision and not of a day: history itself, a pack with all its versions, templates."""


BY_ARGUMENT = {"diff", "log"}
"""What takes its revisions as arguments."""


def leaves() -> dict[str, Any]:
    """Every command by its name."""
    found = {}
    for name in COMMANDS:
        command = load(name)
        inner = getattr(command, "commands", None)
        if inner is None:
            found[name] = command
        else:
            found |= {f"{name} {word}": one for word, one in inner.items()}
    return found


@pytest.mark.parametrize("name", sorted(set(leaves()) - BY_ARGUMENT))
def test_whatever_reads_can_be_asked_about_any_day_and_revision(name: str) -> None:
    options = {option for param in leaves()[name].params for option in param.opts}
    writes = name in WRITING or name.rpartition(" ")[2] in KEEPING
    assert writes != ("--rev" in options), name
    assert ("--as-of" in options) or writes or name in OF_HISTORY, name


def test_the_rules_of_a_day_are_those_in_force_on_it(run: Run) -> None:
    title = "市督查组季度评价排名"
    assert title not in run("rules", "show", "--as-of", "2017-02-01").out
    assert title in run("rules", "show", "--as-of", "2017-05-01").out
    assert title in run("rules", "show").out


def test_a_typer_group_is_loaded_for_every_name() -> None:
    assert all(isinstance(load(name), typer.core.TyperCommand | typer.core.TyperGroup) for name in COMMANDS)
