"""The passage index: one generation, opened for questions.

No other package opens its folder:

    vectors.faiss    a unit vector for each passage
    lists.faiss      the same by neighbourhood, where there are many
    units/           vectors of the sentences, items and fields within the passages
    passages.sqlite  n passages with their spans and metadata, and the documents' texts
    words/           the passages' words, for BM25
    ledger.sqlite    what the passages say of each country's indicators
    manifest.json    encoder, corpus digest, n, d, checksums; written last

Everything large is memory-mapped, so opening is quick and processes share the memory.
"""

import difflib
import threading
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import CorpusError, DamagedIndexError
from assistant.store import faiss, fusion, generations, manifest, passages, units, words
from assistant.store.ledger import NAME as LEDGER
from assistant.store.ledger import LedgerTable
from assistant.store.manifest import Manifest
from assistant.store.protocol import Wanted
from assistant.types import Document, DocumentRecord, Hit, IndexInfo, Passage

_ATTEMPTS = 5  # to open a generation while builds move the pointer and clear away
_NO_ROWS = np.empty(0, np.int64)
_parsing = threading.Lock()
"""numpy parses the heads of .npy files as Python, which CPython 3.11 sometimes fails to do in two
threads at once (SystemError: AST constructor recursion depth mismatch)."""

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Floats = NDArray[np.float32]


