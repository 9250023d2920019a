"""Numbers and days as Chinese papers write them; the words around them are the office's own."""

import re
from datetime import date

from reformctl.render.word.words import FaceWords

_ISO = re.compile(r"(?<![A-Za-z0-9-])(\d{4})-(\d\d)(?:-(\d\d))?(?![A-Za-z0-9-])")


def numeral(number: int) -> str:
    """A whole number in Chinese numerals."""
    import cn2an

    return str(cn2an.an2cn(number))


def day_text(pattern: str, day: date | None) -> str:
    """A day in Arabic numbers without leading zeros (7.3.5); nothing where there is none."""
    return "" if day is None else pattern.format(year=day.year, month=day.month, day=day.day)


def with_days(face: FaceWords, text: str) -> str:
    """A text with the days and months in it, such as 2017-04-08, as papers write them."""

    def told(match: re.Match[str]) -> str:
        year, month, day = match.groups()
        pattern = face.words.date if day else face.words.month
        return pattern.format(year=int(year), month=int(month), day=int(day or 0))

    return _ISO.sub(told, text)


def heading_number(face: FaceWords, level: int, number: int) -> str:
    """The number of a heading of a level, the first being 1 (7.3.3)."""
    pattern = face.headings[min(level, len(face.headings)) - 1]
    return pattern.format(number=number) if "{number}" in pattern else pattern.format(chinese=numeral(number))
