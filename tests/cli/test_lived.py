"""The sample as it was lived, closed month by month: what was published can be asked, explained, defended."""

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from reformctl.cli import opening
from reformctl.cli.close import closing_text
from reformctl.derive.closing import seal_of
from reformctl.ledger.entries import Entry, read_entry
from reformctl.records.closing import ClosedRow, Closing
from reformctl.records.kinds import KINDS
from reformctl.source import Document, SourceFile
from reformctl.store.yamltext import parse
from tests.building import REPO, D
from tests.cli.conftest import Run
from tests.lived import DIRECTOR, RECORD, STRANGER, dated, git, live

CLOSED = [f"2017-{month:02d}" for month in range(1, 13)]


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository, made once; tests only read it."""
    return live(tmp_path_factory.mktemp("lived") / "books")


@pytest.fixture(autouse=True)
def _late(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv(opening.TODAY, "2018-06-30")


@pytest.fixture
def copy(lived: Path, tmp_path: Path) -> Path:
    """A clone that may be changed."""
    subprocess.run(["git", "clone", "--quiet", str(lived), str(tmp_path / "copy")], check=True)
    return tmp_path / "copy"


def amend(root: Path, path: str, old: str, new: str) -> None:
    """Change a file's text."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def test_the_history_ends_at_todays_ledger(lived: Path) -> None:
    for path in sorted((REPO / "ledgers").rglob("*.yaml")):
        assert (lived / path.relative_to(REPO)).read_bytes() == path.read_bytes()
    assert (lived / "rules/zibo.yaml").read_bytes() == (REPO / "rules/zibo.yaml").read_bytes()
    assert git(lived, "status", "--porcelain") == ""
    assert git(lived, "tag").split() == [f"v{month}" for month in CLOSED]


def test_the_books_are_in_order_and_every_closing_is_borne_out(run: Run, lived: Path) -> None:
    assert run("check", root=lived).code == 0
    ran = run("verify", "--format", "json", root=lived)
    assert ran.code == 0, ran.err
    assert {(f["closing"], tuple(f["names"]), f["author"]) for f in ran.json} == {
        (month, (RECORD,), STRANGER) for month in ("2017-03", "2017-04", "2017-06")
    }
    mended = git(lived, "log", "-1", "--format=%H", f"--grep={RECORD} 恢复").strip()
    assert {fault["until"] for fault in ran.json} == {mended}


@pytest.mark.parametrize("month", ["2017-04", "2017-09"])
def test_a_month_gives_the_bytes_that_it_gave_then(run: Run, lived: Path, month: str) -> None:
    now = run("rank", "--month", month, "--format", "json", root=lived).out
    for revision in (f"v{month}", f"v{month}~1", "HEAD"):
        ran = run("rank", "--month", month, "--rev", revision, "--format", "json", root=lived)
        assert ran.out == now
    tampered = git(lived, "log", "-1", "--format=%H", f"--grep={RECORD} 调整").strip()
    assert run("rank", "--month", month, "--rev", tampered, "--format", "json", root=lived).out == now


def test_a_revision_is_read_without_a_checkout_and_under_its_own_rules(run: Run, lived: Path) -> None:
    before = git(lived, "rev-parse", "HEAD")
    shown = run("rules", "show", "z6-3-review", "--rev", "v2017-05", root=lived)
    assert (shown.code, "E126" in shown.err) == (2, True)
    assert run("rules", "show", "z6-3-review", "--rev", "v2017-06", root=lived).code == 0
    assert (git(lived, "rev-parse", "HEAD"), git(lived, "status", "--porcelain")) == (before, "")


def test_an_appeal_is_seen_from_its_day_and_decided_from_its_own(run: Run, lived: Path) -> None:
    def stated(day: str) -> dict[str, object]:
        ran = run("statement", "周村", "--month", "2017-08", "--as-of", day, "--format", "json", root=lived)
        assert ran.code == 0, ran.err
        found: dict[str, object] = ran.json
        return found

    early, lodged, decided = stated("2017-09-02"), stated("2017-09-10"), stated("2017-09-11")
    assert (early["closed"], early["until"], early["appeals"]) == (None, None, [])
    assert (lodged["closed"], lodged["until"]) == ("2017-09-03", "2017-09-13")
    assert [a["outcome"] for a in lodged["appeals"]] == [None]  # type: ignore[attr-defined]
    assert [a["outcome"] for a in decided["appeals"]] == ["upheld"]  # type: ignore[attr-defined]
    assert early["score"] == decided["score"] == "91.40"


