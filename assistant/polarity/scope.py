"""What the negations of a sentence reach, after the NegEx family (Chapman et al. 2001).

A cue on the verb ("does not have …", "no … exists") denies its clause; a cue inside a phrase ("with
no reservations", "lacks a law", "sans réserve") denies what follows it. A relative clause is denied
by what stands before it, never the other way round. Denials by meaning ("lacks", "yet to") cancel
out with others; "no", "not", "nor" of one clause only agree with each other.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.polarity.cues import CLAUSAL, HARMLESS, LAPSED, PHRASAL, UNREALISED, WISH, WITHOUT


class Token(NamedTuple):
    """A word of a folded text."""

    text: str
    start: int
    end: int


class Clause(NamedTuple):
    """The clause that a word stands in."""

    number: int
    relative: bool


_CONTRAST = frozenset({
    "but", "however", "although", "though", "while", "whereas", "except", "because", "since",
    "despite", "nevertheless", "instead", "mais", "toutefois", "cependant", "tandis", "sauf",
    "hormis", "car", "puisque", "bien", "malgre", "neanmoins", "alors",
})  # fmt: skip
"""Words that end the reach of a cue in both directions."""
_RELATIVE = frozenset({
    "that", "which", "who", "whose", "whom", "where", "whereby", "qui", "que", "dont", "lequel",
    "laquelle", "lesquels", "lesquelles",
})  # fmt: skip
_STOPS = re.compile(r"[;:!?.—–\n]")
_AFTER_COMMA = frozenset({"and", "et", "or", "ou", "not", "never", "no", "pas", "non"})
"""Words that begin a clause of their own after a comma: "signed in 2000, not ratified"."""
_VERBS = frozenset({
    "has", "have", "had", "is", "are", "was", "were", "does", "do", "did", "lacks", "lacked",
    "ne", "est", "sont", "dispose", "manque",
})  # fmt: skip
"""Verbs that begin a clause of their own after "and"."""
_BETWEEN = re.compile(r"[,:;.!?]")

_NOT = frozenset({
    "not", "never", "cannot", "neither", "nor", "none", "nobody", "nothing", "hardly", "no", "pas",
    "jamais", "aucun", "aucune", "aucuns", "aucunes", "rien", "nullement", "guere", "ni", "nul",
    "nulle", "non", "nowhere", "personne",
})  # fmt: skip
_PRIVATIVE = frozenset({"without", "sans"})
_ELIDED_NOT = re.compile(r"(?:d|qu|s)'(?:aucune?|nulle?|rien)$")
_NEAR = 3
"""Words between a negation and the "without" that it takes back: "is no longer without"."""
_REACH = 80
"""Words that a cue denies at most on either side; no sentence is longer, but a text may be."""


def clauses(folded: str, found: Sequence[Token]) -> list[Clause]:
    """Give each word its clause."""
    numbered, number, relative = [], 0, False
    for i, token in enumerate(found):
        gap = folded[found[i - 1].end : token.start] if i else ""
        if token.text in _RELATIVE and not _is_only(i, found):
            number, relative = number + 1, True
        elif i and (_STOPS.search(gap) or token.text in _CONTRAST or _begins(i, gap, found)):
            number, relative = number + 1, False
        numbered.append(Clause(number, relative))
    return numbered


def _begins(i: int, gap: str, found: Sequence[Token]) -> bool:
    """Whether a clause begins at word ``i`` without a stop or a word of contrast."""
    after = found[i + 1].text if i + 1 < len(found) else ""
    joins = found[i].text in ("and", "et") and (
        after in _VERBS or after in ("not", "never") or after.startswith("n'")
    )
    return joins or ("," in gap and found[i].text in _AFTER_COMMA)


def _is_only(i: int, found: Sequence[Token]) -> bool:
    """Whether a "que" begins no clause: "n'existe que sur le papier", "sans que"."""
    before = [token.text for token in found[max(0, i - 2) : i]]
    if before[-1:] == ["sans"]:
        return found[i].text == "que"
    restricts = any(word == "ne" or word.startswith("n'") for word in before)
    return found[i].text == "que" and restricts and not _NOT & set(before)


def denials(
    folded: str, found: Sequence[Token], parts: Sequence[Clause]
) -> list[tuple[bool, bool]]:
    """Tell of each word whether it is denied, and whether only as part of a phrase."""
    plain, by_clause, by_phrase, without, wished = ([0] * len(found) for _ in range(5))
    harmless = _inside(HARMLESS, folded)
    cues = [
        (UNREALISED, plain, True),
        (CLAUSAL, by_clause, True),
        (WISH, wished, False),
    ]
    starts = [(_starts(cue, folded), marks, is_clausal) for cue, marks, is_clausal in cues]
    phrasal, privative = _starts(PHRASAL, folded), _starts(WITHOUT, folded)
    lapsed = _inside(LAPSED, folded)
    for i, token in enumerate(found):
        by_phrase[i] += token.start in lapsed
        if token.start in harmless or _is_taken_back(i, found, privative):
            continue
        if token.start in privative:
            _mark(without, _phrase(folded, found, i, parts))
        elif _is_not(i, found):
            _set(plain, _clause(i, parts))
        elif _begins_in(token, phrasal):
            _mark(by_phrase, _phrase(folded, found, i, parts))
        for places, marks, is_clausal in starts:
            if _begins_in(token, places):
                _set(marks, _clause(i, parts) if is_clausal else _phrase(folded, found, i, parts))
    return [
        ((max(p, h) + c + f) % 2 == 1 or w > 0, not p + c and f + w + h > 0)
        for p, c, f, w, h in zip(plain, by_clause, by_phrase, without, wished, strict=True)
    ]


def _is_taken_back(i: int, found: Sequence[Token], privative: frozenset[int]) -> bool:
    """Whether a negation and a "without" near it cancel out: "is no longer without"."""
    if found[i].start in privative:
        return any(_is_not(j, found) for j in range(max(0, i - _NEAR), i))
    return _is_not(i, found) and any(
        found[j].start in privative for j in range(i + 1, min(len(found), i + _NEAR + 1))
    )


def _begins_in(token: Token, starts: frozenset[int]) -> bool:
    """Whether a cue begins with a word, or behind its elided article: "l'absence"."""
    return token.start in starts or (token.text[1:2] == "'" and token.start + 2 in starts)


def _set(marks: list[int], reached: range) -> None:
    """Mark what is reached; marks of one kind only agree."""
    marks[reached.start : reached.stop] = [1] * len(reached)


def _mark(counts: list[int], reached: range) -> None:
    for j in reached:
        counts[j] += 1


def _inside(pattern: re.Pattern[str], folded: str) -> frozenset[int]:
    return frozenset(at for match in pattern.finditer(folded) for at in range(*match.span()))


def _starts(pattern: re.Pattern[str], folded: str) -> frozenset[int]:
    return frozenset(match.start() for match in pattern.finditer(folded))


def _is_not(i: int, found: Sequence[Token]) -> bool:
    word = found[i].text
    if word in ("nor", "ni") and any(t.text in _PRIVATIVE for t in found[max(0, i - 4) : i]):
        return False  # "sans déclaration ni réserve"
    if word in _NOT or word.endswith("n't") or _ELIDED_NOT.match(word):
        return True
    earlier = [token.text for token in found[max(0, i - 5) : i]]
    return word == "plus" and any(w == "ne" or w.startswith("n'") for w in earlier)


def _clause(i: int, parts: Sequence[Clause]) -> range:
    """Give the words of the clause of word ``i`` and of the relative clauses that follow it."""
    first = last = i
    while first > max(0, i - _REACH) and parts[first - 1].number == parts[i].number:
        first -= 1
    while last + 1 < min(len(parts), i + _REACH) and (
        parts[last + 1].number == parts[last].number or parts[last + 1].relative
    ):
        last += 1
    return range(first, last + 1)


def _phrase(folded: str, found: Sequence[Token], i: int, parts: Sequence[Clause]) -> range:
    """Give the words from a cue to the next comma or the end of its clause."""
    last = i
    while (
        last + 1 < min(len(found), i + _REACH)
        and parts[last + 1].number == parts[i].number
        and not _BETWEEN.search(folded, found[last].end, found[last + 1].start)
    ):
        last += 1
    return range(i, last + 1)
