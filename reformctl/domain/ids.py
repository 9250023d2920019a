"""Identifiers that can be said on the phone: a letter, the year, a serial, as T2017-043.

The id fixes the file's name and folder, so two branches that take the same id touch the
same path and git itself reports the clash.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

SERIAL_ID = re.compile(r"(?P<prefix>[A-Z]{1,4})(?P<year>\d{4})-(?P<serial>\d{3,})")
UNIT_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class SerialId(NamedTuple):
    """The parts of an id such as T2017-043."""

    prefix: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.year:04d}-{self.serial:03d}"


def parse_serial(text: str) -> SerialId | None:
    """The parts of a serial id, or None where the text is not one in its normal form."""
    found = SERIAL_ID.fullmatch(text)
    if not found:
        return None
    serial = SerialId(found["prefix"], int(found["year"]), int(found["serial"]))
    return serial if str(serial) == text else None


def next_serial(prefix: str, year: int, taken: Iterable[str]) -> SerialId:
    """The id after the highest one taken in its series and year; gaps are not filled again."""
    parts = (parse_serial(text) for text in taken)
    used = [p.serial for p in parts if p and (p.prefix, p.year) == (prefix, year)]
    return SerialId(prefix, year, max(used, default=0) + 1)
