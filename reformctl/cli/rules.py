"""`rules`: tools for those who write packs: check, show, diff, test, coverage, lint."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.opening import (
    books_of,
    find_place,
    open_snapshot,
    open_workspace,
    report,
)
from reformctl.cli.options import AsOf, Form, Rev, put, put_table, read_day, talk
from reformctl.cli.packs import open_pack, read_pack_at
from reformctl.derive.casework import Miss, run_case, untried
from reformctl.derive.firing import Firing, firings
from reformctl.diagnostics import Diagnostic, ReformctlError
from reformctl.render.ruletext import article_text, articles, changes, pack_text
from reformctl.render.table import Column, Table
from reformctl.rulebook.cases import CaseFile
from reformctl.rulebook.linting import Burden, Lint, burdens
from reformctl.rulebook.pack import Pack
from reformctl.rulebook.rulebook import Rulebook, pack_on
from reformctl.source import Place
from reformctl.store.books import RULES, Books
from reformctl.store.seed import seed_folder
from reformctl.store.workspace import read_as, read_settings
from reformctl.store.yamltext import decode
from reformctl.words import say

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

PackFile = Annotated[Path | None, typer.Argument(help=say("A pack's file; the pack in force if left out."))]
RuleId = Annotated[str | None, typer.Argument(help=say("Only the rule of this id."))]
Unfired = Annotated[bool, typer.Option("--unfired", help=say("Only rules that never fired."))]
Against = Annotated[
    str | None, typer.Option("--rev", metavar="REV", help=say("The revision to compare with."))
]


@app.command("check", help=say("Hold a pack against the schemas, and find what does not fit together."))
def check(file: PackFile = None, rev: Rev = None) -> int:
    """Say every problem of a pack; 1 where there is one."""
    workspace = open_workspace()
    found = read_pack_at(books_of(workspace, rev), file)
    if isinstance(found, tuple):
        report(found)
        return BOOKS_WRONG
    count = len(articles(found.pack))
    talk(say("{pack}: {count} rules, no problems").format(pack=found.pack.id, count=count))
    return OK


@app.command("show", help=say("Print a pack, or one of its rules, in numbered words."))
def show(rule: RuleId = None, as_of: AsOf = None, rev: Rev = None) -> None:
    """Print the pack in force as an office would write it; with a day only the rules in force on it."""
    pack = _on(open_pack(books_of(open_workspace(), rev)).pack, as_of)
    text = pack_text(pack, rule)
    if rule and not text:
        known = ", ".join(getattr(article.rule, "id", "") for article in articles(pack))
        raise ReformctlError("E126", name=rule, known=known)
    put(text)


@app.command("diff", help=say("Say in words what changed between two packs, or since a revision."))
def diff(
    old: Annotated[Path | None, typer.Argument(help=say("The earlier pack's file."))] = None,
    new: PackFile = None,
    rev: Against = None,
) -> None:
    """Say what was added, removed and changed, rule by rule."""
    workspace = open_workspace()
    if (old is None) == (rev is None):
        raise ReformctlError("E112", option="OLD NEW | --rev REV", problem=say("give exactly one of the two"))
    before = open_pack(books_of(workspace, rev), None if rev else old)
    after = open_pack(books_of(workspace), new)
    found = changes(before.pack, after.pack)
    words = {"added": say("added"), "removed": say("removed"), "changed": say("changed")}
    for what, article, parts in found:
        if what == "changed":
            head = article_text(after.pack, article).splitlines()[:2]
            put(f"{words[what]}: {head[0]}\n{head[1]}\n")
            for label, was, now in parts:
                put(f"  {label}: {was or '-'} -> {now or '-'}\n")
        else:
            put(f"{words[what]}: {article_text((before if what == 'removed' else after).pack, article)}")
        put("\n")
    talk(say("{count} rules differ").format(count=len(found)))


@app.command("test", help=say("Run the cases that lie beside the pack in force."))
def run_cases(rev: Rev = None, form: Form = "table") -> int:
    """Run every case; 1 where one misses. Rules without a case are told."""
    workspace = open_workspace()
    books = books_of(workspace, rev)
    book, file = open_pack(books), _cases(books)
    misses = [miss for case in file.cases for miss in run_case(book, file, case)] if file else []
    put_table(_misses(misses), form)
    for name in untried(book, file):
        talk(say("no case for the rule {id}").format(id=name))
    count = len(file.cases) if file else 0
    missed = len({miss.case.id for miss in misses})
    talk(say("{count} cases, {missed} missed").format(count=count, missed=missed))
    return BOOKS_WRONG if misses else OK


@app.command("coverage", help=say("Say which rules the ledger at hand has made fire, and which never."))
def coverage(unfired: Unfired = False, as_of: AsOf = None, rev: Rev = None, form: Form = "table") -> None:
    """List the rules with how often they fired, the first record that made them, and the result."""
    snapshot = open_snapshot(open_workspace(), read_day(as_of), rev)
    found = firings(snapshot)
    silent = sum(not firing.times for firing in found)
    put_table(_firings([f for f in found if not (unfired and f.times)]), form)
    talk(say("{count} rules, {silent} never fired").format(count=len(found), silent=silent))


@app.command("lint", help=say("Hold the pack in force against the rules on burdens; warnings only."))
def lint(file: PackFile = None, as_of: AsOf = None, rev: Rev = None, form: Form = "table") -> None:
    """Warn of what would not be allowed today, with the clause that says so."""
    workspace = open_workspace()
    book = open_pack(books_of(workspace, rev), file)
    book = replace(book, pack=_on(book.pack, as_of))
    texts = list(_lints())
    found = [(text, burden) for text in texts for burden in burdens(book.pack, text)]
    put_table(_burdens(book, found), form)
    if book.pack.history:
        talk(say("Dated history: kept as it was, though parts would not be allowed today."))
    names = "; ".join(f"{text.title} ({text.source})" for text in texts)
    talk(say("{count} warnings, by: {names}").format(count=len(found), names=names))


def _on(pack: Pack, as_of: str | None) -> Pack:
    """A pack with the rules in force on a day; all of them where none is given."""
    day = read_day(as_of)
    return pack if day is None else pack_on(pack, day)


def _cases(books: Books) -> CaseFile | None:
    source = books.read_file(f"{RULES}/cases/{read_settings(books).pack}.yaml")
    return None if source is None else read_as(CaseFile, source)


def _lints() -> list[Lint]:
    folder = seed_folder(RULES) / "lint"
    items = sorted((i for i in folder.iterdir() if i.name.endswith(".yaml")), key=lambda item: item.name)
    return [read_as(Lint, decode(item.name, item.read_bytes())) for item in items]


def _misses(misses: list[Miss]) -> Table:
    columns = (
        Column("case", say("Case")),
        Column("title", say("Title"), flexible=True),
        Column("about", say("On"), flexible=True),
        Column("wanted", say("Wanted"), flexible=True),
        Column("found", say("Found"), flexible=True),
    )
    rows = [
        {"case": m.case.id, "title": m.case.title, "about": m.about, "wanted": m.wanted, "found": m.found}
        for m in misses
    ]
    return Table(columns, rows)


def _firings(found: list[Firing]) -> Table:
    columns = (
        Column("clause", say("Clause")),
        Column("rule", say("Rule"), flexible=True),
        Column("title", say("Title"), flexible=True),
        Column("part", say("Part"), data_only=True),
        Column("times", say("Fired"), right=True),
        Column("record", say("Record")),
        Column("result", say("Result"), flexible=True),
    )
    rows = [
        {
            "clause": f.clause,
            "rule": f.rule,
            "title": f.title,
            "part": f.part,
            "times": f.times,
            "record": f.record,
            "result": f.result,
        }
        for f in found
    ]
    return Table(columns, rows)


def _burdens(book: Rulebook, found: list[tuple[Lint, Burden]]) -> Table:
    columns = (
        Column("place", say("Place")),
        Column("rule", say("Rule"), flexible=True),
        Column("warning", say("Warning"), flexible=True),
        Column("clause", say("Clause"), flexible=True),
    )
    rows = []
    for text, burden in found:
        place = Place(book.document.source, burden.route)
        spot = find_place(Diagnostic("P111", place))
        rule = f"{burden.rule} / {burden.other}" if burden.other else burden.rule
        clause = text.clauses.get(burden.warn.clause, burden.warn.clause)
        where = f"{place.source.path}:{spot.line}"
        rows.append({"place": where, "rule": rule, "warning": burden.warn.title, "clause": clause})
    return Table(columns, rows)
