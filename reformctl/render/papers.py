"""Papers: one strict, sandboxed Jinja template makes the elements, the Markdown and the Word file.

Above the text a template says the elements of the paper, between two lines `---`. In the text `##` and
deeper headings are numbered, `#` opens an attachment, strong text is what is still to be filled in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reformctl.diagnostics import ReformctlError, nearest
from reformctl.render.escaping import Words, guarded
from reformctl.render.front import LISTS, TEXTS, Front, line_of, split
from reformctl.render.headings import numbered, without_attachments
from reformctl.render.numerals import day_text, numeral, with_days
from reformctl.render.telling import moved, signed
from reformctl.render.typography import full_width
from reformctl.render.word.sheet import Face
from reformctl.source import SourceFile

if TYPE_CHECKING:
    from jinja2 import Environment

    from reformctl.render.word.words import FaceWords

Load = Callable[[str], str | None]
"""Gives a template's text by its file name, None where there is none."""
Read = Callable[[SourceFile], Front]
"""Reads a template's front matter; BadFiles where it is wrong."""
FRAME = "paper.md.j2"
PARTS = "parts.md.j2"
FACE = "face.yaml"
PAPERS_SPEAK = "zh"
"""Papers are in Chinese whatever the interface speaks."""
_SEALED = {"document": "sealed", "letter": "sealed", "minutes": "none", "plain": "none"}
"""How each form is signed where neither template nor settings say it."""


@dataclass(frozen=True)
class Office:
    """What the settings say of every paper."""

    organ: str
    mark: str
    seal: str | None = None
    """Sealed or unsealed, for the forms that are signed."""


@dataclass(frozen=True)
class Written:
    """A paper as its template has it: its elements, its text, and the whole as Markdown."""

    face: Face
    body: str
    markdown: str


