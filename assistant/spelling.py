"""How alike two words are by their letters alone."""

import re
import unicodedata
from functools import lru_cache

SHORT = 5
"""Fewer letters say too little about a word."""
_PLAIN = 8
"""From so many letters on, words that differ in one letter are seldom two words."""
_LONG = 9
_LONGEST = 40
"""Longer words are alike only where they are equal: the work grows with the square."""

# What may be left of a French and of an English stem after the letters that they share.
_LEFT = """
/al /ari /i /ic /iti /t ais/es al/ anc/ ant/ at/ ateur/ ationel/ e/y el/ el/al el/i enc/ ent/ eur/
eur/er eur/or eux/ eux/ous iel/ ien/an ien/ian if/iv inalit/ ional/ ionel/ iqu/ ir/r ir/ri is/ ism/
ist/ it/ it/i iz/ ment/ qu/c re/er s/z ux/us
"""
_ENDINGS = frozenset(_LEFT.split())
_SUFFIXES = {part for pair in _ENDINGS for part in pair.split("/") if len(part) > 1} | {"i"}
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_LOST_S = re.compile(r"(?<=[aeiou])s([pt])")


def fold(text: str) -> str:
    """Lower case, without accents and ligatures."""
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=1 << 12)
def _folded(text: str) -> str:
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character is folded to, noted when it is first met."""

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = "".join(c for c in spread if not unicodedata.combining(c))
        self[code] = bare.replace("œ", "oe").replace("æ", "ae")
        return self[code]


_FOLDED = _Folded()


def cognate(french: str, english: str) -> bool:
    """Whether two stems are one word in two spellings: ressourc, resourc; intérêt, interest."""
    french, english = _DOUBLED.sub(r"\1", french), _DOUBLED.sub(r"\1", english)
    return _same(french, english) or _same(french, _LOST_S.sub(r"\1", english))


def _same(french: str, english: str) -> bool:
    pairs = enumerate(zip(french, english, strict=False))
    shared = next((i for i, (x, y) in pairs if x != y), min(len(french), len(english)))
    left, right = french[shared:], english[shared:]
    # The less is left, the more must be shared: cour/courts, statu/statut.
    needed = SHORT + 1 if not left else SHORT if not right else SHORT - 1
    return shared >= needed and (left == right or f"{left}/{right}" in _ENDINGS)


def derived(a: str, b: str) -> bool:
    """Whether the one of two stems of a language is the other and a suffix: govern, governor."""
    shorter, longer = sorted((a, b), key=len)
    return (
        len(shorter) >= SHORT and longer.startswith(shorter) and longer[len(shorter) :] in _SUFFIXES
    )


def inflected(french: str) -> tuple[str, ...]:
    """Return a stem without what the stemmer may have left of an ending: signee, partagent."""
    return tuple(
        french.removesuffix(ending)
        for ending in ("e", "ent", "s")
        if french.endswith(ending) and len(french) - len(ending) >= SHORT - 2
    )


def mistyped(word: str, meant: str) -> bool:
    """Whether a word may be a typing error for another.

    One slip from 5 letters on, two from 9. The ends are right: an end that differs is mostly
    another word's (general, generate). So is a single letter changed in a short word.
    """
    word, meant = (w[:-1] + "i" if w.endswith("y") else w for w in (word, meant))  # as stemmed
    shortest = min(len(word), len(meant))
    if shortest < SHORT or word[0] != meant[0] or word[-1] != meant[-1]:
        return False
    if len(word) == len(meant) < _PLAIN and sorted(word) != sorted(meant):
        return False
    return edits(word, meant) <= (2 if shortest >= _LONG else 1)


def edits(a: str, b: str) -> int:
    """Letters to insert, drop, change or swap with their neighbour to make one word of the other.

    Words over 40 letters are not compared; the answer is then 40.
    """
    if max(len(a), len(b)) > _LONGEST:
        return _LONGEST
    before, last = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[-1] + 1, last[j] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
