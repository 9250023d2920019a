"""Who may change what: people who act for units, and the rights of units over records."""

from pydantic import Field

from reformctl.records.base import Strict
from reformctl.records.fields import Slug, Text

ANY = "*"


class Right(Strict):
    """What some units may do; a record is a unit's own where one of its fields names the unit."""

    units: tuple[Text, ...]
    """Units, sets of units, or `*` for every unit that people act for."""
    everything: bool = False
    """Every record, and the rules, templates and settings too."""
    kinds: tuple[Slug, ...] = ()
    """The kinds of record that are meant; all where none is named."""
    fields: tuple[Text, ...] = ()
    """The fields of own records that may be changed; `*` for all."""
    events: tuple[Text, ...] = ()
    """The events that may be added to own records; `*` for all."""
    adds: bool = False
    """Whether own records may be added."""


class Owners(Strict):
    """Who acts for which unit, and what units may do; nothing is held to rights where none are given."""

    people: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    """By unit: accounts of the host such as @name, teams such as @org/team, e-mails, or *@domain."""
    rights: tuple[Right, ...] = ()
