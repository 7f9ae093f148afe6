"""The benchmark's own arithmetic, on cases whose result is known."""

import json
from dataclasses import replace

import pytest

from assistant.types import Answer, Citation, Hit, IndexInfo, Passage
from benchmarks.scores import Bin, Judged, auroc, calibration_error, judge, reliability, scores
from benchmarks.sets import Question, Span, half, load

RIGHT = Judged("q", True, False, 1, True, True, None, None, 0, 0.9, 10.0)


def cited(document, start, end):
    return Citation(
        1, document, "", "", None, None, None, None, (), "x" * (end - start), start, end
    )


def answer(citations=(), passages=(), outcome="answered", verdict=None, confidence=0.9):
    hits = tuple(
        Hit(Passage(document, start, end, "", ()), rank, 0.5, 0.5, 0)
        for rank, (document, start, end) in enumerate(passages, start=1)
    )
    info = IndexInfo("g", "e", "c", "b")
    return Answer(
        "?", "en", (), outcome, verdict, False, confidence, None, "", tuple(citations), (), hits,
        info, (),
    )  # fmt: skip


@pytest.fixture
def data(tmp_path):
    """A set of two countries with a question each, one of them not answerable."""
    corpus = tmp_path / "small" / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "mali.md").write_text("# Mali\n\nCapital: Bamako\n", "utf-8")
    (corpus / "niger.md").write_text("# Niger\n\nCapital: Niamey\n", "utf-8")
    gold = {"file": "mali.md", "start": 17, "end": 23}
    records = [
        {
            "id": "a", "question": "Capital of Mali?", "answerable": True, "country": "Mali",
            "gold_passages": [gold], "gold_spans": [gold], "polarity": "negative",
        },
        {
            "id": "b", "question": "Coast of Niger?", "answerable": False, "country": "Niger",
            "gold_passages": [], "gold_spans": [],
        },
    ]  # fmt: skip
    lines = "\n".join(json.dumps(record) for record in records)
    (tmp_path / "small" / "questions.jsonl").write_text(lines, "utf-8")
    return load(tmp_path / "small")


def test_a_set_is_read_with_the_files_of_each_country(data):
    assert data.name == "small"
    assert data.questions[0] == Question(
        "a",
        "Capital of Mali?",
        True,
        (Span("mali.md", 17, 23),),
        (Span("mali.md", 17, 23),),
        "Mali",
        True,
    )
    assert data.files_by_country == {
        "Mali": frozenset({"mali.md"}),
        "Niger": frozenset({"niger.md"}),
    }


def test_the_halves_are_fixed_and_about_equal():
    assert [half(str(n)) for n in range(4)] == ["test", "test", "test", "dev"]
    assert 450 < sum(half(str(n)) == "dev" for n in range(1000)) < 550


@pytest.mark.parametrize(
    ("document", "start", "end", "hit"),
    [
        ("mali.md", 20, 40, True),
        ("mali.md", 0, 18, True),
        ("mali.md", 0, 17, False),
        ("mali.md", 23, 30, False),
        ("niger.md", 17, 23, False),
    ],
)
def test_a_hit_shares_a_character_of_the_same_file(document, start, end, hit):
    assert Span("mali.md", 17, 23).overlaps(document, start, end) is hit


def test_an_answer_is_judged_by_its_first_gold_passage_and_first_citation(data):
    given = answer(
        citations=[cited("mali.md", 0, 5), cited("mali.md", 10, 23)],
        passages=[("niger.md", 17, 23), ("mali.md", 10, 23)],
        verdict="no",
    )

    judged = judge(data.questions[0], given, data, altered=0, milliseconds=7.0)

    assert judged.gold_rank == 2
    assert not judged.first_cited
    assert judged.any_cited
    assert judged.said_no
    assert judged.foreign is False
    assert not judged.right


def test_a_citation_from_another_country_is_told(data):
    given = answer(citations=[cited("mali.md", 0, 5)])

    assert judge(data.questions[1], given, data, 0, 7.0).foreign is True


def test_a_refusal_is_right_where_there_is_no_answer_and_only_there(data):
    refusal = answer(outcome="silent")

    assert [judge(q, refusal, data, 0, 7.0).right for q in data.questions] == [False, True]


def test_yes_is_wrong_where_the_gold_is_no(data):
    given = answer(citations=[cited("mali.md", 17, 23)], verdict="yes")

    judged = judge(data.questions[0], given, data, 0, 7.0)

    assert judged.first_cited
    assert not judged.right


def test_each_rate_is_taken_over_the_questions_it_concerns():
    refused = replace(RIGHT, answerable=False, refused=True, gold_rank=None, first_cited=False)
    low = replace(RIGHT, gold_rank=5, first_cited=False)

    table = scores([RIGHT, low, refused])

    assert (table["hit@1"].value, table["hit@1"].n) == (0.5, 2)
    assert (table["hit@5"].value, table["hit@5"].n) == (1.0, 2)
    assert (table["first citation on gold"].value, table["right"].n) == (0.5, 3)
    assert (table["refused, unanswerable"].value, table["refused, unanswerable"].n) == (1.0, 1)
    assert (table['"no" said'].value, table['"no" said'].n) == (None, 0)


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.3], [0.5, 0.3], 0.625),
        ([], [0.5], None),
    ],
)
def test_auroc_is_the_chance_to_score_above(positive, negative, area):
    assert auroc(positive, negative).value == area


def test_calibration_error_weighs_each_bin_by_its_answers():
    bins = (Bin(3, 0.9, 1.0), Bin(1, 0.3, 0.0))

    assert calibration_error(bins).value == pytest.approx((3 * 0.1 + 0.3) / 4)
    assert calibration_error(()).value is None


def test_the_reliability_diagram_counts_answers_by_confidence_and_leaves_out_refusals():
    answers = [
        replace(RIGHT, confidence=1.0),
        replace(RIGHT, confidence=0.92, first_cited=False),
        replace(RIGHT, confidence=0.55, refused=True),
    ]

    assert reliability(answers) == (Bin(2, pytest.approx(0.96), 0.5),)
