"""LibreOffice as a printer: Word files to PDF, where it is there."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from reformctl.diagnostics import ReformctlError

_NAMES = ("soffice", "libreoffice")
_ELSEWHERE = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
_SECONDS = 60
_SECONDS_A_FILE = 10


def find_office() -> Path:
    """The LibreOffice of this machine; S140 where there is none."""
    found = next((place for name in _NAMES if (place := shutil.which(name))), None)
    if found:
        return Path(found)
    there = next((path for path in _ELSEWHERE if path.is_file()), None)
    if there is None:
        raise ReformctlError("S140")
    return there


def print_pdf(files: Sequence[Path], office: Path | None = None) -> tuple[Path, ...]:
    """A PDF beside each Word file, all made in one run; S141 where one could not be made."""
    if not files:
        return ()
    program = office or find_office()
    with TemporaryDirectory() as place:
        _convert(program, files, Path(place))
        made = []
        for file in files:
            drawn = Path(place) / f"{file.stem}.pdf"
            if not drawn.is_file():
                raise ReformctlError("S141", path=file, reason="")
            target = file.with_suffix(".pdf")
            draft = target.with_name(f".{target.name}.part")
            shutil.copyfile(drawn, draft)
            draft.replace(target)
            made.append(target)
    return tuple(made)


def _convert(program: Path, files: Sequence[Path], place: Path) -> None:
    """One run with a profile of its own, so that an open LibreOffice does not stand in the way."""
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = [str(program), "--headless", profile, "--convert-to", "pdf", "--outdir", str(place)]
    seconds = _SECONDS + _SECONDS_A_FILE * len(files)
    try:
        done = subprocess.run(
            [*command, *map(str, files)], capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReformctlError("S141", path=files[0], reason=str(error)) from error
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise ReformctlError("S141", path=files[0], reason=reason)
