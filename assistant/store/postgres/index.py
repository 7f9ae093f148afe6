"""``PostgresIndex``: one generation of a database, opened for questions."""

import difflib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from time import monotonic, sleep
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

from assistant.errors import CorpusError, PrunedIndexError
from assistant.store.ledger import LedgerTable
from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection, graph, health, migrations, records, search
from assistant.store.postgres.connection import Connection
from assistant.store.postgres.records import Published
from assistant.store.protocol import Wanted
from assistant.types import Document, DocumentRecord, Hit, IndexInfo, Passage

Floats = NDArray[np.float32]
_Found = TypeVar("_Found")

_LAG = 3.0  # seconds that a replica may take to know a generation that another server has told of
_REMEMBERED = 10_000  # records, or words; some 10 MB

_ALIVE = "FROM (SELECT 1 FROM generations WHERE ordinal = %(g)s AND name = %(name)s) AS alive "
_DOCUMENT = f"""
SELECT d.path, d.sha256, d.metadata, d.body, d.markup, d.pages, d.remarks, d.text, d.state {_ALIVE}
LEFT JOIN documents d ON d.path = %(path)s AND d.born <= %(g)s AND d.died > %(g)s
"""
_PASSAGES = f"""
SELECT p.start, p.stop, p.text, p.section, p.countries, p.language, p.page {_ALIVE}
LEFT JOIN (documents d JOIN passages p USING (version))
ON d.path = %(path)s AND d.born <= %(g)s AND d.died > %(g)s ORDER BY p.place
"""
_RECORD = f"""
SELECT d.path, d.sha256, d.metadata, d.passages {_ALIVE}
LEFT JOIN documents d ON d.path = %(path)s AND d.born <= %(g)s AND d.died > %(g)s
"""
_HOLDING = f"""
SELECT l.lexeme, l.passages {_ALIVE}
LEFT JOIN lexemes l ON l.lexeme = ANY(%(words)s) AND l.born <= %(g)s AND l.died > %(g)s
"""
_UNITS = f"""
SELECT -(u.vector <#> %(vector)s) {_ALIVE} LEFT JOIN units u ON u.row = %(row)s ORDER BY u.place
"""


