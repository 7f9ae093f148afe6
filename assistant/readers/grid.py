"""The cells of a table → rows that carry their column names.

A table with column names is written as a Markdown table, in pieces that each begin with the names.
Two columns without names are labels with their values. Where rows are too long for either, each
cell is a line of its own: "row, column: value".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.readers.writing import Writer, is_label

_MOST_CELLS = 250_000
_WIDEST = 1_000
"""Columns; what spans more is a mistake or an attack."""
_PIECE = 900
"""Characters of a piece of a table: with its heading, less than a passage holds."""
_LONGEST_ROW = 400
_LONGEST_NAME = 80

_FIGURE = re.compile(r"\W*\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell as the document has it."""

    text: str
    head: bool = False
    """It names a column or a row."""
    across: int = 1
    """Columns that it spans."""
    down: int = 1
    """Rows that it spans."""


Row = list[Cell]


def write(writer: Writer, rows: Sequence[Sequence[Cell]], heads: int | None = None) -> None:
    """Write a table; ``heads``: its first rows that name the columns, None if not known."""
    grid = _without_blanks(expand(rows))
    if not grid:
        return
    if len(grid[0]) == 1:
        for row in grid:
            writer.paragraph(row[0].text)
        return
    count = _heads(grid, heads)
    if count == 0 and len(grid[0]) == 2:
        for label, value in grid:
            _write_pair(writer, label.text, value.text)
        return
    names = _names(grid[:count])
    body = grid[count:]
    if body and max(len(_line(row)) for row in body) > _LONGEST_ROW and names:
        _write_cells(writer, names, body)
    else:
        _write_rows(writer, names, body or grid)


def expand(rows: Sequence[Sequence[Cell]]) -> list[Row]:
    """Give a rectangle of cells; one that spans several stands in each of them.

    Raises CorpusError for a table of more cells than any book has.
    """
    taken: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            _take(taken, cell, y, x, len(rows))
            x += min(max(1, cell.across), _WIDEST)
    width = max((x for _, x in taken), default=-1) + 1
    if width * len(rows) > _MOST_CELLS:
        raise CorpusError(f"a table of {width} columns and {len(rows)} rows. Split it")
    return [[taken.get((y, x), Cell("")) for x in range(width)] for y in range(len(rows))]


def _take(taken: dict[tuple[int, int], Cell], cell: Cell, y: int, x: int, height: int) -> None:
    for below in range(y, min(y + max(1, cell.down), height)):
        for beside in range(x, x + min(max(1, cell.across), _WIDEST)):
            taken.setdefault((below, beside), cell)
    if len(taken) > _MOST_CELLS:
        raise CorpusError(f"a table of more than {_MOST_CELLS:,} cells. Split it")


def _without_blanks(grid: list[Row]) -> list[Row]:
    """Leave out rows and columns that hold nothing, and columns that repeat the one before."""
    rows = [row for row in grid if any(cell.text for cell in row)]
    if not rows:
        return []
    kept = [
        x
        for x in range(len(rows[0]))
        if any(row[x].text for row in rows)
        and not (x and all(row[x] is row[x - 1] for row in rows))
    ]
    return [[row[x] for x in kept] for row in rows]


def _heads(grid: list[Row], stated: int | None) -> int:
    """How many of the first rows name the columns."""
    if stated is not None:
        return min(stated, len(grid) - 1)
    count = 0
    while count < len(grid) - 1 and all(cell.head or not cell.text for cell in grid[count]):
        count += 1
    if count == len(grid) - 1 > 1 and all(cell.head for cell in grid[-1]):
        return 1  # a table of nothing but bold words
    return count or int(_looks_like_names(grid))


def _looks_like_names(grid: list[Row]) -> bool:
    """Whether a first row not marked as such names the columns; of two columns none does."""
    first = [cell.text for cell in grid[0]]
    if len(first) < 3 or len(grid) < 2 or len(set(first)) < len(first):
        return False
    return all(
        words and len(words) <= _LONGEST_NAME and not _FIGURE.match(words) for words in first
    )


def _names(heads: list[Row]) -> list[str]:
    """Join the names of each column from the top down, each once."""
    if not heads:
        return []
    return [
        ", ".join(dict.fromkeys(row[x].text for row in heads if row[x].text))
        for x in range(len(heads[0]))
    ]


def _write_pair(writer: Writer, label: str, value: str) -> None:
    if label:
        writer.labelled(label.replace("\n", " "), value)
    else:
        writer.paragraph(value)


def _write_rows(writer: Writer, names: list[str], body: list[Row]) -> None:
    head = _line([Cell(name) for name in names]) if names else ""
    size = _PIECE + 1
    for row in body:
        if _is_banner(row):
            writer.paragraph(row[0].text)
            size = _PIECE + 1
            continue
        line = _line(row)
        is_first = size + len(line) > _PIECE
        if is_first:
            size = len(head)
            if head:
                writer.row(head, first=True)
                writer.row("|" + "---|" * len(names))
        writer.row(line, first=is_first and not head)
        size += len(line)


def _is_banner(row: Row) -> bool:
    """Whether one cell spans the whole row: it says what the rows below are about."""
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _write_cells(writer: Writer, names: list[str], body: list[Row]) -> None:
    for row in body:
        if _is_banner(row):
            writer.paragraph(row[0].text)
            continue
        key = row[0].text.replace("\n", " ")
        short = key if len(key) <= _LONGEST_NAME and is_label(key) else ""
        for x in range(1 if short else 0, len(row)):
            label = ", ".join(part for part in (short, names[x]) if part)
            _write_pair(writer, label, row[x].text or "—")


def _line(row: Row) -> str:
    return "| " + " | ".join(_cell(cell.text, x) for x, cell in enumerate(row)) + " |"


def _cell(text: str, column: int) -> str:
    """One line without pipes, which would part it; an empty value is shown as one."""
    parts = [" ".join(line.split()).replace("|", "¦") for line in text.split("\n")]
    joined = ""
    for part in filter(None, parts):
        pause = "" if not joined else " " if joined[-1] in ".;:,!?" else "; "
        joined += pause + part
    return joined or ("—" if column else "")
