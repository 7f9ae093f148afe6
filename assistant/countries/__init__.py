"""Which countries a text names, in English and French.

    mentions("Le Niger et l'État malien") → NER (name), MLI (demonym)
    resolve("cote-d-ivoire") → "CIV"
    name("CIV", "fr") → "Côte d’Ivoire"

Codes are ISO 3166-1 alpha-3; areas that have none (Kosovo, the West Bank, oceans …) have the
codes listed in ``demonyms.toml``. Of several readings the longest wins: Niger is not Nigeria, nor
"Guinea-Bissau" Guinea, nor "Lake Chad" Chad. "Congo" and "Korea" alone are the Republic of the
Congo and South Korea, unless the text elsewhere names the other more often.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.countries.articles import in_country, name, of_country, with_article
from assistant.countries.borders import neighbours
from assistant.countries.gazetteer import Gazetteer, Kind, gazetteer
from assistant.countries.regions import Region, limited, region
from assistant.countries.rules import Spot, counts
from assistant.countries.tokens import Tokens, key

__all__ = [
    "Kind",
    "Mention",
    "Region",
    "codes",
    "in_country",
    "is_country",
    "limited",
    "mentions",
    "name",
    "neighbours",
    "of_country",
    "region",
    "resolve",
    "with_article",
]

# Rules that make a name too doubtful to vouch for the name beside it.
_DOUBTFUL = frozenset({"person", "context", "us_state"})
# … and when written in small letters.
_ORDINARY = frozenset({"capital", "proper", "upper"})
_LIST_GAP = re.compile(
    r"(?!\s+\Z)\s{0,4}[,;/|]?\s{0,4}(?:[-*•]\s{1,3})?"
    r"(?:(?:and|et|or|ou|&|vs\.?)\s{1,4})?(?:(?:the|les?|la|au|en|in|à)\s{1,4}|l['’])?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|la|le|les|l) ")


@dataclass(frozen=True, slots=True)
class Mention:
    """A country named at ``text[start:end]``."""

    code: str
    start: int
    end: int
    kind: Kind
    """``demonym``: an adjective or inhabitant, which may speak of the people only."""


def mentions(text: str) -> tuple[Mention, ...]:
    """Find the countries and areas that a text names, in order, without overlaps.

    Offsets are code points of ``text`` as given. Names are found without regard to case and
    accents; words that are also ordinary words, persons, languages or places within another
    country count only where the words around them say so.
    """
    spots = [spot for spot in _listed(list(_spots(text))) if spot.entry.code and counts(spot)]
    return tuple(
        Mention(code, spot.start, spot.end, spot.entry.kind)
        for spot, code in zip(spots, _settled(spots), strict=True)
    )


def resolve(value: str) -> str | None:
    """Return the code of a name or code that stands alone, as in front matter or a folder name.

    Two letters count in upper case only ("fr" is more often a language). None if unknown.
    """
    book = gazetteer()
    plain = key(value.replace("_", " ")).replace(" ,", "")
    known = book.exact.get(plain) or book.exact.get(_ARTICLE.sub("", plain, count=1))
    if known:
        return known
    value = value.strip()
    if value.upper() in book.display:
        return value.upper() if value.isupper() or value.upper() not in book.denied else None
    return book.alpha2.get(value)


def is_country(code: str) -> bool:
    """Whether the code is a country's or territory's: not an ocean, the world, a union."""
    book = gazetteer()
    return code in book.display and code not in book.not_countries


def codes() -> frozenset[str]:
    """Return every code that ``resolve`` can give."""
    return frozenset(gazetteer().display)


def _spots(text: str) -> Iterator[Spot]:
    """Find the longest phrases of the gazetteer, from left to right."""
    tokens, book, i = Tokens.of(text), gazetteer(), 0
    while i < len(tokens.words):
        if (word := tokens.words[i]) not in book.entries and word not in book.prefixes:
            i += 1
            continue
        spot = _longest(tokens, book, i)
        if spot:
            yield spot
        i = spot.last if spot else i + 1


def _longest(tokens: Tokens, book: Gazetteer, first: int) -> Spot | None:
    phrase, i, found, plain = tokens.words[first], first + 1, None, None
    while True:
        entry = book.entries.get(phrase)
        if entry:
            found = Spot(tokens, book, entry, phrase, first, i)
            plain = plain if "," in phrase else found
            found = plain if _turns_back(found) else found
        if phrase not in book.prefixes or i == len(tokens.words):
            return found
        joint = tokens.joint(i)
        if not joint:
            return found
        phrase += joint + tokens.words[i]
        i += 1


def _turns_back(spot: Spot) -> bool:
    """Whether "Congo, Republic of the" goes on with "Congo": two names, not one turned round."""
    return "," in spot.key and spot.after == spot.tokens.words[spot.first]


def _listed(spots: Sequence[Spot]) -> Iterator[Spot]:
    """Mark the spots that stand in a list beside a name that is beyond doubt."""
    for i, spot in enumerate(spots):
        before = i > 0 and _vouches(spots[i - 1], spots[i - 1], spot)
        after = i + 1 < len(spots) and _vouches(spots[i + 1], spot, spots[i + 1])
        yield replace(spot, listed=True) if before or after else spot


def _vouches(witness: Spot, left: Spot, right: Spot) -> bool:
    if not witness.entry.code or witness.entry.kind != "name":
        return False
    small = not witness.raw[0].isupper() and not _ORDINARY.isdisjoint(witness.entry.rules)
    if small or not _DOUBTFUL.isdisjoint(witness.entry.rules):
        return False
    return _in_list(left, right)


def _in_list(left: Spot, right: Spot) -> bool:
    return _LIST_GAP.fullmatch(left.tokens.text, left.end, right.start) is not None


def _settled(spots: Sequence[Spot]) -> list[str]:
    """Return the spots' codes; a word two countries share goes by what the text names elsewhere."""
    rivals = gazetteer().rivals
    sure = Counter(spot.entry.code for spot in spots if "shared" not in spot.entry.rules)
    settled = []
    for i, spot in enumerate(spots):
        code = spot.entry.code
        rival = rivals.get(code, "") if "shared" in spot.entry.rules else ""
        around = spots[max(0, i - 1) : i + 2] if spot.entry.kind == "name" else []
        beside = any(_beside(rival, *pair) for pair in pairwise(around))
        settled.append(rival if sure[rival] > sure[code] and not beside else code)
    return settled


def _beside(code: str, left: Spot, right: Spot) -> bool:
    """Whether one of two neighbours in a list, "Congo and the DRC", has the code."""
    return code in {left.entry.code, right.entry.code} and _in_list(left, right)
