"""Text and places: a file's text, the data read from it, and routes into that data."""

from dataclasses import dataclass, field
from typing import Any

Route = tuple[str | int, ...]
"""Keys and indexes that lead from a file's top to a value, such as ("events", 2, "on")."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's path within the workspace, with forward slashes, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a source file says as plain data: dict, tuple, str, int, bool or None."""

    source: SourceFile
    data: Any = field(compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: a route, made into line and column only where they are shown."""

    source: SourceFile
    route: Route = ()
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A line and a column, both counted from one; columns count characters."""

    line: int
    column: int
    width: int = 1
