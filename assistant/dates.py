"""Dates written in English or French → ISO 8601, partial where the text is.

12 August 2014, August 12th, 2014, 12 août 2014, 1er août 2014, 2014-08-12, 12.08.2014
14/08/2014, 08/14/2014, 14-08-2014
August 2014, août 2014, 2014-08
2014
"""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class DateMention(NamedTuple):
    """A date in a text, at ``text[start:end]``."""

    iso: str
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    start: int
    end: int


_MONTHS = {
    1: "january jan janvier janv",
    2: "february feb février fevrier févr fevr fév",
    3: "march mar mars",
    4: "april apr avril avr",
    5: "may mai",
    6: "june jun juin",
    7: "july jul juillet juil",
    8: "august aug août aout",
    9: "september sep sept septembre",
    10: "october oct octobre",
    11: "november nov novembre",
    12: "december dec décembre decembre déc",
}
_NUMBER_OF_MONTH = {word: number for number, words in _MONTHS.items() for word in words.split()}

_MONTH = "(?:" + "|".join(sorted(_NUMBER_OF_MONTH, key=len, reverse=True)) + r")\b\.?"
_DAY = r"\d{1,2}(?:\s?(?:<sup>)?\s?(?:st|nd|rd|th|er|e|ème)\s?(?:</sup>)?)?"
_YEAR = r"(?:19|20)\d\d(?!\d|[,.]\d)"
_CENTURY = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(
    rf"""(?<![\d.,$€£/-]) (?:
        (?P<year_a>{_YEAR}) - (?P<month_a>\d\d) (?: - (?P<day_a>\d\d) )? (?![\w-])
      | (?P<day_b>{_DAY}) \s (?:of\s|de\s)? (?P<month_b>{_MONTH}) ,?\s (?P<year_b>{_YEAR})
      | (?P<month_c>{_MONTH}) \s (?P<day_c>{_DAY}) ,?\s (?P<year_c>{_YEAR})
      | (?P<month_d>{_MONTH}) ,?\s (?P<year_d>{_YEAR})
      | (?P<day_e>\d\d?) (?P<mark_e>[./-]) (?P<month_e>\d\d?) (?P=mark_e) (?P<year_e>{_YEAR})
      | (?P<year_f>{_YEAR}) (?! - \d{{3}} \b )
    )""",
    re.VERBOSE | re.IGNORECASE,
)

_AS_OF = re.compile(
    r"\b(?:dated|as (?:of|at|on)|end of|(?:en|à la) date du|(?:situation|état) (?:au|en)|fin)\s+$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|en|for|pour)\s+$", re.IGNORECASE)
_CLOSED = re.compile(
    r"\s*(?:est\b\.?|estimates?|estimations?|estimé|proj\b\.?)?\s*\)", re.IGNORECASE
)
_SOURCE = re.compile(r"\(\s*(?:data )?(?:source|chiffres?|données)", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d\s.,]*(?:%|\w|\)|$|\s)")


def dates(text: str) -> Iterator[DateMention]:
    """Yield the dates in ``text``, in order, years from 1900 to 2099.

    Where day and month cannot be told apart (03/04/2014), only the year is given.
    """
    if _CENTURY.search(text) is None:  # which takes a tenth of the time
        return
    for match in _DATE.finditer(text):
        yield DateMention(_iso(match), match.start(), match.end())


def partial(value: str) -> str | None:
    """Return ``value`` if it is an ISO date, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, else None."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value, re.ASCII)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return value if _is_real(year, month, day) else None


@lru_cache(maxsize=20_000)
def stated_in(text: str) -> str | None:
    """Find the date that a statement says it speaks for; None if it says none.

    That is a date after "as of", in brackets behind a figure or a source ("35% (2023 est.)"), or
    after "in" beside a figure ("35% in 2023"); not the date of what it tells ("adopted in 2012").
    """
    found = [mention for mention in dates(text) if _is_stated(text, mention)]
    return max((mention.iso for mention in found), default=None)


def _is_stated(text: str, mention: DateMention) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    is_closed = _CLOSED.match(after) is not None
    if _AS_OF.search(before) or (is_closed and _SOURCE.search(before)):
        return True
    opened = before.rfind("(")
    if is_closed and opened > before.rfind(")"):
        return _FIGURE.search(before[:opened]) is not None
    return _IN.search(before) is not None and _FIGURE.search(_IN.sub("", before)) is not None


def years_between(earlier: str, later: str) -> float:
    """Years from one ISO date to another; a partial date stands for its last day."""
    return (_last_day(later) - _last_day(earlier)).days / 365.25


def _last_day(iso: str) -> datetime.date:
    year, month, day = (int(part) for part in [*iso.split("-"), "0", "0"][:3])
    if day:
        return datetime.date(year, month, day)
    following = datetime.date(year + month // 12, month % 12 + 1, 1) if month else None
    return following - datetime.timedelta(days=1) if following else datetime.date(year, 12, 31)


def _iso(match: re.Match[str]) -> str:
    """Put the parts of a date together as far as they make a real one."""
    parts = {name[:-2]: value for name, value in match.groupdict().items() if value}
    year, month = parts["year"], _month(parts.get("month", ""))
    day = int("".join(c for c in parts.get("day", "") if c.isdigit()) or 0)
    if parts.get("mark") == "/":
        day, month = _order(day, month)
    if not month or not _is_real(int(year), month, day or 1):
        return year
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _order(first: int, second: int) -> tuple[int, int]:
    """Tell day and month of 14/08/2014 and 08/14/2014; (0, 0) where either could be either."""
    if first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else (0, 0)


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _NUMBER_OF_MONTH.get(word.lower().rstrip("."), 0)


def _is_real(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
