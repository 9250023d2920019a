"""`rank` asked whether it is fair, and what if: every form, every wrong way to ask, nothing written."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import REPO
from tests.cli.conftest import Run

APRIL = ("rank", "--month", "2017-04")
FEW = (*APRIL, "--robustness", "--draws", "50")
PACK = REPO / "rules" / "zibo.yaml"


def digest(root: Path) -> str:
    """The digest of all files below a folder, with their names."""
    found = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()


@pytest.fixture
def heavier(tmp_path: Path) -> Path:
    """The sample pack with five points moved from the tasks' indicator to that of their monthly reports."""
    text = PACK.read_text("utf-8")
    for name, was, now in (("k06-tasks", 10, 5), ("k08-progress", 8, 13)):
        head, mark, tail = text.partition(f"- id: {name}")
        text = head + mark + tail.replace(f"districts: {was}\n", f"districts: {now}\n", 1)
    path = tmp_path / "proposed.yaml"
    path.write_text(text, "utf-8")
    return path


def test_places_and_scores_are_those_of_the_ranking(run: Run) -> None:
    ranked, firm = run(*APRIL, "--format", "json").json, run(*FEW, "--format", "json").json
    for plain, one in zip(ranked["cohorts"], firm["cohorts"], strict=True):
        names = ("rank", "unit", "name", "score")
        assert [[r[n] for n in names] for r in one["rows"]] == [[r[n] for n in names] for r in plain["rows"]]
        assert all(0 <= row["kept"] <= 50 for row in one["rows"])
        assert all(row["best"] <= row["worst"] for row in one["rows"])
    assert (firm["draws"], firm["seed"]) == (50, 1)


def test_the_indicators_that_decide_nothing_are_named(run: Run) -> None:
    districts = run(*FEW, "--format", "json").json["cohorts"][0]
    assert districts["alike"] == ["k01-first-topic", "k08-progress", "k12-rectify", "k18-pilots"]
    assert any("score alike: 4 of 17 (第一议题" in text for text in districts["words"])


def test_every_sentence_stands_in_every_form(run: Run) -> None:
    words = [w for c in run(*FEW, "--format", "json").json["cohorts"] for w in c["words"]]
    table = run(*FEW).out
    told = [row["In words"] for row in csv.DictReader(io.StringIO(run(*FEW, "--format", "csv").out))]
    assert len(words) > 10
    assert all(f"- {text}\n" in table for text in words)
    assert [text for text in told if not text.startswith("keeps place")] == words
    assert run(*FEW, "--format", "md").out.count("\n- ") == len(words)


def test_the_chinese_words_hold_no_english(run: Run) -> None:
    found = run(*FEW, "--format", "json", lang="zh").json
    assert all(text.isascii() is False for c in found["cohorts"] for text in c["words"])
    assert "不起作用" in run(*FEW, lang="zh").out
    assert "现行与拟议对照" in run(*APRIL, "--with-rules", PACK, lang="zh").out


def test_the_same_seed_gives_the_same_bytes_in_any_run(run: Run) -> None:
    code = "import sys; from reformctl.cli.app import main; sys.exit(main(sys.argv[1:]))"
    outs = {run(*FEW, "--format", "json").out.encode()}
    for salt in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, "--lang", "en", "--workspace", str(REPO), *FEW, "--format", "json"],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": salt},
        )
        outs.add(done.stdout)
    assert len(outs) == 1
    assert run(*FEW, "--seed", "2", "--format", "json").out.encode() not in outs


def test_the_pack_in_force_proposed_makes_no_difference(run: Run) -> None:
    found = run(*APRIL, "--with-rules", PACK, "--format", "json").json
    assert [c["words"] for c in found["cohorts"]] == [["No place and no score differs."]] * 2
    for row in (row for cohort in found["cohorts"] for row in cohort["rows"]):
        assert (row["rank"], row["score"]) == (row["proposed_rank"], row["proposed_score"])
        assert (row["moved"], row["made_by"]) == (0, [])


def test_a_proposed_pack_is_told_by_what_it_changes(run: Run, heavier: Path) -> None:
    found = run(*APRIL, "--with-rules", heavier, "--cohort", "districts", "--format", "json").json
    (districts,) = found["cohorts"]
    rows = {row["unit"]: row for row in districts["rows"]}
    changed = {unit for unit, row in rows.items() if row["moved"]}
    assert changed == {"zhoucun", "economic-zone"}
    row = rows["economic-zone"]
    assert (row["rank"], row["proposed_rank"], row["change"]) == (9, 8, "1.66")
    assert [(c["indicator"], c["points"]) for c in row["made_by"]] == [
        ("k08-progress", "5.00"),
        ("k06-tasks", "-3.34"),
    ]
    assert districts["words"] == [
        "Places that change: 2 of 11. Scores that change: 2 of 11.",
        (
            "The difference comes from: 改革任务按时办结 (-5.00 to -2.50; 11 of 11 units)、"
            "改革任务月调度 (+5.00 for every unit, which changes no place)."
        ),
    ]


