"""The tools for those who write packs, on the packs that the tool carries."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from reformctl.cli.opening import books_of, read_pack
from reformctl.records.kinds import KINDS, kind_of_id
from reformctl.render.schemas import OTHERS, files_of, schema_of
from reformctl.rulebook.rulebook import Rulebook
from reformctl.source import Document, SourceFile
from reformctl.store.workspace import find_workspace
from reformctl.store.yamltext import parse
from tests.building import REPO
from tests.cli.conftest import Run

EXAMPLES = sorted(path for path in (REPO / "examples").iterdir() if path.is_dir())
WORKSPACES = [REPO, *EXAMPLES]
AS_OF = {"jiaxing": "2017-12-31", "sichuan": "2017-12-31", "yinchuan": "2024-01-31", REPO.name: "2018-06-30"}
CORE = ("domain", "records", "ledger", "rulebook", "derive")


def name_of(root: Path) -> str:
    """A workspace's folder."""
    return root.name


def rulebook(root: Path) -> Rulebook:
    """The pack in force."""
    workspace = find_workspace(root)
    found = read_pack(books_of(workspace))
    assert isinstance(found, Rulebook)
    return found


@pytest.mark.parametrize("root", WORKSPACES, ids=name_of)
def test_every_pack_and_its_books_are_in_order(run: Run, root: Path) -> None:
    assert run("rules", "check", root=root).code == 0
    ran = run("check", "--as-of", AS_OF[root.name], root=root)
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("root", WORKSPACES, ids=name_of)
def test_every_rule_of_a_pack_fires_on_its_ledger(run: Run, root: Path) -> None:
    ran = run("rules", "coverage", "--as-of", AS_OF[root.name], "--format", "json", root=root)
    assert ran.code == 0, ran.err
    assert [row["rule"] for row in ran.json if not row["times"]] == []


@pytest.mark.parametrize("root", WORKSPACES, ids=name_of)
def test_every_rule_of_a_pack_has_a_case_and_no_case_misses(run: Run, root: Path) -> None:
    ran = run("rules", "test", "--format", "json", root=root)
    assert (ran.code, ran.json) == (0, []), ran.out
    assert "no case for" not in ran.err


@pytest.mark.parametrize("root", EXAMPLES, ids=name_of)
def test_an_example_has_the_pack_and_the_cases_that_the_tool_carries(root: Path) -> None:
    for path in (f"rules/{root.name}.yaml", f"rules/cases/{root.name}.yaml"):
        assert (root / path).read_text("utf-8") == (REPO / path).read_text("utf-8")


def test_the_engine_knows_no_pack() -> None:
    packs = [path.stem for path in (REPO / "rules").glob("*.yaml")]
    for part in CORE:
        for path in (REPO / "reformctl" / part).rglob("*.py"):
            code = "\n".join(
                line for line in path.read_text("utf-8").splitlines() if '"""' not in line
            ).lower()
            assert [pack for pack in packs if f'"{pack}' in code] == [], path


def test_a_pack_is_shown_in_numbered_chinese(run: Run) -> None:
    ran = run("rules", "show", lang="zh")
    assert ran.code == 0
    assert "第1条" in ran.out
    one = run("rules", "show", "z5-2-document", lang="zh").out
    for words in ("出台市级配套文件", "Z5(二)", "1个月内", "省级"):
        assert words in one
    missing = run("rules", "show", "z5-2-documnt")
    assert missing.code == 2


def test_what_changed_between_two_packs_is_told_in_words(run: Run, tmp_path: Path) -> None:
    changed = tmp_path / "new.yaml"
    text = (REPO / "rules" / "zibo.yaml").read_text("utf-8")
    before = "    due:\n      after:\n        weeks: 3\n"
    changed.write_text(text.replace(before, "    due:\n      after:\n        weeks: 2\n"), "utf-8")
    ran = run("rules", "diff", REPO / "rules" / "zibo.yaml", changed, lang="zh")
    assert ran.code == 0
    assert "3周内 -> 2周内" in ran.out
    same = run("rules", "diff", str(changed), str(changed))
    assert same.out == ""


