"""What a host's runner would do: its variables, event files, a shallow clone, a host at localhost."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Self

import pytest
import yaml

from reformctl import __version__
from tests.branching import books_in_git, branch, change, git, happen, path_of, save, write
from tests.building import REPO, D, a_task, a_unit
from tests.cli.conftest import Run

OWNERS = """owners:
  people:
    reform-office: ["@office"]
    finance: ["@finance", "*@finance.example"]
  rights:
    - units: [reform-office]
      everything: true
    - units: [finance]
      kinds: [task]
      events: [progress, signed]
"""


class Host:
    """A host that keeps comments as GitHub and GitLab do."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str, str]] = []
        self.refuses = False
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(host.comments if "page=1" in self.path else [])

            def do_POST(self) -> None:
                host.comments.append({"id": len(host.comments) + 1, "body": self._body()})
                self._answer(host.comments[-1])

            def do_PATCH(self) -> None:
                number = int(self.path.rpartition("/")[2])
                host.comments[number - 1]["body"] = self._body()
                self._answer(host.comments[number - 1])

            do_PUT = do_PATCH  # noqa: N815 - the name that the server looks for

            def _body(self) -> str:
                size = int(self.headers["Content-Length"])
                return str(json.loads(self.rfile.read(size))["body"])

            def _answer(self, value: Any) -> None:
                told = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""
                host.calls.append((self.command, self.path.partition("?")[0], told))
                self.send_response(403 if host.refuses else 200)
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as made:
        yield made


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository whose `main` holds two tasks and rights."""
    root = books_in_git(tmp_path / "origin", a_task(), a_task("T2017-002"), a_unit("alpha", order=5))
    settings = (root / "reformctl.yaml").read_text("utf-8")
    (root / "reformctl.yaml").write_text(settings + OWNERS, "utf-8")
    save(root, "rights")
    return root


@pytest.fixture
def pull(origin: Path, tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch):
    """A pull request of `feature`: merged by the host, in a shallow clone, with the runner's files."""

    def go(login: str = "finance", depth: int = 2, event: str = "pull_request", **more: Any) -> Path:
        base, head = (git(origin, "rev-parse", name).strip() for name in ("main", "feature"))
        git(origin, "switch", "-q", "-C", "merged", "main")
        git(origin, "merge", "-q", "--no-ff", "-m", "merge", "feature")
        clone = tmp_path / f"clone{len(list(tmp_path.iterdir()))}"
        where = {"merge": "merged", "head": "feature", "base": "main"}[more.pop("checkout", "merge")]
        shallow = (f"--depth={depth}",) if depth else ()
        git(tmp_path, "clone", "-q", *shallow, "--branch", where, origin.as_uri(), str(clone))
        git(clone, "checkout", "-q", "--detach")
        sides = {
            side: {"sha": sha, "repo": {"full_name": "o/r"}} for side, sha in (("base", base), ("head", head))
        }
        body = {"pull_request": {"number": 7, "user": {"login": login}, **sides}} | more
        path = tmp_path / "event.json"
        path.write_text(json.dumps(body), "utf-8")
        for name, value in {
            "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": path, "GITHUB_REPOSITORY": "o/r",
            "GITHUB_API_URL": host.address, "GITHUB_TOKEN": "secret", "GITHUB_OUTPUT": tmp_path / "output",
            "GITHUB_STEP_SUMMARY": tmp_path / "summary",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, str(value))
        monkeypatch.chdir(clone)
        return clone

    return go


def review(run: Run, root: Path, *words: str) -> Any:
    return run("ci", "github", "--no-papers", "--out", root / "out", *words, root=root)


def test_a_change_is_reviewed_and_commented_once(
    origin: Path, pull, run: Run, host: Host, tmp_path: Path
) -> None:
    branch(origin, "feature")
    happen(origin, "T2017-001", "closed", D(2017, 4, 2), by="A", evidence=["e"])
    change(origin, "T2017-001", title="Title @all <b>|x| ::error::")
    save(origin)
    root = pull()
    ran = review(run, root)
    assert ran.code == 0, ran.err
    text = host.comments[0]["body"]
    assert text.startswith("<!-- reformctl: one comment")
    assert "Title @<!-- -->all &lt;b&gt;\\|x\\|" in text
    assert "@finance may not" not in text
    assert "@<!-- -->finance may not change the title of T2017-001" in text
    assert "@<!-- -->finance may not record closed in T2017-001" in text
    assert (tmp_path / "summary").read_text("utf-8") == text
    assert (tmp_path / "output").read_text("utf-8") == "problems=0\nsilent=false\n"
    assert host.calls[0] == ("GET", "/repos/o/r/issues/7/comments", "Bearer secret")
    git(origin, "switch", "-q", "feature")
    change(origin, "T2017-001", title="Task")
    save(origin)
    assert review(run, pull()).code == 0
    assert len(host.comments) == 1
    assert "Title" not in host.comments[0]["body"]
    assert host.calls[-1][:2] == ("PATCH", "/repos/o/r/issues/comments/1")


