"""Questions across countries: "Which countries have …?", "How many …?", counted from the ledger.

The ledger tells where each country's statement on the matter stands; what it says to the question
is read in the statement itself, as for one country. A country whose sources leave the matter open,
or say nothing of it, is named as such and never counted as a no.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant import matching, words
from assistant.chunking import units
from assistant.judge import Part, Quote
from assistant.ledger import Cell, Indicator, Ledger
from assistant.matching import Asked
from assistant.question import Question, years_of_time
from assistant.stance import Stance, stance
from assistant.types import Outcome, Passage, Verdict

HELD = 0.7
"""Share of the question's words that an indicator's name and what is said of it must hold for it to
be what is asked about: "ratified" stands in no name."""

HELD_ABROAD = 0.5
"""The same for a name in the other language: not every word has a known translation."""

MISSING = 0.3
"""Share of the question's names from which an indicator that holds none of them, in its name or in
what is said of it, is another: of two treaties on persons, one is Palermo's."""

NAMED = 0.5
"""Share of a name's words that the question must hold."""

LEAD = 0.006
"""Cosine by which a name must be nearer than all others where words do not settle it; of 156
questions in known wordings whose nearest name was the wrong one, few had as much."""

SHARED = 0.25
"""Share of the question's words that such a name must hold all the same, unless the question holds
``HELD`` of the name's."""

SAMPLE = 8
"""Statements of an indicator that are looked at to tell whether it is meant."""

CERTAINTY = 0.95
"""Confidence in where a country is put: the share that was right in phrasings that no rule was
written for (``python -m benchmarks.tallies``)."""


def count(
    asked: Question,
    ledger: Ledger,
    covered: Sequence[str],
    idf: Callable[[str], float],
    languages: Mapping[str, str],
    cosines: Callable[[Sequence[str]], Sequence[float]],
) -> tuple[Part, ...] | None:
    """Give a part for each country; None where no indicator of the ledger is what is asked about.

    ``covered``: the countries that the question concerns; ``idf``: of a stem in the index;
    ``languages``: of its documents, by path; ``cosines``: of the question with some names.
    """
    asking = matching.asked_words(asked, idf, sorted(set(languages.values())))
    indicator = _named(ledger, asking) or _nearest(ledger.indicators, asking, cosines)
    if indicator is None:
        return None
    return tuple(
        _part(asked, [(c, _stance(asked, c, asking, languages[c.document])) for c in cells], code)
        for code in covered
        for cells in [ledger.of(code, indicator.key)]
    )


def ordered(parts: Sequence[Part], text: Callable[[Quote], str]) -> list[Part]:
    """Put first the countries that are asked for, then the others, the open and the silent.

    ``text``: the words of a quote, which may say that it is not of the time asked about.
    """
    timed = [_within_time(part, text) for part in parts]
    return sorted(timed, key=lambda p: (_ORDER.index((p.outcome, p.verdict)), p.country or ""))


_ORDER: tuple[tuple[Outcome, Verdict | None], ...] = (
    ("answered", "yes"),
    ("answered", "no"),
    ("unclear", None),
    ("not_assessed", None),
    ("silent", None),
    ("no_source", None),
)


def _named(ledger: Ledger, asking: Asked) -> Indicator | None:
    """Find the indicator that the question is about, the one whose name says the least besides."""
    said: dict[str, list[str]] = {}
    for cell in ledger.cells:
        quotes = said.setdefault(cell.indicator, [])
        if len(quotes) < SAMPLE:
            quotes.append(cell.quote)
    rated = [(_likeness(each, said.get(each.key, ()), asking), each) for each in ledger.indicators]
    best, indicator = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return indicator if best else None


def _likeness(indicator: Indicator, quotes: Sequence[str], asking: Asked) -> float:
    """Rate how surely a question is about an indicator: 0 for not at all, up to 2."""
    around = matching.stems(" ".join(quotes), "en")
    names = [(indicator.name_en, "en"), (indicator.name_fr, "fr")]
    names += [(each, asking.language) for each in indicator.synonyms]
    best = 0.0
    for name, language in names:
        met = asking.met_by(matching.stems(name, language), language)
        held = _asked_share(name, language, asking)
        least = HELD if language == asking.language else HELD_ABROAD
        anywhere = met | asking.met_by(around, "en")
        if held >= NAMED and anywhere.share() >= least and anywhere.names_missing() < MISSING:
            best = max(best, met.share() + held)
    return best


