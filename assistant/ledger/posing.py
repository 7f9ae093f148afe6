"""A label → the question by which what stands under it is read, by the code that reads answers."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from assistant import polarity, presupposition, tenor
from assistant.chunking import Unit
from assistant.chunking.lines import CLAUSE, ends_sentence, leads_in
from assistant.ledger import labels
from assistant.matching import Asked, asked_words, stems
from assistant.polarity import predicates
from assistant.question import Question, alone
from assistant.spelling import fold
from assistant.stance import Stance, stances, value
from assistant.tenor import Tenor
from assistant.types import Language

Predicate = Literal["", "binding", "mandatory"]

_TREATY = re.compile(rf"\b(?:{predicates.TREATY.pattern}|charters?|chartes?)\b")
_CLAUSES = re.compile(r"[,;]? (?:and|but|et|mais) |; ")
_FEWEST_WORDS = 6
"""Of a value that ends like a sentence and is one, whatever its verb."""
_BRACKET = re.compile(r"\s*\([^()]*\)\s*\Z")
_YES = re.compile(r"\W*(?:yes\b|oui\b|y\W*\Z|[✓✔☑])")
_WORKING = re.compile(
    r"\A\W*(?:already |deja |fully |now )?(?:operational|active|functional|functioning|running|up"
    r" and running|present|available|working|in (?:operation|use|effect|service)|on ?going|set up"
    r"|launched|current|valid|operationnel(?:le)?|acti(?:f|ve)|fonctionnel(?:le)?|fonctionne"
    r"|presente?|disponible|lancee?|en (?:fonctionnement|service|activite|usage|place|vigueur)"
    r"|mise? en (?:place|oeuvre|service)|creee?|instauree?|opere)\b"
)
_FORMS: dict[Language, dict[Predicate, str]] = {
    "en": {
        "binding": "Is the country a party to the {}?",
        "mandatory": "Is {} mandatory?",
        "": "Does the country have {}?",
    },
    "fr": {
        "binding": "Le pays est-il partie à {} ?",
        "mandatory": "{} est-il obligatoire ?",
        "": "Le pays dispose-t-il de {} ?",
    },
}
"""By what is asked. No country is named: whose cell it is, its document tells."""


def read(label: str, unit: Unit, language: str, tone: Tenor | None) -> tuple[Stance, Stance]:
    """Read what a unit says to its label put as a question: by rules alone, and with its tenor.

    ``tone``: of the unit, if it counts.
    """
    said = predicates.said(polarity.read(value(unit)).words)
    predicate = _asked_of(label, value(unit), language)
    if predicate == "binding" and "reservation" in said and "binding" not in said:
        return "states", "states"  # "No reservations were made" neither joins nor leaves a treaty
    question, asked = pose(label, predicate, _spoken(language))
    return stances(question, unit, asked, language, tone)


def is_presupposed(label: str, unit: Unit, language: str) -> bool:
    """Whether a unit takes for granted what its label names, whatever it denies of it."""
    said = value(unit)
    question, asked = pose(label, _asked_of(label, said, language), _spoken(language))
    return presupposition.is_presupposed(question, said, asked, language)


def question(label: str, text: str, language: str) -> Question:
    """Give the question that a label puts to a text below it."""
    return pose(label, _asked_of(label, text, language), _spoken(language))[0]


def tone(unit: Unit, language: str) -> Tenor | None:
    """Read what a sentence says of its matter, by its words; None of a field's short value."""
    said = value(unit)
    return tenor.read(said, language, labelled=bool(unit.label)) if is_prose(said) else None


def is_prose(said: str) -> bool:
    """Whether a text is one or several sentences rather than a field's value."""
    is_long = said.count(" ") + 1 >= _FEWEST_WORDS
    opening = said.partition("\n")[0]
    if leads_in(opening) and CLAUSE.search(opening):
        return True  # and then its list
    closed = ends_sentence(_BRACKET.sub("", said))  # "35% (2023 est.)" is no sentence
    return closed and (is_long or CLAUSE.search(said) is not None)


def is_plain(label: str, text: str) -> bool:
    """Whether a label asks for no more than that a thing exists, and a text tells of it whole."""
    return _predicate(label, ()) == "" and not polarity.read(text).partial


def read_alone(unit: Unit) -> Literal["yes", "no"]:
    """Read whether a unit affirms or denies, whatever its label: "Mali has no such programme"."""
    denied = [word.denied and not word.phrasal for word in polarity.read(value(unit)).words]
    return "no" if sum(denied) * 2 > len(denied) else "yes"


def _said_of(label: str, text: str, language: Language) -> Collection[str]:
    """Tell which predicates the clauses state that hold most of a label's words."""
    whole, clauses = predicates.said(polarity.read(text).words), _CLAUSES.split(text)
    if len(clauses) == 1 or whole.keys().isdisjoint(("binding", "mandatory")):
        return whole
    asked = words(label, language)
    held = [asked.met_by(stems(clause, language), language).share() for clause in clauses]
    if max(held) == 0:
        return whole
    best = " ".join(c for c, share in zip(clauses, held, strict=True) if share == max(held))
    return predicates.said(polarity.read(best).words)


def says_yes(text: str, language: str) -> bool:
    """Whether a field's value only says how a thing stands: "✓", "Ratified", "Active since 2010".

    That is, whether it has no words but those that carry a statement.
    """
    said = predicates.said(polarity.read(text).words)
    if _YES.match(fold(text)) or not said.keys().isdisjoint(("binding", "mandatory")):
        return True
    terms = [term for term in words(text.lower(), language).terms if not term.stem[0].isdigit()]
    working = _WORKING.search(fold(text)) is not None
    return bool(terms) and all(term.is_light or (working and not term.is_name) for term in terms)


@lru_cache(maxsize=50_000)
def words(label: str, language: str) -> Asked:
    """Give the words of a label, as those of a question."""
    asked, frame = (pose(each, "", _spoken(language))[1] for each in (label, ""))
    known = {term.stem for term in frame.terms}
    return Asked(tuple(t for t in asked.terms if t.stem not in known), asked.language)


@lru_cache(maxsize=20_000)
def pose(label: str, predicate: Predicate, language: Language) -> tuple[Question, Asked]:
    """Put a label as a yes/no question, in the language that it is written in."""
    question = alone(_FORMS[language][predicate].format(labels.general(label)), language)
    return question, asked_words(question, _even, (language,))


def _even(_stem: str) -> float:
    # A cell must not change with what other documents say, so rarity has no say.
    return 1.0


def _asked_of(label: str, text: str, language: str) -> Predicate:
    return _predicate(label, _said_of(label, text, _spoken(language)))


def _predicate(label: str, said: Collection[str]) -> Predicate:
    """Tell what there is to ask besides whether the thing exists."""
    if _TREATY.search(fold(label)):  # an optional protocol, too
        return "binding"
    if "mandatory" in said:
        return "mandatory"
    return "binding" if "binding" in said else ""


def _spoken(language: str) -> Language:
    return "fr" if language == "fr" else "en"
