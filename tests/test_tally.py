"""Questions across countries, over five made-up profiles and the real encoder."""

import dataclasses
import json
from contextlib import closing

import pytest

from assistant import render, verify
from assistant.errors import QuestionError
from assistant.pipeline import Assistant, rebuild
from assistant.types import Turn

PROFILES = {
    "Austria": (
        "No national computer incident response team has been set up in Austria.",
        "Austria ratified the Budapest Convention in 2012.",
    ),
    "Benin": ("Benin has a national CIRT.", "Benin signed the Budapest Convention, not ratified."),
    "Chad": ("Not yet assessed.", "Chad is a party to the Budapest Convention."),
    "Malawi": (
        "It is unclear whether Malawi has a national CIRT.",
        "Malawi ratified the Budapest Convention in 2019.",
    ),
    "Peru": ("Peru lacks a national CIRT.", ""),
}
PROFILE = """---
country: {country}
as_of: 2020-05
publisher: Observatory
---
# Country profile of {country}

## 1 Cybersecurity

### 1.1 National CIRT

{cirt}

### 1.2 Partners

{country} works with its neighbours on training.

## 2 Treaties

### 2.1 Budapest Convention

{treaty}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("tally")
    (root / "corpus").mkdir()
    for country, (cirt, treaty) in PROFILES.items():
        text = PROFILE.format(country=country, cirt=cirt, treaty=treaty)
        if not treaty:
            text = text[: text.index("## 2")]
        (root / "corpus" / f"{country.lower()}.md").write_text(text, "utf-8")
    rebuild(root / "corpus", root / "index")
    return root


@pytest.fixture(scope="module")
def assistant(root):
    assistant = Assistant.open(root / "corpus", root / "index")
    yield assistant
    assistant.close()


def said(answer) -> dict[str, str]:
    """Country → what the answer says of it."""
    return {part.country: part.verdict or part.outcome for part in answer.by_country}


def test_countries_without_a_thing_are_told_from_those_that_were_not_assessed(assistant):
    answer = assistant.ask("Which countries have no national CIRT?")

    assert said(answer) == {
        "AUT": "yes",
        "PER": "yes",
        "BEN": "no",
        "MWI": "unclear",
        "TCD": "not_assessed",
    }
    assert answer.text.startswith("2 of the 5 countries covered here: Austria, Peru.\nNot: Benin.")
    assert "Not assessed, or without data: Chad." in answer.summary
    assert answer.verdict is None


def test_a_count_cites_one_quote_for_each_country_that_has_one(assistant):
    answer = assistant.ask("How many countries have ratified the Budapest Convention?")

    assert said(answer) == {
        "AUT": "yes",
        "MWI": "yes",
        "TCD": "yes",
        "BEN": "no",
        "PER": "silent",
    }
    assert [len(part.markers) for part in answer.by_country] == [1, 1, 1, 1, 0]
    assert [c.countries for c in answer.citations] == [("AUT",), ("MWI",), ("TCD",), ("BEN",)]


def test_the_same_is_counted_in_french(assistant):
    english = assistant.ask("Which countries have a national CIRT?")
    french = assistant.ask("Quels pays disposent d'un CIRT national ?")

    assert said(french) == said(english)
    assert french.summary.startswith("1 des 5 pays couverts ici : Bénin.")


def test_a_follow_up_keeps_those_of_a_time_and_drops_what_has_no_date(assistant):
    before = [Turn("Which countries have ratified the Budapest Convention?")]

    answer = assistant.ask("Which of them since 2015?", before)

    assert said(answer) == {
        "MWI": "yes",
        "AUT": "no",
        "BEN": "no",
        "PER": "silent",
        "TCD": "silent",
    }


@pytest.mark.parametrize(
    "question",
    [
        "Which countries ratified the 2001 Budapest Convention?",
        "Quels pays ont ratifié la Convention de Budapest de 2001 ?",
        "Quels pays sont parties à la Convention de Budapest ?",
        "Quels sont les pays parties à la Convention de Budapest ?",
        "What are the countries party to the Budapest Convention?",
    ],
)
def test_who_ratified_is_a_party_and_a_treaty_s_year_is_not_when(assistant, question):
    known = said(assistant.ask("Which countries have ratified the Budapest Convention?"))

    assert said(assistant.ask(question)) == known


def test_a_time_is_read_beside_the_year_of_a_treaty(assistant):
    found = said(assistant.ask("Which countries ratified the 2001 Budapest Convention by 2015?"))

    assert (found["AUT"], found["MWI"]) == ("yes", "no")


@pytest.mark.parametrize(
    "question",
    [
        "Quels sont les pays qui n'ont pas de CIRT national ?",
        "Quels sont les pays dépourvus de CIRT national ?",
        "Lesquels des pays n'ont pas de CIRT national ?",
        "Liste des pays sans CIRT national",
        "What are the countries without a national CIRT?",
        "What are the countries that have no national CIRT?",
    ],
)
def test_countries_are_counted_however_one_asks_for_them(assistant, question):
    plain = said(assistant.ask("Which countries have no national CIRT?"))

    assert said(assistant.ask(question)) == plain


@pytest.mark.parametrize(
    ("question", "region", "lacking", "others"),
    [
        ("Which African countries have no national CIRT?", "Africa", "", "BEN MWI TCD"),
        ("Which countries in Europe have no national CIRT?", "Europe", "AUT", ""),
        ("Quels pays d’Afrique de l’Ouest sont sans CIRT ?", "Afrique de l’Ouest", "", "BEN"),
        ("Do South American countries have no national CIRT?", "South America", "PER", ""),
    ],
)
def test_only_the_countries_of_a_region_are_counted(assistant, question, region, lacking, others):
    answer = assistant.ask(question)

    assert [code for code, each in said(answer).items() if each == "yes"] == lacking.split()
    assert said(answer).keys() == {*lacking.split(), *others.split()}
    assert answer.summary.partition("\n")[0].endswith(f": {region}.")


def test_a_region_of_which_no_country_is_covered_has_no_source(assistant):
    answer = assistant.ask("How many countries of Asia have a national CIRT?")

    assert (answer.outcome, answer.citations) == ("no_source", ())
    assert answer.text == "No country of this region is covered by a source here: Asia."


def test_a_treaty_is_not_taken_for_another_that_shares_its_words(tmp_path):
    body = (
        "## Convention 108 on personal data\n\n{0} ratified Convention 108 on the processing of "
        "personal data.\n\n## Palermo Protocol on trafficking in persons\n\nNot yet assessed.\n"
    )
    (tmp_path / "corpus").mkdir()
    for country in ("Peru", "Chad"):
        text = f"---\ncountry: {country}\nas_of: 2020\n---\n# {country}\n\n{body.format(country)}"
        (tmp_path / "corpus" / f"{country}.md").write_text(text, "utf-8")
    rebuild(tmp_path / "corpus", tmp_path / "index")

    with closing(Assistant.open(tmp_path / "corpus", tmp_path / "index")) as assistant:
        answer = assistant.ask("Quels pays ont ratifié le Protocole de Palerme sur la traite ?")

    assert set(said(answer).values()) == {"not_assessed"}


def test_a_follow_up_may_name_a_region_or_a_country(assistant):
    turns = [Turn("Which countries have no national CIRT?")]

    assert said(assistant.ask("And in Europe?", turns)) == {"AUT": "yes"}
    assert said(assistant.ask("And Peru?", turns)) == {"PER": "yes"}
    assert said(assistant.ask("And Peru?", [*turns, Turn("And in Europe?")])) == {"PER": "yes"}
    assert assistant.ask("And Brazil?", turns).outcome == "no_source"


def test_what_is_compared_within_a_region_stays_within_it(assistant):
    answer = assistant.ask("Compare West African countries on the Budapest Convention")

    assert said(answer).keys() <= {"BEN"}
    assert {code for each in answer.citations for code in each.countries} == {"BEN"}


def test_countries_asked_for_by_several_things_are_to_be_asked_apart(assistant):
    with pytest.raises(QuestionError, match=r"Ask apart: .*CIRT.* / .*Convention") as error:
        assistant.ask("Quels pays ont un CIRT national et lesquels ont ratifié la Convention ?")
    assert "lesquels" not in str(error.value)


@pytest.mark.parametrize(
    "follow_up",
    ["Et dans les autres pays ?", "And in the other countries?"],
)
def test_the_other_countries_are_all_that_the_sources_cover(assistant, follow_up):
    answer = assistant.ask(follow_up, [Turn("Le Bénin a-t-il un CIRT national ?")])

    assert said(answer) == {
        "AUT": "no",
        "BEN": "yes",
        "MWI": "unclear",
        "PER": "no",
        "TCD": "not_assessed",
    }


def test_what_was_asked_of_one_country_is_counted_in_all(assistant):
    whole = said(assistant.ask("Which countries have a national CIRT?"))
    english = assistant.ask("Which countries have one?", [Turn("Does Peru have a national CIRT?")])
    french = assistant.ask(
        "Quels pays en ont un ?", [Turn("Le Pérou dispose-t-il d'un CIRT national ?")]
    )

    assert said(english) == said(french) == whole
    assert english.summary.startswith("1 of the 5 countries covered here: Benin.")


def test_prose_that_states_nothing_of_the_matter_counts_for_nothing(assistant):
    answer = assistant.ask("Which countries have partners?")

    assert "yes" not in said(answer).values()


def test_what_the_ledger_has_no_indicator_for_is_read_country_by_country(assistant):
    answer = assistant.ask("Which countries work with their neighbours on training?")

    assert set(said(answer)) == {"AUT", "BEN", "MWI", "PER", "TCD"}
    assert "countries covered here" in answer.summary


def test_a_question_about_one_country_is_not_counted(assistant):
    assert assistant.ask("Does Chad have a national CIRT?").summary == ""
    assert assistant.ask("Which countries does Chad border on?").summary == ""


def checked(answer, root):
    read_back = json.loads(render.dumps(render.to_json(answer)))
    return verify.check(read_back, root / "corpus", root / "index")


def test_code_that_did_not_make_a_count_bears_it_out(assistant, root):
    for question in (
        "Which countries have no national CIRT?",
        "Quels pays ont un CIRT national ?",
        "Which African countries have no national CIRT?",
        "Quels pays d’Europe ont un CIRT national ?",
        "Which Asian countries have a national CIRT?",
    ):
        assert checked(assistant.ask(question), root) == ()


@pytest.mark.parametrize("claimed", ["Asia", "Eastern Africa", "Atlantis"])
def test_a_count_of_another_region_is_found_out(assistant, root, claimed):
    answer = assistant.ask("Which African countries have no national CIRT?")
    forged = dataclasses.replace(
        answer,
        summary=answer.summary.replace("Africa", claimed),
        text=answer.text.replace("Africa", claimed),
    )

    assert {failure.check for failure in checked(forged, root)} == {"summary"}


def test_a_region_that_there_is_none_of_is_found_out(assistant, root):
    answer = assistant.ask("Which Asian countries have a national CIRT?")
    forged = dataclasses.replace(answer, text=answer.text.replace("Asia", "Atlantis"))

    assert {failure.check for failure in checked(forged, root)} == {"region"}


def test_a_country_moved_to_another_side_of_the_count_is_found_out(assistant, root):
    answer = assistant.ask("Which countries have no national CIRT?")
    moved = answer.summary.replace("Austria, Peru", "Austria, Benin, Peru").replace("2 of", "3 of")
    forged = dataclasses.replace(
        answer, summary=moved, text=answer.text.replace(answer.summary, moved)
    )

    assert {failure.check for failure in checked(forged, root)} == {"summary"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which countries have no national CIRT?", "it is one of them: Peru."),
        ("Which countries have a national CIRT?", "do not say that it is one of them.\nNot: Peru."),
        ("Quels pays disposent d'un CIRT national ?", "qu’il en fasse partie.\nNon : Pérou."),
    ],
)
def test_where_one_country_is_covered_a_count_says_so(tmp_path, question, told):
    (tmp_path / "corpus").mkdir()
    text = PROFILE.format(country="Peru", cirt=PROFILES["Peru"][0], treaty="")
    (tmp_path / "corpus" / "peru.md").write_text(text, "utf-8")
    rebuild(tmp_path / "corpus", tmp_path / "index")

    with closing(Assistant.open(tmp_path / "corpus", tmp_path / "index")) as assistant:
        answer = assistant.ask(question)

    assert told in answer.summary
    assert answer.verdict is None
    assert [each.quote for each in answer.citations] == ["Peru lacks a national CIRT."]
    assert checked(answer, tmp_path) == ()
