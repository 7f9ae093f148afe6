"""The build: only what changed is encoded, and the result is as if from scratch."""

import shutil

import numpy as np
import pytest

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.store import generations
from assistant.store.index import Index
from assistant.types import Changes, Passage, Progress
from tests.builds import GUIDE, MALI, NIGER, assert_as_from_scratch, passages_of, put


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
    put(folder, "niger/note.txt", b"\0\1 no text \2")
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
    put(folder, "bad.txt", b"\0\1\2")

    with pytest.raises(CorpusError, match=r"bad\.txt"):
        build()
    assert Index.open(build.index).info == first.info
    assert len(generations.names(build.index)) == 1


def test_a_corpus_folder_that_is_missing_is_an_error(build, folder):
    shutil.rmtree(folder)

    with pytest.raises(CorpusError, match="does not exist"):
        build()


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
        next(text for text in build.asked if text.endswith("\nA bill was tabled in 2013."))
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
