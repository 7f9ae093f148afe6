"""What one generation of the index was made from, and of which files it consists."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, fields
from hashlib import file_digest
from pathlib import Path
from typing import Any

from assistant.errors import DamagedIndexError, StaleIndexError
from assistant.types import IndexInfo, Skipped

NAME = "manifest.json"
FORMAT = 3
"""Counted up when a generation's files change their meaning; a newer one is refused."""

_READABLE = (2, FORMAT)
"""A generation of format 2 lacks the ledger; its passages and vectors are the same."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file's size in bytes and the SHA-256 of its contents."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation was made from, and of which files it consists."""

    generation: str
    built: str
    """UTC, ISO 8601."""
    assistant: str
    """Version of this package."""
    encoder: str
    dimension: int
    chunking: str
    reading: str
    """Digest of the code and settings that turn a file into passages and words."""
    corpus: str
    """Digest over the paths and contents of ``documents``."""
    documents: Mapping[str, str]
    """Path → SHA-256, of every document indexed."""
    refused: Mapping[str, tuple[str, str]]
    """Path → SHA-256 and reason, of every file that turned out to be no document."""
    duplicates: tuple[tuple[str, str], ...]
    """(left out, indexed)"""
    passages: int
    indicators: str = ""
    """SHA-256 of the file that names the ledger's indicators; "" where there is none."""
    ledger: str = ""
    """Digest of the code that read the ledger; "" where there is none."""
    files: Mapping[str, FileMark] = field(default_factory=dict)
    """Path within the generation's folder → mark, of every file but the manifest."""
    format: int = FORMAT

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files refused, in order of path."""
        return tuple(Skipped(path, reason) for path, (_, reason) in sorted(self.refused.items()))

    @property
    def info(self) -> IndexInfo:
        """The short form that goes with every answer."""
        return IndexInfo(
            self.generation,
            self.encoder,
            self.corpus,
            self.built,
            len(self.documents),
            self.passages,
        )


def dump(manifest: Manifest) -> bytes:
    """Give the manifest as it is stored."""
    # Not indented, nor dataclasses.asdict: both take longer than all else for 10,000 documents.
    named = {each.name: getattr(manifest, each.name) for each in fields(manifest)}
    return json.dumps(named, default=asdict).encode()


def load(folder: Path) -> Manifest:
    """Read a generation's manifest.

    Raises DamagedIndexError where it is missing or no manifest, StaleIndexError where a newer
    version of this program wrote it.
    """
    path = folder / NAME
    try:
        found = json.loads(path.read_bytes())
        version = int(found["format"])
    except FileNotFoundError as error:
        raise damaged(f"{folder} is half-written: it has no {NAME}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(path, error) from error
    if version not in _READABLE:
        newer = "a newer" if version > FORMAT else "an older"
        raise StaleIndexError(
            f"{folder} was written by {newer} version of this program (index format {version}, "
            f"this one reads {FORMAT}). Build it again with: assistant index"
        )
    try:
        return _manifest(found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unreadable(path, error) from error


def mark_files(folder: Path) -> dict[str, FileMark]:
    """Measure every file in ``folder``, in order of path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    with ThreadPoolExecutor() as pool:
        marks = pool.map(_mark, paths)
        return {
            path.relative_to(folder).as_posix(): mark
            for path, mark in zip(paths, marks, strict=True)
        }


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Raise DamagedIndexError where a file is missing or not as long as it was written."""
    for name, mark in manifest.files.items():
        try:
            size = (folder / name).stat().st_size
        except OSError as error:
            raise damaged(f"{folder / name} is missing") from error
        if size != mark.size:
            raise damaged(f"{folder / name} has {size:,} bytes and should have {mark.size:,}")


def altered_files(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """Name the files that are missing, not those written, or of no generation."""
    found = mark_files(folder)
    found.pop(NAME, None)
    names = sorted(found.keys() | manifest.files.keys())
    return tuple(name for name in names if found.get(name) != manifest.files.get(name))


def damaged(what: str) -> DamagedIndexError:
    """Make the error that says what is wrong with an index, and what to do."""
    return DamagedIndexError(f"{what}. Build the index again with: assistant index")


def unreadable(path: Path, error: Exception) -> DamagedIndexError:
    """Make the error for a file or folder whose contents make no sense."""
    return damaged(f"{path} cannot be read ({type(error).__name__}: {error})")


def _manifest(found: dict[str, Any]) -> Manifest:
    files = {name: FileMark(**mark) for name, mark in found.pop("files").items()}
    refused = {path: (digest, why) for path, (digest, why) in found.pop("refused").items()}
    duplicates = tuple((left_out, kept) for left_out, kept in found.pop("duplicates"))
    manifest = Manifest(files=files, refused=refused, duplicates=duplicates, **found)
    numbers = (manifest.dimension, manifest.passages, *(mark.size for mark in files.values()))
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        raise ValueError("a count is no number")
    if not isinstance(manifest.documents, dict):
        raise TypeError("documents are no table")
    return manifest


def _mark(path: Path) -> FileMark:
    with path.open("rb") as file:
        return FileMark(path.stat().st_size, file_digest(file, "sha256").hexdigest())
