"""Where sentences end. Each case is written with "|" between its sentences."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking import sentences

ENGLISH = [
    "The law was passed. | It entered into force.",
    "Coverage is 2.30% of households. | Growth was 1.5 points.",
    "Law No. 12 applies. | It cites Art. 264 and art. 271, p. 5, vol. 3.",
    "The answer is no. | Nothing else was said.",
    "Dr. Keita met Mrs. Diallo. | They signed.",
    "J. F. Kennedy spoke. | George W. Bush listened.",
    "It left the U.S. in May. | It returned to the U.S. | The rest stayed.",
    "Use a token, e.g. a card, i.e. The Card. | See Jones vs. Smith.",
    "Sammy Davis Jr. Day is a holiday. | He was born to Davis Sr. | The son sang.",
    "Is it true? | Yes! | Really?! | It is.",
    "He asked: “Is it true?” and left. | “It is.” | She stayed.",
    "They closed (it was late). | They reopened.",
    "It was late (they had closed.) | They reopened.",
    "The Doctor of Pharmacy (Pharm. D.) degree is required. | It is new.",
    "Data is old (2023 est.) but public. | It is kept.",
    "Share: 3.9% of GDP (2023 est.) NA",
    "He called it “a non-issue . . . a diversion.” | She did not.",
    "It goes on… | Then it stops... and resumes. | End.",
    "Oil [...] Gold is mined. | Salt too.",
    "It grew.[1] | It fell.[citation needed] | It stayed.",
    "On 12 Aug. 2014 it began. | In Sept. 2015 it ended.",
    "Founded 4 July 1776; revised 1787; amended since. | It stands.",
    "At 5 p.m. the office closes. | It opens at 8 a.m. | The gate is shut.",
    "Yahoo! is a company. | Sales rose.",
    "The number (p − 1)! + 1 is divisible. | It holds.",
    "1. Criminal Code. | Penal Code.",
    "See section 5. | The rest is void.",
    "Acme Inc. sued Beta Ltd. | The court refused.",
    "He lived in St. Louis. | He moved to Mt. Vernon.",
    "Version 2.0.1 is on example.org. | It is new.",
]
FRENCH = [
    "M. Touré a signé. | Mme Keïta et Mlle Bah aussi.",
    "La loi nº 2012-023 s'applique. | Voir l'art. 5 et la p. 12.",
    "Le taux est de 2,3 %. | Il était de 1,8 %.",
    "Il a crié : « Au feu ! » et il est parti. | Personne n'a bougé.",
    "Il a dit : « C'est fini. » | Elle a ri.",
    "Qui l'a signée ? | Le ministre ! | Vraiment ?",
    "Rome fut fondée au VIIIe s. av. J.-C. selon la légende. | Elle dura.",
    "Elle date de 300 av. J.-C. | Cette date est contestée.",
    "Plusieurs textes, etc. existent. | Le Dr. Sow les cite.",
    "Le 1er août 1960, il naquit. | Il vit encore.",
    "Le Mali (env. 20 millions d'hab.) est vaste. | Il est enclavé.",
    "St. Louis est au Sénégal. | C'est une île… | Elle est belle.",
    "Voir fig. 3 et chap. 2. | Le reste manque.",
]
LINES = [
    "total: 5 km\nland: 4 km",
    "Criminal Code\n- Cyber law\n- Data law",
    "| a | b |\n| c | d |",
    "First paragraph\n\nsecond paragraph",
    "Malian Party or MP\nUnion of the Sahel or US",
]
WRAPPED = (
    "The strategy was adopted in 2019 and is being revised; it covers the\n"
    "Protection of critical infrastructure and the training of all public\n"
    "servants. Its budget is unknown."
)


def texts(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize("case", ENGLISH)
def test_an_english_text_is_cut_where_its_sentences_end(case):
    assert texts(case.replace(" | ", " "), "en") == case.split(" | ")


@pytest.mark.parametrize("case", FRENCH)
def test_a_french_text_is_cut_where_its_sentences_end(case):
    assert texts(case.replace(" | ", " "), "fr") == case.split(" | ")


@pytest.mark.parametrize("case", LINES)
def test_lines_that_were_not_wrapped_are_units_of_their_own(case):
    assert texts(case) == [line for line in case.split("\n") if line]


def test_a_wrapped_line_goes_on_even_with_a_capital():
    assert texts(WRAPPED) == [WRAPPED[: WRAPPED.index(" Its")], "Its budget is unknown."]


def test_windows_line_ends_make_no_difference():
    windows = WRAPPED.replace("\n", "\r\n")

    assert [t.replace("\r\n", "\n") for t in texts(windows)] == texts(WRAPPED)


def test_a_title_before_a_name_differs_by_language():
    assert texts("Ask M. Le Pen.", "fr") == ["Ask M. Le Pen."]
    assert texts("It starts with M. The rest follows.", "en") == [
        "It starts with M.",
        "The rest follows.",
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=300) | st.text("aA .!?…\n«»(\"')[]1|-:\t"))
def test_every_character_but_white_space_is_in_exactly_one_sentence(text):
    spans = sentences(text, "en")

    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    "hostile",
    ["." * 100_000, ". " * 100_000, "a.)»" * 50_000, "(" * 100_000, "[.]" * 50_000 + "x"],
    ids=lambda text: repr(text[:4]),
)
def test_hostile_punctuation_takes_no_more_than_linear_time(hostile):
    started = time.process_time()

    spans = sentences(hostile + " The end.", "en")

    assert spans[-1][1] == len(hostile) + 9
    assert time.process_time() - started < 10
