"""The build: only what changed is encoded, the result is as if from scratch, and nothing is lost.

``ASSISTANT_KILLS=200`` kills a build at so many points instead of 24.
"""

import errno
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import CorpusError, EncoderError, StaleIndexError, StoreError
from assistant.indexer.compare import READING, reading
from assistant.store import generations
from assistant.store.faiss import Index
from assistant.types import Changes, Passage, Progress

_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(indexer.__file__).parents[2])}
KILLS = int(os.environ.get("ASSISTANT_KILLS", "24"))

MALI = """---
title: Cyberwellness profile of Mali
countries: [MLI]
---
# 1 Legal measures

## 1.1 Criminal legislation

Mali has no law on cybercrime. A bill was tabled in {year}.

## 1.2 CIRT

Mali runs no national CIRT that the state recognises.
"""
NIGER = "Le Niger a adhéré à la convention en 2004. Une loi a suivi.\n"
GUIDE = "# Guide\n\nA treaty binds the states that have ratified it.\n"


class Remembering:
    """The real encoder; each text is computed once in a test session."""

    def __init__(self, encoder):
        self.name, self.dimension = encoder.name, encoder.dimension
        self.known, self.asked = {}, []
        self._encoder = encoder

    def encode_documents(self, texts, progress=None):
        self.asked += texts
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self._encoder.encode_documents(new), strict=True))
        if progress:
            progress(len(texts))
        rows = [self.known[text] for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dimension)


@pytest.fixture(scope="session")
def remembering(encoder):
    return Remembering(encoder)


@pytest.fixture
def folder(tmp_path):
    """A corpus of three documents."""
    folder = tmp_path / "corpus"
    put(folder, "mali/profile.md", MALI.format(year=2013))
    put(folder, "niger/note.txt", NIGER)
    put(folder, "guide.md", GUIDE)
    return folder


@pytest.fixture
def build(folder, tmp_path, remembering):
    """Builds the folder's index; ``build.asked`` is what the last build had encoded."""

    def run(index=tmp_path / "index", **options):
        remembering.asked.clear()
        options = {"identity": remembering.name, **options}
        return indexer.build(Corpus(folder), index, remembering, **options)

    run.index = tmp_path / "index"
    run.asked = remembering.asked
    return run


