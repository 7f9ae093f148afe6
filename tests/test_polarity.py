"""What a sentence affirms, denies, hedges and leaves open, in English and French."""

import itertools
import re

import pytest

from assistant.polarity import predicates, read
from assistant.spelling import fold


def denied(text):
    return {word.text for word in read(text).words if word.denied}


DENIED = {
    # The verb denies its clause.
    "Mali does not have a national CIRT.": "cirt",
    "Mali doesn't have a strategy.": "strategy",
    "No strategy exists in Mali.": "strategy exists",
    "There is no CERT.": "cert",
    "Mali has neither signed nor ratified it.": "signed ratified",
    "Nobody enforces the law.": "law enforces",
    "Le Mali ne dispose pas de CERT.": "cert",
    "Le Mali n'a ni stratégie ni loi.": "strategie loi",
    "Le Mali ne dispose ni d'une loi ni d'un CERT.": "d'une loi cert",
    "Aucun CERT n'existe.": "cert",
    "Le Mali n'a pas encore adopté de loi.": "adopte loi",
    "Le Mali n'est plus partie au traité.": "partie traite",
    # Some words deny by what they mean.
    "Mali lacks a CERT.": "cert",
    "There is a lack of a strategy.": "strategy",
    "Mali has yet to adopt a law.": "adopt law",
    "A CERT remains to be established.": "cert established",
    "A strategy is in preparation.": "strategy",
    "A law is being drafted.": "law",
    "Mali failed to ratify it.": "ratify",
    "Le Mali est dépourvu de loi.": "loi",
    "Une loi reste à adopter.": "loi adopter",
    "Une stratégie est en cours d'élaboration.": "strategie",
    "Le Mali manque d'une stratégie.": "d'une strategie",
    "The act was repealed in 2010.": "act",
    "La loi a été abrogée.": "loi",
    "Mali shares the CERT of Ghana and has none of its own.": "has own",
    "Le Mali est l'un des pays qui en sont encore dépourvus.": "sont encore",
    "Joining the treaty was refused by parliament in 2010.": "joining treaty",
    "The bill was taken off the agenda in 2010.": "bill",
    "Le projet a été retiré de l'ordre du jour.": "projet",
    "It joined two treaties, the missing one being the torture convention.": "torture",
    # What is still to be done, on paper or taken back is not there.
    "Le Mali doit encore ratifier la Convention.": "ratifier convention",
    "La loi ne sera soumise au parlement qu'en 2027.": "loi soumise",
    "A law exists only as a bill.": "law",
    "Une loi n'existe encore que sous la forme d'un avant-projet.": "loi",
    "The strategy is still no more than a project in Mali.": "strategy",
    "Registration lost its mandatory character in 2010.": "mandatory",
    "L'agence a cessé toute activité.": "l'agence activite",
    "The agency was abolished in 2010 and has not been restored.": "agency",
    "Withdrawal in 2014": "withdrawal",
    "Pour l'instant, non": "l'instant",
    "Still wanting": "wanting",
    # Each clause has denials of its own, which do not cancel out.
    "Les crédits ayant été supprimés, le Mali n'a plus d'agence.": "d'agence",
    "Le texte a pris fin en 2010 et le Mali n'a plus de plan.": "texte plan",
    "No instrument of ratification of, or accession to, it came.": "ratification accession",
    "It has not entered into force, for want of ratification.": "entered ratification",
    "L'agence, faute de décret, n'a jamais été mise en place.": "mise place",
    # A phrase denies itself only.
    "Mali acceded without reservation.": "reservation",
    "with no declarations or reservations": "declarations reservations",
    "sans déclaration ni réserve": "declaration reserve",
}
AFFIRMED = {
    "joined, with no reservations or statements on articles 5, 7(a) and 9, the "
    "Convention": "joined convention",
    "Mali acceded without reservation.": "mali acceded",
    "Le Mali a adhéré, sans déclaration ni réserve, à la Convention": "adhere convention",
    "Mali ratified it in 2010 and made no reservations.": "mali ratified",
    # Two denials cancel out.
    "Une agence n'a jamais cessé d'exister.": "agence d'exister",
    "The work of the agency has never been interrupted.": "work agency",
    "Mali is no longer without a CERT.": "cert",
    "Mali does not lack a CERT.": "cert",
    "There is no lack of staff.": "staff",
    "Le Mali n'est plus dépourvu de CERT.": "cert",
    "Le Mali ne manque pas de juristes.": "juristes",
    # Another clause is not reached.
    "Mali has a CERT but no strategy.": "cert",
    "Mali has a CERT, although it does not have a law.": "cert",
    "It signed the treaty in 2000, but has not ratified it.": "signed treaty",
    "Signed in 2000, not ratified": "signed",
    "Mali does not have a law and has a CERT.": "cert",
    "Le Mali a un CERT mais pas de stratégie.": "cert",
    "A law which does not cover minors exists.": "law",
    "Une loi qui ne couvre pas les mineurs": "loi",
    # Not a denial at all.
    "Decree No. 12 established the agency.": "established agency",
    "The agency sits at No 50 Avenue de la Nation.": "agency sits",
    "Law no 2012-023 created the agency.": "created agency",
    "It reports no later than May.": "reports",
    "Mali has not only a law": "law",
    "A non-profit runs the hotline.": "hotline",
    "La loi existe sans doute.": "loi existe",
    "It applies without prejudice to the law.": "applies law",
    "Le Mali ne dispose que d'une loi.": "dispose d'une loi",
    "Le texte prévoit non seulement une peine": "peine",
    "Not all schools are online.": "schools online",
    "Pas toutes les écoles sont connectées.": "ecoles connectees",
    "The hotline for missing children is open.": "hotline children",
    "Unemployment declined to 5 per cent.": "unemployment declined",
    "The new act repealed the decree.": "new",
}


