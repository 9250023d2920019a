"""The comment on a change at its host: found by its hidden mark, and written over in its place."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from reformctl.diagnostics import ReformctlError

_SECONDS = 30
_PAGE = 100
_PAGES = 30


@dataclass(frozen=True)
class Host:
    """Where the comments of one change are kept: the addresses of all, and of one by its number."""

    comments: str
    one: str
    header: str
    token: str
    updating: str
    """The method that writes over a comment."""

    def find(self, mark: str) -> int | None:
        """The number of the first comment that begins with a mark."""
        own = (c for c in self._all() if str(c.get("body") or "").lstrip().startswith(mark))
        return next((int(comment["id"]) for comment in own), None)

    def put(self, text: str, number: int | None) -> None:
        """Write a comment over the one of a number, or a new one."""
        if number is None:
            self.call("POST", self.comments, {"body": text})
        else:
            self.call(self.updating, self.one.format(number=number), {"body": text})

    def call(self, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
        """One request; E192 where the host cannot be reached or refuses."""
        request = urllib.request.Request(address, method=method)  # noqa: S310 - checked when made
        request.add_header(self.header, self.token)
        request.add_header("Accept", "application/json")
        request.add_header("User-Agent", "reformctl")
        data = None
        if body is not None:
            data = json.dumps(body).encode("utf-8")
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=_SECONDS) as answer:  # noqa: S310
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise ReformctlError("E192", host=_host(address), reason=f"{method} {error.code}") from None
        except (OSError, ValueError) as error:
            raise ReformctlError("E192", host=_host(address), reason=error) from None

    def _all(self) -> Iterator[dict[str, Any]]:
        for page in range(1, _PAGES + 1):
            found = self.call("GET", f"{self.comments}?per_page={_PAGE}&page={page}")
            if not isinstance(found, list):
                return
            yield from (comment for comment in found if isinstance(comment, dict))
            if len(found) < _PAGE:
                return


def github(api: str, repository: str, number: int, token: str) -> Host:
    """The comments of a pull request at GitHub."""
    top = f"{_address(api)}/repos/{quote(repository)}/issues"
    return Host(
        f"{top}/{number}/comments", top + "/comments/{number}", "Authorization", f"Bearer {token}", "PATCH"
    )


def gitlab(api: str, project: str, number: int, token: str) -> Host:
    """The notes of a merge request at GitLab."""
    top = f"{_address(api)}/projects/{quote(project, safe='')}/merge_requests/{number}/notes"
    return Host(top, top + "/{number}", "PRIVATE-TOKEN", token, "PUT")


def _address(api: str) -> str:
    """The host's address; E192 where it is none of the web."""
    if urlsplit(api).scheme not in ("http", "https"):
        raise ReformctlError("E192", host=api, reason="http, https")
    return api.rstrip("/")


def _host(address: str) -> str:
    return urlsplit(address).netloc