def put(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def everything(index):
    """All that an index answers from, comparable."""
    return {
        "passages": index.passages(range(index.manifest.passages)),
        "documents": index.documents(),
        "texts": [index.document(record.path) for record in index.documents()],
        "vectors": index.matrix.tolist(),
        "units": (index.units.starts.tolist(), index.units.vectors.tolist()),
        "countries": {code: rows.tolist() for code, rows in index.countries.items()},
        "words": {
            path.name: path.read_bytes() for path in sorted((index.folder / "words").iterdir())
        },
        "manifest": (index.manifest.corpus, dict(index.manifest.documents)),
    }


def assert_as_from_scratch(build, tmp_path):
    """The index equals one built anew, passage for passage and byte for byte of the words."""
    scratch = Path(tempfile.mkdtemp(dir=tmp_path))
    build(scratch)
    assert everything(Index.open(build.index)) == everything(Index.open(scratch))
    Index.open(build.index).check()
    shutil.rmtree(scratch)


def passages_of(index, path):
    return [
        each for each in index.passages(range(index.manifest.passages)) if each.document == path
    ]


def test_a_first_build_indexes_every_document(build, remembering):
    report = build()

    index = Index.open(build.index)
    assert report.written
    assert report.info == index.info
    assert report.changes == Changes(added=("guide.md", "mali/profile.md", "niger/note.txt"))
    assert (report.skipped, report.duplicates) == ((), ())
    assert report.encoded == index.manifest.passages == 4
    assert [record.metadata.title for record in index.documents()][1] == (
        "Cyberwellness profile of Mali"
    )
    index.check()


def test_the_passage_that_states_the_fact_is_found_by_meaning_and_by_words(build, encoder):
    build()
    index = Index.open(build.index)

    question = encoder.encode_queries(["Is there a computer emergency team in Mali?"])[0]
    (nearest, *_), (score, *_) = index.search_vectors(question, 3)
    (worded, *_), _ = index.search_words(["cirt"], 3)

    assert "national CIRT" in index.passages([nearest])[0].text
    assert 0.7 < score <= 1
    assert nearest == worded


def test_an_unchanged_corpus_is_not_written_again(build):
    first = build()

    report = build()

    assert not report.written
    assert report.encoded == 0
    assert report.info == first.info
    assert not report.changes
    assert len(report.changes.unchanged) == 3


def test_an_unchanged_corpus_needs_no_encoder(build, folder, remembering):
    build()

    def load():
        pytest.fail("loaded")

    report = indexer.build(Corpus(folder), build.index, load, identity=remembering.name)
    assert not report.written


def test_only_the_changed_passage_is_encoded(build, folder, tmp_path):
    build()
    put(folder, "mali/profile.md", MALI.format(year=2019))

    report = build()

    assert report.changes.changed == ("mali/profile.md",)
    assert report.encoded == 1
    assert all("1.1 Criminal legislation" in text for text in build.asked)
    assert (
        "A bill was tabled in 2019."
        in passages_of(Index.open(build.index), "mali/profile.md")[0].text
    )
    assert_as_from_scratch(build, tmp_path)


def test_a_renamed_file_is_not_encoded_again(build, folder, tmp_path):
    build()
    (folder / "mali/profile.md").rename(folder / "mali/a-new-name.md")

    report = build()

    assert (report.changes.added, report.changes.removed) == (
        ("mali/a-new-name.md",),
        ("mali/profile.md",),
    )
    assert report.encoded == 0
    assert build.asked == []
    assert_as_from_scratch(build, tmp_path)


def test_a_removed_document_leaves_no_trace(build, folder, tmp_path):
    build()
    (folder / "niger/note.txt").unlink()

    report = build()

    index = Index.open(build.index)
    assert report.changes.removed == ("niger/note.txt",)
    assert report.encoded == 0
    assert "NER" not in index.countries
    assert index.search_words(["niger"], 5)[0].size == 0
    assert not [path for path in index.folder.rglob("*.*") if b"Niger" in path.read_bytes()]
    assert_as_from_scratch(build, tmp_path)


@pytest.mark.parametrize("path", ["guide.md", "mali/profile.md", "niger/note.txt"])
def test_a_document_may_go_from_anywhere(build, folder, tmp_path, path):
    build()
    (folder / path).unlink()

    assert build().changes.removed == (path,)
    assert_as_from_scratch(build, tmp_path)


def test_a_document_saved_while_the_build_begins_is_indexed_as_it_was_read(
    build, folder, monkeypatch
):
    scan = Corpus.scan

    def scan_then_save(corpus, known=None):
        seen = scan(corpus, known)
        put(folder, "guide.md", GUIDE + "\nMore.\n")
        return seen

    with monkeypatch.context() as patched:
        patched.setattr(Corpus, "scan", scan_then_save)
        build()

    assert Index.open(build.index).document("guide.md").text == GUIDE + "\nMore.\n"
    assert not build().written


def test_a_file_with_the_bytes_of_another_is_told_and_not_indexed_twice(build, folder):
    put(folder, "niger/copy.txt", NIGER)

    report = build()

    assert report.duplicates == (("niger/note.txt", "niger/copy.txt"),)
    assert report.info.documents == 3
    assert not build().written


def test_equal_passages_of_two_documents_are_encoded_once(build, folder):
    for name in ("a", "b"):
        put(folder, f"{name}.md", f"---\ntitle: Treaty\n---\nIt binds.\n\n# {name}\n\nMore.\n")

    report = build()

    assert report.info.passages == 8
    assert report.encoded == 7


def test_an_unreadable_file_is_skipped_with_its_reason_and_the_rest_goes_on(build, folder):
    build()
    put(folder, "niger/note.txt", b"\x80\x81 not text \xff")
    put(folder, "image.png", b"\x89PNG")

    report = build()

    assert [each.path for each in report.skipped] == ["image.png", "niger/note.txt"]
    assert all(each.reason for each in report.skipped)
    assert report.changes.removed == ("niger/note.txt",)
    assert report.info.documents == 2
    assert not build().written


def test_a_file_that_breaks_while_it_is_read_is_skipped_until_it_changes(
    build, folder, monkeypatch
):
    read = Corpus.read

    def vanished(corpus, path):
        if path == "guide.md":
            raise CorpusError(f"{path}: gone")
        return read(corpus, path)

    monkeypatch.setattr(Corpus, "read", vanished)
    report = build()

    assert [(each.path, each.reason) for each in report.skipped] == [("guide.md", "guide.md: gone")]
    assert report.info.documents == 2
    again = build()
    assert not again.written
    assert again.skipped == report.skipped
    put(folder, "new.md", "Something else.")
    assert [each.path for each in build().skipped] == ["guide.md"]
    monkeypatch.undo()
    put(folder, "guide.md", GUIDE + "\nMore.\n")
    assert build().info.documents == 4


def test_a_corpus_of_which_nothing_can_be_read_is_an_error_and_the_index_stays(build, folder):
    first = build()
    shutil.rmtree(folder)
    put(folder, "bad.txt", b"\xff\x80\xff")

    with pytest.raises(CorpusError, match=r"bad\.txt"):
        build()
    assert Index.open(build.index).info == first.info
    assert len(generations.names(build.index)) == 1


def test_a_corpus_folder_that_is_missing_is_an_error(build, folder):
    shutil.rmtree(folder)

    with pytest.raises(CorpusError, match="does not exist"):
        build()


def test_changes_are_told_without_writing(build, folder):
    build()
    manifest = Index.open(build.index).manifest
    put(folder, "guide.md", GUIDE + "\nMore.\n")
    put(folder, "chad.md", "Chad.")
    (folder / "niger/note.txt").unlink()
    expected = Changes(("chad.md",), ("guide.md",), ("niger/note.txt",), ("mali/profile.md",))

    assert indexer.changes(Corpus(folder), manifest) == expected
    assert indexer.changes(Corpus(folder), manifest, build.index) == expected
    assert Index.open(build.index).manifest == manifest


def test_files_that_look_as_they_did_are_not_opened_again(build, folder, monkeypatch):
    for path in folder.rglob("*.*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    build()
    monkeypatch.setattr("assistant.corpus._FRESH", -(10**12))  # as if seconds had gone by
    build()
    opened = []
    monkeypatch.setattr(Corpus, "_look", lambda corpus, path, found: opened.append(path))

    assert not build().written
    assert opened == []


@pytest.mark.parametrize("data", ["", "[]", "[1, 2]", '["", {"guide.md": [1]}]', "\0"])
def test_a_spoilt_note_of_what_files_looked_like_does_no_harm(build, data):
    build()
    (build.index / "files.json").write_text(data)

    assert not build().written


def test_another_encoder_makes_the_index_stale_and_is_given_all_passages(build, remembering):
    build()
    manifest = Index.open(build.index).manifest
    other = Remembering(remembering._encoder)
    other.name = "another@2"

    assert indexer.staleness(manifest, remembering.name) == ""
    assert "another encoder" in indexer.staleness(manifest, "another@2")
    report = indexer.build(
        Corpus(build.index.parent / "corpus"), build.index, other, identity="another@2"
    )
    assert report.encoded == 4
    assert Index.open(build.index).manifest.encoder == "another@2"


def test_an_encoder_that_is_not_the_one_announced_is_refused(build):
    with pytest.raises(EncoderError, match="announced"):
        build(identity="announced@1")
    assert generations.names(build.index) == []


def test_documents_are_read_again_by_another_version_of_the_code_but_not_encoded(
    build, monkeypatch, tmp_path
):
    build()
    monkeypatch.setattr("assistant.indexer.compare.reading", lambda: "newer")
    monkeypatch.setattr("assistant.indexer.write.reading", lambda: "newer")

    before = Index.open(build.index).manifest
    assert "another version" in indexer.staleness(before, before.encoder)
    report = build()
    assert report.written
    assert report.encoded == 0
    assert Index.open(build.index).manifest.reading == "newer"
    assert_as_from_scratch(build, tmp_path)


def test_what_decides_the_passages_is_part_of_the_index_identity():
    """Whatever these modules import must be in READING, or an index could be stale unnoticed."""
    code = (
        "import sys, assistant.corpus, assistant.chunking, assistant.words\n"
        "print(*{m.split('.')[1] for m in sys.modules if m.startswith('assistant.')})"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_ENVIRONMENT
    )
    package = Path(indexer.__file__).parent.parent

    known = {name.removesuffix(".py") for name in READING}
    assert set(loaded.stdout.split()) - {"types", "errors"} <= known
    assert all((package / name).exists() for name in READING)
    assert len(reading()) == 64


def test_the_text_for_the_encoder_says_where_the_passage_stands_and_what_else_it_is_called():
    section = ("Profile of Mali", "1.2 Technical measures", "1.2.1 CIRT")
    text = "Mali has no CIRT."
    passage = Passage("mali.md", 0, len(text), text, section, ("MLI",))

    where, what = indexer.index_text(passage, "Profile of Mali").split("\n")

    assert where == "Profile of Mali › 1.2 Technical measures › 1.2.1 CIRT"
    assert what.startswith("Mali has no CIRT. (")
    assert "computer incident response team" in what


def test_a_passage_of_several_sentences_is_encoded_as_a_whole_and_by_sentence():
    text = "Mali has no law. A bill was tabled."
    passage = Passage("mali.md", 0, len(text), text, ("Law",), ("MLI",))

    assert indexer.encoded_texts(passage, "Mali") == [
        "Mali › Law\nMali has no law. A bill was tabled.",
        "Mali › Law\nMali has no law.",
        "Mali › Law\nA bill was tabled.",
    ]


def test_units_are_compared_in_the_order_in_which_chunking_gives_them(build, remembering):
    from assistant import chunking

    build()
    index = Index.open(build.index)
    row = next(n for n in range(4) if "tabled" in index.passages([n])[0].text)
    units = chunking.units(index.passages([row])[0])
    wanted = next(n for n, unit in enumerate(units) if "tabled" in unit.text)
    question = remembering.known[
        next(text for text in remembering.known if text.endswith("\nA bill was tabled in 2013."))
    ]

    cosines = index.unit_cosines(row, question)

    assert len(cosines) == len(units) == 2
    assert int(np.argmax(cosines)) == wanted
    assert cosines[wanted] == pytest.approx(1, abs=1e-3)


def test_progress_is_told_stage_by_stage_to_its_end(build):
    told = []

    build(progress=told.append)

    stages = list(dict.fromkeys(each.stage for each in told))
    assert stages == ["read", "encode", "write"]
    for stage in stages:
        assert [each for each in told if each.stage == stage][-1].done > 0
    assert told[-1] == Progress("write", 1, 1)


def test_a_build_that_is_cancelled_leaves_the_index_and_nothing_behind(build, folder):
    first = build()
    put(folder, "guide.md", GUIDE + "\nMore.\n")

    def cancel(progress):
        if progress.stage == "encode":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(progress=cancel)
    assert generations.names(build.index) == [first.info.generation]
    assert len(list((build.index / "generations").iterdir())) == 1
    assert build().written


def test_a_damaged_index_is_built_anew_from_the_last_whole_generation(build, folder):
    first = build()
    put(folder, "guide.md", GUIDE + "\nMore.\n")
    second = build()
    (generations.folder(build.index, second.info.generation) / "vectors.faiss").unlink()

    report = build()

    assert report.written
    assert report.encoded == 1
    assert first.info.generation in generations.names(build.index)
    Index.open(build.index).check()


@pytest.mark.parametrize("name", ["vectors.faiss", "passages.sqlite", "words/counts.npy"])
def test_an_index_that_cannot_be_opened_is_built_anew_though_no_document_changed(build, name):
    first = build()
    path = generations.folder(build.index, first.info.generation) / name
    path.write_bytes(b"\xa5" * path.stat().st_size)

    report = build()

    assert report.written
    Index.open(build.index).check()


@pytest.mark.parametrize("name", ["passages.sqlite", "words/indices.csc.index.npy"])
def test_what_is_damaged_deep_within_is_not_taken_over(build, folder, name, tmp_path):
    first = build()
    path = generations.folder(build.index, first.info.generation) / name
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle:-64] = b"\xa5" * (len(data) - 64 - middle)
    path.write_bytes(data)
    put(folder, "guide.md", GUIDE + "\nMore.\n")

    assert build().written
    assert_as_from_scratch(build, tmp_path)


def test_an_index_of_a_newer_version_is_replaced_but_kept(build):
    first = build()
    path = generations.folder(build.index, first.info.generation) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(StaleIndexError):
        Index.open(build.index)

    report = build()

    assert report.written
    assert report.encoded == 4
    assert path.exists()
    assert Index.open(build.index).info == report.info


def test_after_a_rollback_a_build_brings_the_newer_texts_back(build, folder, tmp_path):
    first = build()
    put(folder, "guide.md", GUIDE + "\nMore.\n")
    build()
    assert generations.rollback(build.index) == first.info
    assert indexer.changes(Corpus(folder), Index.open(build.index).manifest).changed == (
        "guide.md",
    )

    assert build().written
    assert_as_from_scratch(build, tmp_path)


def test_a_second_build_says_so_or_waits_and_finds_it_done(build):
    reports = []
    with generations.lock(build.index):
        with pytest.raises(StoreError, match="Another build is writing"):
            build(wait=False)
        second = threading.Thread(target=lambda: reports.append(build()))
        second.start()
        second.join(0.3)
        assert second.is_alive()
    second.join()

    assert [report.written for report in reports] == [True]


def test_of_many_builds_at_once_one_writes(build):
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(build())) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(report.written for report in reports) == [False, False, False, True]
    assert len({report.info.generation for report in reports}) == 1
    assert len(generations.names(build.index)) == 1