@pytest.mark.parametrize(("text", "words"), DENIED.items())
def test_a_negation_denies_what_it_reaches(text, words):
    assert set(words.split()) <= denied(text)


@pytest.mark.parametrize(("text", "words"), AFFIRMED.items())
def test_a_negation_leaves_alone_what_it_does_not_reach(text, words):
    held = {word.text for word in read(text).words}

    assert set(words.split()) <= held - denied(text)


@pytest.mark.parametrize(
    ("text", "reached"),
    [("Mali has no 24-hour hotline.", "hotline"), ("There is no 112 number.", "number")],
)
def test_a_number_after_no_does_not_make_it_an_abbreviation(text, reached):
    assert reached in denied(text)


OPEN = {
    "not_assessed": (
        *("Not Yet Assessed", "Not assessed.", "No data", "No data yet", "n/a", "N.A.", "TBD"),
        *("Assessment pending", "This indicator has not been assessed.", "No data available."),
        *("Data on this indicator are not available for Mali.", "No information is available."),
        *("Pas encore évalué", "Non évalué", "Données non disponibles", "Aucune donnée"),
        *("Évaluation en attente.", "Ce point n'a pas encore été évalué.", "Pas de données"),
        *("Les données ne sont pas disponibles.", "Yet to be assessed", "Reste à évaluer"),
        *("Nobody has looked into this for Mali so far.", "Still under examination."),
        *("Nobody has counted the boats of Mali.", "Personne n'a encore recensé les écoles."),
        *("The commission has yet to examine this point.", "Non enquêté", "Étude en cours"),
        *("Consideration of this item was deferred.", "Reporté au prochain cycle"),
        *("Le Mali n'a fait l'objet d'aucun examen à cet égard.", "À étudier en 2027"),
        *("Mali is not among the countries that we have studied.", "Pas encore d'évaluation"),
        "The questionnaire on this has not been sent to Mali yet.",
        "L'enquête a laissé de côté cette question.",
        "Information was requested from counsel but had not been received.",
    ),
    "unclear": (
        *("It is unclear whether Mali has a law.", "Unclear", "Not clear", "Indéterminé"),
        *("Whether Mali has a law could not be established.", "It could not be confirmed."),
        *("Sources disagree on whether Mali has a law.", "It is not known whether it exists."),
        *("On ne sait pas si le Mali a une loi.", "Il n'est pas clair si la loi existe."),
        *("Il n'a pas pu être établi si une loi existe.", "Les sources divergent sur la loi si"),
        "Il n'a pas été possible de confirmer si une loi existe.",
        *("Nous ne savons pas si une loi existe.", "We were unable to tell whether it exists."),
        *("L'équipe n'a pas pu vérifier si une loi existe.", "Opinions are split on whether it is"),
        *("In doubt", "À clarifier", "Sources discordantes", "Not established with certainty"),
        *("Whether there is one is a matter of dispute.", "Point contesté", "Unverifiable"),
    ),
    "empty": (
        *("—", "-", "....", "", "  ", "[blank]", "(left empty)", "Not filled in", "[vide]"),
        *("This field was deliberately left blank.", "La rubrique est vide", "Laissé en blanc"),
        *("Left blank", "Blank", "No entry.", "Vide", "Rubrique laissée vide."),
    ),
    None: (
        *("There is no data protection law.", "No information security policy exists."),
        *("The law has not been reviewed since 2010.", "The question was settled in 2010."),
        *("Il n'y a pas de données personnelles protégées.", "La loi existe sans doute."),
        *("A CIRT could not be established for lack of funds.", "None", "No", "Non", "Oui"),
        *("The prison is empty.", "The post was not filled in 2012.", "La case est prévue."),
        *("Assessments are made every year.", "In place since 2007", "0 km (landlocked)"),
        *("A law on access to information is missing.", "L'existence ne fait aucun doute."),
        *("Le projet n'a pas encore fait l'objet d'un examen par le parlement.", "Sans doute"),
        *("The convention on personal data has not entered into force.",),
        *("A student thesis about privacy was published in 2002.", "À Ségou, un centre ouvre."),
        "Members of the Committee put questions to the delegation of Mali about privacy.",
        "Le Mali n'a pas rendu la notification des violations de données obligatoire.",
    ),
}


