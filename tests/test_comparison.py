"""What the cross-encoder is for: sentences that hold no cue, and neighbours that look alike."""

import math
from dataclasses import replace

import pytest

from assistant import comparison, indexer, support
from assistant.conversation import understand
from assistant.corpus import Corpus
from assistant.models.cross_encoder import CLASSES
from assistant.pipeline import Assistant

PLAIN = """\
---
title: Togo
---

## Laws

Togo has a law on a-tests.
The Seeds Act of 2004 regulates the sale of seeds.
There is no law on drones.
Corporal punishment is prohibited in schools.
Primary education is free and compulsory from 6 to 15 years.
Whether the lake treaty was signed could not be confirmed.
The coast guard has not been assessed.

## Institutions

A national archive was set up in 1978.
The country does not have a space agency.
The Aide et Refuge pour les Enfants de Kara (AREK) receives children who work.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory, encoder):
    root = tmp_path_factory.mktemp("plain")
    (root / "corpus").mkdir()
    (root / "corpus" / "togo.md").write_text(PLAIN, "utf-8")
    indexer.build(Corpus(root / "corpus"), root / "index", encoder, identity=encoder.name)
    return Assistant.open(root / "corpus", root / "index")


@pytest.mark.parametrize(
    ("asked", "outcome", "verdict"),
    [
        ("Does Togo have a law on a-tests?", "answered", "yes"),
        ("Is the sale of seeds regulated in Togo?", "answered", "yes"),
        ("La vente de semences est-elle réglementée au Togo ?", "answered", "yes"),
        ("Is there a law on drones in Togo?", "answered", "no"),
        ("Existe-t-il une loi sur les drones au Togo ?", "answered", "no"),
        ("Is corporal punishment prohibited in the schools of Togo?", "answered", "yes"),
        ("Is primary education free in Togo?", "answered", "yes"),
        ("L'enseignement primaire est-il obligatoire au Togo ?", "answered", "yes"),
        ("Was the lake treaty signed by Togo?", "unclear", None),
        ("Does Togo have a coast guard?", "not_assessed", None),
        ("Does Togo have a national archive?", "answered", "yes"),
        ("Does Togo have a space agency?", "answered", "no"),
        ("Le Togo a-t-il une agence spatiale ?", "answered", "no"),
        ("Does Togo have a navy?", "silent", None),
    ],
)
def test_what_is_said_plainly_is_read_as_it_is_said(opened, asked, outcome, verdict):
    answer = opened.ask(asked)

    assert (answer.outcome, answer.verdict) == (outcome, verdict), answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "Is there a law on bees in Togo?",
        "Is there a law on satellites in Togo?",
        "Is corporal punishment prohibited at home in Togo?",
        "Is secondary education free in Togo?",
        "Is university free in Togo?",
        "Does Togo have a library?",
    ],
)
def test_what_a_statement_just_misses_is_not_answered_from_it(opened, asked):
    answer = opened.ask(asked)

    assert answer.outcome == "silent", answer.text


def test_without_a_cross_encoder_the_ratings_and_rules_decide_alone(opened):
    question = understand("Is there a law on drones in Togo?")
    (found,) = opened.evidence(question.text, rate=lambda _, found: list(found))

    rated = comparison.rate(question, found, lambda pairs: None)

    assert rated == support.rate(comparison.of_kind(question, found))
    assert comparison.confidence(question, rated) == support.confidence(rated)


def test_of_what_is_not_clear_the_few_that_are_rated_best_are_read_once_more(opened):
    question = understand("Does Togo have a navy?")
    (found,) = opened.evidence(question.text, rate=lambda _, found: list(found))
    shown = []

    def compare(pairs):
        shown.extend(text for _, text in pairs)
        return opened.compare(pairs)

    rated = comparison.rate(question, found, compare)

    assert len(found) > comparison.FEW == len(shown)
    assert "Institutions. A national archive was set up in 1978." in shown
    supports = [each.support for each in rated[1:]]
    assert supports == sorted(supports, reverse=True)


@pytest.fixture
def read_in_turns(opened):
    """Rates what was found; gives it, and how many texts were read, time by time."""

    def read(question, found):
        shown = []

        def compare(pairs):
            shown.append(len(pairs))
            return opened.compare(pairs)

        return comparison.rate(question, found, compare), shown

    return read


@pytest.fixture
def rated(opened, read_in_turns):
    """Asks; gives the best, the confidence, and how many texts were read, time by time."""

    def rated(text):
        question = understand(text)
        (found,) = opened.evidence(text, rate=lambda _, found: list(found))
        rated, shown = read_in_turns(question, found)
        return rated[0], comparison.confidence(question, rated), shown

    return rated


def test_of_a_clear_yes_or_no_only_the_best_is_read(rated):
    best, confidence, shown = rated("Does Togo have a space agency?")

    assert shown == [1]
    assert best.stance == "no"
    assert confidence >= comparison.CLEAR["yes_no"]


def of_length(evidence, elliptic):
    """Give evidence that is, or is not, of a few words."""
    place = comparison.FEATURES.index("elliptic")
    return replace(
        evidence, features=(*evidence.features[:place], elliptic, *evidence.features[place + 1 :])
    )


@pytest.fixture
def denied(opened):
    """A denial, as it was weighed and as the cross-encoder reads it."""
    question = understand("Does Togo have a space agency?")
    (found,) = opened.evidence(question.text, rate=lambda _, found: list(found))
    (best,) = comparison.reread(question, comparison.rate(question, found, opened.compare)[:1],
                                opened.compare)  # fmt: skip
    return question, best


def test_what_the_tenor_makes_of_a_few_words_gives_way_where_both_others_agree(denied):
    question, best = denied
    outweighed = of_length(replace(best, ruled="no", stance="not_assessed"), 1.0)

    (settled,) = comparison.settle(question, [outweighed], comparison.models())

    assert settled.stance == "no"
    assert settled.sure >= comparison.SURE


def test_what_the_rules_do_not_read_is_never_clear(opened, denied, read_in_turns):
    question, best = denied
    (found,) = opened.evidence(question.text, rate=lambda _, found: list(found))
    outweighed = [
        replace(each, ruled="no", stance="not_assessed") if each.unit == best.unit else each
        for each in found
    ]
    rated, shown = read_in_turns(question, outweighed)

    assert shown == [comparison.FEW]
    assert rated[0].stance == "no"


def test_a_clear_verdict_that_the_cross_encoder_contradicts_is_settled_among_all(
    opened, denied, read_in_turns
):
    question, best = denied
    (found,) = opened.evidence(question.text, rate=lambda _, found: list(found))
    flipped = [
        of_length(replace(each, ruled="yes", stance="yes"), 0.0) if each.unit == best.unit else each
        for each in found
    ]
    rated, shown = read_in_turns(question, flipped)

    assert shown == [1, comparison.FEW - 1]
    assert (rated[0].unit, rated[0].stance) == (best.unit, "no")


def test_a_value_beyond_doubt_is_not_read_once_more(rated):
    best, confidence, shown = rated("When was the national archive of Togo set up?")

    assert shown == []
    assert "1978" in best.unit.text
    assert confidence >= comparison.BEYOND_DOUBT


@pytest.mark.parametrize("asked", ["Que signifie le sigle AREK ?", "What does AREK stand for?"])
def test_an_abbreviation_that_is_spelled_out_is_not_doubted(rated, asked):
    best, confidence, shown = rated(asked)

    assert shown == []
    assert "(AREK)" in best.unit.text
    assert comparison.CLEAR_ENOUGH <= confidence < comparison.BEYOND_DOUBT


def test_the_year_that_a_source_must_speak_for_is_not_asked_of_its_sentences(opened):
    asked = []

    def compare(pairs):
        asked.extend(question for question, _ in pairs)
        return opened.compare(pairs)

    question = understand("Does Togo have a space agency in 2024?")
    (found,) = opened.evidence(question.text, rate=lambda _, found: list(found))
    rated = comparison.rate(question, found, compare)

    assert set(asked) == {"Does Togo have a space agency?"}
    assert rated[0].stance == "no"


def test_if_the_best_is_doubted_the_others_are_read_too(rated):
    _, confidence, shown = rated("Is corporal punishment prohibited at home in Togo?")

    assert shown == [1, comparison.FEW - 1]
    assert confidence <= comparison.UNSURE


def test_what_the_cross_encoder_tells_are_probabilities_of_its_classes(opened):
    (told,) = opened.compare(
        [("Does Togo have a space agency?", "It has no space agency.")]
    ).tolist()

    assert math.isclose(sum(map(math.exp, told)), 1, abs_tol=1e-5)
    assert CLASSES[told.index(max(told))] == "no"
