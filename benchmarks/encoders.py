"""The fast encoder beside the float model on torch that it stands for: speed, cosine, hit@1."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import chunking, encoder, indexer
from assistant.corpus import Corpus
from assistant.encoder import Encoder
from assistant.models.onnx_runtime import physical_cores
from benchmarks.index import taken
from benchmarks.measured import Reach, Row
from benchmarks.sets import EvaluationSet, load

Rows = NDArray[np.float32]


def compared(
    texts: Sequence[str], sets: Sequence[Path], repeats: int, limit: int, model: str | None
) -> Iterator[Row]:
    """Encode ``texts`` with both in turn, on as many threads; then the passages of the sets.

    ``limit``: of each set so many of the answerable questions.
    """
    threads = physical_cores()
    fast = encoder.load(model, threads=threads)
    real = encoder.load(model, threads=threads, reference=True)
    times: dict[Encoder, list[tuple[float, float]]] = {fast: [], real: []}
    rows: dict[Encoder, Rows] = {}

    def encode(each: Encoder) -> None:
        rows[each] = each.encode_documents(texts)

    for each in (fast, real):
        each.encode_documents(texts[:8])  # torch's first batch takes seconds
    for _ in range(repeats):
        for each in (fast, real):
            times[each].append(taken(partial(encode, each)))
    clock, work = np.min(times[real], axis=0) / np.min(times[fast], axis=0)
    more = (
        f"{work:.2f} of processor time; {len(texts) / min(times[fast])[0]:.0f} texts/s, "
        f"{len(texts)} texts, {threads} threads"
    )
    yield Row("", "encoder ÷ float model on torch", float(clock), "", Reach(2, True), more)
    cosines = (rows[fast] * rows[real]).sum(axis=1)
    lowest = f"mean {cosines.mean():.4f}"
    yield Row("", "lowest cosine of encoder and float model", float(cosines.min()), more=lowest)
    for folder in sets:
        data = load(folder)
        yield _difference(data, fast, real, limit)


def _difference(data: EvaluationSet, fast: Encoder, real: Encoder, limit: int) -> Row:
    one, other = hits(data, fast, limit), hits(data, real, limit)
    more = f"{one.mean():.3f} against {other.mean():.3f}, {len(one)} questions"
    lost = float(other.mean() - one.mean())
    return Row(data.name, "hit@1 of the cosine, lost to the encoder", lost, "", Reach(0.005), more)


def hits(data: EvaluationSet, each: Encoder, limit: int) -> NDArray[np.bool_]:
    """Tell of each answerable question whether the nearest passage overlaps a gold one."""
    corpus = Corpus(data.corpus)
    documents = [corpus.read(path) for path in corpus.files()]
    found = [
        (passage, indexer.index_text(passage, document.metadata.title))
        for document in documents
        for passage in chunking.split(document)
    ]
    asked = [question for question in data.questions if question.answerable][:limit]
    vectors = each.encode_documents([text for _, text in found])
    nearest = (each.encode_queries([q.text for q in asked]) @ vectors.T).argmax(axis=1)
    chosen = [found[number][0] for number in nearest]
    return np.array(
        [
            any(gold.overlaps(p.document, p.start, p.end) for gold in question.passages)
            for question, p in zip(asked, chosen, strict=True)
        ]
    )
