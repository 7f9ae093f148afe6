"""What the program asks of an index that is open, wherever it is kept.

Two classes answer it: ``index.Index``, a folder of files, and ``postgres.index.PostgresIndex``.
Both give the same answers; ``tests/test_store_contract.py`` holds them to it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.store.ledger import Indicator, Statement
from assistant.store.manifest import Manifest
from assistant.types import Document, DocumentRecord, Hit, IndexInfo, Passage

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and how widely.

    A passage's score is (cosine + units_weight · best cosine of its units + words_weight · BM25
    share) over the sum of weights, at most 1; the BM25 share is the score over the highest that
    the terms could reach.
    """

    vector: Floats
    """The question's, float32[d], of length 1."""
    terms: Sequence[str]
    """Words as ``assistant.words.tokens`` gives them, each once."""
    countries: Collection[str] | None
    """Only passages that speak of one of these or of none; None: all passages."""
    k: int
    """Hits that are given, at most."""
    depth: int
    """Candidates that each of the two searches, by vector and by words, contributes."""
    words_weight: float
    units_weight: float


class StoredLedger(Protocol):
    """What the ledger of a generation rests on; every method raises StoreError."""

    def indicators(self) -> list[Indicator]:
        """List the indicators in their order."""

    def cells(self) -> list[Statement]:
        """List the statements with their indicators, in order of document and place."""

    def counts(self) -> tuple[int, int, int]:
        """Count indicators, those that stand alone, and cells."""


class Store(Protocol):
    """One generation of an index, opened for questions from any number of threads.

    It answers from that generation only, whatever is built meanwhile. Where that is no longer
    kept, a method raises PrunedIndexError, and the newest is to be opened.
    """

    @property
    def manifest(self) -> Manifest:
        """What the generation was made from."""

    @property
    def info(self) -> IndexInfo:
        """The short form that goes with every answer."""

    @property
    def records(self) -> Mapping[str, DocumentRecord]:
        """The documents by path, in its order."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The documents' languages, ISO 639-1, in order."""

    @property
    def countries(self) -> Collection[str]:
        """The countries that passages speak of, and "" for those that speak of none."""

    @property
    def ledger(self) -> StoredLedger | None:
        """What the ledger rests on; None where there is none yet."""

    def documents(self) -> tuple[DocumentRecord, ...]:
        """List the documents, in order of path."""

    def document(self, path: str) -> Document:
        """Give a document as it was indexed. Raises CorpusError for an unknown path."""

    def passages_of(self, path: str) -> list[Passage]:
        """Give a document's passages, in its order. Raises CorpusError for an unknown path."""

    def search(self, wanted: Wanted) -> list[Hit]:
        """Find the best passages, best first; of equal ones the first by path and place."""

    def idf(self, token: str) -> float:
        """How much a word says: ln of about passages over passages that hold it, above 0."""

    def unit_cosines(self, row: int, query: Floats) -> Floats:
        """Compare the units of the passage ``Hit.row`` with a unit vector.

        Empty for a passage of one unit: its own vector stands for it.
        """

    def unit_products(self, rows: Sequence[int], directions: Floats) -> list[Floats]:
        """Multiply the units of passages with vectors float32[k, d]: of each row float32[units, k].

        A passage of one unit is that unit: its own vector stands for it.
        """

    def problems(self) -> tuple[str, ...]:
        """Check all; give what is wrong, a line each."""

    def close(self) -> None:
        """Let files or connections go. No question may be under way."""
