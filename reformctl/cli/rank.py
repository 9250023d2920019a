"""`rank`: the units of each cohort in their places for a month, and what follows from a place."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from reformctl.cli.auditing import who
from reformctl.cli.completing import complete_cohorts, complete_months
from reformctl.cli.fairness import (
    Draws,
    Robust,
    Seed,
    Without,
    WithRules,
    compared,
    only_one,
    read_draws,
    read_proposal,
)
from reformctl.cli.opening import books_of, find_place, open_snapshot, open_workspace
from reformctl.cli.options import (
    AsOf,
    Form,
    PeriodName,
    Rev,
    put,
    read_cohort,
    read_day,
    read_either,
    terminal_columns,
)
from reformctl.derive.duties import duties_of
from reformctl.derive.published import closing_of, is_closed
from reformctl.derive.ranking import closing
from reformctl.derive.ranking import rank as ranked
from reformctl.derive.robustness import robustness as robustness_of
from reformctl.derive.scoring import missing_marks
from reformctl.derive.tables import Table
from reformctl.diagnostics import ReformctlError
from reformctl.domain.periods import Period
from reformctl.render.accounts import Commits, postings_table, scores_text
from reformctl.render.robustness import fairness
from reformctl.render.standings import standings
from reformctl.render.table import Format, render
from reformctl.rulebook.rulebook import in_force
from reformctl.rulebook.scoring import Ranking
from reformctl.snapshot import Snapshot
from reformctl.words import say

Month = Annotated[
    str | None,
    typer.Option("--month", help=say("A month such as 2017-04."), autocompletion=complete_months),
]
Cohort = Annotated[
    str | None,
    typer.Option("--cohort", help=say("Only this cohort."), autocompletion=complete_cohorts),
]
Explain = Annotated[bool, typer.Option("--explain", help=say("Every posting of every unit."))]


def rank(
    month: Month = None,
    whole: PeriodName = None,
    cohort: Cohort = None,
    explain: Explain = False,
    robustness: Robust = False,
    draws: Draws = None,
    seed: Seed = None,
    with_rules: WithRules = None,
    without: Without = None,
    as_of: AsOf = None,
    rev: Rev = None,
    form: Form = "table",
) -> None:
    """Print the rankings of a month, or of a longer period; how firm they are; what if."""
    only_one(explain=explain, robustness=robustness, with_rules=with_rules)
    only_one(explain=explain, robustness=robustness, without=without)
    times = read_draws(draws, seed, robust=robustness)
    workspace = open_workspace()
    opened = open_snapshot(workspace, read_day(as_of), rev)
    period = read_either(month, whole)
    snapshot = month_snapshot(opened, period)
    only = read_cohort(snapshot, cohort) if cohort else None

    def tables_at(books: Snapshot, some: bool = True) -> tuple[Table, ...]:
        return tables_of(month_snapshot(books, period), period, only, some=some)

    if with_rules or without:
        what_if = read_proposal(opened, books_of(workspace, rev), with_rules, without or ())
        put(compared(what_if, opened, period, tables_at, form))
        return
    tables = tables_at(opened)
    if robustness:
        firm = [robustness_of(snapshot, table, *times) for table in tables]
        put(fairness(snapshot.rulebook, firm, str(snapshot.as_of), form, terminal_columns()))
        return
    _put_standings(opened, snapshot, tables, form, explain=explain)


def _put_standings(
    opened: Snapshot, snapshot: Snapshot, tables: Sequence[Table], form: Format, *, explain: bool
) -> None:
    scores = [row.score for table in tables for row in table.rows]
    columns = terminal_columns()
    commits = commits_behind(opened, tables) if explain else {}
    if explain and form in ("json", "csv"):
        put(scores_text(scores, find_place, form, commits))
        return
    found = [(table, duties_of(opened, table)) for table in tables]
    put(standings(snapshot.rulebook, found, str(snapshot.as_of), form, columns))
    for score in scores if explain else ():
        put("\n" + render(postings_table(score, find_place, commits), form, columns))


def commits_behind(snapshot: Snapshot, tables: Iterable[Table]) -> Commits:
    """The commit behind each record that postings of tables name; nothing outside git."""
    rows = (row for table in tables for row in table.rows)
    paths = {p.place.source.path for row in rows for p in row.score.postings if p.place}
    return who(open_workspace().root, snapshot.revision, frozenset(paths))


def month_snapshot(snapshot: Snapshot, period: Period) -> Snapshot:
    """The snapshot that a month is asked of; E106 where it had not begun, E118 before the rules.

    A month before the rules may be asked where it was closed, as under another pack.
    """
    if period.last < snapshot.pack.since and closing_of(snapshot, period) is None:
        raise ReformctlError("E118", month=period, since=snapshot.pack.since)
    if period.first > snapshot.as_of:
        raise ReformctlError("E106", month=period, as_of=snapshot.as_of)
    return closing(snapshot, period)


def tables_of(
    snapshot: Snapshot, period: Period, cohort: str | None = None, *, some: bool = True
) -> tuple[Table, ...]:
    """The rankings of a period, of one cohort or of all; E105 where marks are missing.

    With `some` there must be one: E108 where the pack has none, E170 where none of its own was closed
    before its first day.
    """
    own = [r for r in in_force(snapshot.pack.rankings, period.last) if r.period == period.kind]
    rankings = [r for r in own if cohort in (None, r.cohort, r.id)]
    if period.last < snapshot.pack.since:
        rankings = [r for r in rankings if is_closed(snapshot, r, period)]
        if not rankings and some:
            raise ReformctlError("E170", month=period, known=_closed_rankings(snapshot, period))
    if not rankings and some:
        known = ", ".join(r.cohort for r in own)
        raise ReformctlError("E108", name=cohort or str(period), known=known)
    return tuple(_table(snapshot, ranking, period) for ranking in rankings)


def _closed_rankings(snapshot: Snapshot, period: Period) -> str:
    entry = closing_of(snapshot, period)
    return ", ".join(section.ranking for section in entry.value("rankings")) if entry else ""


def _table(snapshot: Snapshot, ranking: Ranking, period: Period) -> Table:
    table = ranked(snapshot, ranking, period)
    if table is None:
        marks_wanted(snapshot, ranking, period)
        raise ReformctlError("E114", cohort=ranking.cohort, month=period)
    return table


def marks_wanted(snapshot: Snapshot, ranking: Ranking, period: Period) -> None:
    """E105 where a ranking of a period lacks marks."""
    missing = missing_marks(snapshot, ranking, period)
    if not missing:
        return
    first = missing[0]
    facts = {"unit": first.unit.caption, "indicator": first.indicator.title}
    raise ReformctlError("E105", month=period, count=len(missing), **facts)
