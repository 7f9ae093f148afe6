"""Measures the index: ``python -m benchmarks.index``.

How long a build takes beside its encoder, how soon an edit answers, what opening, rolling back and
asking cost at size. Prints a table and writes it to ``results/``. The ten thousand documents are
synthetic; but for those encoded on purpose, a stand-in makes their vectors.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep

import numpy as np
from numpy.typing import NDArray

from assistant import chunking, encoder, indexer, upkeep
from assistant.corpus import Corpus
from assistant.ledger import extract
from assistant.pipeline import Assistant
from assistant.store.index import Index
from benchmarks import passages, results

SIZES = (25_000, 50_000, 100_000, 200_000)
OPENED = 100_000
TIMES = 3
_PATIENCE = 60

_PLACES = ("Mali", "Niger", "Togo", "Benin", "Ghana", "Kenya", "Chad", "Gabon", "Guinea")
_THINGS = ("budget", "treaty", "court", "agency", "police", "school", "border", "water", "trade")
_VERBS = ("reviews", "adopts", "funds", "lacks", "oversees", "reports", "extends", "audits")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    found: str
    reach: str = ""


class StandIn:
    """Vectors of the real encoder's name and size, drawn by chance: none of them is asked for."""

    def __init__(self, real: encoder.Encoder) -> None:
        self.name, self.dimension, self.max_tokens = real.name, real.dimension, real.max_tokens

    def encode_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Give a unit vector for each text."""
        rows = np.random.default_rng(0).standard_normal((len(texts), self.dimension), np.float32)
        found: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return found

    def compare(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Read nothing: there is no cross-encoder."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.index", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument("--encoded", type=int, default=300, metavar="N", help="encoded for real")
    parser.add_argument("--passages", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FILE")
    args = parser.parse_args(argv)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for row in measured(Path(scratch), args.documents, args.encoded, args.passages):
            print(f"{row.what}: {row.found}", file=sys.stderr, flush=True)
            rows.append(row)
    print("| | measured | reach |\n|---|---|---|")
    print("\n".join(f"| {row.what} | {row.found} | {row.reach} |" for row in rows))
    found = {row.what: row.found for row in rows}
    about = {"command": results.command("benchmarks.index"), "machine": results.machine()}
    results.save("index", {**about, "measured": found}, args.out)
    return 0


def measured(scratch: Path, documents: int, encoded: int, count: int) -> Iterator[Row]:
    real = encoder.load()
    yield from _beside_the_encoder(scratch / "encoded", encoded, real)
    corpus, index = scratch / "corpus", scratch / "index"
    write(corpus, documents)
    yield from _documents(corpus, index, real)
    yield from _opened(scratch / "opened")
    for size, times in passages.exact_by_size(_made(scratch / "sizes"), SIZES).items():
        yield Row(f"exact search, {size:,} vectors", str(times))
    yield from _many(scratch / "many", count)


def write(corpus: Path, count: int) -> None:
    """Write short documents: three sections, some fifty words."""
    draw = random.Random(0)
    for number in range(count):
        path = corpus / f"{number % 100:02}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = "\n\n".join(f"## Part {n}\n\n{_sentence(draw)} {_sentence(draw)}" for n in "123")
        title = f"Report {number} on {draw.choice(_PLACES)}"
        path.write_text(f"---\ntitle: {title}\n---\n# {title}\n\n{parts}\n", "utf-8")


def _sentence(draw: random.Random) -> str:
    thing, other = draw.choice(_THINGS), draw.choice(_THINGS)
    place, verb, year = draw.choice(_PLACES), draw.choice(_VERBS), draw.randint(1990, 2025)
    return f"The {thing} office of {place} {verb} its {other} plan {draw.random():.4f} in {year}."


def _beside_the_encoder(folder: Path, count: int, real: encoder.Encoder) -> Iterator[Row]:
    write(folder / "corpus", count)
    texts, alone, together, whole = beside_the_encoder(
        Corpus(folder / "corpus"), folder, real, TIMES
    )
    clock, work = np.min(alone, axis=0) / np.min(whole, axis=0)
    both, _ = (np.min(alone, axis=0) + np.min(together, axis=0)) / np.min(whole, axis=0)
    yield Row(
        f"build from scratch beside its encoder, {count:,} documents, {texts:,} texts",
        f"{clock:.3f} by the clock, {work:.3f} of processor time; "
        f"{both:.3f} with what the ledger has read by the cross-encoder; "
        f"{texts / min(whole)[0]:.0f} texts/s",
        "≥ 0.95",
    )


def beside_the_encoder(
    corpus: Corpus, folder: Path, real: encoder.Encoder, times: int
) -> tuple[int, list[tuple[float, float]], list[tuple[float, float]], list[tuple[float, float]]]:
    """Encode a corpus' texts, and build its index in ``folder``: in turn, so many times.

    Return how many texts there are, and what each turn took, as ``taken`` tells it: the texts
    alone, what the cross-encoder reads for the ledger alone, and the build.
    """
    documents = [corpus.read(path) for path in corpus.files()]
    passages = {each.path: chunking.split(each) for each in documents}
    texts = [
        text
        for document in documents
        for passage in passages[document.path]
        for text in indexer.encoded_texts(passage, document.metadata.title)
    ]
    read: list[Sequence[tuple[str, str]]] = []

    def noted(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32] | None:
        read.append(pairs)
        return real.compare(pairs)

    for document in documents:
        list(extract.statements(document, passages[document.path], noted))
    alone, together, whole = [], [], []
    for turn in range(times):
        alone.append(taken(lambda: real.encode_documents(texts)))
        together.append(taken(lambda: [real.compare(each) for each in read]))
        index = folder / f"index{turn}"
        whole.append(
            taken(lambda index=index: indexer.build(corpus, index, real, identity=real.name))
        )
    return len(texts), alone, together, whole


def _documents(corpus: Path, index: Path, real: encoder.Encoder) -> Iterator[Row]:
    def build() -> object:
        return indexer.build(Corpus(corpus), index, StandIn(real), identity=real.name)  # type: ignore[arg-type]

    many = f"{len(Corpus(corpus).files()):,} documents"
    seconds, _ = taken(build)
    yield Row(f"first build of {many} but for encoding", f"{seconds:.1f} s")
    sleep(2.5)  # a file that has just been written is not trusted to look as it did
    build()
    times = [taken(build) for _ in range(TIMES)]
    yield Row(f"unchanged rebuild of {many}", _told(times), "< 1 s")
    yield from _watched(corpus, index, many)
    times = []
    for _ in range(TIMES):
        before = Index.open(index).info.generation
        times.append(taken(lambda: upkeep.rollback(corpus, index)))
        upkeep.rollback(corpus, index, before)
    yield Row(f"rollback, {many}", _told(times), "< 1 s")


def _watched(corpus: Path, index: Path, many: str) -> Iterator[Row]:
    """Edit a paragraph while ``assistant index --watch`` runs, and ask until it answers."""
    files = sorted(corpus.glob("*/*.md"))
    file = next(each for each in files if " on Mali\n" in each.read_text("utf-8"))
    text, times = file.read_text("utf-8"), []
    assistant = Assistant.open(corpus, index, check=False)
    assistant.load()
    with _watching(corpus, index):
        for turn in range(TIMES):
            price = f"{4_100 + 37 * turn} francs"
            file.write_text(f"{text}\nA licence for lake ferries in Mali costs {price}.\n", "utf-8")
            times.append(_until_quoted(assistant, price))
            sleep(2)
    yield Row(
        f"a paragraph changed in {many}: saved until it is quoted",
        f"{median(times):.2f} s (of {len(times)}: {min(times):.2f} to {max(times):.2f})",
        "< 2 s",
    )


def _until_quoted(assistant: Assistant, price: str) -> float:
    saved = perf_counter()
    while perf_counter() - saved < _PATIENCE:
        assistant.reload()
        answer = assistant.ask("How much does a licence for lake ferries cost in Mali?")
        if any(price in each.quote for each in answer.citations):
            return perf_counter() - saved
        sleep(0.02)
    raise RuntimeError(f"{price} was not quoted within {_PATIENCE} s")


@contextmanager
def _watching(corpus: Path, index: Path) -> Iterator[None]:
    words = ["index", "--watch", "--corpus", str(corpus), "--index", str(index)]
    command = [sys.executable, "-m", "assistant", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if line.startswith("Watching"):
                    break
            sleep(1)
            yield
        finally:
            process.terminate()


def _opened(root: Path) -> Iterator[Row]:
    passages.build(root, OPENED)
    Index.open(root).close()  # the first imports what all share
    times = [taken(lambda: Index.open(root)) for _ in range(TIMES)]
    yield Row(f"opening {OPENED:,} passages", _told(times), "< 0.5 s")


def _many(root: Path, count: int) -> Iterator[Row]:
    many = f"{count:,} passages"
    seconds, peak = passages.build(root, count)
    handed = count * passages.DIMENSION * 4
    yield Row(
        f"building {many} but for encoding",
        f"{seconds:.0f} s, at most {peak / 1e9:.1f} GB of memory, "
        f"of which the vectors given are {handed / 1e9:.1f}",
    )
    index = Index.open(root)
    yield Row(f"opening {many}", _told([taken(lambda: Index.open(root)) for _ in range(TIMES)]))
    for name, times, recall in passages.searched(index):
        reach = "p50 < 10 ms, recall ≥ 0.98"
        yield Row(f"search of {many} {name}", f"p50 {times}, recall@10 {recall:.3f}", reach)


def taken(do: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds that it takes: of the clock, and of the processors."""
    wall, work = perf_counter(), process_time()
    do()
    return perf_counter() - wall, process_time() - work


def _told(times: Sequence[tuple[float, float]]) -> str:
    wall, work = np.median(times, axis=0)
    return f"{wall:.2f} s (processor {work:.2f} s)"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
