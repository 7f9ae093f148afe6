"""``lexicon.tsv``: French and English terms and what the file says of them, by stem.

Loading notes only which words are on which line. Lines are read, and terms stemmed, when a word
that begins like theirs is first asked for: to stem all takes longer than to answer a question.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

from assistant.spelling import SHORT, fold, inflected
from assistant.types import Language
from assistant.words import tokens

LISTED, INDIRECT, RELATED, UNLIKE = 0.95, 0.9, 0.6, 0.0
"""Strengths of a link. ``INDIRECT``: a synonym of a term's first translation, or the first
translation of a synonym; ``UNLIKE``: looks alike and means something else."""

_MARKS = {"=": LISTED, "~": RELATED, "!": UNLIKE}
_WORDS = re.compile(r"[^\W_]+")
_CACHED = 1 << 15


class Link(NamedTuple):
    """What the file says of a term."""

    term: str
    language: Language
    """Of the other."""
    other: str
    strength: float
    place: int = 0
    """Of the English among the French term's translations; 0 is the best."""


class _File(NamedTuple):
    lines: list[str]
    places: dict[Language, defaultdict[str, list[int]]]
    """The lines of each word, by language."""
    words: dict[Language, defaultdict[str, list[str]]]
    """By language and first letters."""


@lru_cache(maxsize=_CACHED)
def links(stem: str, language: Language) -> tuple[Link, ...]:
    """Return what is said of the terms that a stem is part of."""
    said = [link for word in _words(stem, language) for link in _said_of(word, language)]
    terms = dict.fromkeys(link.term for link in said)
    return (*said, *chain(*(_indirect(term, language) for term in terms)))


@lru_cache(maxsize=_CACHED)
def written(stem: str, language: Language) -> tuple[str, ...]:
    """Return the listed words with a stem; names begin with a capital."""
    words = _words(stem, language)
    return tuple(w for w in words if any(link.term == w for link in _said_of(w, language)))


@lru_cache(maxsize=_CACHED)
def stems(term: str, language: Language) -> tuple[str, ...]:
    """Stem a term, or a part of one, as ``words.tokens`` does in running text."""
    # The letter makes that a term in capitals is seen to be an acronym, not a heading.
    return tuple(tokens(f"a {term}", language))


@lru_cache(maxsize=_CACHED)
def is_word(term: str, language: Language) -> bool:
    """Whether a term is a single word, and no stop word."""
    return term.isalnum() and len(stems(term, language)) == 1


@cache
def light(language: Language) -> frozenset[str]:
    """Stems of words that say too little of a longer term to stand for it: the "grand" of some."""
    words = chain(*(line[4:].split(", ") for line in _file().lines if line[:3] == f"-{language}"))
    return frozenset(chain(*(stems(word, language) for word in words)))


def _indirect(term: str, language: Language) -> Iterator[Link]:
    # A term's first translation is its main sense; from the others one would stray.
    other: Language = "en" if language == "fr" else "fr"
    for between in _listed(term, language, other):
        for far in _listed(between, other, other):
            yield Link(term, other, far, INDIRECT)
    for between in _listed(term, language, language):
        for far in _listed(between, language, other):
            yield Link(term, other, far, INDIRECT)


def _listed(term: str, source: Language, target: Language) -> list[str]:
    """Return the synonyms of a term, or what it is the first translation of or translated by."""
    said = _said_of(_WORDS.findall(term)[0], source)
    return [
        link.other
        for link in said
        if (link.term, link.language, link.strength, link.place) == (term, target, LISTED, 0)
    ]


@lru_cache(maxsize=_CACHED)
def _words(stem: str, language: Language) -> tuple[str, ...]:
    candidates = _file().words[language].get(stem[:3], ())
    for wanted in (stem, *(inflected(stem) if language == "fr" else ())):
        if words := tuple(word for word in candidates if wanted in stems(word, language)):
            return words
    return ()


@lru_cache(maxsize=_CACHED)
def _said_of(word: str, language: Language) -> tuple[Link, ...]:
    """Return what is said of the terms that a word is part of, as it is written."""
    numbers = dict.fromkeys(_file().places[language].get(word, ()))
    said = chain(*(_read(number) for number in numbers))
    return tuple(
        link for own, link in said if own == language and word in _WORDS.findall(link.term)
    )


@lru_cache(maxsize=_CACHED)
def _read(number: int) -> tuple[tuple[Language, Link], ...]:
    """Return a line's links, both ways, each with the language of its term."""
    head, listed = _file().lines[number].split("\t")
    others = listed.split(", ")
    la: Language = "fr"
    lb: Language = "en"
    if head[0] in _MARKS:
        la = lb = "en" if head[1:] == "en" else "fr"
        there = [Link(a, lb, b, _MARKS[head[0]]) for a, b in combinations(others, 2)]
    else:
        there = [
            Link(head, lb, other.lstrip("~!"), _MARKS.get(other[0], LISTED), place)
            for place, other in enumerate(others)
        ]
    back = [Link(link.other, la, link.term, link.strength, link.place) for link in there]
    return (*((la, link) for link in there), *((lb, link) for link in back))


@cache
def _file() -> _File:
    text = Path(__file__).with_name("lexicon.tsv").read_text("utf-8")
    file = _File(
        [line for line in text.splitlines() if line and line[0] != "#"],
        {"en": defaultdict(list), "fr": defaultdict(list)},
        {"en": defaultdict(list), "fr": defaultdict(list)},
    )
    french, english = file.places["fr"], file.places["en"]
    for number, line in enumerate(file.lines):
        head, _, others = line.partition("\t")
        for word in () if head[0] in "=~!-" else _WORDS.findall(head):
            french[word].append(number)
        places = french if head[1:] == "fr" and head[0] in "=~!" else english
        for word in () if head[0] == "-" else _WORDS.findall(others):
            places[word].append(number)
    for language, listed in file.places.items():
        for word in listed:
            start = fold(word[:3])[:3]
            file.words[language][start].append(word)
            if len(word) < SHORT and len(start) == 3:  # its stem may have two letters
                file.words[language][start[:2]].append(word)
    return file