def test_readers_never_see_two_states_mixed_while_builds_go_on(build, folder):
    """Every document names the same year; a reader that sees two years sees a mixture."""

    def put_year(year):
        for name in ("a", "b", "c"):
            put(folder, f"{name}.md", f"# {name}\n\nReport {name} of {year}.\n")

    put_year(1990)
    build()
    at_first = Index.open(build.index)
    seen, errors, done = set(), [], threading.Event()

    def read():
        while not done.is_set():
            try:
                index = Index.open(build.index)
                texts = [passages_of(index, f"{name}.md")[0].text for name in "abc"]
                years = {text[-5:-1] for text in texts}
                rows, _ = index.search_words([years.copy().pop()], 9)
                seen.add((len(years), len(rows)))
                index.close()
            except Exception as error:
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    for year in range(1991, 1997):
        put_year(year)
        build()
    done.set()
    for each in readers:
        each.join()

    assert errors == []
    assert seen == {(1, 3)}
    assert passages_of(at_first, "a.md")[0].text == "Report a of 1990."


# What an operating system can refuse: each call that writes, syncs or renames, in turn.


def _spoil(monkeypatch, name, root, fail_at):
    """Let the call of ``os.<name>`` below ``root`` number ``fail_at`` fail; counts the calls."""
    real, calls = getattr(os, name), []

    def call(first, *arguments, **options):
        path = str(Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else first)
        if path.startswith(str(root)) or options.get("dir_fd"):
            calls.append(path)
            if len(calls) - 1 == fail_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return real(first, *arguments, **options)

    monkeypatch.setattr(os, name, call)
    return calls


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc what is being synced")
@pytest.mark.parametrize("name", ["fsync", "replace", "mkdir", "link", "unlink", "rmdir", "open"])
def test_whatever_call_fails_the_last_good_generation_serves(build, folder, name, monkeypatch):
    for year in (2013, 2014, 2015):  # so that there is an old one to remove
        put(folder, "mali/profile.md", MALI.format(year=year))
        served = build()

    def attempt(fail_at):
        """Build with a fault; gives the report, None if there is none, and the calls."""
        # A text moved up a line changes every row, without an encoder.
        put(folder, "mali/profile.md", MALI.format(year=2015) + "\n" * (fail_at + 3))
        with monkeypatch.context() as spoilt:
            calls = _spoil(spoilt, name, build.index, fail_at)
            try:
                return build(), calls
            except StoreError as error:
                assert "No space left" in str(error)  # noqa: PT017
                return None, calls

    served, calls = attempt(-1)
    assert served.written
    assert calls
    for fail_at in range(len(calls)):
        report, calls = attempt(fail_at)
        index = Index.open(build.index)
        index.check()
        if report:  # it could be done without
            assert index.info == report.info
        elif index.info != served.info:  # the pointer had been moved
            assert (name, Path(calls[fail_at]).name) in {("fsync", "index"), ("open", "index")}
        assert index.manifest.passages == 4
        served = build()
        expected = sha256((folder / "mali/profile.md").read_bytes()).hexdigest()
        assert Index.open(build.index).manifest.documents["mali/profile.md"] == expected
    attempt(-1)
    assert len(generations.names(build.index)) == 3


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc what is being synced")
def test_all_of_a_generation_is_on_the_disk_before_the_pointer_moves(build, monkeypatch):
    """After a power cut the order on the disk is the order of these calls."""
    done, fsync, replace = [], os.fsync, os.replace

    def synced(handle):
        done.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    def replaced(old, new):
        done.append(f"{Path(new).name} replaced")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    report = build()

    home = generations.folder(build.index, report.info.generation)
    before = done[: done.index("current replaced")]
    manifest_at = before.index("manifest.json replaced")
    files = {path for path in home.rglob("*") if path.name != "manifest.json"}
    assert len(files) > 10
    assert files | {home} <= set(before[:manifest_at])
    assert home / "manifest.json.partial" in before[:manifest_at]
    assert {home, home.parent} <= set(before[manifest_at:])
    assert build.index / "current.partial" in before
    assert done[done.index("current replaced") + 1] == build.index


