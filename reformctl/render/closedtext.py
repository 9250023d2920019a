"""What changed in a closed period, in words: units with their scores and places before and after."""

from reformctl.derive.auditing import Effect
from reformctl.words import say

_SHOWN = 4


def effects_text(effects: tuple[Effect, ...]) -> str:
    """The units with their scores and places before and after; those whose own score changed first."""
    ordered = sorted(effects, key=lambda e: (_same_score(e), not _moved(e)))
    shown = "; ".join(_effect(effect) for effect in ordered[:_SHOWN])
    more = len(effects) - _SHOWN
    return shown + (" " + say("and {count} more").format(count=more) if more > 0 else "")


def _moved(effect: Effect) -> bool:
    return effect.before is None or effect.after is None or effect.before.rank != effect.after.rank


def _same_score(effect: Effect) -> bool:
    return bool(effect.before and effect.after and effect.before.score == effect.after.score)


def _effect(effect: Effect) -> str:
    before, after = effect.before, effect.after
    scores = _turned(before.score if before else None, after.score if after else None)
    places = _turned(before.rank if before else None, after.rank if after else None)
    told = say("{unit} {scores} (place {places})").format(unit=effect.name, scores=scores, places=places)
    if before and after and before.grade != after.grade:
        told += " " + say("grade {grades}").format(grades=_turned(before.grade, after.grade))
    elif before and after and (before.score, before.rank) == (after.score, after.rank):
        told += " " + say("by other postings, runs or duties")
    return told


def _turned(before: object, after: object) -> str:
    """A value before and after, or once where it stayed; a dash where there is none."""
    one, other = ("-" if value is None else str(value) for value in (before, after))
    return other if before == after else f"{one} → {other}"
