"""A pull request on the sample ledger, from branch to merge: each command with what it really prints."""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reformctl.cli.app import main
from reformctl.cli.opening import read_one
from reformctl.cli.sides import kind_at
from reformctl.ledger.entries import Entry
from reformctl.source import SourceFile
from reformctl.store.rewriting import append_item, remove_field, set_field

DAY = date(2017, 4, 30)
ROOT = Path(__file__).resolve().parent.parent
OWNERS = """owners:
  people:
    reform-office: ["@zibo-reform-office", "*@reform-office.example"]
    zhangdian: ["@zhangdian", "*@zhangdian.example"]
  rights:
    - units: [reform-office]
      everything: true
    - units: [all-districts]
      kinds: [task, pilot, finding]
      events: [progress, signed, done, rectified]
"""
OFFICE, DISTRICT = "Office <a@reform-office.example>", "Zhangdian <b@zhangdian.example>"
CALM = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_COMMITTER_NAME": "Office",
    "GIT_COMMITTER_EMAIL": "a@reform-office.example",
    "GIT_AUTHOR_NAME": "Office",
    "GIT_AUTHOR_EMAIL": "a@reform-office.example",
    "REFORMCTL_TODAY": "2017-04-30",
}
HEAD = """# Changes reviewed as pull requests

Units send their changes as branches; the reviewer sees what a change does: records, obligations, notices,
points, places, closed months. This page walks through one pull request on the sample ledger as of the end of
April 2017. It is made by `.ci/docs.py` from what the commands really print, and a test holds it fresh.

"""


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as place, _calm():
        root = Path(place).resolve() / "books"
        parts = "".join(_Walk(root).parts())
    return HEAD + (ROOT / ".ci" / "pull-requests.md").read_text("utf-8").replace("@WALK@\n", parts)


