"""What runs along the top and bottom of pages: headers, footers and page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.readers.pdf.pieces import Row

_DEPTH = 3
"""Rows at either end of a page that may be furniture."""
_MARGIN = 0.12
"""Share of the page's height, at either end, in which furniture stands."""
_SHARE = 0.2
"""Of all pages, on which a line has to stand; a chapter's header stands on some only."""
_MOVES = 6.0
"""Points by which a running line may move from page to page."""
_LARGE = 1.15
"""Times the usual size, from which on a line whose number changes is a heading."""
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\A[ivxlc]{1,7}\Z")
_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|g|\.)?\W*)?(?:#|[ivxl]{1,6})(?:\W*(?:of|sur|de|/)?\W*#)?\W*\Z", re.IGNORECASE
)


class Sheet(NamedTuple):
    """A page."""

    rows: list[Row]
    """From the top down."""
    top: float
    """y of its upper edge."""
    foot: float
    """y of its lower edge."""


class _Edge(NamedTuple):
    """A row at the top or bottom of a page."""

    page: int
    side: int
    """0 for the top, 1 for the bottom."""
    depth: int
    """0 for the outermost."""
    row: Row
    gap: float
    """Points to the next row inwards."""

    @property
    def words(self) -> str:
        return " ".join(piece.text for piece in self.row)


def remove(pages: Sequence[Sheet], size: float) -> list[list[Row]]:
    """Rows of each page without their furniture; ``size`` is the usual font size."""
    edges = [edge for number, page in enumerate(pages) for edge in _edges(number, page)]
    running = _running(edges, len(pages), size)
    bodies: list[list[Row]] = []
    for number, page in enumerate(pages):
        top, foot = (_depth(running, number, side) for side in (0, 1))
        bodies.append(page.rows[top : max(top, len(page.rows) - foot)])
    return bodies


def _depth(running: set[tuple[int, int, int]], page: int, side: int) -> int:
    """How many rows at one end of a page are furniture, from the outermost on."""
    depth = 0
    while (page, side, depth) in running:
        depth += 1
    return depth


def _edges(number: int, page: Sheet) -> Iterable[_Edge]:
    """Rows in the margins of a page."""
    lines, margin = page.rows, _MARGIN * (page.foot - page.top)
    for depth in range(min(_DEPTH, len(lines) - 1)):
        upper, lower = lines[depth], lines[-1 - depth]
        if upper[0].y < page.top + margin:
            yield _Edge(number, 0, depth, upper, lines[depth + 1][0].y - upper[0].y)
        if lower[0].y > page.foot - margin:
            yield _Edge(number, 1, depth, lower, lower[0].y - lines[-2 - depth][0].y)


def _running(edges: list[_Edge], pages: int, size: float) -> set[tuple[int, int, int]]:
    """Places (page, side, depth) of the rows that are furniture, were they the outermost."""
    alike: dict[tuple[int, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        shape = _ROMAN.sub("i", _NUMBER.sub("#", edge.words))
        alike[edge.side, shape].append(edge)
    found: set[tuple[int, int, int]] = set()
    for (_, shape), group in alike.items():
        near = _at_one_height(group)
        if _PAGE_NUMBER.match(shape):
            kept = _counting(near) if "#" in shape else near
        elif len({edge.page for edge in near}) < max(2, _SHARE * pages):
            kept = []
        elif len({edge.words for edge in near}) > 1:
            kept = [] if near[0].row[0].size > _LARGE * size else _counting(near)
        else:
            kept = [edge for edge in near if len(edge.row) < 3 or edge.gap > 1.8 * size]
        found.update((edge.page, edge.side, edge.depth) for edge in kept)
    return found


def _at_one_height(group: list[_Edge]) -> list[_Edge]:
    heights = sorted(edge.row[0].y for edge in group)
    usual = heights[len(heights) // 2]
    return [edge for edge in group if abs(edge.row[0].y - usual) <= _MOVES]


def _counting(group: list[_Edge]) -> list[_Edge]:
    """Those of ``group`` in which some number grows by one from page to page."""
    by_offset: dict[int, list[_Edge]] = defaultdict(list)
    for edge in group:
        for offset in {int(digits[:9]) - edge.page for digits in _NUMBER.findall(edge.words)}:
            by_offset[offset].append(edge)
    best = max(by_offset.values(), key=len, default=[])
    is_first = any(edge in by_offset.get(1, []) for edge in group)
    return best if len(best) > 1 else by_offset[1] if is_first else []
