"""Whether something was abolished, withdrawn, ended: what a statement says to that, either way."""

import pytest

from tests.test_stance import says

HAS_CIRT = "Does Mali have a national CIRT?"
ABOLISHED = "Has Mali abolished the death penalty?"
HAS_PENALTY = "Does Mali have the death penalty?"
WITHDRAWN = "Has Mali withdrawn its reservation to article 14 of the Convention?"
RATIFIED = "Has Mali ratified the Malabo Convention?"
HAS_PLAN = "Does Mali have a national action plan for children?"
ENGLISH = [
    (ABOLISHED, "The death penalty was abolished in 2009.", "yes"),
    (ABOLISHED, "Death penalty: abolished in 2009 for all crimes", "yes"),
    (ABOLISHED, "The death penalty remains in force.", "no"),
    (ABOLISHED, "The death penalty has not been abolished.", "no"),
    (ABOLISHED, "Mali did away with the death penalty in 2009.", "yes"),
    (ABOLISHED, "The 2017 Code expunged the death penalty from the list of sanctions.", "yes"),
    (ABOLISHED, "Mali retains the death penalty.", "no"),
    (
        "Has the death penalty been abolished in Mali?",
        "The revised Code struck the death penalty from the catalogue of sanctions.",
        "yes",
    ),
    (HAS_PENALTY, "The death penalty was abolished in 2009.", "no"),
    (HAS_PENALTY, "Mali did away with the death penalty in 2009.", "no"),
    (HAS_PENALTY, "The 2017 Code expunged the death penalty from the list of sanctions.", "no"),
    (WITHDRAWN, "The reservation to article 14 was lifted in 2015.", "yes"),
    (WITHDRAWN, "The reservation to article 14 of the Convention was withdrawn in 2015.", "yes"),
    (WITHDRAWN, "Mali maintains its reservation to article 14 of the Convention.", "no"),
    (
        "Does Mali maintain a reservation to article 14 of the Convention?",
        "Mali gave up its reservation to article 14 of the Convention in 2010.",
        "no",
    ),
    (RATIFIED, "Malabo Convention: ratification is still outstanding", "no"),
    (RATIFIED, "Ratification of the Malabo Convention is still outstanding.", "no"),
    (HAS_PLAN, "The 2012-2017 national action plan for children ran its course.", "no"),
    (
        HAS_PLAN,
        "The national action plan for children gave way to sectoral programmes in 2019.",
        "no",
    ),
    (
        HAS_PLAN,
        "The national action plan for children ran its course and was replaced by a new one.",
        "yes",
    ),
    (
        "Is double criminality required in Mali?",
        "Section 64 dispenses with double criminality.",
        "no",
    ),
    (
        "Has the block on Facebook been lifted in Mali?",
        "The block on Facebook came to an end in 2018.",
        "yes",
    ),
    (
        "Is there a block on Facebook in Mali?",
        "The block on Facebook came to an end in 2018.",
        "no",
    ),
    (HAS_CIRT, "Nothing like a national CIRT exists.", "no"),
    (HAS_CIRT, "A national CIRT is unheard of.", "no"),
    (HAS_CIRT, "Far from having been dissolved, the national CIRT has doubled its staff.", "yes"),
    (
        HAS_CIRT,
        "No national CIRT existed until 2015; since then one has worked around the clock.",
        "yes",
    ),
    (HAS_CIRT, "Of a national CIRT the law says not a word.", "no"),
]
FRENCH = [
    (
        "Le Mali est-il partie au Protocole sur la vente d'enfants ?",
        "Le Mali a adhéré sans réserve au Protocole sur la vente d'enfants.",
        "yes",
    ),
    (
        "Le Mali a-t-il formulé des réserves au Protocole sur la vente d'enfants ?",
        "Le Mali a adhéré sans réserve au Protocole sur la vente d'enfants.",
        "no",
    ),
    (
        "Le Mali a-t-il aboli la peine de mort ?",
        "Peine de mort : abolie en 2009 pour tous les crimes",
        "yes",
    ),
    ("Le Mali a-t-il aboli la peine de mort ?", "La peine de mort a été abolie en 2009.", "yes"),
    ("Le Mali a-t-il aboli la peine de mort ?", "La peine de mort reste en vigueur.", "no"),
    (
        "Le Mali a-t-il un CIRT national ?",
        "Loin d'avoir été supprimé, le CIRT national a vu son personnel doubler.",
        "yes",
    ),
    ("Le Mali a-t-il un CIRT national ?", "D'un CIRT national, la loi ne souffle mot.", "no"),
    (
        "L'exonération de TVA est-elle supprimée au Mali ?",
        "L'exonération de TVA a pris fin en 2019.",
        "yes",
    ),
    (
        "Le Mali est-il partie à la Convention de Budapest ?",
        "En vigueur depuis 2012, la Convention de Budapest n'a fait l'objet d'aucune dénonciation.",
        "yes",
    ),
    (
        "Le Mali a-t-il retiré sa réserve à la Convention ?",
        "La réserve à la Convention a été levée en 2018 ; il ne subsiste donc plus de réserve.",
        "yes",
    ),
    (
        "Le Mali a-t-il retiré sa réserve à la Convention ?",
        "La réserve à la Convention est maintenue.",
        "no",
    ),
    (
        "Le Mali a-t-il un CIRT national ?",
        "Le Mali fait partie des pays qui sont encore démunis de CIRT national.",
        "no",
    ),
    (
        "Le Mali a-t-il une loi sur les loteries ?",
        "La loi sur les loteries a été abrogée en 2011, sans qu'aucun texte la remplace.",
        "no",
    ),
]


@pytest.mark.parametrize(("question", "text", "expected"), ENGLISH)
def test_an_end_is_understood_in_english(question, text, expected):
    assert says(question, text) == expected


@pytest.mark.parametrize(("question", "text", "expected"), FRENCH)
def test_an_end_is_understood_in_french(question, text, expected):
    assert says(question, text, "fr") == expected
