"""What a unit of evidence says to a question, in English and French."""

from collections import Counter
from functools import lru_cache
from random import Random

import pytest

from assistant.chunking import units
from assistant.conversation import understand
from assistant.fitting import is_of_type
from assistant.matching import asked_words
from assistant.question import alone
from assistant.stance import stance
from assistant.types import Passage
from benchmarks.synthetic.wording import (
    THINGS,
    VERDICTS,
    asking,
    countries,
    fill,
    indicators,
    slots,
    wordings,
)


def says(question, text, language="en", section=()):
    """The stance of the first unit of a text to a question, every word being equally rare."""
    asked, terms = _asked(question, language)
    return stance(asked, _unit(text, language, section), terms, language)


@lru_cache
def _asked(question, language):
    asked = understand(question)
    return asked, asked_words(asked, lambda stem: 1.0, [language])


@lru_cache(maxsize=10_000)
def _unit(text, language, section):
    return units(Passage("a.md", 0, len(text), text, section, ("MLI",), language))[0]


HAS_CIRT = "Does Mali have a national CIRT?"
PARTY = "Is Mali a party to the Budapest Convention?"
RESERVED = "Has Mali made any reservations to the Convention?"
ACCEDED = (
    "Mali acceded in 1990, with no reservations or statements on articles 5, 7(a) and 9, "
    "to the Convention on the Rights of the Child."
)
SIGNED = "Mali signed the Budapest Convention in 2000 but has not ratified it."
SIM = "Is SIM registration mandatory in Mali?"
A_CIRT = "Le Mali a-t-il un CIRT national ?"

