"""Which countries' evidence is read for a question, and what it is quoted with."""

import pytest

from assistant.pipeline import Assistant, rebuild
from assistant.types import Turn

FRONT = "---\ntitle: {title}\ncountry: {country}\nas_of: {year}\n---\n"
PAGES = {
    "mali/cyber.md": (
        "Cyber profile of Mali",
        "Mali",
        2014,
        "## CIRT\n\nMali does not have a national CIRT.\n\n"
        "## ACESEM\n\nACESEM is an organisation that protects children. "
        "It was created in December 2018 by former teachers. The office of ACESEM is in Segou.\n",
    ),
    "niger/cyber.md": (
        "Cyber profile of Niger",
        "Niger",
        2020,
        "## CIRT\n\nNiger has a national CIRT, set up in 2019.\n",
    ),
    "senegal/cyber.md": (
        "Cyber profile of Senegal",
        "Senegal",
        2021,
        "## CIRT\n\nSenegal does not have a national CIRT.\n",
    ),
    "ghana/cyber.md": (
        "Cyber profile of Ghana",
        "Ghana",
        2021,
        "## CIRT\n\nGhana has a national CIRT, set up in 2014.\n",
    ),
}


@pytest.fixture(scope="module")
def several(tmp_path_factory, encoder):
    """An assistant on four countries."""
    folder = tmp_path_factory.mktemp("several")
    for path, (title, country, year, text) in PAGES.items():
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True)
        file.write_text(FRONT.format(title=title, country=country, year=year) + text, "utf-8")
    rebuild(folder / "corpus", folder / "index")
    assistant = Assistant.open(folder / "corpus", folder / "index")
    yield assistant
    assistant.close()


def by_country(answer):
    return {each.country: each.verdict or each.outcome for each in answer.by_country}


def test_a_question_without_a_country_is_answered_country_by_country(several):
    answer = several.ask("Is there a national CIRT?")

    assert by_country(answer) == {"MLI": "no", "NER": "yes", "SEN": "no", "GHA": "yes"}
    assert answer.verdict is None
    assert not answer.conflicts


def test_what_only_one_country_s_sources_tell_needs_no_country_in_the_question(several):
    answer = several.ask("Where is the office of ACESEM?")

    assert answer.countries == ("MLI",)
    assert "Segou" in answer.citations[0].quote


def test_its_neighbours_are_answered_for_one_by_one(several):
    answer = several.ask(
        "What about its neighbours in the corpus?", [Turn("Does Mali have a national CIRT?")]
    )

    assert by_country(answer) == {"NER": "yes", "SEN": "no"}


def test_neighbours_that_no_source_covers_are_named_as_such(several):
    answer = several.ask("Et ses voisins ?", [Turn("Le Mali a-t-il un CIRT national ?")])
    said = by_country(answer)

    assert said.pop("NER") == "yes"
    assert said.pop("SEN") == "no"
    assert set(said) == {"BFA", "CIV", "DZA", "GIN", "MRT"}
    assert set(said.values()) == {"no_source"}


def test_a_sentence_that_begins_with_a_pronoun_is_quoted_with_the_one_before(several):
    answer = several.ask("When was ACESEM created in Mali?")
    quote = answer.citations[0].quote

    assert "It was created in December 2018" in quote
    assert quote.startswith("ACESEM is an organisation")


def test_a_quote_that_answers_two_facts_has_one_marker(several):
    answer = several.ask("When was ACESEM created in Mali, and by whom?")
    spans = [(c.document, c.start, c.end) for c in answer.citations]

    assert len(spans) == len(set(spans))
    assert [c.marker for c in answer.citations] == list(range(1, len(spans) + 1))


def test_a_matter_that_many_countries_sources_tell_of_asks_for_a_country(tmp_path, encoder):
    for number, name in enumerate(
        ("Mali", "Niger", "Chad", "Togo", "Benin", "Ghana", "Kenya", "Gabon", "Senegal", "Guinea",
         "Liberia", "Nigeria", "Namibia", "Rwanda")
    ):  # fmt: skip
        file = tmp_path / "corpus" / f"{name.lower()}.md"
        file.parent.mkdir(exist_ok=True)
        front = FRONT.format(title=f"Profile of {name}", country=name, year=2000 + number)
        file.write_text(f"{front}## CIRT\n\n{name} has a national CIRT.\n", "utf-8")
    rebuild(tmp_path / "corpus", tmp_path / "index")
    assistant = Assistant.open(tmp_path / "corpus", tmp_path / "index")

    answer = assistant.ask("Is there a national CIRT?")

    assert answer.outcome == "silent"
    assert answer.text == (
        "The sources cover several countries; name the one you mean, or read them one by one."
    )
    assert not answer.citations
    assistant.close()


def test_countries_that_are_compared_are_answered_each_by_its_own_sources(several):
    answer = several.ask("Compare Mali and Niger on a national CIRT")

    assert [each.country for each in answer.by_country] == ["MLI", "NER"]
    assert [each.outcome for each in answer.by_country] == ["answered", "answered"]
    assert [c.countries for c in answer.citations] == [("MLI",), ("NER",)]
