"""The two searches of an index folder, by vector and by words, fused into one ranking.

A convex combination of the scores kept more of both than their ranks did (Bruch, Gai, Ingber 2023,
arXiv 2210.11934; measured by ``benchmarks/fusion.py``).
"""

from typing import TYPE_CHECKING

import numpy as np

from assistant.store.protocol import Wanted
from assistant.types import Hit

if TYPE_CHECKING:
    from assistant.store.index import Index


def search(index: "Index", wanted: Wanted) -> list[Hit]:
    """Find the best passages, as ``Wanted`` describes the score."""
    rows = None if wanted.countries is None else index.rows_for(wanted.countries)
    if rows is not None and not len(rows):
        return []
    dense, _ = index.search_vectors(wanted.vector, wanted.depth, rows)
    lexical, bm25 = index.search_words(wanted.terms, 4 * wanted.depth, rows)
    highest = sum(index.idf(term) for term in wanted.terms) + 1e-9
    share = dict(zip(lexical.tolist(), (bm25 / highest).tolist(), strict=True))
    candidates = np.unique(np.concatenate([dense, lexical[: wanted.depth]]))
    cosines = index.vectors(candidates) @ wanted.vector
    best_units = index.best_units(candidates, wanted.vector)
    total = 1 + wanted.units_weight + wanted.words_weight
    scores = [
        (cosine + wanted.units_weight * unit + wanted.words_weight * share.get(row, 0.0)) / total
        for row, cosine, unit in zip(candidates.tolist(), cosines, best_units, strict=True)
    ]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], candidates[i]))[: wanted.k]
    passages = index.passages([int(candidates[i]) for i in order])
    return [
        Hit(passage, rank, float(min(1.0, scores[i])), float(cosines[i]), int(candidates[i]))
        for rank, (i, passage) in enumerate(zip(order, passages, strict=True), start=1)
    ]
