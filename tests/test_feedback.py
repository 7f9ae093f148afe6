"""What people say of answers: kept whole, listed, and made into questions for the benchmark."""

import json
import multiprocessing
from pathlib import Path

import pytest

from assistant import cli, feedback
from assistant.errors import StoreError
from assistant.feedback import Feedback
from benchmarks import sets

STATED = "Mali has no CIRT."


def said(kind: str, question: str = "Does Mali have a CIRT?", note: str = "", **known: object):
    answer = {"question": question, "outcome": "answered", "verdict": "no", "citations": []}
    return Feedback("2026-11-22T01:00:00+00:00", kind, note, answer | known)


def cited(corpus: Path) -> dict[str, object]:
    import hashlib

    file = corpus / "mali.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"# Mali\n\n{STATED}\n", "utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {"marker": 1, "document": "mali.md", "sha256": digest, "start": 8, "end": 25}


def test_what_is_added_is_read_in_order_and_as_it_was(tmp_path: Path):
    entries = [said("right"), said("wrong", note='no: "x"\n\u2028\u202e\ud800')]
    for entry in entries:
        feedback.add(tmp_path / "index", entry)

    first, second = feedback.read(tmp_path / "index")

    assert first == entries[0]
    assert second.note == 'no: "x"\n\u2028\u202e\ud800'
    assert len((tmp_path / "index" / feedback.NAME).read_bytes().splitlines()) == 2


def test_without_feedback_there_is_nothing_to_read(tmp_path: Path):
    assert list(feedback.read(tmp_path)) == []


def test_a_line_cut_short_by_a_crash_costs_itself_only(tmp_path: Path):
    feedback.add(tmp_path, said("right"))
    path = tmp_path / feedback.NAME
    path.write_bytes(path.read_bytes() + b'{"at": "2026", "kind": "wro')
    feedback.add(tmp_path, said("missing"))

    assert [entry.kind for entry in feedback.read(tmp_path)] == ["right", "missing"]


def test_a_long_note_is_cut_and_a_full_file_is_not_added_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    feedback.add(tmp_path, said("wrong", note="x" * 5000))
    (entry,) = feedback.read(tmp_path)
    assert entry.note == "x" * feedback.NOTE

    monkeypatch.setattr(feedback, "LARGEST", 2_500)
    with pytest.raises(StoreError, match=r"at most 2,500 are kept\. Move it elsewhere"):
        feedback.add(tmp_path, said("wrong", note="y" * 500))
    assert len(list(feedback.read(tmp_path))) == 1


def _add_many(index: Path, number: int) -> None:
    for _ in range(20):
        feedback.add(index, said("right", note=str(number) * 300))


def test_processes_that_write_at_once_lose_and_mix_nothing(tmp_path: Path):
    writers = [
        multiprocessing.get_context("spawn").Process(target=_add_many, args=(tmp_path, number))
        for number in range(3)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    notes = [entry.note for entry in feedback.read(tmp_path)]
    assert sorted(notes) == sorted(str(number) * 300 for number in range(3) for _ in range(20))


def test_right_answers_become_questions_that_the_benchmark_reads(tmp_path: Path):
    corpus = tmp_path / "corpus"
    place = cited(corpus)
    entries = [
        said("right", citations=[place]),
        said("right", "Does Niger have a CIRT?", outcome="no_source", verdict=None),
        said("wrong", "What is the GDP of Mali?"),
        said("missing", "Does Chad have a CIRT?"),
        said("right", "Is this current?", citations=[place | {"sha256": "0" * 64}]),
    ]

    known, unknown = feedback.judgments(entries, corpus)
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, known)), "utf-8")
    first, second = sets.load(tmp_path).questions

    assert unknown == 3
    assert (first.text, first.answerable, first.negative) == ("Does Mali have a CIRT?", True, True)
    assert first.spans[0].overlaps("mali.md", 8, 25)
    assert (second.text, second.answerable) == ("Does Niger have a CIRT?", False)


def test_the_last_word_on_a_question_counts(tmp_path: Path):
    place = cited(tmp_path / "corpus")
    entries = [said("right", citations=[place]), said("wrong", citations=[place])]

    assert feedback.judgments(entries, tmp_path / "corpus") == ([], 1)
    known, unknown = feedback.judgments(entries[::-1], tmp_path / "corpus")
    assert (len(known), unknown) == (1, 0)


def test_a_citation_outside_the_corpus_is_not_looked_at(tmp_path: Path):
    place = cited(tmp_path / "corpus") | {"document": "../secret.md"}
    (tmp_path / "secret.md").write_bytes((tmp_path / "corpus" / "mali.md").read_bytes())

    assert feedback.judgments([said("right", citations=[place])], tmp_path / "corpus") == ([], 1)


def test_the_command_lists_prints_and_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    options = ["--corpus", str(corpus), "--index", str(index)]
    place = cited(corpus)
    assert cli.main(["feedback", *options]) == 0
    assert "Nobody has said anything" in capsys.readouterr().out
    feedback.add(index, said("right", note="yes \u202e indeed", citations=[place]))
    feedback.add(index, said("wrong", "Is it so?"))

    assert cli.main(["feedback", *options]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-22T01:00:00  right    Does Mali have a CIRT? → no",
        "  [1] mali.md:8-25",
        r"  yes \u202e indeed",
        "2026-11-22T01:00:00  wrong    Is it so? → no",
    ]
    assert cli.main(["feedback", *options, "--json"]) == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["right", "wrong"]

    assert cli.main(["feedback", *options, "--export", str(tmp_path / "questions.jsonl")]) == 0
    assert "1 questions; 1 left out" in capsys.readouterr().err
    (question,) = sets.load(tmp_path).questions
    assert question.text == "Does Mali have a CIRT?"
