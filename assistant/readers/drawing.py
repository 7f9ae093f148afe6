"""A page of a PDF → a picture with boxes, made in a process of its own like ``isolated``.

Not by the process that reads: people who look at pages do not wait for an index that is built.
"""

import base64
import binascii
import json
from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.readers.isolated import UNFORESEEN, Desk, one_line

DRAWING = "drawing"
"""What a worker is asked for, where otherwise a kind of document stands."""

SECONDS = 20
"""Of wall time for one page; most take a tenth of one."""

SIDES = 10_000
"""Boxes are in so many parts of the page's width and height."""

_LARGEST = 16 * 1024 * 1024
"""Bytes of a picture."""
_MOST_PIXELS = 20_000

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in parts of the page as it is shown, turned and cropped."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks."""

    image: bytes
    """WebP."""
    width: int
    """In pixels, as ``height``."""
    height: int
    boxes: tuple[Box, ...]
    """Around what was quoted, a line each; none where it was not found on the page."""
    has_text: bool
    """False where the page is a picture itself."""


_desk = Desk()


def draw(
    data: bytes, page: int, quote: str = "", before: str = "", seconds: float = SECONDS
) -> Picture:
    """Draw ``page``, from 1, of the PDF ``data``, and box ``quote``.

    ``before`` is the document's text from the start of that page to the quote, which tells one
    of several occurrences. Raises CorpusError where the page cannot be drawn, whatever the reason.
    """
    wanted = json.dumps({"page": page, "quote": quote, "before": before}).encode()
    return _picture(_desk.ask(DRAWING, request(wanted, data), seconds))


def close() -> None:
    """End the worker, if there is one."""
    _desk.close()


_LENGTH = 4
"""Bytes, most significant first."""


def request(wanted: bytes, data: bytes) -> bytes:
    """Put what is wanted before the file."""
    return len(wanted).to_bytes(_LENGTH, "big") + wanted + data


def answer(asked: bytes) -> dict[str, object]:
    """Do what ``draw`` asks for, in this process. Raises whatever comes of it."""
    from assistant.readers.pdf import picture

    end = _LENGTH + int.from_bytes(asked[:_LENGTH], "big")
    wanted = json.loads(asked[_LENGTH:end])
    return picture.draw(asked[end:], wanted["page"], wanted["quote"], wanted["before"])


def _picture(reply: bytes) -> Picture:
    """Make a Picture of an answer, which is no more to be trusted than the document."""
    try:
        told = json.loads(reply)
        if isinstance(told["refused"], str):
            raise CorpusError(one_line(told["refused"]))
        image = base64.b64decode(told["image"], validate=True)
        width, height, boxes = told["width"], told["height"], told["boxes"]
        if not (_is_webp(image) and _is_size(width) and _is_size(height) and _are_boxes(boxes)):
            raise CorpusError(UNFORESEEN)
        return Picture(image, width, height, tuple(map(tuple, boxes)), bool(told["has_text"]))
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise CorpusError(UNFORESEEN) from error


def _is_webp(image: bytes) -> bool:
    return image[:4] == b"RIFF" and image[8:12] == b"WEBP" and len(image) <= _LARGEST


def _is_size(side: object) -> bool:
    return isinstance(side, int) and 0 < side <= _MOST_PIXELS


def _are_boxes(boxes: object) -> bool:
    return isinstance(boxes, list) and all(
        isinstance(box, list)
        and len(box) == 4
        and all(isinstance(side, int) and 0 <= side <= SIDES for side in box)
        for box in boxes
    )
