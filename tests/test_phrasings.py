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
LAW = "Does Mali have a data protection law?"
LOI = "Le Mali a-t-il une loi sur les données ?"
RULE = "Is SIM registration mandatory in Mali?"
REGLE = "L'enregistrement des cartes SIM est-il obligatoire ?"
HELPLINE = "Does Mali have a child helpline?"
LIGNE = "Le Mali a-t-il une ligne d'assistance aux enfants ?"
STRATEGY = "Does Mali have a digital strategy?"
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
    (UNIT, "The cybercrime unit must be notified no later than 72 hours after the attack.", "yes"),
    (UNIT, "The cybercrime unit has unlimited access to the data.", "yes"),
    (UNIT, "The cybercrime unit is nonetheless active.", "yes"),
    (UNIT, "The cybercrime unit is independent of the police and acts without delay.", "yes"),
    (UNIT, "The cybercrime unit needs more staff.", "yes"),
    (UNIT, "The cybercrime unit needs a new building.", "yes"),
    (UNIT, "The cybercrime unit closed 40 cases in 2014.", "yes"),
    (UNIT, "The cybercrime unit rejected ten complaints.", "yes"),
    (UNIT, "The cybercrime unit is on the third floor.", "yes"),
    (
        UNIT,
        "The cybercrime unit is announced on the ministry's site and works day and night.",
        "yes",
    ),
    (UNIT, "The cybercrime unit called for a review of the law.", "yes"),
    (UNIT, "The cybercrime unit was planned in 2010 and opened in 2012.", "yes"),
    (UNIT, "A bill on spam is pending; the cybercrime unit has existed since 2010.", "yes"),
    (UNIT, "The cybercrime unit studies whether new laws are needed.", "yes"),
    (UNIT, "The cybercrime unit publishes conflicting advice at times.", "yes"),
    (UNIT, "The cybercrime unit, which was set up in 2011, handles reports.", "yes"),
    (UNIT, "The cybercrime unit replaced one that was dissolved in 2009.", "yes"),
    (UNIT, "The cybercrime unit is under review by parliament.", "yes"),
    (UNIT, "The cybercrime unit maintains that no law is needed, which the bar disputes.", "yes"),
    (UNIT, "The cybercrime unit should be consulted before a decision.", "yes"),
    (UNIT, "The cybercrime unit awaits reports from schools.", "yes"),
    (UNIT, "The cybercrime unit will be reviewed every year.", "yes"),
    (UNIT, "Mali has a cybercrime unit and plans to establish a second one.", "yes"),
    (UNIT, "Mali has a cybercrime unit; discussions on a budget are ongoing.", "yes"),
    (UNIT, "Yes, though not fully staffed", "yes"),
    (UNIT, "Cybercrime unit: Yes, pending new law", "yes"),
    (UNIT, "Cybercrime unit: Not only one but two", "yes"),
    (LAW, "The data protection law prohibits transfers unless approved.", "yes"),
    (
        LAW,
        "The data protection law entered into force; implementing rules are in preparation.",
        "yes",
    ),
    (LAW, "The data protection law provides that information must not be disclosed.", "yes"),
    (LAW, "The data protection law was adopted, rejected amendments notwithstanding.", "yes"),
    (LAW, "Data protection law: Act No. 12, draft regulations pending", "yes"),
    (
        STRATEGY,
        "The digital strategy is in its second phase, on hold for lack of funds in two regions.",
        "yes",
    ),
    (STRATEGY, "The digital strategy is planned to run until 2030.", "yes"),
    (STRATEGY, "The digital strategy proposes to set up a fund.", "yes"),
    (STRATEGY, "The digital strategy sets out a proposal for schools.", "yes"),
    (STRATEGY, "The development of the country is the aim of the digital strategy.", "yes"),
    (STRATEGY, "The introduction of the digital strategy was a success, work is ongoing.", "yes"),
    (HELPLINE, "The child helpline is free and unlimited in time.", "yes"),
    (HELPLINE, "The child helpline received no fewer than 4,000 calls.", "yes"),
    (HELPLINE, "Calls to the child helpline are anonymous; no information is passed on.", "yes"),
    (
        PARTY,
        "Mali ratified the Malabo Convention, but a bill to transpose it is before parliament.",
        "yes",
    ),
    (PARTY, "Mali ratified the Malabo Convention without delay.", "yes"),
    (PARTY, "Mali has ratified the Malabo Convention and announced a law for 2027.", "yes"),
    (
        PARTY,
        "The adoption of the law followed the ratification by Mali of the Malabo Convention.",
        "yes",
    ),
    (RULE, "SIM registration is mandatory, free of charge.", "yes"),
    (RULE, "SIM registration is mandatory, without exception.", "yes"),
    (RULE, "SIM registration is mandatory up to age 60.", "yes"),
    (RULE, "SIM registration shall take place no later than ten days after purchase.", "yes"),
    (RULE, "SIM registration took place freely until it became mandatory in 2012.", "yes"),
    (UNITE, "Le comité de cybersécurité dispose d'un délai illimité.", "yes"),
    (UNITE, "Le comité de cybersécurité a rejeté dix demandes.", "yes"),
    (UNITE, "Le comité de cybersécurité est en cours de session.", "yes"),
    (UNITE, "Le comité de cybersécurité a besoin d'un budget.", "yes"),
    (UNITE, "Le comité de cybersécurité demande au Mali d'adopter une loi.", "yes"),
    (UNITE, "Le comité de cybersécurité n'a de cesse d'agir.", "yes"),
    (UNITE, "Le comité de cybersécurité compte non moins de dix membres.", "yes"),
    (UNITE, "Le comité de cybersécurité est attendu à Bamako.", "yes"),
    (
        UNITE,
        "Le comité de cybersécurité, qui siège depuis 2010, vérifie si les sites sont sûrs.",
        "yes",
    ),
    (UNITE, "Le comité de cybersécurité n'a pas moins de dix membres.", "yes"),
    (UNITE, "Le comité de cybersécurité est placé en attente de nomination d'un président.", "yes"),
    (UNITE, "À défaut de police, le comité de cybersécurité traite les plaintes.", "yes"),
    (UNITE, "Le comité de cybersécurité avait dix membres jusqu'en 2012.", "yes"),
    (LOI, "La loi sur les données est muette sur les mineurs.", "yes"),
    (LOI, "La loi sur les données prévoit d'adopter un décret.", "yes"),
    (LOI, "La loi sur les données, projet de longue date, est entrée en vigueur.", "yes"),
    (LIGNE, "La ligne d'assistance aux enfants est libre d'accès.", "yes"),
    (LIGNE, "La ligne d'assistance aux enfants ne ferme jamais.", "yes"),
    (REGLE, "L'enregistrement des cartes SIM est obligatoire, sans exception.", "yes"),
    (REGLE, "L'enregistrement des cartes SIM est obligatoire et libre de frais.", "yes"),
    (REGLE, "L'enregistrement des cartes SIM s'est tenu à Bamako.", "states"),
    (REGLE, "L'enregistrement des cartes SIM est obligatoire avant tout usage.", "yes"),
]


@pytest.mark.parametrize(("question", "text", "expected"), COUNTER)
def test_a_wording_that_only_sounds_like_a_denial_is_none(question, text, expected):
    assert says(question, text, "fr" if question[:2] in ("Le", "L'") else "en") == expected
