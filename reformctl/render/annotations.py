"""Problems in the forms that hosts show beside the lines of a change: GitHub, GitLab, SARIF, JUnit."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal
from urllib.parse import quote

from reformctl import __version__
from reformctl.diagnostics import Diagnostic
from reformctl.render.harmless import github_message, github_property, one_line, sarif_message, xml
from reformctl.render.messages import MESSAGES
from reformctl.render.problems import Locate, describe, hint_of
from reformctl.render.table import to_json
from reformctl.source import Route
from reformctl.words import say

HostForm = Literal["github", "gitlab", "sarif", "junit"]
SHOWN_A_STEP = 10
"""How many errors GitHub shows of one step; it drops the rest without a word."""
SHOWN_AS_SARIF = 5000


def annotations(found: Sequence[Diagnostic], locate: Locate, form: HostForm, prefix: str = "") -> str:
    """The problems in a host's form; `prefix` is the workspace's folder within the repository."""
    return _FORMS[form](found, locate, prefix)


def fingerprint(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What names a problem while lines come and go: code, record, and the way to the field."""
    path = diagnostic.place.source.path
    return diagnostic.code, path.rpartition("/")[2].partition(".")[0] or path, _way(diagnostic.place.route)


def only_new(found: Iterable[Diagnostic], before: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems that were not there before: of those alike, as many as there are more now."""
    old = list(before)
    exact = Counter((fingerprint(d), tuple(sorted(d.facts.items()))) for d in old)
    rest = Counter(map(fingerprint, old))
    left = []
    for d in found:
        key = fingerprint(d), tuple(sorted(d.facts.items()))
        if exact[key] > 0:
            exact[key] -= 1
            rest[key[0]] -= 1
        else:
            left.append(d)
    return [d for d in left if not _taken(rest, fingerprint(d))]


def _taken(rest: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
    rest[key] -= 1
    return rest[key] >= 0


def _way(route: Route) -> str:
    """A route without the numbers of list items, which move when one comes before them."""
    return "/".join("*" if isinstance(step, int) else step for step in route)


def _github(found: Sequence[Diagnostic], locate: Locate, prefix: str) -> str:
    lines = [_command(d, locate, prefix) for d in found[:SHOWN_A_STEP]]
    more = len(found) - SHOWN_A_STEP
    if more > 0:
        told = say("{count} more problems are not marked here; the log of this step has them all")
        lines.append(f"::notice::{github_message(told.format(count=more))}")
    return "".join(f"{line}\n" for line in lines)


def _command(d: Diagnostic, locate: Locate, prefix: str) -> str:
    spot = locate(d)
    facts = {
        "file": prefix + d.place.source.path,
        "line": str(spot.line),
        "col": str(spot.column),
        "title": d.code,
    }
    told = ",".join(f"{name}={github_property(value)}" for name, value in facts.items())
    return f"::error {told}::{github_message(_told(d))}"


def _gitlab(found: Sequence[Diagnostic], locate: Locate, prefix: str) -> str:
    rows = [
        {
            "description": f"{d.code} {one_line(_told(d))}",
            "check_name": d.code,
            "fingerprint": digest,
            "severity": "major",
            "location": {"path": prefix + one_line(d.place.source.path), "lines": {"begin": locate(d).line}},
        }
        for d, digest in _digests(found)
    ]
    return to_json(rows)


def _sarif(found: Sequence[Diagnostic], locate: Locate, prefix: str) -> str:
    shown = found[:SHOWN_AS_SARIF]
    codes = sorted({d.code for d in shown})
    rules = [
        {"id": code, "shortDescription": {"text": sarif_message(say(MESSAGES[code][0]))}} for code in codes
    ]
    results = [_result(d, digest, locate, prefix, codes) for d, digest in _digests(shown)]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "reformctl", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if len(found) > len(shown):
        run["properties"] = {"notShown": len(found) - len(shown)}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return to_json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _result(d: Diagnostic, digest: str, locate: Locate, prefix: str, codes: list[str]) -> dict[str, Any]:
    spot = locate(d)
    region = {"startLine": spot.line, "startColumn": spot.column, "endColumn": spot.column + spot.width}
    place = {"artifactLocation": {"uri": quote(prefix + d.place.source.path)}, "region": region}
    return {
        "ruleId": d.code,
        "ruleIndex": codes.index(d.code),
        "level": "error",
        "message": {"text": sarif_message(_told(d))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"reformctl/v1": digest},
    }


def _junit(found: Sequence[Diagnostic], locate: Locate, prefix: str) -> str:
    head = f'<testsuites tests="{max(1, len(found))}" failures="{len(found)}">'
    suite = f'<testsuite name="reformctl check" tests="{max(1, len(found))}" failures="{len(found)}">'
    cases = [_case(d, locate, prefix) for d in found] or ['<testcase classname="reformctl" name="check"/>']
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', head, suite, *cases, "</testsuite>", "</testsuites>")
    return "\n".join(lines) + "\n"


def _case(d: Diagnostic, locate: Locate, prefix: str) -> str:
    spot, path = locate(d), xml(prefix + d.place.source.path)
    name = f"{d.code} {path}:{spot.line}:{spot.column}"
    failure = f'<failure message="{xml(_told(d))}" type="{d.code}"/>'
    return f'<testcase classname="{d.code}" name="{name}" file="{path}">{failure}</testcase>'


def _told(d: Diagnostic) -> str:
    message, hint = describe(d.code, d.facts)
    told = hint_of(d, hint)
    return f"{message} ({told})" if told else message


def _digests(found: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each problem with a name of its own that stays the same while lines move."""
    count: Counter[tuple[str, str, str]] = Counter()
    for d in found:
        key = fingerprint(d)
        count[key] += 1
        yield d, hashlib.sha256("\0".join((*key, str(count[key]))).encode()).hexdigest()[:40]


_FORMS: dict[HostForm, Callable[[Sequence[Diagnostic], Locate, str], str]] = {
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
    "junit": _junit,
}
