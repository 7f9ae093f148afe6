"""Whether a sentence affirms, denies, hedges or leaves open each of its words.

    read("Mali has a CERT but no strategy")  → … CERT affirmed, strategy denied
    read("Not yet assessed").open            → "not_assessed"

Rules for English and French, one module each: what a negation reaches (``scope``) and
which words negate (``cues``), sentences that leave a matter open (``matters``) or unassessed
(``unassessed``), predicates and their opposites (``predicates``).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.polarity import matters, scope
from assistant.polarity.matters import Open
from assistant.spelling import fold

__all__ = ["Open", "Reading", "Word", "read"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, folded, with what the sentence says of it."""

    text: str
    denied: bool
    phrasal: bool
    """Denied as part of a phrase only, not by its clause."""
    in_open: bool = False
    """Belongs to the part of the sentence that leaves a matter open."""
    clause: int = 0
    """Numbers the clause that it stands in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, read for polarity."""

    words: tuple[Word, ...]
    hedged: bool
    condition: str
    """The clause under which it holds, folded, "" if there is none."""
    partial: bool
    """Holds of some only: "not all", "pas tous"."""
    open: Open | None
    """The sentence states that the matter is open, rather than the matter."""
    points_back: bool = False
    """What leaves it open has no subject of its own: "…, but this could not be confirmed"."""


_SHORT = 4
"""Letters from which a word may be a noun of its own."""
_POINTER_WORDS = """
this that matter question point status issue fact latter which there have been they them still
however could cela celui cette question point statut fait reste avoir etre mais toutefois
matiere chose
"""
_POINTERS = frozenset(_POINTER_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_BLANKS = re.compile(r"(?<![.:;!?|\s])[^\S\n]*\n[^\S\n]*(?![-*•|\s])|[^\S\n]+")
"""Runs of blanks, and the break of a line within a sentence."""
_HEDGE = re.compile(
    r"""\b(?: seem(?:s|ed|ingly)? | appear(?:s|ed)?(?=\ (?:to|that|not)) | apparently | reportedly
    | allegedly | probably | possibly | perhaps | presumably | likely | might
    | may(?=\ (?:not\ )?(?:be|have|also|exist|apply)) | could(?=\ (?:be|have)\b) | in\ principle
    | it\ is\ (?:believed|thought|assumed|understood) | suggests?
    | semble(?:nt)? | semblerait | parait | paraissent | apparemment | probablement
    | vraisemblablement
    | peut-etre | pourrai(?:t|ent) | serai(?:t|ent) | aurai(?:t|ent) | en\ principe )\b""",
    re.VERBOSE,
)
_CONDITION = re.compile(
    r"""(?<!even\ )(?<!as\ )(?<!,)\s
    (?: if(?!\ (?:any|not|necessary|so|only)\b) | unless | (?<!not\ )subject\ to | provided\ that
      | on\ condition | only\ (?:where|when|if) | in\ cases?\ (?:where|of) | depending\ on
      | where(?=\ (?:an?|the|any|such|all|both)\ ) | for(?=\ those\ ) | pour\ (?:celles|ceux)
      | s'ils? | si(?=\ (?:l[ae]s?|l'|une?|des|cette|ces|aucun)\b) | a\ condition | sous\ reserve
      | a\ moins\ qu | sauf\ si | uniquement\ (?:si|lorsque) | dans\ la\ mesure\ ou | lorsque
      | selon\ que )\b(?P<clause>[^;.]*)""",
    re.VERBOSE,
)
_PARTIAL = re.compile(
    r"\bnot (?:all|every|always|everywhere)\b|\bpas (?:tou(?:s|te|tes|t|jours)|partout)\b"
    r"|\b(?:only|just) some\b|\bseule?s? certaine?s\b"
)


def prepare() -> None:
    """Make ready to read many texts; reading one takes longer before."""
    scope.CUES.prepare()
    matters.CUES.prepare()


@lru_cache(maxsize=20_000)
def read(text: str) -> Reading:
    """Read one sentence, list item or field value."""
    folded = fold(_BLANKS.sub(" ", text)).replace("’", "'")
    found = [scope.Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded)]
    clauses = scope.clauses(folded, found)
    reach = scope.denials(folded, found, clauses)
    state, place = matters.left_open(folded)
    condition = _CONDITION.search(folded)
    around = _clauses_at(place, found, clauses) if place else range(0)
    return Reading(
        words=tuple(
            Word(token.text, denied, phrasal, clauses[i].number in around, clauses[i].number)
            for i, (token, (denied, phrasal)) in enumerate(zip(found, reach, strict=True))
        ),
        hedged=bool(_HEDGE.search(folded)),
        condition=condition["clause"].strip() if condition else "",
        partial=bool(_PARTIAL.search(folded)),
        open=state,
        points_back=bool(
            state == "unclear" and place and _has_no_subject(place, found, clauses, around)
        ),
    )


def _has_no_subject(
    place: tuple[int, int], found: list[scope.Token], clauses: list[scope.Clause], around: range
) -> bool:
    """Whether the clauses around a span hold, before it, only what points at something said."""
    before = [
        token.text
        for token, clause in zip(found, clauses, strict=True)
        if clause.number in around and token.start < place[0]
    ]
    first = next(c.number for t, c in zip(found, clauses, strict=True) if t.end > place[0])
    return first in around and all(len(word) < _SHORT or word in _POINTERS for word in before)


def _clauses_at(
    place: tuple[int, int], found: list[scope.Token], clauses: list[scope.Clause]
) -> range:
    """Give the numbers of the clauses from the middle of a span to its end."""
    middle = sum(place) // 2
    first = [c.number for t, c in zip(found, clauses, strict=True) if t.start <= middle]
    last = [c.number for t, c in zip(found, clauses, strict=True) if t.start < place[1]]
    return range(min(first[-1], last[-1]), last[-1] + 1) if first and last else range(0)
