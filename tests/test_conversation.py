import re
from time import perf_counter

import pytest

from assistant.conversation import MAX_FACTS, facts, understand
from assistant.question import Question
from assistant.types import Turn


def after(*questions: str) -> Question:
    """Understand the last of several questions in the light of the others."""
    return understand(questions[-1], tuple(Turn(question) for question in questions[:-1]))


def plain(text: str) -> str:
    return re.sub(r"\s*\?$", "", text)


@pytest.mark.parametrize(
    ("earlier", "question", "kind", "focus"),
    [
        # pronouns
        ("What is UNODC?", "Who runs it?", "who", "Who runs UNODC"),
        ("What is UNODC?", "Where is its office?", "where", "Where is the office of UNODC"),
        ("Who leads UNODC?", "And what is its address?", "contact",
         "what is the address of UNODC"),
        ("What is the phone number of UNODC?", "Who runs it?", "who", "Who runs UNODC"),
        ("Qu'est-ce que l'ONUDC ?", "Quand a-t-elle été créée ?", "when",
         "Quand l'ONUDC a-t-elle été créée"),
        ("Qu'est-ce que l'ONUDC ?", "Qui la dirige ?", "who", "Qui dirige l'ONUDC"),
        ("Qu'est-ce que l'ONUDC ?", "Et son numéro de téléphone ?", "contact",
         "Quel est le numéro de téléphone de l'ONUDC"),
        ("Does Mali have a central bank?", "Since when has Mali had it?", "when",
         "Since when has had a central bank"),
        ("Does Mali have a central bank?", "Is it independent?", "yes_no",
         "Is a central bank independent"),
        ("Is there a law on data protection in Peru?", "Is that law in force?", "yes_no",
         "Is a law on data protection in force"),
        # bare question words
        ("Who founded UNODC?", "When?", "when", "When founded UNODC"),
        ("Quand l'ONUDC a-t-elle été créée ?", "Par qui ?", "who",
         "Par qui l'ONUDC a-t-elle été créée"),
        # fragments
        ("Does Mali have a CIRT?", "And a national strategy?", "yes_no",
         "Is there a national strategy"),
        ("Le Mali a-t-il un CIRT ?", "Et une stratégie nationale ?", "yes_no",
         "Y a-t-il une stratégie nationale"),
        ("Quelle est la population du Mali ?", "Et la part des internautes ?", "number",
         "Quel est la part des internautes"),
        ("Has Mali ratified the Budapest Convention?", "And the Malabo Convention?", "yes_no",
         "Has ratified the Malabo Convention"),
        ("Is a permit required for adults?", "And for children?", "yes_no",
         "Is a permit required for children"),
        ("Le permis est-il exigé pour les adultes ?", "Et pour les mineurs ?", "yes_no",
         "Le permis est-il exigé pour les mineurs"),
        ("Which articles deal with cybercrime?", "And with fraud?", "open",
         "Which articles deal with fraud"),
        ("Are there partnerships to share data with other states?",
         "And a programme to share them within the army?", "yes_no",
         "Is there a programme to share data within the army"),
        ("How many hospitals does Ghana have?", "And schools?", "number", "How many schools"),
        ("Is there an office for child protection in Peru?",
         "And an agency active in this area?", "yes_no",
         "Is there an agency active – child protection"),
        ("Who is the minister of justice of Mali?", "And of health?", "who",
         "Who is the minister of health"),
        ("Where is the police unit?", "And a hotline?", "yes_no", "Is there a hotline"),
        ("Quelle est la population du Pérou ?", "in 2015?", "number",
         "Quelle est la population in 2015"),
        # whole questions
        ("What is the age of consent in Peru?", "And is a background check required?", "yes_no",
         "is a background check required"),
        ("Does Mali have a CIRT?", "Thanks! And what is the phone number of UNODC?", "contact",
         "what is the phone number of UNODC"),
    ],
)  # fmt: skip
def test_a_follow_up_is_written_out_in_full(earlier, question, kind, focus):
    asked = after(earlier, question)

    assert (asked.kind, plain(asked.focus)) == (kind, focus)
    assert asked.text == question


@pytest.mark.parametrize(
    ("earlier", "question", "countries"),
    [
        ("Does Mali have a CIRT?", "And in Niger?", ("NER",)),
        ("Le Mali a-t-il un CIRT ?", "Et au Niger ?", ("NER",)),
        ("Does Mali have a CIRT?", "Does Togo?", ("TGO",)),
        ("Does Mali have a CIRT?", "What about Niger and Chad?", ("NER", "TCD")),
        ("Le Mali a-t-il un CIRT ?", "Qu'en est-il du Tchad ?", ("TCD",)),
    ],
)
def test_another_country_takes_the_place_of_the_one_before(earlier, question, countries):
    before, asked = understand(earlier), after(earlier, question)

    assert asked.countries == countries
    assert (asked.kind, asked.focus) == (before.kind, before.focus)
    assert "Mali" not in asked.search


