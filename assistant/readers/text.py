"""Plain text: UTF-8, kept character by character, newlines and byte order mark included.

So that anyone can check a quote: ``open(path, newline="").read()[start:end] == quote``.
"""

import codecs
import re

from assistant.errors import CorpusError
from assistant.readers import front_matter
from assistant.readers.content import Content

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)


def read(data: bytes) -> Content:
    """Read plain text; one with ``#`` headings is taken for Markdown."""
    text = decode(data)
    fields, body = front_matter.read(text, after_mark(text))
    return Content(text, "markdown" if _HEADING.search(text, body) else "text", body, fields)


def after_mark(text: str) -> int:
    """Where the text starts, after its byte order mark if it has one."""
    return 1 if text.startswith("\ufeff") else 0


def decode(data: bytes) -> str:
    """Decode UTF-8. Raises CorpusError saying where it is not and how to convert it."""
    if data.startswith(_UTF16):
        raise CorpusError(f"UTF-16, not UTF-8. {_cure('utf-16')}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(
            f"not UTF-8 (byte 0x{data[error.start]:02x} on line {line}). {_cure('latin1')}"
        ) from None
    if "\0" in text:
        raise CorpusError("holds NUL characters, so it is no text. Remove it from the corpus")
    return text


def _cure(encoding: str) -> str:
    return f"Convert it: iconv -f {encoding} -t utf-8 FILE > FILE.new && mv FILE.new FILE"
