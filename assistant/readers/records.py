"""The rows of a spreadsheet → one passage each: a heading, and a line for each column.

    ###### Mali
    Internet users (2013): 2.30%
    CIRT: No

The heading is the country where there is such a column, else the row's first words. A year goes
into the labels, so that each line says of when it is; a column of indicators makes labels, too.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.readers import grid
from assistant.readers.grid import Cell
from assistant.readers.writing import Writer

Table = Sequence[Sequence[str]]

SHEET, BANNER, RECORD = 4, 5, 6
"""Levels of headings; none of these is taken for the document's title."""

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:\D|\Z)")
_YEAR_IN_NAME = re.compile(r"((?:1[5-9]|20)\d\d)(?: ?\[?YR\d{4}\]?)?\Z")
_FIGURE = re.compile(r"[^\w]*\d")
_NAMES = {
    "country": r"(?:country|pays|state|territory|economy|nation|location|geo|ref.?area|entity)"
    r"(?:[ _/-]?(?:name|nom|territory|area))?|nom du pays",
    "date": r"(?:(?:reference )?year|ann[eé]e|date|time(?:[ _]?period)?|p[eé]riode?|as[ _]of)",
    "indicator": r"(?:indicator|indicateur|variable|series|s[eé]rie|question|measure|mesure|topic"
    r"|th[eè]me|item|field)(?:[ _]?(?:name|nom|label))?",
    "value": r"(?:obs[ _]?)?(?:value|valeur|answer|r[eé]ponse|response|status|statut|result"
    r"|r[eé]sultat|figure|amount|montant|score)",
}
_USUAL = "|".join(
    [*_NAMES.values(), r"name|nom|title|titre|label|field|champ|key|description|type|code|id|n[o°]"]
)
"""What one of two columns is called, or else they are labels with values."""
_HEADERS_LOOKED_AT = 30
_LONGEST_HEADER = 150
_LONGEST_KEY = 150
_FULL = 0.6
"""Share of the usual number of cells that a row of column names fills at least."""
_SPARSE = 0.5
"""Share of empty cells from which on they are left out rather than said to be empty."""
_EMPTY = frozenset({"", "—", "-"})


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table are, by their places."""

    names: list[str]
    country: int | None = None
    date: int | None = None
    indicator: int | None = None
    value: int | None = None
    key: int | None = None
    """What names a row."""


_MOST_PADDED = 500_000
"""Cells of a table once its short rows are filled up; more need that most rows are long."""


def write(writer: Writer, rows: Table) -> None:
    """Write a sheet; rows above the one with the column names are said as they stand."""
    table = [[" ".join(cell.split()) for cell in row] for row in rows if any(map(str.strip, row))]
    if not table:
        return
    width = max(map(len, table))
    if width * len(table) > max(_MOST_PADDED, 4 * sum(map(len, table))):
        raise CorpusError(f"a table of {width:,} columns, which few of its rows have. Split it")
    table = [row + [""] * (width - len(row)) for row in table]
    header = _header(table)
    if header is None:
        _write_bare(writer, table)
        return
    _write_preamble(writer, table[:header])
    names, body = table[header], table[header + 1 :]
    columns = _columns(names, body)
    if width == 2 and columns.country is None and _named(names, _NAMES["value"]) == 1:
        for label, value in body:
            writer.line(label or names[0], value)
        return
    for row in body:
        _write_row(writer, columns, row)


def _header(table: list[list[str]]) -> int | None:
    """Find the row with the column names: the first as wide as most that holds no figures."""
    widths = Counter(_filled(row) for row in table)
    usual = max(widths, key=lambda width: (width * widths[width], width))
    for i, row in enumerate(table[: min(_HEADERS_LOOKED_AT, len(table) - 1)]):
        if _filled(row) >= max(2, _FULL * usual):
            return i if _are_names(row) else None
    return None


def _filled(row: list[str]) -> int:
    return sum(bool(cell) for cell in row)


def _are_names(row: list[str]) -> bool:
    names = [cell for cell in row if cell]
    if len(set(names)) < len(names) or any(len(name) > _LONGEST_HEADER for name in names):
        return False
    if len(names) == 2 and not any(re.fullmatch(_USUAL, name, re.IGNORECASE) for name in names):
        return False
    figures = [name for name in names if _FIGURE.match(name) and not _YEAR_IN_NAME.match(name)]
    return not figures and not _YEAR_IN_NAME.match(names[0])


def _columns(names: list[str], body: list[list[str]]) -> _Columns:
    country, date, indicator, value = (_named(names, _NAMES[role]) for role in _NAMES)
    worded = [x for x in range(len(names)) if x not in (date, value) and _names_rows(x, body)]
    key = country if country is not None else next(iter(worded), None)
    has_values = value is not None or any(_YEAR_IN_NAME.match(name) for name in names)
    if indicator is None or key in (None, indicator) or not has_values:
        return _Columns(names, country, date, None, None, key)
    return _Columns(names, country, date, indicator, value, key)


def _named(names: list[str], pattern: str) -> int | None:
    matching = re.compile(pattern, re.IGNORECASE)
    return next((x for x, name in enumerate(names) if matching.fullmatch(name)), None)


def _names_rows(x: int, body: list[list[str]]) -> bool:
    """Whether a column holds words short enough to name the rows."""
    cells = [row[x] for row in body if row[x]]
    words = [cell for cell in cells if not _FIGURE.match(cell) and len(cell) <= _LONGEST_KEY]
    return len(words) > 0.5 * len(body)


def _write_preamble(writer: Writer, rows: list[list[str]]) -> None:
    """Write what stands above the column names: a title, "Last updated: 2024"."""
    for row in rows:
        filled = [cell for cell in row if cell]
        if len(filled) == 1:
            writer.heading(BANNER, filled[0])
        elif len(filled) == 2:
            writer.labelled(filled[0], filled[1])
        else:
            writer.paragraph(" ".join(filled))


def _write_row(writer: Writer, columns: _Columns, row: list[str]) -> None:
    filled = [cell for cell in row if cell]
    if len(filled) == 1 and len(row) > 2:
        writer.heading(BANNER, filled[0])  # says what the rows below are about
        return
    key = row[columns.key] if columns.key is not None else ""
    writer.heading(RECORD, key or filled[0], tight=True)
    lines = list(_lines(columns, row))
    for label, value in lines or [(columns.names[columns.key or 0], key or filled[0])]:
        writer.line(label, value)


def _lines(columns: _Columns, row: list[str]) -> list[tuple[str, str]]:
    """Give the labels and values of a row."""
    date = row[columns.date] if columns.date is not None else ""
    date = date if _YEAR.match(date) else ""
    said = {columns.indicator, columns.country, columns.date if date else None}
    is_sparse = sum(cell in _EMPTY for cell in row) > _SPARSE * len(row)
    found = [
        (_label(columns, row, x, date), value or "—")
        for x, value in enumerate(row)
        if x not in said and (value or not (is_sparse or _is_optional(columns.names[x])))
    ]
    return found or ([(columns.names[columns.date], date)] if columns.date is not None else [])


def _is_optional(name: str) -> bool:
    """Whether nobody misses the value of a column that is left empty."""
    return not name or _YEAR_IN_NAME.match(name) is not None


def _label(columns: _Columns, row: list[str], x: int, date: str) -> str:
    indicator = row[columns.indicator] if columns.indicator is not None else ""
    name = columns.names[x]
    year = _YEAR_IN_NAME.match(name)
    if year:
        return f"{indicator or 'Value'} ({year[1]})"
    label = indicator if indicator and x == columns.value else name or f"Column {x + 1}"
    return f"{label} ({date})" if date and date not in label else label


def _write_bare(writer: Writer, table: list[list[str]]) -> None:
    """Write a table without column names row by row."""
    cells = [[Cell(cell) for cell in row] for row in table]
    grid.write(writer, cells, 0)