ENGLISH = [
    (HAS_CIRT, "Mali still does not have a recognised national CIRT.", "no"),
    (HAS_CIRT, "Mali is no longer without a national CIRT.", "yes"),
    (HAS_CIRT, "National CIRT: In place since 2007", "yes"),
    (HAS_CIRT, "National CIRT: Yes, since 2007", "yes"),
    (HAS_CIRT, "National CIRT: None", "no"),
    (HAS_CIRT, "National CIRT: Does not exist", "no"),
    (HAS_CIRT, "National CIRT: Not Yet Assessed", "not_assessed"),
    (HAS_CIRT, "National CIRT: n/a", "not_assessed"),
    (HAS_CIRT, "National CIRT: —", "empty"),
    (HAS_CIRT, "National CIRT: ....", "empty"),
    (HAS_CIRT, "It is unclear whether Mali has a national CIRT.", "unclear"),
    (HAS_CIRT, "Mali has a national CIRT but no cybersecurity strategy.", "yes"),
    (HAS_CIRT, "Mali has a national CIRT, but its budget is unclear.", "yes"),
    ("Does Mali have a strategy?", "Mali has a national CIRT but no strategy.", "no"),
    ("Does Mali have a data protection law?", "There is no data protection law.", "no"),
    ("Has Mali assessed its cyber risks?", "Cyber risks have not been assessed.", "no"),
    # The question may ask for an absence, or be put in the negative.
    ("Does Mali lack a national CIRT?", "Mali does not have a national CIRT.", "yes"),
    ("Does Mali lack a national CIRT?", "Mali has a national CIRT.", "no"),
    ("Is it true that Mali has no national CIRT?", "Mali does not have a national CIRT.", "yes"),
    ("Doesn't Mali have a national CIRT?", "Mali does not have a national CIRT.", "no"),
    ("Does Mali not have a national CIRT?", "Mali does not have a national CIRT.", "no"),
    ("Doesn't Mali have a national CIRT?", "Mali has a national CIRT.", "yes"),
    # Treaties.
    ("Has Mali acceded to the Convention on the Rights of the Child?", ACCEDED, "yes"),
    ("Has Mali made any reservations to the Convention on the Rights of the Child?", ACCEDED, "no"),
    (RESERVED, "Mali ratified the Convention in 2000 with a reservation to article 4.", "yes"),
    (RESERVED, "Mali ratified the Convention in 2000.", "states"),
    ("Did Mali ratify it without reservation?", "Mali ratified it with a reservation.", "no"),
    (PARTY, SIGNED, "no"),
    ("Has Mali ratified the Budapest Convention?", SIGNED, "no"),
    ("Has Mali signed the Budapest Convention?", SIGNED, "yes"),
    (PARTY, "Budapest Convention: Signed in 2000, not ratified", "no"),
    ("Has Mali signed the Budapest Convention?", "Signed in 2000, not ratified", "yes"),
    (PARTY, "Mali signed the Budapest Convention in 2000.", "states"),
    (PARTY, "Mali withdrew from the Budapest Convention.", "no"),
    # Opposites.
    (SIM, "SIM registration is not mandatory.", "no"),
    (SIM, "SIM registration: Optional", "no"),
    ("Is SIM registration optional in Mali?", "SIM registration is mandatory.", "no"),
    ("Is gambling legal in Mali?", "Gambling is prohibited.", "no"),
    ("Is gambling legal in Mali?", "Gambling is not prohibited.", "yes"),
    ("Is gambling banned in Mali?", "Gambling is illegal in Mali.", "yes"),
    ("Is the register public?", "The register is private.", "no"),
    ("Is the cybercrime act in force?", "The cybercrime act was repealed in 2010.", "no"),
    ("Is a national CIRT mandatory in Mali?", "Mali does not have a national CIRT.", "states"),
    ("Is the authority independent?", "The authority was established in 2013.", "states"),
    # Quantities.
    ("Are all schools online?", "Not all schools are online.", "no"),
    ("Are schools online?", "Not all schools are online.", "states"),
    ("Does Mali have a coast?", "Coast: 0 km (landlocked)", "no"),
    ("Is there a decree?", "Decree: No. 12 of 2004", "yes"),
    ("Is there a deadline?", "Deadline: no later than May", "yes"),
    ("Is there a hotline?", "Hotline: non-profit, since 2009", "yes"),
]
FRENCH = [
    (A_CIRT, "Le Mali ne dispose pas d'un CIRT national.", "no"),
    (A_CIRT, "Depuis 2010, le Mali n'est plus dépourvu de CIRT national.", "yes"),
    (A_CIRT, "CIRT national : Oui, depuis 2007", "yes"),
    (A_CIRT, "CIRT national : Non", "no"),
    (A_CIRT, "CIRT national : Néant", "no"),
    (A_CIRT, "CIRT national : Pas encore évalué", "not_assessed"),
    (A_CIRT, "CIRT national : Données non disponibles", "not_assessed"),
    (A_CIRT, "On ne sait pas si le Mali a un CIRT national.", "unclear"),
    (A_CIRT, "Le Mali ne dispose que d'un CIRT national.", "yes"),
    ("Le Mali n'a-t-il pas de CIRT national ?", "Le Mali n'a pas de CIRT national.", "no"),
    ("Le Mali n'a-t-il pas de CIRT national ?", "Le Mali a un CIRT national.", "yes"),
    ("Est-il vrai que le Mali n'a pas de CIRT ?", "Le Mali n'a pas de CIRT.", "yes"),
    ("L'enregistrement est-il obligatoire ?", "L'enregistrement est facultatif.", "no"),
    ("Les jeux sont-ils autorisés au Mali ?", "Les jeux sont interdits.", "no"),
    ("Toutes les écoles sont-elles connectées ?", "Pas toutes les écoles sont connectées.", "no"),
    ("Le Mali a-t-il émis des réserves ?", "Le Mali a adhéré, sans réserve, au traité.", "no"),
    ("Le Mali est-il partie au traité ?", "Le Mali a adhéré, sans réserve, au traité.", "yes"),
    ("Le Mali a-t-il une loi ?", "Une loi a été promise mais jamais adoptée.", "no"),
]


@pytest.mark.parametrize(("question", "text", "expected"), ENGLISH)
def test_english_evidence_takes_a_stance(question, text, expected):
    assert says(question, text) == expected


@pytest.mark.parametrize(("question", "text", "expected"), FRENCH)
def test_french_evidence_takes_a_stance(question, text, expected):
    assert says(question, text, "fr") == expected


@pytest.mark.parametrize(
    ("question", "text", "language", "expected"),
    [
        (A_CIRT, "Mali does not have a national CIRT.", "en", "no"),
        (HAS_CIRT, "Le Mali dispose d'un CIRT national.", "fr", "yes"),
        (SIM, "L'enregistrement des cartes SIM est facultatif.", "fr", "no"),
        (HAS_CIRT, "Pas encore évalué", "fr", "not_assessed"),
    ],
)
def test_the_languages_of_question_and_evidence_may_differ(question, text, language, expected):
    assert says(question, text, language) == expected


