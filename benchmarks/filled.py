"""A shared store full of synthetic passages, for ``benchmarks.postgres``, and servers for it."""

import multiprocessing
import random
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection
from assistant.store.postgres.builder import Builder
from assistant.store.postgres.writing import Entry
from assistant.store.protocol import Wanted
from assistant.types import Document, Metadata, Passage
from benchmarks import passages

Floats = NDArray[np.float32]

WORDS = 40  # of a passage
UNITS = 2  # of a passage
_TABLES = ("documents", "passages", "vectors", "units", "words", "lexemes")


def fill(place: Database, count: int) -> tuple[Floats, NDArray[np.int64]]:
    """Write ``count`` synthetic passages, country by country; give their vectors and countries."""
    whom = np.sort(passages.countries(count, 1))
    vectors = passages.vectors(whom, 1)
    fork = multiprocessing.get_context("fork")
    several = [fork.Process(target=_fill, args=(place, vectors, whom)) for _ in range(2)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    builder = _joined(place, count)
    builder.publish(_manifest)
    builder.close()
    return vectors, whom


def _joined(place: Database, count: int) -> Builder:
    names = {f"{first:09}.md": "state" for first in range(0, count, passages.PER_DOCUMENT)}
    builder = Builder(place)
    assert builder.join("synthetic", "0" * 8, lambda _: names)
    return builder


def _fill(place: Database, vectors: Floats, whom: NDArray[np.int64]) -> None:
    """Write the documents that nobody else does."""
    builder = _joined(place, len(whom))
    claimed = True
    while claimed:
        with builder.claim(10) as claims:
            claimed = bool(claims)
            for path in sorted(claims):
                first = int(path[:-3])
                rows = range(first, min(first + passages.PER_DOCUMENT, len(whom)))
                said = passages.words(len(rows), WORDS, first + 3)  # another seed than any other
                pairs = zip(rows, said, strict=False)  # which are drawn by the whole document
                entries = [
                    _entry(path, row, words, int(whom[row]), vectors) for row, words in pairs
                ]
                about = Metadata(path, language="en")
                builder.add(
                    Document(path, " " * len(rows), "0" * 64, about, state="state"), entries
                )
    builder.close()


def _entry(path: str, row: int, tokens: list[str], country: int, vectors: Floats) -> Entry:
    place = row % passages.PER_DOCUMENT
    found = Passage(path, place, place + 1, " ".join(tokens), ("Part",), (passages.code(country),))
    near = [vectors[(row + n) % len(vectors)] for n in range(UNITS + 1)]
    return Entry(found, row.to_bytes(8, "big"), tokens, np.array(near))


def _manifest(content: Any) -> Manifest:
    return Manifest(
        generation=content.name,
        built="2026-11-22T00:00:00+00:00",
        assistant="",
        encoder="none",
        dimension=content.dimension,
        chunking="",
        reading="",
        corpus="",
        documents=content.documents,
        refused={},
        duplicates=(),
        passages=content.passages,
    )


def sizes(place: Database) -> dict[str, Any]:
    """Give the bytes of each table a passage, its indexes included."""
    with psycopg.connect(place.url) as found:
        connection.prepare(found)
        rows = found.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
            "WHERE relname = ANY(%s) AND relkind = 'r'",
            (list(_TABLES),),
        ).fetchall()
        (count,) = found.execute("SELECT count(*) FROM passages").fetchone() or (1,)
        (graph,) = found.execute(
            "SELECT coalesce(sum(pg_relation_size(indexrelid)), 0)::bigint FROM pg_index "
            "JOIN pg_class ON pg_class.oid = indexrelid WHERE relname LIKE 'vectors_hnsw%'"
        ).fetchone() or (0,)
    each = {name: round(size / count) for name, size in sorted(rows)}
    return {"bytes_a_passage": each, "of_them_hnsw": round(graph / count)}


def wanted(vector: Floats, terms: list[str], countries: list[str] | None, k: int = 10) -> Wanted:
    weights = (0.15, 1.0) if terms else (0.0, 0.0)
    return Wanted(vector, list(dict.fromkeys(terms)), countries, k, 50, *weights)


def of(codes: NDArray[np.int64] | None, n: int) -> list[str] | None:
    return None if codes is None else [passages.code(int(codes[n]))]


def recall(vectors: Floats, rows: NDArray[np.int64], question: Floats, found: list[int]) -> float:
    """Give the share that was found of the ten nearest of ``rows``; NaN where there are none."""
    if not len(rows):
        return np.nan
    nearest = rows[np.argsort(-(vectors @ question))[:10]]
    return len(np.intersect1d(nearest, found)) / len(nearest)


@contextmanager
def served(url: str | None) -> Iterator[str]:
    """Give the URL of a server, one of our own if none is given."""
    if url:
        yield url
        return
    from tests.servers import Server

    # What stops this program by the usual signal stops the server, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server = Server.made(shared_buffers="2GB")
    try:
        yield server.url()
    finally:
        server.remove()


@contextmanager
def database(url: str) -> Iterator[Database]:
    """Make a database and remove it afterwards."""
    name = f"bench_{random.randrange(10**9)}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield Database(url.rsplit("/", 1)[0] + f"/{name}")
        finally:
            connection.close_all()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
