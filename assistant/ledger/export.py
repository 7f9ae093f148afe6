"""The ledger as a table for people and programs: CSV, XLSX, JSON, plain text."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant import countries
from assistant.errors import QuestionError
from assistant.ledger.records import Cell, Indicator, Ledger
from assistant.spelling import fold

COLUMNS = (
    "country", "country_name", "group", "indicator", "name_en", "name_fr", "status", "value",
    "unit", "as_of", "hedged", "quote", "document", "start", "end", "sha256", "section", "label",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SKIPPED = " \n\v\f\u00a0"
"""What a spreadsheet may skip before it."""
_NUMBER = re.compile(r"[-+]?\d[\d., \u00a0\u202f]*%?")
_LONGEST = 32_000
"""Characters of an XLSX cell; Excel takes 32,767."""


def chosen(ledger: Ledger, country: Sequence[str], indicator: Sequence[str]) -> Ledger:
    """Keep the countries (names or codes) and indicators (keys, names or labels) named, if any.

    Raises QuestionError for one that is not known.
    """
    codes = {_code(each) for each in country}
    keys = {_key(ledger, each) for each in indicator}

    def kept(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        found = (c for c in cells if not codes or c.country in codes)
        return tuple(c for c in found if not keys or c.indicator in keys)

    shown = tuple(i for i in ledger.indicators if not keys or i.key in keys)
    alone = tuple(key for key in ledger.unaligned if not keys or key in keys)
    return Ledger(shown, kept(ledger.cells), alone, kept(ledger.empty))


def _code(name: str) -> str:
    code = countries.resolve(name)
    if code is None:
        raise QuestionError(f"No country is known as {name!r}. Give its name or code: Mali, MLI")
    return code


def _key(ledger: Ledger, name: str) -> str:
    wanted = fold(name)
    for each in ledger.indicators:
        names = (each.key, each.name_en, each.name_fr, *each.synonyms)
        if wanted in map(fold, names):
            return each.key
    raise QuestionError(
        f"The ledger has no indicator {name!r}. List them with: assistant ledger --format json"
    )


def rows(ledger: Ledger) -> Iterator[tuple[object, ...]]:
    """Yield a row for each cell, as ``COLUMNS`` names them."""
    known = {each.key: each for each in ledger.indicators}
    for cell in ledger.cells:
        yield _row(cell, known[cell.indicator])


def _row(cell: Cell, about: Indicator) -> tuple[object, ...]:
    return (
        cell.country,
        countries.name(cell.country, "en"),
        about.group,
        cell.indicator,
        about.name_en,
        about.name_fr,
        cell.status,
        cell.value or "",
        cell.unit or "",
        cell.as_of or "",
        "yes" if cell.hedged else "",
        cell.quote,
        cell.document,
        cell.start,
        cell.end,
        cell.sha256,
        " › ".join(cell.section),
        cell.label,
    )


def inert(value: object) -> object:
    """Keep a spreadsheet from running what a document says: "=HYPERLINK(…)" → "'=HYPERLINK(…)"."""
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value.lstrip(_SKIPPED).startswith(_FORMULA) else value


def as_csv(ledger: Ledger) -> str:
    """Write the cells as CSV, the first line the columns' names."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([inert(value) for value in row] for row in rows(ledger))
    return out.getvalue()


def as_json(ledger: Ledger) -> dict[str, Any]:
    """Give all that a ledger holds, for ``json.dumps``."""
    return {
        "indicators": [
            {
                "key": each.key,
                "name_en": each.name_en,
                "name_fr": each.name_fr,
                "group": each.group or None,
                "group_fr": each.group_fr or None,
                "labels": list(each.synonyms),
            }
            for each in ledger.indicators
        ],
        "cells": [_shape(cell) for cell in ledger.cells],
        "conflicts": [
            {
                "country": clash.country,
                "indicator": clash.indicator,
                "kind": clash.kind,
                "cells": [_shape(cell) for cell in clash.cells],
            }
            for clash in ledger.conflicts()
        ],
        "unaligned": list(ledger.unaligned),
        "empty": [_shape(cell) for cell in ledger.empty],
    }


def _shape(cell: Cell) -> dict[str, object]:
    return {
        "country": cell.country,
        "indicator": cell.indicator,
        "status": cell.status,
        "value": cell.value,
        "unit": cell.unit,
        "as_of": cell.as_of,
        "hedged": cell.hedged,
        "quote": cell.quote,
        "document": cell.document,
        "start": cell.start,
        "end": cell.end,
        "sha256": cell.sha256,
        "section": list(cell.section),
        "label": cell.label,
    }


def as_xlsx(ledger: Ledger) -> bytes:
    """Write a workbook: a sheet of the cells, one of what stands alone, one of empty fields."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def clean(value: object) -> object:
        if not isinstance(value, str):
            return value
        return str(inert(ILLEGAL_CHARACTERS_RE.sub("", value)))[:_LONGEST]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ledger")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for row in rows(ledger):
        sheet.append([clean(value) for value in row])
    alone = book.create_sheet("Not aligned")
    alone.append(("indicator", "name_en", "labels"))
    for each in ledger.indicators:
        if each.key in ledger.unaligned:
            alone.append([clean(v) for v in (each.key, each.name_en, ", ".join(each.synonyms))])
    empty = book.create_sheet("Empty fields")
    empty.append(COLUMNS)
    known = {each.key: each for each in ledger.indicators}
    for cell in ledger.empty:
        empty.append([clean(value) for value in _row(cell, known[cell.indicator])])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_text(ledger: Ledger) -> str:
    """Write the cells for a terminal, by country and group."""
    known = {each.key: each for each in ledger.indicators}
    lines: list[str] = []
    country = group = ""
    for cell in ledger.cells:
        about = known[cell.indicator]
        if cell.country != country:
            country, group = cell.country, ""
            lines += [*([""] if lines else []), countries.name(country, "en")]
        if about.group != group:
            group = about.group
            lines.append(f"  {group}")
        lines.append(f"    {about.name_en}: {told(cell)}")
        lines.append(f"      “{_short(cell.quote)}” {cell.document}:{cell.start}-{cell.end}")
    alone = [known[key].name_en for key in ledger.unaligned]
    if alone:
        lines += ["", f"Not aligned ({len(alone)}): {'; '.join(alone)}"]
    if ledger.empty:
        fields = dict.fromkeys(f"{cell.label} ({cell.document})" for cell in ledger.empty)
        lines += ["", f"Left empty ({len(ledger.empty)}): {'; '.join(fields)}"]
    return "\n".join(lines)


def told(cell: Cell) -> str:
    """Word a cell's status in English: "no, as of 2014-08-12", "2.30 %, as of 2013"."""
    said = {"not_assessed": "not assessed"}.get(cell.status, cell.status)
    if cell.status == "value":
        said = " ".join(each for each in (cell.value, cell.unit) if each) or "stated"
    hedged = ", hedged" if cell.hedged else ""
    return f"{said}{hedged}, as of {cell.as_of}" if cell.as_of else f"{said}{hedged}, undated"


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= 160 else f"{line[:159]}…"


def dumps(ledger: Ledger) -> str:
    """Write ``as_json`` as text."""
    return json.dumps(as_json(ledger), ensure_ascii=False, indent=2)
