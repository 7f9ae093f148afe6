"""How reports and reference works put things, and what sounds like it but says the opposite."""

import pytest

from tests.phrasings import TABLE, cases
from tests.test_stance import says

ENOUGH = 40
"""Wordings of each status in each language."""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_wordings_found_in_reports_are_understood(language):
    said = [
        (case, says(case.question, case.text, language, (case.label,)))
        for case in cases(language, language)
    ]
    missed = [(case.text, case.expected, got) for case, got in said if got != case.expected]

    assert len(said) > 2_000
    assert len(missed) <= 0.01 * len(said), missed[:20]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("status", ["yes", "no", "unclear", "not_assessed"])
def test_every_status_has_enough_wordings(language, status):
    lists = (v for part in TABLE[language].values() if isinstance(part, dict) for v in part.items())

    assert sum(len(v) for k, v in lists if k == status or k.endswith(f"_{status}")) >= ENOUGH


UNIT = "Does Mali have a cybercrime unit?"
UNITE = "Le Mali a-t-il un comité de cybersécurité ?"
PARTY = "Is Mali a party to the Malabo Convention?"
PARTIE = "Le Mali est-il partie à la Convention de Malabo ?"
COUNTER = [
    (UNIT, "The cybercrime unit plans to hire ten officers.", "yes"),
    (UNIT, "The cybercrime unit plans to adopt a code of conduct.", "yes"),
    (UNIT, "Mali has a cybercrime unit, which should adopt a plan.", "yes"),
    (UNIT, "The cybercrime unit urges schools to report incidents.", "yes"),
    (UNIT, "The cybercrime unit is considering its second report.", "yes"),
    (UNIT, "The bill became law and the cybercrime unit was set up.", "yes"),
    (UNIT, "The cybercrime unit was suspended in 2010 and restored in 2012.", "yes"),
    (UNIT, "The cybercrime unit checks whether providers keep records.", "yes"),
    (UNIT, "The cybercrime unit determines whether a site is blocked.", "yes"),
    (UNIT, "The cybercrime unit covers this region.", "yes"),
    (UNIT, "Missing children are searched for by the cybercrime unit.", "yes"),
    (UNIT, "The cybercrime unit, without delay, answers every call.", "yes"),
    (UNIT, "The cybercrime unit did not hesitate to act.", "yes"),
    (UNIT, "The cybercrime unit answers free of charge.", "yes"),
    (UNIT, "The cybercrime unit has left its old offices.", "yes"),
    ("Does Mali have a data act?", "The old act was repealed and replaced by a data act.", "yes"),
    (PARTY, "Mali withdrew its reservation to the Malabo Convention.", "yes"),
    (PARTY, "Mali signed the Malabo Convention in 2010.", "states"),
    (PARTY, "Mali has ratified the Malabo Convention and should adopt a law.", "yes"),
    ("Is notification mandatory?", "Notification is compulsory; it must not wait.", "yes"),
    (UNITE, "Le comité de cybersécurité envisage de recruter.", "yes"),
    (UNITE, "Le comité de cybersécurité prévoit de publier un rapport.", "yes"),
    (UNITE, "Le comité de cybersécurité vérifie si les sites sont sûrs.", "yes"),
    (UNITE, "Le comité de cybersécurité compte dix membres.", "yes"),
    (UNITE, "Le Mali compte un comité de cybersécurité.", "yes"),
    (UNITE, "Le comité de cybersécurité a été suspendu puis rétabli.", "yes"),
    (UNITE, "Le comité de cybersécurité recommande d'éviter ces sites.", "yes"),
    (UNITE, "Le comité de cybersécurité agit si la loi le permet.", "yes"),
    (UNITE, "Le projet de loi a été adopté et le comité de cybersécurité est né.", "yes"),
    (PARTIE, "Le Mali a retiré sa réserve à la Convention de Malabo.", "yes"),
    (PARTIE, "Le Mali a ratifié la Convention de Malabo, et devrait adopter une loi.", "yes"),
]


@pytest.mark.parametrize(("question", "text", "expected"), COUNTER)
def test_a_wording_that_only_sounds_like_a_denial_is_none(question, text, expected):
    assert says(question, text, "fr" if question[:2] == "Le" else "en") == expected
