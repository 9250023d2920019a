"""One way to run git: with argument lists, in the workspace, in a language we can read."""

import os
import subprocess
from pathlib import Path

from reformctl.diagnostics import ReformctlError

_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")


def run_git(
    root: Path, *arguments: str, given: bytes | None = None, check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder and wait; S122 where there is no git, S123 where it fails and `check` is set."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, env=environment())
    except FileNotFoundError as error:
        raise ReformctlError("S122") from error
    if check and done.returncode:
        raise ReformctlError("S123", command=arguments[0], reason=reason_of(done))
    return done


def reason_of(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git said of its failure, in one line."""
    said = (done.stderr.strip() or done.stdout.strip()).decode("utf-8", "replace")
    return said.replace("\n", " ") or f"exit {done.returncode}"


def environment() -> dict[str, str]:
    """Our environment without what a hook or another repository set, and with git speaking English."""
    kept = {name: value for name, value in os.environ.items() if name not in _OWN}
    return kept | {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
