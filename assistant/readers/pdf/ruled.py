"""Tables between ruled lines: the lines of a page → its grids → their cells."""

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from assistant.readers.pdf.cells import assemble
from assistant.readers.pdf.glyphs import address, bare, turned
from assistant.readers.pdf.layout import Table
from assistant.readers.pdf.pieces import Piece

_MOST_SEGMENTS = 20_000
"""Of one page; a map has more, a table does not."""
_MOST_EDGES = 4_000
_TOUCH = 3.0
"""Points by which lines that meet may miss each other."""
_THIN = 1.0
"""Points by which a straight line may lean."""
_SHORTEST = 4.0
_PATH, _LINE, _MOVE = 2, 0, 2
"""pdfium's numbers for a kind of object, and for kinds of segments."""


class Edge(NamedTuple):
    """A straight line, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0


class Grid(NamedTuple):
    """Lines that make a table's cells, each list ascending."""

    xs: list[float]
    ys: list[float]


def count_shapes(page: Any) -> int:
    """Count all that a page shows, pictures and text as well."""
    return _calls().count(address(page))


def edges(page: Any, turn: int) -> list[Edge]:
    """Level and upright lines of ``page``, as one reads; [] where there are too many."""
    calls, at = _calls(), address(page)
    found: list[Edge] = []
    left = _MOST_SEGMENTS
    for i in range(calls.count(at)):
        shape = calls.shape(at, i)
        if calls.kind(shape) != _PATH:
            continue
        count = calls.count_segments(shape)
        left -= count
        if left < 0 or len(found) > _MOST_EDGES:
            return []
        for (ax, ay), (bx, by) in _strokes(calls, shape, count):
            x0, x1, y0, y1 = turned(turn, min(ax, bx), max(ay, by), max(ax, bx), min(ay, by))
            is_straight = (x1 - x0 <= _THIN) != (y1 - y0 <= _THIN)
            if is_straight and max(x1 - x0, y1 - y0) >= _SHORTEST:
                found.append(Edge(x0, y0, x1, y1))
    return found


def _strokes(
    calls: "_Calls", shape: int, count: int
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Both ends of each straight line of a path, in the page's coordinates."""
    floats = (ctypes.c_float * 6)()
    where = ctypes.addressof(floats)
    calls.matrix(shape, where)
    a, b, c, d, e, f = floats
    start = before = None
    for i in range(count):
        segment = calls.segment(shape, i)
        calls.point(segment, where, where + 4)
        x, y = floats[0], floats[1]
        at = a * x + c * y + e, b * x + d * y + f
        kind = calls.segment_kind(segment)
        if kind == _MOVE:
            start = at
        elif kind == _LINE and before:
            yield before, at
        if start and calls.closes(segment):
            yield at, start
        before = at


@dataclass(frozen=True, slots=True)
class _Calls:
    """pdfium's functions for the shapes of a page."""

    count: Callable[..., int]
    shape: Callable[..., int]
    kind: Callable[..., int]
    matrix: Callable[..., int]
    count_segments: Callable[..., int]
    segment: Callable[..., int]
    point: Callable[..., int]
    segment_kind: Callable[..., int]
    closes: Callable[..., int]


@cache
def _calls() -> _Calls:
    import pypdfium2.raw as pdfium

    integer, pointer = ctypes.c_int, ctypes.c_void_p
    return _Calls(
        count=bare(pdfium.FPDFPage_CountObjects, integer, pointer),
        shape=bare(pdfium.FPDFPage_GetObject, pointer, pointer, integer),
        kind=bare(pdfium.FPDFPageObj_GetType, integer, pointer),
        matrix=bare(pdfium.FPDFPageObj_GetMatrix, integer, pointer, pointer),
        count_segments=bare(pdfium.FPDFPath_CountSegments, integer, pointer),
        segment=bare(pdfium.FPDFPath_GetPathSegment, pointer, pointer, integer),
        point=bare(pdfium.FPDFPathSegment_GetPoint, integer, pointer, pointer, pointer),
        segment_kind=bare(pdfium.FPDFPathSegment_GetType, integer, pointer),
        closes=bare(pdfium.FPDFPathSegment_GetClose, integer, pointer),
    )


def grids(found: Sequence[Edge]) -> list[Grid]:
    """Grids of at least two columns and two rows, or of one row and three columns."""
    made = []
    for group in _touching(found):
        xs = _merge(edge.x0 for edge in group if not edge.is_level)
        ys = _merge(edge.y0 for edge in group if edge.is_level)
        if len(xs) > 2 and len(ys) > 2:
            made.append(Grid(xs, ys))
    return made


def _touching(found: Sequence[Edge]) -> list[list[Edge]]:
    """Level and upright lines that meet, directly or by way of others."""
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    level = sorted((e.y0, i) for i, e in enumerate(found) if e.is_level)
    for j, upright in enumerate(found):
        if upright.is_level:
            continue
        for y, i in level:
            if y > upright.y1 + _TOUCH:
                break
            edge = found[i]
            if y >= upright.y0 - _TOUCH and edge.x0 - _TOUCH <= upright.x0 <= edge.x1 + _TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, list[Edge]] = {}
    for i, edge in enumerate(found):
        groups.setdefault(root(i), []).append(edge)
    return [group for group in groups.values() if len(group) > 4]


