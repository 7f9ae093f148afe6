"""Which words say the same thing, within French, within English and across the two."""

import re
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import terms
from assistant.lexicon import phrase_translations, similarity, translations
from assistant.matching import MATCH
from assistant.terms import LISTED, RELATED
from assistant.words import tokens

LINES = [
    line
    for line in Path(terms.__file__).with_name("lexicon.tsv").read_text("utf-8").splitlines()
    if line and line[0] != "#"
]
TRANSLATED = {head: listed.split(", ") for head, listed in (line.split("\t") for line in LINES)}
FRENCH = [head for head in TRANSLATED if head[0] not in "=~!-"]


def alike(a: str, la: str, b: str, lb: str) -> float:
    """The best match among the stems of two words in running text."""
    pairs = product(tokens(f"a {a}", la), tokens(f"a {b}", lb))
    return max(similarity(x, la, y, lb) for x, y in pairs)


ACROSS = """
loi law | loi act | loi legislation | décret decree | règlement regulation | projet bill
signé signed | signée signed | ratifié ratified | ratifiée ratified | adhéré acceded
réserves reservations | enfant child | enfants children | mineurs minors | mineure underage
traite trafficking | signalement reporting | assistance hotline | casier record
tourisme tourism | voyages travel | données data | chiffrement encryption | coupures shutdowns
vie life | naissance birth | décès deaths | mortalité mortality | accouchement childbirth
superficie area | frontières borders | littoral coastline | sommet peak | fleuves rivers
chômage unemployment | recettes revenues | dépenses expenditures | impôts taxes | dette debt
pauvreté poverty | salaire wage | aéroports airports | navires ships | armée army
obligatoire mandatory | obligatoire compulsory | obligatoire required | requise required
officiel official | principaux main | moyenne average | ancien former | actuel current
milliards billion | pourcentage percentage | habitants inhabitants | siège headquarters
durée length | durée duration | montant amount | nombre number | rôle role
janvier January | dimanche Sunday | premier first | trois 3 | vingt twenty | CEDEAO ECOWAS
PIB GDP | pib GDP | ONU UN | sida AIDS | CIRT CSIRT | organisme agency | agence body
chef head | chef leader | directeur director | directrice director | dirige leads | élu elected
sécurité security | université university | président presidency | économie economic
militaire military | territoire territory | hôpital hospital | intérêt interest | cas case
ressources resources | juridiction jurisdiction | musique music | démocratique democratic
national nation | constitution constitutional | humanitaire humanitarian | exportateur exporter
Allemagne Germany | Tchad Chad | nigérien Nigerien | mille 1000
utilisent use | partagent share | vit live | devenu become | reconnaît recognizes
fer railway | passe password | homme human | espérance expectancy | personnes persons
"""

