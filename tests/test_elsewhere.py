"""Sentences of one country's sources that tell of another."""

import pytest

from assistant.elsewhere import leads_elsewhere
from assistant.pipeline import Assistant, rebuild

PROFILE = """---
country: {country}
as_of: 2020-05
publisher: Observatory
---
# Profile of {country}

## National CIRT

{said}
"""


@pytest.mark.parametrize(
    "text",
    [
        "Niger has no national CIRT.",
        "Le Niger ne dispose pas de CIRT national.",
        "Au Sénégal, un CIRT national est opérationnel depuis 2017.",
        "Burkina Faso adopted a data protection law in 2004.",
        "Neighbouring Ghana has a national CIRT.",
        "Niger: no CIRT",
        "In Côte d'Ivoire, there is a law.",
        "L’Algérie n’a pas ratifié.",
        "Les Comores n'ont pas de CIRT.",
        "The Gambia has no CIRT.",
    ],
)
def test_a_sentence_that_opens_with_another_country_is_about_that(text):
    assert leads_elsewhere(text, ["MLI"])


@pytest.mark.parametrize(
    "text",
    [
        "France supports the CIRT with equipment.",
        "With the support of France, a CIRT was set up.",
        "Mali has no CIRT, unlike Niger.",
        "Unlike Niger, the country has a CIRT.",
        "France has signed an agreement with the country.",
        "La France a signé avec le pays une convention.",
        "France, the US and China maintain military bases.",
        "Niger and Mali have no CIRT.",
        "No country is named here.",
    ],
)
def test_a_sentence_that_only_names_another_country_may_be_about_this_one(text):
    assert not leads_elsewhere(text, ["MLI"])


def test_where_a_country_may_be_the_answer_only_a_place_leads_elsewhere():
    assert leads_elsewhere("In Niger, it was set up in 2019.", ["MLI"], as_place=True)
    assert not leads_elsewhere("France was the first to recognise it.", ["MLI"], as_place=True)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    root = tmp_path_factory.mktemp("elsewhere")
    (root / "corpus").mkdir()
    for country, said in {
        "Mali": "Niger has no national CIRT.",
        "Togo": "Not assessed for Togo. Neighbouring Ghana has a national CIRT.",
        "Benin": "Benin has no national CIRT.",
        "Chad": "In Niger, the national CIRT was set up in 2019.",
    }.items():
        text = PROFILE.format(country=country, said=said)
        (root / "corpus" / f"{country.lower()}.md").write_text(text, "utf-8")
    rebuild(root / "corpus", root / "index")
    opened = Assistant.open(root / "corpus", root / "index")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Does Mali have a national CIRT?", "silent"),
        ("Le Mali a-t-il un CIRT national ?", "silent"),
        ("Does Togo have a national CIRT?", "not_assessed"),
        ("Le Togo a-t-il un CIRT national ?", "not_assessed"),
        ("When was the national CIRT of Chad set up?", "silent"),
    ],
)
def test_no_country_is_answered_for_with_what_its_source_says_of_a_neighbour(
    assistant, question, outcome
):
    answer = assistant.ask(question)

    assert (answer.outcome, answer.verdict) == (outcome, None)


def test_no_cell_holds_what_a_source_says_of_a_neighbour(assistant):
    answer = assistant.ask("Which countries have no national CIRT?")

    assert {each.country: each.verdict or each.outcome for each in answer.by_country} == {
        "BEN": "yes",
        "TGO": "not_assessed",
        "MLI": "silent",
        "TCD": "silent",
    }
