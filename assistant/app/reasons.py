"""Why a file could not be read, in French: readers say it in English, in one of few ways.

``reasons.toml`` has these ways, each with its French.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from assistant.app.markup import attribute, shown
from assistant.render import inert

_LONGEST = 600
"""Characters of a reason that is looked at."""
_BLANK = re.compile(r"\{(\d)\}")


@cache
def _known() -> tuple[tuple[re.Pattern[str], str], ...]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        reasons = tomllib.load(file)["reasons"]
    return tuple((_pattern(each["en"]), each["fr"]) for each in reasons)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL)


@lru_cache(maxsize=4_096)
def french(reason: str) -> str | None:
    """Return a reason in French, what varies in it as it was; None for one that is not known."""
    if len(reason) > _LONGEST:
        return None
    for pattern, words in _known():
        if found := pattern.fullmatch(reason):
            # What stands in a place may be a reason itself: "in the front matter, …".
            return _filled(words, [french(each) or each for each in found.groups()])
    return None


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
