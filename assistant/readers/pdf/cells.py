"""The pieces of a table's cells → its rows, and whether the first one names the columns."""

from assistant.readers.pdf.hyphens import join
from assistant.readers.pdf.layout import Table
from assistant.readers.pdf.pieces import Piece, rows

_LONGEST_NAME = 80
"""Characters of a column's name."""

Cells = list[list[list[Piece]]]
"""Pieces by row and column."""


def assemble(cells: Cells, inside: list[Piece]) -> Table | None:
    """Make a table of its cells; None where it has less than two columns or rows with text."""
    filled = [row for row in cells if any(row)]
    used = [i for i in range(len(cells[0]) if cells else 0) if any(row[i] for row in filled)]
    if len(used) < 2 or len(filled) < 2:
        return None
    kept = [[row[i] for i in used] for row in filled]
    texts = [[_words(cell) for cell in row] for row in kept]
    sizes = sorted(piece.size for piece in inside)
    return Table(
        rows=texts,
        has_head=_has_head(kept, texts),
        x0=min(piece.x0 for piece in inside),
        x1=max(piece.x1 for piece in inside),
        y=min(piece.y for piece in inside),
        size=sizes[len(sizes) // 2],
    )


def _words(cell: list[Piece]) -> str:
    """Lines of a cell as one."""
    if len(cell) == 1:
        return cell[0].text
    words, hyphen = "", False
    for row in rows(cell):
        line = " ".join(piece.text for piece in row)
        words = join(words, line, hyphen=hyphen)
        hyphen = row[-1].hyphen
    return words


def _has_head(cells: Cells, texts: list[list[str]]) -> bool:
    """Whether the first row names the columns: by its type, or as no other row is without figures.

    A table of two columns is more often one of labels and values, so there type has to tell.
    """
    head, below = texts[0], texts[1:]
    if not all(head[1:]) or any(len(name) > _LONGEST_NAME for name in head):
        return False
    if _is_bold(cells[0]) and not all(_is_bold(row) for row in cells[1:]):
        return True
    if len(head) < 3 or any(c.isdigit() for name in head for c in name):
        return False
    return all(any(c.isdigit() for cell in row for c in cell) for row in below)


def _is_bold(row: list[list[Piece]]) -> bool:
    return all(piece.bold for cell in row for piece in cell)
