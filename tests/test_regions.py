"""The regions of the world that a question may be limited to."""

import pycountry
import pytest

from assistant.countries import codes, limited, region

CONTINENTS = ["Africa", "the Americas", "Asia", "Europe", "Oceania"]


@pytest.mark.parametrize(
    ("text", "rest", "name"),
    [
        ("Which African countries have one?", "Which countries have one?", "Africa"),
        ("Which countries in Africa have one?", "Which countries have one?", "Africa"),
        ("Which West African states have one?", "Which states have one?", "Western Africa"),
        ("In South America, which countries have one?", None, "South America"),
        ("Which countries have one in Southeast Asia?", None, "South-eastern Asia"),
        ("List the countries of the Caribbean with one", None, "the Caribbean"),
        ("Quels pays africains en ont un ?", "Quels pays en ont un ?", "Africa"),
        ("Quels pays d’Afrique de l’Ouest en ont un ?", "Quels pays en ont un ?", "Western Africa"),
        ("Combien de pays d'Asie du Sud-Est en ont un ?", None, "South-eastern Asia"),
        ("Quels États des Caraïbes en ont un ?", "Quels États en ont un ?", "the Caribbean"),
        ("Quels pays en ont un en Amerique latine ?", None, "Latin America and the Caribbean"),
    ],
)
def test_a_region_is_parted_from_what_is_asked(text, rest, name):
    left, found = limited(text)

    assert found is not None
    assert found.name("en") == name
    assert rest is None or left == rest


@pytest.mark.parametrize(
    "text",
    [
        "Which countries have ratified the Charter of the African Union?",
        "Which countries of the European Union have one?",
        "Which countries are members of the Organisation of American States?",
        "Which countries have ratified the convention of the Council of Europe?",
        "Quels pays ont ratifié la convention du Conseil de l’Europe ?",
        "Quels pays de l’Union européenne en ont un ?",
        "Does South Africa have one?",
        "Is Mali a party to the African Charter?",
    ],
)
def test_what_is_named_after_a_continent_is_no_region(text):
    assert limited(text) == (text, None)


def test_every_country_lies_on_one_continent_but_antarctica():
    held = [code for name in CONTINENTS for code in region(name).codes]

    assert len(held) == len(set(held))
    assert {each.alpha_3 for each in pycountry.countries} - set(held) == {"ATA"}
    assert set(held) <= codes()


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("Afrique de l’Ouest", {"MLI", "NER", "NGA"}, {"TCD", "MAR"}),
        ("sub-Saharan Africa", {"MLI", "ZAF"}, {"SDN", "EGY"}),
        ("North America", {"USA", "MEX", "CUB"}, {"PER"}),
        ("Latin America", {"MEX", "CUB", "PER"}, {"USA"}),
    ],
)
def test_a_region_holds_its_parts_and_goes_by_its_names_in_both_languages(name, inside, outside):
    found = region(name)

    assert inside <= found.codes
    assert found.codes.isdisjoint(outside)
    assert region(found.name("fr")) is found is region(found.name("en"))
