"""Results in words: states with their marks, reasons with their facts, changes with their signs."""

from decimal import Decimal

from reformctl.derive.obligations import Obligation
from reformctl.derive.reasons import STATES, Fact, Reason
from reformctl.words import mark, say

STATE_MARK = mark("[{state}]")
_PLACES = 4
UP, DOWN = mark("up {places}"), mark("down {places}")
_STYLES = {
    "overdue": "bold red",
    "missed": "red",
    "near": "yellow",
    "claimed": "cyan",
    "met": "green",
    "met-extended": "green",
    "met-late": "magenta",
    "unknown": "bold yellow",
}


def state_mark(state: str, language: str | None = None) -> str:
    """A state as a word in brackets, so that it is read without colour."""
    return say(STATE_MARK, language).format(state=say(STATES[state], language))


def state_style(state: str) -> str:
    """The colour that helps to see a state; the empty text for none."""
    return _STYLES.get(state, "")


def told(reason: Reason, language: str | None = None) -> str:
    """A reason as a sentence."""
    facts = {name: _told_fact(fact, language) for name, fact in reason.facts.items()}
    return say(reason.text, language).format(**facts)


def _told_fact(fact: Fact, language: str | None) -> str:
    if isinstance(fact, Reason):
        return told(fact, language)
    if isinstance(fact, Decimal):
        return short(fact)
    return say(STATES.get(fact, fact), language) if isinstance(fact, str) else str(fact)


def short(number: Decimal) -> str:
    """A number as people read it: no more than four places, which no posting is cut to."""
    whole = number == round(number, _PLACES)
    return str(number) if whole else f"{number:.{_PLACES}f}\u2026"


def signed(points: Decimal | None) -> str:
    """Points with their sign; nothing where there are none to compare."""
    if points is None:
        return ""
    return f"+{points}" if points > 0 else str(points)


def moved(climbed: int | None, language: str | None = None) -> str:
    """Places climbed or fallen, in a word and a number; no arrow, whose width terminals disagree on."""
    if climbed is None:
        return ""
    if climbed == 0:
        return "="
    text = say(UP if climbed > 0 else DOWN, language)
    return text.format(places=abs(climbed))


def owed_what(o: Obligation) -> str:
    """What is owed: the rule's title, with its period and the item that it is about."""
    item = getattr(o.subject.item, "title", None)
    parts = (o.rule.title, str(item) if item else "", str(o.period) if o.period else "")
    return " ".join(part for part in parts if part)
