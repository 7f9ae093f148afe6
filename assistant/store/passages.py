"""Documents and passages, in one SQLite file that is written once and never altered.

Documents are numbered from 0 in order of path, passages (``row``) from 0 in order of document and
place, so that equal documents give equal rows. A document's text is kept whole, so that a passage
can be shown in its source and checked against it without the corpus.
"""

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.store.manifest import damaged, unreadable
from assistant.store.schema import NAME as NAME
from assistant.store.schema import SCHEMA, read_only
from assistant.types import Document, DocumentRecord, Metadata, Passage

_RUN = "SELECT min(first), sum(passages) FROM previous.documents WHERE number >= ? AND number < ?"
_KEEP_DOCUMENTS = """
INSERT INTO documents
SELECT number + :documents, path, sha256, metadata, body, markup, pages, remarks,
       first + :rows, passages, text
FROM previous.documents WHERE number >= :first AND number < :stop
"""
_KEEP_PASSAGES = """
INSERT INTO passages
SELECT row + :rows, document + :documents, digest, start, stop, section, countries, language,
       page, text
FROM previous.passages WHERE row >= :first AND row < :stop
"""
_READ = "SELECT * FROM spans WHERE row IN (SELECT value FROM json_each(?))"
_READ_RUN = "SELECT * FROM spans WHERE row >= ? AND row < ? ORDER BY row"
_RECORDS = "SELECT path, sha256, metadata, passages FROM documents ORDER BY number"
_DOCUMENT = """
SELECT path, sha256, metadata, body, markup, pages, remarks, text FROM documents WHERE path = ?
"""
_CACHED = 8192  # passages; some 10 MB

_Parsed = TypeVar("_Parsed")


