"""The command line, run as people run it."""

import io
import json
import os
import pty
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from assistant import cli, progress
from assistant import encoder as encoder_module
from assistant.types import Progress

pytest_plugins = ["projects"]

ROOT = Path(__file__).parent.parent
ITU = "mali/itu-cyberwellness-profile.md"
HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "gradio", "numpy", "rich")


def process(*words, **options):
    command = [sys.executable, "-m", "assistant", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # A shell that runs the tests in the background would have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **options,
    )


def change(project, old, new):
    path = project / "corpus" / ITU
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def processor_seconds():
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_help_takes_less_than_three_tenths_of_a_second_of_processor_time():
    times = []
    for _ in range(3):
        before = processor_seconds()
        printed, _ = process("--help").communicate()
        times.append(processor_seconds() - before)

    assert b"usage: assistant" in printed
    assert min(times) < 0.3


def test_the_command_line_imports_nothing_heavy_before_a_command_needs_it():
    code = f"import assistant.cli, sys; print(*(set({HEAVY}) & set(sys.modules)))"

    printed = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)

    assert printed.strip() == ""


def test_version(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["--version"])

    assert stop.value.code == 0
    assert capsys.readouterr().out == "assistant 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["no-such-command"],
        ["ask"],
        ["ask", "Why?", "--batch", "questions.jsonl"],
        ["source"],
        ["index", "--dry-run", "--watch"],
        ["rollback", "one", "two"],
        ["serve", "--port", "0"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "http"],
    ],
)
def test_wrong_usage_exits_with_2_and_says_how(words, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(words)

    assert stop.value.code == 2
    assert "usage: assistant" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "verdict", "date"),
    [
        ("Does Mali have a national CIRT?", "No.", "as of 2014-08-12"),
        ("Le Mali a-t-il un CIRT national ?", "Non.", "en date de 2014-08-12"),
    ],
)
def test_ask_says_no_and_quotes_the_section(project, capsys, question, verdict, date):
    status = cli.main(["ask", question])

    printed = capsys.readouterr().out
    assert status == 0
    assert printed.startswith(f"{verdict}\n")
    assert date in printed
    assert "No national computer incident response team (CIRT) is officially recognised" in printed
    assert "1.2.1 CIRT" in printed
    assert f"{ITU}:" in printed


def test_ask_takes_a_question_without_quotation_marks(project, capsys):
    assert cli.main(["ask", "Does", "Mali", "have", "a", "national", "CIRT?"]) == 0
    assert capsys.readouterr().out.startswith("No.")


@pytest.mark.parametrize(
    "question", ["Does Niger have a national CIRT?", "Le Niger a-t-il un CIRT national ?"]
)
def test_ask_exits_with_3_where_no_source_covers_the_country(project, capsys, question):
    assert cli.main(["ask", question]) == 3
    assert "Niger" in capsys.readouterr().out


def test_ask_exits_with_3_where_the_sources_are_silent(project, capsys):
    assert cli.main(["ask", "What is the GDP of Mali?"]) == 3
    assert "No statement of this was found in the sources on Mali." in capsys.readouterr().out


