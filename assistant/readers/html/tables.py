"""Tables of a page: those that hold data, and those that only lay out."""

import re
from collections.abc import Iterator

from assistant.readers import grid
from assistant.readers.grid import Cell
from assistant.readers.html.inline import Child, is_strong, text
from assistant.readers.html.tree import Node
from assistant.readers.writing import Writer

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "li", "dl", "dt", "dd", "section", "blockquote", "pre"}
)
_LONG_CELL = 500
"""Characters; a table of such cells and without a heading lays out."""


def rows(table: Node) -> list[list[Node]]:
    """Give the cells of each row, those of tables within left out; a head comes first."""
    sections = [table, *(child for child in table.elements() if child.tag in _SECTIONS)]
    sections.sort(key=lambda section: ("thead", "table", "tbody", "tfoot").index(section.tag))
    found = [row for section in sections for row in section.elements() if row.tag == "tr"]
    return [[cell for cell in row.elements() if cell.tag in ("td", "th")] for row in found]


def is_layout(table: Node, rows: list[list[Node]]) -> bool:
    """Whether a table only places what is in it."""
    if table.get("role") in ("presentation", "none"):
        return True
    cells = [cell for row in rows for cell in row]
    if any(next(cell.find("table", "h1", "h2", "h3", "h4"), None) for cell in cells):
        return True
    if max((len(row) for row in rows), default=0) < 2:
        return True
    has_head = any(cell.tag == "th" for cell in cells)
    return not has_head and any(len(cell.words()) > _LONG_CELL for cell in cells)


def write(writer: Writer, table: Node, rows: list[list[Node]]) -> None:
    """Write a table of data."""
    head = next((part for part in table.elements() if part.tag == "thead"), None)
    heads = sum(row.tag == "tr" for row in head.elements()) if head else 0
    cells = [[_cell(cell, len(rows)) for cell in row] for row in rows]
    grid.write(writer, cells, heads or None)


def _cell(node: Node, height: int) -> Cell:
    words = "\n".join(_lines(node))
    if not words:
        words = ", ".join(image.get("alt").strip() for image in node.find("img")).strip(", ")
    head = node.tag == "th" or is_strong(node.children)
    down = _span(node.get("rowspan"))
    return Cell(words, head, max(1, _span(node.get("colspan"))), down or height)


def _span(value: str) -> int:
    """Read a span; a row span of 0 means all the rows below."""
    return int(value) if re.match(r"\d{1,5}\Z", value) else 1


def _lines(node: Node) -> Iterator[str]:
    """Yield the lines of a cell: of its paragraphs, of the items of its lists."""
    run: list[Child] = []
    for child in node.children:
        if isinstance(child, str) or (child.tag not in _BLOCKS and not _has_block(child)):
            run.append(child)
            continue
        yield from _line(run)
        run = []
        yield from _lines(child)
    yield from _line(run)


def _line(run: list[Child]) -> Iterator[str]:
    words = text(run)
    if words:
        yield words


def _has_block(node: Node) -> bool:
    return any(each.tag in _BLOCKS for each in node.walk())
