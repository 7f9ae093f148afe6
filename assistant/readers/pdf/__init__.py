"""PDF → Markdown with pages; pdfium finds the characters, the rest is here.

In the order in which a document passes through them:

    glyphs      a page's characters, from pdfium
    pieces      characters → words that stand together, with their place and type
    furniture   running headers, footers and page numbers, left out
    ruled       tables between lines
    aligned     tables without lines
    cells       a table's cells → its rows and the names of its columns
    layout      pieces → lines in reading order, column by column
    headings    which lines are headings: by the outline, by size, by bold type, by number
    writing     lines and tables → Markdown, with hyphenated words joined (``hyphens``)
    ocr         pages that are pictures
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import CorpusError
from assistant.readers.content import Content
from assistant.readers.pdf import (
    aligned,
    furniture,
    glyphs,
    headings,
    layout,
    ocr,
    pieces,
    ruled,
    writing,
)
from assistant.readers.pdf.furniture import Sheet
from assistant.readers.pdf.layout import Element, Table
from assistant.readers.pdf.pieces import Row

_BLANK = Sheet([], 0.0, 0.0)
_MOST_PAGES = 5_000
_TOP = 1024
"""Bytes in which ``%PDF`` has to stand."""
_TAIL = 4096
"""Bytes in which the mark of the end has to stand; some servers add to what they send."""
_ENCRYPTED = "password"
_NO_TITLE = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|odt|rtf|tex|dvi)\b|^microsoft |untitled|^\W*\Z"
    r"|^(?:slide|document|présentation|presentation) ?\d*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """What was found on one page."""

    sheet: Sheet
    grids: list[ruled.Grid]
    """Ruled tables; every word's place is known where text goes across their lines."""
    is_picture: bool


def read(data: bytes) -> Content:
    """Read a PDF. Raises CorpusError where it is none, encrypted, cut off or without text."""
    import pypdfium2

    _check(data)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise CorpusError(_problem(data, str(error))) from error
    try:
        if not 0 < count <= _MOST_PAGES:
            raise CorpusError(f"a PDF of {count} pages; 1 to {_MOST_PAGES} are read. Split it")
        return _read(document, count)
    finally:
        document.close()


def _check(data: bytes) -> None:
    if b"%PDF" not in data[:_TOP]:
        raise CorpusError("no PDF: it does not start with %PDF")
    if b"%%EOF" not in data[-_TAIL:]:
        raise CorpusError("cut off: the end of the PDF is missing. Get it again")


def _problem(data: bytes, error: str) -> str:
    if _ENCRYPTED in error.lower():
        return "encrypted: it opens with a password only. Save it without one"
    if "security" in error.lower():
        return "encrypted in a way that cannot be read. Save it without a password"
    if b"startxref" not in data[-_TAIL:]:
        return "cut off: the end of the PDF is missing. Get it again"
    return "damaged: it is no whole PDF. Get it again, or print it to a new PDF"


def _read(document: Any, count: int) -> Content:
    import pypdfium2

    pages, remarks = [], []
    for number in range(count):
        try:
            pages.append(_page(document, number))
        except pypdfium2.PdfiumError:
            pages.append(_Page(_BLANK, [], is_picture=False))
            remarks.append(f"page {number + 1} is damaged and could not be read")
    sizes = ((row[0].size, len(row[0].text)) for page in pages for row in page.sheet.rows)
    size = headings.usual_size(sizes)
    bodies = furniture.remove([page.sheet for page in pages], size)
    laid = [_elements(body, page.grids) for body, page in zip(bodies, pages, strict=True)]
    pictures = [
        i
        for i, (page, each) in enumerate(zip(pages, laid, strict=True))
        if page.is_picture and not each
    ]
    read_off = ocr.recognise(document, pictures)
    if not any(laid) and not read_off.texts:
        raise CorpusError(_nothing(count, pictures))
    kind = headings.learn(laid, size, _outline(document))
    text, starts = writing.write(laid, kind)
    text, starts = ocr.insert(text, starts, read_off.texts)
    remarks += read_off.remarks
    return Content(text, "markdown", 0, _fields(document), starts, tuple(remarks))


def _page(document: Any, number: int) -> _Page:
    """Read a page. Raises PdfiumError where it is damaged."""
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfiumError

    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise PdfiumError("no page")
    text = pdfium.FPDFText_LoadPage(page)
    try:
        box = pdfium.FS_RECTF()
        if not text or not pdfium.FPDF_GetPageBoundingBox(page, box):
            raise PdfiumError("no text, or no box")
        return _found(page, glyphs.Glyphs(text), (box.left, box.top, box.right, box.bottom))
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _found(page: Any, characters: glyphs.Glyphs, box: tuple[float, float, float, float]) -> _Page:
    found = pieces.read(characters)
    if not found:
        return _Page(_BLANK, [], is_picture=ruled.count_shapes(page) > 0)
    rows = pieces.rows(found)
    has_cells = sum(len(row) > 1 for row in rows) > 1
    grids = ruled.grids(ruled.edges(page, found[0].turn)) if has_cells else []
    if ruled.cross(found, grids):
        rows = pieces.rows(pieces.read(characters, every_word=True))
    _, _, top, foot = glyphs.turned(found[0].turn, *box)
    return _Page(Sheet(rows, top, foot), grids, is_picture=False)


def _elements(rows: list[Row], grids: Sequence[ruled.Grid]) -> list[Element]:
    """Lay out what is left of a page."""
    made: list[Table] = []
    if grids:
        made, rest = ruled.tables([piece for row in rows for piece in row], grids)
        rows = pieces.rows(rest)
    more, rows = aligned.tables(pieces.with_markers(rows))
    return layout.order(rows, [*made, *more])


def _outline(document: Any) -> dict[int, list[headings.Entry]]:
    import pypdfium2

    try:
        return headings.outline(document)
    except (pypdfium2.PdfiumError, ValueError, RecursionError):
        return {}


def _fields(document: Any) -> dict[str, object]:
    """Give the title, where it is one; dates and authors tell of the file, not of its text."""
    title = writing.cleaned(document.get_metadata_value("Title") or "")
    if not 3 < len(title) < 300 or _NO_TITLE.search(title) or " " not in title:
        return {}
    return {"title": title}


def _nothing(count: int, pictures: Iterable[int]) -> str:
    if any(True for _ in pictures):
        found = "its page is a picture" if count == 1 else f"its {count} pages are pictures"
        return f"{found}, without text. {ocr.CURE}"
    return "empty: there is no text on its pages"
