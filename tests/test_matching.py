"""Which words of a question count, and which of them a text holds."""

import pytest

from assistant.conversation import understand
from assistant.matching import LIGHT, Asked, Term, asked_words, read_question, stems


def asked(question, languages=("en",), idf=lambda stem: 1.0):
    return asked_words(understand(question), idf, languages)


def head(question):
    return {term.stem for term in asked(question, ("en", "fr")).terms if term.is_head}


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Has Chad made any reservations to Convention 108?", "reserv"),
        ("Does Mali have a national cybersecurity strategy?", "strategi"),
        ("Is Mali a party to the Budapest Convention?", "convent"),
        ("What is the share of the population in towns?", "popul"),
        ("Does Mali have a law on access to information?", "law"),
        ("Le Mali a-t-il une stratégie nationale de cybersécurité ?", "strateg"),
        ("Le Mali est-il partie à la Convention de Budapest ?", "convent"),
        ("Y a-t-il des réserves du Tchad à la Convention 108 ?", "reserv"),
    ],
)
def test_the_noun_that_a_question_is_about_is_found(question, noun):
    assert head(question) == {noun}


def test_a_question_of_stop_words_is_about_nothing():
    assert asked("What is it?").terms == ()
    assert asked("What is it?").met_by(["law"], "en").head() == 1.0


def test_words_that_only_carry_a_question_weigh_little():
    weights = {term.stem: term.weight for term in asked("Has Mali adopted a strategy?").terms}

    assert weights == {"adopt": LIGHT, "strategi": 1.0}


def test_the_country_the_year_and_words_for_now_are_not_looked_for():
    terms = asked("Does Mali currently have a strategy in 2020?").terms

    assert [term.stem for term in terms] == ["strategi"]


def test_a_rare_word_weighs_more_than_a_common_one():
    weights = {"law": 1.0, "biometr": 6.0}
    terms = asked("Is there a biometric law?", idf=lambda stem: weights[stem]).terms

    assert {term.stem: term.weight for term in terms} == weights


def test_a_text_in_another_language_holds_the_words_of_a_question():
    question = "Does Mali have a data protection authority?"
    met = asked(question, ("fr",)).met_by(stems("Autorité de protection des données", "fr"), "fr")

    assert met.share() > 0.8
    assert met.head() > 0


def test_what_one_text_lacks_another_may_add():
    question = asked("Does Mali have a cybercrime strategy?")
    heading = question.met_by(stems("Cybercrime", "en"), "en")
    sentence = question.met_by(stems("A strategy was adopted.", "en"), "en")

    assert heading.missing() == sentence.missing() == 1.0
    assert heading.share() < (heading | sentence).share()
    assert (heading | sentence).missing() == 0.0


def test_a_longer_label_is_asked_for_only_in_part():
    question = asked("What is the population of Mali?")

    assert question.share_of(stems("Population", "en"), "en") == 1.0
    assert question.share_of(stems("Population growth", "en"), "en") == 0.5


def test_an_acronym_holds_what_it_stands_for():
    question = asked("Does Mali have a computer incident response team?")

    assert question.met_by(stems("Mali has a CIRT.", "en"), "en").missing() == 0.0


@pytest.mark.parametrize(
    "question",
    [
        "Doesn't Mali have a law?",
        "Does Mali not have a law?",
        "Le Mali n'a-t-il pas de loi ?",
        "Can a woman who is not a citizen vote in Mali?",
        "Le Mali aide-t-il ceux qui ne sont pas assurés ?",
    ],
)
def test_a_question_put_in_the_negative_denies_nothing(question):
    assert not any(word.denied for word in read_question(understand(question)))


@pytest.mark.parametrize(
    "question", ["Does Mali lack a law?", "Is it true that there is no law in Mali?"]
)
def test_a_question_for_an_absence_denies_the_thing(question):
    assert [term.denied for term in asked(question).terms if term.stem == "law"] == [True]


def test_words_of_other_languages_count_as_english():
    law = Asked((Term("law", 1.0, denied=False),), "en")

    assert law.met_by(["law"], "de").strengths == (1.0,)


def test_the_class_of_what_is_asked_for_need_not_be_said():
    terms = {t.stem: t for t in asked("Which national organisations fight cybercrime?").terms}

    assert terms["organiz"].weight == LIGHT
    assert not terms["organiz"].is_head
    assert head("Does Mali have an organisation for cybercrime?") == {"organiz"}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Does Mali lack a roadmap?", "lack"),
        ("Le Mali est-il dépourvu de feuille de route ?", "depourvu"),
        ("Which law deals with trafficking in Mali?", "deal"),
    ],
)
def test_words_that_deny_or_refer_weigh_little(question, word):
    terms = {term.stem: term for term in asked(question, ("en", "fr")).terms}

    assert terms[word].weight == LIGHT
    assert not terms[word].is_head
