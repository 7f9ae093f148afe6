"""The texts that only the index keeps: those of files that are not the text themselves.

Read from the SQLite file of the generation that serves, which ``assistant source`` prints too.
"""

import json
import re
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.errors import DamagedIndexError, MissingIndexError, StaleIndexError
from assistant.verify.shape import shown

_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
_SELECT = "SELECT sha256, metadata, body, pages, text FROM documents WHERE path = ?"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the index keeps of a document."""

    text: str
    body: int
    """Where the text proper starts."""
    pages: tuple[int, ...]
    """Where each page starts in ``text``, ascending; empty where the format has no pages."""
    fields: Mapping[str, object]
    """What the file says of itself and is said beside it, as it was when it was indexed."""


class Keeper(Protocol):
    """An index that is no folder."""

    def kept(self, document: str) -> tuple[str, str, int, tuple[int, ...], str] | None:
        """Give SHA-256, metadata as JSON, body, pages and text of a document it holds."""


def read(index: "Path | Keeper", document: str, sha256: str) -> Kept:
    """Read what the index keeps of the file whose bytes have the digest ``sha256`` now.

    Raises MissingIndexError without an index, StaleIndexError where it does not hold the
    document or another state of it, DamagedIndexError where it cannot be read.
    """
    if not isinstance(index, Path):
        return _of_database(index, document, sha256)
    file = _serving(index)
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute(_SELECT, (document,)).fetchone()
        if row is None:
            raise StaleIndexError(f"{index} does not hold {shown(document)}. Run: assistant index")
        indexed, metadata, body, pages, text = row
        if indexed != sha256:
            raise StaleIndexError(
                f"{index} is of another state of {shown(document)}. Run: assistant index"
            )
        kept = zlib.decompress(text).decode("utf-8")
        return Kept(kept, int(body), tuple(map(int, json.loads(pages))), _fields(metadata))
    except (sqlite3.Error, zlib.error, ValueError, TypeError, AttributeError) as error:
        raise _damaged(file, error) from error


def _of_database(index: "Keeper", document: str, sha256: str) -> Kept:
    found = index.kept(document)
    if found is None:
        raise StaleIndexError(f"{index} does not hold {shown(document)}. Run: assistant index")
    indexed, metadata, body, pages, text = found
    if indexed != sha256:
        raise StaleIndexError(
            f"{index} is of another state of {shown(document)}. Run: assistant index"
        )
    return Kept(text, body, pages, _fields(metadata))


def _serving(index: Path) -> Path:
    """Find the file of the generation that serves."""
    pointer = index / "current"
    try:
        name = pointer.read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingIndexError(
            f"there is no index in {index}. Build it with: assistant index"
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(pointer, error) from error
    if not _NAME.fullmatch(name):
        raise _damaged(pointer, ValueError("it names no generation"))
    return index.absolute() / "generations" / name / "passages.sqlite"


def _fields(metadata: str) -> Mapping[str, object]:
    """Give a record's values as those of front matter."""
    found = json.loads(metadata).items()
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in found}


def _damaged(file: Path, error: Exception) -> DamagedIndexError:
    return DamagedIndexError(f"{file} cannot be read ({error}). Run: assistant index")
