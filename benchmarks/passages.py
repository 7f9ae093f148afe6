"""Synthetic passages by the million: words, countries and vectors as a real index has them.

No text of these was ever written and no encoder is asked: vectors are drawn around topics and
countries in 24 latent dimensions, about as many as sentence vectors vary in, and turned into 384.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, thread_time

import numpy as np
from numpy.typing import NDArray

from assistant.store import faiss, generations
from assistant.store.index import Index
from assistant.store.manifest import Manifest
from assistant.store.writer import Writer
from assistant.types import Document, Metadata, Passage

DIMENSION, LATENT = 384, 24
TOPICS, COUNTRIES, WORDS = 3_000, 200, 50_000
PER_DOCUMENT, PER_PASSAGE = 100, 12
ASKED = 200
"""Questions; each is drawn as a passage is, with ten words and a country."""

_BLOCK = 50_000

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of a question: of the clock, and of them at work."""

    p50: float
    p95: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} (p95 {self.p95:.1f}, processor {self.cpu:.1f}) ms"


def build(root: Path, count: int) -> tuple[float, float]:
    """Write an index of ``count`` passages in a process of its own; give seconds and peak bytes."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_build, root, count).result()


def vectors(countries: Ints, seed: int) -> Floats:
    """Draw a unit vector for a passage of each of these countries."""
    draw = np.random.default_rng(0)
    axes = draw.standard_normal((LATENT, DIMENSION), np.float32) / DIMENSION**0.5
    common, topics, places = (
        _unit(draw.standard_normal(shape, np.float32))
        for shape in ((1, DIMENSION), (TOPICS, LATENT), (COUNTRIES, LATENT))
    )
    draw = np.random.default_rng(seed)
    found = np.empty((len(countries), DIMENSION), np.float32)
    for start in range(0, len(found), _BLOCK):
        block = countries[start : start + _BLOCK]
        latent = topics[draw.integers(TOPICS, size=len(block))] + places[block] / 2
        latent += 0.6 / LATENT**0.5 * draw.standard_normal(latent.shape, np.float32)
        noise = 0.15 / DIMENSION**0.5 * draw.standard_normal((len(block), DIMENSION), np.float32)
        found[start : start + _BLOCK] = _unit(2 * common + 1.2 * latent @ axes + noise)
    return found


def countries(count: int, seed: int) -> Ints:
    """Draw countries; the first has most, one in six."""
    return np.random.default_rng(seed).choice(COUNTRIES, count, p=_zipf(COUNTRIES))


def words(count: int, each: int, seed: int) -> Iterator[list[str]]:
    """Draw so many words a passage, as often as in a text whose commonest hundred are left out."""
    likely = 1 / np.arange(100, 100 + WORDS)
    names, draw = [f"w{n}" for n in range(WORDS)], np.random.default_rng(seed)
    for _ in range(0, count, PER_DOCUMENT):
        drawn = draw.choice(WORDS, (PER_DOCUMENT, each), p=likely / likely.sum())
        yield from ([names[n] for n in row] for row in drawn.tolist())


def code(country: int) -> str:
    """Name a country by three letters."""
    return f"X{chr(65 + country // 26)}{chr(65 + country % 26)}"


def exact_by_size(folder: Path, sizes: tuple[int, ...]) -> dict[int, Times]:
    """Time an exact search over so many vectors."""
    found = {}
    asked = vectors(countries(ASKED, 2), 2)
    for size in sizes:
        place = folder / str(size)
        place.mkdir()
        rows = np.arange(size)
        faiss.write(place, None, ~rows, vectors(countries(size, 1), 1), rows)
        (place / faiss.LISTS).unlink(missing_ok=True)
        opened = faiss.Vectors(place)
        found[size] = timed(lambda n, opened=opened: opened.search(asked[n], 50, None))
    return found


def timed(ask: Callable[[int], object], count: int = ASKED) -> Times:
    """Time ``ask`` for every question, once all have been asked for warmth."""
    both = []
    for warm in (False, True):
        for number in range(count if warm else min(count, 20)):
            wall, work = perf_counter(), thread_time()
            ask(number)
            if warm:
                both.append((perf_counter() - wall, thread_time() - work))
    (p50, cpu), p95 = np.median(both, axis=0) * 1000, np.percentile(both, 95, axis=0)[0] * 1000
    return Times(float(p50), float(p95), float(cpu))


def searched(index: Index) -> Iterator[tuple[str, Times, float]]:
    """Ask without a country, with one, and about the largest; give times and recall@10."""
    drawn = countries(ASKED, 2)
    asked = vectors(drawn, 2)
    texts = list(words(ASKED, 10, 2))
    largest = np.zeros_like(drawn)
    for name, whom in (
        ("without a country", None),
        ("with a country", drawn),
        ("with the largest country", largest),
    ):

        def search(n: int, whom: Ints | None = whom) -> tuple[Ints, Ints | None]:
            rows = None if whom is None else index.rows_for([code(int(whom[n]))])
            index.search_words(texts[n], 200, rows)
            return index.search_vectors(asked[n], 50, rows)[0][:10], rows

        found = [recall(index, asked[n], *search(n)) for n in range(0, ASKED, 4)]
        yield name, timed(search), float(np.nanmean(found))


def recall(index: Index, question: Floats, found: Ints, rows: Ints | None) -> float:
    """Give the share that was found of the ten nearest (of ``rows``); NaN if there are none."""
    rows = np.arange(index.manifest.passages) if rows is None else rows
    cosines = np.concatenate(
        [index.vectors(rows[n : n + _BLOCK]) @ question for n in range(0, len(rows), _BLOCK)]
        or [np.empty(0, np.float32)]
    )
    nearest = rows[np.argsort(-cosines)[:10]]
    return len(np.intersect1d(found, nearest)) / len(nearest) if len(nearest) else np.nan


def _build(root: Path, count: int) -> tuple[float, float]:
    started = perf_counter()
    with generations.lock(root):
        folder = generations.begin(root, "0" * 8)
        writer = Writer(folder, None, None)
        whom, said = countries(count, 1), words(count, PER_PASSAGE, 1)
        texts: dict[str, str] = {}
        for first in range(0, count, PER_DOCUMENT):
            stop = min(first + PER_DOCUMENT, count)
            tokens = list(islice(said, stop - first))
            document, found = _document(first, tokens, whom[first:stop])
            digests = [sha256(f"{n}".encode()).digest() for n in range(first, stop)]
            writer.add(document, found, tokens, digests)
            texts[document.path] = document.sha256
        missing = writer.write_passages()
        writer.write_vectors(missing, vectors(whom, 1), np.arange(count + 1))
        writer.close()
        generations.seal(folder, _manifest(folder.name, texts, count))
        generations.publish(root, folder.name)
    return perf_counter() - started, _peak()


def _document(first: int, said: list[list[str]], whom: Ints) -> tuple[Document, list[Passage]]:
    path, texts = f"{first:09}.md", [" ".join(each) for each in said]
    text, found, start = "\n".join(texts), [], 0
    for each, country in zip(texts, whom.tolist(), strict=True):
        span = start, start + len(each)
        found.append(Passage(path, *span, each, ("Part",), (code(country),)))
        start = span[1] + 1
    return Document(path, text, sha256(text.encode()).hexdigest(), Metadata(path)), found


def _manifest(generation: str, documents: dict[str, str], count: int) -> Manifest:
    about = {"built": "", "assistant": "", "encoder": "none", "chunking": "", "reading": ""}
    return Manifest(
        generation=generation,
        dimension=DIMENSION,
        corpus="",
        documents=documents,
        refused={},
        duplicates=(),
        passages=count,
        **about,
    )


def _peak() -> float:
    """Give the most memory that this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere a process begins with the peak of the one that started it
        (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return 1024 * float(line.split()[1])
    unit = 1 if sys.platform == "darwin" else 1024
    return float(unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _unit(rows: Floats) -> Floats:
    found: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def _zipf(count: int) -> NDArray[np.float64]:
    likely = 1 / np.arange(1, count + 1)
    return likely / likely.sum()
