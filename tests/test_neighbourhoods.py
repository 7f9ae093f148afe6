"""Of many vectors only those around a question are compared; an update is as from scratch.

The limit up to which all are compared is set low, so that few passages are many.
"""

import numpy as np
import pytest

from assistant.errors import DamagedIndexError
from assistant.store import faiss, landmarks
from assistant.store.faiss import Vectors

DIMENSION, LATENT, LIMIT = 32, 6, 1_000


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(faiss, "EXACT", LIMIT)
    monkeypatch.setattr(faiss, "_COMPARED", 600)


def draw(count, seed):
    """Unit vectors around topics, in a few dimensions of many, as those of texts are."""
    axes = np.random.default_rng(0).standard_normal((LATENT, DIMENSION))
    topics = np.random.default_rng(1).standard_normal((40, LATENT))
    random = np.random.default_rng(seed)
    latent = topics[random.integers(40, size=count)] + random.standard_normal((count, LATENT)) / 2
    rows = latent @ axes + 0.05 * random.standard_normal((count, DIMENSION))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def written(folder, fresh, previous=None, sources=None):
    """Write vectors into a new folder and open them; without ``sources`` all of ``fresh``."""
    folder.mkdir()
    sources = ~np.arange(len(fresh)) if sources is None else np.asarray(sources)
    faiss.write(folder, previous, sources, fresh, np.arange(len(fresh) + 1))
    return Vectors(folder)


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def many(tmp_path):
    return written(tmp_path / "many", draw(5_000, 2))


def found(vectors, questions, rows=None):
    return [set(vectors.search(each, 10, rows)[0].tolist()) for each in questions]


def nearest(vectors, questions, rows):
    best = np.argsort(-(vectors.matrix[rows] @ questions.T), axis=0)[:10]
    return [set(rows[column].tolist()) for column in best.T]


def recall(vectors, questions, rows=None):
    expected = nearest(vectors, questions, np.arange(vectors.count) if rows is None else rows)
    both = zip(found(vectors, questions, rows), expected, strict=True)
    return np.mean([len(one & other) / 10 for one, other in both])


def test_up_to_the_limit_every_vector_is_compared(tmp_path):
    vectors = written(tmp_path / "few", draw(LIMIT, 2))

    assert not (tmp_path / "few" / faiss.LISTS).exists()
    assert vectors.landmarks is None
    assert recall(vectors, draw(50, 3)) == 1


def test_of_more_those_in_the_nearest_neighbourhoods_are(many, monkeypatch):
    questions = draw(100, 3)

    assert len(many.landmarks) == 512
    assert recall(many, questions) > 0.99
    monkeypatch.setattr(faiss, "_COMPARED", 15)
    assert 0.1 < recall(many, questions) < 0.9


def test_what_is_found_has_its_exact_cosine_best_first(many):
    question = draw(1, 3)[0]

    rows, cosines = many.search(question, 10, None)

    assert cosines == pytest.approx(many.matrix[rows] @ question, abs=1e-6)
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


def test_a_country_of_few_passages_is_searched_exactly(many):
    rows = np.sort(np.random.default_rng(4).choice(5_000, LIMIT, replace=False))

    assert recall(many, draw(50, 3), rows) == 1


def test_a_country_of_many_passages_is_searched_further_and_never_left(many):
    rows = np.sort(np.random.default_rng(4).choice(5_000, 2 * LIMIT, replace=False))
    questions = draw(50, 3)

    assert recall(many, questions, rows) > 0.97
    assert set().union(*found(many, questions, rows)) <= set(rows.tolist())


def test_the_number_of_threads_changes_nothing(many, tmp_path):
    import faiss as library

    before = library.omp_get_max_threads()
    library.omp_set_num_threads(1)
    try:
        written(tmp_path / "again", draw(5_000, 2))
    finally:
        library.omp_set_num_threads(before)

    assert bytes_of(tmp_path / "again") == bytes_of(tmp_path / "many")


@pytest.mark.parametrize("changed", [1, 700])
def test_an_update_is_byte_for_byte_a_build_from_scratch(many, tmp_path, changed):
    random, new = np.random.default_rng(5), draw(changed, 6)
    sources = random.permutation(5_000)[: 5_000 - changed]
    sources = np.insert(sources, random.integers(len(sources), size=changed), ~np.arange(changed))
    whole = np.where((sources < 0)[:, None], new[~sources % changed], many.matrix[sources])

    written(tmp_path / "updated", new, many, sources)

    written(tmp_path / "scratch", whole)
    assert bytes_of(tmp_path / "updated") == bytes_of(tmp_path / "scratch")


def test_an_update_without_a_landmark_is_byte_for_byte_a_build_from_scratch(many, tmp_path):
    gone = landmarks.choose(many.matrix, 1)[0]
    sources = np.delete(np.arange(5_000), gone)

    updated = written(tmp_path / "updated", np.empty((0, DIMENSION), np.float32), many, sources)

    written(tmp_path / "scratch", many.matrix[sources])
    assert not np.array_equal(updated.landmarks, many.landmarks)
    assert bytes_of(tmp_path / "updated") == bytes_of(tmp_path / "scratch")


def test_vectors_known_are_compared_with_no_landmark_again(many, tmp_path, monkeypatch):
    asked, compare = [], landmarks.nearest

    def counted(matrix, rows, chosen):
        asked.extend(rows.tolist())
        return compare(matrix, rows, chosen)

    monkeypatch.setattr(landmarks, "nearest", counted)
    sources = np.append(np.arange(5_000), ~0)

    updated = written(tmp_path / "updated", draw(1, 6), many, sources)

    assert np.array_equal(updated.landmarks, many.landmarks)
    assert asked == [5_000]


def test_every_passage_is_with_its_nearest_landmark(many):
    homes = many.homes()
    cosines = many.matrix @ many.landmarks.T

    assert (cosines.max(axis=1) - cosines[np.arange(5_000), homes]).max() < 2 / 2048


def test_equal_passages_are_one_landmark(tmp_path):
    fresh = np.tile(draw(5, 2), (300, 1))

    vectors = written(tmp_path / "same", fresh)

    assert len(vectors.landmarks) == 5
    assert {row % 5 for row in vectors.search(fresh[3], 3, None)[0].tolist()} == {3}


def test_growing_past_the_limit_and_back_is_as_from_scratch(many, tmp_path):
    none = np.empty((0, DIMENSION), np.float32)
    few = written(tmp_path / "few", none, many, np.arange(LIMIT))
    again = written(
        tmp_path / "again", many.matrix[LIMIT:], few, [*range(LIMIT), *~np.arange(4_000)]
    )

    assert few.landmarks is None
    assert again.count == 5_000
    assert bytes_of(tmp_path / "again") == bytes_of(tmp_path / "many")


@pytest.mark.parametrize("harm", ["cut", "garbled"])
def test_harmed_neighbourhoods_are_refused_by_name(many, tmp_path, harm):
    path = tmp_path / "many" / faiss.LISTS
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:100] if harm == "cut" else b"\xa5" * len(data))

    with pytest.raises(DamagedIndexError, match=faiss.LISTS):
        Vectors(tmp_path / "many")


def test_open_neighbourhoods_outlive_their_files(many, tmp_path):
    before = found(many, draw(20, 3))
    for path in (tmp_path / "many").iterdir():
        path.unlink()

    assert found(many, draw(20, 3)) == before
