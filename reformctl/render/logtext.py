"""Commits in the ledger's words: what each one changed, as text, Markdown or data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from reformctl.derive.changes import RecordChange
from reformctl.domain.commits import Commit
from reformctl.render.changetext import WHAT, Names, record_lines
from reformctl.render.fieldwords import KIND_WORDS
from reformctl.render.harmless import markdown as escaped
from reformctl.render.harmless import one_line
from reformctl.render.width import wrap
from reformctl.words import say

_MOST = 10
"""The records of a commit that are told one by one; of more, only how many there are."""
_WIDE = 1000


class Told(NamedTuple):
    """A commit with the records that it changed, and other files.

    Of a commit that changed very many records there are only `counts`, by what was done and kind.
    """

    commit: Commit
    records: tuple[RecordChange, ...]
    files: tuple[str, ...]
    counts: Mapping[tuple[str, str], int] = MappingProxyType({})


def log_text(told: Iterable[Told], names: Names, columns: int | None, *, markdown: bool) -> str:
    """The commits, in the order given."""
    return "\n".join(_markdown(one, names) if markdown else _text(one, names, columns) for one in told)


def log_data(told: Sequence[Told], names: Names) -> list[dict[str, Any]]:
    """The same as documented data."""
    return [
        {
            "commit": one.commit.name,
            "author": one.commit.author,
            "on": one.commit.on,
            "subject": one.commit.subject,
            "records": [
                {"record": c.entry.id, "what": c.what, "changes": list(record_lines(c, names))}
                for c in one.records
            ],
            "counts": [{"what": w, "kind": k, "count": count} for (w, k), count in one.counts.items()],
            "files": one.files,
        }
        for one in told
    ]


def _text(one: Told, names: Names, columns: int | None) -> str:
    lines = [_head(one.commit)]
    for deep, line in _lines(one, names):
        first, rest = "  " * deep, "  " * (deep + 1)
        parts = wrap(one_line(line), max(20, (columns or _WIDE) - len(rest)))
        lines += [(first if index == 0 else rest) + part for index, part in enumerate(parts)]
    return "\n".join(lines) + "\n"


def _markdown(one: Told, names: Names) -> str:
    lines = [f"{'  ' * (deep - 1)}- {escaped(line)}" for deep, line in _lines(one, names)]
    return "\n".join([f"## {escaped(_head(one.commit))}", "", *lines]) + "\n"


def _head(commit: Commit) -> str:
    return one_line(f"{commit.short} {commit.on} {commit.author}: {commit.subject}")


def _lines(one: Told, names: Names) -> Iterator[tuple[int, str]]:
    counts = one.counts or Counter((c.what, c.entry.kind.name) for c in one.records)
    if one.counts or len(one.records) > _MOST:
        for (what, kind), count in counts.items():
            yield 1, f"{say(WHAT[what])}: {say(KIND_WORDS[kind])} {count}"
    else:
        for change in one.records:
            entry = change.entry
            title = entry.caption if entry.caption != entry.id else ""
            yield 1, f"{say(WHAT[change.what])}: {entry.id} {title}".rstrip()
            if change.what == "changed":
                yield from ((2, line) for line in record_lines(change, names))
    for path in one.files[:_MOST]:
        yield 1, say("file: {path}").format(path=path)
    if len(one.files) > _MOST:
        yield 1, say("and {count} more files").format(count=len(one.files) - _MOST)
