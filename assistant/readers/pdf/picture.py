"""A page of a PDF as a picture, and where in it words stand; for ``drawing``."""

import base64
import ctypes
import io
from typing import Any

from assistant.errors import CorpusError
from assistant.readers.drawing import SIDES, Box
from assistant.readers.pdf import places
from assistant.readers.pdf.glyphs import Glyphs

_SCALE = 2.5
"""Pixels per point: 180 to the inch, enough to be read at three times its size on a phone."""
_MOST_PIXELS = 3_400_000
"""A4 and US Letter at that scale; larger pages are drawn more coarsely."""
_LONGEST_SIDE = 8_000
_QUALITY = 75
_MOST_BOXES = 400
_NEAR = 3
"""Heights between two stretches of a line that are boxed as one, at most."""


def draw(data: bytes, number: int, quote: str, before: str) -> dict[str, object]:
    """Draw page ``number``, from 1, and box ``quote`` on it, which ``before`` comes before.

    Gives the fields of ``drawing.Picture``, the image in base64. Raises CorpusError where there
    is no such page, and PdfiumError where it is damaged.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        if not 0 < number <= len(document):
            raise CorpusError(f"there is no page {number}; the last is {len(document)}")
        page = document[number - 1]
        image, width, height = _image(page)
        boxes, has_text = _boxes(page, quote, before)
    finally:
        document.close()
    return {
        "image": base64.b64encode(image).decode(),
        "width": width,
        "height": height,
        "boxes": boxes,
        "has_text": has_text,
    }


def _image(page: Any) -> tuple[bytes, int, int]:
    """Draw a page as WebP; also its width and height in pixels."""
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(
        _SCALE, (_MOST_PIXELS / (width * height)) ** 0.5, _LONGEST_SIDE / max(width, height)
    )
    bitmap = page.render(scale=scale, rev_byteorder=True)
    file = io.BytesIO()
    picture = bitmap.to_pil().convert("RGB")
    picture.save(file, "WEBP", quality=_QUALITY, method=0)
    return file.getvalue(), picture.width, picture.height


def _boxes(page: Any, quote: str, before: str) -> tuple[list[Box], bool]:
    """Box a quote; also whether the page has any text that could be boxed."""
    text_page = page.get_textpage()
    glyphs = Glyphs(text_page.raw)
    spans = places.find(glyphs.text, quote, before) if quote else []
    found: list[Box] = []
    for start, end in spans:
        for left, top, right, bottom in glyphs.stretches(start, end):
            corners = _on_sheet(page, left, top), _on_sheet(page, right, bottom)
            (x0, x1), (y0, y1) = map(sorted, zip(*corners, strict=True))
            if x0 < x1 and y0 < y1:  # not outside of what is shown
                _add(found, (x0, y0, x1, y1))
    return found[:_MOST_BOXES], bool(glyphs.text.strip())


def _on_sheet(page: Any, x: float, y: float) -> tuple[int, int]:
    """Give a point of the page in parts of the sheet as it is shown, turned and cropped."""
    import pypdfium2.raw as pdfium

    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, SIDES, SIDES, 0, x, y, across, down)
    return (min(max(0, across.value), SIDES), min(max(0, down.value), SIDES))


def _add(found: list[Box], box: Box) -> None:
    """Add a box, to the one before it where both are of one line."""
    if found:
        left, top, right, bottom = found[-1]
        height = min(bottom - top, box[3] - box[1])
        overlap = min(bottom, box[3]) - max(top, box[1])
        if 2 * overlap > height and box[0] - right < _NEAR * height and left <= box[2]:
            last = found.pop()
            box = (
                *(min(last[0], box[0]), min(last[1], box[1])),
                *(max(last[2], box[2]), max(last[3], box[3])),
            )
    found.append(box)