# A build in a process of its own, that is killed, or may write so much or nothing.


class Driver:
    """Builds in processes of their own, one after the other."""

    def __init__(self, process):
        self._process = process

    def build(self, corpus, index, how="", at=0):
        """Build as ``build_process`` says; gives the status, seconds, result and lines run."""
        self._process.stdin.write(json.dumps([str(corpus), str(index), how, at]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def driver(build, folder, remembering, tmp_path):
    """Knows the vectors of every state of ``MALI``: they are the real encoder's, made before."""
    for year in range(2013, 2020):
        put(folder, "mali/profile.md", MALI.format(year=year))
        build(tmp_path / "elsewhere")
    put(folder, "mali/profile.md", MALI.format(year=2013))
    vectors = tmp_path / "vectors.pickle"
    vectors.write_bytes(pickle.dumps(remembering.known))
    script = Path(__file__).with_name("build_process.py")
    command = [sys.executable, script, vectors, remembering.name, folder, tmp_path / "warm"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_ENVIRONMENT
    ) as process:
        yield Driver(process)
        process.stdin.close()


def test_a_build_killed_at_any_point_leaves_a_whole_index(build, folder, driver, encoder, tmp_path):
    build()
    question = encoder.encode_queries(["When was a bill tabled in Mali?"])[0]
    put(folder, "mali/profile.md", MALI.format(year=2014))
    shutil.copytree(build.index, tmp_path / "whole")
    _, seconds, result, lines = driver.build(folder, tmp_path / "whole", "line", -1)
    assert result == "built"
    points = random.Random(4)
    served, outcomes = 2013, []
    for kill in range(KILLS):
        year = 2014 + (kill % 6)
        put(folder, "mali/profile.md", MALI.format(year=year))
        if kill % 2:
            status, *_ = driver.build(folder, build.index, "line", points.randint(1, lines))
        else:
            status, *_ = driver.build(folder, build.index, "time", points.uniform(0, seconds))
        index = Index.open(build.index)
        index.check()
        (row,), _ = index.search_vectors(question, 1)
        (passage,) = index.passages([row])
        states = [when for when in (served, year) if f"tabled in {when}." in passage.text]
        assert states, passage
        document = MALI.format(year=states[0]).encode()
        assert index.manifest.documents["mali/profile.md"] == sha256(document).hexdigest()
        served = states[0]
        outcomes.append((status, served == year))
        index.close()

    assert sum(status == 9 for status, _ in outcomes) > KILLS // 2
    assert any(not moved for _, moved in outcomes)
    assert build().written or served == year
    assert len(list((build.index / "generations").iterdir())) <= 3
    assert_as_from_scratch(build, tmp_path)


def test_a_build_that_may_write_only_so_many_bytes_leaves_a_whole_index(build, folder, driver):
    """A limit on file size fails the very write that exceeds it, as a full disk does."""
    first = build()
    put(folder, "mali/profile.md", MALI.format(year=2014))
    sizes = sorted(
        path.stat().st_size for path in Index.open(build.index).folder.rglob("*") if path.is_file()
    )

    for limit in sorted({0, 1, *(size - 1 for size in sizes)}):
        status, _, result, _ = driver.build(folder, build.index, "bytes", limit)
        assert (status, "could not be written" in result) == (0, True), (limit, result)
        assert "assistant index" in result
        Index.open(build.index).check()
        assert Index.open(build.index).info == first.info
        assert len(list((build.index / "generations").iterdir())) == 1

    assert driver.build(folder, build.index, "bytes", 10 * sizes[-1])[2] == "built"


def test_an_index_folder_that_may_not_be_written_serves_and_says_so(folder, driver, remembering):
    with tempfile.TemporaryDirectory() as open_to_all:
        root = Path(open_to_all)
        root.chmod(0o755)
        corpus, index = root / "corpus", root / "index"
        shutil.copytree(folder, corpus)
        first = indexer.build(Corpus(corpus), index, remembering, identity=remembering.name)
        if os.getuid():
            index.chmod(0o555)

        unchanged = driver.build(corpus, index, "nobody")
        put(corpus, "mali/profile.md", MALI.format(year=2014))
        changed = driver.build(corpus, index, "nobody")

        index.chmod(0o755)
        assert unchanged[2] == "built"
        assert "could not be written" in changed[2]
        assert "Permission denied" in changed[2]
        assert Index.open(index).info == first.info


# Whatever is done to the documents, the index is what a build from scratch would make it.

_PARTS = (
    "Mali has no law on cybercrime. A bill was tabled in 2013.",
    "Le Niger a adhéré à la convention.",
    "## 2.1 Technical measures\n\n- a national CIRT\n- a strategy",
    "Age of Consent\n\nNot Yet Assessed",
    "Population: 15 million (2013)",
    "---",
    "| Year | Users |\n|---|---|\n| 2012 | 2.2 |\n| 2013 | 2.3 |",
    "",
)
_PATHS = ("a.md", "mali/b.md", "mali/c.txt", "niger/b.md", "z.txt")


class Edits(RuleBasedStateMachine):
    """Random edits, a build after each."""

    encoder: Remembering

    @initialize()
    def start(self):
        self.root = Path(tempfile.mkdtemp())
        self.folder, self.index = self.root / "corpus", self.root / "index"
        put(self.folder, "always.md", "There is always something.")

    @rule(path=st.sampled_from(_PATHS), parts=st.lists(st.sampled_from(_PARTS), max_size=5))
    def write(self, path, parts):
        put(self.folder, path, "\n\n".join(parts))

    @rule(path=st.sampled_from(_PATHS))
    def remove(self, path):
        (self.folder / path).unlink(missing_ok=True)

    @rule(old=st.sampled_from(_PATHS), new=st.sampled_from(_PATHS))
    def rename(self, old, new):
        if (self.folder / old).exists():
            (self.folder / new).parent.mkdir(exist_ok=True)
            (self.folder / old).replace(self.folder / new)

    @rule(old=st.sampled_from(_PATHS), new=st.sampled_from(_PATHS))
    def copy(self, old, new):
        if (self.folder / old).exists():
            put(self.folder, new, (self.folder / old).read_bytes())

    @rule(path=st.sampled_from(_PATHS))
    def break_it(self, path):
        put(self.folder, path, b"\xff\xfe\x00")

    @rule()
    def rollback(self):
        if len(generations.names(self.index)) > 1:
            try:
                generations.rollback(self.index)
            except StoreError as error:
                assert "no generation older" in str(error)  # noqa: PT017

    @invariant()
    def as_from_scratch(self):
        report = self.build(self.index)
        index = Index.open(self.index)
        assert report.info == index.info
        with tempfile.TemporaryDirectory(dir=self.root) as scratch:
            self.build(Path(scratch))
            assert everything(index) == everything(Index.open(Path(scratch)))
        assert index.problems() == ()
        assert not self.build(self.index).written
        index.close()

    def build(self, index):
        return indexer.build(Corpus(self.folder), index, self.encoder, identity=self.encoder.name)

    def teardown(self):
        shutil.rmtree(self.root, ignore_errors=True)


def test_after_any_edits_the_index_is_as_from_scratch(remembering):
    from hypothesis.stateful import run_state_machine_as_test

    machine = type("Edits", (Edits,), {"encoder": remembering})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("ASSISTANT_EDITS", "8")),
            stateful_step_count=6,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
