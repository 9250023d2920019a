"""Notices that are due or will be within a month, and how a change of the books alters them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from reformctl.derive.escalation import DueNotice, due_notices
from reformctl.ledger.ledger import Ledger
from reformctl.snapshot import Snapshot

AHEAD = timedelta(days=31)
"""How far ahead notices are foreseen, where nothing else happens until then."""


@dataclass(frozen=True)
class NoticeChange:
    """A notice before and after: `what` is falls (will be due), drops (no longer), moves (another day)."""

    what: str
    before: DueNotice | None
    after: DueNotice | None

    @property
    def notice(self) -> DueNotice:
        """The notice as it is now, or as it was where it is gone."""
        notice = self.after or self.before
        assert notice is not None  # noqa: S101 - one of the two is always there
        return notice


def notice_changes(before: Snapshot, after: Snapshot) -> Iterator[NoticeChange]:
    """The notices that only one side foresees, or that it foresees on another day."""
    old, new = ({_key(n): n for n in foreseen(side)} for side in (before, after))
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one is None or other is None:
            yield NoticeChange("falls" if other else "drops", one, other)
        elif one.due != other.due:
            yield NoticeChange("moves", one, other)


def foreseen(snapshot: Snapshot) -> tuple[DueNotice, ...]:
    """The notices that are due, or will be within a month, if nothing else happens."""
    seen = tuple(entry for entries in snapshot.seen.values() for entry in entries)
    later = Snapshot(Ledger(seen), snapshot.rulebook, snapshot.as_of + AHEAD)
    now = {_key(notice): notice for notice in due_notices(snapshot)}
    then = {_key(notice): notice for notice in due_notices(later)}
    return tuple((then | now).values())


def _key(notice: DueNotice) -> tuple[Any, ...]:
    owed = notice.obligation.key if notice.obligation else ""
    return notice.step.id, notice.entry.id, notice.to, str(notice.period or ""), owed
