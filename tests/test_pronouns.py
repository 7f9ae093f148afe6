"""What stands for the topic in a question across countries, with what was asked before."""

import pytest

from assistant.conversation import understand
from assistant.pronouns import filled
from assistant.types import Turn

CIRT = "Does Mali have a national CIRT?"
CIRT_FR = "Le Mali dispose-t-il d'un CIRT national ?"
CONVENTION_FR = "Le Mali est-il partie à la Convention de Budapest ?"


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        (CIRT, "Which countries have one?", "Which countries have a national CIRT?"),
        (CIRT, "And how many have one?", "how many have a national CIRT?"),
        (CIRT, "Which do not have one?", "Which countries do not have a national CIRT?"),
        (CIRT, "Which countries have none?", "Which countries have no national CIRT?"),
        (
            "Is SIM registration mandatory in Mali?",
            "In which countries is it optional?",
            "In which countries is SIM registration optional?",
        ),
        (
            "Has Mali ratified the Budapest Convention?",
            "Which countries have ratified it?",
            "Which countries have ratified the Budapest Convention?",
        ),
        (CIRT_FR, "Quels pays en ont un ?", "Quels pays ont un CIRT national ?"),
        (CIRT_FR, "Combien en ont un ?", "Combien ont un CIRT national ?"),
        (CIRT_FR, "Quels pays n'en ont pas ?", "Quels pays n'ont pas de CIRT national ?"),
        (CIRT_FR, "Quels pays en disposent ?", "Quels pays disposent d'un CIRT national ?"),
        (
            CONVENTION_FR,
            "Quels pays y sont parties ?",
            "Quels pays sont parties à la Convention de Budapest ?",
        ),
        (
            "Le Mali a-t-il ratifié la Convention de Budapest ?",
            "Quels pays l'ont ratifiée ?",
            "Quels pays ont ratifiée la Convention de Budapest ?",
        ),
    ],
)
def test_what_is_asked_of_one_country_is_then_asked_of_all(
    before: str, asked: str, whole: str
) -> None:
    question = understand(asked, [Turn(before)])

    assert question.search == whole
    assert question.counted
    assert question.everyone
    assert question.countries == ()


def test_after_a_count_the_rest_can_be_asked_for() -> None:
    english = understand("Which do not have one?", [Turn("Which countries have a national CIRT?")])
    french = understand("Lesquels n'en ont pas ?", [Turn("Quels pays ont un CIRT national ?")])

    assert english.search == "Which countries do not have a national CIRT?"
    assert french.search == "Quels pays n'ont pas de CIRT national ?"


@pytest.mark.parametrize(
    "asked",
    ["Does Chad have one?", "Is it operational?", "Which countries share a border with it?"],
)
def test_what_is_asked_of_one_thing_or_country_is_no_count(asked: str) -> None:
    question = understand(asked, [Turn(CIRT)])

    assert "Which countries have" not in question.search


@pytest.mark.parametrize(
    "text", ["", "Which countries have a law?", "one", "Which of one of them?"]
)
def test_nothing_is_put_in_where_nothing_stands_for_it(text: str) -> None:
    assert filled(text, "a national CIRT") == ""


def test_nothing_is_put_in_where_there_is_no_topic() -> None:
    assert filled("Which countries have one?", "") == ""
