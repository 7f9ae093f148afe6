"""The embedded store: what is written is what is read, exactly, or is refused with the cure."""

import json
import shutil
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import (
    CorpusError,
    DamagedIndexError,
    MissingIndexError,
    StaleIndexError,
    StoreError,
)
from assistant.store import generations
from assistant.store import manifest as manifests
from assistant.store.index import Index
from assistant.store.manifest import Manifest
from assistant.store.words import Words, WordsWriter
from assistant.store.writer import Writer, newest
from assistant.types import Document, Metadata, Passage

DIMENSION = 16
SECTION = ("1 Cybersecurity", "1.2 Mesures d’ordre technique")


def document(path, *texts, countries=(), language="en"):
    """A document of one passage for each text, and the passages."""
    text = "\n\n".join(texts)
    found, start = [], 0
    for each in texts:
        span = (start, start + len(each))
        found.append(Passage(path, *span, each, SECTION, countries, language))
        start = span[1] + 2
    metadata = Metadata(path.title(), "Publisher", language=language, countries=countries)
    return Document(path, text, sha256(text.encode()).hexdigest(), metadata, 0, "markdown"), found


def unit_vectors(texts):
    """A vector of length 1 for each text, always the same for the same text."""
    seeds = [int.from_bytes(sha256(text.encode()).digest()[:8]) for text in texts]
    rows = [np.random.default_rng(seed).standard_normal(DIMENSION) for seed in seeds]
    rows = np.array(rows, np.float32).reshape(-1, DIMENSION)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def units_of(passage):
    """The passage's sentences if it has several."""
    sentences = [f"{each.strip('.')}." for each in passage.text.split(". ")]
    return sentences if len(sentences) > 1 else []


def write(root, *steps):
    """Write a generation and let it serve: documents, and ranges of those of the last one."""
    with generations.lock(root):
        previous = newest(root)
        folder = generations.begin(root, "0123456789abcdef")
        writer = Writer(folder, previous, previous)
        table, texts = {}, {}
        for step in steps:
            if isinstance(step, range):
                writer.keep(step.start, step.stop)
                kept = previous.documents()[step.start : step.stop]
                table |= {record.path: record.sha256 for record in kept}
                continue
            each, found = step
            encoded = [[passage.text, *units_of(passage)] for passage in found]
            digests = [sha256("\0".join(group).encode()).digest() for group in encoded]
            tokens = [passage.text.lower().strip(".").split() for passage in found]
            writer.add(each, found, tokens, digests)
            texts |= dict(zip(digests, encoded, strict=True))
            table[each.path] = each.sha256
        missing = writer.write_passages()
        groups = [texts[digest] for digest in missing]
        vectors = unit_vectors([text for group in groups for text in group])
        writer.write_vectors(missing, vectors, np.cumsum([0, *map(len, groups)]))
        manifest = Manifest(
            generation=folder.name,
            built="2026-11-21T12:00:00+00:00",
            assistant="0",
            encoder="hash@1",
            dimension=DIMENSION,
            chunking="1",
            reading="",
            corpus="c0",
            documents=table,
            refused={},
            duplicates=(),
            passages=writer.passages,
        )
        writer.close()
        generations.seal(folder, manifest)
        generations.publish(root, folder.name)
    return Index.open(root)


MALI = document(
    "mali.md", "Mali has no CIRT. It has a law.", "Mali acceded in 2015.", countries=("MLI",)
)
NIGER = document("niger.md", "Le Niger a un CIRT.", countries=("NER",), language="fr")
TREATY = document("treaty.md", "States shall cooperate.", "Mali and Niger border.")
BOTH = document("union.md", "Mali and Niger share a law.", countries=("MLI", "NER"))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def index(root):
    return write(root, MALI, NIGER, TREATY, BOTH)


def rows(found):
    return found[0].tolist()


def test_a_passage_is_read_as_it_was_written(index):
    expected = [passage for _, found in (MALI, NIGER, TREATY, BOTH) for passage in found]

    assert index.passages(range(6)) == expected
    assert index.passages([3, 0, 3]) == [expected[3], expected[0], expected[3]]


def test_a_row_that_does_not_exist_is_an_error(index):
    with pytest.raises(IndexError, match="no passage 6"):
        index.passages([0, 6])


