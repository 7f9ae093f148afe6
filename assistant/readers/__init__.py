"""A file's bytes → its text: one module per format, all in ``READERS``.

A reader raises CorpusError where the bytes are not of its format; the message names no file,
which only the caller knows.
"""

from collections.abc import Callable

from assistant.readers import markdown, text
from assistant.readers.content import Content

READERS: dict[str, Callable[[bytes], Content]] = {
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".text": text.read,
    ".txt": text.read,
}
"""By file name suffix in lower case."""

__all__ = ["READERS", "Content"]
