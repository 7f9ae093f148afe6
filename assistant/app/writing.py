"""A document of Word, of text that nobody vouches for.

Text goes in as text: it is never a field, a style or a relation. Characters that act on their
surroundings are spelled out, as everywhere; what is written from right to left is told to Word by
the paragraph, which keeps its punctuation in place.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.render import inert
from assistant.types import Language

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_LOCALE: dict[Language, str] = {"en": "en-GB", "fr": "fr-FR"}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph that is written in one manner."""

    text: str
    manner: Literal["plain", "strong", "quote", "small"] = "plain"


class Document:
    """A document as it is written, from top to bottom."""

    def __init__(self, title: str, language: Language) -> None:
        import docx

        self._file = docx.Document()
        self._file.core_properties.title = title
        self._file.core_properties.author = ""
        self._file.core_properties.comments = ""
        self._file.core_properties.language = _LOCALE[language]
        self._file.add_heading(title, level=1)

    def heading(self, text: str) -> None:
        """Add a heading of the second level."""
        _turn(self._file.add_heading(_line(text), level=2), text)

    def paragraph(self, runs: Sequence[Run], language: Language) -> None:
        """Add a paragraph; one without text is left out."""
        if not any(run.text.strip() for run in runs):
            return
        paragraph = self._file.add_paragraph()
        for run in runs:
            written = paragraph.add_run(_text(run.text))
            written.bold = run.manner == "strong"
            written.italic = run.manner == "quote"
            if run.manner == "small":
                written.font.size = _SMALL
            _speak(written._r, _LOCALE[language])
        _turn(paragraph, "".join(run.text for run in runs))

    def source(self, text: str, address: str | None) -> None:
        """Add where a quote stands, with a link; ``address`` is one on the web."""
        paragraph = self._file.add_paragraph(_line(text))
        if address:
            paragraph.add_run(" ")
            _link(paragraph, address)
        _turn(paragraph, text)

    def packed(self) -> bytes:
        """Return the file."""
        packed = io.BytesIO()
        self._file.save(packed)
        return packed.getvalue()


_SMALL = 9 * 12700
"""Nine points in the units of the format, of which an inch has 914,400."""


_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What XML cannot hold of what ``inert`` lets through."""


def _text(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", inert(text))


def _line(text: str) -> str:
    return _text(" ".join(text.split()))


def _turn(paragraph: "Paragraph", text: str) -> None:
    """Let a paragraph run from right to left where its first letter does."""
    from docx.oxml import OxmlElement

    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), "L")
    if first != "L":
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"),  # type: ignore[arg-type]
            *_AFTER_DIRECTION,
        )


_STRONG = frozenset({"L", "R", "AL"})
_AFTER_DIRECTION = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip
"""What the format puts after the direction in a paragraph's properties (ISO/IEC 29500-1)."""


def _speak(run: object, locale: str) -> None:
    """Tell the language of a run, for spelling and for reading aloud."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    run.get_or_add_rPr().append(language)  # type: ignore[attr-defined]


def _link(paragraph: "Paragraph", address: str) -> None:
    """Add a link whose words are its address. python-docx reads links but makes none."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    written = paragraph.add_run(address)
    written.underline = True
    link.append(written._r)
    paragraph._p.append(link)
