"""A page of a PDF as it looks, with what is quoted boxed, for the pane beside the answer."""

import base64
import hashlib
import threading
from dataclasses import dataclass
from typing import Any

from assistant.app.library import Library
from assistant.errors import AssistantError, CorpusError
from assistant.readers import drawing
from assistant.types import Document

_AT_ONCE = 8
"""Pages that may wait to be drawn, one after the other; whoever comes then tries again."""
_room = threading.BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page for the browser; without ``image`` where ``problem`` says why there is none."""

    problem: str = ""
    """Key of a string: why there is no picture, or no box in it."""
    image: str = ""
    """A data URL."""
    width: int = 0
    """In pixels, as ``height``."""
    height: int = 0
    boxes: tuple[drawing.Box, ...] = ()
    quote: str = ""
    """What of the quote stands on this page."""


def has_pages(document: Document) -> bool:
    """Tell whether there are pages to look at."""
    return bool(document.pages) and document.path.lower().endswith(".pdf")


def sheet(library: Library, wanted: dict[str, Any]) -> Sheet:
    """Draw the page ``wanted``: path, sha256, page, and start and end of what to box, if any."""
    if not _room.acquire(blocking=False):
        return Sheet("sheet.busy")
    try:
        return _sheet(library, wanted)
    finally:
        _room.release()


def _sheet(library: Library, wanted: dict[str, Any]) -> Sheet:
    try:
        document = library.source(str(wanted.get("path")))
        data = library.original(document.path)
    except AssistantError:
        return Sheet("sheet.missing")
    digest = hashlib.sha256(data).hexdigest()
    if not digest == document.sha256 == wanted.get("sha256"):
        return Sheet("sheet.changed")
    number = wanted.get("page")
    if not has_pages(document) or not isinstance(number, int):
        return Sheet("sheet.missing")
    number = min(max(1, number), len(document.pages))
    before, quote = _on_page(document, number, wanted.get("start"), wanted.get("end"))
    try:
        drawn = drawing.draw(data, number, quote, before)
    except CorpusError:
        return Sheet("sheet.failed")
    problem = ""
    if quote.strip() and not drawn.boxes:
        problem = "sheet.unboxed" if drawn.has_text else "sheet.scan"
    image = f"data:image/webp;base64,{base64.b64encode(drawn.image).decode()}"
    return Sheet(problem, image, drawn.width, drawn.height, drawn.boxes, quote)


def _on_page(document: Document, number: int, start: object, end: object) -> tuple[str, str]:
    """Return the text of a page up to a span, and what of the span stands on the page."""
    first = document.pages[number - 1]
    last = [*document.pages, len(document.text)][number]
    if not isinstance(start, int) or not isinstance(end, int):
        return "", ""
    start, end = max(first, start), min(last, end)
    return (document.text[first:start], document.text[start:end]) if start < end else ("", "")