def test_an_upheld_appeal_counts_in_the_open_month_and_not_before_its_day(run: Run, lived: Path) -> None:
    def posted(day: str) -> list[str]:
        ran = run("explain", "周村", "--month", "2017-09", "--as-of", day, "--format", "json", root=lived)
        return [p["points"] for p in ran.json["postings"] if p["record"] == "Q2017-001"]

    assert posted("2017-09-30") == posted("2018-06-30") == ["0.50"]
    stated = ("statement", "周村", "--month", "2017-09", "--format", "json")
    assert run("correction", "list", "--as-of", "2017-09-10", root=lived).err == "0 records\n"
    assert [c["id"] for c in run(*stated, root=lived).json["corrections"]] == ["Q2017-001"]
    august = run("rank", "--month", "2017-08", "--format", "json", root=lived).json
    row = next(r for c in august["cohorts"] for r in c["rows"] if r["unit"] == "zhoucun")
    assert row["score"] == "91.40"


def test_every_posting_names_its_clause_its_record_and_the_commit(run: Run, lived: Path) -> None:
    account = run("explain", "周村", "--month", "2017-09", "--format", "json", root=lived).json
    assert sum(Decimal(p["points"]) for p in account["postings"]) == Decimal(account["score"])
    for posting in account["postings"]:
        assert posting["clause"]
        if posting["record"]:
            last = git(lived, "log", "-1", "--format=%H", "--", posting["path"]).strip()
            assert posting["commit"] == last
        else:
            assert posting["commit"] is None


def test_a_place_is_separated_by_postings_that_sum_to_the_gap(run: Run, lived: Path) -> None:
    found = run("explain", "周村", "--month", "2017-09", "--rank", "--format", "json", root=lived).json
    for side in ("above", "below"):
        other = found[side]
        gap = Decimal(found["score"]) - Decimal(other["score"])
        assert gap == Decimal(other["gap"]) == sum(Decimal(part["difference"]) for part in other["parts"])
        assert (found["rank"] > other["rank"]) == (side == "above")


def test_two_months_are_compared_to_the_last_point(run: Run, lived: Path) -> None:
    found = run("compare", "2017-08", "2017-09", "--unit", "周村", "--format", "json", root=lived).json
    total = sum(Decimal(part["difference"]) for part in found["indicators"])
    assert Decimal(found["difference"]) == total
    assert total == Decimal(found["later"]["score"]) - Decimal(found["earlier"]["score"])
    assert "Q2017-001" in {posting["record"] for posting in found["postings"]}
    rows = run("compare", "2017-08", "2017-09", "--format", "json", root=lived).json
    assert len(rows) == 19
    for row in rows:
        assert Decimal(row["change"]) == Decimal(row["after"]) - Decimal(row["before"])


def test_an_obligation_a_duty_and_a_notice_are_explained_by_their_steps(run: Run, lived: Path) -> None:
    day = ("--as-of", "2017-04-30")
    rows = run("overdue", *day, "--format", "json", root=lived).json
    key = next(row["key"] for row in rows if row["record"] == RECORD)
    found = run("explain", key, *day, "--format", "json", root=lived).json
    assert (found["state"], found["due"]) == ("overdue", "2017-03-07")
    assert any(step["path"] == f"ledgers/tasks/2017/{RECORD}.yaml" for step in found["grounds"])
    duty = "z6-4-speech-district:zhangdian:2017-04:zhangdian"
    told = run("explain", duty, "--as-of", "2017-06-30", root=lived)
    assert told.code == 0, told.err
    assert "place 1 of 11" in told.out
    notice = run("explain", "CB2017-001", "--format", "json", root=lived).json
    assert any("2017-03-14" in step["why"] and "2017-03-15" in step["why"] for step in notice["grounds"])
    assert run("explain", "z5:nothing", root=lived).code == 2


