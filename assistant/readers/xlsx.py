"""XLSX: each sheet a heading, each row a passage with its column names, figures as shown.

Formulas give the values that were last worked out; nothing is worked out here.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.errors import CorpusError
from assistant.readers import properties, records
from assistant.readers.content import Content
from assistant.readers.figures import shown
from assistant.readers.package import Package, office_properties
from assistant.readers.writing import Writer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS = 5_000_000
_WIDEST = 2_000
"""Columns that are read."""
_LONGEST_MERGE = 10_000
"""Cells that one merged cell fills at most."""


def read(data: bytes) -> Content:
    """Read a workbook. Raises CorpusError where it is none, damaged or encrypted."""
    package = Package(data)
    if not any(name.endswith("workbook.xml") for name in package.names):
        raise CorpusError("no workbook: it has no sheets. Save it anew as .xlsx")
    book = _open(data)
    writer = Writer()
    remarks: list[str] = []
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        if len(sheets) > 1:
            writer.heading(records.SHEET, sheet.title)
        remarks += _remarks(sheet)
        records.write(writer, list(_rows(sheet)))
    text, _ = writer.text()
    fields = properties.fields(text, **office_properties(package))
    return Content(text, "markdown", fields=fields, remarks=tuple(remarks))


def _open(data: bytes) -> Any:
    """Open a workbook; whatever its reader stumbles over, it says what."""
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not keep: it is not written again
            return load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        SyntaxError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
    ) as error:
        raise CorpusError(f"damaged: no workbook can be read from it ({error})") from error


def _rows(sheet: "Worksheet") -> Iterator[list[str]]:
    """Yield the rows that are shown, as texts; a merged cell stands in all that it spans."""
    if sheet.max_row * min(sheet.max_column, _WIDEST) > _MOST_CELLS:
        raise CorpusError(
            f"a sheet of {sheet.max_row:,} rows and {sheet.max_column} columns. Split it"
        )
    merged = _merged(sheet)
    for y, row in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, _WIDEST)), start=1):
        if y in sheet.row_dimensions and sheet.row_dimensions[y].hidden:
            continue
        yield [shown(merged.get((y, x), cell)) for x, cell in enumerate(row, start=1)]


def _merged(sheet: "Worksheet") -> dict[tuple[int, int], Any]:
    """Give the cell that stands for each place of a merged one; a title over all columns stays."""
    found: dict[tuple[int, int], Any] = {}
    for each in sheet.merged_cells.ranges:
        places = (each.max_row - each.min_row + 1) * (each.max_col - each.min_col + 1)
        is_title = (
            each.min_row == each.max_row and each.max_col - each.min_col + 1 >= sheet.max_column
        )
        if places > _LONGEST_MERGE or is_title:
            continue
        first = sheet.cell(each.min_row, each.min_col)
        for y in range(each.min_row, each.max_row + 1):
            for x in range(each.min_col, each.max_col + 1):
                found[y, x] = first
    return found


def _remarks(sheet: "Worksheet") -> Iterator[str]:
    if sheet.max_column > _WIDEST:
        yield f"Sheet {sheet.title}: only the first {_WIDEST:,} columns were read."
