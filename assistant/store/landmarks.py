"""Landmarks: passages of a large index that stand for the neighbourhood around them.

An approximate search looks only around the landmarks nearest to a question. They are chosen, and
every passage is put to its nearest one, by the passages alone: equal passages give equal
neighbourhoods whatever was indexed before, on any number of threads, so an updated index is the
one that a build from scratch makes. Trained centroids would take fewer of them, but move with
every edit, and with them all that hangs on them.
"""

import numpy as np
from numpy.typing import NDArray

_GRID = 2048
"""Coordinates are rounded to so many steps. Sums of their products stay whole numbers below 2**24,
which float32 holds exactly, so a cosine does not depend on the order in which it was added up."""

_BLOCK = 2048  # vectors compared at once; with 8,192 landmarks 64 MB
_HASHED = 8  # coordinates, 32 bytes of a vector, that its mark is made from
_MIX = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio's fraction, as in Fibonacci hashing

Rows = NDArray[np.int64]
Vectors = NDArray[np.float32]


def count(passages: int) -> int:
    """Give how many landmarks so many passages get: about 8·√n, a power of two.

    A power of two, so that an edit does not change it but at a few sizes.
    """
    return int(2 ** np.floor(np.log2(8 * np.sqrt(max(passages, 1)))))


def choose(matrix: Vectors, wanted: int) -> Rows:
    """Give the rows of up to ``wanted`` landmarks: the smallest marks, equal vectors only once."""
    _, first = np.unique(_marks(matrix), return_index=True)
    return first[:wanted]


def nearest(matrix: Vectors, rows: Rows, landmarks: Vectors) -> Rows:
    """Give for each of ``rows`` the number of its nearest landmark, of equal ones the first."""
    found, columns = np.empty(len(rows), np.int64), _on_grid(landmarks).T
    for start in range(0, len(rows), _BLOCK):
        block = _on_grid(matrix[rows[start : start + _BLOCK]])
        found[start : start + _BLOCK] = np.argmax(block @ columns, axis=1)
    return found


def _on_grid(vectors: Vectors) -> Vectors:
    return np.rint(vectors * _GRID)


def _marks(matrix: Vectors) -> NDArray[np.uint64]:
    """Hash each vector, uint64[n]; FNV-like over its first coordinates."""
    width = min(_HASHED, matrix.shape[1] // 2 * 2)
    words = np.ascontiguousarray(matrix[:, :width]).view(np.uint64)
    marks = np.zeros(len(matrix), np.uint64)
    for column in words.T:
        marks = (marks ^ column) * _MIX
        marks ^= marks >> np.uint64(32)
    return marks
