"""Figures in fields and sentences: which one is the value, with what unit, of what date."""

import pytest

from assistant.ledger import values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Le taux est passé de 2,3 % en 2013 à 35 % en 2023.", ("2,3", "%", "2013")),
        ("It was 9% in 2020, and the plan aims at 5% in 2030.", ("9", "%", "2020")),
        ("In 2015, 35% of adults could read.", ("35", "%", "2015")),
        ("17.3 billion USD in 2020", ("17.3", "billion USD", "2020")),
        ("Il reçoit 150 000 euros par an.", ("150 000", "euros", None)),
        ("The age of majority, set by the 1973 Code, is 18 years.", ("18", "years", None)),
        ("Selon la loi de 1961, l'âge est de 18 ans.", ("18", "ans", None)),
    ],
)
def test_a_figure_has_its_own_date_and_its_whole_unit(text, value):
    found = values.in_sentence(text, "figure")

    assert (found.text, found.unit, found.as_of) == value


@pytest.mark.parametrize(
    "text",
    [
        "Entre 10 et 15 % de la population.",
        "Between 10 and 15% of them.",
        "The rate is less than 5 %.",
        "Moins de 5 % des enfants.",
    ],
)
def test_a_range_or_a_limit_is_no_single_figure(text):
    assert values.in_sentence(text, "figure") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- 2.5%", ("-2.5", "%", None)),
        ("– 2,5 %", ("-2,5", "%", None)),
        ("-3.2% (2021 est.)", ("-3.2", "%", "2021")),
        ("<0.1%", ("<0.1%", None, None)),
        ("(2023 est.) less than 1", ("less than 1", None, None)),
        ("57.4 deaths/1,000 live births (2023 est.)", ("57.4", "deaths/1,000 live births", "2023")),
        ("1.2 million sq km", ("1.2", "million sq km", None)),
        ("100 m, more than -3,500 m deep", ("100 m, more than -3,500 m deep", None, None)),
    ],
)
def test_a_field_keeps_its_sign_its_limit_and_all_that_it_counts(text, value):
    (found,) = values.of_field(text, "figure")

    assert (found.text, found.unit, found.as_of) == value
