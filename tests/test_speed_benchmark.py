"""The table of speed: everything is measured on a small corpus; what needs torch is left out."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import footprint, latency, plots, speed
from benchmarks.encoders import hits
from benchmarks.measured import Reach, Row, table
from benchmarks.sets import load
from tests.builds import ENVIRONMENT, MALI, put

ROOT = Path(__file__).parents[1]
NEVER = "'torch', 'transformers', 'sentence_transformers', 'gradio', 'scipy', 'bm25s', 'lxml'"
LATER = (
    f"{NEVER}, 'numpy', 'faiss', 'onnxruntime', 'tokenizers', 'sentencepiece', 'yaml', 'rich', "
    "'pypdfium2'"
)
ASKED = ("Has Mali a law on cybercrime?", "Does Mali run a national CIRT?")


@pytest.fixture(scope="module")
def set_folder(tmp_path_factory):
    """A set: a corpus of one document, and two questions on it."""
    folder = tmp_path_factory.mktemp("sets") / "small"
    text = MALI.format(year=2013)
    put(folder, "corpus/profile.md", text)
    lines = []
    for number, (question, gold) in enumerate(
        zip(ASKED, ("Mali has no law on cybercrime.", "Mali runs no national CIRT"), strict=True)
    ):
        start = text.index(gold)
        span = {"file": "profile.md", "start": start, "end": start + len(gold)}
        record = {"id": str(number), "question": question, "answerable": True}
        lines.append(json.dumps(record | {"gold_passages": [span], "gold_spans": [span]}))
    put(folder, "questions.jsonl", "\n".join([*lines, lines[0]]))
    return folder


@pytest.fixture(scope="module")
def run(set_folder, tmp_path_factory):
    """One run of the command on the set: its rows by name, and the folder it wrote."""
    out = tmp_path_factory.mktemp("out")
    words = ["--corpus", str(set_folder), "--askers", "1,2", "--repeats", "1", "--no-reference"]
    assert speed.main([*words, "--out", str(out / "r.json")]) == 0
    rows = json.loads((out / "r.json").read_text("utf-8"))["speed"]["rows"]
    assert len({(row["on"], row["what"]) for row in rows}) == len(rows)
    return {row["what"]: row for row in rows if row["on"] in ("", "small")}, out


def test_one_run_measures_all_that_is_to_be_reached(run):
    rows, _ = run

    assert {what: row["reach"]["bound"] for what, row in rows.items() if row["reach"]} == {
        "`assistant --help`, processor": 0.3,
        "encoder alone ÷ build from scratch": 0.95,
        "memory answering": 700,
        "memory serving the page": 700,
        "cold question, clock": 3,
        "warm question ÷ (encode + search), p50": 1.3,
        "unchanged rebuild": 1,
        "one edit, saved until it is answered from": 2,
    }
    assert all(row["value"] > 0 for row in rows.values())
    assert all((row["met"] is None) == (row["reach"] is None) for row in rows.values())


def test_parts_of_a_question_are_within_the_whole(run):
    rows, _ = run
    whole = rows["warm question, p95"]["value"]

    assert all(0 < rows[f"{part}, p50"]["value"] < whole for part in latency.PARTS)
    assert rows["warm question ÷ (encode + search), p50"]["value"] > 1


def test_memory_with_the_page_is_more_than_without(run):
    rows, _ = run

    assert rows["memory serving the page"]["value"] > rows["memory answering"]["value"] > 100


def test_the_edit_is_quoted_each_time(run):
    rows, _ = run

    assert rows["one edit, saved until it is answered from"]["more"].endswith("quoted 2 of 2 times")


def test_a_plot_is_drawn_of_latency_and_of_throughput(run):
    _, out = run

    shown = ElementTree.parse(out / "latency-small.svg").getroot().itertext()
    assert set(latency.PARTS) <= {text.strip() for text in shown}
    shown = " ".join(ElementTree.parse(out / "throughput-small.svg").getroot().itertext())
    assert all(name in shown for name in ("the encoder alone", "1 asking", "2 asking"))


def test_the_table_tells_reach_measurement_and_whether_it_is_met():
    rows = [
        Row("mali", "cold question", 3.21, "s", Reach(3), "processor 2.00 s"),
        Row("mali", "askers", 0.91, reach=Reach(0.9, at_least=True)),
        Row("", "installed", 1_852.4, "MB"),
    ]

    assert table(rows).splitlines()[2:] == [
        "| mali | cold question | ≤ 3 s | 3.21 s (processor 2.00 s) | **no** |",
        "| mali | askers | ≥ 0.9 | 0.910 | yes |",
        "| – | installed |  | 1,852 MB | – |",
    ]


def test_a_set_brings_its_questions_and_a_corpus_gets_the_projects_own(set_folder, tmp_path):
    def asked(place, file=None, limit=5):
        plan = speed.Plan((place,), file, (1,), (), (), 1, limit)
        return speed.asked_on(place, plan)

    assert asked(set_folder) == list(ASKED)
    assert asked(tmp_path, set_folder / "questions.jsonl", limit=1) == list(ASKED[:1])
    assert len(asked(tmp_path)) == 5
    with pytest.raises(RuntimeError, match="not there"):
        asked(set_folder, tmp_path / "none.jsonl")


def test_a_hit_is_a_nearest_passage_that_overlaps_the_gold(set_folder, encoder):
    assert hits(load(set_folder), encoder, 5).tolist() == [True, True, True]

    elsewhere = set_folder.parent / "elsewhere"
    put(elsewhere, "corpus/profile.md", MALI.format(year=2013))
    lines = (set_folder / "questions.jsonl").read_text("utf-8").replace("profile.md", "other.md")
    put(elsewhere, "questions.jsonl", lines)
    assert hits(load(elsewhere), encoder, 2).tolist() == [False, False]


def test_bars_are_as_long_as_their_values():
    bars = [
        plots.Bar("a", (("x", 1.0), ("y", 3.0)), "4"),
        plots.Bar("b <c>", (("x", 2.0),), "2"),
    ]

    tree = ElementTree.fromstring(plots.svg("Title", "ms", bars))
    drawn = [each for each in tree.iter() if each.tag.endswith("rect") and len(each)]
    widths = np.array([float(each.get("width")) for each in drawn])
    assert np.allclose(widths / widths[0], [1, 3, 2], atol=0.01)
    assert "b <c>" in set(tree.itertext())


def test_what_an_install_brings_is_without_what_only_developers_need():
    found = footprint.required("country-status-assistant")

    assert {"country-status-assistant", "numpy", "onnxruntime", "tokenizers"} <= set(found)
    assert not {"pytest", "ruff", "playwright"} & set(found)


@pytest.mark.parametrize("words", [["--help"], ["ask", "--help"], ["--version"]])
def test_help_imports_nothing_that_only_answering_needs(words):
    assert imported(words, LATER) == []


def test_a_question_imports_no_library_that_only_building_or_the_page_needs(build, folder):
    build()

    places = ["--corpus", str(folder), "--index", str(build.index)]
    assert imported(["ask", *places, ASKED[0]], NEVER) == []


def imported(words, names):
    """Run a command in a process of its own; give which of these modules it has imported."""
    code = (
        "import sys, assistant.cli as cli\n"
        "try: cli.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print('imported', *sorted({{{names}}} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, *words]
    printed = subprocess.check_output(command, cwd=ROOT, env=ENVIRONMENT, text=True)
    return printed.splitlines()[-1].split()[1:]
