"""Commits of the books as the floors above speak of them."""

from datetime import date
from typing import NamedTuple


class Commit(NamedTuple):
    """Who wrote what into the books, and when: full name, author, the author's day, first line."""

    name: str
    author: str
    on: date
    subject: str

    @property
    def short(self) -> str:
        """The beginning of the name, as people quote it."""
        return self.name[:10]


class Change(NamedTuple):
    """A file that a commit changed: its path, and the names of its contents before and after."""

    path: str
    before: str | None
    after: str | None
