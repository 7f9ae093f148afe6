"""The vectors of the units within a passage: its sentences, list items, fields.

A long passage dilutes the one sentence that answers; its units' own vectors find it. They are
looked at for passages that a search has found, never searched, so half precision does. A passage
of one unit has none: its own vector stands for it.

    starts.npy     int64[n + 1], passage i has the units starts[i] to starts[i + 1] - 1
    vectors.npy    float16[starts[n], d], unit vectors, memory-mapped
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.store.manifest import unreadable

NAME = "units"

_STARTS = "starts.npy"
_VECTORS = "vectors.npy"
_BLOCK = 16384  # units copied at once

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Units:
    """The units' vectors of one generation, opened."""

    def __init__(self, folder: Path) -> None:
        try:
            self.starts: Ints = np.load(folder / _STARTS)
            self.vectors: NDArray[np.float16] = np.load(folder / _VECTORS, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise unreadable(folder, error) from error

    def fits(self, passages: int, dimension: int) -> bool:
        """Whether these are the units of so many passages."""
        shape = (int(self.starts[-1]) if len(self.starts) else 0, dimension)
        return len(self.starts) == passages + 1 and self.vectors.shape == shape

    def of(self, row: int) -> Floats:
        """Give the vectors of a passage's units, in its order, float32[m, d]."""
        return self.vectors[self.starts[row] : self.starts[row + 1]].astype(np.float32)

    def cosines(self, row: int, query: Floats) -> Floats:
        """Compare a passage's units, in its order, with a unit vector; empty if it has none."""
        return self.of(row) @ query

    def best(self, rows: Ints, query: Floats, without: Floats) -> Floats:
        """Give each passage's best cosine; ``without`` is for those that have no units."""
        best = without.copy()
        starts, counts = self.starts[rows], np.diff(self.starts)[rows]
        having = np.flatnonzero(counts)
        if len(having):
            chosen = _ranges(starts[having], counts[having])
            cosines = self.vectors[chosen].astype(np.float32) @ query
            firsts = np.cumsum(counts[having]) - counts[having]
            best[having] = np.maximum.reduceat(cosines, firsts)
        return best


def write(folder: Path, previous: Units | None, sources: Ints, fresh: Floats, firsts: Ints) -> None:
    """Write all passages' units from those known and those new.

    Passage i has those of the previous row s = ``sources[i]`` or, if s is negative, what stands in
    ``fresh`` behind its row ``firsts[~s]``, up to ``firsts[~s + 1] - 1``.
    """
    known = sources >= 0
    begin, count = np.empty_like(sources), np.empty_like(sources)
    begin[~known] = firsts[~sources[~known]] + 1
    count[~known] = np.diff(firsts)[~sources[~known]] - 1
    if previous:
        begin[known] = previous.starts[sources[known]]
        count[known] = np.diff(previous.starts)[sources[known]]
    origins, known = _ranges(begin, count), np.repeat(known, count)
    folder.mkdir()
    np.save(folder / _STARTS, np.concatenate(([0], np.cumsum(count))).astype(np.int64))
    shape = (len(origins), fresh.shape[1])
    with (folder / _VECTORS).open("wb") as file:
        header = {"descr": "<f2", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for start in range(0, len(origins), _BLOCK):
            block, old = origins[start : start + _BLOCK], known[start : start + _BLOCK]
            rows = np.empty((len(block), shape[1]), "<f2")
            rows[~old] = fresh[block[~old]]
            if previous and old.any():
                rows[old] = previous.vectors[block[old]]
            file.write(rows.tobytes())


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """Concatenate the ranges of ``counts[i]`` numbers from ``starts[i]`` on."""
    ends = np.cumsum(counts)
    steps = np.arange(ends[-1] if len(ends) else 0)
    return steps + np.repeat(starts - ends + counts, counts)
