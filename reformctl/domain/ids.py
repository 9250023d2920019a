"""Identifiers that can be said on the phone: a letter, the year, a serial, as T2017-043.

The id fixes the file's name and folder, so two branches that take the same id touch the
same path and git itself reports the clash.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

SERIAL_ID = re.compile(r"(?P<prefix>[A-Z]{1,4})(?P<year>\d{4})-(?P<serial>\d{3,})")
CLOSING_ID = re.compile(r"(?P<period>\d{4}(?:-[0-9QHW]\d?)?)(?:\.(?P<number>[2-9]|[1-9]\d+))?")
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


class ClosingId(NamedTuple):
    """The parts of a closing's id: 2017-04 the first time, 2017-04.2 after it was reopened once."""

    period: str
    number: int

    def __str__(self) -> str:
        return self.period if self.number == 1 else f"{self.period}.{self.number}"


def parse_closing(text: str) -> ClosingId | None:
    """The parts of a closing's id, or None where the text is none."""
    found = CLOSING_ID.fullmatch(text)
    return ClosingId(found["period"], int(found["number"] or 1)) if found else None


def next_serial(prefix: str, year: int, taken: Iterable[str]) -> SerialId:
    """The id after the highest one taken in its series and year; gaps are not filled again."""
    parts = (parse_serial(text) for text in taken)
    used = [p.serial for p in parts if p and (p.prefix, p.year) == (prefix, year)]
    return SerialId(prefix, year, max(used, default=0) + 1)
