"""The synthetic passages that the index is measured with are an index like any other."""

import numpy as np
import pytest

from assistant.store.index import Index
from benchmarks import index as benchmark
from benchmarks import passages


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    root = tmp_path_factory.mktemp("synthetic")
    seconds, peak = passages.build(root, 1_050)
    assert seconds > 0
    assert peak > 1_050 * passages.DIMENSION * 4
    return Index.open(root)


def test_every_passage_has_words_a_vector_and_a_country(index):
    index.check()
    assert index.manifest.passages == 1_050
    assert len(index.documents()) == 11
    assert sum(map(len, index.countries.values())) == 1_050
    assert all(len(each.text.split()) == 12 for each in index.passages(range(5)))


def test_few_of_them_are_searched_exactly_with_a_country_and_without(index):
    found = {name: recall for name, _, recall in passages.searched(index)}

    assert found == {
        "without a country": 1,
        "with a country": 1,
        "with the largest country": 1,
    }


def test_the_same_seed_draws_the_same_passages():
    some = passages.countries(200, 3)

    assert np.array_equal(passages.vectors(some, 3), passages.vectors(some, 3))
    assert list(passages.words(3, 4, 5)) == list(passages.words(3, 4, 5))
    assert len({passages.code(n) for n in range(passages.COUNTRIES)}) == passages.COUNTRIES


def test_written_documents_are_about_the_country_in_their_title(tmp_path):
    benchmark.write(tmp_path, 20)

    texts = [path.read_text("utf-8") for path in sorted(tmp_path.glob("*/*.md"))]
    assert len(texts) == 20
    assert any(" on Mali\n" in text for text in texts)