def _nearest(
    indicators: Sequence[Indicator],
    asking: Asked,
    cosines: Callable[[Sequence[str]], Sequence[float]],
) -> Indicator | None:
    """Find the indicator nearest in meaning, where it shares words and leads the others."""
    near = cosines([each.name_en for each in indicators])
    ranked = sorted(zip(near, indicators, strict=True), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAD):
        return None
    best = ranked[0][1]
    for name, language in ((best.name_en, "en"), (best.name_fr, "fr")):
        met = asking.met_by(matching.stems(name, language), language)
        asked = _asked_share(name, language, asking)
        if asked >= HELD or (met.share() >= SHARED and asked >= NAMED / 2):
            return best
    return None


def _asked_share(name: str, language: str, asking: Asked) -> float:
    """Give the share of a name's words that the question holds; compounds are one word."""
    parts = [found for word in name.split() if (found := words.tokens(word, language))]
    held = [asking.share_of(found, language) > 0 for found in parts]
    return sum(held) / len(held) if held else 0.0


def _part(asked: Question, read: Sequence[tuple[Cell, Stance]], country: str) -> Part:
    """Say what a country's cells, newest first, say to the question."""
    read = [(cell, said) for cell, said in read if said != "states"]
    if not read:
        reason = f"The ledger holds no statement on this for {country}."
        return Part(asked, country, "silent", None, (), 0.0, reason)
    first, opens = read[0][0], read[0][1] in _OPEN
    # What a source leaves open, another may state; not another sentence of the same one.
    stated = [
        (cell, said)
        for cell, said in read
        if said not in _OPEN and (not opens or cell.document != first.document)
    ]
    cell, said = (stated or read)[0]
    if said in _OPEN:
        outcome = _OPEN[said]
        return Part(asked, country, outcome, None, (_quote(cell, said),), CERTAINTY, _WHY)
    others = (each for each in stated if each[1] != said and each[0].document != cell.document)
    other = next(others, None)
    shown = [(cell, said), other] if other else [(cell, said)]
    quotes = tuple(_quote(each, stance) for each, stance in shown)
    verdict: Verdict = "no" if said == "no" else "yes"
    return Part(
        asked, country, "answered", verdict, quotes, CERTAINTY, _WHY, conflict=other is not None
    )


_WHY = "The ledger holds this statement under the indicator that the question names."

_OPEN: dict[str, Outcome] = {"not_assessed": "not_assessed", "unclear": "unclear"}


def _stance(asked: Question, cell: Cell, asking: Asked, language: str) -> Stance:
    """Read a cell's statement as for one country."""
    if cell.status in _OPEN:
        return "not_assessed" if cell.status == "not_assessed" else "unclear"
    if cell.status == "value" and cell.value is None:
        return "states"  # prose that neither affirms nor denies the matter
    passage = Passage(cell.document, cell.start, cell.end, cell.quote, cell.section)
    said = [stance(asked, unit, asking, language) for unit in units(passage)]
    return next((each for each in said if each in ("yes", "no")), "states")


_OF_YEAR = r"\s+(?:the year\s+|l['’]an(?:née)?\s+|[a-zûé]+\s+)?%d\b"
"""A year behind a word for time, and perhaps a month's name."""
_SINCE = r"\b(?:since|after|from|depuis|apr[eè]s|[àa] partir de)"
_BEFORE = r"\b(?:before|until|by|avant|jusqu['’]en)"


def _within_time(part: Part, text: Callable[[Quote], str]) -> Part:
    """Hold a yes against the time asked about; a source that does not say when is silent.

    ``text``: the words of a quote.
    """
    asked = part.question
    if not asked.year or part.verdict != "yes":
        return part
    years = [year for quote in part.quotes for year in years_of_time(text(quote))]
    if not years:
        reason = "The source says that it is so, not since when."
        return replace(part, outcome="silent", verdict=None, quotes=(), reason=reason)
    if re.search(_SINCE + _OF_YEAR % asked.year, asked.text, re.IGNORECASE):
        fits = max(years) >= asked.year
    elif re.search(_BEFORE + _OF_YEAR % asked.year, asked.text, re.IGNORECASE):
        fits = min(years) < asked.year
    else:
        fits = asked.year in years
    return part if fits else replace(part, verdict="no")


def _quote(cell: Cell, said: Stance) -> Quote:
    return Quote(
        document=cell.document,
        start=cell.start,
        end=cell.end,
        states_at=cell.start,
        stance=said,
        hedged=cell.hedged,
        as_of=cell.as_of,
        section=cell.section,
        countries=(cell.country,),
    )
