"""What counts as right in a comparison of systems, and what a driver tells; no network, no peer."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from benchmarks.peers import kept
from benchmarks.peers.asking import Asked, Driver, Took, ask_all
from benchmarks.peers.catalogue import DRIVERS, PEERS, Peer
from benchmarks.peers.installs import Installed
from benchmarks.peers.questions import Gold, Suite, sample, shipped
from benchmarks.peers.report import Entrant, measured, tables
from benchmarks.peers.scoring import Given, Shown, is_foreign, is_right, tally, with_threshold

GOLD = Gold("g", "How many?", True, frozenset(["mali.md"]), ("12 %", "twelve"))
NONE = Gold("n", "How much?", False, frozenset(), ())
SHOWN = Shown("It was (12 %).", ("mali.md",), refused=False, score=0.5)
REFUSED = Shown("", (), refused=True, score=0.1)


def given(shown, anyway=None):
    return Given(shown, anyway, 2.0, 1.0)


def test_an_answer_with_the_gold_text_from_the_gold_document_is_right():
    assert is_right(GOLD, SHOWN)
    assert is_right(GOLD, replace(SHOWN, text="TWELVE,\nsaid it"))


@pytest.mark.parametrize(
    "shown",
    [
        replace(SHOWN, text="It was 312 %."),
        replace(SHOWN, documents=("niger.md", "mali.md")),
        replace(SHOWN, documents=()),
        replace(SHOWN, refused=True),
    ],
    ids=["another number", "another document first", "no document", "refused"],
)
def test_an_answer_that_lacks_any_of_it_is_not_right(shown):
    assert not is_right(GOLD, shown)


def test_every_part_is_asked_for_where_the_gold_has_several():
    gold = replace(GOLD, any_of=(), all_of=("first", "second"))

    assert is_right(gold, replace(SHOWN, text="seconded, then first"))
    assert not is_right(gold, replace(SHOWN, text="only the first"))


def test_the_opposite_verdict_is_wrong_and_no_verdict_is_given_the_benefit_of_the_doubt():
    gold = replace(GOLD, verdict="no")

    assert not is_right(gold, replace(SHOWN, verdict="yes"))
    assert is_right(gold, replace(SHOWN, verdict="no"))
    assert is_right(gold, SHOWN)


def test_a_question_without_an_answer_is_right_only_when_refused():
    assert is_right(NONE, REFUSED)
    assert not is_right(NONE, SHOWN)


def test_another_country_counts_only_where_the_question_names_one_and_it_is_answered():
    gold = replace(GOLD, own=frozenset(["mali.md"]))
    elsewhere = replace(SHOWN, documents=("mali.md", "niger.md"))

    assert is_foreign(gold, elsewhere)
    assert not is_foreign(gold, SHOWN)
    assert not is_foreign(gold, replace(elsewhere, refused=True))
    assert not is_foreign(GOLD, elsewhere)


def test_a_tally_counts_each_kind_over_its_own_questions():
    opposite = replace(GOLD, verdict="no", own=frozenset())
    told = tally(
        [GOLD, NONE, NONE, opposite], [SHOWN, REFUSED, SHOWN, replace(SHOWN, verdict="yes")]
    )

    assert (told.right, told.answerable) == (1, 2)
    assert (told.refused, told.unanswerable) == (1, 2)
    assert (told.foreign, told.named, told.opposite) == (1, 1, 1)
    assert told.share == 0.5


def test_a_threshold_is_chosen_on_the_other_half_and_brings_back_what_was_refused_by_one():
    golds = [replace(GOLD if i % 2 else NONE, id=f"q{i}") for i in range(40)]
    found = replace(SHOWN, score=0.6)
    astray = replace(SHOWN, text="something else", score=0.2)
    answers = [given(REFUSED, found if i % 2 else astray) for i in range(40)]

    refusing = with_threshold(golds, answers)

    assert refusing is not None
    assert tally(golds, refusing).share == 1.0


def test_a_threshold_is_not_chosen_by_the_questions_it_is_used_on():
    golds = [replace(NONE, id=f"q{i}") for i in range(40)]
    answers = [given(replace(SHOWN, score=i / 40)) for i in range(40)]

    refusing = with_threshold(golds, answers)

    assert refusing is not None
    assert 0 < sum(not each.refused for each in refusing) < 5


def test_a_system_without_scores_has_no_threshold():
    assert with_threshold([GOLD], [given(replace(SHOWN, score=None))]) is None


def test_kept_answers_give_the_same_numbers_again(tmp_path):
    suite = Suite("some", tmp_path, "en", (GOLD, NONE))
    asked = Asked(Took(1.0, 0.5), Took(2.0, 1.5), [given(SHOWN), given(REFUSED, SHOWN)])
    entrant = Entrant(PEERS[1], Installed(Path("python"), 12.0, 3), asked)
    record = measured(entrant, suite) | {"answers": [asdict(each) for each in asked.given]}
    peers = {"peers": {PEERS[1].name: record}}
    path = tmp_path / "results.json"
    path.write_text(json.dumps({kept.key(suite): peers}), "utf-8")

    again = kept.read(path, suite)[PEERS[1].name]

    assert again == asked
    assert "| cairn-assistant | own | 1 / 1 | 1 / 1 | 100.0% |" in tables(suite, [entrant])


def test_a_peer_that_cannot_be_installed_is_told_with_its_error(tmp_path):
    suite = Suite("some", tmp_path, "en", (GOLD,))
    missing = Installed(Path("python"), 0.0, 0, "no matching distribution")

    assert "could not be run: no matching distribution" in tables(
        suite, [Entrant(PEERS[2], missing, Asked())]
    )


def test_the_own_questions_become_gold_with_documents_of_the_corpus(tmp_path):
    suite = shipped(tmp_path)

    files = {path.relative_to(suite.corpus).as_posix() for path in suite.corpus.rglob("*.md")}
    assert len(suite.golds) == 120
    assert {document for gold in suite.golds for document in gold.documents} == files
    assert not any("README" in name for name in files)
    assert all(gold.all_of for gold in suite.golds if gold.answerable)
    assert any(gold.own == frozenset() for gold in suite.golds)


def test_a_sample_holds_the_documents_of_its_questions_and_only_the_test_half(tmp_path):
    folder = tmp_path / "set"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "a.txt").write_text("Été: 12 %.", "utf-8")
    span = {"file": "a.txt", "start": 5, "end": 9}
    lines = [
        {"id": f"q{i}", "question": "?", "lang": "fr", "answerable": i % 2 == 0, "category": "a",
         "gold_passages": [span][: 1 - i % 2], "gold_spans": [span][: 1 - i % 2]}
        for i in range(40)
    ]  # fmt: skip
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")

    suite = sample(folder, tmp_path / "work", 100)

    assert 0 < len(suite.golds) < 40
    assert {gold.any_of for gold in suite.golds} == {("12 %",), ()}
    assert suite.language == "fr"
    assert (suite.corpus / "a.txt").is_file()


def test_passages_carry_title_and_headings_and_leave_out_front_matter(tmp_path):
    body = "\n\n".join(["# Top", "## One", "First. " * 60, "Second. " * 80, "## Two", "Third."])
    (tmp_path / "a.md").write_text(f'---\ntitle: "A title"\n---\n{body}\n', "utf-8")
    script = "import json, pathlib, passages; print(json.dumps([(p.headings, p.text) for p in "
    script += f"passages.passages(pathlib.Path({str(tmp_path)!r}))]))"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=DRIVERS, capture_output=True, text=True, check=True
    )

    found = json.loads(done.stdout)
    assert [headings for headings, _ in found] == ["A title > Top > One"] * 2 + [
        "A title > Top > Two"
    ]
    assert [text.split()[0] for _, text in found] == ["First.", "Second.", "Third."]


def test_every_peer_has_its_driver_and_exact_versions():
    assert all((DRIVERS / peer.driver).is_file() for peer in PEERS)
    pinned = [r for peer in PEERS for r in peer.requirements if r != "."]
    assert all("==" in requirement for requirement in pinned)


def test_drivers_are_asked_in_turn_and_one_that_fails_tells_why(tmp_path):
    (tmp_path / "corpus").mkdir()
    good = _driver(tmp_path, "good", "print('noise')\n    return Reply(question, ('a.md',), False)")
    bad = _driver(tmp_path, "bad", "raise RuntimeError('no model here')")

    ask_all([good, bad], [GOLD, NONE], "both")
    good.close()
    bad.close()

    assert [each.shown.text for each in good.asked.given] == ["How many?", "How much?"]
    assert good.asked.build is not None
    assert bad.asked.given == []
    assert "no model here" in bad.asked.error


def _driver(tmp_path, name, body):
    path = tmp_path / f"{name}.py"
    path.write_text(
        f"import sys\nsys.path.insert(0, {str(DRIVERS)!r})\n"
        "from protocol import Engine, Reply, serve\n"
        f"def ask(question):\n    {body}\n"
        "serve(lambda place: Engine(lambda place: None, ask))\n",
        "utf-8",
    )
    suite = Suite("both", tmp_path / "corpus", "en", ())
    peer = Peer(name, "", (), str(path), "")
    return Driver(Path(sys.executable), peer, suite, tmp_path / name, "")
