"""What the ledger of a generation rests on, in one SQLite file that is written once.

    statements    what documents say of countries under labels, in order of document and place
    indicators    what the labels are about, in their order
    vectors       of labels, float16, so that a known label is not encoded again

Which label belongs to which indicator is worked out anew in every build; the statements of
documents that stay as they were are taken over.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.store.manifest import damaged, unreadable
from assistant.store.schema import read_only

NAME = "ledger.sqlite"

Status = Literal["yes", "no", "not_assessed", "unclear", "value", "empty"]
"""``empty``: a field that the source leaves empty; it stands beside the cells, not among them."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a unit of a document, or one value in it, says under a label."""

    document: str
    """``Document.path``."""
    label: str
    """As written."""
    about: str
    """What the label means where it stands: with the heading above, if it needs that."""
    section: tuple[str, ...]
    """Headings above, outermost first, without the document's title."""
    countries: tuple[str, ...]
    language: str
    status: Status
    value: str | None
    unit: str | None
    as_of: str | None
    hedged: bool
    start: int
    end: int
    quote: str
    """``document.text[start:end]``."""
    indicator: str = ""
    """Key of what it is about; "" until labels are aligned."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is told of a country: "National CIRT", "Population, total"."""

    key: str
    """A slug, the same in every build: ``national-cirt``."""
    name_en: str
    name_fr: str
    synonyms: tuple[str, ...]
    """Labels that it stands under in documents, as written, and those that a person added."""
    group: str
    """"" where there is none."""
    alone: bool = False
    """Named by nobody, and in one document only."""
    group_fr: str = ""
    """Its name in French; that of ``group`` where none is known."""


_SCHEMA = """
CREATE TABLE statements (     -- as read, document by document
    number INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    label TEXT NOT NULL,
    about TEXT NOT NULL,
    section TEXT NOT NULL,    -- JSON
    countries TEXT NOT NULL,  -- JSON
    language TEXT NOT NULL,
    status TEXT NOT NULL,
    value TEXT,
    unit TEXT,
    as_of TEXT,
    hedged INTEGER NOT NULL,
    start INTEGER NOT NULL,   -- code points into the document's text
    stop INTEGER NOT NULL,
    quote TEXT NOT NULL
);
CREATE INDEX statements_of ON statements (document, start, number);
CREATE TABLE cells (          -- what each is about, and what it says of that
    statement INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    status TEXT NOT NULL,
    value TEXT,
    unit TEXT,
    as_of TEXT
);
CREATE TABLE indicators (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    synonyms TEXT NOT NULL,   -- JSON
    grouped TEXT NOT NULL,
    alone INTEGER NOT NULL,
    grouped_fr TEXT NOT NULL
);
CREATE TABLE vectors (label TEXT PRIMARY KEY, vector BLOB NOT NULL);
"""
_NAMES = tuple(field.name for field in fields(Statement) if field.name != "indicator")
_STORED = "document, label, about, section, countries, language, status, value, unit, as_of, hedged"
_KEEP = f"""
INSERT INTO statements ({_STORED}, start, stop, quote)
SELECT {_STORED}, start, stop, quote FROM previous.statements
WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document, start, number
"""  # noqa: S608 - no values in it
_ADD = f"INSERT INTO statements ({_STORED}, start, stop, quote) VALUES ({', '.join('?' * 14)})"  # noqa: S608
_READ = f"SELECT {_STORED}, start, stop, quote, '' FROM statements ORDER BY document, start, number"  # noqa: S608
_CELLS = """
SELECT document, label, about, section, countries, language, cells.status, cells.value, cells.unit,
       cells.as_of, hedged, start, stop, quote, indicator
FROM cells JOIN statements ON statement = number ORDER BY document, start, number
"""
_INDICATORS = """
SELECT key, name_en, name_fr, synonyms, grouped, alone, grouped_fr FROM indicators ORDER BY position
"""
_COUNT = "SELECT count(*) FROM cells WHERE status != 'empty'"
_NUMBERS = "SELECT number FROM statements ORDER BY document, start, number"


