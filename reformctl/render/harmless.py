"""Text of records made harmless where it goes: one function for each target, and nothing passes without.

A record's text may hold anything: line ends, terminal escapes, marks that turn the writing around, workflow
commands of a host, markup, names that would call people. What reaches a reader is the text and no more.
"""

import re

from reformctl.render.width import plain

_UNSEEN = re.compile("[\u200b-\u200f\u061c\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
_LEAD = re.compile(r"^(\s*)([-+=#]|\d+(?=[.)](?:\s|$)))")
_CALLS = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)|(?<=\bGH-)(?=\d)")
_BROKEN = "<!-- -->"
"""What keeps a host from making a link or a call of two characters, and is not seen itself."""


def one_line(text: str) -> str:
    """The text in one line, with everything that is not seen, or turns the writing around, written out."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(text))


def log_text(text: str) -> str:
    """Text for a runner's log: no line of it is a command, neither `::name::` nor `##[name]`.

    Line ends stay; a line that would begin with `::` gets a mark in front.
    """
    return "\n".join(_log_line(line) for line in text.split("\n"))


def _log_line(line: str) -> str:
    safe = one_line(line).replace("##[", "# #[")
    return f"| {safe}" if safe.lstrip().startswith("::") else safe


def github_message(text: str) -> str:
    """Text as the message of a GitHub workflow command."""
    return one_line(text).replace("##[", "# #[").replace("%", "%25")


def github_property(text: str) -> str:
    """Text as a property of a GitHub workflow command, such as its file or title."""
    return github_message(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Text that a host's Markdown shows as it is, in a line, a list or a cell of a table."""
    safe = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _LEAD.sub(_led, _MARKUP.sub(r"\\\1", safe))
    return _CALLS.sub(_BROKEN, escaped)


def _led(found: re.Match[str]) -> str:
    """The beginning of a line that would make a list or a heading, with a backslash where it takes effect."""
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def sarif_message(text: str) -> str:
    """Text as a SARIF message, where brackets would make a link."""
    return re.sub(r"([\\\[\]])", r"\\\1", one_line(text))


def xml(text: str) -> str:
    """Text within XML, in an element or an attribute."""
    safe = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("'", "&#39;")
