"""Passages, vectors and words → rows of a generation that is being built."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector
from psycopg.types.json import Json

from assistant.errors import CorpusError
from assistant.store.postgres import graph, search
from assistant.types import Document, Passage

if TYPE_CHECKING:
    from assistant.store.postgres.connection import Connection

Floats = NDArray[np.float32]

_PASSAGES = """
COPY passages (row, version, place, digest, start, stop, section, countries, language, page, text)
FROM STDIN
"""
_VECTORS = """
COPY vectors (row, born, home, countries, dimension, vector) FROM STDIN (FORMAT binary)
"""
_UNITS = "COPY units (row, place, vector) FROM STDIN (FORMAT binary)"
_WORDS = "COPY words (row, born, home, countries, length, most, lexemes, counts) FROM STDIN"
_NEW = "json_to_recordset(%(new)s) AS new (row bigint, old bigint, home text, countries text[])"
_AGAIN = f"""
INSERT INTO vectors (row, born, home, countries, dimension, vector)
SELECT new.row, %(g)s, new.home, new.countries, old.dimension, old.vector
FROM {_NEW} JOIN vectors old ON old.row = new.old
"""
_UNITS_AGAIN = f"""
INSERT INTO units SELECT new.row, u.place, u.vector FROM {_NEW} JOIN units u ON u.row = new.old
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be written."""

    passage: Passage
    digest: bytes
    tokens: Sequence[str]
    vectors: Floats | int
    """Its own and those of its units, float32[1 + units, d]; or the row that has the same."""

    @property
    def home(self) -> str:
        """Under which country it is filed."""
        countries = self.passage.countries
        return graph.SEVERAL if len(countries) > 1 else (*countries, "")[0]

    @property
    def filed(self) -> tuple[str, list[str] | None]:
        """Under which country it is filed, and of which countries it speaks."""
        return self.home, list(self.passage.countries) or None


def passages(
    found: "Connection", version: int, rows: Sequence[int], entries: Sequence[Entry]
) -> None:
    """Write the passages of a version of a document."""
    with found.cursor() as cursor, cursor.copy(_PASSAGES) as copy:
        for place, (row, each) in enumerate(zip(rows, entries, strict=True)):
            said = each.passage
            copy.write_row((
                row, version, place, each.digest, said.start, said.end, list(said.section),
                list(said.countries), said.language, said.page, said.text,
            ))  # fmt: skip


def vectors(
    found: "Connection", generation: int, rows: Sequence[int], entries: Sequence[Entry]
) -> None:
    """Write the vectors of passages and of their units, or those of the same texts again."""
    fresh, again = [], []
    for row, each in zip(rows, entries, strict=True):
        if isinstance(each.vectors, int):
            home, countries = each.filed
            known = {"row": row, "old": each.vectors, "home": home, "countries": countries}
            again.append(known)
        else:
            fresh.append((row, each.filed, each.vectors))
    with found.cursor() as cursor:
        with cursor.copy(_VECTORS) as copy:
            copy.set_types(["int8", "int4", "text", "text[]", "int2", "halfvec"])
            for row, filed, (own, *_) in fresh:
                copy.write_row((row, generation, *filed, len(own), HalfVector(own)))
        with cursor.copy(_UNITS) as copy:
            copy.set_types(["int8", "int4", "halfvec"])
            for row, _, (_, *units) in fresh:
                for place, vector in enumerate(units):
                    copy.write_row((row, place, HalfVector(vector)))
    if again:
        values = {"g": generation, "new": Json(again)}
        found.execute(_AGAIN, values)
        found.execute(_UNITS_AGAIN, values)


def words(
    found: "Connection", generation: int, rows: Sequence[int], entries: Sequence[Entry]
) -> None:
    """Write which words the passages hold, and how often."""
    with found.cursor() as cursor, cursor.copy(_WORDS) as copy:
        for row, each in zip(rows, entries, strict=True):
            held = Counter(each.tokens)
            lexemes = " ".join(map(search.quoted, held))
            most = min(max(held.values(), default=0), search.TIMES)
            filed = (generation, *each.filed, len(each.tokens), most)
            copy.write_row((row, *filed, lexemes, search.counts(held)))


def check_text(document: Document) -> None:
    """Raise CorpusError for what a database cannot hold."""
    about = (document.text, document.path, repr(document.metadata), *document.remarks)
    for text in about:
        if "\0" in text or (not text.isascii() and _has_surrogates(text)):
            raise CorpusError("holds NUL or broken characters, which a database cannot hold")


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
