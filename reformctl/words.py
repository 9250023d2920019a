"""The interface's languages: marks texts for translation and finds their wording."""

import gettext
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")
DOMAIN = "reformctl"

_current = ["en"]


def mark(text: str) -> str:
    """Mark a text for the catalogues without translating it yet."""
    return text


def speak(language: str) -> None:
    """Choose the language of the interface for the rest of this run."""
    _current[0] = language


def spoken() -> str:
    """The language of the interface."""
    return _current[0]


def say(text: str, language: str | None = None) -> str:
    """The wording of an English text in the interface's language, or in another."""
    return _catalogue(language or _current[0]).gettext(text) if text else ""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    path = files("reformctl") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)
