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
from assistant.polarity.prefilter import Cues
from assistant.polarity.stages import LIVES_ON, MAKING, NOT_YET, REFUTED


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
_LEADS_IN = _CONTRAST | {
    "if", "si", "quoique", "having", "ayant", "unlike", "notwithstanding", "whilst", "without",
    "sans", "contrairement", "contrary",
}  # fmt: skip
"""Words whose clause, at the start of a sentence, ends at the next comma."""
_PARTICIPLES = frozenset({"ayant", "etant", "having"})
"""End their clause at the next comma wherever it begins: "Funds having run out, …"."""
_IN_TIME = frozenset({"before", "after", "avant", "apres"})
_PAST = frozenset({"had", "was", "were", "avait", "avaient", "etait", "eut"})
_STOPS = re.compile(r"[;:!?.—–\n]")
_ABBREVIATED = frozenset({"no", "nos", "n", "art", "arts", "sec", "para", "st", "dr", "mr", "cf"})
_AFTER_COMMA = frozenset({"and", "et", "or", "ou", "not", "never", "no", "pas", "non"})
"""Words that begin a clause of their own after a comma: "signed in 2000, not ratified"."""
_OPEN = frozenset({"of", "to", "by", "with", "in", "de", "du", "a", "par"})
_AFTER_AND = frozenset({"not", "never", "there", "it", "they", "nothing", "none", "nobody", "il"})
_VERBS = frozenset({
    "has", "have", "had", "is", "are", "was", "were", "does", "do", "did", "lacks", "lacked",
    "can", "may", "must", "will", "shall", "remains", "became", "ne", "est", "sont", "a", "ont",
    "avait", "etait", "reste", "demeure", "doit", "peut", "dispose", "manque",
})  # fmt: skip
"""Verbs that begin a clause of their own after "and"."""
_BEGINS = _CONTRAST | _RELATIVE | _LEADS_IN | _IN_TIME | {"and", "et"}
"""Words that may begin a clause where only a blank stands before them."""
_BETWEEN = re.compile(r"[,:;.!?]")

_NOT = frozenset({
    "not", "never", "cannot", "neither", "nor", "none", "nobody", "nothing", "hardly", "no", "pas",
    "jamais", "aucun", "aucune", "aucuns", "aucunes", "rien", "nullement", "guere", "ni", "nul",
    "nulle", "non", "nowhere", "personne",
})  # fmt: skip
_PRIVATIVE = frozenset({"without", "sans"})
_AFTER_WITHOUT = frozenset({"nor", "ni", "aucun", "aucune", "nul", "nulle"})
_ELIDED_NOT = re.compile(r"(?:d|qu|s)'(?:aucune?|nulle?|rien)$")
CUES = Cues(REFUTED, HARMLESS, LAPSED, PHRASAL, WITHOUT, UNREALISED, NOT_YET, CLAUSAL, WISH, MAKING)
_NEAR = 3
"""Words between a negation and the "without" that it takes back: "is no longer without"."""
_REACH = 80
"""Words that a cue denies at most on either side; no sentence is longer, but a text may be."""


def clauses(folded: str, found: Sequence[Token]) -> list[Clause]:
    """Give each word its clause; one that a relative clause between commas parts is one clause."""
    numbered: list[Clause] = []
    number, fresh, relative, is_led_in = 0, 0, False, False
    parted: int | None = None
    for i, token in enumerate(found):
        gap = folded[found[i - 1].end : token.start] if i else ""
        if gap == " " and token.text not in _BEGINS:
            numbered.append(numbered[-1])
            continue
        if token.text in _RELATIVE and not _is_only(i, found):
            parted = number if "," in gap and not relative else None
            fresh, relative = fresh + 1, True
            number = fresh
        elif parted is not None and "," in gap and _is_verb(token.text):
            number, relative, parted = parted, False, None
        elif i and ((is_led_in and "," in gap) or _is_clause_start(i, gap, found)):
            fresh, relative, is_led_in, parted = fresh + 1, False, False, None
            number = fresh
        if token.text in _LEADS_IN and (i == 0 or _stops(gap, found[i - 1].text)):
            is_led_in = True
        is_led_in = is_led_in or (token.text in _PARTICIPLES and number == 0)
        numbered.append(Clause(number, relative))
    return numbered


def _stops(gap: str, before: str) -> bool:
    return _STOPS.search(gap) is not None and not (gap[:1] == "." and before in _ABBREVIATED)


def _is_verb(word: str) -> bool:
    return word in _VERBS or word.startswith(("n'", "s'est", "l'a"))


