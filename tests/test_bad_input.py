"""Bad input of every kind: a clear message, and nothing lost.

A message is clear when it names the value that is wrong and is not a traceback; nothing is lost
when what was asked before still gets its answer.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import cli

pytest_plugins = ["projects"]

ROOT = Path(__file__).parent.parent
CIRT = "Does Mali have a national CIRT?"
# Root may read and write anything. Without these two capabilities it may not, like anyone else.
AS_ANYONE = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
)


@pytest.fixture
def run(capsys):
    """Run a command; return its status and everything it said."""

    def run(*words):
        capsys.readouterr()
        status = cli.main(words)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        assert "unexpected" not in printed.err
        return status, printed.out + printed.err

    return run


def run_as_anyone(*words):
    command = [*AS_ANYONE, sys.executable, "-m", "assistant", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@contextlib.contextmanager
def mode(path, bits):
    """Give a file or folder other permissions for a while."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def generation(project):
    """Return the folder of the generation that serves."""
    name = (project / "index" / "current").read_text("utf-8").strip()
    return project / "index" / "generations" / name


def assert_still_answers(run):
    status, said = run("ask", CIRT)
    assert status == 0
    assert said.startswith("No.")


# Questions


@pytest.mark.parametrize("question", ["", " ", "\n\t", "\u200b"])
def test_an_empty_question_is_told_to_hold_no_words(project, run, question):
    status, said = run("ask", question)

    assert status == 1
    assert "holds no words" in said


@pytest.mark.parametrize(
    ("question", "expected", "words"),
    [
        ("?", 1, "The question '?' holds no words."),
        ("a", 3, "No statement of this was found in the sources on Mali."),
        ("7", 3, "No statement of this was found in the sources on Mali."),
    ],
)
def test_a_question_of_one_character_gets_a_message(project, run, question, expected, words):
    status, said = run("ask", question)

    assert status == expected
    assert words in said


def test_a_question_of_10_000_characters_is_refused_with_the_limit(project, run):
    status, said = run("ask", "Does Mali have a CIRT? " * 435)

    assert status == 1
    assert "2,000" in said
    assert len(said) < 500


@pytest.mark.parametrize("question", ["🙂", "🇲🇱🇲🇱", "👩‍⚖️ ❓"])
def test_a_question_of_emoji_only_gets_a_message(project, run, question):
    status, said = run("ask", question)

    assert status == 1
    assert "holds no words" in said


@pytest.mark.parametrize(
    "question", ["هل لدى مالي فريق وطني للاستجابة؟", "האם למאלי יש צוות תגובה?"]
)
def test_a_right_to_left_question_gets_an_answer_or_a_refusal(project, run, question):
    status, said = run("ask", question)

    assert status in (0, 3)
    assert said.strip()


def test_a_question_turned_around_by_controls_is_shown_inert(project, run):
    status, said = run("ask", "--json", f"\u202e{CIRT}\u202c\x07\x1b")

    assert status == 0
    assert json.loads(said)["verdict"] == "no"
    assert "\u202e" not in said
    assert "\x1b" not in said


def test_half_a_character_in_a_question_does_no_harm(project, run):
    status, said = run("ask", "--json", f"{CIRT} \udc80")

    assert status == 0
    assert json.loads(said)["verdict"] == "no"


@pytest.mark.parametrize(
    "question", ["CIRT \udc80", "caf\udce9 Mali?", "Who runs the CIRT of Mali \ud83d?"]
)
def test_half_a_character_does_no_harm_where_sentences_are_read_twice(project, run, question):
    status, said = run("ask", question)

    assert status in (0, 3)  # answered, or the sources are silent: no error
    assert "unexpected" not in said


# The corpus folder


def test_a_missing_corpus_folder_is_named(copy, run):
    status, said = run("index", "--corpus", "nowhere")

    assert status == 1
    assert "nowhere" in said
    assert_still_answers(run)


def test_a_corpus_that_is_a_file_is_named(copy, run):
    Path("notes.txt").write_text("Mali", "utf-8")

    status, said = run("index", "--corpus", "notes.txt")

    assert status == 1
    assert "notes.txt" in said
    assert_still_answers(run)


def test_an_empty_corpus_folder_is_named_and_the_index_is_kept(copy, run):
    Path("nothing").mkdir()

    status, said = run("index", "--corpus", "nothing")

    assert status == 1
    assert "nothing" in said
    assert_still_answers(run)


def test_an_unreadable_corpus_folder_is_named_and_the_index_is_kept(copy, run):
    with mode(copy / "corpus", 0o000):
        status, said = run_as_anyone("index")

    assert status == 1
    assert "corpus" in said
    assert "ermission" in said
    assert_still_answers(run)


