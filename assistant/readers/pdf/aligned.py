"""Tables without ruled lines: rows whose pieces stand below each other in columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.readers.pdf.cells import Cells, assemble
from assistant.readers.pdf.layout import Table
from assistant.readers.pdf.pieces import Piece, Row

_GAP = 0.9
"""Narrowest gap between two columns, in font sizes."""
_FAR = 3.5
"""Font sizes between two rows, from which on they are two tables."""
_TIGHT = 1.45
"""Font sizes between two lines of the same cell, at most."""
_FULL = 0.75
"""Share of a column that lines of prose fill at least, most of them."""
_PROSE = 25
"""Letters in a line of prose at least, most of them."""


class _Run(NamedTuple):
    """Rows with the same columns."""

    rows: list[Row]
    columns: list[tuple[float, float]]
    """Left and right of each."""


def tables(lines: list[Row]) -> tuple[list[Table], list[Row]]:
    """Tables among the rows of a page, and the rows outside of all."""
    made: list[Table] = []
    taken: set[int] = set()
    for run in _runs(lines):
        if _is_prose(run):
            continue
        inside = [piece for row in run.rows for piece in row]
        table = assemble(_cells(run), inside)
        if table is not None:
            made.append(table)
            taken.update(map(id, run.rows))
    return made, [row for row in lines if id(row) not in taken] if taken else lines


def _runs(lines: Sequence[Row]) -> Iterator[_Run]:
    """Longest stretches of rows that have a gap in common, most with several pieces."""
    i = 0
    while i < len(lines):
        if len(lines[i]) < 2:
            i += 1
            continue
        columns = _spans(lines[i])
        j = i + 1
        while j < len(lines) and _is_near(lines[j - 1], lines[j]):
            joined = _fit(columns, lines[j])
            if joined is None:
                break
            columns, j = joined, j + 1
        while j > i and len(lines[j - 1]) < 2 and not _continues(lines[j - 2], lines[j - 1]):
            j -= 1
        run = _Run(list(lines[i:j]), columns)
        if _is_tabular(run):
            yield run
            i = j
        else:
            i += 1


def _spans(row: Row) -> list[tuple[float, float]]:
    return [(piece.x0, piece.x1) for piece in row]


def _fit(columns: list[tuple[float, float]], row: Row) -> list[tuple[float, float]] | None:
    """Widen the columns to hold ``row``; None if it goes across one of their gaps."""
    gap = _GAP * row[0].size
    widened = list(columns)
    for piece in row:
        at = [i for i, (x0, x1) in enumerate(widened) if piece.x0 < x1 and piece.x1 > x0]
        if len(at) > 1:
            return None
        if at:
            x0, x1 = widened[at[0]]
            widened[at[0]] = min(x0, piece.x0), max(x1, piece.x1)
        else:
            widened.append((piece.x0, piece.x1))
            widened.sort()
    apart = all(right[0] - left[1] >= gap for left, right in pairwise(widened))
    return widened if apart else None


def _is_near(above: Row, row: Row) -> bool:
    return row[0].y - above[0].y <= _FAR * max(row[0].size, above[0].size)


def _continues(above: Row, row: Row) -> bool:
    """Whether ``row`` is the next line of cells that began in the row above."""
    return row[0].y - above[0].y <= _TIGHT * row[0].size


def _is_tabular(run: _Run) -> bool:
    full = sum(len(row) > 1 for row in run.rows)
    return full >= (2 if len(run.columns) > 2 else 3) and len(run.columns) > 1


def _is_prose(run: _Run) -> bool:
    """Whether the columns are those of running text, to be read one after the other."""
    if len(run.columns) > 4:
        return False
    columns = _by_column(run)
    for (x0, x1), column in zip(run.columns, columns, strict=True):
        letters = sorted(len(piece.text) for piece in column)
        widths = sorted(piece.x1 - piece.x0 for piece in column)
        is_full = widths[len(widths) // 2] >= _FULL * (x1 - x0)
        if letters[len(letters) // 2] < _PROSE or not is_full or len(column) < 3:
            return False
    return True


def _by_column(run: _Run) -> list[list[Piece]]:
    found: list[list[Piece]] = [[] for _ in run.columns]
    for row in run.rows:
        for piece in row:
            found[_column(run, piece)].append(piece)
    return found


def _column(run: _Run, piece: Piece) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return next((i for i, (_, x1) in enumerate(run.columns) if middle <= x1), len(run.columns) - 1)


def _cells(run: _Run) -> Cells:
    """Rows of the table; a line of the page that starts none goes on in the cells above it."""
    cells: Cells = []
    above: Row = []
    for row in run.rows:
        if not above or not _goes_on(run, above, row):
            cells.append([[] for _ in run.columns])
        for piece in row:
            cells[-1][_column(run, piece)].append(piece)
        above = row
    return cells


def _goes_on(run: _Run, above: Row, row: Row) -> bool:
    """Whether a line holds but more words of the row before it."""
    if not _continues(above, row):
        return False
    starts = _column(run, row[0]) == 0
    if not starts:
        return True
    is_part = len(row) < len(run.columns) and len(row) < len(above)
    return is_part and (row[0].text[:1].islower() or above[0].hyphen)
