"""What a unit of evidence says to a question: yes, no, a statement, or that the matter is open."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from assistant import dates, polarity, words
from assistant.chunking import Unit
from assistant.matching import MATCH, Asked, read_question, similarity
from assistant.polarity import Word, predicates
from assistant.question import Kind, Question
from assistant.spelling import fold

Stance = Literal["yes", "no", "states", "not_assessed", "unclear", "empty"]

CONTRADICTS = 0.34
"""Share of the matched words' weight that must be denied: one of three words turns a statement."""

_RULES = frozenset({"mandatory", "legal"})
"""Predicates that a condition limits; what exists, exists whatever it does "if the law permits"."""

FEWEST_OF_CONDITION = 2
"""Words of a condition; fewer are an aside: "if need be"."""

MET = 0.4
"""Share of a condition's words that a question which meets it holds."""

_SHORT = 60
"""Characters up to which a value that begins with "no" or "none" is taken for just that."""

_NONE = re.compile(
    r"\W*(?:no(?!\.? ?\d|-|\w| (?:later|more|less|fewer|earlier|sooner) than\b|\. ?[\d(])"
    r"|(?:none(?! other)|nil|neant|zero|never|jamais)\b|non(?!-|\w| (?:seulement|uniquement)\b)"
    r"|aucune?\b|0(?![.,]?\d)|n'existe|n\W*$|rien\b|nullement\b|[✗✘☒])"
)
_SOME = re.compile(r"\W*(?:yes\b|oui\b|[✓✔☑])")
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|every|each|always|entire(?:ly)?|tous|toutes|chaque|toujours)\b"
)
_ASKS_WHETHER_ASSESSED = re.compile(
    r"\b(?:assess|evaluat|review|measur|survey|examin|evalue|mesure)(?:ed?|ees?|er|ments?|ions?)?\b"
)

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million"
    "|billion|half|once|twice|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|cent|mille"
    "|milliard|moitie|none|no|aucun|zero"
)
_TYPES: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b"),
    "when": re.compile(
        r"\b(?:1\d{3}|20\d\d)s?\b|\b(?:january|february|march|april|may|june|july|august|september"
        r"|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre"
        r"|octobre|novembre|decembre|century|siecle|bc|ad)\b"
    ),
    "contact": re.compile(
        r"\+?\d[\d ()./-]{6,}|@|\bwww\.|https?:|\b(?:phone|tel|address|adresse|street|avenue|rue"
        r"|road|contact|box|bp)\b"
    ),
}
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|means?|refers to|stands? for|short for|defined|est|sont|etait|etaient"
    r"|designent?|signifient?|sigle|appelle)\b|[(:]"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_PERCENT_ASKED = re.compile(r"\b(?:percent\w*|share|proportion|pourcentage|part|taux|rate)\b")