AUDITS = "An annual audit of networks"
CODE = "the Malabo Convention"


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        # What asks for a rule, or whether a treaty holds, in words of many uses.
        (
            "Does the law impose an annual audit of networks?",
            f"{AUDITS} is recommended only.",
            "no",
        ),
        ("Does any law demand an annual audit of networks?", f"{AUDITS} is voluntary.", "no"),
        ("Is an annual audit of networks prescribed by law?", "Without binding force", "no"),
        ("Is an annual audit of networks a legal duty?", f"{AUDITS} is left to choice.", "no"),
        ("La loi impose-t-elle un audit annuel des réseaux ?", f"{AUDITS} is optional.", "no"),
        ("Un audit annuel est-il de rigueur ?", f"{AUDITS} may not be dispensed with.", "yes"),
        ("Does the law impose a fine on operators?", "Operators pay a fine of 100 dollars.", "yes"),
        (f"Does {CODE} apply to Mali?", f"Mali withdrew from {CODE} in 2010.", "no"),
        (f"Is {CODE} in force for Mali?", "Signature only (2006)", "no"),
        (f"Does {CODE} bind Mali?", "Signed in 2003, ratification is still pending", "no"),
        (f"Does Mali count among the parties to {CODE}?", f"Mali denounced {CODE}.", "no"),
        (
            f"Is Mali a party to {CODE} with or without reservations?",
            f"Mali ratified {CODE} with a reservation.",
            "yes",
        ),
        (
            f"Has Mali reservations to {CODE}?",
            f"Mali is a party to {CODE} (reservations: none).",
            "no",
        ),
        (
            f"Does Mali have reservations to {CODE}?",
            f"Mali is not bound by article 3 of {CODE}, on which it made a reservation.",
            "yes",
        ),
        (
            f"Has Mali ratified {CODE}?",
            f"{CODE}: No reservation accompanied the ratification of {CODE} by Mali.",
            "yes",
        ),
        # What ends, or comes to nothing, further on.
        ("Has Mali a strategy?", "Mali promised a strategy in 2013; nothing has come of it.", "no"),
        ("Has Mali a strategy?", "Mali wrote a strategy but never approved it.", "no"),
        ("Has Mali a strategy?", "Mali looked for a strategy abroad: there is none.", "no"),
        (
            "Has Mali a law?",
            "The decree provides for a law, yet Mali still goes without one.",
            "no",
        ),
        ("Has Mali a law?", "A law on data is at the stage of a preliminary draft bill.", "no"),
        ("Has Mali a helpline?", "The helpline that Mali announced was never established.", "no"),
        ("Has Mali a helpline?", "A helpline was provided for but never opened.", "no"),
        ("Has Mali a helpline?", "Mali plans to open a helpline, but has not done so.", "no"),
        (
            "Has Mali a helpline?",
            "Not for a day since 2015 has Mali been without a helpline.",
            "yes",
        ),
        ("Has Mali a strategy?", "The wait came to an end when a strategy was adopted.", "yes"),
        ("Has Mali a strategy?", "A strategy was approved in 1996 and expires in 2030.", "yes"),
        ("Has Mali a strategy?", "The existence of a strategy in Mali is beyond dispute.", "yes"),
        (
            "Has Mali a strategy?",
            "On the point whether Mali has a strategy, the authorities are irreconcilable.",
            "unclear",
        ),
        (
            "Is there a programme to share assets between the public and the private sector?",
            "Mali has no programme to share assets within the public and the private sector.",
            "no",
        ),
        # A treaty's name asks for nothing.
        (
            "Has Mali made declarations on article 3 of the Optional Protocol?",
            "Regarding article 3 of the Optional Protocol, Mali made no declarations.",
            "no",
        ),
        (
            "Le Mali a-t-il émis des déclarations sur l'article 3 du Protocole facultatif ?",
            "Regarding article 3 of the Optional Protocol, Mali made no declarations.",
            "no",
        ),
        # That there are no reservations to a treaty denies no more than these.
        (
            "Has Mali ratified the Convention on the Rights of the Child?",
            "Mali made no reservations to article 16 of the Convention on the Rights of the Child.",
            "states",
        ),
        (
            "Has Mali signed the Convention on the Rights of the Child?",
            "Mali made no reservations to article 16 of the Convention on the Rights of the Child.",
            "states",
        ),
        (
            "Did Mali sign the Convention on the Rights of the Child?",
            "Mali made no reservations to article 16 of the Convention on the Rights of the Child.",
            "states",
        ),
        (
            "Is sign language recognised by the law of Mali?",
            "The law of Mali recognises sign language.",
            "yes",
        ),
        (
            "Le Mali a-t-il ratifié la Convention ?",
            "Mali acceded to the Convention and made no reservations.",
            "yes",
        ),
        (
            "Has Mali made reservations to the Convention?",
            "Mali made no reservations to article 16 of the Convention on the Rights of the Child.",
            "no",
        ),
        # A question in a source states nothing.
        ("Has Mali an ombudsman?", "An ombudsman for children?", "states"),
    ],
)
def test_what_is_asked_and_told_in_many_words_takes_a_stance(question, text, expected):
    assert says(question, text, "en") == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("En dessous de quel âge un enfant échappe-t-il aux poursuites au Mali ?", "number"),
        ("Can you name the focal point of Mali for cybersecurity?", "open"),
        ("Do you have a number for the share of the population of Mali online?", "number"),
    ],
)
def test_a_question_that_begins_like_one_for_yes_or_no_may_ask_for_a_value(text, kind):
    assert alone(text).kind == kind


