"""The corpus folder → Documents with metadata and digests; with folder.py, which walks it, alone.

Any depth of folders. Left out without a word: hidden files, and ``README.md`` at the top, which
tells people how to add a source. Left out with a reason (``Skipped``): whatever else cannot be
read, so that nobody believes it was.
"""

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from assistant import metadata
from assistant.errors import CorpusError, EmptyCorpusError
from assistant.folder import INDICATORS, KINDS, printable, read_regular, suffix, told, walk, why_not
from assistant.readers import READERS, TEXTS, Content
from assistant.sidecar import Beside, Sidecars
from assistant.types import Document, Skipped

_FRESH = 2_000_000_000
"""Nanoseconds for which a changed file may change again without a new time stamp, on the coarsest
file systems in use; younger stats are not remembered."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Stat:
    """What a file looked like when its digest was taken."""

    mtime: int
    """Nanoseconds, as ``ctime``, which also changes where ``mtime`` was set back."""
    ctime: int
    size: int
    inode: int
    sha256: str
    reason: str = ""
    """Why the file cannot be a document; "" if it can."""

    def matches(self, now: os.stat_result) -> bool:
        """Whether the file still looks the same."""
        return (self.mtime, self.ctime, self.size, self.inode) == _looks(now)


StatCache = dict[str, Stat]
"""By path; what a scan knows, for the next one."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The state of a corpus folder."""

    digests: dict[str, str]
    """What tells each document from its other states (``Document.state``), by path, sorted."""
    skipped: tuple[Skipped, ...]
    duplicates: tuple[tuple[str, str], ...]
    """Files with the same bytes as another: (left out, kept)."""
    stats: StatCache = field(default_factory=dict, repr=False)
    indicators: str = ""
    """SHA-256 of ``INDICATORS``; "" where there is none."""