def test_without_a_record_is_the_ranking_after_its_file_was_deleted(run: Run, sample: Path) -> None:
    found = run(
        *APRIL, "--without", "T2017-091", "--without", "F2017-001", "--format", "json", root=sample
    ).json
    assert found["without"] == ["T2017-091", "F2017-001"]
    for name in ("tasks/2017/T2017-091", "findings/2017/F2017-001"):
        (sample / "ledgers" / f"{name}.yaml").unlink()
    deleted = run(*APRIL, "--format", "json", root=sample).json
    for one, cohort in zip(found["cohorts"], deleted["cohorts"], strict=True):
        proposed = {row["unit"]: (row["proposed_rank"], row["proposed_score"]) for row in one["rows"]}
        assert proposed == {row["unit"]: (row["rank"], row["score"]) for row in cohort["rows"]}


def test_what_no_posting_explains_is_said_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "low.yaml"
    path.write_text(PACK.read_text("utf-8").replace("direction: high", "direction: low", 1), "utf-8")
    asked = (*APRIL, "--cohort", "districts", "--format", "json", "--with-rules")
    assert run(*asked, path).json["cohorts"][0]["words"] == [
        "Places that change: 10 of 11. Scores that change: 0 of 11.",
        "The scores are the same: the places follow other rules on direction, ties or rounding.",
    ]
    other = run(*asked, REPO / "rules" / "jiaxing.yaml").json["cohorts"][0]
    assert other["words"] == ["The proposal has no such ranking."]
    assert {row["proposed_rank"] for row in other["rows"]} == {None}


def test_both_may_be_proposed_at_once_in_every_form(run: Run, heavier: Path) -> None:
    asked = (*APRIL, "--with-rules", heavier, "--without", "T2017-091")
    for form in ("table", "md", "csv", "json"):
        ran = run(*asked, "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert "改革任务月调度" in ran.out
    assert "Left out: T2017-091" in run(*asked).out


def test_nothing_on_the_disk_changes(run: Run, sample: Path, heavier: Path) -> None:
    before = digest(sample)
    run(*FEW, root=sample)
    run(*APRIL, "--with-rules", heavier, "--without", "T2017-091", root=sample)
    assert digest(sample) == before


@pytest.mark.parametrize(
    ("options", "code", "named"),
    [
        (("--robustness", "--explain"), "E160", ("--explain", "--robustness")),
        (("--robustness", "--with-rules", PACK), "E160", ("--robustness", "--with-rules")),
        (("--robustness", "--without", "T2017-091"), "E160", ("--robustness", "--without")),
        (("--explain", "--with-rules", PACK), "E160", ("--explain", "--with-rules")),
        (("--draws", "5"), "E161", ("--draws", "--robustness")),
        (("--seed", "0"), "E161", ("--seed", "--robustness")),
        (("--without", "T2017-999"), "E104", ("T2017-999",)),
        (("--without", "K2017-007"), "E162", ("2017-04", "marks are missing")),
        (("--with-rules", "nowhere.yaml"), "S114", ("nowhere.yaml",)),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(
    run: Run, options: tuple[object, ...], code: str, named: tuple[str, ...]
) -> None:
    ran = run(*APRIL, *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(code)
    assert all(word in ran.err for word in named)


def test_a_wrong_pack_is_told_like_any_wrong_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(PACK.read_text("utf-8").replace("districts: 10\n", "districts: 11\n", 1), "utf-8")
    ran = run(*APRIL, "--with-rules", path)
    assert (ran.code, ran.out) == (1, "")
    assert "wrong.yaml" in ran.err
    assert "P107" in ran.err


def test_draws_are_at_least_one(run: Run) -> None:
    ran = run(*APRIL, "--robustness", "--draws", "0")
    assert (ran.code, ran.out) == (2, "")
    assert "--draws" in ran.err


def test_the_docs_show_what_is_printed(run: Run) -> None:
    page = (REPO / "docs" / "commands.md").read_text("utf-8")
    shown = re.findall(r"\n    reformctl (rank .*)\n\n```text\n([^`]*)```\n", page)
    assert len(shown) == 2
    for line, text in shown:
        assert run(*line.split()).out == text