@contextlib.contextmanager
def _calm() -> Iterator[None]:
    """A git without anybody's settings, on a fixed day."""
    before = dict(os.environ)
    for name in [n for n in before if n.startswith(("GIT_", "GITHUB_"))]:
        del os.environ[name]
    os.environ.update(CALM)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class _Walk:
    """The repository of the walk, and what happens in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("rules", "templates"):
            shutil.copytree(ROOT / name, root / name)
        self.lay_records()
        settings = (ROOT / "reformctl.yaml").read_text("utf-8")
        (root / "reformctl.yaml").write_text(settings + OWNERS, "utf-8")
        (root / ".gitignore").write_text("/.reformctl.lock\n/review/\n", "utf-8")
        self.git("init", "-q", "-b", "main")
        self.git("config", "merge.reformctl.driver", f'"{sys.executable}" -m reformctl merge %O %A %B %P')
        (root / ".gitattributes").write_text("ledgers/**/*.yaml merge=reformctl\n", "utf-8")
        self.save("The books", OFFICE)
        for month in ("2017-01", "2017-02", "2017-03"):
            self.run("close", month, "--by", "市委改革办", "--on", "2017-04-10")

    def lay_records(self) -> None:
        """The sample as it was written by the end of April."""
        for path in sorted((ROOT / "ledgers").rglob("*.yaml")):
            place = path.relative_to(ROOT).as_posix()
            kind = kind_at(place)
            entry = read_one(kind, SourceFile(place, path.read_text("utf-8"))) if kind else ()
            if not isinstance(entry, Entry) or entry.born > DAY:
                continue
            text, events = entry.document.source.text, getattr(entry.record, "events", ())
            for index in reversed([i for i, event in enumerate(events) if event.on > DAY]):
                text = remove_field(text, ("events", index))
            target = self.root / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")

    def parts(self) -> Iterator[str]:
        """The walk, part by part."""
        self.git("switch", "-q", "-c", "zhangdian")
        self.change()
        yield _told(
            "The change",
            "张店区 works on a branch. It says its progress on a task and reports it as done; it moves",
            "the task's due day, though March is closed, and a mark of its own. `reformctl commit` writes",
            "the message:",
        )
        yield self.shown("commit", "--dry-run")
        self.save(self.run("commit", "--dry-run"), DISTRICT)
        yield _told("What it does", "The gravest first, then each part:")
        yield self.shown("diff", "main", "--fail-on", "closed-month,overstep")
        yield "The exit code is 1: a gate stopped it. The comment that the host's job posts, in Chinese:\n\n"
        yield self.comment()
        yield from self.mended()
        yield from self.problems()
        yield from self.meeting()
        yield from self.past()

    def change(self) -> None:
        """What the district changes."""
        self.event(
            "T2017-086", event="progress", on="2017-04-26", by="张店区改革办主任", text="系统已上线试运行"
        )
        self.event("T2017-086", event="done", on="2017-04-28", by="张店区改革办主任", text="申请销号")
        self.field("T2017-086", "due", "2017-05-10")
        path = self.root / "ledgers/marks/2017/K2017-007.yaml"
        text = path.read_text("utf-8")
        path.write_text(set_field(text, ("marks", "k15-site", "zhangdian"), "6"), "utf-8")

    def comment(self) -> str:
        """The comment that the job posts, made by the job's own command."""
        names = {"base": "main", "head": "zhangdian"}
        sides = {side: {"sha": self.git("rev-parse", name).strip()} for side, name in names.items()}
        event = self.root.parent / "event.json"
        event.write_text(
            json.dumps({"pull_request": {"number": 12, "user": {"login": "zhangdian"}, **sides}})
        )
        os.environ.update(GITHUB_EVENT_NAME="pull_request", GITHUB_EVENT_PATH=str(event))
        out = self.root / "review"
        self.run("--lang", "zh", "ci", "github", "--no-papers", "--out", str(out))
        return "````markdown\n" + _steady((out / "comment.md").read_text("utf-8")) + "````\n\n"

    def problems(self) -> Iterator[str]:
        """A line that cannot be read, as the host marks it."""
        yield _told(
            "Problems on their lines",
            "`check --since` says only what the branch brings. A slip in a day, as GitHub is",
            "told of it on standard output, and the log on standard error:",
        )
        self.field("T2017-086", "due", "2017-04-31")
        yield self.shown("check", "--since", "main", "--format", "github")
        self.git("checkout", "-q", ".")

    def mended(self) -> Iterator[str]:
        """The district takes back what is not its own."""
        yield _told(
            "Mended", "The district takes the due day and the mark back; what is left is its own to say:"
        )
        self.git("checkout", "-q", "main", "--", "ledgers/marks")
        self.field("T2017-086", "due", "2017-03-07")
        self.save(self.run("commit", "--dry-run"), DISTRICT)
        yield self.shown("diff", "main", "--fail-on", "closed-month,overstep")

    def meeting(self) -> Iterator[str]:
        """Two branches that meet: what is joined, and what is left to people."""
        yield _told(
            "Branches that meet",
            "Meanwhile the office has recorded progress of the same task and moved its due day; the merge",
            "driver joins the entries by their days. The due day, which both moved, stays a conflict of",
            "these lines alone:",
        )
        self.git("switch", "-q", "main")
        self.event("T2017-086", event="progress", on="2017-04-20", by="市委改革办", text="实地核查")
        self.field("T2017-086", "due", "2017-03-10")
        self.save(self.run("commit", "--dry-run"), OFFICE)
        self.git("switch", "-q", "zhangdian")
        self.field("T2017-086", "due", "2017-03-14")
        self.save(self.run("commit", "--dry-run"), DISTRICT)
        told = self.git("merge", "--no-edit", "main", check=False)
        lines = [line for line in told.splitlines() if line.startswith("ledgers/")]
        yield "```text\n$ git merge main\n" + "\n".join(lines) + "\n```\n\n"
        text = (self.root / "ledgers/tasks/2017/T2017-086.yaml").read_text("utf-8")
        start, end = text.index("<<<<<<<"), text.index("\n", text.index(">>>>>>>")) + 1
        yield "```yaml\n" + text[start:end] + "```\n\n"
        settled = text[:start] + "due: 2017-03-10\n" + text[end:]
        (self.root / "ledgers/tasks/2017/T2017-086.yaml").write_text(settled, "utf-8")
        self.save("Merge branch 'main'", DISTRICT)

    def past(self) -> Iterator[str]:
        """What the log and blame say of it."""
        yield _told(
            "Afterwards",
            "The ledger's history in its own words, and who made each part of a record what it is:",
        )
        yield self.shown("log", "--record", "T2017-086", "--limit", "3")
        yield self.shown("blame", "T2017-086")
        yield "The file that asks the host for the right reviewers, made from the same rights:\n\n"
        lines = self.run("owners", "--codeowners").splitlines()
        yield (
            "```text\n$ reformctl owners --codeowners\n"
            + "\n".join(lines[:5])
            + f"\n… {len(lines) - 5} more lines\n```\n\n"
        )

    def event(self, record: str, **item: str) -> None:
        """Add an event to a task."""
        path = self.root / f"ledgers/tasks/2017/{record}.yaml"
        text = path.read_text("utf-8")
        path.write_text(append_item(text, "events", dict(item)), "utf-8")

    def field(self, record: str, name: str, value: str) -> None:
        """Set a field of a task."""
        path = self.root / f"ledgers/tasks/2017/{record}.yaml"
        path.write_text(set_field(path.read_text("utf-8"), (name,), value), "utf-8")

    def shown(self, *words: str) -> str:
        """A command and what it prints, standard output first."""
        line = " ".join(f"'{word}'" if " " in word else word for word in words)
        return f"```text\n$ reformctl {line}\n{self.run(*words)}```\n\n"

    def run(self, *words: str) -> str:
        """What a command prints, in English unless told otherwise."""
        out, talk = io.StringIO(), io.StringIO()
        language = () if "--lang" in words else ("--lang", "en")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(talk):
            main([*language, "--workspace", str(self.root), *words])
        return _steady(out.getvalue() + talk.getvalue())

    def save(self, message: str, author: str) -> None:
        """Commit all there is."""
        self.git("add", "-A")
        self.git("commit", "-q", "--author", author, "-m", message)

    def git(self, *arguments: str, check: bool = True) -> str:
        """Run git in the books, always at the same hour."""
        stamp = {
            "GIT_AUTHOR_DATE": "2017-04-30T09:00:00+0800",
            "GIT_COMMITTER_DATE": "2017-04-30T09:00:00+0800",
        }
        line = ["git", "-C", str(self.root), *arguments]
        done = subprocess.run(line, check=False, capture_output=True, text=True, env={**os.environ, **stamp})
        if check and done.returncode:
            raise SystemExit(f"{line}: {done.stderr}")
        return done.stdout + done.stderr


def _told(title: str, *lines: str) -> str:
    """A section's head and what it says."""
    return f"## {title}\n\n" + "\n".join(lines) + "\n\n"


def _steady(text: str) -> str:
    """Names of commits, which hang on every file of the sample, as one that stays."""
    return re.sub(r"\b[0-9a-f]{10}\b", "0123456789", text)
