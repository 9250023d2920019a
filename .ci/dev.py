#!/usr/bin/env python3
"""Set up the project in its own environment and run it: `.ci/dev.py rank` or `.ci/dev.py test`.

Needs Python 3.11 or newer and git, writes only below `.venv`, and takes what it installs from
`.ci/requirements.lock`, with hashes. A second run finds the environment ready. `test` also draws papers:
where LibreOffice or poppler is missing it installs them with apt-get, as root; the fonts it needs are
unpacked below `.venv`.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / ".ci" / "requirements.lock"
STAMP = HOME / "ready"
OLDEST = (3, 11)
PROGRAMS = ("soffice", "pdftotext", "pdftoppm", "fc-query", "ssh-keygen")
PACKAGES = ("libreoffice-writer-nogui", "poppler-utils", "fontconfig", "openssh-client")
FONTS = HOME / "fonts"
FONT_FILES = tuple(f"Fandol{face}-Regular.otf" for face in ("Song", "Fang", "Hei", "Kai"))


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
        ["pytest", "-n", "auto", "--dist", "loadfile", *rest],
    )
    failed = [] if set_up_programs() else ["programs"]
    for tool, *arguments in tools:
        print(f"== {tool}", flush=True)
        code = run(command_of(tool, arguments))
        if code:
            failed.append(tool)
    print("failed: " + ", ".join(failed) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def set_up_programs() -> bool:
    """See that papers can be drawn and commits signed; say what to install where that is not possible."""
    if not all(map(shutil.which, PROGRAMS)):
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        if not (root and shutil.which("apt-get")):
            complain(
                f"The tests need {', '.join(PROGRAMS)}; on Debian or Ubuntu: "
                f"sudo apt-get install --no-install-recommends {' '.join(PACKAGES)}"
            )
            return False
        print("installing what the tests need …", file=sys.stderr, flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], env=quiet)
        if run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], env=quiet):
            complain(f"apt-get could not install {' '.join(PACKAGES)}; install them and run this again")
            return False
    if not all((FONTS / name).exists() for name in FONT_FILES):
        unpack_fonts()
    return all((FONTS / name).exists() for name in FONT_FILES)


def unpack_fonts() -> None:
    """The Fandol fonts out of Debian's package of them, below `.venv`; nothing is installed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        complain(f"The page tests need the Fandol fonts; put {', '.join(FONT_FILES)} into {FONTS}")
        return
    package = fetched("texlive-lang-chinese")
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as unpacking:
        FONTS.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if Path(member.name).name in FONT_FILES else None
                if content:
                    (FONTS / Path(member.name).name).write_bytes(content.read())
    package.unlink()


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
    if not shutil.which("apt-get"):
        raise SystemExit(complain("Python's venv module has no pip; install python3-venv or python3-pip."))
    package = fetched("python3-pip-whl")
    unpacked = package.parent / "unpacked"
    check(["dpkg-deb", "--extract", package, unpacked])
    return next(unpacked.rglob("pip-*.whl"))


def fetched(name: str) -> Path:
    """A Debian package as a file below `.venv`, without touching the system's own lists."""
    place = HOME / "debian"
    lists, archives = place / "lists" / "partial", place / "cache" / "archives" / "partial"
    lists.mkdir(parents=True, exist_ok=True)
    archives.mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::Lists={lists.parent}", "-o", f"Dir::Cache={place / 'cache'}", "-qq"]
    options += ["-o", "APT::Sandbox::User=root"]
    check(["apt-get", *options, "update"])
    check(["apt-get", *options, "download", name], cwd=place)
    return next(place.glob(f"{name}_*.deb"))


def run(command: list[object], env: dict[str, str] | None = None) -> int:
    """Run a command at the top of the project and give its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, env=env).returncode


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
