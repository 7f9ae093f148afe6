"""A table's rows: which cell stands under which column's name, of which country."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import countries
from assistant.chunking import Unit
from assistant.chunking.lines import clean
from assistant.spelling import fold
from assistant.types import Passage

Span = tuple[int, int]

_PIPE = re.compile(r"(?<!\\)\|")
_FOOTNOTE = re.compile(r"\s*(?:[¹²³⁴⁵⁶⁷⁸⁹*†‡]+|\(\d+\)|\[\d+\])+\s*\Z")
_OF_COUNTRIES = re.compile(r"(?:country|countries|pays)\b.*")


@dataclass(frozen=True, slots=True)
class Head:
    """The column names of a table that may go on in the next passage."""

    section: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row under column names."""

    label: str
    """What stands in the first cell."""
    country: str | None
    """The country that the first cell names."""
    is_of_country: bool
    """Whether the table has a row for each country."""
    cells: tuple[tuple[str, Span], ...]
    """Of each other cell its column's name, "" where it has none, and its place in the text."""


def is_row(text: str, unit: Unit) -> bool:
    """Whether a unit is a row below column names."""
    return unit.lead_in is not None and "|" in text[slice(*unit.lead_in)] and "|" in unit.text


def row(text: str, unit: Unit) -> Row:
    """Read a row, as ``is_row`` has it; cells that are empty keep their place."""
    heads = [clean(text[slice(*span)]) for span in _cells(text, unit.lead_in or (0, 0))]
    first, *others = _cells(text, (unit.start, unit.end))
    names = [*heads[1:], *[""] * len(others)][: len(others)]
    label = clean(text[slice(*first)])
    country = countries.resolve(_FOOTNOTE.sub("", label)) if label else None
    is_of_country = country is not None or bool(heads and _OF_COUNTRIES.fullmatch(fold(heads[0])))
    return Row(label, country, is_of_country, tuple(zip(names, others, strict=True)))


def head(passage: Passage, units: Sequence[Unit]) -> Head | None:
    """Give the head of the table with which a passage ends, if it does."""
    last = units[-1] if units else None
    if last is None or last.lead_in is None or "|" not in last.text:
        return None
    return Head(passage.section, last.lead_in)


def under(head: Head, units: list[Unit]) -> list[Unit]:
    """Put the rows with which a passage begins under the head of the table that they go on with."""
    count = 0
    while count < len(units) and units[count].lead_in is None and "|" in units[count].text:
        count += 1
    return [replace(unit, lead_in=head.span) for unit in units[:count]] + units[count:]


def _cells(text: str, span: Span) -> list[Span]:
    """Give the place of each cell of the line that holds a span, without the blanks around it."""
    begin = text.rfind("\n", 0, span[0]) + 1
    stop = text.find("\n", span[1])
    line = text[begin : stop if stop >= 0 else len(text)]
    if line.lstrip().startswith("|"):
        cut = line.index("|") + 1
        begin, line = begin + cut, line[cut:]
    if line.rstrip().endswith("|"):
        line = line[: line.rindex("|")]
    spans = []
    for cell in _PIPE.split(line):
        blanks = len(cell) - len(cell.lstrip())
        start = begin + (blanks if cell.strip() else 0)
        spans.append((start, start + len(cell.strip())))
        begin += len(cell) + 1
    return spans
