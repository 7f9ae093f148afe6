"""Which of a question's words a text holds, whatever the language and the wording of either."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant import lexicon, polarity, words
from assistant.question import Question, is_about_time
from assistant.types import Language

MATCH = 0.7
"""Two words count as matching from this similarity on: more than related (``lexicon``)."""

LIGHT = 0.2
"""Weight of words that only carry a question or statement, beside those that say what about."""

UNTRANSLATED = 0.5
"""Weight of a word that may be missing from the lexicon rather than from the evidence."""

# What a statement of status may be put with; folded.
_LIGHT_WORDS = """
make made enter entered issue issued take taken give given hold held get put set place exist
exists existing adopt adopted establish established create created introduce introduced provide
provides provided operate operates operated run appoint appointed enact enacted pass passed
designate designated formulate formulated express expressed officially official recognised
recognized formal formally force effect part party bound particular specific kind type sort main
country state nation government figure stated stand stands require requires required exige exiger
exigee comment reported report according source sources number total indicate indicated find found
located called named name use used using per across whole currently status regarding concerning
respect terms way dispose disposent existe existent possede possedent doter dote dotee adopte
adoptee etabli etablie cree creee instaure instauree prevoit prevue prevu formule formulee emis
emise emettre fait faite faire mis mise vigueur nomme nommee designe designee officiellement
officiel officielle reconnu reconnue reconnus partie parties liee lie pays etat gouvernement chiffre
indique selon nombre totale quelconque propre sujet propos matiere concernant trouve situe situee
appelle appele nom compte comporte become becomes became describe described lie lies live lives
devenu devenue devient devenir decrit decrite vit vivent y a-t-il existe-t-il donne donnee
inside amongst alongside towards
deal deals dealt dealing govern governs governed pertain pertains pertaining concern concerns
concerned relate relates lack lacks lacked lacking devoid absence absent missing regit regissent
concerne concernent porte portent depourvu depourvue depourvus denue denuee manque manquent
manque-t-il
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
_NEXT_PHRASE_WORDS = """
of for to on in by with against under at from as about between that which who and or than per
d de du des pour sur dans en par avec contre au aux qui que et ou entre chez
"""
_NEXT_PHRASE = frozenset(_NEXT_PHRASE_WORDS.split())
_CLASSES_WORDS = """
organisation organisations organization organizations institution institutions body bodies agency
agencies entity entities person people date dates year years month day source sources number name
title reason organisme organismes entite entites agence agences personne personnes annee mois jour
nom motif
"""
_CLASSES = frozenset(_CLASSES_WORDS.split())
"""What stands behind "which": its instance is asked for, not the word."""
_WHICH = frozenset({"which", "what", "quel", "quelle", "quels", "quelles", "lequel", "laquelle"})
_AUXILIARY_WORDS = """
does do did is are was were has have had can could may might must shall should will would
"""
_AUXILIARY = frozenset(_AUXILIARY_WORDS.split())
"""What a thing asked for ends before: "which penalty does the article …"."""
_MEASURES_WORDS = """
percentage percent share proportion rate number amount level total value figure date year name
title address pourcentage part proportion taux nombre montant niveau total valeur chiffre date
annee nom titre adresse
"""
_MEASURES = frozenset(_MEASURES_WORDS.split())
_COMPARES = re.compile(r"compar(?:e|es|ed|ing|ison|er|ez|ons|aison)$|versus$|vs$|contrast$")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
"""By which a law is known: a source may leave it out."""
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|on|ce)$")
_PARTICIPLE = re.compile(r"\w{3}(?:ed|ing)$")
_NEGATIVE_INTERROGATIVE = re.compile(
    r"(?<=\w)n['’]t\b(?=[^?]*\?)|\b[Nn]['’e] ?(?=\w+(?:-t)?-(?:il|elle|ils|elles|on|ce)\b)"
    r"|(?:(?<=-il)|(?<=-on)|(?<=-ce)|(?<=-elle)|(?<=-ils)|(?<=-elles)) pas\b"
)
_ASKED_WITH_NOT = re.compile(
    r"^((?:does|do|did|is|are|was|were|has|have|had)\b(?:(?!\bthat\b)[^?,;])*?)\bnot\b(?! only)",
    re.IGNORECASE,
)