def test_a_records_life_is_told_with_who_did_what_and_what_it_did(run: Run, lived: Path) -> None:
    turns = run("history", RECORD, "--format", "json", root=lived).json["commits"]
    moved = next(turn for turn in turns if turn["author"] == STRANGER)
    assert (moved["on"], moved["what"]) == ("2017-10-12", "changed")
    assert any("2017-03-07 → 2017-06-07" in line for line in moved["changes"])
    assert any("2017-06-07" in line for line in moved["owed"])
    first = turns[0]
    assert (first["what"], first["on"]) == ("added", "2017-01-31")
    dates = [turn["on"] for turn in turns]
    assert dates == sorted(dates)
    early = run("history", RECORD, "--as-of", "2017-03-31", "--brief", "--format", "json", root=lived).json
    assert [turn["on"] for turn in early["commits"]] == [day for day in dates if day <= "2017-03-31"]
    assert early["commits"][0]["owed"] is None


def test_a_record_changed_on_two_branches_is_told_branch_by_branch(run: Run, copy: Path) -> None:
    path = f"ledgers/tasks/2017/{RECORD}.yaml"
    with dated(D(2018, 6, 4), STRANGER):
        git(copy, "switch", "--quiet", "--create", "side")
        amend(copy, path, "level: city", "level: city\nnote: 旁支")
        git(copy, "commit", "--quiet", "--all", "--message=side")
        git(copy, "switch", "--quiet", "main")
        amend(copy, path, "officer: 张店改革办主任", "officer: 张店改革办副主任")
        git(copy, "commit", "--quiet", "--all", "--message=main")
        git(copy, "merge", "--quiet", "--no-edit", "side")
    turns = run("history", RECORD, "--brief", "--format", "json", root=copy).json["commits"]
    told = {turn["subject"]: turn["changes"] for turn in turns if turn["subject"] in ("side", "main")}
    assert [len(changes) for changes in told.values()] == [1, 1]
    assert "旁支" in told["side"][0]
    assert "副主任" in told["main"][0]


def test_a_change_of_a_closed_result_is_told_with_its_commit(run: Run, copy: Path) -> None:
    amend(copy, f"ledgers/tasks/2017/{RECORD}.yaml", "due: 2017-03-07", "due: 2017-06-07")
    ran = run("check", root=copy)
    assert (ran.code, ran.err.count("M101"), "not committed" in ran.err) == (1, 3, True)
    with dated(D(2018, 6, 1), STRANGER):
        git(copy, "commit", "--quiet", "--all", "--message=x")
    name = git(copy, "rev-parse", "HEAD").strip()[:10]
    ran = run("check", root=copy)
    assert f"{name} 2018-06-01 {STRANGER}" in ran.err
    assert run("check", "--rev", "HEAD~1", root=copy).code == 0


def test_a_rule_that_changes_a_closed_result_is_named(run: Run, copy: Path) -> None:
    amend(copy, "rules/zibo.yaml", "title: 督查发现问题", "title: 发现问题")
    assert run("check", root=copy).code == 0
    amend(copy, "rules/zibo.yaml", "ordinary: -1\n", "ordinary: -3\n")
    ran = run("check", root=copy)
    assert ran.code == 1
    assert "k13-findings" in ran.err
    assert "M102" in ran.err
    assert "M101" not in ran.err


def test_the_tool_refuses_to_save_what_changes_a_closed_month(run: Run, copy: Path) -> None:
    before = (copy / f"ledgers/tasks/2017/{RECORD}.yaml").read_bytes()
    ran = run("task", "set", RECORD, "due=2017-06-07", root=copy)
    assert (ran.code, "M101" in ran.err) == (1, True)
    assert (copy / f"ledgers/tasks/2017/{RECORD}.yaml").read_bytes() == before
    assert run("task", "set", RECORD, "note=另记", root=copy).code == 0