class PassageWriter:
    """Writes documents in order of path; a run of unchanged ones is taken from ``previous``."""

    def __init__(self, path: Path, previous: Path | None) -> None:
        self.documents = 0
        self.passages = 0
        self.moved: list[tuple[int, int, int]] = []
        """Runs of rows taken over: (row before, row now, how many)."""
        self._connection = sqlite3.connect(path, uri=True, isolation_level=None)
        # Nothing reads this file before it is synced and named by a manifest.
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        if previous:
            self._connection.execute("ATTACH ? AS previous", (read_only(previous),))
        self._connection.executescript(SCHEMA)
        self._connection.execute("BEGIN")

    def add(
        self, document: Document, passages: Sequence[Passage], digests: Sequence[bytes]
    ) -> None:
        """Append a document and its passages; ``digests`` are theirs, in the same order."""
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.documents,
                document.path,
                document.sha256,
                json.dumps(asdict(document.metadata)),
                document.body,
                document.markup,
                json.dumps(document.pages),
                json.dumps(document.remarks),
                self.passages,
                len(passages),
                zlib.compress(document.text.encode()),
            ),
        )
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    self.passages + place,
                    self.documents,
                    digest,
                    passage.start,
                    passage.end,
                    json.dumps(passage.section),
                    json.dumps(passage.countries),
                    passage.language,
                    passage.page,
                    passage.text,
                )
                for place, (passage, digest) in enumerate(zip(passages, digests, strict=True))
            ),
        )
        self.documents += 1
        self.passages += len(passages)

    def keep(self, first: int, stop: int) -> None:
        """Append the previous file's documents ``first`` to ``stop - 1``, as they were."""
        try:
            start, count = self._connection.execute(_RUN, (first, stop)).fetchone()
            shift = {"documents": self.documents - first, "rows": self.passages - start}
            self._connection.execute(_KEEP_DOCUMENTS, {**shift, "first": first, "stop": stop})
            run = {"first": start, "stop": start + count}
            self._connection.execute(_KEEP_PASSAGES, {**shift, **run})
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise damaged(f"What {stop - first} documents gave is damaged") from error
            raise
        self.moved.append((start, self.passages, count))
        self.documents += stop - first
        self.passages += count

    def finish(self) -> None:
        """Write which rows speak of which country, and close the file."""
        rows: dict[str, list[int]] = {"": []}
        parse = cache(json.loads)  # there are few combinations
        select = "SELECT row, countries FROM passages ORDER BY row"
        for row, countries in self._connection.execute(select):
            for code in parse(countries) or ("",):
                rows.setdefault(code, []).append(row)
        self._connection.executemany(
            "INSERT INTO countries VALUES (?, ?)",
            ((code, np.asarray(rows[code], "<i4").tobytes()) for code in sorted(rows)),
        )
        self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let the file go, finished or not."""
        self._connection.close()


class PassageTable:
    """Reads a finished file, from any thread, also once it has been unlinked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._cache: dict[int, Passage] = {}
        with self._reading():
            self._connection = sqlite3.connect(
                read_only(path), uri=True, check_same_thread=False, isolation_level=None
            )
        self.documents: int = self._select("SELECT count(*) FROM documents", _only)[0]
        self.passages: int = self._select("SELECT ifnull(max(row) + 1, 0) FROM passages", _only)[0]

    def read(self, rows: Sequence[int]) -> list[Passage]:
        """Read the passages of these rows, in this order. Raises IndexError for no such row."""
        cache = self._cache
        found = {row: cache[row] for row in rows if row in cache}
        missing = [row for row in rows if row not in found]
        if missing:
            fresh = dict(self._select(_READ, _passage, (json.dumps(missing),)))
            found |= fresh
            if len(cache) > _CACHED:
                self._cache = fresh
            else:
                cache |= fresh
        try:
            return [found[row] for row in rows]
        except KeyError as error:
            raise IndexError(f"{self._path} has no passage {error}") from error

    def records(self) -> tuple[DocumentRecord, ...]:
        """List the documents, in order of path."""
        return tuple(self._select(_RECORDS, _record))

    def counts(self) -> list[tuple[str, int]]:
        """List the documents' paths, in order, with how many passages each has."""
        return self._select("SELECT path, passages FROM documents ORDER BY number", _pair)

    def document(self, path: str) -> Document | None:
        """Read a document with its whole text, None if there is none of that path."""
        found = self._select(_DOCUMENT, _document, (path,))
        return found[0] if found else None

    def country_rows(self) -> dict[str, NDArray[np.int64]]:
        """Give for each country the rows that speak of it, under '' those of none; ascending."""
        return dict(self._select("SELECT code, rows FROM countries", _country))

    def rows_of(self, digests: Collection[bytes]) -> dict[bytes, int]:
        """Find a row for each of these digests that the file holds."""
        if not digests:
            return {}
        with self._lock, self._reading():
            every = self._connection.execute("SELECT digest, row FROM passages")
            return {digest: row for digest, row in every if digest in digests}

    def problems(self) -> Iterator[str]:
        """Say where the file contradicts itself: its structure, every span, every count."""
        for message in self._select("PRAGMA integrity_check", _only):
            if message != "ok":
                yield f"{self._path}: {message}"
        row, firsts = 0, self._select("SELECT first FROM documents ORDER BY number", _only)
        for record, first in zip(self.records(), firsts, strict=True):
            stop = row + record.passages
            document = self.document(record.path)
            passages = self._select(_READ_RUN, _passage, (row, stop))
            if document is None or [first, *(n for n, _ in passages)] != [row, *range(row, stop)]:
                yield f"{record.path}: its passages are not rows {row} to {stop - 1}"
                return
            for row, passage in passages:
                if passage.document != record.path or passage.text != _quoted(document, passage):
                    yield f"{record.path}: passage {row} is not what stands at {passage.start}"
            row = stop
        if row != self.passages:
            yield f"{self._path}: {self.passages - row} passages of no document"

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._connection.close()

    def _select(
        self, query: str, parse: Callable[[Sequence[Any]], _Parsed], values: Sequence[object] = ()
    ) -> list[_Parsed]:
        with self._lock, self._reading():
            return [parse(fields) for fields in self._connection.execute(query, values)]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zlib.error, ValueError, TypeError) as error:
            raise unreadable(self._path, error) from error


def _quoted(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]


def _only(fields: Sequence[Any]) -> Any:
    (value,) = fields
    return value


def _pair(fields: Sequence[Any]) -> tuple[str, int]:
    path, passages = fields
    return path, passages


def _passage(fields: Sequence[Any]) -> tuple[int, Passage]:
    row, path, start, stop, text, section, countries, language, page = fields
    above, whom = tuple(json.loads(section)), tuple(json.loads(countries))
    return row, Passage(path, start, stop, text, above, whom, language, page)


def _record(fields: Sequence[Any]) -> DocumentRecord:
    path, sha256, metadata, passages = fields
    return DocumentRecord(path, sha256, _metadata(metadata), passages)


def _document(fields: Sequence[Any]) -> Document:
    path, sha256, metadata, body, markup, pages, remarks, text = fields
    more = tuple(json.loads(pages)), tuple(json.loads(remarks))
    whole = zlib.decompress(text).decode()
    return Document(path, whole, sha256, _metadata(metadata), body, markup, *more)


def _metadata(fields: str) -> Metadata:
    values = json.loads(fields)
    return Metadata(**{**values, "countries": tuple(values["countries"])})


def _country(fields: Sequence[Any]) -> tuple[str, NDArray[np.int64]]:
    code, rows = fields
    return code, np.frombuffer(rows, "<i4").astype(np.int64)
