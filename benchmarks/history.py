"""How long commands take on a ledger with history and closings: `benchmarks/history.py [TASKS]`.

The sample with its tasks repeated is committed and closed from January to April 2017; then the work tree
is asked, the same books at a revision, and what holds closings against the facts.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scale import grow

MONTHS = ("2017-01", "2017-02", "2017-03", "2017-04")
COMMANDS = (
    ("task", "list", "--format", "json"),
    ("task", "list", "--format", "json", "--rev", "HEAD"),
    ("check", "--as-of", "2017-05-31"),
    ("check", "--as-of", "2017-05-31", "--rev", "HEAD"),
    ("rank", "--month", "2017-04", "--as-of", "2017-05-31"),
    ("rank", "--month", "2017-04", "--rev", "v2017-04"),
    ("history", "T2017-086", "--brief"),
    ("statement", "张店", "--month", "2017-04", "--as-of", "2017-05-31"),
    ("verify",),
)


def main(tasks: int) -> None:
    """Print what closing took, and the best of three runs of each command."""
    who = {f"GIT_{role}_{part}": "bench" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    os.environ.update(who)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "books"
        root.mkdir()
        grow(root, tasks)
        for line in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=sample"]):
            subprocess.run(["git", "-C", str(root), *line], check=True)
        print(f"{tasks} tasks")
        for month in MONTHS:
            print(
                f"{timed(root, 'close', month, '--by', 'bench', '--on', '2017-05-03'):6.2f} s  close {month}"
            )
        for command in COMMANDS:
            print(f"{min(timed(root, *command) for _ in range(3)):6.2f} s  reformctl {' '.join(command)}")


def timed(root: Path, *command: str) -> float:
    """The seconds that a command takes as a whole process."""
    start = time.perf_counter()
    line = [sys.executable, "-m", "reformctl", "--workspace", str(root), *command]
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
