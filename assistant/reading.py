"""One fact asked about → what the index holds on it, for each country asked about.

The country wall stands here: a passage about one country is never read for another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import evidence, matching, retriever, support
from assistant.countries import is_country
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.store.faiss import Index

FEW_COUNTRIES = 12
"""Up to so many countries are answered for one by one where a question concerns them all."""


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


def read(
    index: "Index", asked: Question, vector: "NDArray[np.float32]", search: Search
) -> list[Reading]:
    """Search and weigh. ``vector``: the question's, float32[d], of length 1."""
    terms = retriever.search_terms(asked, index.languages)
    words = matching.asked_words(asked, index.idf, index.languages)
    found = []
    for country in subjects(asked, index):
        hits = retriever.retrieve(
            index,
            vector,
            terms,
            None if country is None else [country],
            k=search.k,
            depth=search.depth,
            words_weight=search.words_weight,
            units_weight=search.units_weight,
        )
        weighed = evidence.weigh(
            asked,
            hits[: search.read],
            words,
            lambda path: index.records[path].metadata.title,
            lambda row: index.unit_cosines(row, vector),
            plain=not any(index.countries),
        )
        covered = country is None or country in index.countries
        within = [
            each
            for each in weighed
            if _is_within_wall(each, asked, country, covered) and _is_to_the_point(each, asked)
        ]
        found.append(Reading(asked, country, covered, hits, support.rate(within)))
    return found


def subjects(asked: Question, index: "Index") -> Sequence[str | None]:
    """Give the countries to answer for, one by one; None: whatever the index holds."""
    covered = [code for code in index.countries if code]
    if not covered:
        return [None]
    if asked.everyone and not asked.countries and len(covered) <= FEW_COUNTRIES:
        return covered
    # An ocean or the European Union is a subject only where the sources know it as one.
    named = [code for code in asked.countries if is_country(code) or code in index.countries]
    if named:
        return named
    return covered if len(covered) == 1 else [None]


def _is_within_wall(each: Evidence, asked: Question, country: str | None, covered: bool) -> bool:
    """Keep out what is about other countries than the one asked about.

    Passages of declared countries were already told apart by the search; what is left are those of
    no country in particular, which may still say of which they speak.
    """
    if country is None:
        return each.may_speak_of(asked.countries)
    if not covered:
        return each.speaks_of(country)
    return bool(each.hit.passage.countries) or each.may_speak_of([country])


def _is_to_the_point(each: Evidence, asked: Question) -> bool:
    """Keep out what says neither yes nor no to a question that asks for either."""
    return asked.kind != "yes_no" or each.stance != "states"