def test_a_value_under_its_heading_takes_a_stance():
    assert says(HAS_CIRT, "Not in place", section=("Cybersecurity", "National CIRT")) == "no"


def test_a_question_for_a_value_gets_a_statement():
    assert says("What is the population of Mali?", "Population: 16,319,000 (2014)") == "states"


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("How many schools are there?", "There are 120 schools.", True),
        ("How many schools are there?", "There are schools in every town of the country.", False),
        ("What percentage of people is online?", "About 2.3% were online in 2013.", True),
        ("What percentage of people is online?", "In 2013, 400,000 people were online.", False),
        ("When was it adopted?", "It was adopted in May 2010.", True),
        ("When was it adopted?", "It was adopted unanimously.", False),
        ("Who runs it?", "It is run by Amina Diarra.", True),
        ("Who runs it?", "it is run by volunteers", False),
    ],
)
def test_evidence_holds_the_kind_of_thing_asked_for(question, text, fits):
    assert is_of_type(understand(question), text) is fits


def _phrasings(indicator, language):
    """Every seen wording of an indicator: (what it says, wording)."""
    table = wordings("seen", language)
    own, short = table[indicator.kind], table["short"]
    for status in ("yes", "no"):
        shared = table["thing"][status] if indicator.kind in THINGS else []
        yield from ((status, each) for each in shared + own[status])
        yield from ((status, each) for each in short[f"{indicator.family}_{status}"])
    for status in ("unclear", "not_assessed"):
        yield from ((status, each) for each in table[status] + short[status])
    yield from (("empty", each) for each in short["empty"])
    yield from (("yes", each) for key in _RESERVED for each in own.get(key, ()))


_RESERVED = {"yes_reserved": "yes", "yes_unreserved": "no"}


def _asked_of(indicator, asked, told):
    """Questions on an indicator, each with the wordings that answer it."""
    ask = wordings("seen", asked)["ask"]
    answers = list(_phrasings(indicator, told))
    yield from ((question, answers) for question in ask[indicator.family])
    if indicator.kind == "treaty":
        own = wordings("seen", told)["treaty"]
        answers = [(status, each) for key, status in _RESERVED.items() for each in own[key]]
        yield from ((question, answers) for question in ask["reservations"])


@pytest.mark.parametrize("asked_in", ["en", "fr"])
@pytest.mark.parametrize("told_in", ["en", "fr"])
@pytest.mark.parametrize("as_field", [True, False], ids=["field", "under a heading"])
def test_the_wordings_of_the_synthetic_profiles_are_understood(told_in, asked_in, as_field):
    seen, wrong = 0, Counter()
    country = countries()[0]
    for indicator in (each for each in indicators() if each.kind in VERDICTS):
        told = slots(country, indicator, told_in, Random(1))
        inquired = asking(slots(country, indicator, asked_in, Random(1)), indicator, asked_in)
        for wording, answers in _asked_of(indicator, asked_in, told_in):
            question = fill(wording, inquired)
            for expected, answer in answers:
                text, label = fill(answer, told), told["label"]
                if as_field:
                    text = f"{label}: {text}"
                got = says(question, text, told_in, () if as_field else (label,))
                seen += 1
                wrong[question, text, expected, got] += got != expected
    failures = [key for key, count in wrong.items() if count]

    assert seen > 4_000
    assert len(failures) <= 0.01 * seen, failures[:20]