def test_a_document_is_kept_whole_with_its_metadata(index):
    assert index.document("niger.md") == NIGER[0]
    assert [record.path for record in index.documents()] == [
        "mali.md",
        "niger.md",
        "treaty.md",
        "union.md",
    ]
    assert [record.passages for record in index.documents()] == [2, 1, 2, 1]
    assert index.documents()[0].metadata == MALI[0].metadata
    assert index.languages == ("en", "fr")


def test_pages_and_remarks_of_a_document_are_kept(root):
    whole, found = MALI
    paged = replace(whole, pages=(0, 40), remarks=("Page 3 is a picture.",))
    index = write(root, (paged, found), TREATY)

    assert index.document("mali.md") == paged
    assert write(root, range(2)).document("mali.md") == paged


def test_an_unknown_document_is_answered_with_close_names(index):
    with pytest.raises(CorpusError, match=r"no document 'mail\.md'\. Did you mean: mali\.md"):
        index.document("mail.md")


def test_rows_for_a_country_are_its_own_and_those_of_no_country(index):
    assert index.rows_for(["MLI"]).tolist() == [0, 1, 3, 4, 5]
    assert index.rows_for(["NER"]).tolist() == [2, 3, 4, 5]
    assert index.rows_for(["MLI", "NER"]).tolist() == [0, 1, 2, 3, 4, 5]
    assert index.rows_for(["TCD"]).tolist() == [3, 4]
    assert index.rows_for([]).tolist() == [3, 4]
    assert sorted(index.countries) == ["", "MLI", "NER"]


def test_vectors_are_searched_exactly(tmp_path):
    texts = [f"Passage number {n}" for n in range(500)]
    index = write(tmp_path, document("many.md", *texts))
    question = unit_vectors(["a question"])[0]
    cosines = unit_vectors(texts) @ question
    best = np.argsort(-cosines)[:10]

    found, scores = index.search_vectors(question, 10)

    assert found.tolist() == best.tolist()
    assert scores == pytest.approx(cosines[best], abs=1e-6)
    assert index.vectors([7, 3]) == pytest.approx(unit_vectors([texts[7], texts[3]]), abs=1e-7)


def test_a_search_among_rows_gives_only_those(tmp_path):
    texts = [f"Passage number {n}" for n in range(500)]
    index = write(tmp_path, document("many.md", *texts))
    question = unit_vectors(["a question"])[0]
    cosines = unit_vectors(texts) @ question
    among = np.arange(0, 500, 7)
    best = sorted(among.tolist(), key=lambda row: -cosines[row])[:10]

    assert rows(index.search_vectors(question, 10, among)) == best
    assert rows(index.search_vectors(question, 10, np.empty(0, np.int64))) == []


def test_more_results_than_passages_cannot_be_had(index):
    question = unit_vectors(["a question"])[0]

    assert sorted(rows(index.search_vectors(question, 50))) == [0, 1, 2, 3, 4, 5]
    assert sorted(rows(index.search_vectors(question, 50, np.array([1, 4])))) == [1, 4]
    assert rows(index.search_vectors(question, 0)) == []


def test_of_equally_near_passages_the_first_comes_first(tmp_path):
    index = write(tmp_path, document("a.md", "Same."), document("b.md", "Other.", "Same."))

    assert rows(index.search_vectors(unit_vectors(["Same."])[0], 2)) == [0, 2]


def test_a_passage_of_several_units_is_compared_by_each(index):
    question = unit_vectors(["It has a law."])[0]

    cosines = index.unit_cosines(0, question)

    assert cosines == pytest.approx(
        [unit_vectors(["Mali has no CIRT."])[0] @ question, 1], abs=2e-3
    )
    assert len(index.unit_cosines(1, question)) == 0


def test_the_best_unit_stands_for_a_passage_and_the_passage_where_there_is_none(index):
    question = unit_vectors(["It has a law."])[0]
    alone = unit_vectors(["Mali acceded in 2015."])[0] @ question

    assert index.best_units([1, 0], question) == pytest.approx([alone, 1], abs=2e-3)
    assert len(index.best_units([], question)) == 0