class LedgerWriter:
    """Writes the file of a new generation; ``previous`` is that of the one before, if any."""

    def __init__(self, path: Path, previous: Path | None) -> None:
        self._connection = sqlite3.connect(path, uri=True, isolation_level=None)
        # Nothing reads this file before it is synced and named by a manifest.
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        self._previous = previous is not None
        if previous:
            self._connection.execute("ATTACH ? AS previous", (read_only(previous),))
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")

    def keep(self, documents: Collection[str]) -> None:
        """Take over the statements of these documents from the previous file."""
        if documents:
            with _of_previous():
                self._connection.execute(_KEEP, (json.dumps(sorted(documents)),))

    def add(self, statements: Iterable[Statement]) -> None:
        """Append what was read of a document."""
        self._connection.executemany(_ADD, map(_fields, statements))

    def statements(self) -> list[Statement]:
        """Give all statements, in order of document and place."""
        return [_statement(row) for row in self._connection.execute(_READ)]

    def known(self, labels: Collection[str]) -> dict[str, Floats]:
        """Give the vectors, float32[d], that the previous file has of these labels."""
        if not self._previous:
            return {}
        select = "SELECT label, vector FROM previous.vectors"
        with _of_previous():
            found = self._connection.execute(select)
            return {label: _vector(data) for label, data in found if label in labels}

    def finish(
        self,
        indicators: Sequence[Indicator],
        cells: Sequence[Statement],
        of: Sequence[int],
        vectors: Mapping[str, Floats],
    ) -> None:
        """Write what the statements are about, and close the file.

        ``cells[i]`` is what the statement at place ``of[i]`` of ``statements()`` says of its
        indicator.
        """
        numbers = [number for (number,) in self._connection.execute(_NUMBERS)]
        rows = (
            (numbers[place], c.indicator, c.status, c.value, c.unit, c.as_of)
            for place, c in zip(of, cells, strict=True)
        )
        self._connection.executemany("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._connection.executemany(
            "INSERT INTO indicators VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    i.key,
                    i.name_en,
                    i.name_fr,
                    json.dumps(i.synonyms),
                    i.group,
                    i.alone,
                    i.group_fr,
                )
                for n, i in enumerate(indicators)
            ),
        )
        self._connection.executemany(
            "INSERT INTO vectors VALUES (?, ?)",
            ((label, row.astype("<f2").tobytes()) for label, row in sorted(vectors.items())),
        )
        self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let the file go, finished or not."""
        self._connection.close()


class LedgerTable:
    """Reads a finished file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def indicators(self) -> list[Indicator]:
        """List the indicators in their order. Raises DamagedIndexError."""
        with self._reading() as connection:
            rows = connection.execute(_INDICATORS).fetchall()
            return [
                Indicator(key, en, fr, tuple(json.loads(synonyms)), group, bool(alone), group_fr)
                for key, en, fr, synonyms, group, alone, group_fr in rows
            ]

    def cells(self) -> list[Statement]:
        """List the statements with their indicators, in order of document and place.

        Raises DamagedIndexError.
        """
        with self._reading() as connection:
            return [_statement(row) for row in connection.execute(_CELLS)]

    def counts(self) -> tuple[int, int, int]:
        """Count indicators, those that stand alone, and cells. Raises DamagedIndexError."""
        with self._reading() as connection:
            select = "SELECT count(*), ifnull(sum(alone), 0) FROM indicators"
            indicators, alone = connection.execute(select).fetchone()
            (cells,) = connection.execute(_COUNT).fetchone()
            return indicators, alone, cells

    def problems(self, text: Mapping[str, str]) -> Iterator[str]:
        """Say where the file contradicts itself or the documents' texts, by path."""
        known = {each.key for each in self.indicators()}
        for cell in self.cells():
            place = f"{cell.document}:{cell.start}-{cell.end}"
            if text.get(cell.document, "")[cell.start : cell.end] != cell.quote:
                yield f"{self._path}: the statement of {place} is not what stands there"
            if cell.indicator not in known:
                yield f"{self._path}: {place} is about {cell.indicator!r}, which is no indicator"

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(read_only(self._path), uri=True)) as connection:
                yield connection
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise unreadable(self._path, error) from error


@contextmanager
def _of_previous() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise damaged("The ledger before is damaged") from error
        raise


def _fields(each: Statement) -> tuple[object, ...]:
    values = [getattr(each, name) for name in _NAMES]
    return tuple(json.dumps(v) if isinstance(v, tuple) else v for v in values)


def _statement(row: Sequence[Any]) -> Statement:
    document, label, about, section, countries, *said, hedged, start, end, quote, key = row
    above, whom = _texts(section), _texts(countries)
    language, status, value, unit, as_of = said
    dated = (language, status, value, unit, as_of, bool(hedged))
    return Statement(document, label, about, above, whom, *dated, start, end, quote, key)


@lru_cache(maxsize=20_000)
def _texts(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))


def _vector(data: bytes) -> Floats:
    return np.frombuffer(data, "<f2").astype(np.float32)
