"""A spreadsheet's cell → the text that it shows: dates as ISO 8601, figures by their format."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]')
_CODE = re.compile(r"\[[^\]]*\]|_.|\*.")
_PLACES = re.compile(r"\.([0#?]+)")
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_POWER = re.compile(r"[eE][+-]")
_MOST_DIGITS = 15
"""That a figure is stored to, in effect."""


def shown(cell: "Cell | MergedCell") -> str:
    """Give what a cell shows, on one line or several; an error such as #DIV/0! is shown as such."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if _is_midnight(value) else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    if isinstance(value, (int, float)):
        return figure(value, cell.number_format or "General")
    return str(value)


def figure(value: float, form: str) -> str:
    """Write a figure as the format does: percent, decimals, thousands, currency."""
    sections = _SECTION.split(form)
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if len(sections) > 1 and value < 0:
        value = -value if "(" in section or "-" in section else value
    fixed = _QUOTED.sub(
        lambda found: _kept(found.group(1) or found.group(2) or found.group(3)), section
    )
    bare = _CODE.sub("", fixed)
    digits = _DIGITS.search(bare)
    if digits is None or _POWER.search(bare):
        return _general(value)
    if bare.rstrip().endswith("%"):
        value *= 100
    places = _PLACES.search(digits.group())
    number = _rounded(value, len(places[1]) if places else 0, "," in digits.group())
    if places and "#" in places[1]:
        least = places[1].count("0")
        whole, _, decimals = number.partition(".")
        decimals = decimals[:least] + decimals[least:].rstrip("0")
        number = f"{whole}.{decimals}" if decimals else whole
    return (bare[: digits.start()] + number + bare[digits.end() :]).translate(_SHOWN).strip()


_HIDDEN = str.maketrans({char: chr(0xE000 + ord(char)) for char in "#0?.,%eE"})
_SHOWN = str.maketrans({chr(0xE000 + ord(char)): char for char in "#0?.,%eE"})


def _kept(words: str | None) -> str:
    """Keep a format's own words from being read as places for digits."""
    return (words or "").translate(_HIDDEN)


def _general(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    return f"{value:.{_MOST_DIGITS}g}" if isinstance(value, float) else str(value)


def _rounded(value: float, places: int, thousands: bool) -> str:
    try:
        exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        return _general(value)
    return f"{exact:,f}" if thousands else f"{exact:f}"


def _is_midnight(value: datetime.datetime) -> bool:
    return (value.hour, value.minute, value.second) == (0, 0, 0)
