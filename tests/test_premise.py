"""What open questions take for granted, and sources that deny it."""

import pytest

from assistant import indexer
from assistant.corpus import Corpus
from assistant.pipeline import Assistant
from assistant.premise import is_denied, taken_for_granted
from assistant.question import alone


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("Who leads the CIRT of Mali?", "Does the CIRT of Mali exist?"),
        ("Who is the director of Mali's CSIRT?", "Does Mali's CSIRT exist?"),
        ("Who is in charge of the agency?", "Does the agency exist?"),
        ("What is the phone number of the helpline?", "Does the helpline exist?"),
        ("When was the national strategy adopted?", "Does the national strategy exist?"),
        ("Since when has Mali had a CIRT?", "Does a CIRT exist?"),
        ("Qui dirige le CIRT du Mali ?", "le CIRT du Mali existe-t-il ?"),
        ("Quel est le numéro de téléphone de l'agence ?", "l'agence existe-t-il ?"),
        ("Quand la stratégie a-t-elle été adoptée ?", "la stratégie existe-t-il ?"),
        ("Où se trouve le siège de l'Œuvre ?", "le siege de l'oeuvre existe-t-il ?"),
        ("Does Mali have a CIRT?", ""),
        ("What is the population of Mali?", ""),
        ("How many children are in school?", ""),
    ],
)
def test_the_thing_that_a_question_takes_for_granted_is_asked_for(question, taken):
    assert taken_for_granted(alone(question)) == taken


@pytest.mark.parametrize(
    ("taken", "text", "denied"),
    [
        ("Does the regulator of Togo exist?", "Togo has no regulation on cybersecurity.", False),
        ("Does the regulator of Togo exist?", "Togo has no independent regulator.", True),
        ("le médiateur du Togo existe-t-il ?", "Le Togo n'a pas de médiation pénale.", False),
        ("le médiateur du Togo existe-t-il ?", "Le Togo n'a pas de médiateur.", True),
    ],
)
def test_who_does_a_thing_is_not_denied_with_the_thing(taken, text, denied):
    assert is_denied(taken, text, "fr" if "Le " in text else "en") == denied


TOLD = """\
---
title: Togo
---

## Cyber security

Togo has no computer emergency response team.
The national cyber security strategy was never adopted.
The telecommunications regulator has no office in Kara.

## Children

The helpline for children is run by the Red Cross.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory, encoder):
    root = tmp_path_factory.mktemp("granted")
    (root / "corpus").mkdir()
    (root / "corpus" / "togo.md").write_text(TOLD, "utf-8")
    indexer.build(Corpus(root / "corpus"), root / "index", encoder, identity=encoder.name)
    return Assistant.open(root / "corpus", root / "index")


@pytest.mark.parametrize(
    ("question", "quoted", "frame"),
    [
        ("Who is the director of Togo's CERT?", "no computer emergency", "there is none"),
        ("Who runs the CERT of Togo?", "no computer emergency", "there is none"),
        ("What is the phone number of Togo's CERT?", "no computer emergency", "there is none"),
        ("Qui est le directeur du CERT du Togo ?", "no computer emergency", "il n’y en a pas"),
    ],
)
def test_a_denial_of_what_is_taken_for_granted_is_the_answer(opened, question, quoted, frame):
    answer = opened.ask(question)

    assert (answer.outcome, answer.verdict) == ("answered", None), answer.text
    assert quoted in answer.citations[0].quote
    assert frame in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Who is the director of the telecommunications regulator of Togo?",
        "What is the phone number of the telecommunications regulator of Togo?",
        "Who heads the data protection authority of Togo?",
    ],
)
def test_a_denial_of_something_else_is_no_answer_to_it(opened, question):
    assert opened.ask(question).outcome == "silent"


def test_what_is_there_is_still_told(opened):
    answer = opened.ask("Who runs the helpline for children in Togo?")

    assert "Red Cross" in answer.citations[0].quote
    assert "there is none" not in answer.text
