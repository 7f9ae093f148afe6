"""A file's bytes → its text: one module per format, all in ``READERS``.

A reader raises CorpusError where the bytes are not of its format; the message names no file,
which only the caller knows. Plain text is read here, any other format in a process that is
confined and may be stopped (``isolated``).
"""

from collections.abc import Callable
from functools import partial

from assistant.readers import isolated, markdown, text
from assistant.readers.content import Content
from assistant.readers.kinds import Kind

TEXTS: dict[str, Callable[[bytes], Content]] = {
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".text": text.read,
    ".txt": text.read,
}
"""Those whose text is the file itself, by file name suffix in lower case; they cost no time."""

KINDS = {
    ".csv": Kind.CSV,
    ".docx": Kind.DOCX,
    ".epub": Kind.EPUB,
    ".htm": Kind.HTML,
    ".html": Kind.HTML,
    ".odt": Kind.ODT,
    ".pdf": Kind.PDF,
    ".pptx": Kind.PPTX,
    ".tsv": Kind.CSV,
    ".xhtml": Kind.HTML,
    ".xlsx": Kind.XLSX,
}
"""The others."""

READERS: dict[str, Callable[[bytes], Content]] = {
    **TEXTS,
    **{suffix: partial(isolated.read, kind) for suffix, kind in KINDS.items()},
}
"""By file name suffix in lower case."""

__all__ = ["READERS", "TEXTS", "Content"]