def _merge(values: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > _TOUCH:
            merged.append(value)
    return merged


def cross(pieces: Iterable[Piece], found: Sequence[Grid]) -> bool:
    """Whether any of ``pieces`` goes across an upright line of a grid, so that it is to be cut."""
    return any(
        piece.x0 + _TOUCH < x < piece.x1 - _TOUCH
        for grid in found
        for piece in pieces
        if _is_inside(piece, grid)
        for x in grid.xs[1:-1]
    )


def tables(pieces: list[Piece], found: Sequence[Grid]) -> tuple[list[Table], list[Piece]]:
    """Tables of the grids that hold text, and the pieces outside of all.

    Every word's place has to be known in ``pieces`` if any go across a line (``cross``).
    """
    made, rest = [], pieces
    for grid in found:
        inside = [piece for piece in rest if _is_inside(piece, grid)]
        cells = _cells(inside, grid)
        table = assemble(cells, inside)
        if table is not None:
            made.append(table)
            taken = set(map(id, inside))
            rest = [piece for piece in rest if id(piece) not in taken]
    return made, rest


def _is_inside(piece: Piece, grid: Grid) -> bool:
    middle = piece.y - 0.3 * piece.size
    is_beside = grid.xs[0] - _TOUCH <= piece.x0 <= grid.xs[-1]
    return is_beside and grid.ys[0] <= middle <= grid.ys[-1]


def _cells(inside: Iterable[Piece], grid: Grid) -> list[list[list[Piece]]]:
    """Pieces by row and column; those that go across a line are cut there."""
    columns = list(pairwise(grid.xs))
    cells: list[list[list[Piece]]] = [[[] for _ in columns] for _ in pairwise(grid.ys)]
    for piece in inside:
        middle = piece.y - 0.3 * piece.size
        row = bisect_left(grid.ys, middle, 1, len(grid.ys) - 1) - 1
        only = _column(piece.x0, grid)
        if only == _column(piece.words[-1][0], grid):
            cells[row][only].append(piece)
            continue
        start = 0
        for end in range(1, len(piece.words) + 1):
            column = _column(piece.words[start][0], grid)
            if end == len(piece.words) or _column(piece.words[end][0], grid) != column:
                cells[row][column].append(piece.part(start, end))
                start = end
    return cells


def _column(x: float, grid: Grid) -> int:
    return bisect_right(grid.xs, x + _TOUCH / 2, 1, len(grid.xs) - 1) - 1
