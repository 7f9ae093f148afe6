"""The shipped sources and the questions with known answers fit together."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
CORPUS = ROOT / "corpus"
SEEDS = ROOT.parent / "shared" / "seeds"
SOURCES = ("mali/ecpat-country-page.md", "mali/itu-cyberwellness-profile.md")
SETS = ("questions_shipped", "questions_new")

with_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the originals are not here")


def records(name):
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def everything_asked():
    """Yield the id and the gold of every question and turn."""
    for name in SETS:
        yield from ((record["id"], record) for record in records(name))
    for dialogue in records("dialogues"):
        yield from ((dialogue["id"], turn) for turn in dialogue["turns"])


def flat(text):
    return " ".join(text.casefold().split())


@pytest.mark.parametrize("name", SETS)
def test_there_are_sixty_questions_in_both_languages(name):
    asked = records(name)

    assert len({record["id"] for record in asked}) == len({r["question"] for r in asked}) == 60
    assert Counter(record["language"] for record in asked)["fr"] >= 25
    outcomes = Counter(record["outcome"] for record in asked)
    assert set(outcomes) == {"answered", "not_assessed", "unclear", "silent", "no_source"}


def test_fifteen_of_the_shipped_questions_have_no_answer():
    outcomes = [record["outcome"] for record in records("questions_shipped")]

    assert sum(outcome in ("silent", "no_source") for outcome in outcomes) == 15


def test_every_record_is_complete_and_consistent():
    fields = {
        *("question", "outcome", "verdict", "hedged", "countries", "document"),
        *("quote_contains", "seed_quote_contains", "context_contains"),
    }
    for number, gold in everything_asked():
        assert fields <= set(gold), number
        cited = gold["outcome"] not in ("silent", "no_source")
        assert bool(gold["document"]["shipped"]) == bool(gold["document"]["seed"]) == cited, number
        assert bool(gold["quote_contains"]) == bool(gold["seed_quote_contains"]) == cited, number
        assert gold["verdict"] is None or gold["outcome"] == "answered", number
        assert (gold["countries"] == ["MLI"]) == (gold["outcome"] != "no_source"), number


@pytest.mark.parametrize("half", ["seen", "held"])
def test_a_half_of_the_everyday_questions_is_complete_and_its_quotes_stand_in_the_sources(half):
    asked = records(f"everyday-{half}")

    assert len({record["question"] for record in asked}) == len(asked) == 70
    for gold in asked:
        cited = gold["outcome"] not in ("silent", "no_source")
        path = gold["document"]["shipped"]
        assert bool(path) == bool(gold["quote_contains"]) == cited, gold["id"]
        assert bool(gold["context_contains"]) == (gold["outcome"] == "not_assessed"), gold["id"]
        assert gold["verdict"] is None or gold["outcome"] == "answered", gold["id"]
        assert (gold["countries"] == ["MLI"]) == (gold["outcome"] != "no_source"), gold["id"]
        text = flat((CORPUS / path).read_text("utf-8")) if path else ""
        for part in gold["quote_contains"] + gold["context_contains"]:
            assert flat(part) in text, (gold["id"], part)


def test_what_the_quotes_must_hold_stands_in_the_sources():
    for number, gold in everything_asked():
        if path := gold["document"]["shipped"]:
            text = flat((CORPUS / path).read_text("utf-8"))
            for part in gold["quote_contains"] + gold["context_contains"]:
                assert flat(part) in text, (number, part)


@with_seeds
def test_what_the_quotes_must_hold_stands_in_the_originals():
    for number, gold in everything_asked():
        if name := gold["document"]["seed"]:
            text = flat((SEEDS / name).read_text("utf-8"))
            for part in gold["seed_quote_contains"] + gold["context_contains"]:
                assert flat(part) in text, (number, part)


@pytest.mark.parametrize("path", SOURCES)
def test_a_shipped_source_says_what_it_restates(path):
    head = yaml.safe_load((CORPUS / path).read_text("utf-8").split("---\n")[1])

    assert head["restated"] is True
    assert head["countries"] == ["MLI"]
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", head["as_of"])
    assert head["url"].startswith("https://")
    assert {"title", "publisher", "language", "rights"} <= set(head)


def test_every_section_of_the_profile_has_its_number():
    text = (CORPUS / "mali" / "itu-cyberwellness-profile.md").read_text("utf-8")
    numbers = re.findall(r"^#+ ([\d.]+) ", text, re.MULTILINE)

    groups = {"1.1": 2, "1.2": 3, "1.3": 4, "1.4": 4, "1.5": 4}
    expected = ["1"]
    for group, count in groups.items():
        expected += [group, *(f"{group}.{n}" for n in range(1, count + 1))]
    assert numbers == [*expected, "2", "2.1", "2.2", "2.3", "2.4"]


@with_seeds
@pytest.mark.parametrize("path", SOURCES)
def test_no_sentence_of_an_original_stands_in_its_restatement(path):
    """Ten words in a row, but for the titles of a protocol and a project."""
    titles = (
        "Optional Protocol to the Convention on the Rights of the Child on the sale of children, "
        "child prostitution and child pornography",
        "Support for Harmonization of the ICT Policies in Sub-Sahara Africa",
    )
    text = " ".join((CORPUS / path).read_text("utf-8").split())
    for title in titles:
        text = text.replace(title, "TITLE")
    known = {run for seed in SEEDS.glob("*.txt") for run in runs_of_ten(seed.read_text("utf-8"))}

    assert known
    assert not known & runs_of_ten(text)


def runs_of_ten(text):
    words = re.findall(r"[\w'’-]+", text.casefold())
    return {tuple(words[i : i + 10]) for i in range(len(words) - 9)}
