"""Paragraphs and runs by their styles; what a style cannot know is said of the paragraph alone."""

from decimal import Decimal
from typing import Any

from reformctl.render.markdown import BLANK, Span, spans
from reformctl.render.word.styles import pitch
from reformctl.render.word.words import FaceWords
from reformctl.render.word.xml import Properties, element, indents, paragraph_properties, run_properties

_HINT = {"rFonts": {"hint": "eastAsia"}}
"""Quotation marks and dashes are in both scripts: here they are Chinese."""


class Writer:
    """Writes paragraphs into a document or a cell, in one office's styles."""

    def __init__(self, holder: Any, face: FaceWords) -> None:
        self.holder = holder
        self.face = face
        self.character = pitch(face)
        """The pitch of a body character in pt."""

    def paragraph(
        self,
        text: str = "",
        style: str = "Normal",
        how: Properties | None = None,
        look: Properties | None = None,
    ) -> Any:
        """A paragraph in a style; `how` is said of it and `look` of its runs."""
        made = self.holder.add_paragraph()
        named = {} if style == "Normal" else {"pStyle": style}
        wanted = named | dict(how or {})
        if wanted:
            made._p.insert(0, paragraph_properties(wanted))  # noqa: SLF001 - python-docx has no other way
        for span in spans(text):
            self._span(made, span, look)
        return made

    def run(self, paragraph: Any, text: str, style: str | None = None, look: Properties | None = None) -> Any:
        """A run at a paragraph's end, in a style of characters where one is named."""
        made = paragraph.add_run(text)
        named = {"rStyle": style} if style else {}
        made._r.insert(0, run_properties(_HINT | named | dict(look or {})))  # noqa: SLF001 - as above
        return made

    def empty(self, lines: int, *, keep: bool = False) -> None:
        """So many empty lines."""
        for _ in range(lines):
            self.paragraph(how={"keepNext": 1} if keep else None)

    def indent(self, **counts: Decimal | int) -> dict[str, object]:
        """Indents in characters of the body."""
        return {"ind": indents(self.character, **counts)}

    def field(self, paragraph: Any, code: str) -> None:
        """A field, such as PAGE, at a paragraph's end."""
        for kind in ("begin", None, "separate", "", "end"):
            run = self.run(paragraph, "1" if kind == "" else "")
            if kind:
                run._r.append(element("fldChar", {"fldCharType": kind}))  # noqa: SLF001 - as above
            elif kind is None:
                text = element("instrText")
                text.text = code
                run._r.append(text)  # noqa: SLF001 - as above

    def _span(self, paragraph: Any, span: Span, look: Properties | None) -> None:
        style = "Blank" if span.kind == BLANK else None
        for index, part in enumerate(span.text.split("\n")):
            if index:
                paragraph.add_run().add_break()
            if part:
                self.run(paragraph, part, style, look)
