"""Values into YAML that every reader takes the same way: never folded, quoted where it must be."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any

from reformctl.store.yamlevents import resolve_plain

_WIDTH = 1 << 30
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_OTHER_WORDS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|none|[-+]?\.inf|\.nan|=|<<)", re.IGNORECASE)
_NUMBER_LIKE = re.compile(r"[-+.]*[0-9][-+.,:_0-9a-fxoA-FXO]*")
_TIME_LIKE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|\s).*")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_TAG = "tag:yaml.org,2002:"


class Inline(dict[str, Any]):
    """A mapping that is written within one line wherever it stands."""


def emit_block(value: Any) -> str:
    """A mapping or list, one entry a line; ends with a line end."""
    return _emit(value, flow=False)


def emit_inline(value: Any) -> str:
    """A value within one line, with braces and brackets where it has parts."""
    if isinstance(value, dict):
        return _emit(value, flow=True).strip()
    return _emit([value], flow=True).strip()[1:-1]


def needs_quotes(text: str) -> bool:
    """Whether some reader of YAML 1.1 or 1.2 would take the bare text for something else."""
    if _is_day(text) or (_MONTH.fullmatch(text) and "01" <= text[5:] <= "12"):
        return False
    if not isinstance(resolve_plain(text), str) or _OTHER_WORDS.fullmatch(text):
        return True
    return bool(_NUMBER_LIKE.fullmatch(text) or _TIME_LIKE.fullmatch(text) or _DAY.fullmatch(text))


def as_read(value: Any) -> Any:
    """What the reader will make of a value that is written: dates as texts, lists as tuples."""
    match value:
        case bool() | int() | str() | None:
            return value
        case Decimal():
            return resolve_plain(format(value, "f"))
        case date():
            return value.isoformat()
        case dict():
            return {str(key): as_read(item) for key, item in value.items()}
    return tuple(as_read(item) for item in value)


def _emit(value: Any, *, flow: bool) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()  # a new one each time: after a failed dump the same one writes nothing
    yaml.Representer = _representer()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.default_flow_style = flow
    stream = StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


@cache
def _representer() -> Any:
    from ruamel.yaml.representer import RoundTripRepresenter

    class Representer(RoundTripRepresenter):
        """Writes our few types, each in the one way that our reader takes back."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class's signature
            """No anchors, which our reader refuses: a value that stands twice is written twice."""
            return True

        def represent_key(self, key: Any) -> Any:
            """A key bare where our reader takes it for a text, so that an event says `on`."""
            bare = isinstance(key, str) and isinstance(resolve_plain(key), str)
            return self.represent_scalar(f"{_TAG}str", key) if bare else super().represent_key(key)

    Representer.add_representer(str, _text)
    Representer.add_representer(
        date, lambda to, day: to.represent_scalar(f"{_TAG}timestamp", day.isoformat())
    )
    Representer.add_representer(Decimal, lambda to, n: to.represent_scalar(f"{_TAG}float", format(n, "f")))
    Representer.add_representer(
        Inline, lambda to, items: to.represent_mapping(f"{_TAG}map", items, flow_style=True)
    )
    Representer.add_representer(type(None), lambda to, _: to.represent_scalar(f"{_TAG}null", "null"))
    Representer.add_representer(tuple, lambda to, items: to.represent_list(list(items)))
    return Representer


def _text(to: Any, text: str) -> Any:
    if _is_day(text):
        return to.represent_scalar(f"{_TAG}timestamp", text)
    style = '"' if needs_quotes(text) or _UNSEEN.search(text) else "|" if "\n" in text.strip("\n") else None
    return to.represent_scalar(f"{_TAG}str", text, style=style)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
