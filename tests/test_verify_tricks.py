"""Answers altered so that they look borne out, and are not."""

import copy
import json
import shutil

import pytest

from assistant import cli, render, verify
from assistant.pipeline import Assistant, rebuild

REGION = """---
countries: [Mali, Niger]
as_of: 2014
publisher: Regional Office
title: Regional profiles
---
# Regional profiles

## Mali

The country has no national computer emergency response team.

The literacy rate is 31.1 percent of adults.

## Niger

The country has a national data protection law.

## Chad

| Indicator | Value |
|---|---|
| Internet users, percentage of population | 17% |
"""
CHAD = """# Chad legal notes

The death penalty was abolished in Chad in 2020.

Chad has a national cybersecurity strategy.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("tricks")
    (root / "corpus").mkdir()
    (root / "corpus" / "region.md").write_text(REGION, "utf-8")
    (root / "corpus" / "notes-chad.md").write_text(CHAD, "utf-8")
    rebuild(root / "corpus", root / "index")
    return root


@pytest.fixture(scope="module")
def assistant(folder):
    opened = Assistant.open(folder / "corpus", folder / "index")
    yield opened
    opened.close()


@pytest.fixture
def failures(folder):
    """Gives the names of what does not hold of an answer in JSON."""

    def found(answer):
        return {each.check for each in verify.check(answer, folder / "corpus", folder / "index")}

    return found


@pytest.fixture
def asked(assistant, failures):
    """Gives an answer in JSON, which holds."""

    def ask(question):
        answer = json.loads(json.dumps(render.to_json(assistant.ask(question))))
        assert answer["citations"]
        assert failures(answer) == set()
        return answer

    return ask


@pytest.mark.parametrize("quote", ["1 percent of adults.", "The literacy rate is 31."])
def test_a_figure_cut_in_two_is_no_whole_sentence(asked, failures, quote):
    answer = asked("What is the literacy rate in Mali?")
    cited = answer["citations"][0]
    start = REGION.index("The literacy rate is 31.1 percent of adults.")
    start += "The literacy rate is 31.1 percent of adults.".index(quote)
    answer["text"] = answer["text"].replace(cited["quote"], quote)
    cited.update(start=start, end=start + len(quote), quote=quote)

    assert "quote" in failures(answer)


@pytest.mark.parametrize("told", [["MLI"], ["MLI", "NER"]])
def test_a_quote_below_one_country_s_heading_does_not_speak_for_another(asked, failures, told):
    answer = asked("Does Niger have a national data protection law?")
    answer["countries"] = ["MLI"]
    for cited in answer["citations"]:
        cited["countries"] = told

    assert "countries" in failures(answer)


def test_a_row_below_the_heading_of_a_country_that_its_document_does_not_state_holds(asked):
    answer = asked("What percentage of the population of Chad uses the internet?")

    assert [each["countries"] for each in answer["citations"]] == [["TCD"]]
    assert "|" in answer["citations"][0]["quote"]


def test_a_citation_of_a_document_that_is_named_after_a_country_keeps_that(asked, failures):
    answer = asked("Does Chad have a national cybersecurity strategy?")
    answer["countries"] = ["MLI"]
    for cited in answer["citations"]:
        cited["countries"] = []

    assert "countries" in failures(answer)


@pytest.mark.parametrize("hidden", ["<b repealed in 2021>", "[Chad legal notes](repealed,2021)"])
def test_what_would_be_markup_in_a_source_hides_no_words_in_an_answer(asked, failures, hidden):
    answer = asked("Does Chad have a national cybersecurity strategy?")
    was = answer["citations"][0]["title"]
    now = hidden if hidden.startswith("[") else f"{was} {hidden}"
    changed = copy.deepcopy(answer)
    changed["text"] = answer["text"].replace(was, now)
    changed["citations"][0]["title"] = now

    assert "title" in failures(changed)


def test_a_section_hides_no_words_either(asked, failures):
    answer = asked("Does Niger have a national data protection law?")
    answer["citations"][0]["section"][-1] = "Niger <b where the law was repealed>"

    assert "section" in failures(answer)


def test_a_damaged_ledger_is_told_as_damaged_and_a_build_makes_it_anew(folder, tmp_path, capsys):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    (ledger,) = (tmp_path / "index").rglob("ledger.sqlite")
    pages = bytearray(ledger.read_bytes())
    for start in range(4096, len(pages), 4096):
        pages[start : start + 512] = bytes(512)
    ledger.chmod(0o644)
    ledger.write_bytes(pages)
    with (tmp_path / "corpus" / "notes-chad.md").open("a") as file:
        file.write("\nChad has a hotline.\n")
    where = ["--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]

    assert cli.main(["index", *where]) == 0
    assert cli.main(["ask", *where, "Does Chad have a hotline?"]) == 0
    assert "Chad has a hotline." in capsys.readouterr().out


def test_an_empty_name_withdraws_nothing_and_asks_nothing(folder, capsys):
    where = ["--corpus", str(folder / "corpus"), "--index", str(folder / "index")]

    assert cli.main(["diff", *where, "--withdraw", ""]) == 1
    assert "withdrawn" not in capsys.readouterr().out
