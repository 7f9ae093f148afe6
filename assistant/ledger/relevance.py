"""Whether what stands under a label speaks of it, or of something beside it."""

import re

from assistant import countries, polarity
from assistant.chunking import Unit
from assistant.chunking.sentence import leans_back
from assistant.fitting import tells_aside
from assistant.ledger import posing
from assistant.ledger.topics import Topic
from assistant.matching import stems
from assistant.spelling import fold
from assistant.stance import value

_HOLDS = 0.3
"""Share of its label's words from which on a sentence is about it."""

_HOLDS_MUCH = 0.5
"""The same for one that says of it that it is so, or not, in words that no rule knows."""

_LEADS = 3
"""Words within which a sentence names its country, where that is what it speaks of."""

LONGEST_STATUS = 60
"""Characters of a field that says of a thing how it stands, rather than tells of it."""

_OF_ITSELF = re.compile(
    r"(?:this|the)\ (?:profile|page|part|section|report|chapter|document|banner)\b"
    r"|a\ banner\b|(?:cette|ce|le|la)\ (?:profil|page|section|partie|rapport|chapitre|document"
    r"|bandeau)\b"
)
_HAS = re.compile(
    r"\b(?:(?:has|have)(?:\ not)?\b(?!\ (?:\w+ly\ )?(?:\w+ed|been|taken|given|held|met|had|become"
    r"|made|said|also)\b)|does not have|do not have|there (?:is|are)|exists?|lacks?|no longer"
    r"|(?:is|are) (?:not )?(?:an? |one of )?(?:member|part(?:y|ies)|among)|belongs?"
    r"|il (?:n')?(?:y a|existe)|(?:ne )?dispose(?:nt)?|possede(?:nt)?|n'existe|n'a pas (?:de|d')"
    r"|(?:est|reste|demeure)(?: encore| toujours)? (?:depourvue?|demunie?|denuee?|membre|partie)\b)"
)
_THE_BODY = re.compile(
    r"(?:th(?:e|is)|l[ae]|ce|cette|l'|cet) ?(?:post|position|office|body|institution|poste|organe"
    r"|instance|organisme)\b(?= (?:was|is|has|had|never|remains|a|est|fut|reste|demeure|ne|n'))"
)
"""A general noun for what the label names, as "it" would be (Halliday and Hasan 1976, 6.1)."""
_SURVEYED = re.compile(r"\benquetes?\b.*\baupres\b")


def is_about(text: str, topic: Topic, unit: Unit) -> bool:
    """Whether a unit says what its label names, or leans on it for that."""
    said = value(unit)
    is_short = not posing.is_prose(said) and (unit.label or len(said) <= LONGEST_STATUS)
    if polarity.read(said).open or is_short or leans_back(said):
        return True
    return _held(text, topic, unit) >= _HOLDS


def names_it(text: str, topic: Topic, unit: Unit) -> bool:
    """Whether a unit holds much of what its label says."""
    return _held(text, topic, unit) >= _HOLDS_MUCH


def is_of(topic: Topic, unit: Unit) -> bool:
    """Whether a unit says what the country is, has or lacks, whatever words it has for it."""
    said = value(unit)
    folded = fold(said)
    if _HAS.search(folded) or _THE_BODY.match(folded):
        return True
    named = [m for m in countries.mentions(said) if m.code in topic.countries]
    return any(said[: mention.start].count(" ") < _LEADS for mention in named)


def is_aside(topic: Topic, unit: Unit) -> bool:
    """Whether a unit tells of an event or a publication, or of the document itself."""
    said = value(unit)
    if polarity.read(said).open:
        return False
    if tells_aside(said) and not tells_aside(topic.about):
        return not _states_before(topic, said)
    folded = fold(said).lstrip(" *_")
    if not (_OF_ITSELF.match(folded) or _SURVEYED.search(folded)):
        return False
    about, found = posing.words(topic.about, topic.language), stems(said, topic.language)
    return about.met_by(found, topic.language).share() < _HOLDS_MUCH  # "The report puts … at 12%"


def _states_before(topic: Topic, said: str) -> bool:
    """Whether a sentence speaks of its label before it comes to an event or a publication.

    "A debate on the strategy was held" does not, "a strategy, after years of debate" does.
    """
    texts = said.split()
    stop = next(n for n in range(1, len(texts) + 1) if tells_aside(" ".join(texts[:n])))
    before = " ".join(texts[: stop - 1])
    asked, found = posing.words(topic.about, topic.language), stems(before, topic.language)
    return bool(asked.met_by(found, topic.language).stems() or _HAS.search(fold(before)))


def _held(text: str, topic: Topic, unit: Unit) -> float:
    """Give the share of its label's words that a unit holds."""
    found = stems(_said(text, unit), topic.language)
    return posing.words(topic.about, topic.language).met_by(found, topic.language).share()


def _said(text: str, unit: Unit) -> str:
    lead = unit.lead_in or (0, 0)
    return f"{text[slice(*lead)]} {value(unit)}"
