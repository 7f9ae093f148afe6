"""Which words say the same thing: in French, in English, and across the two.

Words are stems as ``assistant.words.tokens`` makes them. ``lexicon.tsv`` lists what no rule can
see; spellings alike in both languages (``sécurité``, ``security``) and typing errors need no line.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from assistant.spelling import SHORT, cognate, derived, edits, fold, inflected, mistyped
from assistant.terms import LISTED, RELATED, UNLIKE, Link, is_word, light, links, stems, written
from assistant.types import Language

TYPO, COGNATE, PART = 0.85, 0.8, 0.7
"""Strengths of a match besides those of the links. 1 is the same stem; ``PART``: the two belong
to a listed term of several words."""

_LONGEST_TERM = 8
"""In words, stop words not counted."""
_CACHED = 1 << 14


def similarity(a: str, la: Language, b: str, lb: Language) -> float:
    """How surely two stems mean the same, in [0, 1]; 0 where nothing says so."""
    listed = _listed(a, la, lb)
    if a == b:
        if la == lb or listed.get(b):
            return 1.0
        # A short word that is listed is not what it looks like: "main" is a hand.
        return float(b not in listed and (len(a) > SHORT or not _listed(a, "fr", "en")))
    if b in listed or not (a + b).isalpha():
        return listed.get(b, 0.0)
    if a[:1] != b[:1]:  # spellings alike begin alike; most pairs end here
        return 0.0
    return _spelled(a, la, b, lb)


@lru_cache(maxsize=1 << 16)
def _spelled(a: str, la: Language, b: str, lb: Language) -> float:
    """How surely two stems that no line relates mean the same, by their spelling."""
    if la == lb:
        return _within(a, b, la)
    return _across(a, b) if la == "fr" else _across(b, a)


def leads(stems: Collection[str], source: Language, target: Language) -> frozenset[str]:
    """Give what a stem is, or begins with in a letter, that is similar to any of ``stems``."""
    listed = (_listed(stem, source, target) for stem in stems)
    return frozenset(chain((stem[:1] for stem in stems), *listed))


@lru_cache(maxsize=_CACHED)
def translations(token: str, source: Language, target: Language) -> tuple[str, ...]:
    """Stems of a stem's listed translations, best first; none within one language."""
    terms = (link for link in _translated(token, source, target) if is_word(link.term, source))
    found = [stems(link.other, target) for link in sorted(terms, key=lambda link: link.place)]
    return tuple(dict.fromkeys(chain(*([each for each in found if len(each) == 1] or found[:1]))))


def phrase_translations(text: str, source: Language, target: Language) -> tuple[str, ...]:
    """Translate the listed terms of a text, the longest first at each place."""
    words = _spoken(text, source)
    found, at = [], 0
    while at < len(words):
        fits = list(_fits(words[at : at + _LONGEST_TERM], source, target))
        size, *_, other = max(fits, key=lambda fit: fit[:3]) if fits else (1, 0, 0, "")
        found.append(other)
        at += size
    return tuple(dict.fromkeys(filter(None, found)))


def _fits(
    words: Sequence[tuple[str, str]], source: Language, target: Language
) -> Iterator[tuple[int, int, int, str]]:
    """Yield, of each term that the words begin with: its length, likeness, place, translation."""
    for link in _translated(words[0][0], source, target):
        term = [stem for stem, _ in _spoken(link.term, source)]
        seen = words[: len(term)]
        if len(term) > len(seen) or (len(term) == 1 and not is_word(link.term, source)):
            continue  # "à jour" is not "jour"
        if all(a in (b, *inflected(b)) for a, (b, _) in zip(term, seen, strict=True)):
            surface = " ".join(word for _, word in seen)
            yield len(term), -edits(fold(link.term), fold(surface)), -link.place, link.other


def _spoken(text: str, language: Language) -> list[tuple[str, str]]:
    """Stems, each with the word that it comes from."""
    return [(stem, word) for word in re.findall(r"[^\W_]+", text) for stem in stems(word, language)]


def _across(french: str, english: str) -> float:
    if not cognate(french, english) or _is_name(french, "fr") or _is_name(english, "en"):
        return 0.0
    return RELATED if written(french, "fr") and written(english, "en") else COGNATE


def _within(a: str, b: str, language: Language) -> float:
    if language == "fr" and {a, *inflected(a)} & {b, *inflected(b)}:
        return LISTED
    if derived(a, b):
        return 0.0 if _is_name(a, language) and _is_name(b, language) else RELATED
    for slip, meant in ((a, b), (b, a)):
        words = written(meant, language) if slip[:3] == meant[:3] else ()
        near = any(mistyped(slip, word) for word in (meant, *map(fold, words)))
        if near and not written(slip, language):
            return TYPO
    return 0.0


def _is_name(stem: str, language: Language) -> bool:
    return any(word[0].isupper() for word in written(stem, language))


@lru_cache(maxsize=_CACHED)
def _listed(stem: str, source: Language, target: Language) -> dict[str, float]:
    """Return every stem that the file relates to one, with its strength."""
    found = dict(_word_to_word(stem, source, target))
    for link in _linked(stem, source, target):
        whole = is_word(link.term, source) and is_word(link.other, target)
        if whole or stem in light(source):
            continue
        # Of a longer term, the words without a counterpart stand for one another.
        ours, theirs = stems(link.term, source), stems(link.other, target)
        if not any(_same(stem, source, y, target) for y in theirs):
            for y in set(theirs) - light(target):
                if not any(_same(x, source, y, target) for x in ours):
                    found.setdefault(y, min(link.strength, PART))
    return found


def _same(a: str, la: Language, b: str, lb: Language) -> bool:
    return a == b or _word_to_word(a, la, lb).get(b) == LISTED


@lru_cache(maxsize=_CACHED)
def _word_to_word(stem: str, source: Language, target: Language) -> dict[str, float]:
    strengths: defaultdict[str, set[float]] = defaultdict(set)
    for link in _linked(stem, source, target):
        if is_word(link.term, source) and is_word(link.other, target):
            strengths[stems(link.other, target)[0]].add(link.strength)
    # Words may share a stem: a translation of one of them is kept, else the warning counts.
    return {
        other: UNLIKE if UNLIKE in found and LISTED not in found else max(found)
        for other, found in strengths.items()
    }


def _linked(stem: str, source: Language, target: Language) -> list[Link]:
    return [link for link in links(stem, source) if link.language == target]


def _translated(stem: str, source: Language, target: Language) -> list[Link]:
    across = _linked(stem, source, target) if source != target else []
    return [link for link in across if link.strength == LISTED]