class Index:
    """One generation, opened for questions from any number of threads.

    It stays whole while newer generations are built and even once its own files are unlinked.
    """

    def __init__(self, folder: Path) -> None:
        """Open one generation's folder. Raises DamagedIndexError, StaleIndexError."""
        self.folder = folder
        self.manifest: Manifest = manifest.load(folder)
        manifest.check_sizes(folder, self.manifest)
        self.table = passages.PassageTable(folder / passages.NAME)
        with _parsing:
            self.words = words.Words(folder / words.NAME)
            self.units = units.Units(folder / units.NAME)
        self.nearby = faiss.Vectors(folder)
        self.ledger = LedgerTable(folder / LEDGER) if self.manifest.ledger else None
        """None in a generation that an older version wrote."""
        self._check_counts()
        self.countries: Mapping[str, Rows] = {
            "": _NO_ROWS,
            **self.table.country_rows(),
        }
        """Country → the rows that speak of it, ascending; '' → those of no country."""

    @classmethod
    def open(cls, root: Path) -> "Index":
        """Open the generation that serves in ``root``.

        Raises MissingIndexError where there is none, DamagedIndexError where it is half-written
        or altered, StaleIndexError where another version of this program wrote it.
        """
        for _ in range(_ATTEMPTS):
            name = generations.current(root)
            try:
                return cls(generations.folder(root, name))
            except DamagedIndexError:
                if generations.current(root) == name:
                    raise
        raise DamagedIndexError(f"{root} changes faster than it can be opened. Try again.")

    @property
    def info(self) -> IndexInfo:
        """The short form that goes with every answer."""
        return self.manifest.info

    def documents(self) -> tuple[DocumentRecord, ...]:
        """List the documents, in order of path."""
        return tuple(self.records.values())

    def document(self, path: str) -> Document:
        """Give a document as it was indexed. Raises CorpusError for an unknown path."""
        found = self.table.document(path)
        if found is None:
            paths = list(self.records)
            close = difflib.get_close_matches(path, paths, cutoff=0.5)
            hint = f" Did you mean: {', '.join(close)}?" if close else ""
            raise CorpusError(f"The index holds no document {path!r}.{hint}")
        return found

    def passages(self, rows: Sequence[int] | Rows) -> list[Passage]:
        """Give the passages of these rows, in this order. Raises IndexError for no such row."""
        return self.table.read([int(row) for row in rows])

    def passages_of(self, path: str) -> list[Passage]:
        """Give a document's passages, in its order. Raises CorpusError, DamagedIndexError."""
        if path not in self._rows_of:
            self.document(path)  # which tells what is there
        try:
            return self.passages(self._rows_of[path])
        except IndexError as error:
            raise manifest.damaged(str(error)) from error

    def search(self, wanted: Wanted) -> list[Hit]:
        """Find the best passages, best first; of equal ones the first by path and place."""
        return fusion.search(self, wanted)

    def rows_for(self, countries: Collection[str]) -> Rows:
        """Give the rows, ascending, that speak of any of these countries or of none."""
        mask = np.zeros(self.manifest.passages, bool)
        for code in ("", *countries):
            mask[self.countries.get(code, _NO_ROWS)] = True
        return np.flatnonzero(mask)

    def search_vectors(
        self, query: Floats, k: int, rows: Rows | None = None
    ) -> tuple[Rows, Scores]:
        """Find the k rows (of ``rows`` only) nearest to a unit vector float32[d].

        Gives rows and cosines, best first; of equal ones the lower row comes first. Fewer than k
        where there are fewer. Exact where up to ``faiss.EXACT`` passages come into question.
        """
        return self.nearby.search(query, k, rows)

    def search_words(
        self, tokens: Sequence[str], k: int, rows: Rows | None = None
    ) -> tuple[Rows, Scores]:
        """Find the k rows (of ``rows`` only) that hold any of the words and score best by BM25.

        Tokens as ``assistant.words.tokens`` gives them. Scores are above 0, best first.
        """
        return self.words.search(tokens, k, rows)

    def idf(self, token: str) -> float:
        """How much a word says: ln of about passages over passages that hold it, above 0."""
        return self.words.idf(token)

    def vectors(self, rows: Sequence[int] | Rows) -> Floats:
        """Give the vectors of these rows, float32[len(rows), d]."""
        return self.matrix[np.asarray(rows, np.int64)]

    def unit_cosines(self, row: int, query: Floats) -> Scores:
        """Compare the units of a passage, as ``chunking.units`` gives them, with a unit vector.

        Empty for a passage of one unit: its own vector stands for it.
        """
        return self.units.cosines(int(row), query)

    def unit_products(self, rows: Sequence[int], directions: Floats) -> list[Scores]:
        """Multiply the units of passages with vectors float32[k, d]: of each row float32[units, k].

        A passage of one unit is that unit: its own vector stands for it.
        """
        return [
            (own if len(own := self.units.of(int(row))) else self.vectors([row])) @ directions.T
            for row in rows
        ]

    def best_units(self, rows: Sequence[int] | Rows, query: Floats) -> Scores:
        """Give for each passage the best cosine of its units, float32[len(rows)]."""
        chosen = np.asarray(rows, np.int64)
        return self.units.best(chosen, query, self.vectors(chosen) @ query)

    @cached_property
    def matrix(self) -> Floats:
        """Every vector, float32[n, d], memory-mapped; not to be altered."""
        return self.nearby.matrix

    def problems(self) -> tuple[str, ...]:
        """Check all: every checksum, count and span, and every vector's length.

        Reads every byte. Gives what is wrong, a line each; nothing if the index is whole.
        """
        altered = manifest.altered_files(self.folder, self.manifest)
        found = [f"{self.folder / name}: missing, unknown or altered" for name in altered]
        found += self.table.problems()
        indexed = {each.path: each.sha256 for each in self.table.records()}
        states = self.manifest.documents
        if indexed != {path: state.partition("+")[0] for path, state in states.items()}:
            found.append(f"{self.folder}: the documents are not those of the manifest")
        lengths = np.sqrt(np.einsum("ij,ij->i", self.matrix, self.matrix))
        wrong = np.flatnonzero(~(np.abs(lengths - 1) < 1e-3))  # not (… ≥ 1e-3): NaN is wrong too
        path = self.folder / faiss.NAME
        found += [f"{path}: vector {row} is not of length 1" for row in wrong[:10]]
        if self.ledger:
            texts = {path: self.document(path).text for path in self.records}
            found += self.ledger.problems(texts)
        return tuple(found)

    def check(self) -> None:
        """Raise DamagedIndexError if anything is wrong with the index; reads every byte."""
        found = self.problems()
        if found:
            more = f" and {len(found) - 1} more" if found[1:] else ""
            raise DamagedIndexError(
                f"{found[0]}{more}. Remove {self.folder} and run: assistant index"
            )

    def close(self) -> None:
        """Let the files go. No question may be under way."""
        self.table.close()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The documents' languages, ISO 639-1, in order."""
        return tuple(sorted({each.metadata.language for each in self.records.values()}))

    @cached_property
    def records(self) -> Mapping[str, DocumentRecord]:
        """The documents by path, in its order; read once."""
        return {record.path: record for record in self.table.records()}

    @cached_property
    def _rows_of(self) -> Mapping[str, range]:
        """Path → rows of its passages."""
        found, row = {}, 0
        for path, count in self.table.counts():
            found[path] = range(row, row + count)
            row += count
        return found

    def _check_counts(self) -> None:
        expected = (len(self.manifest.documents), *[self.manifest.passages] * 3)
        found = (
            self.table.documents,
            self.table.passages,
            self.words.passages,
            self.nearby.count,
        )
        whole = self.units.fits(self.manifest.passages, self.manifest.dimension)
        whole = whole and self.nearby.fits(self.manifest.passages, self.manifest.dimension)
        if found != expected or not whole:
            raise manifest.damaged(
                f"{self.folder} contradicts itself: documents, passages, passages with words and "
                f"vectors are {found} and should be {expected}"
            )
