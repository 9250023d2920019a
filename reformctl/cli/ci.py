"""`ci`: a change reviewed within a host's job: checked, commented once, its papers laid down.

Nothing of the branch is ever run: its records are read as data; rules, templates and settings are the base's.
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from reformctl.cli.app import BOOKS_WRONG, OK
from reformctl.cli.diff import FailOn, read_gates
from reformctl.cli.opening import find_place, open_workspace
from reformctl.cli.options import put, talk
from reformctl.cli.reviewing import Change, Reviewed, lay_down, review_of, write_papers
from reformctl.diagnostics import ReformctlError
from reformctl.render.annotations import annotations
from reformctl.render.comment import MARK
from reformctl.render.harmless import log_text, one_line
from reformctl.render.problems import as_text, error_text
from reformctl.store.commits import has_commit
from reformctl.store.differing import prefix_of
from reformctl.store.history import head
from reformctl.store.hosting import Host
from reformctl.store.hosting import github as github_host
from reformctl.store.hosting import gitlab as gitlab_host
from reformctl.store.joining import merge_result, parents_of
from reformctl.store.runner import Runner, dig
from reformctl.store.workspace import Workspace
from reformctl.words import say

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
Out = Annotated[Path, typer.Option("--out", metavar=say("DIR"), help=say("Where the review's files go."))]
Papers = Annotated[
    bool, typer.Option("--papers/--no-papers", help=say("Write the circular of the last month that moves."))
]


@app.command(help=say("Review a pull request within a job of GitHub."))
def github(out: Out = Path("review"), fail_on: FailOn = None, papers: Papers = True) -> int:
    """Check, mark the lines, write the files, and comment where the token may."""
    gates, workspace, runner = read_gates(fail_on), open_workspace(), Runner.here()
    event = runner.event()
    pull = event.get("pull_request")
    if not isinstance(pull, dict):
        raise ReformctlError("E193", name=runner.get("GITHUB_EVENT_NAME"))
    change = _github_change(workspace, runner, pull)
    reviewed = review_of(workspace, change, gates)
    text = lay_down(workspace, reviewed, out)
    put(annotations(reviewed.review.problems, find_place, "github", prefix_of(workspace.root)))
    code = _finish(workspace, change, reviewed, out if papers else None, out)
    runner.summarize(text)
    runner.output(problems=str(len(reviewed.review.problems)), silent=str(reviewed.review.silent).lower())
    if runner.get("GITHUB_EVENT_NAME") == "pull_request" and _is_fork(pull):
        talk(
            say("the branch is of a fork, whose token may not comment; pull_request_target may, see the docs")
        )
    else:
        _comment(_github_comments(runner, int(pull["number"])), text, silent=reviewed.review.silent)
    return code


@app.command(help=say("Review a merge request within a job of GitLab."))
def gitlab(out: Out = Path("review"), fail_on: FailOn = None, papers: Papers = True) -> int:
    """Check, write the reports, and note where a token may."""
    gates, workspace, runner = read_gates(fail_on), open_workspace(), Runner.here()
    root = workspace.root
    target = f"origin/{runner.need('CI_MERGE_REQUEST_TARGET_BRANCH_NAME')}"
    made = runner.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA") or target
    base = _at_hand(root, say("the base"), made)
    merged = merge_result(root, base, _at_hand(root, say("the branch"), runner.need("CI_COMMIT_SHA")))
    who = runner.get("GITLAB_USER_LOGIN")
    change = Change(base, merged.tree, merged.conflicts, f"@{who}" if who else None, say("the merge result"))
    reviewed = review_of(workspace, change, gates)
    text = lay_down(workspace, reviewed, out)
    code = _finish(workspace, change, reviewed, out if papers else None, out)
    token = runner.get("REFORMCTL_TOKEN")
    if token:
        place = (runner.need("CI_API_V4_URL"), runner.need("CI_PROJECT_ID"))
        host = gitlab_host(*place, _number(runner.need("CI_MERGE_REQUEST_IID")), token)
        _comment(host, text, silent=reviewed.review.silent)
    return code


def _github_change(workspace: Workspace, runner: Runner, pull: dict[str, Any]) -> Change:
    """What to review: the merge that the host made, else the one that its button would make."""
    root = workspace.root
    here = head(root)
    base, branch = (_commit_name(dig(pull, side, "sha")) for side in ("base", "head"))
    if here is None:
        raise ReformctlError("E189", name=say("the base"), commit=base)
    parents = parents_of(root, here)
    if runner.get("GITHUB_EVENT_NAME") == "pull_request_target" and here != base:
        raise ReformctlError("E188")
    who = dig(pull, "user", "login")
    by, label = f"@{who}" if who else None, f"#{int(pull['number'])}"
    if branch in parents and len(parents) == 2:  # noqa: PLR2004 - a merge of two
        return Change(_at_hand(root, say("the base"), parents[0]), here, (), by, label)
    merged = merge_result(
        root, _at_hand(root, say("the base"), base), _at_hand(root, say("the branch"), branch)
    )
    return Change(base, merged.tree, merged.conflicts, by, label)


def _commit_name(value: object) -> str:
    """A commit's full name as an event gives it; E191 for anything else."""
    name = str(value)
    if len(name) not in (40, 64) or set(name) - set("0123456789abcdef"):
        raise ReformctlError("E191", path="GITHUB_EVENT_PATH", reason=one_line(name[:80]))
    return name


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise ReformctlError("E191", path="CI_MERGE_REQUEST_IID", reason=one_line(text[:20]))
    return int(text)


def _at_hand(root: Path, name: str, commit: str) -> str:
    if not has_commit(root, commit):
        raise ReformctlError("E189", name=name, commit=commit)
    return commit


def _is_fork(pull: dict[str, Any]) -> bool:
    names = [dig(pull, side, "repo", "full_name") for side in ("head", "base")]
    return bool(names[0] != names[1])


def _finish(workspace: Workspace, change: Change, reviewed: Reviewed, papers: Path | None, out: Path) -> int:
    """Write the papers, tell the log, and give the exit code."""
    review = reviewed.review
    if papers is not None:
        talk(write_papers(workspace, change, reviewed, out).rstrip("\n") or say("no month moves: no papers"))
    if review.problems:
        sys.stderr.write(log_text(as_text(review.problems, find_place)))
    for path in review.conflicts:
        talk(log_text(say("both sides changed {path}").format(path=path)))
    for gate in review.stops:
        talk(say("stopped by {gate}").format(gate=gate))
    return BOOKS_WRONG if review.problems or review.conflicts or review.stops else OK


def _github_comments(runner: Runner, number: int) -> Host | None:
    token = runner.get("GITHUB_TOKEN")
    if not token:
        return None
    api = runner.get("GITHUB_API_URL") or "https://api.github.com"
    return github_host(api, runner.need("GITHUB_REPOSITORY"), number, token)


def _comment(host: Host | None, text: str, *, silent: bool) -> None:
    """Write the comment over the old one; a change without consequence gets no new one.

    A host that refuses is told of, and stops nothing.
    """
    if host is None:
        return
    try:
        number = host.find(MARK)
        if number is not None or not silent:
            host.put(text, number)
    except ReformctlError as error:
        sys.stderr.write(error_text(error))
