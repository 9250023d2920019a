"""The wheel, installed in an empty folder, lays down a workspace that works."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.building import REPO


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel alone; its dependencies are those of this environment."""
    place = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.builders.wheel import WheelBuilder; import sys; "
    build += "print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard'])))"
    wheel = subprocess.run(
        [sys.executable, "-c", build, str(REPO), str(place)], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    venv.create(place / "env", with_pip=False, symlinks=os.name != "nt")
    python = place / "env" / "bin" / "python"
    purelib = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    subprocess.run([sys.executable, "-m", "zipfile", "-e", wheel, purelib], check=True, capture_output=True)
    here = next(p for p in sys.path if p.endswith("site-packages"))
    links = [f for f in Path(here).iterdir() if "reformctl" not in f.name.lower() and f.suffix != ".pth"]
    for item in links:
        target = Path(purelib) / item.name
        if not target.exists():
            target.symlink_to(item)
    return python


def tool(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed tool in a folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"LC_ALL": "C.UTF-8", "REFORMCTL_TODAY": "2017-04-30"}
    return subprocess.run(
        [str(python), "-m", "reformctl", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_init_from_the_wheel_lays_down_a_workspace_in_git(installed: Path, tmp_path: Path) -> None:
    made = tool(installed, tmp_path, "init", "books", "--pack", "zibo")
    assert made.returncode == 0, made.stderr
    books = tmp_path / "books"
    for name in ("reformctl.yaml", "rules/zibo.yaml", "templates/circular.md.j2", ".gitattributes"):
        assert (books / name).is_file()
    assert (books / "rules/zibo.yaml").read_bytes() == (REPO / "rules/zibo.yaml").read_bytes()
    log = subprocess.run(
        ["git", "-C", str(books), "log", "--format=%s"], capture_output=True, text=True, check=True
    )
    assert log.stdout == "reformctl init --pack zibo\n"
    inner = books / "ledgers" / "tasks"
    assert tool(installed, inner, "check").returncode == 0
    unit = ("unit", "add", "--id", "a-district", "--name", "A", "--kind", "district", "--order", "1")
    added = tool(installed, inner, *unit, "--since", "2017-01-01")
    assert added.returncode == 0, added.stderr
    assert "a-district" in tool(installed, books, "unit", "list").stdout


def test_init_refuses_a_folder_that_has_one(installed: Path, tmp_path: Path) -> None:
    assert tool(installed, tmp_path, "init", "books", "--pack", "zibo").returncode == 0
    again = tool(installed, tmp_path, "init", "books", "--pack", "zibo")
    assert again.returncode == 2
    assert "S130" in again.stderr
    unknown = tool(installed, tmp_path, "init", "other", "--pack", "zibbo")
    assert unknown.returncode == 2
    assert "zibo" in unknown.stderr


def test_outside_a_workspace_the_way_in_is_told(installed: Path, tmp_path: Path) -> None:
    ran = tool(installed, tmp_path, "overdue")
    assert ran.returncode == 2
    assert "reformctl init" in ran.stderr
