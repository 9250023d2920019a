"""Papers from the command line: every kind, in bulk, in three forms, and the templates behind them."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from reformctl.cli import papers as papers_module
from tests.building import REPO, D, snapshot_of
from tests.cli.conftest import Run
from tests.measuring import Opened, text_of

PACKS = ("", "examples/jiaxing", "examples/yinchuan", "examples/sichuan")
FAKE_OFFICE = """#!/bin/sh
while [ "$1" != "--outdir" ]; do shift; done
out="$2"; shift; shift
for f in "$@"; do n=$(basename "$f" .docx); printf '%%PDF-1.4 fake' > "$out/$n.pdf"; done
"""


def _sheet(path: Path) -> str:
    return "\n".join(text_of(p) for p in Opened(path.read_bytes()).paragraphs())


@pytest.mark.parametrize("pack", PACKS)
def test_every_paper_of_a_pack_has_a_template_for_what_it_tells(run: Run, pack: str):
    root = REPO / pack
    rows = run("paper", "--format", "json", root=root).json
    assert rows
    states = {
        row["template"]: row["state"] for row in run("template", "list", "--format", "json", root=root).json
    }
    for row in rows:
        assert states[row["template"]] == "same", row
        front = (root / "templates" / row["template"]).read_text("utf-8")
        assert f"kind: {row['tells']}\n" in front
        if pack:
            assert front == (REPO / "templates" / row["template"]).read_text("utf-8")


@pytest.mark.parametrize("root", PACKS)
def test_every_kind_of_notice_of_every_pack_has_a_letter_of_its_own(root: str):
    pack = snapshot_of(REPO / root, D(2024, 1, 31)).pack
    letters = [name for paper in pack.papers for name in paper.notices]
    assert sorted(letters) == sorted(kind.id for kind in pack.notices)
    assert len({paper.template for paper in pack.papers if paper.notices}) == len(letters)


def test_a_whole_month_is_written_with_the_same_bytes_each_time(run: Run, tmp_path: Path):
    ask = ("paper", "all", "--month", "2017-06", "--as-of", "2017-07-31")
    first = run(*ask, "--out", tmp_path / "one")
    assert first.code == 0
    assert run(*ask, "--out", tmp_path / "two", lang="zh").code == 0
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    kinds = {name.partition("-2017")[0] for name in names}
    assert {"circular", "pilots", "acceptance", "statement"} <= kinds
    assert "digest" not in kinds
    assert len(first.out.splitlines()) == len(names)


def test_a_statement_holds_every_posting(run: Run, tmp_path: Path):
    assert run("paper", "statement", "--unit", "高青", "--month", "2017-02", "--out", tmp_path).code == 0
    account = run("explain", "gaoqing", "--month", "2017-02", "--format", "json").json
    opened = Opened((tmp_path / "statement-2017-02-gaoqing.docx").read_bytes())
    cells = [text_of(p) for p in opened.of_style("Cell")]
    for posting in account["postings"]:
        points = posting["points"] if posting["points"].startswith("-") else f"+{posting['points']}"
        assert points in cells or posting["points"] in cells
        assert posting["record"] is None or posting["record"] in cells
    assert account["score"] in cells


def test_a_list_of_problems_has_places_for_both_signatures(run: Run, tmp_path: Path):
    ask = ("paper", "problems", "--record", "I2017-001", "--as-of", "2017-01-20", "--out", tmp_path)
    assert run(*ask, "--unit", "张店").code == 0
    text = _sheet(tmp_path / "problems-I2017-001-zhangdian.docx")
    assert "张店区" in text
    assert "（督查组）" in text
    assert text.count("年　　月　　日") == 2
    signed = run("paper", "problems", "--record", "I2017-001", "--unit", "张店").out
    assert "张店分管负责同志" in signed
    assert "2017年1月22日" in signed


def test_the_elements_can_be_said_on_the_command_line(run: Run, tmp_path: Path):
    sets = (
        "--set",
        "classification=机密★1年",
        "--set",
        "copies=甲",
        "--set",
        "copies=乙",
        "--set",
        "date=2017-05-02",
    )
    ran = run("circular", "--month", "2017-04", "--number", "9", *sets, "--out", tmp_path)
    assert ran.code == 0
    text = _sheet(tmp_path / "circular-2017-04.docx")
    assert text.startswith("机密★1年\n")
    for wanted in ("淄改办通报〔2017〕9号", "抄送：甲，乙。", "2017年5月2日印发"):
        assert wanted in text


def test_notices_are_issued_with_their_letters(run: Run, sample: Path, tmp_path: Path):
    wanted = run("notice", "due", "--format", "json", root=sample).json
    ran = run("notice", "issue", "--papers", tmp_path / "out", "--format", "json", root=sample)
    assert ran.json == wanted
    assert wanted
    for row in wanted:
        text = (tmp_path / "out" / f"{row['notice']}.md").read_text("utf-8")
        assert {"prompt": "提示单", "urge": "催办单"}[row["kind"]] in text
        assert (tmp_path / "out" / f"{row['notice']}.docx").stat().st_size > 5000
    again = run("notice", "issue", "--papers", tmp_path / "again", "--format", "json", root=sample)
    assert (again.code, again.json, (tmp_path / "again").exists()) == (0, [], False)


def test_a_letter_names_who_it_goes_to_and_what_is_asked(run: Run):
    text = run("notice", "paper", "JB2017-003").out
    for wanted in (
        "《全面实行河长制工作方案》的交办单",
        "淄改办交办〔2017〕3号",
        "市水利与渔业局",
        "2017年3月14日",
        "办理情况反馈单",
    ):
        assert wanted in text
    for kind, title in (("prompt", "提示单"), ("urge", "催办单"), ("order", "责令书")):
        ran = run("paper", kind, "--period", "2017", "--as-of", "2018-01-31")
        assert ran.out.splitlines()[0].endswith(title)


def test_pdfs_are_made_where_libreoffice_is_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "soffice").write_text(FAKE_OFFICE, "utf-8")
    (tools / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    ran = run("circular", "--month", "2017-04", "--out", tmp_path / "out", "--pdf")
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / "circular-2017-04.pdf").read_bytes().startswith(b"%PDF")
    (tools / "soffice").write_text("#!/bin/sh\necho broken >&2\nexit 1\n", "utf-8")
    failed = run("circular", "--month", "2017-04", "--out", tmp_path / "out", "--pdf")
    assert (failed.code, "S141" in failed.err, "broken" in failed.err) == (2, True, True)


def test_the_script_for_ci_checks_the_books_and_writes_the_months_papers(tmp_path: Path):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "soffice").write_text(FAKE_OFFICE, "utf-8")
    (tools / "soffice").chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "REFORMCTL": f"{sys.executable} -m reformctl",
        "REFORMCTL_TODAY": "2017-02-28",
        "WORKSPACE": str(REPO),
    }
    script = ["bash", str(REPO / ".ci" / "papers"), "2017-01", str(tmp_path / "out")]
    done = subprocess.run(script, env=environment, cwd=REPO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {path.suffix for path in (tmp_path / "out").iterdir()}
    assert found == {".md", ".docx", ".pdf"}
    assert (tmp_path / "out" / "circular-2017-01.docx").exists()


def test_without_libreoffice_it_is_said_before_anything_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("circular", "--month", "2017-04", "--out", tmp_path / "out", "--pdf")
    assert (ran.code, "S140" in ran.err, (tmp_path / "out").exists()) == (2, True, False)


def test_what_cannot_be_written_is_told_with_a_way_out(run: Run):
    for code, *line in (
        ("E110", "paper", "circulars", "--month", "2017-04"),
        ("E115", "paper", "circular"),
        ("E115", "paper", "problems"),
        ("E115", "paper", "all"),
        ("E133", "paper", "pilots", "--month", "2017-04"),
        ("E132", "paper", "order", "--month", "2017-01"),
        ("E134", "paper", "circular", "--month", "2017-04", "--pdf"),
        ("E106", "paper", "statement", "--month", "2017-05"),
        ("E107", "paper", "statement", "--month", "2017-04", "--unit", "finance"),
        ("E104", "paper", "problems", "--record", "I2017-999"),
        ("E104", "notice", "paper", "T2017-001"),
        ("E123", "circular", "--month", "2017-04", "--set", "signer"),
        ("E124", "circular", "--month", "2017-04", "--set", "signers=A"),
        ("E135", "template", "show", "circulr.md.j2"),
        ("E135", "template", "show", "../reformctl.yaml"),
        ("E135", "template", "eject", "nothing.md.j2"),
    ):
        ran = run(*line)
        assert (ran.code, ran.out) == (2, ""), (line, ran.err)
        assert code in ran.err
        assert "\n  = " in ran.err


def test_a_template_is_shown_and_laid_down_anew(run: Run, sample: Path):
    name, path = "circular.md.j2", sample / "templates" / "circular.md.j2"
    own = path.read_text("utf-8")
    path.write_text(own + "\n附言。\n", "utf-8")
    states = {
        r["template"]: r["state"] for r in run("template", "list", "--format", "json", root=sample).json
    }
    assert (states[name], states["parts.md.j2"]) == ("changed", "same")
    assert run("template", "show", name, root=sample).out.endswith("附言。\n")
    assert run("template", "show", name, "--original", root=sample).out == own
    assert "附言。" in run("circular", "--month", "2017-04", root=sample).out
    refused = run("template", "eject", name, root=sample)
    assert (refused.code, "E136" in refused.err) == (2, True)
    assert run("template", "eject", name, "--force", root=sample).code == 0
    assert path.read_text("utf-8") == own
    path.unlink()
    missing = run("circular", "--month", "2017-04", root=sample)
    assert (missing.code, "reformctl template eject circular.md.j2" in missing.err) == (2, True)
    assert run("template", "show", name, root=sample).code == 2
    assert run("template", "eject", name, root=sample).out == f"templates/{name}\n"
    assert path.read_text("utf-8") == own


def test_an_office_changes_fonts_and_the_room_for_its_seal_in_its_settings(
    run: Run, sample: Path, tmp_path: Path
):
    settings = sample / "reformctl.yaml"
    text = settings.read_text("utf-8") + "  seal-lines: 4\n  fonts: {body: 仿宋, title: 华文中宋}\n"
    settings.write_text(text, "utf-8")
    assert run("notice", "paper", "CB2017-001", "--out", tmp_path, root=sample).code == 0
    opened = Opened((tmp_path / "CB2017-001.docx").read_bytes())
    assert opened.font(opened.of_style("BodyText")[0]) == "仿宋"
    assert opened.font(opened.of_style("Title")[0]) == "华文中宋"
    assert opened.empty_before(opened.of_style("Signature")[0]) == 4


def test_an_office_changes_styles_in_a_word_file_of_its_own(run: Run, sample: Path, tmp_path: Path):
    assert run("template", "reference", root=sample).code == 0
    path = sample / "templates" / "reference.docx"
    document = Document(str(path))
    mark = document.styles["发文机关标志"]
    mark.font.size = 40 * 12700
    document.styles["Body Text"].font.size = 15 * 12700
    held = io.BytesIO()
    document.save(held)
    path.write_bytes(held.getvalue())
    assert run("circular", "--month", "2017-04", "--out", tmp_path, root=sample).code == 0
    opened = Opened((tmp_path / "circular-2017-04.docx").read_bytes())
    assert opened.size(opened.of_style("BodyText")[0]) == 15
    assert opened.size(opened.of_style("Mark")[0]) <= 40
    assert "淄改办通报" in _sheet(tmp_path / "circular-2017-04.docx")
    path.write_bytes(b"no Word file")
    ran = run("circular", "--month", "2017-04", "--out", tmp_path, root=sample)
    assert (ran.code, "E137" in ran.err) == (2, True)


def test_papers_can_be_opened_and_written_on(run: Run, tmp_path: Path):
    assert run("notice", "paper", "JB2017-003", "--out", tmp_path).code == 0
    document = Document(str(tmp_path / "JB2017-003.docx"))
    document.add_paragraph("附言。", style="Body Text")
    document.save(str(tmp_path / "again.docx"))
    names = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Body Text", "Signature", "Date", "主送机关"} <= names
    assert document.core_properties.title.endswith("交办单")


def test_many_papers_show_a_bar_at_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []
    begun = papers_module._bar

    def watched(total: int) -> object:
        seen.append(total)
        return begun(total)

    monkeypatch.setattr(papers_module, "_bar", watched)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert run("paper", "statement", "--month", "2017-04", "--out", tmp_path).code == 0
    assert seen == [19]


def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path):
    place = tmp_path / "file"
    place.write_text("x", "utf-8")
    ran = run("circular", "--month", "2017-04", "--out", place)
    assert (ran.code, "S114" in ran.err) == (2, True)


def test_papers_come_from_the_templates_of_a_revision(run: Run, sample: Path, git: object):
    for line in (("init", "-q"), ("add", "."), ("commit", "-qm", "one")):
        git(sample, *line)  # type: ignore[operator]
    before = run("circular", "--month", "2017-04", root=sample).out
    shutil.rmtree(sample / "templates")
    assert run("circular", "--month", "2017-04", "--rev", "HEAD", root=sample).out == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    tells: problems\n", "    tells: problems\n    every: month\n", "for no period"),
        ("    notices: [urge]\n", "    notices: [prompt]\n", "two letters"),
        ("    tells: digest\n", "    tells: digest\n    notices: [urge]\n", "tell a notice"),
        ("    notices: [urge]\n", "    notices: [urges]\n", "urges"),
        ("    tells: digest\n", "    tells: digests\n", "digests"),
    ],
)
def test_a_pack_whose_papers_do_not_fit_is_refused(run: Run, sample: Path, old: str, new: str, told: str):
    pack = sample / "rules" / "zibo.yaml"
    text = pack.read_text("utf-8")
    assert text.count(old) == 1
    pack.write_text(text.replace(old, new), "utf-8")
    ran = run("paper", root=sample)
    assert ran.code == 1
    assert told in ran.err
    assert "rules/zibo.yaml:" in ran.err


def test_a_notice_without_a_letter_is_told(run: Run, sample: Path):
    pack = sample / "rules" / "zibo.yaml"
    pack.write_text(
        pack.read_text("utf-8").replace("    notices: [urge]\n", "    notices: [order]\n", 1), "utf-8"
    )
    text = pack.read_text("utf-8")
    pack.write_text(
        text.replace("    tells: notice\n    notices: [order]\n", "    tells: circular\n", 2), "utf-8"
    )
    ran = run("notice", "paper", "CB2017-001", root=sample)
    assert (ran.code, "E132" in ran.err) == (2, True)


def test_a_paper_without_text_is_still_a_paper(run: Run, sample: Path, tmp_path: Path):
    path = sample / "templates" / "circular.md.j2"
    path.write_text("---\nkind: circular\ntitle: 空文\n---\n", "utf-8")
    assert run("circular", "--month", "2017-04", "--out", tmp_path, root=sample).code == 0
    assert "空文" in _sheet(tmp_path / "circular-2017-04.docx")
