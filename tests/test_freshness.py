"""What changed, whether an index can be used, and that one which cannot is built anew."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import indexer, upkeep
from assistant.corpus import Corpus
from assistant.errors import EncoderError, StaleIndexError
from assistant.indexer.compare import READING, reading
from assistant.store import generations
from assistant.store.index import Index
from assistant.types import Changes, PassageCounts
from tests.builds import ENVIRONMENT, GUIDE, MALI, NIGER, Remembering, assert_as_from_scratch, put


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
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    package = Path(indexer.__file__).parent.parent

    known = {name.removesuffix(".py") for name in READING}
    assert set(loaded.stdout.split()) - {"types", "errors"} <= known
    assert all((package / name).exists() for name in READING)
    assert len(reading()) == 64


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


def test_a_build_counts_the_passages_that_came_went_and_stayed(build, folder):
    assert build().passages == PassageCounts(added=4, removed=0, kept=0)

    put(folder, "mali/profile.md", MALI.format(year=2019))
    assert build().passages == PassageCounts(added=1, removed=1, kept=3)
    (folder / "guide.md").rename(folder / "treaties.md")
    assert build().passages == PassageCounts(added=0, removed=0, kept=4)
    (folder / "niger/note.txt").unlink()
    assert build().passages == PassageCounts(added=0, removed=1, kept=3)
    assert build().passages == PassageCounts(added=0, removed=0, kept=3)


def test_a_passage_that_stands_twice_counts_twice(build, folder):
    put(
        folder,
        "guide.md",
        GUIDE + "\n# Guide\n\nA treaty binds the states that have ratified it.\n",
    )
    put(folder, "niger/note.txt", NIGER)
    twice = build().passages

    put(folder, "guide.md", GUIDE)

    assert twice == PassageCounts(added=5)
    assert build().passages == PassageCounts(added=0, removed=1, kept=4)


def test_passages_are_counted_by_their_text_though_another_encoder_reads_them(build, folder):
    build()
    put(folder, "guide.md", GUIDE + "\n# More\n\nMore.\n")

    plan = upkeep.plan(folder, build.index, "all-MiniLM-L6-v2")

    assert "another encoder" in plan.anew
    assert plan.passages == PassageCounts(added=1, removed=0, kept=4)


def test_a_plan_says_what_the_build_then_does_and_writes_nothing(build, folder):
    def foretold():
        before = {path: path.read_bytes() for path in build.index.rglob("*") if path.is_file()}
        plan = upkeep.plan(folder, build.index)
        assert {p: p.read_bytes() for p in build.index.rglob("*") if p.is_file()} == before
        report = build()
        assert (plan.passages, plan.changes) == (report.passages, report.changes)
        assert plan.writes == report.written
        assert [each.path for each in plan.skipped] == [each.path for each in report.skipped]
        return plan

    assert foretold().anew == "there is no index yet"
    assert not foretold().writes
    put(folder, "mali/profile.md", MALI.format(year=2019))
    put(folder, "bad.txt", b"\0\1\2")
    (folder / "guide.md").unlink()
    assert foretold().passages == PassageCounts(added=1, removed=2, kept=2)
    put(folder, "chad.md", "Chad has a law.")
    assert foretold().passages == PassageCounts(added=1, removed=0, kept=3)


def test_a_plan_builds_on_the_last_whole_generation_where_the_one_that_serves_is_harmed(
    build, folder
):
    build()
    put(folder, "guide.md", GUIDE + "\n# More\n\nMore.\n")
    harmed = build().info.generation
    (generations.folder(build.index, harmed) / "vectors.faiss").unlink()

    plan = upkeep.plan(folder, build.index)

    report = build()
    assert (plan.anew, plan.writes, report.written) == ("", True, True)
    assert plan.passages == report.passages == PassageCounts(added=1, removed=0, kept=4)
