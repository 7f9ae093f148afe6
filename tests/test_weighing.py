"""Which evidence comes first, what may answer at all, and what is quoted beside it."""

import pytest

from assistant.conversation import understand
from assistant.fitting import gives_another_contact, is_of_type
from assistant.pipeline import Assistant, rebuild
from assistant.question import alone

PAGE = """\
---
title: Profile of Mali
country: Mali
as_of: 2014
---

## Background

**Total population:** 14 203 000

(data source: National Statistics Office, December 2012)

## Sharing

Mali has no programme to share cybersecurity assets inside or between public and private bodies.

Mali has no programme to share cybersecurity assets within the public sector.

## Offences

Online fraud is punishable under Act 12.

Hacking is punished with two years of imprisonment under Act 14.

## Council on Children

The National Council on Children meets monthly in Segou and has eleven members.

The Bureau of Statistics is headed by the Minister of Planning.

## The Clinic

CLINEX is short for the Clinic of Exchange. CLINEX is a non-profit organisation of lawyers.

## Coastline

0 km (landlocked)

## Laws that the analysis rests on

- Code of Criminal Procedure: of 2001
- Penal Code: of 2001
- Law on Trafficking: of 2012
"""
CARD = """\
---
title: Card of Mali
country: Mali
as_of: 2015
---

**Capital punishment.** Retained for murder, though nobody has been executed since 1980.

**National human rights institution.** Does not exist; a feasibility paper was shelved in 2018.
"""
SHEET = """\
---
title: Fact sheet of Mali
country: Mali
---

## Merchant fleet

by type: ferries 26, tankers 10, other 41

total: 77 (2023)
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory, encoder):
    """An assistant on a page and a card about one country."""
    folder = tmp_path_factory.mktemp("weighing")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "profile.md").write_text(PAGE, "utf-8")
    (folder / "corpus" / "card.md").write_text(CARD, "utf-8")
    (folder / "corpus" / "sheet.md").write_text(SHEET, "utf-8")
    rebuild(folder / "corpus", folder / "index")
    assistant = Assistant.open(folder / "corpus", folder / "index")
    yield assistant
    assistant.close()


def quotes(answer):
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("What is the source of the population figure?", "National Statistics"),
        ("Quelle est la source du chiffre de la population ?", "National Statistics"),
        ("In which year was the population counted?", "December 2012"),
    ],
)
def test_a_note_is_quoted_with_its_field_where_it_tells_what_is_asked(page, question, holds):
    first = quotes(page.ask(question))[0]

    assert "14 203 000" in first
    assert holds in first
    assert quotes(page.ask("What is the population of Mali?"))[0].endswith("14 203 000")


def test_what_says_just_what_was_asked_comes_before_what_says_more(page):
    first = quotes(
        page.ask("Has Mali a programme to share cybersecurity assets in the public sector?")
    )

    assert first[0].endswith("within the public sector.")


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("What is the prison sentence for online fraud in Mali?", "silent"),
        ("What is the penalty for hacking in Mali?", "answered"),
        ("Who chairs the National Council on Children?", "silent"),
        ("Who heads the Bureau of Statistics?", "answered"),
    ],
)
def test_a_penalty_or_a_person_is_told_by_what_names_one(page, question, outcome):
    assert page.ask(question).outcome == outcome


def test_what_a_thing_is_may_take_two_sentences(page):
    joined = " ".join(quotes(page.ask("What is CLINEX?")))

    assert "short for" in joined
    assert "non-profit" in joined


def test_all_entries_of_a_list_are_quoted_where_several_are_asked_for(page):
    found = quotes(page.ask("Which laws does the analysis rest on?"))

    assert {quote.partition(":")[0] for quote in found} == {
        "Code of Criminal Procedure", "Penal Code", "Law on Trafficking",
    }  # fmt: skip


def test_the_heading_of_a_field_speaks_for_its_value(page):
    assert page.ask("Does Mali have an NHRI?").verdict == "no"
    assert page.ask("Does Mali have a national human rights institution?").verdict == "no"


def test_a_value_of_nothing_is_a_no(page):
    assert page.ask("Does Mali have a coastline?").verdict == "no"


def test_a_part_does_not_stand_for_the_total_beside_it_unless_it_is_asked_for(page):
    assert quotes(page.ask("How many ships are in the merchant fleet?"))[0] == "total: 77 (2023)"
    assert "tankers 10" in quotes(page.ask("How many ferries and tankers by type?"))[0]


def test_the_label_of_a_field_tells_in_what_charge_somebody_is():
    asked = understand("Who is the head of government of Mali?")

    assert is_of_type(asked, "Premier Washington Poole", "head of government")
    assert not is_of_type(asked, "Premier Washington Poole")


def test_a_refusal_over_sources_of_no_country_keeps_its_confidence(tmp_path, encoder):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "chad.md").write_text("---\ncountry: Chad\n---\nChad has no coast.\n")
    (tmp_path / "corpus" / "a.md").write_text("The cedi has been used in Ghana since 1965.\n")
    rebuild(tmp_path / "corpus", tmp_path / "index")
    opened = Assistant.open(tmp_path / "corpus", tmp_path / "index")
    try:
        told, unknown = opened.ask("What is the area of Ghana?"), opened.ask("What is Peru's GDP?")
    finally:
        opened.close()

    assert (told.outcome, unknown.outcome) == ("no_source", "no_source")
    assert told.confidence > unknown.confidence == 0.0


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("What is the address of the helpline?", "Telephone: +223 20 00 00 00", True),
        ("What is the phone number of the office?", "Address: 3 Market Road", True),
        ("Quelle est l'adresse de la ligne ?", "Courriel : aide@exemple.org", True),
        ("What is the e-mail address of the office?", "E-mail: aid@example.org", False),
        ("What is the phone number of the office?", "Address: 3 Market Road, tel. 33 44", False),
        ("How can I contact the helpline?", "Telephone: +223 20 00 00 00", False),
    ],
)
def test_a_telephone_number_is_no_address(question, text, another):
    assert gives_another_contact(alone(question), text) == another
