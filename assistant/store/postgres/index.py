"""``PostgresIndex``: one generation of a database, opened for questions."""

import difflib
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from time import monotonic, sleep
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector

from assistant.errors import CorpusError, PrunedIndexError
from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection, graph, health, migrations, records, search
from assistant.store.postgres.connection import Connection
from assistant.store.postgres.ledger import SharedLedger
from assistant.store.postgres.records import Published
from assistant.store.postgres.remembered import ALIVE, Records, Words
from assistant.store.protocol import Wanted
from assistant.types import Document, DocumentRecord, Hit, IndexInfo, Passage

Floats = NDArray[np.float32]
_Found = TypeVar("_Found")

_LAG = 3.0  # seconds that a replica may take to know a generation that another server has told of

_DOCUMENT = f"""
SELECT d.path, d.sha256, d.metadata, d.body, d.markup, d.pages, d.remarks, d.text, d.state {ALIVE}
LEFT JOIN documents d ON d.path = %(path)s AND d.born <= %(g)s AND d.died > %(g)s
"""
_PASSAGES = f"""
SELECT p.start, p.stop, p.text, p.section, p.countries, p.language, p.page {ALIVE}
LEFT JOIN (documents d JOIN passages p USING (version))
ON d.path = %(path)s AND d.born <= %(g)s AND d.died > %(g)s ORDER BY p.place
"""
_UNITS = f"""
SELECT -(u.vector <#> %(vector)s) {ALIVE} LEFT JOIN units u ON u.row = %(row)s ORDER BY u.place
"""
_PRODUCTS = f"""
SELECT v.row, ARRAY[{{products}}] {ALIVE}
LEFT JOIN (vectors v LEFT JOIN units u USING (row)) ON v.row = ANY(%(rows)s)
ORDER BY v.row, u.place
"""


class PostgresIndex:
    """One generation, opened for questions from any number of threads.

    Every statement names the generation and finds out in the same breath whether it is still kept.
    """

    def __init__(self, database: Database, generation: Published, graphs: Collection[str]) -> None:
        self._database = database
        self._generation = generation
        self._graphs = graphs
        self._words = Words(self)
        self._searched = _Searched()
        self._records = Records(self)

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
            return cls(database, generation, graph.known(found, dimension))

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

    @property
    def ledger(self) -> SharedLedger | None:
        """What the ledger rests on; None where no build has written it yet."""
        told = self._generation.fields.get("ledger")
        return SharedLedger(self, self._generation.ordinal) if told else None

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
        holding = self._words.holding(wanted.terms)
        asked, values = search.statement(self._generation, wanted, holding, self._graphs)
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
        return search.idf(self._generation.passages, self._words.holding([token])[token])

    def unit_cosines(self, row: int, query: Floats) -> Floats:
        """Compare the units of the passage ``Hit.row`` with a unit vector.

        Known already of what this thread searched last.
        """
        known = self._searched
        if known.vector == query.tobytes() and row in known.cosines:
            return known.cosines[row]
        found = self.rows(_UNITS, row=row, vector=HalfVector(query))
        return np.array([cosine for (cosine,) in found if cosine is not None], np.float32)

    def unit_products(self, rows: Sequence[int], directions: Floats) -> list[Floats]:
        """Multiply the units of passages with vectors float32[k, d]: of each row float32[units, k].

        A passage of one unit is that unit: its own vector stands for it.
        """
        vectors = {f"d{place}": HalfVector(each) for place, each in enumerate(directions)}
        products = ", ".join(f"-(coalesce(u.vector, v.vector) <#> %({name})s)" for name in vectors)
        found = self.rows(_PRODUCTS.format(products=products), rows=list(rows), **vectors)
        by_row: dict[int, list[Sequence[float]]] = {}
        for row, values in found:
            by_row.setdefault(row, []).append(values)
        return [np.array(by_row[row], np.float32) for row in rows]

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
            f"SELECT 1 {ALIVE}",
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


class _Searched(threading.local):
    """What a thread searched last."""

    def __init__(self) -> None:
        self.vector = b""
        self.cosines: dict[int, Floats] = {}


def _asked(
    found: Connection, statement: str, values: Mapping[str, Any]
) -> tuple[list[tuple[Any, ...]], int]:
    """Ask; where nothing comes back, also for the generation that serves there."""
    rows = found.execute(statement, values, binary=True, prepare=True).fetchall()
    if rows:
        return rows, 0
    serving = found.execute(records.SERVING).fetchone()
    return [], serving[0] if serving else 0