def test_a_month_is_opened_again_only_with_a_trace(run: Run, copy: Path) -> None:
    refused = run("reopen", "2017-11", "--by", DIRECTOR, "--reason", "x", root=copy)
    assert (refused.code, "E156" in refused.err) == (2, True)
    with dated(D(2018, 2, 1), DIRECTOR):
        ran = run("reopen", "2017-12", "--by", DIRECTOR, "--reason", "录入差错", root=copy)
        assert ran.code == 0, ran.err
        assert run("close", "2017-12", "--by", DIRECTOR, root=copy).code == 0
    assert git(copy, "tag", "--points-at", "HEAD").split() == ["v2017-12.2"]
    rows = run("closing", "list", "--format", "json", root=copy).json
    first, second = [row for row in rows if row["period"] == "2017-12"]
    assert (first["reopened"], first["why"], second["reopened"]) == ("2018-02-01", "录入差错", None)
    between = run("closing", "list", "--as-of", "2018-01-10", "--format", "json", root=copy).json
    assert [row["id"] for row in between if row["period"] == "2017-12"] == ["2017-12"]
    assert run("verify", root=copy).code == 0
    assert run("check", root=copy).code == 0


def test_closing_is_refused_with_a_way_out(run: Run, copy: Path) -> None:
    def refused(*words: str) -> str:
        ran = run("close", *words, "--by", DIRECTOR, root=copy)
        assert ran.code in (1, 2), ran.out
        return ran.err

    assert "E152" in refused("2017-04")
    assert "E157" in refused("2017-W05")
    assert "E151" in refused("2018-06", "--on", "2018-06-15")
    assert "E105" in refused("2018-01")
    assert "E119" in refused("2017-13")
    amend(copy, f"ledgers/tasks/2017/{RECORD}.yaml", "level: city", "level: ciyt")
    assert "E150" in refused("2017-H1")
    with dated(D(2018, 6, 1), DIRECTOR):
        git(copy, "commit", "--quiet", "--all", "--message=x")
    assert "R108" in refused("2017-H1")
    assert not (copy / "ledgers/closed/2017-H1.yaml").exists()


def test_longer_periods_are_closed_on_closed_months(run: Run, lived: Path, copy: Path) -> None:
    with dated(D(2018, 6, 1), DIRECTOR):
        assert run("close", "2017-H1", "--by", DIRECTOR, root=copy).code == 0
        ran = run("reopen", "2017-06", "--by", DIRECTOR, "--reason", "x", root=copy)
        assert (ran.code, "E156" in ran.err) == (2, True)
    half = ("rank", "--period", "2017-H1", "--format", "json")
    assert run(*half, root=lived).out == run(*half, root=copy).out
    assert run("check", root=copy).code == 0


def test_a_hook_that_refuses_leaves_nothing_behind(run: Run, copy: Path) -> None:
    hook = copy / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    ran = run("close", "2017-H1", "--by", DIRECTOR, root=copy)
    assert (ran.code, "S123" in ran.err) == (2, True)
    assert git(copy, "status", "--porcelain") == ""
    assert "v2017-H1" not in git(copy, "tag")


def test_a_shallow_clone_still_finds_and_names_a_change(run: Run, lived: Path, tmp_path: Path) -> None:
    root = tmp_path / "shallow"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{lived}", str(root)], check=True)
    assert run("check", root=root).code == 0
    amend(root, f"ledgers/tasks/2017/{RECORD}.yaml", "due: 2017-03-07", "due: 2017-06-07")
    ran = run("check", root=root)
    assert (ran.code, RECORD in ran.err, "M101" in ran.err) == (1, True, True)


def test_a_closing_removed_rewritten_or_brought_by_a_merge_is_found_in_history(run: Run, copy: Path) -> None:
    with dated(D(2018, 6, 2), STRANGER):
        git(copy, "switch", "--quiet", "--create", "side")
        git(copy, "rm", "--quiet", "ledgers/closed/2017-12.yaml")
        git(copy, "commit", "--quiet", "--message=removed")
        git(copy, "switch", "--quiet", "main")
        git(copy, "merge", "--quiet", "--no-ff", "side", "--message=merged")
        amend(copy, "ledgers/closed/2017-11.yaml", "score: 9", "score: 8")
        git(copy, "commit", "--quiet", "--all", "--message=rewritten")
    ran = run("verify", "--format", "json", root=copy)
    assert ran.code == 1
    standing = {(f["closing"], f["what"]) for f in ran.json if f["until"] is None}
    assert {("2017-12", "removed"), ("2017-11", "rewritten")} <= standing