def test_words_find_the_passages_that_hold_them(index):
    assert sorted(rows(index.search_words(["cirt"], 5))) == [2]  # "cirt." elsewhere
    assert rows(index.search_words(["acceded", "2015"], 5)) == [1]
    assert rows(index.search_words(["zebra"], 5)) == []
    assert rows(index.search_words([], 5)) == []
    assert rows(index.search_words(["mali"], 0)) == []


def test_words_among_rows_are_found_only_there(index):
    assert set(rows(index.search_words(["mali"], 9))) == {0, 1, 4, 5}
    assert set(rows(index.search_words(["mali"], 9, index.rows_for(["NER"])))) == {4, 5}
    assert len(rows(index.search_words(["mali"], 1, index.rows_for(["NER"])))) == 1


def test_a_rare_word_weighs_more_and_an_unknown_one_most(index):
    assert 0 < index.idf("mali") < index.idf("acceded") < index.idf("zebra")


SENTENCES = """the cat sat on the mat
a dog and a cat and a cow
the law names no penalty for the offence
the offence is extraditable where the law of both states names a penalty
no
cow cow cow""".splitlines()


def test_words_are_scored_as_bm25s_scores_them(tmp_path):
    import bm25s

    reference = bm25s.BM25()
    reference.index([each.split() for each in SENTENCES], show_progress=False)
    words = words_of(tmp_path / "words", enumerate(SENTENCES), len(SENTENCES))

    for question in (["cow"], ["the", "law"], ["penalty", "offence", "cat"], ["no", "zebra"]):
        found, scores = words.search(question, 9, None)
        expected = reference.get_scores(question)
        assert scores == pytest.approx(expected[found], rel=1e-5)
        assert set(found.tolist()) == set(np.flatnonzero(expected).tolist())
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)


def words_of(folder, sentences, count, previous=None, moved=()):
    writer = WordsWriter()
    for row, sentence in sentences:
        writer.add(row, sentence.split())
    writer.write(folder, count, previous, np.array(moved, np.int32))
    return Words(folder)


def test_words_taken_over_are_those_built_from_scratch(tmp_path):
    before = words_of(tmp_path / "before", enumerate(SENTENCES), len(SENTENCES))
    now = ["a new cow", SENTENCES[3], SENTENCES[0], SENTENCES[1], "another", SENTENCES[4]]
    moved = [2, 3, -1, 1, 5, -1]  # the last and the third are gone, the rest in another order
    words_of(tmp_path / "updated", [(0, now[0]), (4, now[4])], 6, before, moved)
    words_of(tmp_path / "scratch", enumerate(now), 6)

    files = sorted(path.name for path in (tmp_path / "scratch").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "updated").iterdir())
    for name in files:
        assert (tmp_path / "updated" / name).read_bytes() == (
            tmp_path / "scratch" / name
        ).read_bytes(), name


def test_of_many_passages_the_same_come_first_as_of_all_scored(tmp_path):
    """More passages than blocks: most are never sorted."""
    random = np.random.default_rng(1)
    sentences = [" ".join(f"w{n}" for n in row) for row in random.geometric(0.05, (6_000, 5))]
    words = words_of(tmp_path / "words", enumerate(sentences), len(sentences))

    for question in (["w3", "w40"], ["w1"], ["w60", "w7", "w2"]):
        for among in (None, np.arange(0, 6_000, 3)):
            (every, scores), (best, _) = (words.search(question, k, among) for k in (6_000, 7))
            assert len(every) > 100
            assert best.tolist() == every[:7].tolist()
            assert scores.tolist() == sorted(scores.tolist(), reverse=True)


def test_passages_without_any_word_can_be_searched(tmp_path):
    words = words_of(tmp_path / "words", [(0, ""), (1, "")], 2)

    assert rows(words.search(["cow"], 5, None)) == []
    assert words.idf("cow") > 0


def test_documents_taken_over_are_as_they_were_under_new_rows(root, index):
    added = document("a first.md", "First of all.", "Second.")

    updated = write(root, added, range(1), range(2, 4))

    scratch = write(root.with_name("scratch"), added, MALI, TREATY, BOTH)
    assert updated.passages(range(7)) == scratch.passages(range(7))
    assert updated.documents() == scratch.documents()
    assert np.array_equal(updated.matrix, scratch.matrix)
    assert np.array_equal(updated.units.vectors, scratch.units.vectors)
    assert updated.units.starts.tolist() == scratch.units.starts.tolist()
    assert {code: found.tolist() for code, found in updated.countries.items()} == {
        code: found.tolist() for code, found in scratch.countries.items()
    }
    assert rows(updated.search_words(["niger"], 9)) == rows(scratch.search_words(["niger"], 9))
    updated.check()


