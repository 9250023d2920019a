"""What holds for the repository as a whole."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reformctl.cli.app import COMMANDS
from reformctl.render.messages import MESSAGES
from tests.building import REPO

IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def sources() -> list[Path]:
    """The Python files of the package."""
    return sorted((REPO / "reformctl").rglob("*.py"))


def texts(path: Path) -> list[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [str(node.value) for node in found if id(node) not in told]


def test_no_word_of_an_office_stands_in_python() -> None:
    assert [(p.name, t) for p in sources() for t in texts(p) if IDEOGRAPH.search(t)] == []


def test_every_code_that_is_raised_has_its_message_and_none_is_idle() -> None:
    used = set()
    for path in sources():
        if path.name != "messages.py":
            used |= set(re.findall(r'"([YRLPCMSE]\d{3})"', path.read_text("utf-8")))
    assert used - set(MESSAGES) == set()
    assert set(MESSAGES) - used == set()


@pytest.mark.parametrize("tool", ["catalogue.py", "docs.py"])
def test_the_catalogue_and_the_docs_that_are_made_are_fresh_and_whole(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, str(REPO / ".ci" / tool), "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def loaded(*arguments: str) -> set[str]:
    """The modules that a command line loads."""
    code = (
        "import sys; from reformctl.cli.app import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "sys.stderr.write('\\n@@' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=REPO
    )
    return set(done.stderr.rpartition("@@")[2].split())


def test_the_version_loads_next_to_nothing() -> None:
    assert not loaded("--version") & {"typer", "pydantic", "yaml", "jinja2", "git", "docx", "rich"}


def test_help_loads_no_command() -> None:
    modules = loaded("--help")
    assert not modules & {"pydantic", "yaml", "jinja2", "git", "docx", "rich.console"}
    assert not {command.module for command in COMMANDS.values()} & modules


def test_a_ranking_loads_neither_templates_nor_word_nor_git() -> None:
    modules = loaded("rank", "--month", "2017-04")
    assert not modules & {"jinja2", "docx", "git", "ruamel.yaml", "rich.console"}
