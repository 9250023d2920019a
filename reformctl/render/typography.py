"""Words of the ledger as Chinese papers print them: full-width marks beside Chinese (GB/T 15834)."""

import re

_HAN = r"[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff]"
_NEAR = r"[\u2e80-\u2fff\u3001-\u301f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_AFTER = re.compile(f"(?<={_NEAR})[,;:?!](?![A-Za-z0-9/])|(?<={_NEAR})[,;:?!](?={_HAN})")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_QUOTED = re.compile(r'"([^"\n]*)"')
_DOTS = re.compile(rf"(?<={_NEAR})\.{{3,}}|\.{{3,}}(?={_HAN})")
_DASHES = re.compile(rf"(?<={_NEAR})-{{2,}}|-{{2,}}(?={_HAN})")
_CHINESE = re.compile(_HAN)


def full_width(text: str) -> str:
    """A text whose marks, brackets and quotation marks beside or around Chinese characters are full-width."""
    if text.isascii():
        return text
    text = _QUOTED.sub(lambda m: _around(m, "\u201c", "\u201d"), text)
    text = _BRACKETS.sub(lambda m: _around(m, "（", "）"), text)
    text = _DASHES.sub("\u2014\u2014", _DOTS.sub("\u2026\u2026", text))
    return _AFTER.sub(lambda m: _MARKS[m[0]], text)


def _around(match: re.Match[str], opening: str, closing: str) -> str:
    """A pair of marks, full-width where there is Chinese in it."""
    return f"{opening}{match[1]}{closing}" if _CHINESE.search(match[1]) else match[0]