def test_a_change_without_consequence_opens_no_comment(origin: Path, pull, run: Run, host: Host) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", note="remark")
    save(origin)
    assert review(run, pull(login="office")).code == 0
    assert host.comments == []
    host.comments.append({"id": 1, "body": "<!-- reformctl: one comment, written over in its place -->\nold"})
    assert review(run, pull(login="office")).code == 0
    assert "no consequence" in host.comments[0]["body"]


def test_gates_stop_and_rights_are_those_of_the_base(origin: Path, pull, run: Run, host: Host) -> None:
    branch(origin, "feature")
    settings = (origin / "reformctl.yaml").read_text("utf-8")
    (origin / "reformctl.yaml").write_text(settings.replace("kinds: [task]", "everything: true"), "utf-8")
    save(origin)
    ran = review(run, pull(), "--fail-on", "overstep")
    assert ran.code == 1
    assert "stopped by someone went beyond their rights" in ran.err
    assert "@<!-- -->finance may not change reformctl.yaml" in host.comments[0]["body"]


def test_problems_are_marked_on_their_lines_under_the_rules_of_the_base(
    origin: Path, pull, run: Run, host: Host
) -> None:
    branch(origin, "feature")
    path = path_of(origin, "T2017-002")
    path.write_text(path.read_text("utf-8").replace("due: 2017-03-31", "due: 2017-02-31 "), "utf-8")
    (origin / "rules/zibo.yaml").write_text("id: zibo\n::error::x\n", "utf-8")
    save(origin)
    root = pull()
    ran = review(run, root)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("::error file=ledgers/tasks/2017/T2017-002.yaml,line=")
    assert "title=R104::" in lines[0]
    assert any(line.startswith("::error file=rules/zibo.yaml") for line in lines)
    assert all(line.startswith("::error file=") for line in lines)
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in ran.err.splitlines())
    assert "**2 new problems**" in host.comments[0]["body"]
    assert json.loads((root / "out/check.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert json.loads((root / "out/codequality.json").read_text("utf-8"))


def test_without_the_hosts_merge_the_merge_result_itself_is_checked(
    origin: Path, pull, run: Run, host: Host
) -> None:
    branch(origin, "feature")
    write(origin, a_task("T2017-003", title="Theirs"))
    save(origin)
    git(origin, "switch", "-q", "main")
    write(origin, a_task("T2017-004", title="Base moved on"))
    save(origin)
    root = pull(depth=0, checkout="head")
    ran = review(run, root)
    assert ran.code == 0, ran.err
    assert "T2017-003" in host.comments[0]["body"]
    assert "T2017-004" not in host.comments[0]["body"]


def test_branches_that_collide_are_told(
    origin: Path, run: Run, host: Host, tmp_path: Path, monkeypatch
) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", due=D(2017, 5, 1))
    save(origin)
    git(origin, "switch", "-q", "main")
    change(origin, "T2017-001", due=D(2017, 5, 5))
    save(origin)
    base, head = (git(origin, "rev-parse", name).strip() for name in ("main", "feature"))
    sides = {
        side: {"sha": sha, "repo": {"full_name": "o/r"}} for side, sha in (("base", base), ("head", head))
    }
    event = tmp_path / "event.json"
    event.write_text(
        json.dumps({"pull_request": {"number": 7, "user": {"login": "office"}, **sides}}), "utf-8"
    )
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    git(origin, "checkout", "-q", "--detach", "feature")
    ran = review(run, origin)
    assert ran.code == 1
    assert "both sides changed ledgers/tasks/2017/T2017-001.yaml" in ran.err
    assert "Y110" in ran.err
    assert "1 files collide with the base" in (origin / "out/comment.md").read_text("utf-8")


def test_unsafe_triggers_and_missing_history_are_refused(origin: Path, pull, run: Run, host: Host) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", title="New")
    save(origin)
    unsafe = review(run, pull(event="pull_request_target", checkout="head", depth=0))
    assert (unsafe.code, "E188" in unsafe.err) == (2, True)
    shallow = review(run, pull(depth=1))
    assert (shallow.code, "fetch-depth: 2" in shallow.err) == (2, True)
    assert host.calls == []


def test_a_fork_is_reviewed_from_the_base_with_its_branch_as_data(
    origin: Path, pull, run: Run, host: Host
) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", title="New")
    save(origin)
    root = pull(event="pull_request_target", checkout="base", depth=0)
    git(root, "fetch", "-q", "origin", "feature")
    ran = review(run, root)
    assert ran.code == 0, ran.err
    assert "New" in host.comments[0]["body"]
    assert "title: Task" in path_of(root, "T2017-001").read_text("utf-8")


def test_a_host_that_refuses_the_comment_stops_nothing(origin: Path, pull, run: Run, host: Host) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", title="New")
    save(origin)
    host.refuses = True
    ran = review(run, pull(login="office"))
    assert ran.code == 0
    assert "E192" in ran.err


@pytest.mark.parametrize("text", ["", "[]", "{", '{"pull_request": {"number": 1, "base": {"sha": "--x"}}}'])
def test_an_event_that_is_none_is_refused(
    origin: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = tmp_path / "event.json"
    path.write_text(text, "utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(path))
    ran = review(run, origin)
    assert (ran.code, "E191" in ran.err) == (2, True)


def test_outside_a_runner_the_missing_variable_is_named(origin: Path, run: Run, monkeypatch) -> None:
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)
    ran = review(run, origin)
    assert (ran.code, "GITHUB_EVENT_PATH" in ran.err) == (2, True)
    ran = run("ci", "gitlab", root=origin)
    assert (ran.code, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME" in ran.err) == (2, True)


def test_a_merge_request_of_gitlab_is_reviewed_and_noted(
    origin: Path, run: Run, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", title="New")
    save(origin)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--branch", "feature", str(origin), str(clone))
    for name, value in {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_COMMIT_SHA": "HEAD",
        "GITLAB_USER_LOGIN": "finance",
        "REFORMCTL_TOKEN": "t",
        "CI_API_V4_URL": host.address,
        "CI_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "9",
    }.items():
        monkeypatch.setenv(name, value)
    ran = run("ci", "gitlab", "--no-papers", "--out", clone / "out", root=clone)
    assert ran.code == 0, ran.err
    assert "@<!-- -->finance may not change the title" in host.comments[0]["body"]
    assert host.calls[-1] == ("POST", "/projects/5/merge_requests/9/notes", "t")
    assert run("ci", "gitlab", "--no-papers", "--out", clone / "out", root=clone).code == 0
    assert host.calls[-1][:2] == ("PUT", "/projects/5/merge_requests/9/notes/1")


def test_the_paper_of_a_month_that_moves_has_the_rules_and_templates_of_the_base(
    sample: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(sample, "init", "-q", "-b", "main")
    base = save(sample, "one")
    branch(sample, "feature")
    path = path_of(sample, "T2017-091")
    path.write_text(path.read_text("utf-8").replace("due: 2017-04-20", "due: 2017-06-20"), "utf-8")
    (sample / "templates/circular.md.j2").write_text("# title\n\nOURS {{ 7 * 6 }}\n", "utf-8")
    head = save(sample, "two")
    sides = {side: {"sha": sha} for side, sha in (("base", base), ("head", head))}
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7, "user": {"login": "x"}, **sides}}), "utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    ran = run("ci", "github", "--out", tmp_path / "out", root=sample)
    assert ran.code == 0, ran.err
    text = (tmp_path / "out/papers/circular-2017-04.md").read_text("utf-8")
    assert "OURS" not in text
    assert "87.01" in text


JOBS = {
    "action": REPO / "action.yml",
    "reusable": REPO / ".github/workflows/ledger-review.yml",
    "init github": REPO / "reformctl/hosts/github.yml",
}


def steps_of(path: Path) -> list[dict[str, Any]]:
    data = yaml.safe_load(path.read_text("utf-8"))
    found = data["runs"]["steps"] if "runs" in data else data["jobs"]["review"]["steps"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("job", JOBS)
def test_the_steps_of_each_job_do_what_is_said_of_them(
    job: str, origin: Path, pull, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch(origin, "feature")
    change(origin, "T2017-001", title="New")
    save(origin)
    pull()
    for name, value in {"RUNNER_TEMP": tmp_path, "WORKSPACE": ".", "FAIL_ON": "overstep"}.items():
        monkeypatch.setenv(name, str(value))
    tool = tmp_path / "bin" / "reformctl"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reformctl "$@"\n', "utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    script = next(step["run"] for step in steps_of(JOBS[job]) if step.get("name") == "Review")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    assert "stopped by" in done.stderr
    assert (tmp_path / "review/comment.md").is_file()
    assert len(host.comments) == 1


@pytest.mark.parametrize("job", JOBS)
def test_no_job_puts_what_people_write_into_a_script_or_checks_out_a_branch_with_rights(job: str) -> None:
    for step in steps_of(JOBS[job]):
        assert "${{" not in step.get("run", "")
        assert "ref" not in step.get("with", {})
    if job != "action":
        whole = yaml.safe_load(JOBS[job].read_text("utf-8"))
        assert whole["permissions"] == {}
        assert whole["jobs"]["review"]["permissions"] == {"contents": "read", "pull-requests": "write"}


@pytest.mark.parametrize(
    ("host_name", "path"), [("github", ".github/workflows/ledger.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_init_lays_down_the_job_of_a_host(host_name: str, path: str, run: Run, tmp_path: Path) -> None:
    ran = run("init", tmp_path / "books", "--pack", "zibo", "--ci", host_name)
    assert ran.code == 0, ran.err
    text = (tmp_path / "books" / path).read_text("utf-8")
    assert f"reformctl=={__version__}" in text
    assert f"ci {host_name} --out" in text
    assert yaml.safe_load(text)
    assert "reformctl merge %O" in git(tmp_path / "books", "config", "merge.reformctl.driver")


def test_the_hooks_for_pre_commit_call_commands_that_are_there() -> None:
    hooks = yaml.safe_load((REPO / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["entry"] for hook in hooks] == ["reformctl hook pre-commit", "reformctl hook commit-msg"]