def test_documents_are_taken_over_from_one_generation_to_the_next(root, index):
    first = document("a first.md", "First of all.", "Second.")
    second = document("b second.md", "Before the rest.")
    write(root, first, range(4))

    updated = write(root, range(1), second, range(2, 5))

    scratch = write(root.with_name("scratch"), first, second, NIGER, TREATY, BOTH)
    assert updated.passages(range(7)) == scratch.passages(range(7))
    updated.check()


def test_a_document_removed_leaves_no_trace(root, index):
    updated = write(root, range(1), range(2, 4))

    assert updated.search_words(["le"], 9)[0].size == 0
    assert "NER" in updated.countries  # of the union
    assert "fr" not in updated.languages
    assert unit_vectors([NIGER[1][0].text])[0].tolist() not in updated.matrix.tolist()
    files = [path for path in updated.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if b"niger.md" in path.read_bytes()]
    with pytest.raises(CorpusError):
        updated.document("niger.md")


def test_vectors_that_did_not_change_are_shared_with_the_last_generation(root, index):
    updated = write(root, range(4))

    for name in ("vectors.faiss", "units/vectors.npy"):
        assert (updated.folder / name).samefile(index.folder / name)
    updated.check()


def test_vectors_are_copied_where_a_file_cannot_be_shared(root, index, monkeypatch):
    def refuse(*_):
        raise OSError(1, "no links here")

    monkeypatch.setattr("os.link", refuse)

    updated = write(root, range(4))

    assert not (updated.folder / "vectors.faiss").samefile(index.folder / "vectors.faiss")
    assert np.array_equal(updated.matrix, index.matrix)
    updated.check()
    index.check()


def test_a_folder_without_an_index_says_how_to_build_one(tmp_path):
    for root in (tmp_path, tmp_path / "none"):
        with pytest.raises(MissingIndexError, match=r"no index in .*assistant index"):
            Index.open(root)


@pytest.mark.parametrize("name", ["", "../../etc", "20261121T000000.000Z-00000000", "\0"])
def test_a_pointer_to_nothing_is_refused(root, index, name):
    (root / generations.POINTER).write_text(name)

    with pytest.raises(DamagedIndexError, match="assistant index"):
        Index.open(root)


@pytest.mark.parametrize(
    "name", ["vectors.faiss", "units/vectors.npy", "passages.sqlite", "words/counts.npy"]
)
@pytest.mark.parametrize("harm", ["removed", "cut", "garbled"])
def test_a_harmed_file_is_refused_by_name(root, index, name, harm):
    path = index.folder / name
    data = path.read_bytes()
    path.unlink()
    if harm == "cut":
        path.write_bytes(data[:-1])
    if harm == "garbled":
        path.write_bytes(b"\xa5" * len(data))

    with pytest.raises(DamagedIndexError, match=rf"{path.parent.name}.*assistant index"):
        Index.open(root)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 2}', b'{"format": "x"}', b"\xff"])
def test_a_manifest_that_is_none_is_refused(root, index, data):
    (index.folder / "manifest.json").write_bytes(data)

    with pytest.raises(DamagedIndexError, match=r"manifest.*assistant index"):
        Index.open(root)


def test_an_index_of_a_newer_version_is_refused_by_that_reason(root, index):
    path = index.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))

    with pytest.raises(StaleIndexError, match=r"newer version .*format 99.*assistant index"):
        Index.open(root)


@pytest.mark.parametrize("name", ["vectors.faiss", "units/vectors.npy", "passages.sqlite"])
def test_a_close_check_finds_a_single_changed_byte(index, name):
    index.check()
    path = index.folder / name
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)

    assert any(name in problem for problem in index.problems())
    with pytest.raises(DamagedIndexError, match=r"altered.*Remove .*assistant index"):
        index.check()