def test_a_case_that_misses_is_told_with_what_was_found(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "w"
    shutil.copytree(REPO / "examples" / "jiaxing", root)
    cases = root / "rules" / "cases" / "jiaxing.yaml"
    text = cases.read_text("utf-8")
    assert "state: met-late" in text
    cases.write_text(text.replace("state: met-late", "state: waived", 1), "utf-8")
    ran = run("rules", "test", "--format", "json", root=root)
    assert ran.code == 1
    assert len(ran.json) == 1
    assert "waived" in ran.json[0]["wanted"]


def test_burdens_are_warned_of_with_place_and_clause(run: Run) -> None:
    ran = run("rules", "lint", "--format", "json")
    assert ran.code == 0
    rows = {row["rule"]: row for row in ran.json}
    assert set(rows) == {"k24-meetings", "z11-7-summary"}
    assert rows["k24-meetings"]["place"].startswith("rules/zibo.yaml:")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("    total: 100\n", "    total: 1000\n"), "districts"),
        (("title: 学习传达质量", "title: 领导批示件"), "k02-study"),
        (("title: 现场", "title: 照片留痕现场"), "k15-site"),
    ],
)
def test_each_burden_is_found(run: Run, tmp_path: Path, change: tuple[str, str], rule: str) -> None:
    text = (REPO / "rules" / "zibo.yaml").read_text("utf-8")
    if change[0] not in text:
        change = ("  - id: k15-site\n    title: ", "  - id: k15-site\n    title: 照片留痕")
    changed = text.replace(*change)
    if "1000" in change[1]:
        changed = changed.replace("      districts: 5\n", "      districts: 905\n", 1)
        for name in (
            "groups",
            "districts-quarter",
            "groups-quarter",
            "districts-half",
            "groups-half",
            "districts-year",
            "groups-year",
            "inspectors",
        ):
            at = changed.index(f"  - id: {name}\n", changed.index("\nrankings:"))
            changed = changed[:at] + changed[at:].replace("total: 1000", "total: 100", 1)
    file = tmp_path / "pack.yaml"
    file.write_text(changed, "utf-8")
    ran = run("rules", "lint", str(file), "--format", "json")
    assert ran.code == 0, ran.err
    assert rule in [row["rule"] for row in ran.json]


@pytest.mark.parametrize("root", WORKSPACES, ids=name_of)
def test_every_record_and_pack_fits_its_schema(root: Path) -> None:
    words = rulebook(root).pack.words
    validators = {name: Draft202012Validator(schema_of(name, words)) for name in (*KINDS, *OTHERS)}
    for path in sorted((root / "ledgers").rglob("*.yaml")):
        kind = kind_of_id(path.stem)
        assert kind is not None
        assert (path.name, errors(validators[kind.name], path)) == (path.name, [])
    for folder, name in (("rules", "pack"), ("rules/cases", "cases"), ("rules/calendar", "calendar")):
        for path in (root / folder).glob("*.yaml"):
            assert (path.name, errors(validators[name], path)) == (path.name, [])


def errors(validator: Draft202012Validator, path: Path) -> list[str]:
    """What a schema finds wrong with a file."""
    document = parse(SourceFile(path.name, path.read_text("utf-8")))
    assert isinstance(document, Document)
    return [error.message[:200] for error in validator.iter_errors(plain(document.data))]


def plain(value: object) -> object:
    """Data as an editor has it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("task", {"levle": "city"}),
        ("task", {"level": "town"}),
        ("task", {"opened": "yesterday"}),
        ("meeting", {"kind": "no-such-meeting"}),
        ("finding", {"severity": 3}),
    ],
)
def test_a_planted_error_is_found_by_the_schema(kind: str, change: dict[str, object]) -> None:
    words = rulebook(REPO).pack.words
    path = min((REPO / "ledgers" / KINDS[kind].folder).rglob("*.yaml"))
    document = parse(SourceFile(path.name, path.read_text("utf-8")))
    assert isinstance(document, Document)
    validator = Draft202012Validator(schema_of(kind, words))
    whole = plain(document.data)
    assert isinstance(whole, dict)
    assert list(validator.iter_errors(whole)) == []
    assert list(validator.iter_errors(whole | change)) != []


def test_a_new_workspace_carries_schemas_cases_and_calendar(run: Run, tmp_path: Path, git: object) -> None:
    root = tmp_path / "new"
    assert run("init", str(root), "--pack", "jiaxing").code == 0
    settings = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
    assert {root / path for path in settings["yaml.schemas"]} == set(
        (root / ".vscode/schemas").glob("*.json")
    )
    assert (root / "rules" / "cases" / "jiaxing.yaml").is_file()
    assert (root / "rules" / "calendar" / "2017.yaml").is_file()
    assert run("rules", "test", root=root).code == 0


def test_schemas_are_written_for_the_pack_in_force(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "w"
    shutil.copytree(REPO / "examples" / "jiaxing", root)
    ran = run("schema", "--write", root=root)
    assert ran.code == 0
    assert {p: (root / p).read_text("utf-8") for p in files_of(rulebook(root).pack.words)} == files_of(
        rulebook(root).pack.words
    )
    assert run("schema", "taks", root=root).code == 2
