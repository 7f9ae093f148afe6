"""A question → the passages most likely to hold its answer.

Meaning and words are fused as a convex combination of their scores, which kept more of both than
their ranks did (Bruch, Gai, Ingber 2023, arXiv 2210.11934; measured by ``benchmarks/fusion.py``).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant import lexicon, words
from assistant.question import Question
from assistant.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.store.index import Index


def retrieve(
    index: "Index",
    vector: "NDArray[np.float32]",
    terms: Sequence[str],
    countries: Sequence[str] | None,
    *,
    k: int,
    depth: int,
    words_weight: float,
    units_weight: float,
) -> list[Hit]:
    """Find the ``k`` best passages, of ``countries`` or of none where countries are given.

    ``vector``: the question's, float32[d], length 1. ``terms``: as ``search_terms`` gives them.
    ``depth``: how many candidates each of the two searches contributes. A passage's score is
    (cosine + units_weight · best cosine of its units + words_weight · BM25 share) over the sum of
    weights, at most 1; the BM25 share is the score over the highest that the terms could reach.
    """
    import numpy as np

    rows = index.rows_for(countries) if countries is not None else None
    if rows is not None and not len(rows):
        return []
    dense, _ = index.search_vectors(vector, depth, rows)
    lexical, bm25 = index.search_words(terms, 4 * depth, rows)
    share = dict(zip(lexical.tolist(), (bm25 / _highest(index, terms)).tolist(), strict=True))
    candidates = np.unique(np.concatenate([dense, lexical[:depth]]))
    cosines = index.vectors(candidates) @ vector
    best_units = index.best_units(candidates, vector)
    total = 1 + units_weight + words_weight
    scores = [
        (cosine + units_weight * unit + words_weight * share.get(row, 0.0)) / total
        for row, cosine, unit in zip(candidates.tolist(), cosines, best_units, strict=True)
    ]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], candidates[i]))[:k]
    passages = index.passages([int(candidates[i]) for i in order])
    return [
        Hit(passage, rank, float(min(1.0, scores[i])), float(cosines[i]), int(candidates[i]))
        for rank, (i, passage) in enumerate(zip(order, passages, strict=True), start=1)
    ]


def search_terms(question: Question, languages: Iterable[str]) -> list[str]:
    """Give the terms to look for in the words index of documents in ``languages``."""
    wanted = " ".join([question.search, *words.expand(question.search)])
    terms: dict[str, None] = {}
    for language in languages:
        terms.update(dict.fromkeys(words.tokens(wanted, language)))
        if language != question.language:
            for token in words.tokens(wanted, question.language):
                terms.update(
                    dict.fromkeys(lexicon.translations(token, question.language, language))
                )
    return list(terms)


def _highest(index: "Index", terms: Sequence[str]) -> float:
    """Give the BM25 score of a passage that is all question: the sum of idf."""
    return sum(index.idf(term) for term in terms) + 1e-9
