"""Papers: a strict, sandboxed Jinja template makes the Markdown, and the Markdown makes the Word file.

A template's first line is the paper's title, `# …`; what follows is its body.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reformctl.diagnostics import ReformctlError
from reformctl.render.table import markdown_text
from reformctl.render.telling import moved, signed

if TYPE_CHECKING:
    from jinja2 import Environment

Load = Callable[[str], str | None]
"""Gives a template's text by its file name, None where there is none."""
FRAME = "paper.md.j2"
PAPERS_SPEAK = "zh"
"""Papers are in Chinese whatever the interface speaks."""


@dataclass(frozen=True)
class Paper:
    """A paper's kind in the pack, its file's stem, its number and whom it goes to."""

    kind: str
    stem: str
    title: str
    issued: date
    series: str
    """The word of its kind in its number, after the office's own."""
    number: int
    recipients: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A paper's title and its body in Markdown."""

    title: str
    body: str


def write(template: str, load: Load, facts: Mapping[str, Any]) -> Written:
    """The title and body that a template makes of facts; E109 for a mistake in it, E111 without it."""
    text = fill(template, load, facts)
    head, _, body = text.lstrip().partition("\n")
    if not head.startswith("# "):
        raise ReformctlError("E117", name=template)
    return Written(head.removeprefix("# ").strip(), body.strip() + "\n")


def fill(template: str, load: Load, facts: Mapping[str, Any]) -> str:
    """A template's text with facts filled in; an unknown name is an error, never nothing."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        return _environment(load).get_template(template).render(facts)
    except TemplateNotFound as error:
        raise ReformctlError("E111", path=f"templates/{error.name}") from None
    except TemplateSyntaxError as error:
        raise ReformctlError(
            "E109", name=error.name or template, line=error.lineno, problem=error.message or ""
        ) from None
    except TemplateError as error:
        raise ReformctlError(
            "E109", name=template, line=_line(error, template), problem=error.message or ""
        ) from None


def _environment(load: Load) -> "Environment":
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_escaped,
    )
    environment.filters["signed"] = signed
    environment.filters["moved"] = lambda climbed: moved(climbed, PAPERS_SPEAK)
    return environment


def _escaped(value: Any) -> Any:
    """Words of the ledger as Markdown that shows them as they are; a body already made stays."""
    return markdown_text(value) if isinstance(value, str) and not isinstance(value, Body) else value


class Body(str):
    """Markdown that was made already and is put into a frame."""

    __slots__ = ()


def _line(error: BaseException, template: str) -> int:
    """The template's line at which an error arose: Jinja rewrites tracebacks to point into it."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in (template, "<template>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
