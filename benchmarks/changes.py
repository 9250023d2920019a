"""How long a change of one record takes in a ledger of many: `benchmarks/changes.py [TASKS]`, 10,000 else.

The sample is grown as in `scale.py` and committed; one task then gets a later due day. A change that is dated
late in the year is timed beside it: days on which both books say the same are worked out once.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scale import grow

COMMANDS = (
    ("diff", "HEAD", "HEAD"),
    ("diff", "HEAD"),
    ("check", "--since", "HEAD"),
    ("log", "HEAD"),
    ("commit", "--dry-run"),
)
EARLY = "due: 2017-04-20"


def git(root: Path, *arguments: str) -> None:
    """Run git in the books."""
    author = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", "-C", str(root), *author, *arguments], check=True, capture_output=True)


def timed(root: Path, command: tuple[str, ...], day: str) -> float:
    """The best of two runs of a command on a day, in seconds."""
    line = [sys.executable, "-m", "reformctl", "--workspace", str(root), *command]
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(line, check=False, capture_output=True, env={**os.environ, "REFORMCTL_TODAY": day})
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main(tasks: int) -> None:
    """Print what each command takes."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "books"
        root.mkdir()
        grow(root, tasks)
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "one")
        task = root / "ledgers/tasks/2017/T2017-091.yaml"
        text = task.read_text("utf-8")
        print(f"{tasks} tasks")
        for day in ("2017-04-30", "2017-12-31"):
            task.write_text(text.replace(EARLY, "due: 2017-06-20"), "utf-8")
            for command in COMMANDS:
                print(f"{timed(root, command, day):6.2f} s  {day}  reformctl {' '.join(command)}")
        late = text + "  - event: returned\n    on: 2017-12-15\n    by: 改革办\n    why: 核验未通过\n"
        task.write_text(late, "utf-8")
        print(
            f"{timed(root, ('diff', 'HEAD'), '2017-12-31'):6.2f} s  2017-12-31  the same, changed in December"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
