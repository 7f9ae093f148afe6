"""The passages' vectors, searched by FAISS; the only module that imports it.

Two files of a generation's folder, both memory-mapped:

    vectors.faiss    inner-product index over float32[n, d], row i is passage i
    lists.faiss      the same in 8 bits by neighbourhood, where there are more than EXACT
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.store import landmarks
from assistant.store.manifest import damaged, unreadable

NAME = "vectors.faiss"
LISTS = "lists.faiss"

EXACT = 100_000
"""Up to so many vectors are compared one by one: 12 ms in 384 dimensions, about what encoding the
question takes (benchmarks/index.py). With another limit, count up ``manifest.FORMAT``."""

_COMPARED = 25_000
"""Vectors, about, that an approximate search compares with the question: of a million those of 200
neighbourhoods, recall@10 0.995; of fewer, relatively more (benchmarks/index.py)."""

_REFINED = 4
"""So many times as many candidates as asked for are compared exactly; 8 bits misplace a few."""

_BLOCK = 16384  # rows copied at once

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Floats = NDArray[np.float32]


class Vectors:
    """The vectors of one generation, opened."""

    def __init__(self, folder: Path) -> None:
        """Open them. Raises DamagedIndexError."""
        import faiss

        self._index = _opened(folder / NAME, faiss.IO_FLAG_MMAP_IFC, faiss.IndexFlat)
        self._lists: Any = None
        if (folder / LISTS).exists():
            kind = faiss.IndexIVFScalarQuantizer
            self._lists = _opened(folder / LISTS, faiss.IO_FLAG_MMAP, kind)
            self._lists.invlists.prefetch_nthread = 0  # it starts threads for every question
        self.count, self.dimension = int(self._index.ntotal), int(self._index.d)

    def fits(self, passages: int, dimension: int) -> bool:
        """Whether these are so many vectors, in all files."""
        found = [self._index, self._lists] if self._lists else [self._index]
        return all((each.ntotal, each.d) == (passages, dimension) for each in found)

    def search(self, query: Floats, k: int, rows: Rows | None) -> tuple[Rows, Scores]:
        """Find the k rows (of ``rows`` only) nearest to a unit vector, with cosines, best first.

        Exactly where up to ``EXACT`` come into question, else among the most likely ones. Of equal
        ones the lower row comes first. Fewer than k where there are fewer.
        """
        if self._lists and (rows is None or len(rows) > EXACT):
            rows = self._likely(query, _REFINED * k, rows)
        return self._nearest(query, k, rows)

    @cached_property
    def matrix(self) -> Floats:
        """Every vector, float32[n, d]; not to be altered."""
        return _matrix(self._index)

    @property
    def landmarks(self) -> Floats | None:
        """The landmarks of the neighbourhoods, if there are any."""
        import faiss

        return _matrix(faiss.downcast_index(self._lists.quantizer)) if self._lists else None

    def homes(self) -> Rows:
        """Give for each row the number of its landmark."""
        import faiss

        homes, lists = np.empty(self.count, np.int64), self._lists.invlists
        for number in range(self._lists.nlist):
            if size := lists.list_size(number):
                homes[faiss.rev_swig_ptr(lists.get_ids(number), size)] = number
        return homes

    def _nearest(self, query: Floats, k: int, rows: Rows | None) -> tuple[Rows, Scores]:
        import faiss

        k = min(k, self.count if rows is None else len(rows))
        if k < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        among = {}
        if rows is not None:
            selector = faiss.IDSelectorArray(np.ascontiguousarray(rows, np.int64))
            among = {"params": faiss.SearchParameters(sel=selector)}  # type: ignore[call-arg]
        with _one_thread():
            (scores,), (found,) = self._index.search(_row(query), k, **among)
        order = np.lexsort((found, -scores))
        return found[order], scores[order]

    def _likely(self, query: Floats, k: int, rows: Rows | None) -> Rows:
        """Give k rows (of ``rows`` only) around the nearest landmarks; around more for a few."""
        import faiss

        those, among = self.count if rows is None else len(rows), {}
        if rows is not None:
            mask = np.zeros(self.count, bool)
            mask[rows] = True
            bits: Any = np.packbits(mask, bitorder="little")
            among = {"sel": faiss.IDSelectorBitmap(bits)}  # type: ignore[call-arg]
        probes = min(1 + self._lists.nlist * _COMPARED // those, self._lists.nlist)
        how = faiss.SearchParametersIVF(nprobe=probes, **among)  # type: ignore[call-arg]
        with _one_thread():
            _, (found,) = self._lists.search(_row(query), k, params=how)
        return np.sort(found[found >= 0])


def write(
    folder: Path, previous: Vectors | None, sources: Rows, fresh: Floats, firsts: Rows
) -> None:
    """Write the files from vectors known and new.

    Row i is the previous row s = ``sources[i]`` or, if s is negative, ``fresh[firsts[~s]]``.
    """
    import faiss

    count, dimension = len(sources), fresh.shape[1]
    index = faiss.IndexFlatIP(dimension)
    index.codes.resize(count * dimension * 4)
    index.ntotal = count
    matrix = _matrix(index)
    for start in range(0, count, _BLOCK):
        block = sources[start : start + _BLOCK]
        rows, known = matrix[start : start + _BLOCK], block >= 0
        rows[~known] = fresh[firsts[~block[~known]]]
        if previous and known.any():
            rows[known] = previous.matrix[block[known]]
    _write(index, folder / NAME)
    if count > EXACT:
        _write(_lists(matrix, previous, sources), folder / LISTS)


def _lists(matrix: Floats, previous: Vectors | None, sources: Rows) -> Any:
    """Make the neighbourhoods; vectors known stay with their landmark where none has changed."""
    import faiss

    chosen = matrix[landmarks.choose(matrix, landmarks.count(len(matrix)))]
    homes, known = np.full(len(sources), -1, np.int64), sources >= 0
    before = previous.landmarks if previous else None
    if previous and before is not None and np.array_equal(before, chosen):
        homes[known] = previous.homes()[sources[known]]
    new = np.flatnonzero(homes < 0)
    homes[new] = landmarks.nearest(matrix, new, chosen)
    quantizer = faiss.IndexFlatIP(matrix.shape[1])
    quantizer.add(chosen)
    kind = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    lists = faiss.IndexIVFScalarQuantizer(quantizer, matrix.shape[1], len(chosen), *kind)
    lists.train(chosen)  # the range of each coordinate, no more
    rows = np.arange(len(matrix))
    lists.add_core(len(matrix), *(faiss.swig_ptr(each) for each in (matrix, rows, homes)))
    return lists


def _write(index: Any, path: Path) -> None:
    import faiss

    with path.open("xb") as file:  # whose errors are of the operating system
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]


@contextmanager
def _one_thread() -> Iterator[None]:
    """For a single question FAISS is faster with one thread: 5 ms against 16 over 100k rows."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _opened(path: Path, flags: int, kind: Any) -> Any:
    import faiss

    try:
        index = faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise unreadable(path, error) from error
    if not isinstance(index, kind):
        raise damaged(f"{path} is an index of another kind")
    return index


def _row(query: Floats) -> Floats:
    return np.ascontiguousarray(query, np.float32)[None]


def _matrix(index: Any) -> Floats:
    import faiss

    shape = (int(index.ntotal), int(index.d))
    if not shape[0]:
        return np.empty(shape, np.float32)
    matrix: Floats = faiss.rev_swig_ptr(index.get_xb(), shape[0] * shape[1]).reshape(shape)
    return matrix
