"""CSV and TSV: one passage a row, with its column names; encoding and delimiter are told apart."""

import csv
import io
from collections import Counter

from assistant.errors import CorpusError
from assistant.readers import properties, records
from assistant.readers.content import Content
from assistant.readers.encodings import decode
from assistant.readers.writing import Writer

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_LARGEST_CELL = 1_000_000
_MOST_ROWS = 200_000


def read(data: bytes) -> Content:
    """Read a table. Raises CorpusError where it is none, or larger than anyone reads."""
    text, encoding = decode(data)
    if "\0" in text:
        raise CorpusError("holds NUL characters, so it is no table. Remove it from the corpus")
    writer = Writer()
    records.write(writer, _rows(text))
    written, _ = writer.text()
    remarks = () if encoding.startswith("utf") else (f"Read as {encoding}; it is not in UTF-8.",)
    return Content(written, "markdown", fields=properties.fields(written), remarks=remarks)


def _rows(text: str) -> list[list[str]]:
    delimiter, text = _delimiter(text)
    csv.field_size_limit(_LARGEST_CELL)
    found = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append(row)
            if len(found) > _MOST_ROWS:
                raise CorpusError(f"more than {_MOST_ROWS:,} rows. Split it")
    except csv.Error as error:
        raise CorpusError(f"no table: {error}. Save it anew as CSV") from error
    return found


def _delimiter(text: str) -> tuple[str, str]:
    """Tell what parts the cells: stated in a line "sep=;", or what gives most rows one width."""
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"')
    if stated.lower().startswith("sep=") and len(stated) == 5:
        return stated[4], rest
    sample = io.StringIO(text[: _SAMPLE_LINES * 1000], newline="")
    lines = [line for _, line in zip(range(_SAMPLE_LINES), sample, strict=False)]
    return max(_DELIMITERS, key=lambda each: _regularity(lines, each)), text


def _regularity(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Give the share of rows that have the usual number of cells, if more than one, and it."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0, 0
    width, times = max(several.items(), key=lambda item: (item[1], item[0]))
    return times / len(widths), width
