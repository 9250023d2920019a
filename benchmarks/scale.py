"""How long commands take on a ledger of many tasks: `benchmarks/scale.py [TASKS]`, 10,000 if left out.

The sample workspace is copied to a temporary folder and its tasks are repeated under new ids.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
COMMANDS = (
    ("check", "--as-of", "2017-04-30"),
    ("overdue", "--as-of", "2017-04-30", "--format", "json"),
    ("rank", "--month", "2017-04"),
    ("task", "list", "--format", "json"),
    ("task", "show", "T2017-001"),
)


def grow(root: Path, tasks: int) -> None:
    """Lay the sample down and repeat its tasks until there are so many."""
    for name in ("ledgers", "rules", "templates"):
        shutil.copytree(REPO / name, root / name)
    shutil.copy(REPO / "reformctl.yaml", root)
    folder = root / "ledgers" / "tasks" / "2017"
    texts = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    for number in range(len(texts) + 1, tasks + 1):
        text = texts[number % len(texts)]
        new = f"T2017-{number:03d}"
        (folder / f"{new}.yaml").write_text(f"id: {new}\n" + text.partition("\n")[2], "utf-8")


def main(tasks: int) -> None:
    """Print the best of three runs of each command."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "books"
        root.mkdir()
        grow(root, tasks)
        print(f"{tasks} tasks")
        for command in COMMANDS:
            line = [sys.executable, "-m", "reformctl", "--workspace", str(root), *command]
            seconds = []
            for _ in range(3):
                start = time.perf_counter()
                subprocess.run(line, check=False, capture_output=True)
                seconds.append(time.perf_counter() - start)
            print(f"{min(seconds):6.2f} s  reformctl {' '.join(command)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
