"""YAML as events, the one reader under all others, and what a plain word means in YAML 1.2."""

import re
from collections.abc import Callable
from typing import Any

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # a PyYAML built without libyaml reads the same, only slower
    from yaml import Loader as _Parser  # type: ignore[assignment]

MAX_DEPTH = 32
"""Levels of nesting that a file may have; records need four."""

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_STARTS = frozenset("+-0123456789")
_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})")


def event_reader(text: str) -> Callable[[], Any]:
    """A function that gives the text's YAML events one by one; it raises yaml.YAMLError."""
    take: Callable[[], Any] = _Parser(text).get_event
    return take


def resolve_plain(text: str) -> Any:
    """What an unquoted word means: None, a bool, a decimal integer, else the text itself.

    A number that begins with a needless zero, such as a telephone number, stays text.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBER_STARTS and _INTEGER.fullmatch(text):
        return int(text)
    return text