class PostgresIndex:
    """One generation, opened for questions from any number of threads.

    Every statement names the generation and finds out in the same breath whether it is still kept.
    """

    ledger: LedgerTable | None = None
    """None: it is read from the passages when it is asked for."""

    def __init__(self, database: Database, generation: Published, *, has_graph: bool) -> None:
        self._database = database
        self._generation = generation
        self._has_graph = has_graph
        self._holding: dict[str, int] = {}
        self._searched = _Searched()
        self._records = _Records(self)

    @classmethod
    def open(cls, database: Database, name: str | None = None) -> "PostgresIndex":
        """Open the generation that serves, or the one named.

        Raises MissingIndexError, StaleIndexError, DatabaseError.
        """

        def read(found: Connection) -> "PostgresIndex":
            migrations.check(database, found)
            generation = records.published(found, name)
            if generation is None:
                raise records.missing(database)
            dimension = int(generation.fields["dimension"])
            return cls(database, generation, has_graph=graph.exists(found, dimension))

        return connection.read(database, read)

    @property
    def info(self) -> IndexInfo:
        """The short form that goes with every answer."""
        return self._generation.info

    @property
    def records(self) -> Mapping[str, DocumentRecord]:
        """The documents by path, in its order; read as they are needed."""
        return self._records

    @property
    def languages(self) -> tuple[str, ...]:
        """The documents' languages, ISO 639-1, in order."""
        return self._generation.languages

    @property
    def countries(self) -> Collection[str]:
        """The countries that passages speak of, and "" for those that speak of none."""
        return self._generation.codes

    @cached_property
    def manifest(self) -> Manifest:
        """What the generation was made from."""
        return self.read(lambda found: records.manifest(found, self._generation))

    def documents(self) -> tuple[DocumentRecord, ...]:
        """List the documents, in order of path."""
        return tuple(self.records.values())

    def document(self, path: str) -> Document:
        """Give a document as it was indexed. Raises CorpusError for an unknown path."""
        (row, *_) = self.rows(_DOCUMENT, path=path)
        if row[0] is None:
            close = difflib.get_close_matches(path, list(self.records), cutoff=0.5)
            hint = f" Did you mean: {', '.join(close)}?" if close else ""
            raise CorpusError(f"The index holds no document {path!r}.{hint}")
        return records.document(row)

    def listed(self) -> list[DocumentRecord]:
        """Read all documents, in no order."""
        number = self._generation.ordinal
        return self.read(lambda found: list(records.records(found, number)))

    def passages_of(self, path: str) -> list[Passage]:
        """Give a document's passages, in its order. Raises CorpusError for an unknown path."""
        rows = self.rows(_PASSAGES, path=path)
        if rows[0][0] is None:
            self.document(path)  # which tells what is there
            return []
        return [records.passage(path, row) for row in rows]

    def search(self, wanted: Wanted) -> list[Hit]:
        """Find the best passages, best first; of equal ones the first by path and place."""
        holding = self._learn(wanted.terms)
        asked, values = search.statement(
            self._generation, wanted, holding, has_graph=self._has_graph
        )
        rows = [row for row in self._rows(asked, values) if row[0] is not None]
        found = []
        cosines: dict[int, Floats] = {}
        for rank, row in enumerate(rows, start=1):
            about = records.record(row[11:])
            self._records.remember(about)
            passage = records.passage(about.path, row[4:11])
            found.append(Hit(passage, rank, min(1.0, row[3]), row[1], row[0]))
            cosines[row[0]] = np.asarray(row[2] or (), np.float32)
        self._searched.vector, self._searched.cosines = wanted.vector.tobytes(), cosines
        return found

    def idf(self, token: str) -> float:
        """How much a word says: ln of about passages over passages that hold it, above 0."""
        return search.idf(self._generation.passages, self._learn([token])[token])

    def unit_cosines(self, row: int, query: Floats) -> Floats:
        """Compare the units of the passage ``Hit.row`` with a unit vector.

        Known already of what this thread searched last.
        """
        known = self._searched
        if known.vector == query.tobytes() and row in known.cosines:
            return known.cosines[row]
        found = self.rows(_UNITS, row=row, vector=HalfVector(query))
        return np.array([cosine for (cosine,) in found if cosine is not None], np.float32)

    def problems(self) -> tuple[str, ...]:
        """Check every span, count and vector; give what is wrong, a line each."""
        return self.read(lambda found: health.problems(found, self._generation))

    def close(self) -> None:
        """Do nothing: the connections are those of the process."""

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """Ask for rows of this generation, at least one. Raises PrunedIndexError."""
        named = {"g": self._generation.ordinal, "name": self._generation.name, **values}
        return self._rows(statement, named)

    def _rows(self, statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        deadline = monotonic() + _LAG
        while True:
            rows, serving = connection.read(
                self._database, lambda found: _asked(found, statement, values)
            )
            if rows:
                return rows
            if serving >= self._generation.ordinal or monotonic() > deadline:
                raise PrunedIndexError(
                    f"{self._database} no longer keeps the generation {self._generation.name}. "
                    "Ask again."
                )
            sleep(0.05)  # a replica that has not heard of it yet

    def read(self, work: Callable[[Connection], _Found]) -> _Found:
        """Read in one snapshot, in which the generation is kept. Raises PrunedIndexError."""
        check, values = (
            f"SELECT 1 {_ALIVE}",
            {"g": self._generation.ordinal, "name": self._generation.name},
        )

        def read(found: Connection) -> tuple[_Found] | None:
            with found.transaction():
                found.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                return (work(found),) if found.execute(check, values).fetchone() else None

        while True:
            if result := connection.read(self._database, read):
                return result[0]
            self._rows(check, values)  # waits for a replica that lags, or says that it is gone

    def _learn(self, tokens: Sequence[str]) -> dict[str, int]:
        """Find out how many passages hold each of these words."""
        known = self._holding
        found = {token: known[token] for token in tokens if token in known}
        unknown = [token for token in dict.fromkeys(tokens) if token not in found]
        if unknown:
            counts = {word: count for word, count in self.rows(_HOLDING, words=unknown) if word}
            fresh = {token: counts.get(token, 0) for token in unknown}
            self._holding = known | fresh if len(known) < _REMEMBERED else fresh
            found |= fresh
        return found


class _Searched(threading.local):
    """What a thread searched last."""

    def __init__(self) -> None:
        self.vector = b""
        self.cosines: dict[int, Floats] = {}


class _Records(Mapping[str, DocumentRecord]):
    """The documents of a generation; one is read when it is asked for, all when listed."""

    def __init__(self, index: PostgresIndex) -> None:
        self._index = index
        self._known: dict[str, DocumentRecord] = {}

    def remember(self, record: DocumentRecord) -> None:
        """Keep what a search came with."""
        if len(self._known) > _REMEMBERED:
            self._known = {}
        self._known[record.path] = record

    def __getitem__(self, path: str) -> DocumentRecord:
        found = self._known.get(path)
        if found is None:
            (row, *_) = self._index.rows(_RECORD, path=path)
            if row[0] is None:
                raise KeyError(path)
            found = records.record(row)
            self.remember(found)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return self._index.info.documents

    @cached_property
    def _all(self) -> Sequence[str]:
        every = self._index.listed()
        self._known |= {record.path: record for record in every}
        return sorted(record.path for record in every)


def _asked(
    found: Connection, statement: str, values: Mapping[str, Any]
) -> tuple[list[tuple[Any, ...]], int]:
    """Ask; where nothing comes back, also for the generation that serves there."""
    rows = found.execute(statement, values, binary=True).fetchall()
    if rows:
        return rows, 0
    serving = found.execute(records.SERVING).fetchone()
    return [], serving[0] if serving else 0