def _is_clause_start(i: int, gap: str, found: Sequence[Token]) -> bool:
    stops = _stops(gap, found[i - 1].text)
    return stops or _is_contrast(i, found) or _begins(i, gap, found)


def _is_contrast(i: int, found: Sequence[Token]) -> bool:
    """Whether a clause of its own begins, by a conjunction: "before it was adopted" too."""
    text = found[i].text
    if text not in _IN_TIME:
        return text in _CONTRAST
    after = [token.text for token in found[i + 1 : i + 9]]
    return after[:1] in (["it"], ["they"]) or not _PAST.isdisjoint(after)


def _begins(i: int, gap: str, found: Sequence[Token]) -> bool:
    """Whether a clause begins at word ``i`` without a stop or a word of contrast."""
    after = found[i + 1].text if i + 1 < len(found) else ""
    text = found[i].text
    joins = text in ("and", "et") and (
        after in _VERBS or after in _AFTER_AND or after.startswith("n'") or _denies_anew(i, found)
    )
    if "," in gap and text in ("or", "ou") and found[i - 1].text in _OPEN:
        return False  # "ratification of, or accession to, …"
    is_want = text == "faute" or (text == "for" and after in ("want", "lack"))
    if "," in gap and is_want and not any(token.text in _NOT for token in found[i:]):
        return True  # "…, for want of ratification"
    bracketed = "(" in gap and (text in _NOT or text in _PRIVATIVE or text == "with")
    return joins or bracketed or ("," in gap and text in _AFTER_COMMA)


def _denies_anew(i: int, found: Sequence[Token]) -> bool:
    """Whether an "and" leads to a verb of its own that is denied: "and made no …", "et il n'a"."""
    after = [token.text for token in found[i + 1 : i + 5]]
    if found[i].text == "and":
        return len(after) > 1 and after[1] in ("no", "neither")
    return any(word == "ne" or word.startswith("n'") for word in after)


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
    refuted, *cues = CUES.matches(folded)
    if refuted:
        return [(True, False)] * len(found)
    if not any(cues[1:]) and not any(_is_not(i, found) for i in range(len(found))):
        return [(False, False)] * len(found)
    harmless, lapsed = map(_inside, cues[:2])
    phrasal, privative, unrealised, not_yet, clausal, wish, making = map(_starts, cues[2:])
    plain, by_clause, by_phrase, without, wished = ([0] * len(found) for _ in range(5))
    starts = [
        (unrealised, plain, True),
        (not_yet, plain, True),
        (clausal, by_clause, True),
        (wish, wished, False),
        (making, wished, False),
    ]
    for i, token in enumerate(found):
        by_phrase[i] += token.start in lapsed
        if token.start in harmless or _is_taken_back(i, found, privative):
            continue
        if token.start in privative:
            _mark(without, _phrase(folded, found, i, parts))
        elif _is_not(i, found):
            near = LIVES_ON.match(folded, min(token.end + 1, len(folded)))
            _set(plain, _phrase(folded, found, i, parts) if near else _clause(i, parts))
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


def _set(marks: list[int], reached: Sequence[int]) -> None:
    """Mark what is reached; marks of one kind only agree."""
    for j in reached:
        marks[j] = 1


def _mark(counts: list[int], reached: Sequence[int]) -> None:
    for j in reached:
        counts[j] += 1


def _inside(matches: Sequence[re.Match[str]]) -> frozenset[int]:
    return frozenset(at for match in matches for at in range(*match.span()))


def _starts(matches: Sequence[re.Match[str]]) -> frozenset[int]:
    return frozenset(match.start() for match in matches)


def _is_not(i: int, found: Sequence[Token]) -> bool:
    word = found[i].text
    if word == "plus":
        earlier = [token.text for token in found[max(0, i - 5) : i]]
        return any(w == "ne" or w.startswith("n'") for w in earlier)
    if word.removeprefix("qu'") in _AFTER_WITHOUT:  # "sans réserve ni délai", "sans qu'aucun …"
        return not any(t.text in _PRIVATIVE for t in found[max(0, i - 4) : i])
    return word in _NOT or (
        "'" in word and (word.endswith("n't") or _ELIDED_NOT.match(word) is not None)
    )


def _clause(i: int, parts: Sequence[Clause]) -> Sequence[int]:
    """Give the words of the clause of word ``i`` and of the relative clauses that follow it."""
    own, reach = parts[i].number, range(max(0, i - _REACH), min(len(parts), i + _REACH))
    last = i
    while last + 1 < reach.stop and (
        parts[last + 1].number == parts[last].number or parts[last + 1].relative
    ):
        last += 1
    return [j for j in reach if parts[j].number == own or i < j <= last]


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
