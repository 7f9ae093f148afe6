"""The benchmark's own arithmetic, on cases whose result is known."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from assistant import support
from assistant.evidence import FEATURES
from assistant.types import Answer, Citation, Hit, IndexInfo, Passage
from benchmarks import (
    answers,
    cut,
    diagram,
    documents,
    fit,
    profiles,
    questions,
    reach,
    reports,
    samples,
    wordings,
)
from benchmarks.asking import asked_again, digest, run
from benchmarks.quality import suite_of
from benchmarks.samples import Sample
from benchmarks.scores import (
    Bin,
    Difference,
    Given,
    Judged,
    Score,
    auroc,
    calibration_error,
    error_by_chance,
    judge,
    reliability,
    scores,
)
from benchmarks.sets import Question, Span, half, load, part

RIGHT = Judged("q", "?", "en", None, True, False, (), 1, True, True, None, None, None, 0, 0.9, 10.0)
MISS = (Difference("other sentence cited"),)


def given(answer, altered=0, milliseconds=7.0):
    return Given(answer, altered, milliseconds)


def kinds(judged):
    return [difference.kind for difference in judged.wrong]


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
    told = answer(
        citations=[cited("mali.md", 0, 5), cited("mali.md", 10, 23)],
        passages=[("niger.md", 17, 23), ("mali.md", 10, 23)],
        verdict="no",
    )

    judged = judge(data.questions[0], data, given(told))

    assert judged.gold_rank == 2
    assert not judged.first_cited
    assert judged.any_cited
    assert judged.said_no
    assert judged.foreign is False
    assert kinds(judged) == ["right citation, not first"]


def test_a_citation_from_another_country_is_told(data):
    told = answer(citations=[cited("mali.md", 0, 5)])

    assert judge(data.questions[1], data, given(told)).foreign is True


def test_a_refusal_is_right_where_there_is_no_answer_and_only_there(data):
    refusal = answer(outcome="silent")

    assert [judge(q, data, given(refusal)).right for q in data.questions] == [False, True]


def test_yes_is_wrong_where_the_gold_is_no(data):
    told = answer(citations=[cited("mali.md", 17, 23)], verdict="yes")

    judged = judge(data.questions[0], data, given(told))

    assert judged.first_cited
    assert judged.flipped
    assert kinds(judged) == ["verdict flipped"]


@pytest.mark.parametrize(
    ("outcome", "verdict", "place", "wrong"),
    [
        ("unclear", None, ("mali.md", 17), []),
        ("unclear", None, ("mali.md", 2), ["other sentence cited"]),
        ("unclear", None, ("niger.md", 17), ["other document cited"]),
        ("answered", "yes", ("mali.md", 17), ["answered, though unclear"]),
        ("unclear", "yes", ("mali.md", 17), ["verdict that was not asked for"]),
        ("silent", None, None, ["refused, though unclear"]),
    ],
)
def test_a_set_that_tells_the_outcome_wants_that_one(data, outcome, verdict, place, wrong):
    question = replace(data.questions[0], negative=False, outcome="unclear")
    citations = [cited(place[0], place[1], place[1] + 4)] if place else []

    judged = judge(question, data, given(answer(citations, (), outcome, verdict)))

    assert kinds(judged) == wrong


def test_an_answer_where_there_is_none_is_a_miss_of_its_own_kind(data):
    for outcome in ("silent", "no_source"):
        question = replace(data.questions[1], outcome=outcome)

        assert kinds(judge(question, data, given(answer()))) == [f"answered, though {outcome}"]


def test_each_rate_is_taken_over_the_questions_it_concerns():
    refused = replace(RIGHT, answerable=False, refused=True, gold_rank=None, first_cited=False)
    low = replace(RIGHT, gold_rank=5, first_cited=False, wrong=MISS)

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
        replace(RIGHT, confidence=0.92, wrong=MISS),
        replace(RIGHT, confidence=0.55, refused=True),
    ]

    assert reliability(answers) == (Bin(2, pytest.approx(0.96), 0.5),)


def test_exact_confidence_shows_some_calibration_error_and_less_with_more_answers():
    few = [replace(RIGHT, confidence=0.5)] * 16

    assert error_by_chance(few) == pytest.approx(0.1, abs=0.02)
    assert error_by_chance(few * 100) < 0.02
    assert error_by_chance([replace(RIGHT, refused=True)]) is None


def test_the_table_says_what_is_reached_over_how_many():
    judged = [RIGHT, replace(RIGHT, language="fr", flipped=False), replace(RIGHT, flipped=True)]
    judged += [replace(RIGHT, wrong=MISS, outcome="no_source")]

    rows = list(reach.rows("profiles, seen", judged, Score(0.5, 4)))
    lines = reach.table(rows).splitlines()

    assert "| profiles, seen | right, English | ≥ 95.0% | 66.7% | 3 | **no** |" in lines
    assert "| profiles, seen | right, French | ≥ 92.0% | 100.0% | 1 | yes |" in lines
    assert "| profiles, seen | verdicts flipped, per 1,000 | ≤ 0.0 | 500.0 | 2 | **no** |" in lines
    assert "| profiles, seen | another country cited | ≤ 0.0 | – | 0 | – |" in lines
    assert "| profiles, seen | no_source kept | ≥ 100.0% | 0.0% | 1 | **no** |" in lines
    assert lines[-1].endswith("| ≥ 100.0% | 50.0% | 4 | **no** |")


def test_a_set_of_another_name_is_held_to_what_holds_for_every_set():
    rows = reach.rows("other", [RIGHT], Score(1.0, 1))

    assert [row.target.score for row in rows] == ["quotes altered", "ECE", "same twice"]


def test_the_reliability_diagram_draws_a_point_where_each_bin_lies():
    bins = (Bin(4, 0.25, 0.5), Bin(2, 0.75, 1.0))

    drawn = ElementTree.fromstring(diagram.svg({"a < b": bins, "none": ()}))
    named = {tag.tag.rpartition("}")[2] for tag in drawn.iter()}
    points = [(tag.get("cx"), tag.get("cy")) for tag in drawn.iter() if tag.tag.endswith("circle")]

    assert {"svg", "polyline", "text"} <= named
    assert points == [("60.0", "120.0"), ("180.0", "0.0")]


def test_every_question_of_ours_is_asked_in_its_conversation(tmp_path):
    asked = list(questions.suites(tmp_path, seeds=None))
    originals = list(questions.suites(tmp_path, seeds=tmp_path))[len(asked) :]

    assert [len(suite.cases) for suite in asked] == [68, 70, 70, 60, 60]
    assert [suite.is_open for suite in asked] == [True, False, True, True, True]
    assert [len(suite.cases) for suite in originals] == [68, 60, 60]
    follow_up = asked[0].cases[1]
    assert follow_up.text == "And a national cybersecurity strategy?"
    assert follow_up.earlier == ("Does Mali have a national CIRT?",)


def test_misses_in_phrasings_that_are_only_scored_are_not_listed(capsys):
    with pytest.raises(SystemExit):
        profiles.main(["--misses"])

    assert "only scored" in capsys.readouterr().err


def test_examples_of_misses_are_shown_only_where_one_may_look(data, tmp_path):
    done = run(suite_of(data, "test"), tmp_path / "index")
    missed = replace(done, judged=(replace(RIGHT, question="Secret?", wrong=MISS),))
    may_look = replace(missed, suite=replace(missed.suite, is_open=True))

    assert list(answers._misses(missed)) == ["small: 1 of 1 missed", "- other sentence cited: 1"]
    assert "Secret?" in list(answers._misses(may_look))[-1]


EXPECTED = documents.Expected(
    "d1", "mali.md", "Mali", "en", "Does Mali have a CIRT?", "answered", "no", "There is\n  none."
)


def quoting(quote, **changed):
    citation = replace(cited("mali.md", 0, 9), quote=quote, countries=("MLI",))
    return given(replace(answer([citation], verdict="no"), **changed))


def test_a_quote_is_found_whatever_its_lines_and_in_its_own_document_only():
    elsewhere = replace(EXPECTED, document="chad.md")

    assert documents.judge(EXPECTED, quoting("A CIRT: There is none. None is planned.")).right
    assert kinds(documents.judge(elsewhere, quoting("There is none."))) == ["other sentence cited"]
    assert kinds(documents.judge(EXPECTED, quoting("One is planned."))) == ["other sentence cited"]


def test_yes_for_no_over_documents_is_a_flip_and_another_countrys_citation_is_told():
    flipped = documents.judge(EXPECTED, quoting("There is none.", verdict="yes"))
    foreign = replace(cited("mali.md", 0, 9), quote="There is none.", countries=("TCD",))

    assert (flipped.flipped, kinds(flipped)) == (True, ["verdict flipped"])
    assert documents.judge(EXPECTED, given(answer([foreign], verdict="no"))).foreign


def test_who_takes_for_granted_what_is_denied_needs_the_denial_and_no_verdict():
    asked = replace(EXPECTED, question="Since when has Mali had a CIRT?")

    assert documents.judge(asked, quoting("There is none.", verdict=None)).right
    assert kinds(documents.judge(EXPECTED, quoting("There is none.", verdict=None))) == [
        "no verdict"
    ]


def test_misses_in_documents_that_are_only_scored_stay_unseen():
    assert [documents.suite(folder).is_open for folder in documents.default()] == [True, False]


def test_a_file_of_reports_becomes_documents_whose_gold_stands_in_them(tmp_path):
    sections = [
        {
            "id": f"dev-{number}",
            "country": "Togo",
            "language": "fr",
            "title": "Le Togo",
            "section": f"Titre {number}",
            "sentences": ["Une loi est en vigueur.", f"Elle date de {number}."],
            "questions": [
                {
                    "en": "Is it in force?",
                    "fr": "Est-elle en vigueur ?",
                    "gold": 0,
                    "status": "yes",
                },
                {"en": "What of it?", "fr": "Que coûte-t-elle ?", "gold": None, "status": "silent"},
            ],
        }
        for number in (2001, 2002)
    ]
    lines = "\n".join(json.dumps(each) for each in sections)
    (tmp_path / "dev-x.jsonl").write_text(lines, "utf-8")

    folder = reports.written(tmp_path / "dev-x.jsonl", tmp_path)

    (document,) = folder.glob("*.md")
    text = document.read_text("utf-8")
    assert (
        text.index("## Titre 2001") < text.index("Elle date de 2001.") < text.index("## Titre 2002")
    )
    asked = documents.read(folder)
    assert [each.language for each in asked] == ["en", "fr"] * 4
    assert {(each.outcome, each.verdict) for each in asked} == {
        ("answered", "yes"),
        ("silent", None),
    }
    assert all(each.document == document.name and each.quote in text for each in asked)


@pytest.mark.parametrize(
    ("entries", "body", "quote"),
    [
        (["Address: —", "Telephone: 12 34"], "Address: —\nTelephone: 12 34", "Address: —"),
        (["- Act 3: of 2001", "- Act 4"], "- Act 3: of 2001\n- Act 4", "Act 3: of 2001"),
        (["Law | none", "Plan | 2014"], "|  |  |\n|---|---|\n| Law | none |", "Law | none"),
    ],
)
def test_fields_entries_and_rows_are_written_a_line_each(entries, body, quote, tmp_path):
    asked = {"en": "What of it?", "fr": "Qu’en est-il ?", "gold": 0, "status": "value"}
    section = {
        "id": "x-1",
        "country": "Peru",
        "language": "en",
        "title": "Card",
        "section": "Laws",
        "lines": True,
        "sentences": entries,
        "questions": [asked],
    }
    (tmp_path / "fields-x.jsonl").write_text(json.dumps(section), "utf-8")

    folder = reports.written(tmp_path / "fields-x.jsonl", tmp_path)

    (document,) = folder.glob("*.md")
    assert f"## Laws\n\n{body}\n" in document.read_text("utf-8")
    assert {each.quote for each in documents.read(folder)} == {quote}


def test_fitting_takes_the_quote_as_gold_for_documents_and_the_sentence_for_statements(tmp_path):
    asked = samples.of_documents(documents.DATA / "dev").asked
    told = [each for each in asked if each.text.startswith("Since when")]
    line = {
        "id": "dev-1", "country": "Kenya", "language": "en", "heading": "CIRT", "status": "yes",
        "statement": "It is hot. A CIRT opened in 2016.", "key": "A CIRT opened in 2016.",
        "questions": {"en": "Is there a CIRT in Kenya?"},
    }  # fmt: skip
    (tmp_path / "some.jsonl").write_text(json.dumps(line), "utf-8")
    (item,) = wordings.read(tmp_path / "some.jsonl")
    (source,) = samples.of_wordings(tmp_path / "some.jsonl", tmp_path)
    (_, (question,)) = next(iter(wordings.written([item], "some", tmp_path)))
    (span,) = question.spans
    text = (source.corpus / span.file).read_text("utf-8")

    assert {each.verdict for each in told} == {None}
    assert text[span.start : span.end] == line["key"]
    assert (source.asked[0].outcome, source.asked[0].verdict) == ("answered", "yes")


def test_a_question_that_misses_a_statement_is_asked_of_that_statement_and_has_no_answer(tmp_path):
    stated = {item.id: item for item in wordings.read(wordings.DATA / "more-m.jsonl")}
    missed = wordings.read(wordings.DATA / "misses-m.jsonl")
    seen = wordings.read(wordings.DATA / "misses-d.jsonl")
    (folder, (question, *_)) = next(iter(wordings.written(missed[:1], "misses", tmp_path)))
    (document,) = folder.iterdir()

    for item in missed:
        own = stated[item.id.removeprefix("miss-")]
        assert (item.statement, item.country) == (own.statement, own.country)
        assert set(item.questions.values()).isdisjoint(own.questions.values())
    assert (question.outcome, question.spans) == ("silent", ())
    assert missed[0].statement in document.read_text("utf-8")
    assert {item.is_seen for item in missed} == {False}
    assert {item.is_seen for item in seen} == {True}


def test_the_two_parts_of_a_set_share_no_question_and_leave_none_out(data):
    asked = data.questions[0]
    every = tuple(replace(asked, id=str(number)) for number in range(50))
    whole = replace(data, questions=every)
    parts = [{q.id for q in part(whole, apart=apart).questions} for apart in (False, True)]

    assert parts[0].isdisjoint(parts[1])
    assert parts[0] | parts[1] == {question.id for question in every}
    assert all(parts)


def test_what_answers_is_cut_out_of_a_copy_and_nothing_else(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    text = (
        "---\ntitle: T\n---\n\n## CIRT\n\nIt is hot. A CIRT\nopened.\n\n## Law\n\nA law is there.\n"
    )
    (whole / "a.md").write_text(text, "utf-8")
    golds = [
        cut.Gold("Is there a CIRT?", "a.md", "A CIRT opened."),
        cut.Gold("Is there a law?", "a.md", "A law is there."),
        cut.Gold("Y a-t-il une loi ?", "a.md", "A law is there."),
        cut.Gold("Is there a bank?", "a.md", "It is not in it."),
    ]
    found = {
        tuple(asked): (copy / "a.md").read_text("utf-8")
        for copy, asked in cut.written(whole, "some", golds, tmp_path, parts=2)
    }

    assert found == {
        ("Is there a CIRT?", "Y a-t-il une loi ?"): (
            "---\ntitle: T\n---\n\n## CIRT\n\nIt is hot. \n\n"
        ),
        ("Is there a law?",): text.replace("## Law\n\nA law is there.\n", ""),
    }
    assert (whole / "a.md").read_text("utf-8") == text


def test_a_document_of_which_nothing_is_left_is_left_out(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "a.md").write_text("## CIRT\n\nA CIRT opened.\n", "utf-8")
    golds = [cut.Gold("Is there a CIRT?", "a.md", "A CIRT opened.")]

    assert list(cut.written(whole, "some", golds, tmp_path, parts=1)) == []


def test_an_answer_is_the_same_in_another_process_unless_it_is_another(data, tmp_path):
    done = run(suite_of(data, "dev"), tmp_path / "index")
    slower = replace(done.answers[0], elapsed_ms=(("total", 9e9),))
    other = replace(done, digests=("another", done.digests[1]))

    assert digest(slower) == done.digests[0]
    assert done.judged[0].altered == 0
    assert asked_again(other, tmp_path / "index") == Score(0.5, 2)


def test_evidence_that_was_read_is_kept_until_the_questions_change(data, tmp_path, capsys):
    source, kept = samples.of_set(data), tmp_path / "kept"
    first = samples.read(source, tmp_path / "index", kept)
    again = samples.read(source, tmp_path / "index", kept)
    samples.read(
        samples.of_set(replace(data, questions=data.questions[:1])), tmp_path / "index", kept
    )

    assert capsys.readouterr().err.count("evidence taken from") == 1
    assert len(list(kept.iterdir())) == 2
    assert first[0].gold.any()
    for before, after in zip(first, again, strict=True):
        np.testing.assert_array_equal(before.features, after.features)
        np.testing.assert_array_equal(before.right, after.right)
        assert before.languages.tolist() == after.languages.tolist()


def invented(count, shift):
    """Samples of four units, the better ones with more of the first feature."""
    random = np.random.default_rng(shift)
    for _ in range(count):
        features = random.random((4, len(FEATURES)))
        gold = features[:, 0] > 0.6
        right = gold & (random.random(4) < 0.9 - 0.3 * shift)
        yield Sample(features, gold, right, np.array(["en", "fr"])[[shift] * 4], 3)


@pytest.fixture(scope="module")
def fitted():
    """Two groups of samples with what was fitted on them: the models, and how they did."""
    groups = [
        fit.Group(name, name, 1.0, tuple(invented(30, shift))) for shift, name in enumerate("ab")
    ]
    with threadpool_limits(1):
        found = [each for group in groups for each in group.samples]
        unit = fit._fit_units(found, np.full(len(found), 1 / 30))
        return found, unit, *fit.fit(groups)


def test_what_fit_stores_gives_the_numbers_that_were_fitted(fitted, tmp_path):
    found, unit, stored, reached = fitted
    path = tmp_path / "support.json"
    path.write_text(json.dumps(stored), "utf-8")
    models = support.read(path)

    rows = found[0].features
    logits = models.unit.logits(rows.tolist())
    assert logits == pytest.approx(unit.decision_function(rows).tolist(), abs=1e-3)
    assert models.calibration.slopes == tuple(stored["calibration"]["slopes"])
    assert [line.split(" | ")[0] for line in reached.splitlines()[2:]] == ["| a", "| b"]


def test_models_that_were_fitted_without_a_line_are_taken_at_their_word(fitted, tmp_path):
    path = tmp_path / "support.json"
    stored = {which: model for which, model in fitted[2].items() if which != "calibration"}
    path.write_text(json.dumps(stored), "utf-8")

    assert support.read(path).calibration == support.Calibration()


def test_a_line_for_the_kind_of_source_never_turns_the_order_of_answers():
    line = support.Calibration(0.1, 1.0, (0.0, 0.5, 0.0), (0.0, -2.0, 0.0))

    assert line.probability(0.0, (1.0, 0.0, 1.0)) < line.probability(1.0, (1.0, 0.0, 1.0))
    assert line.probability(0.0, (1.0, 1.0, 1.0)) == line.probability(1.0, (1.0, 1.0, 1.0))
    assert support.Calibration().probability(0.0, (1.0, 1.0, 1.0)) == 0.5
