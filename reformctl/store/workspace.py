"""The workspace: its folder, and what `reformctl.yaml` at its top says of the office."""

import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from reformctl.diagnostics import BadFiles, Diagnostic, ReformctlError
from reformctl.records.base import Strict
from reformctl.records.fields import Slug, Text
from reformctl.records.owners import Owners
from reformctl.records.reading import Model, read_model
from reformctl.source import SourceFile
from reformctl.store.books import Books
from reformctl.store.worktree import WorkTree
from reformctl.store.yamltext import parse
from reformctl.words import mark

SETTINGS_FILE = "reformctl.yaml"


def _known_zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(mark("no such time zone")) from error
    return name


class PaperFonts(Strict):
    """Fonts that stand in for those of `templates/face.yaml`, by their names."""

    title: Text | None = None
    body: Text | None = None
    heading: Text | None = None
    subheading: Text | None = None
    folio: Text | None = None


class PaperSettings(Strict):
    """What every paper of the office carries; a field left out leaves its part of the paper out."""

    organ: Text | None = None
    """The organ that signs the papers."""
    mark: Text | None = None
    """The red issuing mark at the head of a paper."""
    prefix: Text | None = None
    """The office's word before the year in a paper's number."""
    signer: Text | None = None
    """The person who signs papers to a higher office."""
    recipients: tuple[Text, ...] = ()
    """Whom papers go to, where the rules name nobody."""
    copies: tuple[Text, ...] = ()
    """Who gets a copy, where the rules name nobody."""
    contact: Text | None = None
    """Who answers questions, with a telephone number: the note of letters."""
    seal: Literal["sealed", "unsealed"] | None = None
    """Whether papers are sealed; each form as it is usual where it is left out."""
    seal_lines: Annotated[int | None, Field(ge=0, le=20, alias="seal-lines")] = None
    """How many lines are left free for the seal above the signature."""
    fonts: PaperFonts = PaperFonts()


class Settings(Strict):
    """What `reformctl.yaml` says; everything else lies in the rules and the ledgers."""

    office: Text
    city: Text
    timezone: Annotated[Text, AfterValidator(_known_zone)] = "Asia/Shanghai"
    """An IANA name; it decides which day it is."""
    pack: Slug
    """The rules in force: rules/<pack>.yaml."""
    language: Literal["zh", "en", "auto"] = "auto"
    commit: bool = False
    """Whether every change is committed to git as it is made."""
    papers: PaperSettings = PaperSettings()
    owners: Owners = Owners()
    """Who may change what; nothing is held to it where no rights are given."""


@dataclass(frozen=True)
class Workspace:
    """An office's folder and its settings."""

    root: Path
    settings: Settings

    @property
    def pack_path(self) -> str:
        """Where the rules in force lie within the workspace."""
        return pack_path(self.settings.pack)


def find_workspace(start: Path, given: Path | None = None) -> Workspace:
    """The workspace that holds a folder, or the given one.

    ReformctlError S101 or S102 where there is none, BadFiles where its settings are wrong.
    """
    root = _given(given) if given else _above(start)
    return Workspace(root, read_settings(WorkTree(root)))


def read_settings(books: Books) -> Settings:
    """The settings as the books have them; BadFiles where they are wrong."""
    source = books.read_file(SETTINGS_FILE)
    if source is None:
        raise ReformctlError("S103", file=SETTINGS_FILE)
    return read_as(Settings, source)


def read_as(model: type[Model], source: SourceFile | Diagnostic) -> Model:
    """What a file holds, as a model has it; BadFiles where it is wrong."""
    document = (source,) if isinstance(source, Diagnostic) else parse(source)
    found = document if isinstance(document, tuple) else read_model(model, document)
    if isinstance(found, tuple):
        raise BadFiles(found)
    return found


def pack_path(pack: str) -> str:
    """Where a rules pack lies within a workspace."""
    return f"rules/{pack}.yaml"


def _given(folder: Path) -> Path:
    if not (folder / SETTINGS_FILE).is_file():
        raise ReformctlError("S102", folder=folder, file=SETTINGS_FILE)
    return folder.resolve()


def _above(start: Path) -> Path:
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise ReformctlError("S101", folder=here, file=SETTINGS_FILE)
