"""A corpus as a folder: which of its files may be documents, and their bytes.

Folders' links are not followed, and a file's link only inside the corpus.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assistant.errors import CorpusError
from assistant.readers import READERS
from assistant.sidecar import Sidecars
from assistant.types import Skipped

LARGEST = 20 * 1024 * 1024
"""Bytes of a file; a book has about one million."""

INDICATORS = "indicators.toml"
"""At the top of the corpus: what people call the ledger's indicators; no document."""

KINDS = ", ".join(sorted(READERS))
"""Of the files that there are readers for, to be shown."""

_README = "readme.md"
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that reverse the text after them."""

_OPEN_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
)


def walk(root: Path, skipped: list[Skipped]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every file under ``root`` that is not hidden, with its path; folders' links not followed."""
    pending = [(str(root), "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            skipped.append(Skipped(printable(prefix), told(error)))
            continue
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                pending.append((entry.path, f"{prefix}{entry.name}/"))
            else:
                yield entry, prefix + entry.name


def why_not(entry: os.DirEntry[str], path: str, root: Path) -> str | None:
    """Why a file cannot be a document: "" if it can, None if that needs no word."""
    if path.lower() == _README or path == INDICATORS:
        return None
    try:
        if entry.is_symlink() and not Path(entry.path).resolve(strict=True).is_relative_to(root):
            return "a link to a file outside the corpus. Copy the file instead"
        found = entry.stat()
    except (OSError, RuntimeError) as error:
        is_gone = isinstance(error, FileNotFoundError) and not entry.is_symlink()
        return None if is_gone else f"a link that leads nowhere ({told(error)})"
    if stat.S_ISDIR(found.st_mode):
        return "a link to a folder of this corpus"
    if not stat.S_ISREG(found.st_mode):
        return "not a regular file"
    if suffix(path) == ".toml":
        return Sidecars(root).why_unused(path)
    if suffix(path) not in READERS:
        return f"no reader for files like this; there are readers for {KINDS}"
    if printable(path) != path:
        return "its name holds control characters or is not UTF-8. Rename it"
    if found.st_size == 0:
        return "empty: zero bytes"
    return _too_large(found.st_size)


def _too_large(size: int) -> str:
    if size <= LARGEST:
        return ""
    return f"{size / 1e6:.0f} MB; at most {LARGEST / 1e6:.0f} MB are read. Split it"


def read_regular(path: Path) -> bytes:
    """Read a regular file whose links have been followed; never wait on a pipe or device."""
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise CorpusError("not a regular file")
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise CorpusError(_too_large(max(found.st_size, len(data))))
    return data


def suffix(path: str) -> str:
    """Give a path's ending, with its dot, in lower case."""
    return PurePosixPath(path).suffix.lower()


def printable(path: str) -> str:
    """``path`` with whatever could not be shown or stored written as escapes."""
    if path.isascii() and path.isprintable():
        return path
    readable = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        c if unicodedata.category(c) != "Cc" and c not in _DIRECTIONS else f"\\u{ord(c):04x}"
        for c in readable
    )


def told(error: Exception) -> str:
    """Give what an error of the system says, without its number and path."""
    return getattr(error, "strerror", None) or str(error)
