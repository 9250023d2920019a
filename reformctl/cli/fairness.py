"""The options of `rank` that ask whether a ranking is fair, and what if; and which go together."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from reformctl.cli.completing import complete_subjects
from reformctl.cli.options import terminal_columns
from reformctl.cli.packs import open_pack
from reformctl.derive.comparing import compare, proposal
from reformctl.derive.published import closing_of
from reformctl.derive.ranking import closing
from reformctl.derive.robustness import DRAWS, SEED
from reformctl.derive.tables import Table
from reformctl.diagnostics import ReformctlError, nearest
from reformctl.domain.periods import Period
from reformctl.ledger.entries import Entry
from reformctl.render.comparing import Proposed, comparisons
from reformctl.render.problems import describe
from reformctl.render.table import Format
from reformctl.snapshot import Snapshot
from reformctl.store.books import Books
from reformctl.words import say

TablesAt = Callable[[Snapshot, bool], tuple[Table, ...]]
"""The rankings asked for by some books; with the flag there must be one."""
_MOST = 100_000

Robust = Annotated[
    bool,
    typer.Option("--robustness", help=say("How firm the places are when the weights move by up to 10%.")),
]
Draws = Annotated[
    int | None,
    typer.Option(min=1, max=_MOST, help=say("With --robustness: how often; 1000 if left out.")),
]
Seed = Annotated[
    int | None,
    typer.Option(help=say("With --robustness: the number that fixes the draws; 1 if left out.")),
]
WithRules = Annotated[
    Path | None,
    typer.Option("--with-rules", metavar="FILE", help=say("Beside it, the ranking under a proposed pack.")),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RECORD",
        help=say("Beside it, the ranking without a record; may be repeated."),
        autocompletion=complete_subjects,
    ),
]


def only_one(**asked: object) -> None:
    """E160 where more than one of some options is given."""
    given = [f"--{name.replace('_', '-')}" for name, value in asked.items() if value]
    if len(given) > 1:
        raise ReformctlError("E160", one=given[0], other=given[1])


def read_draws(draws: int | None, seed: int | None, *, robust: bool) -> tuple[int, int]:
    """How many draws, and their seed; E161 where they are given without --robustness."""
    for name, value in (("--draws", draws), ("--seed", seed)):
        if value is not None and not robust:
            raise ReformctlError("E161", option=name, other="--robustness")
    return draws or DRAWS, SEED if seed is None else seed


class WhatIf(NamedTuple):
    """A proposal: the books as they would be, the pack's file where one was given, what is left out."""

    books: Snapshot
    file: Path | None
    without: tuple[Entry, ...]


def read_proposal(opened: Snapshot, books: Books, file: Path | None, without: Sequence[str]) -> WhatIf:
    """What is proposed; E104 where a record is not there, BadFiles where the pack is wrong."""
    rulebook = open_pack(books, file) if file else None
    by_id = opened.ledger.by_id
    for name in without:
        if name not in by_id:
            raise ReformctlError("E104", id=name, near=nearest(name, by_id) or "")
    records = tuple(by_id[name] for name in dict.fromkeys(without))
    return WhatIf(proposal(opened, rulebook, set(without)), file, records)


def compared(what_if: WhatIf, opened: Snapshot, period: Period, tables_at: TablesAt, form: Format) -> str:
    """The rankings in force beside those proposed, for print; E162 where nothing is ranked by these."""
    try:
        proposed = tables_at(what_if.books, False)
    except ReformctlError as error:
        raise ReformctlError("E162", reason=describe(error.code, error.facts)[0]) from None
    held = tables_at(opened, not proposed)
    closed = closing_of(opened, period)
    file = str(what_if.file) if what_if.file else None
    told = Proposed(file, what_if.books.pack.title, what_if.without, closed.born if closed else None)
    as_of = str(closing(opened, period).as_of)
    return comparisons(told, compare(held, proposed), as_of, form, terminal_columns())
