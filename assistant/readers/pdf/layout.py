"""The pieces of a page → its lines and tables, in the order in which one reads them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.readers.pdf.pieces import Piece, Row, rows


class Line(NamedTuple):
    """A line of running text within its column."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    hyphen: bool
    """The last word goes on in the next line, after a hyphen that is not in ``text``."""
    left: float
    """Of its column."""
    right: float


class Table(NamedTuple):
    """Cells, row by row; each row has as many as there are columns."""

    rows: list[list[str]]
    has_head: bool
    """The first row holds the columns' names."""
    x0: float
    x1: float
    y: float
    """Of the first baseline."""
    size: float


_GUTTER = 0.8
"""Narrowest gap between two columns, in font sizes."""
_INDENT = 0.2
"""Share of the text's width that a second column starts behind."""
_FEWEST_LINES = 3
"""Of a column."""
_CROSSING = 0.25
"""Share of the lines that may go across a gutter, such as titles and wide figures."""


_Placed = Piece | Table
Element = Line | Table


def order(lines: Sequence[Row], tables: Sequence[Table] = ()) -> list[Element]:
    """Lines and tables in reading order: column by column where there are columns."""
    placed: list[_Placed] = [piece for row in lines for piece in row]
    placed += tables
    if not placed:
        return []
    left, right = bounds = _bounds(placed)
    if max(each.x0 for each in placed) > left + _INDENT * (right - left):
        return list(_columns(placed, bounds))
    if tables:
        return list(_lines(placed, bounds))
    return [_line(row, left, right) for row in lines]


def _bounds(placed: Sequence[_Placed]) -> tuple[float, float]:
    return min(each.x0 for each in placed), max(each.x1 for each in placed)


def _columns(
    pieces: list[_Placed], bounds: tuple[float, float], depth: int = 0
) -> Iterator[Element]:
    """Part the pieces within ``bounds`` at a gutter, if there is one, else at nothing."""
    gutter = _gutter(pieces) if depth < 4 and len(pieces) >= 2 * _FEWEST_LINES else None
    if gutter is None:
        yield from _lines(pieces, bounds)
        return
    across = sorted((p for p in pieces if p.x0 < gutter < p.x1), key=lambda piece: piece.y)
    rest = [piece for piece in pieces if not piece.x0 < gutter < piece.x1]
    left_bounds = bounds[0], max(each.x1 for each in rest if each.x1 <= gutter)
    right_bounds = min(each.x0 for each in rest if each.x0 >= gutter), bounds[1]
    for piece in [*across, None]:
        band = rest if piece is None else [each for each in rest if each.y < piece.y]
        rest = [] if piece is None else [each for each in rest if each.y >= piece.y]
        left = [each for each in band if each.x1 <= gutter]
        right = [each for each in band if each.x0 >= gutter]
        if left and right:
            yield from _columns(left, left_bounds, depth + 1)
            yield from _columns(right, right_bounds, depth + 1)
        else:
            yield from _columns(band, bounds, depth + 1)
        if piece is not None:
            yield from _lines([piece], bounds)


def _gutter(pieces: list[_Placed]) -> float | None:
    """Where a vertical gap parts the pieces into columns; None if nowhere."""
    size = sorted(piece.size for piece in pieces)[len(pieces) // 2]
    edges = sorted({piece.x1 for piece in pieces})
    best: tuple[float, float, float] | None = None
    most = int(_CROSSING * len(pieces))
    left_most, right_most = _bounds(pieces)
    for x in edges:
        if not left_most + 3 * size < x < right_most - 3 * size:
            continue
        starts = [piece.x0 for piece in pieces if piece.x0 >= x]
        if not starts:
            break
        width = min(starts) - x
        middle = x + width / 2
        if width < _GUTTER * size:
            continue
        crossing = sum(piece.x0 < middle < piece.x1 for piece in pieces)
        better = best is None or (crossing, -width) < best[:2]
        if crossing <= most and better and _are_columns(pieces, middle):
            best = (crossing, -width, middle)
    return best[2] if best else None


def _are_columns(pieces: list[_Placed], x: float) -> bool:
    """Whether there are lines enough on either side of ``x``, beside each other."""
    left = [piece.y for piece in pieces if piece.x1 < x]
    right = [piece.y for piece in pieces if piece.x0 > x]
    if len(left) < _FEWEST_LINES or len(right) < _FEWEST_LINES:
        return False
    return min(left) < max(right) and min(right) < max(left)


def _lines(placed: list[_Placed], bounds: tuple[float, float]) -> Iterator[Element]:
    """Each row of a column as one line, and its tables, from the top down."""
    left, right = bounds
    pieces = [each for each in placed if isinstance(each, Piece)]
    tables = [each for each in placed if isinstance(each, Table)]
    for table in sorted(tables, key=lambda table: table.y):
        yield from (_line(row, left, right) for row in rows(p for p in pieces if p.y < table.y))
        yield table
        pieces = [piece for piece in pieces if piece.y >= table.y]
    yield from (_line(row, left, right) for row in rows(pieces))


def _line(row: Row, left: float, right: float) -> Line:
    if len(row) == 1:
        text, x0, x1, y, size, bold, _, hyphen, _ = row[0]
        return Line(text, x0, x1, y, size, bold, hyphen, left, right)
    main = max(row, key=lambda piece: len(piece.text))
    return Line(
        text=" ".join(piece.text for piece in row),
        x0=row[0].x0,
        x1=row[-1].x1,
        y=row[0].y,
        size=main.size,
        bold=all(piece.bold for piece in row),
        hyphen=row[-1].hyphen,
        left=left,
        right=right,
    )