@pytest.mark.parametrize(
    ("text", "state"), [(text, state) for state, texts in OPEN.items() for text in texts]
)
def test_a_text_that_leaves_a_matter_open_is_told_from_one_that_states_it(text, state):
    assert read(text).open == state


@pytest.mark.parametrize(
    ("text", "is_hedged"),
    [
        ("Double criminality seems to be required.", True),
        ("The law may also apply to nationals.", True),
        ("The strategy was reportedly adopted.", True),
        ("Une loi semble exister.", True),
        ("La loi s'appliquerait peut-être.", True),
        ("The strategy was adopted in May 2010.", False),
        ("La loi s'applique.", False),
    ],
)
def test_a_hedge_is_noticed(text, is_hedged):
    assert read(text).hedged is is_hedged


@pytest.mark.parametrize(
    ("text", "is_conditional"),
    [
        ("Extradition is possible if a treaty exists.", True),
        ("L'extradition est possible sous réserve d'un traité.", True),
        ("Extradition is possible.", False),
        ("Registration is not subject to any obligation.", False),
    ],
)
def test_a_condition_is_noticed(text, is_conditional):
    assert bool(read(text).condition) is is_conditional


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SIM registration is optional.", {"mandatory": False}),
        ("SIM registration is not compulsory.", {"mandatory": False}),
        ("It is recommended but not required.", {"mandatory": False}),
        ("L'enregistrement est facultatif.", {"mandatory": False}),
        ("Le Mali n'exige pas l'enregistrement.", {"mandatory": False}),
        ("It is non-mandatory.", {"mandatory": False}),
        ("Mandatory for banks, optional for shops", {"mandatory": None}),
        ("Gambling is prohibited.", {"legal": False}),
        ("Gambling is not prohibited.", {"legal": True}),
        ("Les jeux sont interdits.", {"legal": False}),
        ("A legal definition of illegal content", {}),
        ("Une définition légale des contenus illicites", {}),
        ("The register is private.", {"public": False}),
        ("A public register and the private sector", {}),
        ("Signed in 2000, not ratified", {"signed": True, "binding": False}),
        ("A law on electronic signatures was enacted.", {"signed": True}),
        ("The ruling party met third parties.", {}),
        ("The helpline makes no charge.", {"free": True}),
        ("L'acte est délivré sans frais.", {"free": True}),
        ("Calls are free of charge.", {"free": True}),
        ("The agency in charge collects fees.", {}),
        ("As recommended, Mali established an agency.", {}),
        ("Comme le Comité l'avait recommandé, le Mali a créé une agence.", {}),
        ("The Committee notes with appreciation that there is one.", {}),
        ("Il est laissé à l'appréciation des écoles.", {"mandatory": False}),
        # Who denies a reservation, or that a treaty was left, does not deny that it binds.
        ("Aucune réserve n'accompagnait l'adhésion.", {"binding": True, "reservation": False}),
        ("No reservations were made on ratifying it.", {"binding": True, "reservation": False}),
        ("It neither ratified it nor made reservations.", {"binding": False, "reservation": False}),
        ("Le Mali n'a jamais dénoncé la Convention, ratifiée en 2010.", {"binding": True}),
        ("Registration stopped being optional.", {"mandatory": True}),
    ],
)
def test_a_predicate_is_read_from_its_words_or_their_opposites(text, said):
    assert dict(predicates.said(read(text).words)) == said


def test_typographic_apostrophes_read_like_plain_ones():
    assert read("Le Mali n’a pas de loi").words == read("Le Mali n'a pas de loi").words


@pytest.mark.parametrize(
    "text",
    ["not " * 5_000, "which lacks " * 3_000, "whether " * 5_000, "no data, " * 3_000, "è" * 9_000],
)
def test_words_without_end_are_read_too(text):
    assert len(read(text).words) == len(fold(text).replace(",", "").split())


def test_a_name_that_begins_with_non_denies_nothing():
    for text in ("une organisation à but non lucratif", "une organisation non gouvernementale"):
        assert not any(word.denied for word in read(text).words)


@pytest.mark.parametrize("text", [*DENIED, *itertools.chain(*OPEN.values())])
def test_where_a_line_is_broken_changes_nothing(text):
    whole = read(text)

    for place in (found.start() for found in re.finditer(r"(?<=[\w,]) (?=\w)", text)):
        broken = read(f"{text[:place]}\n  {text[place + 1 :]}")
        assert (broken.words, broken.open) == (whole.words, whole.open)
