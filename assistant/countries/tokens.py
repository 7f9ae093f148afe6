"""A text as folded words that remember where they stand.

Folding drops case, accents and invisible characters, so "Côte d’Ivoire", "COTE D'IVOIRE" and the
decomposed spelling give the same words; offsets stay those of the original text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Characters a reader does not see: soft hyphen, zero-width characters, directional controls.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_ACCENTS = "\u0300-\u036f"
_LETTERS = r"[^\W_\u02bb\u02bc]"  # the two modifier apostrophes count as word characters to `re`
_WORD = re.compile(
    rf"[^\W\d_](?:\.[^\W\d_])+\b\.?"  # U.S., D.R.C
    rf"|&|{_LETTERS}+(?:[{_ACCENTS}{_UNSEEN}]+{_LETTERS}+)*[{_ACCENTS}]*"
)
_SPACE = r"[^\S\n]{0,4}"
_WRAP = rf"{_SPACE}\n?[^\S\n]{{0,8}}"  # one line break may stand within a name, not two
_SOFT = re.compile(rf"\)?{_SPACE}[-_'`´\u2010-\u2015\u2018\u2019\u02bb\u02bc]?{_WRAP}")
_POINT = re.compile(rf"\.{_WRAP}")
_COMMA = re.compile(rf"\.?{_SPACE}[,(]{_WRAP}")
_ABBREVIATED = frozenset({"saint", "sainte", "dem", "rep", "is", "fed", "dr", "rd", "s", "n"})
_EXPANSIONS = {"&": "and", "st": "saint", "ste": "sainte"}


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Drop case, accents, points and unseen characters; "St" becomes "saint"."""
    folded = word.lower()
    if not folded.isascii():
        spread = unicodedata.normalize("NFKD", word.casefold())
        folded = "".join(c for c in spread if c.isalnum())
        folded = folded.replace("œ", "oe").replace("æ", "ae")
    folded = folded.replace(".", "")
    return _EXPANSIONS.get(folded, folded) or word  # some marks fold to nothing


@dataclass(frozen=True, slots=True)
class Tokens:
    """``words[i]`` is the folded form of ``text[starts[i]:ends[i]]``."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Tokens":
        """Split a text into its words."""
        spans = [match.span() for match in _WORD.finditer(text)]
        return cls(
            text,
            tuple(fold(text[start:end]) for start, end in spans),
            tuple(start for start, _ in spans),
            tuple(end for _, end in spans),
        )

    def raw(self, i: int) -> str:
        """Word ``i`` as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def gap(self, i: int) -> str:
        """Return what stands between word ``i - 1`` and word ``i``."""
        return self.text[self.ends[i - 1] : self.starts[i]]

    def joint(self, i: int) -> str:
        """Say how word ``i`` follows the one before within a name: " ", " , " or not at all, ""."""
        gap = self.gap(i)
        if gap in {" ", "-", "'", "’"}:
            return " "
        if _SOFT.fullmatch(gap) or (self.words[i - 1] in _ABBREVIATED and _POINT.fullmatch(gap)):
            return " "
        return " , " if _COMMA.fullmatch(gap) else ""


def key(phrase: str) -> str:
    """Spell a name as the gazetteer does: folded words, "," where one may not be left out."""
    tokens = Tokens.of(phrase)
    joints = ["", *(tokens.joint(i) or " " for i in range(1, len(tokens.words)))]
    return "".join(joint + word for joint, word in zip(joints, tokens.words, strict=False))
