"""Statements worded one by one, read by the rules alone, and the scorer that asks about them."""

from pathlib import Path

import pytest

from assistant.chunking import units
from assistant.conversation import understand
from assistant.fitting import is_beside, is_of_type
from assistant.matching import asked_words
from assistant.polarity import read as read_sentence
from assistant.stance import stance
from assistant.types import Passage
from benchmarks import wordings

DEV = Path(__file__).with_name("data") / "wordings" / "dev.jsonl"
ITEMS = wordings.read(DEV)
OPEN = ("yes", "no", "unclear", "not_assessed")


def _said(item, language):
    asked = understand(item.questions[language])
    if asked.kind != "yes_no":
        return None
    terms = asked_words(asked, lambda stem: 1.0, [item.language])
    text = item.key or item.statement
    place = Passage("a.md", 0, len(text), text, (item.heading,), (), item.language)
    return [stance(asked, unit, terms, item.language) for unit in units(place)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("status", OPEN)
def test_a_statement_of_its_own_wording_takes_the_stance_that_it_states(status, language):
    read = [(item, _said(item, language)) for item in ITEMS if item.status == status]
    read = [(item, said) for item, said in read if said is not None]
    missed = [(item.statement, said) for item, said in read if status not in said]

    assert len(read) > 40
    assert len(missed) <= 0.1 * len(read), missed


def test_a_sentence_on_other_things_under_a_heading_answers_neither_yes_nor_no():
    read = [(item, _said(item, "en")) for item in ITEMS if item.status == "silent"]
    taken = [item.statement for item, said in read if said and {"yes", "no"} & set(said)]

    assert len(read) > 50
    assert len(taken) <= 0.1 * len(read), taken


def test_every_wording_has_what_the_scorer_needs():
    for item in ITEMS:
        assert item.key in item.statement
        assert set(item.questions) == {"en", "fr"}
        assert item.status in (*OPEN, "value", "silent")


CIRT = "Does Mali have a national CIRT?"


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Universities offer courses in computer security at bachelor level.", True),
        ("A seminar on the national CIRT was held in 2019.", True),
        ("A survey found that no national CIRT exists.", False),
        ("It was set up in 2014 by a decree of the council of ministers.", False),
        ("The national CIRT answers calls at night and on holidays.", False),
        ("In place since 2007", False),
    ],
)
def test_a_sentence_is_beside_the_point_if_it_neither_names_it_nor_points_at_it(text, beside):
    asked = understand(CIRT)
    terms = asked_words(asked, lambda stem: 1.0, ["en"])

    assert is_beside(text, terms, "en", states=False) is beside


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("What is the age of consent in Mali?", "Sex education is taught since 2008.", False),
        ("What is the age of consent in Mali?", "Courts heard 412 cases in 2019.", False),
        ("What is the age of consent in Mali?", "The law sets it at sixteen.", True),
        ("What is the GDP per capita of Mali?", "The bank raised its rate to 7 per cent.", False),
        ("What is the GDP per capita of Mali?", "It amounts to USD 1,840 a head.", True),
        ("What share of people is online?", "Providers rose from 4 to 11 in the year.", False),
        ("What share of people is online?", "Just under two thirds are online.", True),
        ("How many people work at the CIRT?", "The team has been a member since 2015.", False),
    ],
)
def test_a_figure_of_another_kind_is_no_answer(question, text, fits):
    assert is_of_type(understand(question), text) is fits


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The assessors left this point aside.", "not_assessed"),
        ("The survey did not extend to Mali.", "not_assessed"),
        ("Assessment has been put off until 2027.", "not_assessed"),
        ("Mali gave no information under this heading.", "not_assessed"),
        ("Nul ne s'est encore penché sur cette question.", "not_assessed"),
        ("La collecte des données est en cours.", "not_assessed"),
        ("The existence of a strategy is disputed.", "unclear"),
        ("One source says that a law exists, another that it does not.", "unclear"),
        ("L'existence d'une loi est contestée.", "unclear"),
        ("No law on the collection of data by the police has been passed.", None),
        ("This matter is not governed by any law.", None),
    ],
)
def test_who_did_not_look_and_who_does_not_know_are_told_apart(text, state):
    assert read_sentence(text).open == state
