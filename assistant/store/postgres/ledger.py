"""The ledger of a generation in tables: what ``store.ledger`` keeps in a file of a folder.

What documents say stays with them; which indicator each statement is about is worked out anew in
every build, and belongs to its generation.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector
from psycopg.types.json import Json

from assistant.store.ledger import Indicator, Statement
from assistant.store.postgres import records
from assistant.types import Document, DocumentRecord, Passage

if TYPE_CHECKING:
    from psycopg import Copy

    from assistant.store.postgres.connection import Connection
    from assistant.store.postgres.index import PostgresIndex

Floats = NDArray[np.float32]

_SAID = (
    "label, about, section, countries, language, status, value, unit, as_of, hedged, start, stop, "
    "quote"
)
_NAMES = tuple(
    each.name for each in fields(Statement) if each.name not in ("document", "indicator")
)
_TELL = """
INSERT INTO told (version, by) VALUES (%s, %s)
ON CONFLICT (version, by) DO UPDATE SET by = excluded.by RETURNING number
"""
_UNTOLD = """
SELECT d.version, d.path, d.sha256, d.metadata, d.body, d.markup, d.pages, d.remarks, d.text,
       d.state
FROM documents d WHERE d.born <= %(g)s AND d.died > %(g)s
AND NOT EXISTS (SELECT FROM told t WHERE t.version = d.version AND t.by = %(by)s)
ORDER BY d.version
"""
_PASSAGES = """
SELECT start, stop, text, section, countries, language, page FROM passages
WHERE version = %s ORDER BY place
"""
_STATEMENTS = f"""
SELECT told, s.number, path, {_SAID}, '' FROM documents d
JOIN told t USING (version) JOIN statements s ON told = t.number
WHERE d.born <= %(g)s AND d.died > %(g)s AND t.by = %(by)s
ORDER BY path COLLATE "C", start, s.number
"""
_CELLS = """
SELECT path, label, about, section, s.countries, language, c.status, c.value, c.unit, c.as_of,
       hedged, start, stop, quote, indicator
FROM cells c JOIN statements s USING (told, number) JOIN told t ON t.number = c.told
JOIN documents d USING (version)
WHERE c.generation = %(g)s ORDER BY c.position
"""
_INDICATORS = "SELECT entry FROM indicators WHERE generation = %(g)s ORDER BY position"
_COUNTS = """
SELECT count(*), count(*) FILTER (WHERE alone),
       (SELECT count(*) FROM cells WHERE generation = %(g)s AND status <> 'empty')
FROM indicators WHERE generation = %(g)s
"""
_KNOWN = "SELECT digest, vector FROM labels WHERE digest = ANY(%s)"
_LEARN = "INSERT INTO labels (digest, encoder, vector) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


class SharedLedger:
    """Reads the ledger of an open generation; its methods raise StoreError."""

    def __init__(self, index: "PostgresIndex", generation: int) -> None:
        self._index, self._of = index, {"g": generation}

    def indicators(self) -> list[Indicator]:
        """List the indicators in their order."""
        return [
            Indicator(**{**entry, "synonyms": tuple(entry["synonyms"])})
            for (entry,) in self._rows(_INDICATORS)
        ]

    def cells(self) -> list[Statement]:
        """List the statements with their indicators, in order of document and place."""
        return list(map(_statement, self._rows(_CELLS)))

    def counts(self) -> tuple[int, int, int]:
        """Count indicators, those that stand alone, and cells."""
        ((indicators, alone, cells),) = self._rows(_COUNTS)
        return indicators, alone, cells

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self._index.read(
            lambda found: found.execute(statement, self._of, binary=True).fetchall()
        )


@dataclass(slots=True)
class LedgerDraft:
    """The ledger of a generation that is being published, within that transaction."""

    _found: "Connection"
    _generation: int
    _by: str
    """Digest of the code that reads statements."""
    _keys: list[tuple[int, int]] = field(default_factory=list)

    def untold(self) -> Iterator[tuple[int, Document, list[Passage]]]:
        """Yield the documents, with their versions, that this code has not read yet."""
        values = {"g": self._generation, "by": self._by}
        for version, *row in self._found.execute(_UNTOLD, values).fetchall():
            document = records.document(row)
            passages = self._found.execute(_PASSAGES, (version,)).fetchall()
            yield version, document, [records.passage(document.path, each) for each in passages]

    def add(self, version: int, statements: Iterable[Statement]) -> None:
        """Keep what a document says."""
        tell(self._found, version, self._by, statements)

    def statements(self) -> list[Statement]:
        """Give all statements, in order of document and place."""
        values = {"g": self._generation, "by": self._by}
        rows = self._found.execute(_STATEMENTS, values, binary=True).fetchall()
        self._keys = [(told, number) for told, number, *_ in rows]
        return [_statement(row[2:]) for row in rows]

    def records(self) -> dict[str, DocumentRecord]:
        """Give the documents by path."""
        return {each.path: each for each in records.records(self._found, self._generation)}

    def known(self, encoder: str, labels: Collection[str]) -> dict[str, Floats]:
        """Give the vectors, float32[d], that are kept of these labels."""
        digests = {_digest(encoder, label): label for label in labels}
        rows = self._found.execute(_KNOWN, (list(digests),)).fetchall()
        return {digests[digest]: vector.to_numpy().astype(np.float32) for digest, vector in rows}

    def learn(self, encoder: str, vectors: Mapping[str, Floats]) -> None:
        """Keep the vectors of labels, float32[d]."""
        rows = [
            (_digest(encoder, label), encoder, HalfVector(row)) for label, row in vectors.items()
        ]
        with self._found.cursor() as cursor:
            cursor.executemany(_LEARN, rows)

    def finish(
        self, indicators: Sequence[Indicator], cells: Sequence[Statement], of: Sequence[int]
    ) -> None:
        """Write what the statements are about.

        ``cells[i]`` is what the statement at place ``of[i]`` of ``statements()`` says of its
        indicator.
        """
        columns = "generation, position, key, alone, entry"
        with _copying(self._found, f"indicators ({columns})") as copy:
            for place, each in enumerate(indicators):
                copy.write_row((self._generation, place, each.key, each.alone, Json(asdict(each))))
        columns = "generation, position, told, number, indicator, status, value, unit, as_of"
        with _copying(self._found, f"cells ({columns})") as copy:
            for place, (statement, cell) in enumerate(zip(of, cells, strict=True)):
                said = (cell.indicator, cell.status, cell.value, cell.unit, cell.as_of)
                copy.write_row((self._generation, place, *self._keys[statement], *said))


def tell(found: "Connection", version: int, by: str, statements: Iterable[Statement]) -> None:
    """Keep what the code ``by`` reads in a version of a document."""
    row = found.execute(_TELL, (version, by)).fetchone()
    assert row is not None  # noqa: S101 - RETURNING gives a row
    with _copying(found, f"statements (told, number, {_SAID})") as copy:
        for number, each in enumerate(statements):
            values = [getattr(each, name) for name in _NAMES]
            said = (list(value) if isinstance(value, tuple) else value for value in values)
            copy.write_row((row[0], number, *said))


@contextmanager
def _copying(found: "Connection", into: str) -> "Iterator[Copy]":
    with found.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        yield copy


def _statement(row: Sequence[Any]) -> Statement:
    document, label, about, section, countries, *said = row
    return Statement(document, label, about, tuple(section), tuple(countries), *said)


def _digest(encoder: str, label: str) -> bytes:
    return sha256(f"{encoder}\0{label}".encode("utf-8", "replace")).digest()
