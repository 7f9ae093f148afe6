"""Whether a denial takes for granted the thing that a question asks for.

"The agency has no office in the north" denies an office, and tells by naming the agency as one that
is known that there is one (Strawson 1950, "On Referring"). What counts is the article before the
thing, and that nothing is said of how far the thing itself has come: "The agency was never set up".
"""

import re
from collections.abc import Sequence

from assistant import polarity
from assistant.matching import Asked, Met, stems
from assistant.polarity import Word
from assistant.question import Question
from assistant.spelling import fold

ENOUGH = 0.6
"""Share of the question's words that the thing's name must hold to be what is asked for."""

_EXISTS = re.compile(
    r"\b(?:is|are) there\b|\bexist(?:s|e|ent)?\b"
    r"|\b(?:does|do)\b[^?]{0,80}?\b(?:have|possess|keep|maintain|run|operate)\b"
    r"|\bhas [^?]{0,80}?\bgot\b|\by[ -]?a(?:-t-| t |-)?il\b|\b(?:dispose|possede)(?:nt)?\b"
    r"|\b(?:s'est|se sont)(?:-(?:ils?|elles?))? dote|\best-ce qu[^?]{2,60}? a (?:une?|l[ae']) ?"
    r"|\b(?:a-t|tient|ont)-(?:ils?|elles?) (?:une?|des|l[ae']) ?"
)
"""Asks whether a thing is there; folded, both languages."""

_KNOWN = frozenset({
    "the", "its", "their", "this", "these", "le", "la", "les", "du", "au", "aux", "ce", "cet",
    "cette", "ces", "sa", "son", "ses", "leur", "leurs",
})  # fmt: skip
"""Before a thing that is known, as is "Ghana's"."""
_UNKNOWN = frozenset({
    "a", "an", "any", "no", "un", "une", "de", "des", "aucun", "aucune", "nul", "nulle", "such",
    "tel", "telle", "of", "for", "to", "on", "in", "by", "with", "and", "or", "et", "ou", "pour",
    "without", "sans",
})  # fmt: skip
_BEFORE = 6
"""Words between an article and its noun, at most."""
_ENDS_NAME = frozenset({
    "has", "have", "had", "is", "are", "was", "were", "does", "do", "did", "can", "cannot", "may",
    "must", "will", "no", "not", "never", "nor", "lacks", "fails", "failed", "without", "ne",
    "sans", "est", "sont", "ont", "peut", "peuvent", "doit", "doivent", "that", "which", "who",
    "qui", "que", "dont",
})  # fmt: skip
_NEGATIONS = frozenset({
    "no", "not", "never", "cannot", "nor", "neither", "none", "nobody", "nothing", "lacks", "lack",
    "without", "fails", "failed", "pas", "jamais", "aucun", "aucune", "rien", "personne", "ni",
    "nul", "nulle", "ne", "sans", "depourvu", "depourvue", "depourvus", "depourvues",
})  # fmt: skip
"""What denies something of a thing; other denials tell how the thing came to its end."""
_NONE = re.compile(r"\b(?:no|any|aucune?|pas d[e'] ?)\s?\w+(?: \w+)?(?: of| de)?\Z")
_DENIED = re.compile(r"\b(?:no|any|aucune?|pas d[e'])\Z")
_NEAR = 4