def test_ask_json_has_the_published_shape_and_verbatim_quotes(project, capsys):
    assert cli.main(["ask", "--json", "Does Mali have a national CIRT?"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert list(answer)[:6] == [
        "question", "language", "countries", "outcome", "verdict", "hedged",
    ]  # fmt: skip
    assert (answer["outcome"], answer["verdict"]) == ("answered", "no")
    assert len(answer["passages"]) >= 10
    assert "candidates" not in answer
    for citation in answer["citations"]:
        text = (project / "corpus" / citation["document"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_explain_adds_candidates_and_the_reason(project, capsys):
    assert cli.main(["ask", "--json", "--explain", "Does Mali have a national CIRT?"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["reason"]
    assert any("CIRT" in candidate["text"] for candidate in answer["candidates"])


BATCH = [
    '{"id": 7, "question": "Does Mali have a national CIRT?"}',
    '{"id": "fr", "question": "Le Mali a-t-il un CIRT national ?", "history": []}',
    "not json",
    '{"id": ["a"], "question": 5}',
    '{"id": "h", "question": "And Niger?", "history": '
    '[{"question": "Does Mali have a national CIRT?", "answer": "No."}]}',
    '{"id": "bad history", "question": "And Niger?", "history": ["Mali"]}',
    "[1]",
    "",
    '{"id": "e", "question": " "}',
    '{"id": 1e999, "question": "Does Mali have a national CIRT?"}',
    '{"question": "Does Niger have a national CIRT?"}',
]


def check_batch(printed):
    lines = [json.loads(line) for line in printed.splitlines()]
    assert [line["id"] for line in lines] == [
        7, "fr", None, ["a"], "h", "bad history", None, None, "e", None, None,
    ]  # fmt: skip
    assert [line.get("outcome", "error") for line in lines] == [
        "answered", "answered", "error", "error", "no_source", "error", "error", "error", "error",
        "error", "no_source",
    ]  # fmt: skip
    assert all(list(line) == ["id", "error"] for line in lines if "error" in line)
    assert list(lines[0])[:3] == ["id", "question", "language"]


def test_batch_answers_line_by_line_and_goes_on_after_a_bad_line(project, tmp_path, capsys):
    file = tmp_path / "questions.jsonl"
    file.write_bytes("\n".join(BATCH).encode() + b"\n")

    assert cli.main(["ask", "--json", "--batch", str(file)]) == 0

    printed = capsys.readouterr()
    check_batch(printed.out)
    assert "7 of 11 lines could not be asked" in printed.err


def test_batch_reads_standard_input_that_is_not_utf_8_or_has_a_mark(project):
    lines = b'\xef\xbb\xbf{"id": 1, "question": "Does Niger have a CIRT?"}\n{"id": "\xff"}\n'

    printed, _ = process("ask", "--batch", "-", stdin=subprocess.PIPE).communicate(lines)

    first, second = map(json.loads, printed.decode("utf-8").splitlines())
    assert (first["id"], first["outcome"]) == (1, "no_source")
    assert "UTF-8" in second["error"]


def test_batch_answers_as_lines_come_and_stops_quietly(project):
    asking = process("ask", "--batch", "-", stdin=subprocess.PIPE)
    asking.stdin.write(b'{"id": 1, "question": "Does Niger have a CIRT?"}\n')
    asking.stdin.flush()
    assert json.loads(asking.stdout.readline())["id"] == 1

    asking.send_signal(signal.SIGINT)
    printed, complaints = asking.communicate(timeout=60)

    assert asking.returncode == 130
    assert (printed, complaints) == (b"", b"")


def test_batch_of_a_file_that_is_not_there_is_an_error(project, capsys):
    assert cli.main(["ask", "--batch", "nowhere.jsonl"]) == 1
    assert capsys.readouterr().err == "assistant: nowhere.jsonl: No such file or directory\n"


def test_index_says_what_it_did(copy, capsys):
    assert cli.main(["index"]) == 0
    assert capsys.readouterr().out.startswith("index is current: 2 documents, ")

    change(copy, "16 319 000", "17 000 000")
    (copy / "corpus" / "new.txt").write_text("Mali exports gold.\n", "utf-8")
    (copy / "corpus" / "twin.txt").write_text("Mali exports gold.\n", "utf-8")
    (copy / "corpus" / "mali" / "ecpat-country-page.md").unlink()
    assert cli.main(["index"]) == 0

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["added", "new.txt"] in lines
    assert ["changed", ITU] in lines
    assert ["removed", "mali/ecpat-country-page.md"] in lines
    assert ["left", "out", "twin.txt:", "the", "same", "bytes", "as", "new.txt"] in lines


def test_a_changed_source_is_refused_until_it_is_indexed_then_answers_anew(copy, capsys):
    change(copy, "16 319 000", "17 000 000")
    assert cli.main(["ask", "What is the population of Mali?"]) == 1
    assert "assistant index" in capsys.readouterr().err

    assert cli.main(["index"]) == 0
    assert cli.main(["ask", "What is the population of Mali?"]) == 0
    assert "17 000 000" in capsys.readouterr().out


def test_an_error_names_the_command_with_the_options_in_use(copy, capsys):
    (copy / "corpus").rename(copy / "my sources")

    assert cli.main(["ask", "--corpus", "my sources", "--index", "elsewhere", "Why?"]) == 1

    assert "assistant index --corpus 'my sources' --index elsewhere" in capsys.readouterr().err


def test_source_prints_the_very_text_that_offsets_refer_to(project):
    printed, _ = process("source", ITU).communicate()

    assert printed == (project / "corpus" / ITU).read_bytes()


def test_source_suggests_documents_of_a_similar_name(project, capsys):
    assert cli.main(["source", "mali/itu-cyberwelness.md"]) == 1
    assert ITU in capsys.readouterr().err


def test_source_into_a_closed_pipe_ends_quietly(project):
    printing = process("source", ITU)
    printing.stdout.close()

    assert printing.stderr.read() == b""
    assert printing.wait() == 141


def test_status_tells_what_the_index_holds_and_what_changed(copy, capsys):
    assert cli.main(["status"]) == 0
    printed = capsys.readouterr().out
    assert "documents   2\n" in printed
    assert printed.endswith("The index is current.\n")

    change(copy, "16 319 000", "17 000 000")
    assert cli.main(["status"]) == 0
    printed = capsys.readouterr().out
    assert f"  changed   {ITU}\n" in printed
    assert printed.endswith("Bring it up to date with: assistant index\n")


def test_status_without_an_index_says_how_to_build_it(project, capsys):
    assert cli.main(["status", "--index", "none"]) == 1
    assert "assistant index --index none" in capsys.readouterr().err


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_serve_builds_the_index_and_serves_the_page_until_it_is_stopped(copy):
    shutil.rmtree(copy / "index")
    port = free_port()
    serving = process("serve", "--port", str(port), start_new_session=True)
    try:
        said = b""
        while f"http://127.0.0.1:{port}".encode() not in said:
            line = serving.stdout.readline()
            assert line, serving.stderr.read().decode()
            said += line
        assert b"2 documents" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
            assert page.status == 200
    finally:
        serving.send_signal(signal.SIGINT)
        _, complaints = serving.communicate(timeout=60)
    assert b"Traceback" not in complaints
    assert serving.returncode in (0, 130)


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words_of(printed):
    return [line.split() for line in printed.splitlines()]


def rebuilt(project, text="Mali exports gold.\n"):
    """Build a second generation; return the names of the first and the second."""
    first = (project / "index" / "current").read_text("utf-8").strip()
    (project / "corpus" / "new.txt").write_text(text, "utf-8")
    assert cli.main(["index"]) == 0
    return first, (project / "index" / "current").read_text("utf-8").strip()


def test_a_dry_run_writes_nothing_and_says_what_the_build_then_does(copy, capsys):
    corpus = copy / "corpus"
    change(copy, "16 319 000", "17 000 000")
    (corpus / "new.txt").write_text("Mali exports gold.\n", "utf-8")
    (corpus / "twin.txt").write_text("Mali exports gold.\n", "utf-8")
    (corpus / "broken.txt").write_bytes(b"Mali \0")
    (corpus / "broken.md").write_text("---\ntitle: [\n---\nMali exports gold.\n", "utf-8")
    (corpus / "table.xyz").write_text("gold", "utf-8")
    (corpus / "mali" / "ecpat-country-page.md").unlink()
    before = files(copy)

    assert cli.main(["index", "--dry-run"]) == 0
    foretold = words_of(capsys.readouterr().out)
    assert files(copy) == before

    assert cli.main(["index"]) == 0
    assert words_of(capsys.readouterr().out)[1:] == foretold[1:]
    assert ["added", "new.txt"] in foretold
    assert ["changed", ITU] in foretold
    assert ["removed", "mali/ecpat-country-page.md"] in foretold
    assert {"broken.txt:", "table.xyz:", "twin.txt:"} <= {
        word for line in foretold for word in line
    }

    assert cli.main(["index", "--dry-run"]) == 0
    assert "index is current; nothing would be written." in capsys.readouterr().out


def test_a_dry_run_without_an_index_makes_none(copy, capsys):
    assert cli.main(["index", "--dry-run", "--index", "elsewhere"]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("Every document would be read: there is no index yet.\n")
    assert ["added", ITU] in words_of(printed)
    assert not (copy / "elsewhere").exists()


def test_generations_are_listed_newest_first_with_the_one_that_serves(copy, capsys):
    first, second = rebuilt(copy)
    capsys.readouterr()

    assert cli.main(["generations"]) == 0

    _, newer, older = words_of(capsys.readouterr().out)
    assert (newer[0], newer[2], newer[-1]) == (second, "3", "serves")
    assert (older[0], older[2], older[-1]) == (first, "2", "MB")


def test_rollback_lets_the_one_before_serve_and_its_advice_leads_forward_again(copy, capsys):
    first, second = rebuilt(copy)
    capsys.readouterr()

    assert cli.main(["rollback"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(first)
    assert "1 document differs" in said
    assert cli.main(["source", "new.txt"]) == 1
    (copy / "corpus" / "new.txt").rename(copy / "new.txt")
    assert cli.main(["ask", "Does Mali have a national CIRT?"]) == 0
    (copy / "new.txt").rename(copy / "corpus" / "new.txt")
    capsys.readouterr()

    assert f"assistant rollback {second}\n" in said
    assert cli.main(["rollback", second]) == 0
    assert "refused" not in capsys.readouterr().out
    assert cli.main(["source", "new.txt"]) == 0


def test_rollback_to_what_is_not_there_changes_nothing_and_says_what_is(copy, capsys):
    first, second = rebuilt(copy)
    before = files(copy / "index")

    assert cli.main(["rollback", "../../corpus"]) == 1
    said = capsys.readouterr().err
    assert first in said
    assert second in said
    assert files(copy / "index") == before

    assert cli.main(["rollback", first]) == 0
    assert cli.main(["rollback"]) == 1
    assert "no generation older" in capsys.readouterr().err
    assert cli.main(["rollback", "--index", "elsewhere"]) == 1
    assert "assistant index --index elsewhere" in capsys.readouterr().err
    assert not (copy / "elsewhere").exists()


def test_rollback_by_name_mends_a_damaged_pointer(copy, capsys):
    _, second = rebuilt(copy)
    (copy / "index" / "current").write_text("nonsense", "utf-8")
    assert cli.main(["status"]) == 1

    assert cli.main(["rollback", second]) == 0
    assert cli.main(["status"]) == 0


def test_doctor_finds_nothing_wrong_with_the_shipped_corpus(project, capsys):
    assert cli.main(["doctor"]) == 0
    assert capsys.readouterr().out == "all is well\n"


def test_doctor_names_every_document_that_is_not_indexed_as_it_is(copy, capsys):
    corpus = copy / "corpus"
    change(copy, "16 319 000", "17 000 000")
    (corpus / "mali" / "ecpat-country-page.md").unlink()
    (corpus / "new.txt").write_text("Mali exports gold.\n", "utf-8")
    (corpus / "twin.txt").write_text("Mali exports gold.\n", "utf-8")
    (corpus / "empty.txt").touch()

    assert cli.main(["doctor"]) == 1

    printed = capsys.readouterr().out
    for wrong in (
        f"{ITU}: changed",
        "mali/ecpat-country-page.md: removed",
        "new.txt: new",
        "twin.txt: the same bytes as new.txt",
        "empty.txt: empty",
    ):
        assert f"{wrong}" in printed
    assert "  → Run: assistant index\n" in printed
    assert "all is well" not in printed


def test_doctor_names_altered_files_and_following_its_advice_mends_them(copy, capsys):
    (folder,) = (copy / "index" / "generations").iterdir()
    vectors = folder / "vectors.faiss"
    data = bytearray(vectors.read_bytes())
    data[-1] ^= 0xFF
    vectors.write_bytes(data)

    assert cli.main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "vectors.faiss: missing, unknown or altered" in printed
    assert f"→ Remove {folder.relative_to(copy)} and run: assistant index\n" in printed

    shutil.rmtree(folder)
    assert cli.main(["doctor"]) == 1
    assert cli.main(["index"]) == 0
    assert cli.main(["doctor"]) == 0


def test_doctor_names_passages_that_the_encoder_does_not_read_to_their_end(
    copy, capsys, encoder, monkeypatch
):
    monkeypatch.setattr(encoder, "max_tokens", 100)
    monkeypatch.setattr(encoder_module, "load", lambda *_: encoder)

    assert cli.main(["doctor"]) == 1

    assert re.search(
        rf"^{ITU}:\d+-\d+: a passage of \d+ tokens; the encoder reads 94$",
        capsys.readouterr().out,
        re.MULTILINE,
    )


def test_doctor_without_an_index_or_a_corpus_says_so(copy, capsys):
    assert cli.main(["doctor", "--index", "none", "--corpus", "nowhere"]) == 1

    printed = capsys.readouterr().out
    assert "assistant index --corpus nowhere --index none" in printed
    assert "The corpus nowhere does not exist" in printed


def said_until(running, stream, wanted):
    """Read lines until one holds ``wanted``; fail where none does within a minute."""
    lines = []
    limit = threading.Timer(60, running.kill)
    limit.start()
    try:
        for line in stream:
            lines.append(line.decode("utf-8"))
            if wanted in lines[-1]:
                return
    finally:
        limit.cancel()
    raise AssertionError(f"{wanted!r} was not said: {lines}")


def test_index_watch_follows_the_corpus_through_an_error_and_stops_quietly(copy):
    watching = process("index", "--watch")
    try:
        said_until(watching, watching.stdout, "Watching corpus")
        (copy / "corpus" / "gold.txt").write_text("Mali exports gold.\n", "utf-8")
        said_until(watching, watching.stdout, "added     gold.txt")

        (copy / "corpus" / "mali").rename(copy / "mali")
        (copy / "corpus" / "gold.txt").unlink()
        said_until(watching, watching.stderr, "holds no document")
        (copy / "mali").rename(copy / "corpus" / "mali")
        said_until(watching, watching.stdout, "removed   gold.txt")

        (copy / "corpus").rename(copy / "aside")
        said_until(watching, watching.stderr, "The corpus corpus does not exist")
        shutil.copytree(copy / "aside", copy / "corpus")
        (copy / "corpus" / "salt.txt").write_text("Mali exports salt.\n", "utf-8")
        said_until(watching, watching.stdout, "added     salt.txt")
    finally:
        watching.send_signal(signal.SIGINT)
        _, complaints = watching.communicate(timeout=60)

    assert watching.returncode == 130
    assert b"Traceback" not in complaints


def test_serve_watch_brings_a_changed_source_into_the_index_beside_the_page(copy):
    serving = process("serve", "--watch", "--port", str(free_port()), start_new_session=True)
    try:
        said_until(serving, serving.stdout, "The page is at")
        change(copy, "16 319 000", "17 000 000")
        said_until(serving, serving.stdout, f"changed   {ITU}")
    finally:
        serving.send_signal(signal.SIGINT)
        _, complaints = serving.communicate(timeout=60)

    assert b"Traceback" not in complaints
    assert serving.returncode in (0, 130)


def test_a_defect_is_told_in_one_line_and_shown_in_full_on_request(project, capsys, monkeypatch):
    from assistant.pipeline import Assistant

    def defect(*_, **__):
        raise ZeroDivisionError("\x1b[2Jdivision")

    monkeypatch.setattr(Assistant, "open", defect)

    assert cli.main(["ask", "Why?"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("assistant: unexpected ZeroDivisionError: \\x1b[2Jdivision")
    assert "--debug" in said
    assert said.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        cli.main(["ask", "--debug", "Why?"])


STEPS = [
    Progress("read", 0, 0),
    Progress("encode", 0, 3),
    Progress("encode", 1, 3),
    Progress("encode", 3, 3),
    Progress("write", 0, 0),
]


def test_progress_in_a_pipe_is_plain_lines():
    stream = io.StringIO()

    with progress.shown(stream) as show:
        for step in STEPS:
            show(step)

    assert stream.getvalue().splitlines() == [
        "Reading documents",
        "Encoding passages: 0 of 3",
        "Encoding passages: 3 of 3",
        "Writing the index",
    ]


def test_progress_on_a_terminal_is_a_bar(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as stream, progress.shown(stream) as show:
        for step in STEPS:
            show(step)
    drawn = b""
    with suppress(OSError), os.fdopen(master, "rb", buffering=0) as screen:
        while part := screen.read(100_000):  # a terminal gives what there is, not all of it
            drawn += part
    drawn = drawn.decode("utf-8")

    assert "\x1b[" in drawn
    assert "Encoding passages" in drawn
    assert "3/3" in drawn
