"""What `templates/face.yaml` says: the fixed words, the fonts and the measures of an office's papers."""

import string
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from reformctl.records.base import Strict
from reformctl.records.fields import Points, Text

POINTS_A_MM = Decimal(72) / Decimal("25.4")

Length = Annotated[Points, Field(ge=0, le=1000)]
"""A length, in mm or in pt as its field says."""

Lines = Annotated[int, Field(ge=0, le=20)]
"""A number of empty lines."""

Colour = Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{6}$")]
"""Red, green and blue in six hexadecimal digits."""


def _one_of(*names: str) -> AfterValidator:
    """A text whose braces hold exactly one of these names."""

    def checked(text: str) -> str:
        braces = text.count("{") == text.count("}") == 1
        if not braces or not any(f"{{{name}}}" in text for name in names):
            raise ValueError(" | ".join(f"{{{name}}}" for name in names))
        return text

    return AfterValidator(checked)


HeadingNumber = Annotated[str, Field(min_length=1), _one_of("chinese", "number")]
"""How a heading is numbered: a Chinese numeral or an Arabic number, with what stands around it."""


def _pattern(*names: str) -> AfterValidator:
    """A text whose braces hold these names, each at least once, and no others."""

    def checked(text: str) -> str:
        try:
            fields = [rest for _, *rest in string.Formatter().parse(text) if rest[0] is not None]
            found = {name if not spec and not turn else "" for name, spec, turn in fields}
        except ValueError:
            found = set()
        if found != set(names):
            raise ValueError("{" + "}, {".join(names) + "}")
        return text

    return AfterValidator(checked)


class Fonts(Strict):
    """Fonts by their names; none is shipped or embedded."""

    title: Text
    body: Text
    heading: Text
    subheading: Text
    folio: Text


class Page(Strict):
    """The page in mm; the line pitch and the run spacing in pt (5.2)."""

    width: Length
    height: Length
    top: Length
    bottom: Length
    left: Length
    right: Length
    line: Length
    tighten: Length
    folio_gap: Length

    @property
    def area(self) -> Decimal:
        """The type area's width in pt."""
        return (self.width - self.left - self.right) * POINTS_A_MM

    @property
    def area_height(self) -> Decimal:
        """The type area's height in pt."""
        return (self.height - self.top - self.bottom) * POINTS_A_MM


class Sizes(Strict):
    """Sizes of type in pt; a table takes the first of `cells` in which it fits."""

    title: Length
    body: Length
    small: Length
    cells: Annotated[tuple[Length, ...], Field(min_length=1, strict=False)]


class Mark(Strict):
    """The issuing mark and the red rule: `size` and `rule` in pt, `top` and `rule_gap` in mm."""

    colour: Colour
    size: Length
    narrowest: Annotated[int, Field(ge=20, le=100)]
    top: Length
    rule_gap: Length
    rule: Length


class Letter(Strict):
    """The head and foot of a letter: lengths in mm; sizes, rules and `under` in pt (10.1)."""

    top: Length
    size: Length
    rule_gap: Length
    foot: Length
    width: Length
    thick: Length
    thin: Length
    between: Length
    under: Length


class Record(Strict):
    """The rules of the record block, in mm (7.4)."""

    outer: Length
    inner: Length


class Gaps(Strict):
    """Empty lines above an element."""

    number: Lines
    title: Lines
    recipients: Lines
    attachments: Lines
    unsealed: Lines
    sealed: Lines


class StyleNames(Strict):
    """What the styles that a paper adds to Word's own are called in Word's list."""

    mark: Text
    letter_mark: Text
    front: Text
    class_: Annotated[Text, Field(alias="class")]
    number: Text
    upward_number: Text
    letter_number: Text
    signer: Text
    recipients: Text
    attachments: Text
    note: Text
    attachment: Text
    attachment_title: Text
    attendance: Text
    label: Text
    cell: Text
    cell_head: Text
    record: Text
    blank: Text


class Wording(Strict):
    """The words that every paper prints; braces hold what a paper fills in."""

    signer: Text
    recipients: Annotated[Text, _pattern("names")]
    joiner: Text
    attachments: Text
    attachment: Annotated[Text, _pattern("number")]
    date: Annotated[Text, _pattern("year", "month", "day")]
    month: Annotated[Text, _pattern("year", "month")]
    month_day: Annotated[Text, _pattern("month", "day")]
    number: Annotated[Text, _pattern("prefix", "year", "number")]
    note: Annotated[Text, _pattern("text")]
    attendance: Annotated[Text, _pattern("label")]
    copies: Text
    copies_end: Text
    printed: Annotated[Text, _pattern("date")]
    dash: Text
    bullet: Text
    breaks: str
    never_first: str
    never_last: str
    numerals: Text
    """The characters of Chinese numerals."""
    whole: tuple[Text, ...] = ()
    """Words of titles that are not parted; `#` stands for a number."""


class FaceWords(Strict):
    """An office's papers: words, fonts, measures."""

    fonts: Fonts
    page: Page
    sizes: Sizes
    mark: Mark
    letter: Letter
    record: Record
    gaps: Gaps
    styles: StyleNames
    headings: Annotated[tuple[HeadingNumber, ...], Field(min_length=1, max_length=4, strict=False)]
    """How the headings of each level are numbered (7.3.3)."""
    words: Wording