def test_an_unreadable_folder_within_the_corpus_is_not_taken_for_removed(copy, run):
    with mode(copy / "corpus" / "mali", 0o000):
        _, said = run_as_anyone("index")

    assert "mali" in said
    assert "ermission" in said
    assert_still_answers(run)


# Files of the corpus


def test_a_file_that_is_no_text_is_named_and_the_others_are_indexed(copy, run):
    (copy / "corpus" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)

    status, said = run("index")

    assert status == 0
    assert "picture.txt" in said
    assert "nor of any encoding that can be told" in said
    assert_still_answers(run)


def test_a_file_of_zero_bytes_is_named_and_the_others_are_indexed(copy, run):
    (copy / "corpus" / "void.txt").write_bytes(b"")

    status, said = run("index")

    assert status == 0
    assert "void.txt" in said
    assert "empty" in said
    assert_still_answers(run)


def test_an_unreadable_file_is_named_and_the_others_are_indexed(copy, run):
    secret = copy / "corpus" / "secret.txt"
    secret.write_text("Mali exports gold.", "utf-8")

    with mode(secret, 0o000):
        status, said = run_as_anyone("index")

    assert status == 0
    assert "secret.txt" in said
    assert "ermission" in said


def test_a_corpus_of_bad_files_only_is_refused_and_the_index_is_kept(copy, run):
    Path("bad").mkdir()
    Path("bad/void.txt").write_bytes(b"")
    Path("bad/nul.txt").write_bytes(b"a\0b")

    status, said = run("index", "--corpus", "bad")

    assert status == 1
    assert "bad" in said
    assert_still_answers(run)


# The index folder


def test_a_missing_index_names_the_command_that_builds_it(copy, run):
    status, said = run("ask", "--index", "none", CIRT)

    assert status == 1
    assert "assistant index --index none" in said


def test_a_read_only_index_is_told_and_goes_on_answering(copy, run):
    (copy / "corpus" / "new.txt").write_text("Mali exports gold.", "utf-8")
    folders = [copy / "index", *filter(Path.is_dir, (copy / "index").rglob("*"))]

    with contextlib.ExitStack() as stack:
        for folder in folders:
            stack.enter_context(mode(folder, 0o555))
        status, said = run_as_anyone("index")
        (copy / "corpus" / "new.txt").unlink()
        answered, answer = run_as_anyone("ask", CIRT)

    assert status == 1
    assert "index" in said
    assert "ermission" in said
    assert answered == 0
    assert answer.startswith("No.")


def test_an_index_folder_that_cannot_be_made_is_named(copy, run):
    Path("file").write_text("", "utf-8")

    status, said = run("index", "--index", "file/index")

    assert status == 1
    assert "file" in said


def files_of_an_index():
    return ["manifest.json", "vectors.faiss", "passages.sqlite"]


@pytest.mark.parametrize("name", files_of_an_index())
def test_a_half_written_index_is_refused_and_repaired_by_a_build(copy, run, name):
    path = generation(copy) / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    status, said = run("ask", CIRT)
    assert status == 1
    assert "assistant index" in said

    assert run("index")[0] == 0
    assert_still_answers(run)


@pytest.mark.parametrize("name", files_of_an_index())
def test_an_index_that_lacks_a_file_is_refused_and_repaired_by_a_build(copy, run, name):
    (generation(copy) / name).unlink()

    status, said = run("ask", CIRT)
    assert status == 1
    assert "assistant index" in said

    assert run("index")[0] == 0
    assert_still_answers(run)


def test_a_build_that_was_cut_off_leaves_the_old_index_serving(copy, run):
    unfinished = copy / "index" / "generations" / "20300101T000000.000Z-00000000"
    unfinished.mkdir()
    (unfinished / "vectors.faiss").write_bytes(b"half")

    assert_still_answers(run)
    assert run("index")[0] == 0
    assert_still_answers(run)


def test_an_index_of_a_newer_version_is_refused_and_not_overwritten(copy, run):
    path = generation(copy) / "manifest.json"
    path.write_text(re.sub(r'"format": \d+', '"format": 99', path.read_text("utf-8")), "utf-8")
    newer = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}

    status, said = run("ask", CIRT)

    assert status == 1
    assert "newer version" in said
    assert {file: file.read_bytes() for file in newer} == newer


# The port


def test_a_port_in_use_is_named_before_anything_is_built(copy, run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, said = run("serve", "--port", port, "--index", "unbuilt")

    assert status == 1
    assert port in said
    assert "in use" in said
    assert "--port" in said
    assert not Path("unbuilt").exists()


def test_an_address_that_is_not_this_machines_is_named(copy, run):
    status, said = run("serve", "--host", "192.0.2.1")

    assert status == 1
    assert "192.0.2.1" in said
    assert "--host" in said
