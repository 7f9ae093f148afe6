"""Questions to one assistant: the parts of their time, and how many are answered at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from assistant import conversation, pipeline, reading, retriever
from assistant.config import DEFAULTS
from assistant.encoder import Encoder
from assistant.pipeline import Assistant
from assistant.store.index import Index
from benchmarks.measured import Reach, Row

PARTS = ("understand", "encode", "search", "read", "compose")
_WARM_UP = ("Is the encoder loaded?", "Le modèle est-il chargé ?")


@dataclass(frozen=True, slots=True)
class Parts:
    """Milliseconds of each question, by part: float64[questions]."""

    of: Mapping[str, NDArray[np.float64]]
    total: NDArray[np.float64]
    work: NDArray[np.float64]
    """Of the processor, a question's over that of encoding and searching it; NaN if neither is."""

    def p50(self, part: str) -> float:
        """Give the median."""
        return float(np.median(self.of[part]))

    def p95(self, part: str) -> float:
        """Give the 95th percentile."""
        return float(np.percentile(self.of[part], 95))


def parts(opened: Assistant, root: Path, questions: Sequence[str], model: str | None) -> Parts:
    """Ask every question once, warm, and search for it once more to tell search from reading.

    An answer's own clock counts both as "read".
    """
    for text in _WARM_UP:
        opened.ask(text)
    index, real = Index.open(root), loaded(model)
    forget(real)
    found: dict[str, list[float]] = defaultdict(list)
    totals, work = [], []
    for text in questions:
        started, began = perf_counter(), process_time()
        answer = opened.ask(text)
        totals.append(1000 * (perf_counter() - started))
        worked = process_time() - began
        laps: dict[str, float] = defaultdict(float)
        for stage, milliseconds in answer.elapsed_ms:
            laps[stage] += milliseconds
        forget(real)
        searched, bare = _searched(index, real, text)
        work.append(worked / bare if bare else np.nan)
        laps["search"] = min(searched, laps["read"])
        laps["read"] -= laps["search"]
        for part in PARTS:
            found[part].append(laps[part])
    of = {part: np.array(found[part]) for part in PARTS}
    return Parts(of, np.array(totals), np.array(work))


def _searched(index: Index, real: Encoder, text: str) -> tuple[float, float]:
    """Encode a question and search for it.

    Gives the milliseconds that the searches take, and the processor's seconds for all.
    """
    spent = work = 0.0
    for asked in conversation.facts(conversation.understand(text)):
        began = process_time()
        vector = real.encode_queries([asked.search])[0]
        work += process_time() - began
        for country in reading.subjects(asked, index) or [None]:
            started, began = perf_counter(), process_time()
            retriever.retrieve(
                index,
                vector,
                retriever.search_terms(asked, index.languages),
                None if country is None else [country],
                k=DEFAULTS.hits,
                depth=DEFAULTS.depth,
                words_weight=DEFAULTS.words_weight,
                units_weight=DEFAULTS.units_weight,
            )
            spent += perf_counter() - started
            work += process_time() - began
    return 1000 * spent, work


def told(on: str, found: Parts) -> Iterator[Row]:
    """Give the rows of the parts and of the whole."""
    count = f"{len(found.total)} questions"
    p50, p95 = np.percentile(found.total, (50, 95))
    yield Row(on, "warm question, p50", float(p50), "ms", more=count)
    yield Row(on, "warm question, p95", float(p95), "ms", more=count)
    for part in PARTS:
        more = f"p95 {found.p95(part):.1f} ms"
        yield Row(on, f"{part}, p50", found.p50(part), "ms", more=more)
    # By question, since one that names no covered country is neither searched nor read.
    bare = found.of["encode"] + found.of["search"]
    ratio = float(np.median(found.total[bare > 0] / bare[bare > 0]))
    work = f"{np.nanmedian(found.work):.2f} of processor time"
    yield Row(on, "warm question ÷ (encode + search), p50", ratio, reach=Reach(1.3), more=work)


def throughput(
    opened: Assistant,
    questions: Sequence[str],
    askers: Sequence[int],
    repeats: int,
    model: str | None,
) -> dict[int, float]:
    """Give questions a second by the number of askers; 0: the encoder alone, all in one batch.

    All in turn, the best of so many turns of each; every question is encoded anew.
    """
    real = loaded(model)
    best: dict[int, float] = {}
    for _ in range(repeats):
        for many in (0, *askers):
            forget(real)
            started = perf_counter()
            if many:
                with ThreadPoolExecutor(many) as threads:
                    list(threads.map(opened.ask, questions))
            else:
                real.encode_queries(questions)
            best[many] = max(best.get(many, 0), len(questions) / (perf_counter() - started))
    return best


def throughput_told(on: str, found: Mapping[int, float]) -> Iterator[Row]:
    """Give the rows of what ``throughput`` found."""
    alone = found[0]
    yield Row(on, "encoder alone, all questions in one batch", alone, "/s")
    for many, speed in found.items():
        if many:
            yield Row(
                on,
                f"{many} askers ÷ encoder alone" if many > 1 else "1 asker ÷ encoder alone",
                speed / alone,
                reach=Reach(0.9, at_least=True) if many == 32 else None,
                more=f"{speed:.1f} questions/s",
            )


def loaded(model: str | None) -> Encoder:
    """Give the encoder that this process' assistants share, loaded if it was not yet."""
    return pipeline._encoder(model)


def forget(real: Encoder) -> None:
    """Let an encoder encode again what it was asked before."""
    real._known.clear()