def test_a_close_check_finds_a_quote_that_is_not_where_it_should_be(root):
    text, found = document("a.md", "First.", "Second.")
    moved = Passage("a.md", 3, 9, "First.", found[0].section)

    index = write(root, (text, [moved, found[1]]))

    assert index.problems() == ("a.md: passage 0 is not what stands at 3",)


def test_a_half_written_generation_is_never_seen_and_removed_by_the_next_build(root, index):
    half = generations.folder(root, "20991231T235959.000Z-00000000")
    half.mkdir()
    (half / "passages.sqlite").write_bytes(b"SQLite format 3\0")

    assert [each.info.generation for each in generations.generations(root)] == [
        index.info.generation
    ]
    assert Index.open(root).info == index.info
    write(root, MALI)
    assert not half.exists()


def test_the_last_three_generations_are_kept(root):
    made = [write(root, MALI).info.generation for _ in range(5)]

    listed = generations.generations(root)

    assert [each.info.generation for each in listed] == [made[4], made[3], made[2]]
    assert [each.current for each in listed] == [True, False, False]
    assert all(each.size > 1000 for each in listed)
    assert sorted(path.name for path in (root / "generations").iterdir()) == made[2:]


def test_an_open_index_outlives_its_files(root, index):
    for _ in range(4):
        write(root, TREATY)

    assert not index.folder.exists()
    assert index.passages([0]) == [MALI[1][0]]
    assert index.document("niger.md") == NIGER[0]
    assert rows(index.search_words(["acceded"], 1)) == [1]
    assert rows(index.search_vectors(unit_vectors(["Mali acceded in 2015."])[0], 1)) == [1]
    assert index.unit_cosines(0, unit_vectors(["It has a law."])[0])[1] == pytest.approx(
        1, abs=2e-3
    )


def test_a_rollback_lets_the_one_before_serve_again(root, index):
    write(root, TREATY)
    newer = write(root, NIGER)

    assert generations.rollback(root).documents == 1
    assert generations.rollback(root) == index.info
    assert Index.open(root).info == index.info
    with pytest.raises(StoreError, match="no generation older"):
        generations.rollback(root)
    (root / generations.POINTER).write_text("spoilt")
    assert generations.rollback(root, newer.info.generation) == newer.info


def test_a_rollback_to_nowhere_names_what_there_is(root, index):
    with pytest.raises(StoreError, match=f"no generation 'x'.*{index.info.generation}"):
        generations.rollback(root, "x")


def test_a_rollback_to_a_harmed_generation_is_refused(root, index):
    newer = write(root, NIGER)
    (index.folder / "vectors.faiss").unlink()

    with pytest.raises(DamagedIndexError, match=r"vectors\.faiss is missing"):
        generations.rollback(root)
    assert Index.open(root).info == newer.info


def test_a_build_after_a_rollback_serves(root, index):
    for _ in range(2):
        write(root, TREATY)
    generations.rollback(root, index.info.generation)

    assert write(root, NIGER).document("niger.md") == NIGER[0]
    assert len(generations.names(root)) == 3


def test_what_serves_is_kept_though_a_clock_was_set_back(root, index):
    for day in (1, 2, 3):
        shutil.copytree(index.folder, index.folder.with_name(f"2099010{day}T000000.000Z-00000000"))

    assert write(root, NIGER).document("niger.md") == NIGER[0]


def test_many_threads_read_one_index(index):
    wrong = []
    question = unit_vectors(["Mali acceded in 2015."])[0]

    def read(seed):
        random = np.random.default_rng(seed)
        for _ in range(200):
            row = int(random.integers(6))
            (passage,) = index.passages([row])
            whole = index.document(passage.document).text
            if whole[passage.start : passage.end] != passage.text:
                wrong.append(passage)
            if rows(index.search_vectors(question, 1)) != [1]:
                wrong.append(question)
            if rows(index.search_words(["acceded"], 1)) != [1]:
                wrong.append("acceded")

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert wrong == []


def test_the_newest_whole_generation_is_built_upon_where_the_pointer_is_lost(root, index):
    (root / generations.POINTER).unlink()

    assert newest(root).info == index.info
    assert newest(Path(root) / "none") is None


def test_a_manifest_is_read_as_it_was_written(index):
    assert manifests.load(index.folder) == index.manifest
    assert set(index.manifest.files) >= {"vectors.faiss", "passages.sqlite", "units/starts.npy"}
