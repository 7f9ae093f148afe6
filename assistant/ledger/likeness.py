"""How alike labels are in meaning, and how alike they must be to be one.

Likeness is the cosine of the labels' vectors, and a weight for the share of common words in either
language. Documents of the same kind need less of it than others: those of one title or publisher,
with many labels in common, or many whose like the other has in its language.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.ledger import labels, posing
from assistant.ledger.clusters import Cluster
from assistant.matching import stems

Floats = NDArray[np.float32]
Vectors = Callable[[Sequence[str]], Floats]
"""Labels → their vectors, float32[n, d], rows of length 1."""

Pair = tuple[float, int, int]
"""How alike two clusters are, and their places."""

WORDS = 0.3
"""Weight of the share of common words beside the cosine's 1."""

ACROSS, WITHIN, STRANGE = 1.09, 1.15, 1.25
"""Likeness from which labels are one, of [-1, 1.3]: in documents of one kind in two languages, or
in one; of different kinds. On labels of the synthetic profiles (benchmarks/ledger.py) the least of
36 translated pairs has 1.11, and the most alike of one language that mean different things 1.15,
but for those that stand side by side."""

_NEAREST = 6
"""Labels looked at for each, by cosine."""

_KINDRED = 0.3
"""Share of common labels that makes documents of a kind."""

_ROWS = 512
"""Labels compared at once with all."""


def pairs(clusters: Sequence[Cluster], vectors: Vectors) -> list[Pair]:
    """Give the pairs of clusters near in meaning, the likest first."""
    return sorted(_pairs(clusters, vectors), key=lambda pair: (-pair[0], pair[1], pair[2]))


def _pairs(clusters: Sequence[Cluster], vectors: Vectors) -> Iterator[Pair]:
    matrix = vectors([each.name for each in clusters])
    seen = set()
    for start in range(0, len(clusters), _ROWS):
        cosines = matrix[start : start + _ROWS] @ matrix.T
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, : 20 * _NEAREST]
        for row, order in enumerate(nearest, start):
            for other in _free(clusters, row, order):
                pair = (min(row, other), max(row, other))
                cosine = float(cosines[row - start, other])
                if pair in seen or cosine + WORDS < ACROSS:
                    continue  # whatever words they share, they are not alike
                seen.add(pair)
                yield cosine + WORDS * _shared(clusters[row], clusters[other]), *pair


def _free(clusters: Sequence[Cluster], row: int, order: NDArray[np.intp]) -> Iterator[int]:
    """Give the nearest clusters that no document uses beside this one."""
    documents = clusters[row].documents
    free = (int(o) for o in order if o != row and documents.isdisjoint(clusters[o].documents))
    return (other for other, _ in zip(free, range(_NEAREST), strict=False))


def _shared(a: Cluster, b: Cluster) -> float:
    """Give the share of common words, in [0, 1], of the likest names of two clusters."""
    return max(_common(x, y) for x in _texts(a) for y in _texts(b))


def _texts(cluster: Cluster) -> list[tuple[str, str]]:
    if cluster.named and not cluster.uses:
        named = cluster.named
        return [(named.en, "en"), (named.fr, "fr"), *((s, "en") for s in named.synonyms)]
    found = dict.fromkeys((labels.general(use.about), use.language) for use in cluster.uses)
    return list(found)[:3]


def _common(a: tuple[str, str], b: tuple[str, str]) -> float:
    there = posing.words(*a).met_by(stems(*b), b[1]).share()
    back = posing.words(*b).met_by(stems(*a), a[1]).share()
    return (there + back) / 2


@dataclass(frozen=True, slots=True)
class Kinships:
    """Which families of documents are of a kind."""

    numbers: dict[str, int]
    """By family."""
    kin: NDArray[np.bool_]
    """[families, families]; symmetric, true on the diagonal."""

    def least(self, a: Cluster, b: Cluster) -> float:
        """Give how alike labels must be to be one."""
        across = bool(a.languages and b.languages) and a.languages.isdisjoint(b.languages)
        if a.named or b.named or self._are_kin(a, b):
            return ACROSS if across else WITHIN
        return STRANGE

    def _are_kin(self, a: Cluster, b: Cluster) -> bool:
        rows, columns = ([self.numbers[f] for f in each.families] for each in (a, b))
        return bool(self.kin[np.ix_(rows, columns)].any())


def kinships(clusters: Sequence[Cluster], alike: Sequence[Pair]) -> Kinships:
    """Find the families that have many labels in common, or in translation, one each.

    ``alike``: as ``pairs`` gives them.
    """
    families = sorted({family for each in clusters for family in each.families})
    numbers = {family: number for number, family in enumerate(families)}
    uses = np.zeros((len(families), len(clusters)), np.float32)
    for place, each in enumerate(clusters):
        uses[[numbers[family] for family in each.families], place] = 1
    met = np.zeros(uses.shape, np.bool_)  # the labels that have their like in a family
    for likeness, a, b in alike:
        if likeness < ACROSS:
            break
        met[:, a] |= uses[:, b] > 0
        met[:, b] |= uses[:, a] > 0
    owned = uses.sum(axis=1)
    least = _KINDRED * np.minimum(owned[:, None], owned)
    common, found = uses @ uses.T, uses @ met.T.astype(np.float32)
    kin = (common >= least) | (np.minimum(found, found.T) >= least)
    np.fill_diagonal(kin, val=True)
    return Kinships(numbers, kin)
