"""Headings of a text numbered through, and attachments parted from the text that they belong to."""

import re
from collections.abc import Sequence

from reformctl.render.numerals import heading_number
from reformctl.render.word.words import FaceWords

_HEADING = re.compile(r"(#{1,5}) +(.*)")
_ATTACHMENT = re.compile(r"^# +(.*)$", re.MULTILINE)


def numbered(markdown: str, face: FaceWords) -> str:
    """The text with `##` and deeper headings numbered; each attachment begins anew."""
    counts = [0, 0, 0, 0]
    lines = []
    for line in markdown.split("\n"):
        found = _HEADING.fullmatch(line)
        if not found:
            lines.append(line)
            continue
        hashes, text = found.groups()
        level = len(hashes) - 1
        counts[level:] = [0] * (4 - level)
        if level:
            counts[level - 1] += 1
            text = heading_number(face, level, counts[level - 1]) + text
        lines.append(f"{hashes} {text}")
    return "\n".join(lines)


def without_attachments(markdown: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """The text before the first attachment, and each attachment's title and text."""
    first, *rest = _ATTACHMENT.split(markdown)
    return first, tuple(zip(rest[::2], rest[1::2], strict=True))