class Templates:
    """An office's templates with its fixed words; each is compiled once."""

    def __init__(self, load: Load, read: Read, words: "FaceWords", office: Office) -> None:
        self._load, self._read, self._words, self._office = load, read, words, office
        self._text_of = _environment(self._body, words, escaping=True)
        self._front_of = _environment(self._body, words, escaping=False)

    def write(
        self,
        template: str,
        kind: str,
        facts: Mapping[str, Any],
        given: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Written:
        """The paper that a template makes of facts; `given` stands in for what its front matter says.

        E109 for a mistake in it, E111 where it is missing, E117 without front matter, E130 where it is
        for another content, E131 where its list of attachments is not that of its text.
        """
        source = self._load(template)
        parts = split(source) if source is not None else None
        if source is None:
            raise ReformctlError("E111", path=f"templates/{template}", name=template)
        if parts is None:
            raise ReformctlError("E117", name=template)
        front = self._read(SourceFile(f"templates/{template}", parts[0]))
        if front.kind != kind:
            raise ReformctlError("E130", name=template, kind=front.kind, wanted=kind)
        filled = self._filled(template, source, front, facts) | checked(given or {})
        body = numbered(self.fill(template, facts).strip() + "\n", self._words)
        self._hold_attachments(template, filled, body)
        face = self._face(front, filled)
        return Written(face, body, self._framed(face, body))

    def fill(self, template: str, facts: Mapping[str, Any]) -> str:
        """A template's text with facts filled in; an unknown name is an error, never nothing."""
        return _rendered(lambda: self._text_of.get_template(template).render(guarded(facts)), template)

    def _body(self, name: str) -> str | None:
        """A template's text on the lines that it has in its file."""
        source = self._load(name)
        parts = split(source) if source is not None else None
        return parts[1] if parts else source

    def _filled(
        self, template: str, source: str, front: Front, facts: Mapping[str, Any]
    ) -> dict[str, tuple[str, ...]]:
        """Each element's items, filled in; those that come out empty are left out."""
        found = {}
        for name in (*LISTS, *TEXTS):
            value = getattr(front, name)
            said = value if isinstance(value, tuple) else (value,) if value else ()
            lines = [self._item(template, line_of(source, name), text, facts) for text in said]
            if name == "title":
                found[name] = tuple(lines)
            else:
                found[name] = tuple(
                    line.strip() for text in lines for line in text.split("\n") if line.strip()
                )
        for label, text in front.attendance.items():
            names = self._item(template, line_of(source, "attendance"), text, facts).strip()
            if names:
                found[f"attendance {label}"] = (names,)
        return found

    def _item(self, template: str, line: int, text: str, facts: Mapping[str, Any]) -> str:
        begun = f'{{% import "{PARTS}" as parts with context %}}{text}'
        return _rendered(lambda: self._front_of.from_string(begun).render(facts), template, line)

    def _face(self, front: Front, filled: Mapping[str, tuple[str, ...]]) -> Face:
        office = self._office

        def one(name: str) -> str | None:
            return "\n".join(filled.get(name, ())) or None

        seal = front.seal or _SEALED[front.form]
        if front.seal is None and seal != "none" and office.seal:
            seal = office.seal
        organ = one("organ") or office.organ
        attendance = ((name.partition(" ")[2], text[0]) for name, text in filled.items() if " " in name)
        return Face(
            organ=organ,
            mark=one("mark") or (organ if front.form == "letter" else office.mark),
            number=one("number"),
            title=(one("title") or "").strip(),
            recipients=filled.get("recipients", ()),
            copies=filled.get("copies", ()),
            issued=_day(one("date") or ""),
            form=front.form,
            seal=seal,  # type: ignore[arg-type]
            copy_number=one("copy_number"),
            classification=one("classification"),
            urgency=one("urgency"),
            signers=filled.get("signer", ()),
            note=one("note"),
            attendance=tuple(attendance),
            record=front.form != "plain" if front.record is None else front.record,
            issuer=one("issuer"),
        )

    def _hold_attachments(self, template: str, filled: Mapping[str, tuple[str, ...]], body: str) -> None:
        said = filled.get("attachments")
        there = tuple(title.strip() for title, _ in without_attachments(body)[1])
        if said and tuple(Words(title).__html__() for title in said) != there:
            shown = ", ".join(there)
            raise ReformctlError("E131", name=template, said=", ".join(said), there=shown)

    def _framed(self, face: Face, body: str) -> str:
        """The whole paper in Markdown."""
        from markupsafe import Markup

        main, attachments = without_attachments(body)
        listed = [(title.strip(), text.strip()) for title, text in attachments]
        facts = {
            "title": "".join(face.title.split("\n")),
            "fronts": tuple(text for text, _ in face.fronts),
            "date": face.issued,
            "body": None,
        }
        names = (*("form", "mark", "number", "recipients", "copies", "signers", "organ", "note", "seal"),)
        facts |= {name: getattr(face, name) for name in (*names, "attendance", "record", "issuer")}
        framed = guarded(facts) | {
            "body": Markup(main.strip()),  # noqa: S704 - made by a template that escapes what it is given
            "attachments": [(Markup(title), Markup(text)) for title, text in listed],  # noqa: S704 - as above
        }
        return _rendered(lambda: self._text_of.get_template(FRAME).render(framed), FRAME)


def checked(given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What a command line says of elements, by their fields; E124 for an element that there is not."""
    known = (*LISTS, *TEXTS)
    for name in given:
        if name.replace("-", "_") not in known:
            shown = ", ".join(field.replace("_", "-") for field in known)
            raise ReformctlError("E124", name=name, known=shown, near=nearest(name, known) or "")
    return {name.replace("-", "_"): value for name, value in given.items()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReformctlError("E101", value=text) from None


def _rendered(render: Callable[[], str], template: str, line: int | None = None) -> str:
    """What a template gives; E109 with its line, E111 where it or one that it names is missing."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        return render()
    except TemplateNotFound as error:
        raise ReformctlError("E111", path=f"templates/{error.name}", name=error.name or "") from None
    except TemplateSyntaxError as error:
        name, place = error.name or template, line or error.lineno
        raise ReformctlError("E109", name=name, line=place, problem=error.message or "") from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        name, place = _place(error, template)
        raise ReformctlError("E109", name=name, line=line or place, problem=str(error)) from None


def _environment(load: Load, words: "FaceWords", *, escaping: bool) -> "Environment":
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def found(name: str) -> tuple[str, str, None] | None:
        text = load(name)
        return None if text is None else (text, f"{_MADE}{name}", None)

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(found),
        undefined=StrictUndefined,
        autoescape=escaping,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized if escaping else _printed,
    )
    environment.filters["signed"] = signed
    environment.filters["moved"] = lambda climbed: moved(climbed, PAPERS_SPEAK)
    environment.filters["numeral"] = numeral
    environment.filters["day"] = lambda day: day_text(words.words.date, day)
    environment.filters["days"] = lambda text: with_days(words, text)
    environment.filters["month_day"] = lambda day: day_text(words.words.month_day, day)
    return environment


_MADE = "template:"
"""Begins the names under which templates stand in tracebacks."""


def _finalized(value: Any) -> Any:
    """Every text that is no markup yet as words of the ledger."""
    value = _said(value)
    return Words(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _printed(value: Any) -> Any:
    """A value of an element: a text with the marks of Chinese papers."""
    value = _said(value)
    return full_width(value) if isinstance(value, str) else value


def _said(value: Any) -> Any:
    """A value as it is printed: nothing where there is none."""
    return "" if value is None else value


def _place(error: BaseException, template: str) -> tuple[str, int]:
    """The template and line at which an error arose: Jinja rewrites tracebacks to point into it."""
    place, trace = (template, 1), error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(_MADE):
            place = (name.removeprefix(_MADE), trace.tb_lineno)
        trace = trace.tb_next
    return place