class Corpus:
    """A folder of documents; ``root`` may be any folder of text files."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self, skipped: list[Skipped] | None = None) -> list[str]:
        """Paths that may be documents, sorted; why others may not, into ``skipped``.

        Raises CorpusError without a readable folder.
        """
        return list(self._list([] if skipped is None else skipped))

    def scan(self, known: StatCache | None = None) -> Scan:
        """Digest every document. Files that look as in ``known`` are not opened.

        Raises CorpusError if the folder cannot be read, EmptyCorpusError if it is missing or
        without any document.
        """
        skipped: list[Skipped] = []
        stats: StatCache = {}
        digests: dict[str, str] = {}
        sidecars = Sidecars(self.root)
        trusted_before = time.time_ns() - _FRESH
        for path, found in self._list(skipped).items():
            seen = (known or {}).get(path)
            if seen is None or not seen.matches(found):
                seen = self._look(path, found)
            beside = sidecars.of(path)
            if reason := seen.reason or beside.problem:
                skipped.append(Skipped(path, reason))
            else:
                digests[path] = beside.state(seen.sha256)
            if seen.sha256 and max(seen.mtime, seen.ctime) < trusted_before:
                stats[path] = seen
        if not digests:
            raise self._empty(skipped)
        unique, duplicates = _unique(digests)
        sorted_out = tuple(sorted(skipped, key=lambda skip: skip.path))
        named = self.indicators()
        digest = hashlib.sha256(named).hexdigest() if named else ""
        return Scan(unique, sorted_out, duplicates, stats, digest)

    def indicators(self) -> bytes:
        """Give the bytes of ``INDICATORS``, none where there is no such file.

        Raises CorpusError if it cannot be read.
        """
        path = self.root / INDICATORS
        try:
            if not os.path.lexists(path):
                return b""
            outside = not path.resolve().is_relative_to(self.root.resolve())
            data = b"" if outside else read_regular(path.resolve())
        except CorpusError as error:
            raise CorpusError(f"{path}: {error}") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise CorpusError(f"{path}: cannot be read ({told(error)})") from error
        if outside:
            raise CorpusError(f"{path}: a link to a file outside the corpus. Copy the file instead")
        return data

    def digest(self, path: str) -> str:
        """SHA-256 of the file's bytes. Raises CorpusError if it cannot be read."""
        try:
            return hashlib.sha256(self._bytes(path)).hexdigest()
        except CorpusError as error:
            raise CorpusError(f"{self.root / path}: {error}") from error

    def original(self, path: str) -> bytes:
        """Give the file's bytes. Raises CorpusError if it cannot be read."""
        try:
            return self._bytes(path)
        except CorpusError as error:
            raise CorpusError(f"{self.root / path}: {error}") from error

    def read(self, path: str) -> Document:
        """Read a document. Raises CorpusError saying the file and why it is none."""
        try:
            data = self._bytes(path)
            content = _content(path, data)
            beside = _usable(Sidecars(self.root).of(path))
            fields = {**content.fields, **beside.fields}
            described = metadata.describe(path, replace(content, fields=fields))
        except CorpusError as error:
            raise CorpusError(f"{self.root / path}: {error}") from error
        sha256 = hashlib.sha256(data).hexdigest()
        return Document(
            path,
            content.text,
            sha256,
            described,
            content.body,
            content.markup,
            content.pages,
            content.remarks,
            beside.state(sha256),
        )

    def reason(self, path: str, error: CorpusError) -> str:
        """Say what ``read`` raised without the name of the file, for lists that have it."""
        return str(error).removeprefix(f"{self.root / path}: ")

    def _look(self, path: str, found: os.stat_result) -> Stat:
        """Open a file to see whether it may be a document.

        Formats that take time to read are read once only, by ``read``.
        """
        sha256 = reason = ""
        try:
            data = self._bytes(path)
            sha256 = hashlib.sha256(data).hexdigest()
            if suffix(path) in TEXTS:
                metadata.check(_content(path, data).fields)
        except CorpusError as error:
            reason = str(error)
        return Stat(*_looks(found), sha256=sha256, reason=reason)

    def _bytes(self, path: str) -> bytes:
        """Read a file of the corpus. Raises CorpusError that does not name it."""
        parts = PurePosixPath(path).parts
        is_hidden = any(part.startswith((".", "/")) for part in parts)
        try:
            real = (self.root / path).resolve()
            is_inside = real.is_relative_to(self.root.resolve())
            if is_inside and not is_hidden and suffix(path) in READERS:
                return read_regular(real)
        except (OSError, RuntimeError, ValueError) as error:
            raise CorpusError(f"cannot be read ({told(error)})") from error
        raise CorpusError("not a document of this corpus. List them: assistant status")

    def _list(self, skipped: list[Skipped]) -> dict[str, os.stat_result]:
        """List the files that may be documents, sorted; why others may not, into ``skipped``."""
        try:
            root = self.root.resolve(strict=True)
            os.scandir(root).close()
        except (OSError, RuntimeError) as error:
            raise self._unusable(error) from error
        found: dict[str, os.stat_result] = {}
        for entry, path in walk(root, skipped):
            reason = why_not(entry, path, root)
            if reason:
                skipped.append(Skipped(printable(path), reason))
            elif reason is not None:
                found[path] = entry.stat()
        return dict(sorted(found.items()))

    def _unusable(self, error: Exception) -> CorpusError:
        """Say why the folder itself cannot be used, and what to do."""
        kind = EmptyCorpusError if isinstance(error, FileNotFoundError) else CorpusError
        if kind is EmptyCorpusError:
            problem = "does not exist. Create it and put documents into it"
        elif isinstance(error, NotADirectoryError):
            problem = "is not a folder. Name the folder that holds it"
        else:
            problem = f"cannot be read ({told(error)}). Make it readable"
        return kind(f"The corpus {self.root} {problem}, or choose another: --corpus DIR")

    def _empty(self, skipped: list[Skipped]) -> CorpusError:
        shown = "".join(f"\n  {skip.path}: {skip.reason}" for skip in skipped[:_SHOWN])
        more = f"\n  and {len(skipped) - _SHOWN} more" if len(skipped) > _SHOWN else ""
        return EmptyCorpusError(
            f"The corpus {self.root} holds no document. Put files into it ({KINDS}), or choose "
            f"another: --corpus DIR{shown}{more}"
        )


def corpus_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 over the documents' paths and contents, in hexadecimal."""
    joined = "".join(f"{path}\0{digests[path]}\n" for path in sorted(digests))
    return hashlib.sha256(joined.encode()).hexdigest()


def _usable(beside: Beside) -> Beside:
    """Raise CorpusError where what stands beside a document cannot be read."""
    if beside.problem:
        raise CorpusError(beside.problem)
    return beside


def _content(path: str, data: bytes) -> Content:
    """Read a file's bytes. Raises CorpusError if they are not of its format or hold no text."""
    content = READERS[suffix(path)](data)
    if not content.text[content.body :].strip():
        raise CorpusError("empty: there is no text in it")
    return content


def _unique(digests: Mapping[str, str]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Keep the first path of each digest; the others as (left out, kept)."""
    first: dict[str, str] = {}
    for path, sha256 in digests.items():
        first.setdefault(sha256, path)
    kept = {path: sha256 for sha256, path in first.items()}
    left_out = [(path, first[sha256]) for path, sha256 in digests.items() if path not in kept]
    return kept, tuple(left_out)


def _looks(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
