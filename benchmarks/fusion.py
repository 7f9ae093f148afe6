"""Chooses how meaning, words and units are weighed: ``python -m benchmarks.fusion SET_DIR…``.

Every pair of weights is scored on the dev half of each set; the best mean of hit@1 is reported on
the test half, beside cosine alone, words alone, and the two fused by equal ranks.
"""

import argparse
import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import conversation, encoder, reading, retriever
from assistant.config import DEFAULTS
from assistant.pipeline import rebuild
from assistant.store.index import Index
from benchmarks import built, sets

WORDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
UNITS = (0.0, 0.5, 1.0)
EVERYTHING = 1e6


@dataclass(frozen=True, slots=True)
class Question:
    """The candidates of one question: what each search says of them, and which are right."""

    cosine: NDArray[np.float32]
    unit: NDArray[np.float32]
    share: NDArray[np.float32]
    gold: NDArray[np.bool_]

    def hit(self, scores: NDArray[np.float32], k: int) -> bool:
        """Whether one of the k best is right."""
        return bool(self.gold[np.argsort(-scores, kind="stable")[:k]].any())


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fusion", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET_DIR")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    args = parser.parse_args(argv)
    halves = {
        half: [list(read(folder, half, args.index_dir)) for folder in args.sets]
        for half in ("dev", "test")
    }
    best = max(
        itertools.product(WORDS, UNITS),
        key=lambda weights: np.mean([score(each, fused(*weights), 1) for each in halves["dev"]]),
    )
    print(f"best on dev: words {best[0]}, units {best[1]}\n")
    print(
        "| set (test half) | n | cosine | words | equal ranks | fused |\n|---|---|---|---|---|---|"
    )
    for folder, questions in zip(args.sets, halves["test"], strict=True):
        ways = (fused(0, 0), fused(EVERYTHING, 0), ranks, fused(*best))
        cells = [f"{score(questions, w, 1):.3f} / {score(questions, w, 5):.3f}" for w in ways]
        print(f"| {folder.name} | {len(questions)} | {' | '.join(cells)} |")
    return 0


def read(folder: Path, half: sets.Split, index_dir: Path | None) -> list[Question]:
    """Search for the answerable questions of a half."""
    chosen = sets.load(folder, half)
    root = built.folder(chosen.corpus, chosen.name, index_dir)
    rebuild(chosen.corpus, root)
    index, model = Index.open(root), encoder.load()
    return [_candidates(index, model, each) for each in chosen.questions if each.answerable]


def _candidates(index: Index, model: encoder.Encoder, question: sets.Question) -> Question:
    asked = conversation.understand(question.text)
    vector = model.encode_queries([asked.search])[0]
    terms = retriever.search_terms(asked, index.languages)
    (country, *_) = reading.subjects(asked, index)
    hits = {}
    for words, units in ((0.0, 0.0), (EVERYTHING, 0.0), (0.0, EVERYTHING)):
        found = retriever.retrieve(
            index,
            vector,
            terms,
            None if country is None else [country],
            k=4 * DEFAULTS.depth,
            depth=DEFAULTS.depth,
            words_weight=words,
            units_weight=units,
        )
        hits[words, units] = {hit.row: hit for hit in found}
    rows = sorted(hits[0.0, 0.0])
    passages = [hits[0.0, 0.0][row].passage for row in rows]
    return Question(
        cosine=np.array([hits[0.0, 0.0][row].similarity for row in rows], np.float32),
        unit=np.array([hits[0.0, EVERYTHING][row].score for row in rows], np.float32),
        share=np.array([hits[EVERYTHING, 0.0][row].score for row in rows], np.float32),
        gold=np.array(
            [
                any(span.overlaps(p.document, p.start, p.end) for span in question.passages)
                for p in passages
            ],
            np.bool_,
        ),
    )


def fused(words: float, units: float) -> Callable[[Question], NDArray[np.float32]]:
    """Weigh as ``retriever.retrieve`` does."""
    return lambda q: q.cosine + units * q.unit + words * q.share


def ranks(question: Question) -> NDArray[np.float32]:
    """Fuse by reciprocal ranks, equally (Cormack, Clarke, Büttcher 2009), k = 60."""
    places = [np.argsort(np.argsort(-scores)) for scores in (question.cosine, question.share)]
    return np.sum([1 / (60 + place) for place in places], axis=0).astype(np.float32)


def score(
    questions: Sequence[Question], way: Callable[[Question], NDArray[np.float32]], k: int
) -> float:
    """Give hit@k."""
    return float(np.mean([q.hit(way(q), k) for q in questions])) if questions else float("nan")


if __name__ == "__main__":
    sys.exit(main())