_RELATIVE_NOT = re.compile(
    r"\b((?:who|that|which)(?: \w+){1,2}?) not\b|\b(qui) (?:ne |n['’])(\w+) pas\b", re.IGNORECASE
)
"""Denies what somebody is, not what is asked of them: "a person who is not married"."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that evidence must hold."""

    stem: str
    weight: float
    """Its idf in the index, less for words that carry no meaning of their own."""
    denied: bool
    """The question itself denies it: "without reservations"."""
    is_head: bool = False
    """What the question is about in a word: "strategy" of "a national cybersecurity strategy"."""
    is_light: bool = False
    """Only carries the question or statement: "adopted"."""
    is_name: bool = False
    """Written as a name, or a number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question, with the language that they are in."""

    terms: tuple[Term, ...]
    language: Language
    _known: dict[tuple[str, str], tuple[tuple[int, float], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What ``matches`` gave: a question is held against the same stems many times."""
    _leads: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """By language, as ``lexicon.leads`` gives them."""

    def matches(self, stem: str, language: str) -> tuple[tuple[int, float], ...]:
        """Give the places of the terms that a stem matches, ascending, with how surely."""
        known = self._known.get((stem, language))
        if known is None:
            own = _counted_as(language)
            met = (lexicon.similarity(t.stem, self.language, stem, own) for t in self.terms)
            known = tuple((place, s) for place, s in enumerate(met) if s >= MATCH)
            self._known[stem, language] = known
        return known

    def alike(self, stems: Sequence[str], language: str) -> list[str]:
        """Leave out most of the stems that match no term, which takes less time than to look."""
        if language not in self._leads:
            own = [term.stem for term in self.terms]
            self._leads[language] = lexicon.leads(own, self.language, _counted_as(language))
        leads = self._leads[language]
        return [stem for stem in stems if stem[:1] in leads or stem in leads]

    def met_by(self, stems: Sequence[str], language: str) -> "Met":
        """Look the words up in a text's stems."""
        best = [0.0] * len(self.terms)
        for stem in self.alike(stems, language):
            for place, strength in self.matches(stem, language):
                if strength > best[place]:
                    best[place] = strength
        return Met(self, tuple(best))

    def share_of(self, stems: Sequence[str], language: str) -> float:
        """Give the share of a label's words that the question holds, in [0, 1].

        "Population" is asked by "What is the population?", "Population growth" only by half.
        """
        met = (self.matches(stem, language) for stem in self.alike(stems, language))
        held = [max(strength for _, strength in each) for each in met if each]
        return sum(held) / len(stems) if stems else 0.0


@dataclass(frozen=True, slots=True)
class Met:
    """How well a text holds the words of a question."""

    asked: Asked
    strengths: tuple[float, ...]
    """Per word the best similarity, 0 where there is none."""

    def share(self) -> float:
        """Give the weight of the words met over the weight of all, in [0, 1]."""
        total = sum([term.weight for term in self.asked.terms])
        return sum([t.weight * s for t, s in self._pairs()]) / total if total else 0.0

    def missing(self) -> float:
        """Give the weight of the heaviest word not met over the heaviest of all, in [0, 1]."""
        heaviest = max((term.weight for term in self.asked.terms), default=0.0)
        lost = max((t.weight * (1 - s) for t, s in self._pairs()), default=0.0)
        return lost / heaviest if heaviest else 0.0

    def head(self) -> float:
        """Give how well the question's head is met, in [0, 1]; 1 where it has none."""
        return max((s for t, s in self._pairs() if t.is_head), default=1.0)

    def light(self) -> float:
        """Give how well the words that carry the question are met, in [0, 1]; 1 without any."""
        return max((s for t, s in self._pairs() if t.is_light), default=1.0)

    def names_missing(self) -> float:
        """Give the share of the question's names and numbers that are not met, in [0, 1]."""
        found = [s for t, s in self._pairs() if t.is_name]
        return sum(1 - s for s in found) / len(found) if found else 0.0

    def stems(self) -> frozenset[str]:
        """Give the words that are met."""
        return frozenset(t.stem for t, s in self._pairs() if s)

    def __or__(self, other: "Met") -> "Met":
        """Take of each word the better of two texts."""
        return Met(self.asked, tuple(map(max, self.strengths, other.strengths)))

    def _pairs(self) -> Iterable[tuple[Term, float]]:
        return zip(self.asked.terms, self.strengths, strict=True)


def _counted_as(language: str) -> Language:
    return "fr" if language == "fr" else "en"


@lru_cache(maxsize=20_000)
def stems(text: str, language: str) -> tuple[str, ...]:
    """Give the stems of a text and of what its acronyms stand for, each once."""
    return tuple(dict.fromkeys(words.tokens(" ".join([text, *words.expand(text)]), language)))


def asked_words(question: Question, idf: Callable[[str], float], languages: Sequence[str]) -> Asked:
    """Give the words that evidence must hold, each once, with the weight that rarity gives it.

    ``idf``: of a stem in the index, whose documents are in ``languages``. A word of another
    language weighs as its most common translation there.
    """
    found: dict[str, Term] = {}
    reading = read_question(question)
    classes = _asked_classes([word.text for word in reading])
    spoken = ["which" if i in classes else word.text for i, word in enumerate(reading)]
    head = _head(spoken, question.language)
    names = _names(question)
    for place, word in enumerate(reading):
        if (
            is_about_time(word.text)
            or _COMPARES.match(word.text)
            or word.text == str(question.year)
        ):
            continue
        is_light = _INVERTED.sub("", word.text) in _LIGHT or _YEAR.fullmatch(word.text)
        light = bool(is_light) or place in classes
        for stem in words.tokens(word.text, question.language):
            weight = _weight(stem, question.language, idf, languages) * (LIGHT if light else 1)
            is_head = place == head
            term = Term(stem, weight, word.denied, is_head, light, stem in names)
            found.setdefault(stem, term)
    return Asked(tuple(found.values()), question.language)


def read_question(question: Question) -> tuple[polarity.Word, ...]:
    """Read a question's words; "doesn't it have …?" asks as "does it have …?" does."""
    if question.counted:  # "which countries have not …" asks for those that have not
        return polarity.read(question.focus).words
    focus = _RELATIVE_NOT.sub(r"\1\2 \3", question.focus)
    focus = _ASKED_WITH_NOT.sub(r"\1", focus)
    return polarity.read(_NEGATIVE_INTERROGATIVE.sub("", focus)).words


def _asked_classes(folded: Sequence[str]) -> frozenset[int]:
    """Give the places of the words behind "which" that name the class of what is asked for."""
    found = set()
    for place, word in enumerate(folded):
        before = folded[max(0, place - _BEFORE_CLASS) : place]
        if word in _CLASSES and not _WHICH.isdisjoint(before):
            found.add(place)
    return frozenset(found)


_BEFORE_CLASS = 3
"""Words between "which" and its noun, and itself: "which three national laws"."""

_NAME = re.compile(r"(?<!^)(?<![.!?] )(?:\b[A-ZÀ-Þ]|\d)[\w’'.-]*|\b[A-Z]{2,}\b")


def _names(question: Question) -> frozenset[str]:
    """Give the stems of what a question writes as a name, and of its numbers."""
    written = " ".join(_NAME.findall(question.focus))
    return frozenset(words.tokens(written, question.language))


def _weight(
    stem: str, language: Language, idf: Callable[[str], float], languages: Sequence[str]
) -> float:
    weights = [idf(stem)] if language in languages else []
    for other in languages:
        if other != language:
            translated = lexicon.translations(stem, language, "fr" if other == "fr" else "en")
            weights += [idf(each) for each in translated] or [UNTRANSLATED * idf(stem)]
    return min(weights, default=1.0)


def _head(folded: Sequence[str], language: Language) -> int:
    """Give the place of the noun that a question is about; -1 if there is none.

    In English it ends a phrase, in French it begins one. Of a phrase that only measures ("the
    share of …") or carries ("party to …") the next one counts.
    """
    phrases = _phrases(folded, language)
    for carried in (_LIGHT | _MEASURES, _MEASURES, frozenset[str]()):
        for phrase in phrases:
            heads = [(i, w) for i, w in phrase if w not in carried and not w.isdigit()]
            nouns = [i for i, w in heads if not _PARTICIPLE.search(w)] or [i for i, _ in heads]
            if nouns:
                return nouns[-1] if language == "en" else nouns[0]
    return -1


def _phrases(folded: Sequence[str], language: Language) -> list[list[tuple[int, str]]]:
    """Part a question at its prepositions and auxiliaries; give the words that count, placed."""
    phrases: list[list[tuple[int, str]]] = [[]]
    for place, word in enumerate(folded):
        bare = _INVERTED.sub("", word)
        if phrases[-1] and bare in _AUXILIARY:
            phrases.append([])
        if bare in _NEXT_PHRASE or bare.startswith(("d'", "l'", "s'")):
            phrases.append([])
            bare = bare[2:] if bare[1:2] == "'" else ""
        if bare and words.tokens(bare, language) and not is_about_time(bare):
            phrases[-1].append((place, bare))
    return phrases