def test_a_country_holds_until_another_is_named():
    turns = ("Does Mali have a CIRT?", "And a strategy?", "And in Chad?", "And a roadmap?")

    assert [after(*turns[: n + 1]).countries for n in range(4)] == [
        ("MLI",), ("MLI",), ("TCD",), ("TCD",),
    ]  # fmt: skip


def test_a_question_about_all_countries_inherits_none():
    assert after("Does Mali have a CIRT?", "Which countries have a CIRT?").countries == ()


def test_neighbours_are_those_of_the_country_before():
    asked = after("Does Mali have a CIRT?", "What about its neighbours?")

    assert asked.neighbours
    assert asked.countries == ("MLI",)
    assert asked.focus == "Does have a CIRT?"


def test_its_is_the_country_s_where_the_country_owned_the_thing_before():
    asked = after("What is the population of Chad?", "And its area?")

    assert (asked.kind, asked.countries) == ("number", ("TCD",))
    assert "population" not in asked.focus


def test_what_a_country_did_is_looked_for_with_the_matter_of_the_question_before():
    asked = after("Has Mali acceded to the Convention?", "Did it make any reservations?")

    assert "the Convention" in asked.search
    assert asked.kind == "yes_no"


def test_a_topic_outlasts_the_questions_about_it():
    asked = after("What is UNODC?", "Where is its office?", "Who runs it?", "And its address?")

    assert plain(asked.focus) == "What is the address of UNODC"


def test_that_is_what_was_asked_rather_than_the_topic():
    asked = after("Which law deals with fraud?", "Does it provide for fines?", "Does that help?")

    assert plain(asked.focus) == "Does fines help"


def test_a_whole_question_of_small_words_goes_on_about_the_topic():
    asked = after("Who leads UNODC?", "What does he do?")

    assert plain(asked.focus) == "What does he do – UNODC"


def test_who_to_ask_is_the_contact_person_of_the_topic():
    asked = after("What is the phone number of UNODC?", "Who should I ask for?")

    assert (asked.kind, plain(asked.focus)) == ("contact", "Who is the contact person of UNODC")


def test_thanks_in_between_change_nothing():
    assert after("What is UNODC?", "Thanks!", "Who runs it?") == after(
        "What is UNODC?", "Who runs it?"
    )


def test_a_question_that_stands_alone_is_left_as_it_is():
    question = "Which laws protect children online in Ghana?"

    assert after("What is UNODC?", question).focus == understand(question).focus


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What is the population of Chad, and what share of it uses the internet?",
         [("number", "What is the population of"),
          ("number", "what share of the population uses the internet")]),
        ("Who created UNODC, and when?",
         [("who", "Who created UNODC"), ("when", "when created UNODC")]),
        ("Qui est le directeur de l'ONUDC et quel est son numéro de téléphone ?",
         [("who", "Qui est le directeur de l'ONUDC"),
          ("contact", "quel est le numéro de téléphone de l'ONUDC")]),
        ("Quels articles visent la fraude, et lesquels la protection des enfants ?",
         [("open", "Quels articles visent la fraude"),
          ("open", "Quels articles visent la protection des enfants")]),
        ("Does Mali have a CIRT? Who runs it?",
         [("yes_no", "Does have a CIRT"), ("who", "Who runs a CIRT")]),
        ("Which law protects children and adults?",
         [("open", "Which law protects children and adults?")]),
        ("Is there a law which defines fraud and which punishes it?",
         [("yes_no", "Is there a law which defines fraud and which punishes it?")]),
    ],
)  # fmt: skip
def test_several_facts_asked_at_once_each_stand_alone(question, parts):
    found = facts(understand(question))

    assert [(each.kind, plain(each.focus)) for each in found] == [
        (kind, plain(focus)) for kind, focus in parts
    ]
    assert {each.text for each in found} == {question}


def test_facts_share_the_country_that_one_of_them_names():
    found = facts(understand("Which agency issues licences and which laws apply in Kenya?"))

    assert [each.countries for each in found] == [("KEN",), ("KEN",)]


def test_no_more_than_a_few_facts_are_answered_at_once():
    asked = "Who leads UNODC" + " and when was it founded" * 10 + "?"

    assert len(facts(understand(asked))) == MAX_FACTS


@pytest.mark.parametrize(
    "text", ["", "?", "And?", "Et ?", "It?", "Who?", "its", "– – –", "Thanks!"]
)
def test_next_to_nothing_is_understood_as_next_to_nothing(text):
    asked = after("What is the population of Chad?", text)

    assert asked.text == text
    assert asked.kind != "number"


@pytest.mark.parametrize("word", ["and ", "it ", "in ", "of the ", "a-t-il ", "Mali, ", "what "])
def test_long_repetitive_input_is_understood_quickly(word):
    text = word * 800
    started = perf_counter()

    facts(after(text, text, text))

    assert perf_counter() - started < 5
