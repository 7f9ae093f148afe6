"""The invented profiles: their gold must be beyond doubt, or what is measured on them is not."""

import json
import re
from collections import Counter
from itertools import combinations
from random import Random

import pytest

from assistant.countries import mentions
from assistant.readers import READERS
from benchmarks.synthetic.__main__ import main
from benchmarks.synthetic.facts import profile
from benchmarks.synthetic.wording import (
    MOST,
    SPLITS,
    THINGS,
    UNCOVERED,
    UNSEEN,
    countries,
    indicators,
    plain,
    wordings,
)

MORE = tuple(name for name in SPLITS if name not in ("seen", UNSEEN))
"""Written by other hands, to be looked at like ``seen``."""
LANGUAGES = ("en", "fr")
LAYOUTS = ("markdown", "text", "pages", "html", "mixed")


def made(folder, *arguments):
    """Generate a set and return its questions and its documents."""
    assert main([str(folder), *arguments]) == 0
    questions = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    documents = {
        path.name: READERS[path.suffix](path.read_bytes()).text
        for path in (folder / "corpus").iterdir()
    }
    return questions, documents


BOTH = [(split, language) for split in ("seen", UNSEEN) for language in LANGUAGES]


@pytest.fixture(scope="module", params=BOTH, ids="-".join)
def synthetic(request, tmp_path_factory):
    split, language = request.param
    folder = tmp_path_factory.mktemp(f"{split}-{language}")
    return made(folder, "--split", split, "--doc-language", language, "--seed", "7")


