"""Plain text, kept character by character, newlines and a byte order mark of UTF-8 included.

So that anyone can check a quote: ``open(path, newline="").read()[start:end] == quote``. Where the
file is in another encoding than UTF-8, that has to be named there; a remark says which it is.
"""

import re

from assistant.errors import CorpusError
from assistant.readers import encodings, front_matter
from assistant.readers.content import Content

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.005
"""Share of a text's characters; other files have a fifth."""


def read(data: bytes) -> Content:
    """Read plain text; one with ``#`` headings is taken for Markdown."""
    text, remarks = decode(data)
    fields, body = front_matter.read(text, after_mark(text))
    is_marked_up = _HEADING.search(text, body) is not None
    return Content(text, "markdown" if is_marked_up else "text", body, fields, remarks=remarks)


def after_mark(text: str) -> int:
    """Where the text starts, after its byte order mark if it has one."""
    return 1 if text.startswith("\ufeff") else 0


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Give a file's text, and a remark where it is not in UTF-8. Raises CorpusError if no text."""
    encoding = _encoding(data)
    text = data.decode("utf-8") if encoding == "utf-8" else encodings.decode(data)[0]
    if "\0" in text:
        raise CorpusError("holds NUL characters, so it is no text. Remove it from the corpus")
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise CorpusError("holds control characters, so it is no text. Remove it from the corpus")
    if encoding == "utf-8":
        return text, ()
    return text, (f"Read as {encoding}, as it is not in UTF-8; offsets are into that text.",)


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = encodings.detect(data)
        if encoding is not None:
            return encoding
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(
            f"not UTF-8 (byte 0x{data[error.start]:02x} on line {line}), nor of any encoding that "
            "can be told. Convert it: iconv -f ENCODING -t utf-8 FILE > NEW"
        ) from None
    return (encodings.detect(data) or "utf-8") if b"\0" in data else "utf-8"