APART = """
mineur mineral | police policy | policier policy | politique police | Niger Nigeria
Nigéria Niger | Guinée Guyana | Irak Iran | Autriche Australia | Islande Ireland
Islande island | Slovaquie Slovenia | Libye Liberia | Gambie Zambia | Mauritanie Mauritius
Dominique Dominican | nigérien Nigerian | nigérian Nigerien | 2013 2014 | 16 17
actuellement actually | actuel actual | éventuel eventual | éventuellement eventually
location location | librairie library | pays pay | main main | pain pain | sale sale
chat chat | court court | coin coin | attendre attend | achever achieve
rester rest | lecture lecture | journée journey | sensible sensible
médecin medicine | physicien physician | procès process | crayon crayon | raisin raisin
délai delay | effectif effective | fabrique fabric | marché march
robe rob | bête bet | singe sing | hiver HIV | compte computer | ordinateur ordinance
contrôle contract | internet international | population popular | constitution constituency
publicité publicity | déception deception | magasin magazine | inhabité inhabited
isolation isolation | phrase phrase | hasard hazard | mandataire mandatory | poisson poison
général generate | capitale capitalist | plan planet
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    cells = (cell.split() for line in table.strip().splitlines() for cell in line.split("|"))
    return [(french, english) for french, english in filter(None, cells)]


@pytest.mark.parametrize(("french", "english"), _pairs(ACROSS))
def test_a_french_word_meets_its_english_counterpart(french, english):
    assert alike(french, "fr", english, "en") >= RELATED


@pytest.mark.parametrize(("french", "english"), _pairs(APART))
def test_words_that_only_look_alike_do_not_match(french, english):
    assert alike(french, "fr", english, "en") == 0


@pytest.mark.parametrize(
    ("language", "a", "b"),
    [
        ("en", "agency", "body"),
        ("en", "authority", "institution"),
        ("en", "law", "legislation"),
        ("en", "mandatory", "compulsory"),
        ("en", "required", "obligatory"),
        ("en", "adopted", "enacted"),
        ("en", "largest", "biggest"),
        ("en", "began", "started"),
        ("en", "built", "constructed"),
        ("en", "chosen", "selected"),
        ("en", "women", "woman"),
        ("en", "labour", "labor"),
        ("en", "offence", "crime"),
        ("fr", "organisme", "agence"),
        ("fr", "loi", "législation"),
        ("fr", "délit", "infraction"),
        ("fr", "obligatoire", "requise"),
        ("fr", "élu", "élire"),
        ("fr", "signée", "signer"),
        ("fr", "partagent", "partager"),
        ("fr", "frontalier", "limitrophe"),
    ],
)
def test_words_that_mean_the_same_in_a_statement_match_strongly(language, a, b):
    assert alike(a, language, b, language) >= LISTED


@pytest.mark.parametrize(
    ("language", "a", "b"),
    [
        ("en", "strategy", "policy"),
        ("en", "strategy", "plan"),
        ("en", "governor", "government"),
        ("en", "treaty", "protocol"),
        ("en", "internet", "online"),
        ("fr", "stratégie", "politique"),
        ("fr", "jeune", "adolescent"),
    ],
)
def test_related_words_match_weakly(language, a, b):
    assert alike(a, language, b, language) == RELATED


@pytest.mark.parametrize(
    ("language", "a", "b"),
    [
        ("en", "policy", "police"),
        ("en", "country", "county"),
        ("en", "treaty", "treat"),
        ("en", "region", "religion"),
        ("en", "north", "south"),
        ("en", "statue", "statute"),
        ("en", "2013", "2014"),
        ("en", "23", "2.3"),
        ("en", "general", "generate"),
        ("en", "content", "contest"),
        ("en", "legal", "illegal"),
        ("en", "child", "mineral"),
        ("fr", "police", "politique"),
        ("fr", "légal", "illégal"),
        ("fr", "nord", "sud"),
        ("fr", "région", "religion"),
    ],
)
def test_different_words_of_a_language_do_not_match(language, a, b):
    assert alike(a, language, b, language) == 0


@pytest.mark.parametrize(
    ("language", "slip", "meant"),
    [
        ("en", "populaton", "population"),
        ("en", "unempolyment", "unemployment"),
        ("en", "secuirty", "security"),
        ("en", "unemploymnet", "unemployment"),
        ("en", "constitutoin", "constitution"),
        ("en", "Timbouctou", "Timbuctou"),
        ("fr", "superfcie", "superficie"),
        ("fr", "gouverenment", "gouvernement"),
        ("fr", "ambasade", "ambassade"),
    ],
)
def test_a_typing_error_still_finds_its_word(language, slip, meant):
    assert RELATED < alike(slip, language, meant, language) < 1


NAMES = {
    head: [name for name in TRANSLATED[head] if name[0] not in "~!"]
    for head in FRENCH
    if head.istitle() and head.isalpha()
}


def _stem(name: str, language: str) -> str:
    return tokens(f"a {name}", language)[0]


def test_a_listed_name_matches_no_other_listed_name():
    english = {_stem(name, "en") for names in NAMES.values() for name in names}
    french = {_stem(name, "fr") for name in NAMES}
    assert len(french) > 150

    for names, language in ((english, "en"), (french, "fr")):
        pairs = combinations(sorted(names), 2)
        mixed = [(a, b) for a, b in pairs if similarity(a, language, b, language) > 0]
        assert mixed == []


def test_a_name_matches_no_name_of_the_other_language_but_its_own():
    english = {_stem(name, "en") for names in NAMES.values() for name in names}
    own = {(_stem(head, "fr"), _stem(name, "en")) for head in NAMES for name in NAMES[head]}
    pairs = product({_stem(head, "fr") for head in NAMES}, english)
    met = {(a, b) for a, b in pairs if similarity(a, "fr", b, "en") > 0}

    assert met == own


STEMS = sorted({stem for head in FRENCH for stem in tokens(f"a {head}", "fr")})
ENGLISH = sorted({s for head in FRENCH for t in TRANSLATED[head] for s in tokens(f"a {t}", "en")})


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(STEMS), st.sampled_from(ENGLISH), st.sampled_from(ENGLISH))
def test_similarity_is_the_same_both_ways_and_within_its_range(french, english, other):
    for a, la, b, lb in (
        (french, "fr", english, "en"),
        (english, "en", other, "en"),
        (french, "fr", french, "fr"),
    ):
        found = similarity(a, la, b, lb)
        assert found == similarity(b, lb, a, la)
        assert 0 <= found <= 1
        assert (found == 1) >= (a == b and la == lb)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_compared(a, b):
    assert 0 <= similarity(a, "fr", b, "en") <= 1
    assert 0 <= similarity(a, "en", b, "en") <= 1


def test_a_word_of_ten_thousand_letters_is_only_itself():
    long, other = "a" * 10_000, "a" * 9_999 + "b"

    assert similarity(long, "en", long, "en") == 1
    assert similarity(long, "en", other, "en") == 0
    assert similarity(long, "fr", other, "en") == 0
    assert phrase_translations(f"{long} loi", "fr", "en") == ("law",)


@pytest.mark.parametrize(
    ("token", "source", "target", "expected"),
    [
        ("superficie", "fr", "en", "area"),
        ("chômage", "fr", "en", "unemployment"),
        ("espérance", "fr", "en", "expectancy"),
        ("internaute", "fr", "en", "internet user"),
        ("law", "en", "fr", "loi"),
        ("wage", "en", "fr", "salaire"),
        ("GDP", "en", "fr", "PIB"),
    ],
)
def test_a_word_is_translated_for_the_words_index(token, source, target, expected):
    (stem,) = tokens(f"a {token}", source)
    wanted = tokens(f"a {expected}", target)

    assert list(translations(stem, source, target)[: len(wanted)]) == wanted


def test_there_is_no_translation_within_a_language_or_of_an_unknown_word():
    assert translations("law", "en", "en") == ()
    assert translations("zzqzz", "fr", "en") == ()
    assert phrase_translations("la loi", "fr", "fr") == ()


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("l'espérance de vie à la naissance", "fr", "en", ("life expectancy", "birth")),
        ("le taux de chômage des jeunes", "fr", "en", ("unemployment rate", "youth")),
        ("les droits de l'homme", "fr", "en", ("human rights",)),
        ("la longueur des chemins de fer", "fr", "en", ("length", "railway")),
        ("entrée en vigueur de la loi", "fr", "en", ("entry into force", "law")),
        ("la protection des enfants en ligne", "fr", "en", ("child online protection",)),
        ("signé mais pas ratifiée", "fr", "en", ("signed", "ratify")),
        ("mis à jour", "fr", "en", ("updated",)),
        ("jour de la fête nationale", "fr", "en", ("day", "national holiday")),
        ("un parti politique", "fr", "en", ("political party",)),
        ("une partie du pays", "fr", "en", ("part", "country")),
        ("life expectancy at birth", "en", "fr", ("espérance de vie", "naissance")),
        ("criminal record", "en", "fr", ("casier judiciaire",)),
        ("trafficking in persons", "en", "fr", ("traite des personnes",)),
        ("", "fr", "en", ()),
    ],
)
def test_a_text_is_glossed_by_its_longest_listed_terms(text, source, target, expected):
    assert phrase_translations(text, source, target) == expected


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Quelle est la superficie totale ?", "Area. total: 1,240,192 sq km"),
        ("Quel est le taux de mortalité infantile ?", "Infant mortality rate: 57 deaths"),
        ("Quels sont les pays frontaliers ?", "border countries: Algeria 1,359 km"),
        ("Quel est le point culminant ?", "highest point: Hombori Tondo 1,155 m"),
        ("Combien de lignes fixes de téléphone ?", "Telephones - fixed lines"),
        ("La double nationalité est-elle reconnue ?", "dual citizenship recognized: yes"),
        ("Quel âge pour le service militaire obligatoire ?", "military service compulsory age"),
        ("Un CIRT national officiellement reconnu ?", "an officially recognized national CSIRT"),
        ("Qui dirige l'organisation ?", "Executive Director of the organisation"),
        ("Une vérification des antécédents est-elle exigée ?", "Background check required"),
        ("Les infractions commises à l'étranger", "offences committed abroad by its citizens"),
        ("la traite des personnes est-elle punie ?", "trafficking in persons is punishable"),
        ("a-t-il adhéré à la Convention ?", "has acceded to the Convention"),
        ("un mécanisme de signalement des incidents", "an avenue for the reporting of incidents"),
    ],
)
def test_the_words_of_a_french_question_are_met_by_the_english_statement(question, source):
    said = tokens(source, "en")
    asked = tokens(question, "fr")
    met = [any(similarity(word, "fr", other, "en") >= RELATED for other in said) for word in asked]

    assert sum(met) >= len(asked) - 1, dict(zip(asked, met, strict=True))


def test_every_line_of_the_file_is_well_formed():
    assert len(set(LINES)) == len(LINES)
    heads = [line.split("\t")[0] for line in LINES]
    assert len(set(FRENCH)) == sum(head[0] not in "=~!-" for head in heads)
    for line in LINES:
        head, listed = line.split("\t")
        others = listed.split(", ")
        assert head == head.strip()
        assert all(re.fullmatch(r"[~!]?[\w'’&. -]*\w", other) for other in others), line
        assert len(set(others)) == len(others), line
        assert head[0] not in "=~!-" or head[1:] in ("en", "fr"), line
        assert len(others) > 1 or head[0] not in "=~!", line


def test_the_file_covers_enough():
    assert len(FRENCH) > 2_500


def test_importing_reads_nothing():
    code = (
        "import assistant.lexicon as l, assistant.terms as t; print(t._file.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "0"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("independent", "independence", "en"),
        ("extradite", "surrender", "en"),
        ("certify", "accredit", "en"),
        ("outlawed", "prohibited", "en"),
        ("proscrit", "interdit", "fr"),
        ("signaler", "notifier", "fr"),
    ],
)
def test_words_for_one_status_match_within_a_language(one, other, language):
    assert alike(one, language, other, language) >= MATCH
