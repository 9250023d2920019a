"""A new workspace: settings, empty ledgers, a copy of the rules and templates, and git."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from reformctl import __version__
from reformctl.diagnostics import ReformctlError
from reformctl.records.kinds import FOLDERS
from reformctl.store.books import CALENDAR, LEDGERS, RULES
from reformctl.store.driver import ATTRIBUTE, configure_driver
from reformctl.store.emitting import emit_inline
from reformctl.store.history import check_author, commit_paths, init_repo, is_repo
from reformctl.store.locking import LOCK_FILE
from reformctl.store.workspace import SETTINGS_FILE, pack_path
from reformctl.store.writing import TEMP_SUFFIX, Writer
from reformctl.words import mark, say

_ATTRIBUTES = (
    "* text=auto\n*.yaml text eol=lf\n*.j2 text eol=lf\n*.md text eol=lf\n*.docx binary\n*.xlsx binary\n"
    f"{ATTRIBUTE}\n"
)
_IGNORED = f"/{LOCK_FILE}\n.*{TEMP_SUFFIX}\n/out/\n"

_PAPER_REMARKS = {
    "organ": mark("who signs"),
    "mark": mark("the red issuing mark"),
    "prefix": mark("the word before the year in the number of a paper"),
    "signer": mark("who signs papers to a higher office"),
    "contact": mark("who answers questions, with a telephone number"),
    "seal": mark("sealed or unsealed"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """What a new workspace's settings say of its office."""

    name: str
    city: str
    timezone: str = "Asia/Shanghai"
    language: str = "auto"
    papers: dict[str, str] = field(default_factory=dict)
    """The fields of `papers`, such as organ, mark and prefix; those left out are written as remarks."""


def seed_folder(name: str) -> Traversable:
    """The copies that the tool carries, `rules` or `templates`; S132 where the installation lacks them."""
    package = files("reformctl")
    carried = package / "seed" / name
    if carried.is_dir():
        return carried
    beside = Path(str(package)).parent
    if (beside / "pyproject.toml").is_file() and (beside / name).is_dir():
        return beside / name
    raise ReformctlError("S132", folder=str(carried))


def seed_files(name: str) -> dict[str, bytes]:
    """The files that the tool carries in a folder, by their names."""
    return {item.name: item.read_bytes() for _, item in _tree(seed_folder(name), name)}


def known_packs() -> tuple[str, ...]:
    """The rules packs that the tool carries."""
    names = (item.name for item in seed_folder(RULES).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def ci_files(host: str) -> dict[str, str]:
    """The job that reviews changes at a host, by its path; it installs this version of the tool."""
    text = (files("reformctl") / "hosts" / f"{host}.yml").read_text(encoding="utf-8")
    return {_JOBS[host]: text.replace("@VERSION@", __version__)}


_JOBS = {"github": ".github/workflows/ledger.yml", "gitlab": ".gitlab-ci.yml"}


def lay_down(
    target: Path, pack: str, office: Office, more: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Make a workspace in a folder, with a first commit where it is not in a repository yet; the paths made.

    `more` are files to lay down beside its own, such as an editor's schemas.

    S130 where one of its files is there, S131 for an unknown pack, S124 where git does not know
    the author; then nothing is written.
    """
    wanted = dict(_workspace_files(pack, office)) | dict(more or {})
    _refuse_existing(target, wanted)
    here = next(folder for folder in (target, *target.absolute().parents) if folder.is_dir())
    fresh = not is_repo(here)
    if fresh:
        check_author(here)
    target.mkdir(parents=True, exist_ok=True)
    with Writer(target) as writer:
        for path, content in wanted.items():
            writer.put(path, content, new=True)
    if fresh:
        init_repo(target)
        commit_paths(target, wanted, f"reformctl init --pack {pack}")
    configure_driver(target)
    return tuple(wanted)


def settings_text(pack: str, office: Office) -> str:
    """The settings of a new workspace, with a remark on every field."""
    lines = [
        f"# {say('The settings of the office; the rules lie in rules/, the records in ledgers/.')}",
        f"office: {emit_inline(office.name)}",
        f"city: {emit_inline(office.city)}",
        f"timezone: {emit_inline(office.timezone)}  # {say('decides which day it is')}",
        f"pack: {emit_inline(pack)}  # {say('the rules in force, a file in rules/')}",
        f"language: {office.language}  # {say('zh, en, or auto: as the terminal has it')}",
        f"commit: false  # {say('true: every change is committed to git as it is made')}",
        f"papers:  # {say('what every paper carries; leave out what yours does not')}",
        *(_paper_line(name, remark, office) for name, remark in _PAPER_REMARKS.items()),
        f"  # fonts: {{}}  # {say('fonts by name: title, body, heading, subheading, folio')}",
    ]
    return "\n".join(lines) + "\n"


def _paper_line(name: str, remark: str, office: Office) -> str:
    value = ({"organ": office.name} | office.papers).get(name)
    shown = f"{name}: {emit_inline(value)}" if value else f"# {name}:"
    return f"  {shown}  # {say(remark)}"


def _workspace_files(pack: str, office: Office) -> Iterator[tuple[str, str | bytes]]:
    packs = known_packs()
    if pack not in packs:
        raise ReformctlError("S131", pack=pack, known=", ".join(packs))
    yield SETTINGS_FILE, settings_text(pack, office)
    yield ".gitattributes", _ATTRIBUTES
    yield ".gitignore", _IGNORED
    yield pack_path(pack), (seed_folder(RULES) / f"{pack}.yaml").read_bytes()
    cases = seed_folder(RULES) / "cases" / f"{pack}.yaml"
    if cases.is_file():
        yield f"{RULES}/cases/{pack}.yaml", cases.read_bytes()
    for path, item in _tree(seed_folder(RULES) / CALENDAR, f"{RULES}/{CALENDAR}"):
        yield path, item.read_bytes()
    for path, item in _tree(seed_folder("templates"), "templates"):
        yield path, item.read_bytes()
    for folder in FOLDERS:
        yield f"{LEDGERS}/{folder}/.gitkeep", ""


def _tree(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _tree(item, f"{path}/{item.name}")
        elif not item.name.startswith("."):
            yield f"{path}/{item.name}", item


def _refuse_existing(target: Path, wanted: Iterable[str]) -> None:
    if target.exists() and not target.is_dir():
        raise ReformctlError("S130", folder=target, files=target.name)
    found = [path for path in wanted if (target / path).exists()]
    if found:
        raise ReformctlError("S130", folder=target, files=", ".join(found[:3]))
