"""Pages that are pictures: named, or read by Tesseract where that program is installed."""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any, NamedTuple

from assistant.readers.confinement import OCR

CURE = "Install Tesseract, which reads them: apt install tesseract-ocr tesseract-ocr-fra"

_DOTS_PER_INCH = 300
_MOST_PIXELS = 40_000_000
_SECONDS = 700
"""For all pages of a document."""
_PAGE_SECONDS = 90
_LANGUAGES = ("eng", "fra")
_BLANK = re.compile(r"\n\s*\n")


class Recognised(NamedTuple):
    """What came of the pages that are pictures."""

    texts: Mapping[int, str]
    """By page, from 0."""
    remarks: Sequence[str]


def recognise(document: Any, pages: Sequence[int]) -> Recognised:
    """Read ``pages`` of a PDF, if Tesseract is there, and say of each what it is."""
    program = shutil.which(OCR) if pages else None
    if program is None:
        return Recognised(
            {}, [f"page {page + 1} is a picture, without text. {CURE}" for page in pages]
        )
    languages = _languages(program)
    texts: dict[int, str] = {}
    remarks: list[str] = []
    until = monotonic() + _SECONDS
    for page in pages:
        if monotonic() > until:
            remarks.append(f"page {page + 1} is a picture that there was no time left to read")
            continue
        words = _words(program, languages, _picture(document[page]))
        if words:
            texts[page] = words
            remarks.append(f"page {page + 1} is a picture; its text was recognised by Tesseract")
        else:
            remarks.append(f"page {page + 1} is a picture in which no text was recognised")
    return Recognised(texts, remarks)


def insert(
    text: str, starts: tuple[int, ...], recognised: Mapping[int, str]
) -> tuple[str, tuple[int, ...]]:
    """Put recognised pages where they belong, below a heading that says so.

    The page after one gets a heading as well, so that its text is not taken for recognised.
    """
    if not recognised:
        return text, starts
    ends = [*starts[1:], len(text)]
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for page, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = text[start:end]
        gap = "" if not parts or parts[-1].endswith("\n\n") else "\n\n"
        if page in recognised:
            part = f"{gap}###### Page {page + 1} (read by OCR)\n\n{recognised[page]}\n\n"
        elif page - 1 in recognised and part.strip() and not part.lstrip().startswith("#"):
            part = f"{gap}###### Page {page + 1}\n\n{part.lstrip()}"
        places.append(length)
        parts.append(part)
        length += len(part)
    return "".join(parts), tuple(places)


def _languages(program: str) -> str:
    listed = subprocess.run(  # noqa: S603 - a program of the system, found by its name
        [program, "--list-langs"], capture_output=True, timeout=20, check=False
    )
    installed = listed.stdout.decode("utf-8", "replace").split()
    return "+".join(each for each in _LANGUAGES if each in installed) or "eng"


def _picture(page: Any) -> bytes:
    """Draw a page in shades of grey, as PGM."""
    width, height = page.get_size()
    scale = _DOTS_PER_INCH / 72
    pixels = max(1.0, width * height * scale * scale)
    bitmap = page.render(scale=scale * min(1.0, (_MOST_PIXELS / pixels) ** 0.5), grayscale=True)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    rows = [data[i * stride : i * stride + bitmap.width] for i in range(bitmap.height)]
    page.close()
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows)


def _words(program: str, languages: str, picture: bytes) -> str:
    """Text of a picture, a paragraph a line; "" where none is found."""
    try:
        done = subprocess.run(  # noqa: S603
            [program, "stdin", "stdout", "-l", languages, "--psm", "3"],
            input=picture,
            capture_output=True,
            timeout=_PAGE_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    text = done.stdout.decode("utf-8", "replace").replace("\f", "").strip()
    paragraphs = (" ".join(each.split()) for each in _BLANK.split(text))
    return "\n\n".join(each.lstrip("#|`~<=- ") for each in paragraphs if each)
