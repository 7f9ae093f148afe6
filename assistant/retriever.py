"""A question → the passages most likely to hold its answer.

Meaning and words are searched and fused where the passages are, by the store.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant import lexicon, words
from assistant.question import Question
from assistant.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.store.protocol import Store


def retrieve(
    index: "Store",
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
    What the numbers mean stands in ``store.protocol.Wanted``.
    """
    from assistant.store.protocol import Wanted

    wanted = Wanted(
        vector=vector,
        terms=terms,
        countries=countries,
        k=k,
        depth=depth,
        words_weight=words_weight,
        units_weight=units_weight,
    )
    return index.search(wanted)


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