def test_signatures_of_commits_and_tags_are_held(run: Run, copy: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text("utf-8")
    (tmp_path / "signers").write_text(f"office@example.org {public}", "utf-8")
    for name, value in (
        ("gpg.format", "ssh"),
        ("user.signingkey", str(key)),
        ("gpg.ssh.allowedSignersFile", str(tmp_path / "signers")),
        ("commit.gpgsign", "true"),
    ):
        git(copy, "config", name, value)
    unsigned = run("verify", "--signatures", "--format", "json", root=copy)
    assert unsigned.code == 1
    assert {f["what"] for f in unsigned.json if f["until"] is None} == {"unsigned"}
    with dated(D(2018, 6, 1), DIRECTOR):
        assert run("close", "2017-H1", "--by", DIRECTOR, "--sign", root=copy).code == 0
    rows = run("verify", "--signatures", "--format", "json", root=copy).json
    closed = git(copy, "rev-parse", "HEAD").strip()
    assert closed not in {row["commit"] for row in rows}
    assert "2017-H1" not in {row["closing"] for row in rows}
    assert "2017-12" in {row["closing"] for row in rows}


def test_a_late_exemption_posts_its_corrections_or_is_told(run: Run, copy: Path) -> None:
    what = ("--exempts", RECORD, "--unit", "张店", "--granted", "2018-06-20")
    why = ("--title", "容错", "--approved-by", "市委改革办主任", "--ground", "先行先试")
    ran = run("exemption", "add", *what, *why, root=copy)
    assert ran.code == 0, ran.err
    rows = run("correction", "list", "--format", "json", root=copy).json
    new = [row["id"] for row in rows if row["id"].startswith("Q2018")]
    shown = [run("correction", "show", name, "--format", "json", root=copy).json["fields"] for name in new]
    assert {(s["of"], s["month"]) for s in shown} == {
        ("2017-01", "2018-01"),
        ("2017-03", "2018-01"),
        ("2017-04", "2018-01"),
    }
    assert all(s["because"] == "E2018-001" and Decimal(s["points"]) > 0 for s in shown)
    assert run("check", root=copy).code == 0
    shutil.rmtree(copy / "ledgers/corrections/2018")
    told = run("check", root=copy)
    assert (told.code, told.err.count("C123")) == (1, len(new))


def test_the_circular_lists_corrections_and_appeals(run: Run, lived: Path) -> None:
    text = run("circular", "--month", "2017-09", root=lived).out
    line = next(one for one in text.splitlines() if "A2017-001" in one)
    assert "周村区" in line
    assert "2017年8月份" in line
    assert "0.50" in line
    assert "支持或部分支持1件" in text
    assert "异议复核和更正" not in run("circular", "--month", "2017-04", root=lived).out


def test_a_statement_says_until_when_it_may_be_contested(run: Run, lived: Path) -> None:
    words = ("paper", "statement", "--unit", "周村", "--month", "2017-08")
    assert "2017年9月13日" in run(*words, root=lived).out
    assert "2017年9月13日" not in run(*words, "--as-of", "2017-09-02", root=lived).out


def forged(root: Path, closing: str, unit: str) -> str:
    """A closing's text with another unit's first posting raised, sealed anew as its forger would."""
    path = root / f"ledgers/closed/{closing}.yaml"
    document = parse(SourceFile(path.name, path.read_text("utf-8")))
    assert isinstance(document, Document)
    entry = read_entry(KINDS["closing"], document)
    assert isinstance(entry, Entry)
    record = entry.record
    assert isinstance(record, Closing)
    section = record.rankings[0]
    rows = tuple(raised(row) if row.unit == unit else row for row in section.rows)
    changed = record.model_copy(
        update={"rankings": (section.model_copy(update={"rows": rows}), *record.rankings[1:])}
    )
    return closing_text(changed.model_copy(update={"seal": seal_of(changed)}))


def raised(row: ClosedRow) -> ClosedRow:
    """A row with ten points more."""
    first, *others = row.postings
    better = first.model_copy(update={"points": first.points + 10})
    return row.model_copy(update={"score": row.score + 10, "postings": (better, *others)})


def commit_all(root: Path, message: str) -> None:
    """Commit all that was changed, as a stranger."""
    with dated(D(2018, 6, 3), STRANGER):
        git(root, "add", "--all")
        git(root, "commit", "--quiet", f"--message={message}")


def standing(run: Run, root: Path) -> set[tuple[str, str]]:
    """The faults that `verify` finds standing."""
    ran = run("verify", "--format", "json", root=root)
    found = {(fault["closing"], fault["what"]) for fault in ran.json if fault["until"] is None}
    assert ran.code == (1 if found else 0)
    return found


def test_a_closing_forged_with_its_seal_is_found_by_check_and_by_verify(run: Run, copy: Path) -> None:
    (copy / "ledgers/closed/2017-12.yaml").write_text(forged(copy, "2017-12", "wenchang-lake"), "utf-8")
    ran = run("check", root=copy)
    assert (ran.code, "M104" in ran.err) == (1, True)
    git(copy, "tag", "--delete", "v2017-12")
    ran = run("check", root=copy)
    assert (ran.code, "M103" in ran.err) == (1, True)
    commit_all(copy, "x")
    assert ("2017-12", "rewritten") in standing(run, copy)


def test_a_closing_forged_from_its_first_commit_on_is_found(run: Run, copy: Path) -> None:
    closed = git(copy, "rev-parse", "v2017-12^{commit}").strip()
    text = forged(copy, "2017-12", "wenchang-lake")
    git(copy, "switch", "--quiet", "--create", "forged", closed)
    (copy / "ledgers/closed/2017-12.yaml").write_text(text, "utf-8")
    with dated(D(2018, 1, 3), DIRECTOR):
        git(copy, "commit", "--quiet", "--amend", "--all", "--no-edit")
        git(copy, "cherry-pick", "--allow-empty", f"{closed}..main")
    assert {("2017-12", "basis"), ("2017-12", "tag")} <= standing(run, copy)
    assert run("check", root=copy).code == 1


def test_a_tag_that_was_moved_is_told(run: Run, copy: Path) -> None:
    with dated(D(2018, 6, 1), STRANGER):
        git(copy, "tag", "--force", "--annotate", "--message=x", "v2017-04", "v2017-03")
    assert standing(run, copy) == {("2017-04", "tag")}


def test_a_second_closing_counts_only_after_a_reopening(run: Run, copy: Path) -> None:
    text = forged(copy, "2017-12", "wenchang-lake").replace("id: 2017-12\n", 'id: "2017-12.2"\n', 1)
    (copy / "ledgers/closed/2017-12.2.yaml").write_text(text, "utf-8")
    ran = run("check", root=copy)
    assert (ran.code, "M105" in ran.err) == (1, True)
    commit_all(copy, "again")
    assert ("2017-12.2", "twice") in standing(run, copy)


@pytest.mark.parametrize("month", ["2017-12", "2017-04"])
def test_a_closing_that_is_gone_is_missed(run: Run, copy: Path, month: str) -> None:
    git(copy, "rm", "--quiet", f"ledgers/closed/{month}.yaml")
    commit_all(copy, "gone")
    ran = run("check", root=copy)
    assert (ran.code, "M106" in ran.err) == (1, True)
    assert (month, "removed") in standing(run, copy)


def test_books_that_cannot_be_read_hide_nothing_that_comes_with_them(run: Run, copy: Path) -> None:
    (copy / "ledgers/stray.txt").write_text("x", "utf-8")
    amend(copy, f"ledgers/tasks/2017/{RECORD}.yaml", "due: 2017-03-07", "due: 2017-06-07")
    commit_all(copy, "both")
    assert ("", "unread") in standing(run, copy)
    git(copy, "rm", "--quiet", "ledgers/stray.txt")
    commit_all(copy, "mended")
    assert standing(run, copy) == {(month, "record") for month in ("2017-03", "2017-04", "2017-06")}


def test_the_trace_of_a_reopening_cannot_be_taken_out(run: Run, copy: Path) -> None:
    with dated(D(2018, 6, 1), DIRECTOR):
        assert run("reopen", "2017-12", "--by", DIRECTOR, "--reason", "x", root=copy).code == 0
    path = copy / "ledgers/closed/2017-12.yaml"
    path.write_text(path.read_text("utf-8").partition("events:\n")[0], "utf-8")
    commit_all(copy, "tidy")
    assert ("2017-12", "rewritten") in standing(run, copy)


def test_names_and_duties_of_a_closed_month_are_those_that_were_published(run: Run, copy: Path) -> None:
    month = ("rank", "--month", "2017-04", "--cohort", "districts", "--format", "json")
    before = run(*month, root=copy).out
    for unit, name in (("zhoucun", "甲区"), ("linzi", "乙区")):
        path = copy / f"ledgers/units/{unit}.yaml"
        lines = [
            f"name: {name}" if line.startswith("name:") else line for line in path.read_text().splitlines()
        ]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    assert run(*month, root=copy).out == before
    amend(copy, "rules/zibo.yaml", "since: 2017-01-01", "since: 2018-01-01")
    assert run(*month, root=copy).out == before


def test_a_signature_that_fails_leaves_no_closing(run: Run, copy: Path) -> None:
    git(copy, "config", "gpg.program", "/bin/false")
    before = git(copy, "rev-parse", "HEAD")
    ran = run("close", "2017-H1", "--by", DIRECTOR, "--sign", root=copy)
    assert (ran.code, "S123" in ran.err) == (2, True)
    assert (git(copy, "rev-parse", "HEAD"), git(copy, "status", "--porcelain")) == (before, "")


def test_a_day_ahead_and_a_blank_post_are_refused(run: Run, copy: Path) -> None:
    assert "E177" in run("close", "2017-H1", "--by", DIRECTOR, "--on", "2018-12-31", root=copy).err
    assert "E120" in run("close", "2017-H1", "--by", " ", root=copy).err
    assert "E120" in run("reopen", "2017-12", "--by", DIRECTOR, "--reason", "", root=copy).err
    assert git(copy, "status", "--porcelain") == ""


PAGE = REPO / "docs" / "defence.md"
HEAD = """# Scores that can be defended

Every command here was run on the sample ledger as it was lived: a git repository built month by month, closed
on the third of each next month, with an appeal upheld, a late correction, a change of the rules in June, and
a change of a closed month that was found. `tests/lived.py` builds it; a test holds this page to what the
commands print. The day is 30 June 2018.

"""


def test_the_page_shows_what_the_commands_print(
    run: Run,
    lived: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = (lived / "rules/zibo.yaml").read_text("utf-8")
    assert "ordinary: -1\n" in pack
    (tmp_path / "proposed.yaml").write_text(pack.replace("ordinary: -1\n", "ordinary: -2\n", 1), "utf-8")
    monkeypatch.chdir(tmp_path)
    text = HEAD + "".join(_sections(run, lived))
    if request.config.getoption("--update-gallery"):
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text


def _sections(run: Run, root: Path) -> Iterator[str]:
    for section in yaml.safe_load((REPO / "docs" / "defence.yaml").read_text("utf-8")):
        yield f"## {section['title']}\n\n"
        if "text" in section:
            yield f"{section['text']}\n\n"
        for line in section["run"]:
            ran = run(*shlex.split(line), root=root)
            assert ran.code in (0, 1), (line, ran.err)
            said = (ran.out + ran.err).rstrip("\n")
            trimmed = "\n".join(one.rstrip() for one in said.splitlines())
            yield f"```text\n$ reformctl {line}\n{trimmed}\n```\n\n"
