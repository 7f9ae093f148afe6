"""What the fitted model says of sentences whose wordings the rules do not know."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant import encoder, tenor
from assistant.chunking import units
from assistant.conversation import understand
from assistant.matching import asked_words
from assistant.stance import stances
from assistant.types import Passage

OPEN = [
    ("en", "On the hotline, the ministries have told the team opposite things.", "unclear"),
    ("en", "Lawyers read the rules on the hotline in opposite ways.", "unclear"),
    ("en", "The hotline was not among the subjects that this round went into.", "not_assessed"),
    ("en", "The visiting team had no opportunity to study the hotline.", "not_assessed"),
    ("fr", "Les avis divergent fortement sur la plateforme.", "unclear"),
    ("fr", "La plateforme n'entrait pas dans le périmètre de la visite.", "not_assessed"),
]
PLAIN = [
    ("en", "The hotline answers calls at night and on holidays."),
    ("en", "There is no hotline."),
    ("en", "In Scotland the pharmacist writes prescriptions for most medicines."),
    ("fr", "La plateforme a reçu 412 signalements en 2021."),
    ("fr", "Aucune plateforme n'existe."),
]


@pytest.fixture(scope="module")
def reads():
    """Read a sentence with its vector, as the index holds it under a title."""
    loaded = encoder.load()

    def read(text, language):
        (vector,) = loaded.encode_documents([f"Mali\n{text}"])
        products = (tenor.directions(loaded.name) @ vector).tolist()
        return tenor.read(text, language, products=products)

    return read


@pytest.mark.parametrize(("language", "text", "expected"), OPEN)
def test_a_sentence_that_leaves_its_matter_open_is_known(reads, language, text, expected):
    told = reads(text, language)

    assert tenor.is_left_open("yes", told, sure=False)
    assert (told.unclear > told.not_assessed) is (expected == "unclear")


@pytest.mark.parametrize(("language", "text"), PLAIN)
def test_a_plain_statement_is_not_taken_for_an_open_one(reads, language, text):
    assert not tenor.is_left_open("yes", reads(text, language), sure=False)
    assert not tenor.is_left_open("yes", tenor.read(text, language), sure=False)


def test_probabilities_add_up_to_one_whatever_the_text():
    for text in ("", "?", "—", "x" * 5_000, "not " * 500, "١٢٣ \u202e"):
        told = tenor.read(text, "en", labelled=True)
        total = told.no + told.not_assessed + told.states + told.unclear + told.yes

        assert total == pytest.approx(1)


def test_vectors_of_another_encoder_are_not_multiplied():
    known = tenor.model()

    assert tenor.directions("some-encoder@123") is None
    assert tenor.directions(f"{known.encoder}+int8") is known.directions
    assert known.encoder == encoder.identity("multilingual-e5-small").partition("+")[0]


def test_products_with_a_vector_change_what_is_read():
    known = tenor.model()
    toward = known.directions[tenor.CLASSES.index("unclear")]
    products = (known.directions @ (toward / np.linalg.norm(toward))).tolist()
    text = "The hotline was the subject of a report."

    assert tenor.read(text, "en", products=products).unclear > tenor.read(text, "en").unclear


def test_the_model_is_small_and_whole():
    path = Path(tenor.__file__).with_name("tenor.json")
    fitted = json.loads(path.read_bytes())

    assert path.stat().st_size < 300_000
    assert len(fitted["directions"]) == len(fitted["heights"]) == len(tenor.CLASSES)
    assert len(fitted["shape"]) == len(tenor.SHAPE)


def _said(question, text, told, label=""):
    asked = understand(question)
    terms = asked_words(asked, lambda stem: 1.0, ["en"])
    place = Passage("a.md", 0, len(text), text, (label,), (), "en")
    (unit,) = units(place)
    return stances(asked, unit, terms, "en", told)[1]


HOTLINE = "Does Mali have a hotline?"
DOUBTFUL = tenor.Tenor(no=0.05, not_assessed=0.1, states=0.1, unclear=0.7, yes=0.05)
DENYING = tenor.Tenor(no=0.8, not_assessed=0.0, states=0.1, unclear=0.0, yes=0.1)
AFFIRMING = tenor.Tenor(no=0.05, not_assessed=0.0, states=0.1, unclear=0.0, yes=0.85)


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("The hotline is a subject on which ministries quarrel.", DOUBTFUL, "unclear"),
        ("The hotline went the way of the budget.", DENYING, "states"),
        ("The hotline works.", AFFIRMING, "yes"),
        ("The hotline works.", None, "yes"),
        ("Hotline: Yes", DOUBTFUL, "yes"),
        ("Hotline: Not yet assessed", AFFIRMING, "not_assessed"),
        ("Mali has a hotline, but its budget is unclear.", DOUBTFUL, "yes"),
        ("The progress of the hotline is not measured.", DOUBTFUL, "yes"),
    ],
)
def test_the_model_has_its_say_where_the_rules_know_no_cue(text, told, expected):
    assert _said(HOTLINE, text, told) == expected


def test_a_verdict_on_an_end_or_an_absence_is_left_to_the_rules():
    ended = "Has Mali abolished the death penalty?"

    assert _said(ended, "The death penalty was abolished in 2010.", DENYING) == "yes"
    assert _said("Does Mali lack a hotline?", "Mali has no hotline.", DENYING) == "yes"
