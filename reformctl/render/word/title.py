"""A title broken by sense into lines that make a trapezoid or a diamond (7.3.1)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from reformctl.render.word.words import FaceWords
from reformctl.render.word.xml import roomy

_FREE, _POOR, _QUOTED = 0, 12, 3
_HOURGLASS = 40
_MOST_LINES, _PAIR = 4, 2
_BACK = 6
"""How many characters before a full line's end a break is looked for."""


def title_lines(title: str, face: FaceWords) -> list[str]:
    """The lines of a title; a line end in it is a break that was asked for."""
    if "\n" in title:
        return [line.strip() for line in title.split("\n") if line.strip()]
    most = int(face.page.area / face.sizes.title)
    if roomy(title) <= most:
        return [title]
    costs = _costs(title, face)
    least = -int(-roomy(title) // most)
    for count in range(least, _MOST_LINES + 1):
        found = _best(title, costs, count, most)
        if found:
            return found
    return _filled(title, costs, most)


def _best(title: str, costs: dict[int, int], count: int, most: int) -> list[str] | None:
    """The cheapest breaks into so many lines, none longer than the most."""
    wanted = len(title) / count
    near = wanted if count == _PAIR else wanted / 3
    spots = [i for i in costs if min((abs(i - wanted * k) for k in range(1, count)), default=0) <= near]
    best: tuple[Decimal, list[str]] | None = None
    for breaks in combinations(spots, count - 1):
        lines = [title[start:end] for start, end in pairwise((0, *breaks, len(title)))]
        lengths = [roomy(line) for line in lines]
        if max(lengths) > most:
            continue
        cost = sum(costs[i] for i in breaks) + _shape(lengths)
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best[1] if best else None


def _shape(lengths: Sequence[Decimal]) -> Decimal:
    """What uneven lines cost; a waist costs most."""
    mean = sum(lengths, Decimal(0)) / len(lengths)
    uneven = sum(((length - mean) ** 2 for length in lengths), Decimal(0)) / len(lengths) / 2
    waist = any(a > b < c for a, b, c in zip(lengths, lengths[1:], lengths[2:], strict=False))
    return uneven + (_HOURGLASS if waist else 0)


def _costs(title: str, face: FaceWords) -> dict[int, int]:
    """What a break before each character costs; where none may be, there is none."""
    words = face.words
    found_words = (_phrase(phrase, words.numerals).finditer(title) for phrase in words.whole)
    whole = [match.span() for matches in found_words for match in matches]
    inside = {i for start, end in whole for i in range(start + 1, end)}
    edges = {i for span in whole for i in span}
    quoted = [match.span() for match in re.finditer(r"[\u300a\u201c][^\u300b\u201d]*[\u300b\u201d]", title)]
    found = {}
    for i in range(1, len(title)):
        before, after = title[i - 1], title[i]
        if i in inside or after in words.never_first or before in words.never_last:
            continue
        if before.isascii() and after.isascii():
            continue
        free = i in edges or before in words.breaks
        held = any(start < i < end for start, end in quoted)
        found[i] = (_FREE if free else _POOR) + (_QUOTED if held else 0)
    return found


def _phrase(phrase: str, numerals: str) -> re.Pattern[str]:
    return re.compile(re.escape(phrase).replace(r"\#", f"[0-9{re.escape(numerals)}]+"))


def _filled(title: str, costs: dict[int, int], most: int) -> list[str]:
    """A title too long for a shape: full lines, broken where it costs least near their ends."""
    lines, start = [], 0
    while roomy(title[start:]) > most:
        last = max(i for i in range(start + 1, len(title)) if roomy(title[start:i]) <= most)
        near = [i for i in range(max(start + 1, last - _BACK), last + 1) if i in costs]
        end = min(near, key=lambda i: (costs[i], -i), default=last)
        lines.append(title[start:end])
        start = end
    return [*lines, title[start:]]
