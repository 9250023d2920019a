"""What a host's runner tells a step, and what a step tells it back: variables, the event, files."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reformctl.diagnostics import ReformctlError

_SUMMARY_MOST = 1 << 20
"""A summary over 1 MiB is refused whole."""


@dataclass(frozen=True)
class Runner:
    """The variables of a step, by name."""

    variables: dict[str, str]

    @classmethod
    def here(cls) -> "Runner":
        """The runner that this process runs on."""
        return cls(dict(os.environ))

    def get(self, name: str) -> str:
        """A variable; the empty text where it is not set."""
        return self.variables.get(name, "")

    def need(self, name: str) -> str:
        """A variable; E190 where it is not set."""
        if not self.get(name):
            raise ReformctlError("E190", name=name)
        return self.get(name)

    def event(self) -> dict[str, Any]:
        """What set GitHub's step off; E191 where its file cannot be read."""
        path = Path(self.need("GITHUB_EVENT_PATH"))
        try:
            event = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ReformctlError("E191", path=path, reason=error) from None
        if not isinstance(event, dict):
            raise ReformctlError("E191", path=path, reason="{…}")
        return event

    def summarize(self, text: str) -> None:
        """Add to the summary of GitHub's step, where there is one and it has room."""
        name = self.get("GITHUB_STEP_SUMMARY")
        if name and len(text.encode("utf-8")) < _SUMMARY_MOST:
            _append(Path(name), text)

    def output(self, **values: str) -> None:
        """Tell later steps of GitHub's job; values are single lines."""
        name = self.get("GITHUB_OUTPUT")
        if name:
            lines = (f"{key}={''.join(value.splitlines())}\n" for key, value in values.items())
            _append(Path(name), "".join(lines))


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise ReformctlError("S114", path=path, reason=error.strerror or "") from None


def dig(data: Any, *route: str) -> Any:
    """What lies at a route of keys; None where it leads nowhere."""
    for key in route:
        data = data.get(key) if isinstance(data, dict) else None
    return data