_STATUS = re.compile(
    r"""
    \b(?:yet|encore|longer|plus|there\ (?:is|are|was|were)\ no|n'y\ a\w*|exist\w*|operating
    |operation(?:al|nel\w*)?|fonctionn\w*|function\w*|active?s?|actif|working|effecti\w*
    |available|disponible\w*|in\ (?:place|force|effect|service|use)
    |en\ (?:place|vigueur|service|activite)|etabli\w*|collect\w*|recueill\w*|compil\w*|kept
    |tenue?s?|gathered|adopt\w*|approv\w*|enact\w*|establish\w*|creat\w*|cree\w*|set\ up
    |launch\w*|lancee?s?|ratif\w*|recogni[sz]\w*|reconn\w*|real\w*|legal\ (?:basis|status)
    |base\ (?:legale|juridique)|institue\w*|promulgue\w*|vote\w*|passed|signed|signee?s?
    |nomme\w*|appoint\w*|designat\w*|designe\w*|install\w*|constitu\w*|form(?:ed|ee?)
    |introdu\w*|opened|ouvert|built|construi\w*|founded|fonde\w*|written|ecrite?s?|drafted
    |redige\w*|drawn\ up|elabor\w*|finali\w*|complet\w*|acheve\w*|conclu\w*|provided\ for
    |mandatory|compulsory|obligat\w*|start\w*|beg[iau]n\w*|commenc\w*|demarr\w*|came|come
    |happen\w*|put|mis\w?|endow\w*|dote\w*|materiali\w*|concreti\w*|abouti\w*|light|jour
    |progress\w*|unveil\w*|surviv\w*|survec\w*|disappear\w*|dispar\w*|disband\w*|dissol\w*
    |dissou\w*|abol\w*|suppr\w*|repeal\w*|abrog\w*|suspend\w*|suspens|closed?|ferme\w*|ended
    |expir\w*|withdrawn|replaced|remplac\w*|success\w*|dropped|scrapped|wound|trial\w*|renew\w*
    |renouvel\w*|shelved|abandon\w*|cease\w*|cess\w*|left|interven\w*|lettre|letter|paper
    |papier|remain\w*|reste\w*|demeur\w*|await\w*|wait\w*|attend\w*|pending|stage|stade|au-dela
    |promis\w*|envisag\w*|intend\w*|consider\w*|absence|lack\ of|defaut|manqu\w*|member\ of
    |party\ to|membre\ d|partie\ a|stud(?:y|ies|ied)|etud\w*|survey\w*|enquet\w*|assess\w*
    |evalu\w*|examin\w*|mandate?s?|review\w*|verif\w*|confirm\w*|known|connu\w*|trace|panel
    |instruit\w*|lapse\w*|caduc\w*|this\ (?:profile|report|page|section|sheet)
    |ce(?:tte)?\ (?:profil|rapport|page|section|fiche))\b
    """,
    re.VERBOSE,
)
"""What tells how far the thing itself has come, or that nobody has looked; folded."""
_NOT_YET = re.compile(
    r"\b(?:bills?|draft\w*|propos\w*|planned|planifi\w*|future|former|projects?|projets?|avant-projet"
    r"|prevue?s?|ancien\w*|announced|annoncee?s?|promised|promise?s?|envisag\w*|intended|idea|idee"
    r"|creation|establishment|adoption|besoin|need|absence|lack|defaut)\b"
)
"""What names something else than the thing."""


def is_presupposed(question: Question, text: str, asked: Asked, language: str) -> bool:
    """Whether ``text`` denies something of the very thing whose existence is asked about.

    ``asked``: the question's words; ``language``: of the text.
    """
    if question.kind != "yes_no" or not _EXISTS.search(fold(question.search)):
        return False
    said = polarity.read(text).words
    if not any(map(_negates, said)) or any(term.denied for term in asked.terms):
        return False
    whole = asked.met_by(stems(text, language), language)

    def met(at: int) -> Met:
        return _met(asked, said[at : at + 1], language)

    for place in range(len(said)):
        begin = _article(said, place)
        if not met(place).head():
            continue
        if _DENIED.search(_text(said[max(0, place - _NEAR) : place])):
            return False
        begin = _article(said, place)
        if begin is None:
            continue
        end = _end(said, place)
        told = _met(asked, said[begin:end], language)
        is_all = (told | whole).strengths == told.strengths
        if is_all and told.share() >= ENOUGH:
            last = max(at for at in range(place, end) if met(at).stems())
            beside = (*said[:begin], *said[last + 1 :])
            is_planned = _NOT_YET.search(_text(said[begin:end]))
            return not (is_planned or _STATUS.search(_text(beside)))
    return False


def _negates(word: Word) -> bool:
    return word.text in _NEGATIONS or word.text.endswith("n't") or word.text.startswith("n'")


def _article(said: Sequence[Word], place: int) -> int | None:
    """Give the place of what marks a noun as known; None where nothing does."""
    if said[place].text.startswith(("l'", "d'")):
        return place if said[place].text.startswith("l'") else None
    for at in range(place - 1, max(-1, place - 1 - _BEFORE), -1):
        word = said[at].text
        if word in _KNOWN or word.startswith("l'") or word.endswith(("'s", "s'")):
            return None if _is_denied_by(said, at) else at
        if word in _UNKNOWN or word in _ENDS_NAME or word.startswith("d'"):
            return None
    return None


def _is_denied_by(said: Sequence[Word], at: int) -> bool:
    """Whether a "no" before it denies it: "has no office of the ombudsman".

    At the beginning it denies somebody's doing: "No officer of the unit has …".
    """
    before = _text(said[max(0, at - _NEAR) : at])
    return at > _NEAR and _NONE.search(before) is not None


def _end(said: Sequence[Word], place: int) -> int:
    """Give where a name ends: at a verb, a negation or the end of its clause."""
    for at in range(place + 1, len(said)):
        word = said[at]
        is_over = word.text in _ENDS_NAME or word.text.startswith("n'")
        if is_over or word.clause != said[place].clause:
            return at
    return len(said)


def _met(asked: Asked, said: Sequence[Word], language: str) -> Met:
    return asked.met_by(stems(_text(said), language), language)


def _text(said: Sequence[Word]) -> str:
    return " ".join(word.text for word in said)
