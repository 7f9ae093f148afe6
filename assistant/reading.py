"""One fact asked about → what the index holds on it, for each country asked about.

The country wall stands here: a passage about one country is never read for another.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import evidence, matching, retriever, tenor
from assistant.countries import is_country, neighbours
from assistant.elsewhere import leads_elsewhere
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.types import Hit, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.store.protocol import Store

FEW_COUNTRIES = 12
"""Up to so many countries are answered for one by one where a question concerns them all."""

NEAR = 0.5
"""What has at least this share of the best's support may be what was asked, too."""

ALIKE = 0.15
"""The same for what holds all the question's words that the best does."""


@dataclass(frozen=True, slots=True)
class Search:
    """How widely to look; what each number means stands in ``retriever.retrieve``."""

    k: int
    depth: int
    words_weight: float
    units_weight: float
    read: int
    """Passages whose units are weighed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found and read for one fact and one country, or for a fact that concerns none."""

    asked: Question
    country: str | None
    is_covered: bool
    """Whether any document speaks of the country; True where there is none."""
    hits: list[Hit]
    evidence: list[Evidence]
    """Best first."""
    is_ambiguous: bool = False
    """Many countries' sources tell of the matter, and the question names none."""


Rate = Callable[[Question, Sequence[Evidence]], list[Evidence]]
"""``comparison.rate``: what puts the best first, and leaves out what is of another kind."""


@dataclass(frozen=True, slots=True)
class _Query:
    """A question made ready, once for all the countries that it is read for."""

    asked: Question
    vector: "NDArray[np.float32]"
    terms: Sequence[str]
    words: matching.Asked
    provisions: tuple[str, ...]
    """The numbers of the articles, laws and the like that it names."""


def read(
    index: "Store", asked: Question, vector: "NDArray[np.float32]", search: Search, rate: Rate
) -> Iterator[Reading]:
    """Search, weigh and rate, country by country. ``vector``: float32[d], of length 1."""
    query = _Query(
        asked,
        vector,
        retriever.search_terms(asked, index.languages),
        matching.asked_words(asked, index.idf, index.languages),
        tuple(_PROVISION.findall(asked.search)),
    )
    chosen = subjects(asked, index)
    if chosen:
        yield from (_read(index, query, search, rate, country) for country in chosen)
        return
    found = _read(index, query, search, rate, None)
    told = _told_by(found.evidence)
    covered = [code for code in index.countries if code]
    if len(told) <= 1:
        within = [e for e in found.evidence if set(e.hit.passage.countries) <= told]
        yield replace(found, country=next(iter(told), None), evidence=within)
    elif len(covered) <= FEW_COUNTRIES:
        yield from (_read(index, query, search, rate, country) for country in covered)
    else:
        yield replace(found, evidence=[], is_ambiguous=True)


def _told_by(rated: Sequence[Evidence]) -> set[str]:
    """Give the countries that the best evidence, and what comes near it, tells of."""
    near = [e for e in rated if _is_near(e, rated[0])]
    first = near[0].hit.passage.countries if near else ()
    return {code for e in near for code in e.hit.passage.countries} if first else set()


def _is_near(each: Evidence, best: Evidence) -> bool:
    share = ALIKE if each.matched >= best.matched else NEAR
    return each.support >= share * best.support


def _read(
    index: "Store", query: _Query, search: Search, rate: Rate, country: str | None
) -> Reading:
    """Read what the index holds on one country, or on whatever it is, if None."""
    asked = query.asked
    hits = retriever.retrieve(
        index,
        query.vector,
        query.terms,
        None if country is None else [country],
        k=search.k,
        depth=search.depth,
        words_weight=search.words_weight,
        units_weight=search.units_weight,
    )
    weighed = evidence.weigh(
        asked,
        hits[: search.read],
        query.words,
        lambda path: index.records[path].metadata.title,
        lambda row: index.unit_cosines(row, query.vector),
        _products(index, [hit.row for hit in hits[: search.read]]),
        plain=not any(index.countries),
    )
    covered = country is None or country in index.countries
    within = [
        each
        for each in weighed
        if _is_within_wall(each, asked, country, covered)
        and _names(each.hit.passage, query.provisions)
    ]
    return Reading(asked, country, covered, hits, rate(asked, within))


def _products(index: "Store", rows: Sequence[int]) -> Sequence[Sequence[Sequence[float]]]:
    """Give what ``tenor.read`` takes of each unit; nothing where it knows no such vectors."""
    directions = tenor.directions(index.manifest.encoder)
    if directions is None or not rows:
        return [()] * len(rows)
    return [each.tolist() for each in index.unit_products(rows, directions)]


def subjects(asked: Question, index: "Store") -> Sequence[str | None]:
    """Give the countries to answer for, one by one; None: whatever the index holds.

    Nothing where the sources cover several, of which the question names none: then what is found
    has to tell.
    """
    covered = covering(asked, index)
    if not covered:
        return [None]
    if asked.everyone and not asked.countries and len(covered) <= FEW_COUNTRIES:
        return covered
    # An ocean or the European Union is a subject only where the sources know it as one.
    named = [code for code in asked.countries if is_country(code) or code in index.countries]
    if asked.neighbours:
        around = [other for code in named for other in neighbours(code) if other not in named]
        named = list(dict.fromkeys(around)) or named
        if asked.covered:
            named = [code for code in named if code in covered] or named
    if named:
        return named
    if asked.countries or len(covered) == 1:
        return [None] if asked.countries else covered
    return []


def covering(asked: Question, index: "Store") -> list[str]:
    """Give the countries that the sources cover, of the region that is asked about."""
    region = asked.region
    return [code for code in index.countries if code and (not region or code in region.codes)]


def _is_within_wall(each: Evidence, asked: Question, country: str | None, covered: bool) -> bool:
    """Keep out what is about other countries than the one asked about.

    Passages of declared countries were already told apart by the search; what is left are those of
    no country in particular, which may still say of which they speak.
    """
    if country is None:
        return each.may_speak_of(asked.countries)
    own = {country, *asked.countries}
    # A country may be the answer itself: "France was the first to recognise it".
    as_place = asked.kind in ("who", "open")
    names_others = each.named and each.named.isdisjoint(own)
    if names_others and leads_elsewhere(each.unit.text, own, as_place=as_place):
        return False
    if not covered:
        return each.speaks_of(country)
    return bool(each.hit.passage.countries) or each.may_speak_of([country])


_PROVISION = re.compile(
    r"\b(?:articles?|art\.?|sections?|law|act|decree|resolution|regulation|loi|d[ée]cret|ordonnance"
    r"|r[ée]solution|r[èe]glement)\s+(?:(?:no|n[°o]|number|num[ée]ro)\.?\s*)?(\d[\d/-]*)",
    re.IGNORECASE,
)


def _names(passage: Passage, provisions: Sequence[str]) -> bool:
    """Whether a passage names all these provisions: another article answers for itself only."""
    if not provisions:
        return True
    said = " ".join([*passage.section, passage.text])
    return all(re.search(rf"(?<!\d){re.escape(number)}(?!\d)", said) for number in provisions)
