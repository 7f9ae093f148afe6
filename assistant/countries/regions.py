"""The continents and their parts, by which a question may limit countries: ``regions.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.countries.tokens import key


@dataclass(frozen=True, slots=True)
class Region:
    """A continent or a part of one, as the United Nations delimit it (M49)."""

    name_en: str
    name_fr: str
    codes: frozenset[str]
    """Of its countries and areas."""

    def name(self, language: str) -> str:
        """Give the name, French for "fr" and English otherwise."""
        return self.name_fr if language == "fr" else self.name_en


def region(name: str) -> Region | None:
    """Give the region of a name, in either language; None if unknown."""
    return _names().get(_plain(name))


def limited(text: str) -> tuple[str, Region | None]:
    """Part what a text asks of countries from the region that it limits them to.

    "Which countries in Africa have a CIRT?" → "Which countries have a CIRT?", Africa. A union, a
    charter or an organisation named after a continent is no region.
    """
    for pattern in _patterns():
        if found := pattern.search(text):
            name = next(filter(None, found.groups()))
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return re.sub(r"\s+", " ", rest).strip(), _names()[_plain(name)]
    return text, None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Patterns of what names a region, from the surest on; its name is the group that is filled."""
    english, french = (_any(names) for names in (_listed("en"), _listed("fr")))
    of_english, of_french = (_any(names) for names in (_listed("of_en"), _listed("of_fr")))
    lands = r"(?:countr(?:ies|y)|(?:member )?states|nations)"
    within, dans = "in|across|within|throughout", "en|au|aux|dans"
    in_english, of_english_land = (
        rf",? ?\b(?:{how}) (?:the )?({english})\b" for how in (within, f"{within}|of|from")
    )
    in_french, of_french_land = (
        rf",? ?\b(?:{how}) ?(?:la |les |le |l['’])?({french})\b"
        for how in (dans, f"{dans}|de|du|des|d['’]")
    )
    patterns = (
        rf"\b({of_english}) (?={lands}\b)",
        rf"(?<=\bpays )({of_french})\b|(?<=\b[eé]tats )({of_french})\b",
        rf"(?:(?<=countries)|(?<=country)|(?<=states)|(?<=nations)){of_english_land}"
        r"(?! (?:union|charter)\b)",
        rf"(?:(?<=pays)|(?<=[eé]tats)){of_french_land}(?![-\w])",
        rf"{in_english}(?=\W*\Z)|^(?:and |but )?(?:in|across|within) (?:the )?({english})\b,?",
        rf"{in_french}(?=\W*\Z)|^(?:et |mais )?(?:en|dans) (?:les |l['’])?({french})\b,?",
    )
    return tuple(re.compile(each, re.IGNORECASE) for each in patterns)


def _any(names: list[str]) -> str:
    """Match any of the names, the longest first, with or without their accents."""
    return "|".join(map(_spelt, sorted(names, key=len, reverse=True)))


def _spelt(name: str) -> str:
    letters = {"e": "[eéèê]", "i": "[iïî]", "a": "[aàâ]", " ": "[- '’]"}
    return "".join(letters.get(each, re.escape(each)) for each in _plain(name))


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", key(name))


def _listed(key: str) -> list[str]:
    return [name for each in _entries() for name in each[key]]


@cache
def _entries() -> list[dict[str, list[str] | str]]:
    with Path(__file__).with_name("regions.toml").open("rb") as file:
        entries: list[dict[str, list[str] | str]] = tomllib.load(file)["region"]
        return entries


@cache
def _names() -> dict[str, Region]:
    by_name = {_plain(each["en"][0]): each for each in _entries()}

    def codes(name: str) -> frozenset[str]:
        entry = by_name[_plain(name)]
        own = frozenset(str(entry.get("codes", "")).split())
        return own.union(*map(codes, entry.get("parts", [])))

    named: dict[str, Region] = {}
    for each in _entries():
        made = Region(each["en"][0], each["fr"][0], codes(each["en"][0]))
        for name in [n for form in ("en", "fr", "of_en", "of_fr") for n in each[form]]:
            named.setdefault(_plain(name), made)
    return named
