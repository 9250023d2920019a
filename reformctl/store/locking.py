"""One lock for everybody who writes in a workspace; a killed program lets go of it."""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from reformctl.diagnostics import ReformctlError

LOCK_FILE = ".reformctl.lock"
WAIT_SECONDS = 10.0

_PAUSE_SECONDS = 0.05
_FAR_BYTE = 1 << 30


def take_lock(root: Path, wait: float = WAIT_SECONDS) -> int:
    """The lock file's open descriptor once the lock is ours; S111 after `wait` seconds."""
    try:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(root / LOCK_FILE, flags, 0o666)
    except OSError as error:
        raise ReformctlError("S110", file=root / LOCK_FILE, reason=error.strerror) from error
    deadline = time.monotonic() + wait
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            os.close(descriptor)
            raise ReformctlError("S111", file=root / LOCK_FILE, seconds=f"{wait:g}")
        time.sleep(_PAUSE_SECONDS)
    return descriptor


def release_lock(descriptor: int) -> None:
    """Let the next one write."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    os.close(descriptor)


def read_note(descriptor: int) -> list[str]:
    """The lines that the last holder of the lock left in it."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        return stream.read().decode("utf-8", "replace").splitlines()


def write_note(descriptor: int, lines: Iterable[str]) -> None:
    """Leave lines in the lock, on the disk before this returns."""
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "wb") as stream:
        stream.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
    os.fsync(descriptor)


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        import msvcrt

        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try_lock(descriptor: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