def strings(table):
    """Return every string of nested tables, with the keys that lead to it."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", text) for inner, text in strings(value))
        else:
            yield from ((key, text) for text in value)


def test_there_are_enough_countries_and_indicators():
    assert len(countries()) >= 40
    assert len(indicators()) >= 20
    assert {"NER", "NGA", "GIN", "GNB", "GNQ", "PNG", "COG", "COD"} < {c.code for c in countries()}


def test_two_hundred_countries_can_be_covered_and_small_sets_stay_as_they_were():
    few, many = countries(), countries(200)

    assert countries(53) == few
    assert many[: len(few)] == few
    assert len({country.code for country in many}) >= MOST + UNCOVERED
    assert MOST >= 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_of_large_sets_only_is_known_by_its_name_in_a_sentence(language):
    for country in countries(MOST)[len(countries()) :]:
        named = mentions(f"– {country.forms[language]}, 2020")
        assert {mention.code for mention in named} == {country.code}


def test_a_large_set_keeps_some_countries_to_ask_about(tmp_path):
    questions, documents = made(tmp_path, "--countries", "200", "--layout", "text")
    outcomes = Counter(q["country"] for q in questions if q["outcome"] == "no_source")

    assert len(documents) == 200
    assert len(outcomes) >= UNCOVERED


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_six_wordings_and_every_question_three(split, language):
    words = wordings(split, language)

    for status in ("unclear", "not_assessed", "aside"):
        assert len(words[status]) >= 6, status
    for kind in THINGS:
        for status in ("yes", "no"):
            assert len(words["thing"][status] + words[kind][status]) >= 6, (kind, status)
    for kind in ("treaty", "requirement"):
        for status in ("yes", "no"):
            assert len(words[kind][status]) >= 6, (kind, status)
    for kind in ("figure", "age"):
        assert len(words[kind]["value"]) >= 6, kind
    for indicator in indicators():
        own = indicator.forms[language].get(f"ask_{split}", [])
        own = [*own, *words.get("own", {}).get(indicator.id, [])]
        assert len(words["ask"][indicator.family] + own) >= 3, indicator.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_that_is_only_scored_may_be_seen(language):
    def worded(*splits):
        told = [each for name in splits for each in strings(wordings(name, language))]
        return {text for key, text in told if key != "short.empty"}  # dashes are no wordings

    seen = {text for _, text in strings(wordings("seen", language))}
    unseen = {text for _, text in strings(wordings(UNSEEN, language))}
    assert seen & unseen == {"{value}"}
    assert worded(*MORE) & worded(UNSEEN) == {"{value}"}


@pytest.mark.parametrize("split", MORE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_wordings_by_other_hands_fill_the_same_tables_and_every_brace(split, language):
    known = {key for key, _ in strings(wordings("seen", language))}
    words = wordings(split, language)
    questions = words["own"]

    assert {key for key, _ in strings(words)} - {f"own.{name}" for name in questions} >= known
    assert set(questions) == {each.id for each in indicators() if each.kind in ("figure", "age")}
    for country in countries():
        told = profile(country, "text", split, language, Random(country.code))
        for fact in told.facts:
            assert not any("{" in sentence.text for sentence in fact.body)


def test_seen_and_unseen_have_the_same_tables():
    for language in LANGUAGES:
        seen = {key for key, _ in strings(wordings("seen", language))}
        unseen = {key for key, _ in strings(wordings("unseen", language))}
        assert unseen - seen == {"ask.thing_adj"}
        assert seen <= unseen


def test_gold_spans_are_what_the_documents_hold(synthetic):
    questions, documents = synthetic
    spans = [s for q in questions for s in q["gold_spans"] + q["gold_passages"]]

    assert len(spans) > 1_000
    for span in spans:
        assert documents[span["file"]][span["start"] : span["end"]] == span["text"] != ""


def test_gold_spans_lie_within_their_passages(synthetic):
    for question in synthetic[0]:
        for span, passage in zip(question["gold_spans"], question["gold_passages"], strict=True):
            assert passage["start"] <= span["start"] < span["end"] <= passage["end"]


def test_no_two_facts_share_a_passage(synthetic):
    places = {}
    for question in synthetic[0]:
        indicator = re.sub(r"_(reservations|premise)$", "", question["indicator"])
        for passage in question["gold_passages"][:1]:
            places[question["country"], indicator] = passage
    by_file = {}
    for passage in places.values():
        by_file.setdefault(passage["file"], []).append((passage["start"], passage["end"]))
    for found in by_file.values():
        for (_, end), (start, _) in zip(sorted(found), sorted(found)[1:], strict=False):
            assert end <= start


def test_every_value_stands_in_its_gold_span(synthetic):
    values = [q for q in synthetic[0] if q["answers"] and q["verdict"] is None]

    assert len(values) > 100
    for question in values:
        assert (
            plain(question["answers"][0]).lower()
            in plain(question["gold_spans"][0]["text"]).lower()
        )


def test_outcome_verdict_and_answer_agree(synthetic):
    for question in synthetic[0]:
        assert question["answerable"] == bool(question["gold_spans"])
        assert question["answerable"] == (question["outcome"] not in ("silent", "no_source"))
        if question["verdict"]:
            assert question["outcome"] == "answered"
            assert question["answers"] == [question["verdict"]]


def test_every_outcome_and_both_verdicts_occur_often_enough_to_be_scored(synthetic):
    questions, _ = synthetic

    outcomes = Counter(q["outcome"] for q in questions)
    assert min(outcomes.values()) >= 80
    assert set(outcomes) == {"answered", "unclear", "not_assessed", "silent", "no_source"}
    verdicts = Counter(q["verdict"] for q in questions)
    assert min(verdicts["yes"], verdicts["no"]) >= 200


def test_a_country_without_a_source_is_in_no_document(synthetic):
    questions, documents = synthetic
    text = "\n".join(documents.values())
    without = {q["country"] for q in questions if q["outcome"] == "no_source"}

    assert len(without) >= 10
    first_names = {"Chad", "Georgia", "Jordan"}  # people in the profiles are called so
    holders = ("Guinea", "Sudan", "Niger", "Mali", "Congo")  # these stand in the names of others
    for name in without - first_names - set(holders):
        assert not re.search(rf"\b{re.escape(name)}\b", text), name


def test_what_stands_beside_the_point_never_names_the_thing():
    for indicator in indicators():
        for language in LANGUAGES:
            forms = indicator.forms[language]
            for key in ("thing", "t", "rule"):
                if key in forms:
                    assert forms["topic"].casefold() not in forms[key].casefold()
                    assert forms[key].casefold() not in forms["topic"].casefold()


def test_a_fact_that_a_profile_lacks_is_named_nowhere_in_it(synthetic):
    """Else the question would not be without an answer."""
    questions, documents = synthetic
    files = {q["country"]: q["gold_spans"][0]["file"] for q in questions if q["gold_spans"]}
    things = {i.id: i for i in indicators() if i.family == "thing"}
    looked_at = 0
    for question in questions:
        if question["outcome"] == "silent" and question["indicator"] in things:
            text = documents[files[question["country"]]]
            for language in LANGUAGES:
                assert things[question["indicator"]].forms[language]["thing"] not in text
            looked_at += 1
    assert looked_at > 30


def test_questions_name_their_country_and_no_other(synthetic):
    names = {c.forms["en"] for c in countries()}
    for question in synthetic[0]:
        if question["lang"] == "en" and " authorities " not in question["question"]:
            (own,) = (c for c in countries() if c.code in question["countries"])
            rest = question["question"].replace(own.forms["en"], "")
            assert rest != question["question"]
            assert not any(re.search(rf"\b{re.escape(name)}\b", rest) for name in names)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_holds_the_gold(layout, tmp_path):
    questions, documents = made(tmp_path / layout, "--layout", layout, "--countries", "5")

    assert len(documents) == 5
    for question in questions:
        for span in question["gold_spans"]:
            assert documents[span["file"]][span["start"] : span["end"]] == span["text"]


def test_pages_are_written_with_their_markup_and_read_without(tmp_path):
    _, documents = made(tmp_path / "set", "--layout", "html", "--countries", "5")
    pages = sorted((tmp_path / "set" / "corpus").iterdir())

    assert [page.name for page in pages] == sorted(documents)
    for page in pages:
        source, read = page.read_text("utf-8"), documents[page.name]
        assert all(mark in source for mark in ("<nav>", "<dl>", "<table>", 'class="field"'))
        assert "Countries" not in read
        assert not re.search(r"</?\w+[ >]", read)
        assert read.startswith("# ")


def test_the_same_arguments_give_the_same_files(tmp_path):
    for name in ("one", "two"):
        made(tmp_path / name, "--seed", "3", "--countries", "8")
    contents = [
        {p.relative_to(root): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    ]

    assert contents[0] == contents[1]
    assert len(contents[0]) >= 9


def test_another_seed_gives_other_facts(tmp_path):
    sets = [made(tmp_path / seed, "--seed", seed, "--countries", "8") for seed in ("1", "2", "3")]

    for (_, one), (_, other) in combinations(sets, 2):
        assert one != other


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mine.md").write_text("Mine.")

    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path)])

    assert stopped.value.code == 2
    assert "holds other things" in capsys.readouterr().err
    assert (tmp_path / "corpus" / "mine.md").read_text() == "Mine."


def test_a_set_of_an_earlier_run_is_replaced(tmp_path):
    made(tmp_path / "set", "--countries", "9")
    _, documents = made(tmp_path / "set", "--countries", "3")

    assert len(documents) == 3


@pytest.mark.parametrize("number", ["0", "1000"])
def test_a_number_of_countries_out_of_range_is_refused(number, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(tmp_path / "set"), "--countries", number])

    assert f"{number} is not in 1 to" in capsys.readouterr().err
