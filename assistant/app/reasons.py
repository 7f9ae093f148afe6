"""Why something could not be done, in French: the program says it in English, in one of few ways.

``reasons.toml`` has these ways, each with its French.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from assistant.app.markup import attribute, shown
from assistant.render import inert

_LONGEST = 600
"""Characters of a reason that is looked at."""
_BLANK = re.compile(r"\{(\d)\}")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
"""A number with commas between its thousands; in French a comma begins the decimals."""


class _Way(NamedTuple):
    pattern: re.Pattern[str]
    page: str | None
    """In English, for the page; None where that is as on the command line."""
    french: str


@cache
def _known() -> tuple[_Way, ...]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        reasons = tomllib.load(file)["reasons"]
    return tuple(_Way(_pattern(each["en"]), each.get("page"), each["fr"]) for each in reasons)


def _pattern(english: str) -> re.Pattern[str]:
    # Servers write what they answer in letters of either kind: "NOT FOUND".
    pieces = map(re.escape, english.split("{}"))
    return re.compile("(.*?)".join(pieces), re.DOTALL | re.IGNORECASE)


@lru_cache(maxsize=4_096)
def _read(reason: str) -> tuple[_Way, tuple[str, ...]] | None:
    """Return the way in which a reason is said, and what varies in it; None if none is known."""
    if len(reason) > _LONGEST:
        return None
    for way in _known():
        if found := way.pattern.fullmatch(reason):
            return way, found.groups()
    return None


def french(reason: str) -> str | None:
    """Return a reason in French, what varies in it as it was; None for one that is not known."""
    if (read := _read(reason)) is None:
        return None
    way, places = read
    # What stands in a place may be a reason itself: "in the front matter, …".
    return _filled(way.french, [french(each) or _ungrouped(each) for each in places])


def english(reason: str) -> str:
    """Return a reason as the page says it: it advises nothing that is done by a command only."""
    read = _read(reason)
    return _filled(read[0].page, read[1]) if read and read[0].page else reason


def _ungrouped(words: str) -> str:
    return words.replace(",", "\u202f") if _GROUPED.fullmatch(words) else words


def _filled(words: str, places: Sequence[str]) -> str:
    return _BLANK.sub(lambda blank: places[int(blank[1]) - 1], words)


def told(reason: str, tag: str = "span") -> str:
    """Return an element with a reason, which page.js fills in the page's language."""
    said = inert(reason)
    translated = french(said)
    if translated is None:
        return f'<{tag} class="reason" dir="auto" lang="en">{shown(said)}</{tag}>'
    words = f'data-en="{attribute(said)}" data-fr="{attribute(translated)}"'
    return f'<{tag} class="reason" dir="auto" {words}>{shown(said)}</{tag}>'