_PERCENT = re.compile(r"%|\bper ?cent|\bpour ?cent|/1,?000|per 1,?000|\bpour mille")
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÉÈÀÂÎÔÛÇ][\w’'-]+")


def stance(question: Question, unit: Unit, asked: Asked, language: str) -> Stance:
    """Read what a unit, written in ``language``, says to the question."""
    reading = polarity.read(value(unit))
    if reading.open and _leaves_open(question, reading, asked, language):
        return reading.open
    if question.kind == "yes_no":
        verdict = _verdict(question, unit, asked, language)
        asks_rule = not _RULES.isdisjoint(predicates.asked(read_question(question)))
        bound = asks_rule and verdict != "states" and _binds(reading.condition, asked, language)
        return "unclear" if bound else verdict
    denies = _is_none(unit) or _contradicts(_telling(unit, asked, language), asked, language)
    return "no" if denies else "states"


def _verdict(
    question: Question, unit: Unit, asked: Asked, language: str
) -> Literal["yes", "no", "states"]:
    """Answer a yes/no question from a unit, as far as it does."""
    stated = polarity.read(value(unit))
    wanted = predicates.asked(read_question(question))
    said = predicates.said(stated.words)
    agreed = [said[name] == wanted[name] for name in wanted if said.get(name) is not None]
    if not all(agreed):
        return "no"
    if _is_none(unit):
        return _turned("no", asked)
    if _SOME.match(fold(value(unit))):
        return _turned("yes", asked)
    if agreed and len(agreed) == len(wanted):
        return "yes"
    if _says_nothing_of(wanted, said):
        return "states"
    if polarity.read(unit.text).partial:
        return "no" if _ASKS_FOR_ALL.search(fold(question.text)) else "states"
    return "no" if _contradicts(_telling(unit, asked, language), asked, language) else "yes"


def _says_nothing_of(wanted: Mapping[str, bool], said: Mapping[str, bool | None]) -> bool:
    """Whether a predicate is asked for that the unit leaves out, or states in part only."""
    if any(said.get(name, True) is None for name in wanted):
        return True
    if "binding" in wanted and "binding" not in said:
        return "signed" in said
    if "signed" in wanted and "signed" not in said:
        return said.get("binding") is False
    return any(name in predicates.STRICT and name not in said for name in wanted)


def _is_none(unit: Unit) -> bool:
    text = fold(value(unit))
    return bool(_NONE.match(text)) and (bool(unit.label) or len(text) < _SHORT)


def _telling(unit: Unit, asked: Asked, language: str) -> Sequence[Word]:
    """Give the words of a field that tell: its value's, if they hold a word of the question."""
    own = polarity.read(value(unit)).words
    if not unit.label or _held(own, asked, language) or _denies_most(own):
        return own
    return polarity.read(unit.text).words


def _binds(condition: str, asked: Asked, language: str) -> bool:
    """Whether what is said holds only under a condition that the question leaves open."""
    said = words.tokens(condition, language)
    return len(said) >= FEWEST_OF_CONDITION and asked.share_of(said, language) < MET


def _leaves_open(
    question: Question, reading: polarity.Reading, asked: Asked, language: str
) -> bool:
    """Whether what the unit leaves open is what was asked, not something said beside it."""
    if reading.open == "not_assessed" and _ASKS_WHETHER_ASSESSED.search(fold(question.text)):
        return False
    inside = [word for word in reading.words if word.in_open]
    beside = [word for word in reading.words if not word.in_open]
    if not inside or not beside:
        return True
    # "Whether …" comes before or after what says that it is open.
    return _held(inside, asked, language) >= _held(beside, asked, language) or any(
        word.text in ("whether", "si") for word in reading.words
    )


def _held(found: Sequence[Word], asked: Asked, language: str) -> float:
    """Give the weight of the question's words that some words hold."""
    strengths = asked.met_by(_stems(found, language), language).strengths
    return sum(t.weight for t, s in zip(asked.terms, strengths, strict=True) if s)


def value(unit: Unit) -> str:
    """Give the unit's text without its label."""
    return unit.text[unit.value_start - unit.start :]


def is_of_type(question: Question, text: str) -> bool:
    """Whether a text holds the kind of thing asked for: a number, a date, a name."""
    folded = fold(text)
    if question.kind == "number" and len(folded) > _SHORT // 2:
        folded = _YEAR.sub("", folded)
    if question.kind == "number" and _PERCENT_ASKED.search(fold(question.text)):
        short = len(folded) < _SHORT // 2
        return bool(_PERCENT.search(folded)) or (short and bool(re.search(r"\d", folded)))
    if question.kind in _TYPES:
        return bool(_TYPES[question.kind].search(folded))
    if question.kind == "definition":
        return bool(_DEFINES.search(folded))
    if question.kind in ("who", "where"):
        return bool(_NAME.search(text))
    return True


def stated_date(unit: Unit, passage_text: str, passage_start: int) -> str | None:
    """Find the date in the statement or in the note below it, "(data source: …, 2013)"."""
    note = ""
    if unit.note:
        note = passage_text[unit.note[0] - passage_start : unit.note[1] - passage_start]
    return dates.stated_in(unit.text) or dates.stated_in(note)


def _turned(verdict: Literal["yes", "no"], asked: Asked) -> Literal["yes", "no"]:
    """Turn the verdict round for a question that asks for an absence."""
    if asked.terms and all(term.denied for term in asked.terms):
        return "no" if verdict == "yes" else "yes"
    return verdict


def _contradicts(found: Sequence[Word], asked: Asked, language: str) -> bool:
    """Whether a unit denies what the question affirms, or affirms what it denies.

    Each of the question's words is looked up where the unit treats it as the question does, else
    where it does not; the denial counts when it hits a good part of what was matched.
    """
    said = [(stem, word.denied) for word in found for stem in _stems([word], language)]
    agreed = opposed = 0.0
    for term in asked.terms:
        best = {True: 0.0, False: 0.0}
        for stem, denied in said:
            strength = similarity(term.stem, asked.language, stem, language)
            best[denied == term.denied] = max(best[denied == term.denied], strength)
        if max(best.values()) < MATCH:
            continue
        if best[True] >= best[False]:
            agreed += term.weight
        else:
            opposed += term.weight
    if agreed + opposed == 0:
        return _denies_most(found) != any(term.denied for term in asked.terms)
    return opposed / (agreed + opposed) >= CONTRADICTS


def _stems(found: Sequence[Word], language: str) -> list[str]:
    return [stem for word in found for stem in _stems_of(word.text, language)]


@lru_cache(maxsize=20_000)
def _stems_of(word: str, language: str) -> tuple[str, ...]:
    return tuple(words.tokens(" ".join([word, *words.expand(word.upper())]), language))


def _denies_most(found: Sequence[Word]) -> bool:
    """For words that share none with the question: whether most of them are denied."""
    clausal = [word.denied and not word.phrasal for word in found]
    return bool(clausal) and sum(clausal) * 2 > len(clausal)
