#!/usr/bin/env python3
"""Set up the project in its own environment and run it: `.ci/dev.py rank` or `.ci/dev.py test`.

Needs Python 3.11 or newer and git, writes only below `.venv`, and takes what it installs from
`.ci/requirements.lock`, with hashes. A second run finds the environment ready.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / ".ci" / "requirements.lock"
STAMP = HOME / "ready"
OLDEST = (3, 11)


def main(argv: list[str]) -> int:
    """Run one of the commands below, after setting up."""
    if sys.version_info < OLDEST:
        return complain(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}."
        )
    commands = {"rank": rank, "test": test, "setup": lambda _: 0, "lock": lock}
    name, rest = (argv[0], argv[1:]) if argv else ("", [])
    if name not in commands:
        return complain(f"usage: {Path(__file__).name} {{{'|'.join(commands)}}} [options]")
    if not shutil.which("git"):
        return complain("git is needed and was not found; on Debian or Ubuntu: sudo apt install git")
    if name != "lock":
        set_up()
    return commands[name](rest)


def rank(rest: list[str]) -> int:
    """Print the April 2017 ranking of the sample ledger, or run reformctl with other arguments."""
    return run([PYTHON, "-m", "reformctl", *(rest or ["rank", "--month", "2017-04"])])


def test(rest: list[str]) -> int:
    """Lint, format, types, import contracts, then every test; all run even if one fails."""
    tools = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["importlinter.cli", "lint-imports"],
        ["pytest", *rest],
    )
    failed = []
    for tool, *arguments in tools:
        print(f"== {tool}", flush=True)
        code = run(command_of(tool, arguments))
        if code:
            failed.append(tool)
    print("failed: " + ", ".join(failed) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def command_of(tool: str, arguments: list[str]) -> list[object]:
    """How one of the tools is called in the project's environment."""
    if tool == "importlinter.cli":
        return [PYTHON.parent / "lint-imports", "--no-cache"]
    return [PYTHON, "-m", tool, *arguments]


def lock(_: list[str]) -> int:
    """Renew the lock file from pyproject.toml, for every platform and Python at once."""
    head = ["uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--universal", "--generate-hashes"]
    tail = ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
    return run([*head, *tail, "--no-header", "--output-file", LOCK])


def set_up() -> None:
    """Make the environment, unless it stands on this lock file already."""
    mark = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode())
    if STAMP.exists() and STAMP.read_text() == mark.hexdigest():
        return
    print("setting up .venv …", file=sys.stderr, flush=True)
    shutil.rmtree(HOME, ignore_errors=True)
    pip = make_environment()
    quiet = ["--quiet", "--disable-pip-version-check"]
    check([*pip, "install", *quiet, "--require-hashes", "--no-deps", "-r", LOCK])
    check([*pip, "install", *quiet, "--no-deps", "--no-build-isolation", "--editable", ROOT])
    STAMP.write_text(mark.hexdigest())


def make_environment() -> list[object]:
    """A new environment, and the pip that fills it: its own, the system's, or one unpacked beside it."""
    if importlib.util.find_spec("ensurepip"):
        check([sys.executable, "-m", "venv", HOME])
        return [PYTHON, "-m", "pip"]
    check([sys.executable, "-m", "venv", "--without-pip", HOME])
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    return [PYTHON, unpacked_pip() / "pip"]


def unpacked_pip() -> Path:
    """Debian's own pip wheel, fetched and unpacked below `.venv` without touching the system."""
    place = HOME / "debian"
    lists, archives = place / "lists" / "partial", place / "cache" / "archives" / "partial"
    lists.mkdir(parents=True)
    archives.mkdir(parents=True)
    options = ["-o", f"Dir::State::Lists={lists.parent}", "-o", f"Dir::Cache={place / 'cache'}", "-qq"]
    if not shutil.which("apt-get"):
        raise SystemExit(complain("Python's venv module has no pip; install python3-venv or python3-pip."))
    check(["apt-get", *options, "update"])
    check(["apt-get", *options, "download", "python3-pip-whl"], cwd=place)
    package = next(place.glob("python3-pip-whl*.deb"))
    check(["dpkg-deb", "--extract", package, place / "unpacked"])
    return next((place / "unpacked").rglob("pip-*.whl"))


def run(command: list[object]) -> int:
    """Run a command at the top of the project and give its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def check(command: list[object], cwd: Path = ROOT) -> None:
    """Run a command that must succeed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, check=False)
    if done.returncode:
        raise SystemExit(complain(f"setting up failed at: {' '.join(str(part) for part in command)}"))


def complain(text: str) -> int:
    """Say what is wrong; the exit code of a command that cannot run."""
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
