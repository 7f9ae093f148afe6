"""Abbreviations that a text spells out in brackets."""

import pytest

from assistant.abbreviations import spells_out


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Founders of Association Contre l’Exploitation Sexuelle des Enfants au Mali (ACESEM).",
            "ACESEM",
        ),
        ("It reports to the United Nations Office on Drugs and Crime (UNODC).", "What is UNODC?"),
        ("L'ARTP (Autorité de régulation des télécommunications et des postes) délivre.", "l'ARTP"),
        ("La Comisión Económica para América Latina (CEPAL, en Chile) publica.", "CEPAL"),
        ("The Council of Europe (CoE) has a treaty.", "What does CoE stand for?"),
    ],
)
def test_letters_in_their_order_before_or_in_brackets_spell_it_out(text, asked):
    assert spells_out(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("It was created in December 2018 by former staff of ECPAT Luxembourg.", "ECPAT"),
        ("The office (ACESEM) is in Bamako.", "ACESEM"),
        ("The national team (in Bamako) answers for the CIRT.", "What is a CIRT?"),
        ("The computer incident response team (CIRT) was set up.", "What is a regulator?"),
        ("Exercises of the army were held in the city of Segou with us (ACESEM).", "ACESEM"),
    ],
)
def test_brackets_that_hold_something_else_do_not(text, asked):
    assert not spells_out(text, asked)
