"""Where words of a document stand among the characters of its page.

The document's text is Markdown, with hyphenated words joined, cells parted by bars and accents
put together; the page has none of it, and running headers besides. So both are compared by
their letters and figures alone.
"""

import re
import unicodedata
from dataclasses import dataclass

Span = tuple[int, int]

_PIECE = re.compile(r"[^|\r\n]+")
"""A cell, or a line: what is found in one stretch where the whole is not."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and figures of a text, accents and ligatures taken apart."""

    text: str
    places: list[int]
    """Of each, in the text it comes from."""

    @classmethod
    def of(cls, text: str) -> "Letters":
        """Take them out of ``text``; those beyond U+FFFF are left out, as pdfium halves them."""
        found = [
            (letter, place)
            for place, character in enumerate(text)
            if character <= "\uffff"
            for letter in unicodedata.normalize("NFKD", character)
            if letter.isalnum()
        ]
        return cls("".join([letter for letter, _ in found]), [place for _, place in found])

    def span(self, start: int, end: int) -> Span:
        """Give the stretch of the text that the letters ``start`` to ``end`` take up."""
        return self.places[start], self.places[end - 1] + 1


def find(page: str, quote: str, before: str) -> list[Span]:
    """Give the stretches of ``page`` that hold ``quote``; none where it is not all there.

    ``before`` is what the document has of the page before the quote; it tells which of several
    occurrences is meant.
    """
    letters, sought = Letters.of(page), Letters.of(quote).text
    if not sought:
        return []
    earlier = Letters.of(before).text.count(sought)
    start = _occurrence(letters.text, sought, earlier)
    if start >= 0:
        return [letters.span(start, start + len(sought))]
    return _pieces(letters, quote)


def _occurrence(text: str, sought: str, earlier: int) -> int:
    """Where ``sought`` stands in ``text`` after ``earlier`` others, or the last; -1 if nowhere."""
    start = text.find(sought)
    while earlier and (following := text.find(sought, start + len(sought))) >= 0 <= start:
        start, earlier = following, earlier - 1
    return start


def _pieces(letters: Letters, quote: str) -> list[Span]:
    """Find the cells or lines of a quote one by one, each after the one before if it can be."""
    found: list[Span] = []
    position = 0
    for piece in _PIECE.findall(quote):
        sought = Letters.of(piece).text
        if not sought:
            continue
        start = letters.text.find(sought, position)
        start = start if start >= 0 else letters.text.find(sought)
        if start < 0:
            return []
        position = start + len(sought)
        found.append(letters.span(start, position))
    return found
