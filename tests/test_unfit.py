"""A build that serves but that this program cannot use: the one that is open goes on answering."""

import shutil
import time

import pytest
from builds import put

from assistant import cli, indexer, pipeline, upkeep
from assistant import encoder as encoders
from assistant.app.library import Library
from assistant.corpus import Corpus
from assistant.errors import StaleIndexError
from assistant.store import places

QUESTION = "Does Mali have a law on cybercrime?"


@pytest.fixture(scope="module")
def two(tmp_path_factory, encoder):
    """A corpus with an index of two builds: an older one by MiniLM, the newer by the default."""
    root = tmp_path_factory.mktemp("two")
    put(root / "corpus", "mali.md", "# Mali\n\nMali has no law on cybercrime.\n")
    for each in (encoders.load("minilm"), encoder):
        indexer.build(Corpus(root / "corpus"), root / "index", each, identity=each.name)
    return root


@pytest.fixture
def root(two, tmp_path):
    return shutil.copytree(two, tmp_path / "two")


def state_when(library, holds):
    """The first state of which something holds; fails where none does within a minute."""
    until = time.monotonic() + 60
    while not holds(state := library.state()):
        assert time.monotonic() < until
        library.refresh()
    return state


def test_after_a_rollback_to_another_encoders_build_an_open_page_answers_as_before(root, capsys):
    library = Library(root / "corpus", root / "index", None)
    before = library.ask(QUESTION)
    newer, older = (each.info.generation for each in places.generations(root / "index"))
    where = ["--corpus", str(root / "corpus"), "--index", str(root / "index")]

    assert cli.main(["rollback", *where]) == 0

    after = library.ask(QUESTION)
    state = state_when(library, lambda state: state.trouble)
    assert (before.verdict, after.verdict) == ("no", "no")
    assert before.index == after.index == state.status.info
    assert before.index.generation == newer
    assert [hit.score for hit in library.search(QUESTION, 3, ())] == [
        hit.score for hit in before.passages[:3]
    ]
    assert f"{older} serves now" in state.trouble
    assert "it was built by another encoder (all-MiniLM-L6-v2@" in state.trouble
    assert f"assistant rollback {newer}" in state.trouble

    assert cli.main(["rollback", newer, *where]) == 0
    assert state_when(library, lambda state: not state.trouble).status.info == before.index


def test_a_page_rebuilds_over_a_build_that_it_cannot_use(root):
    library = Library(root / "corpus", root / "index", None)
    before = library.ask(QUESTION)
    upkeep.rollback(root / "corpus", root / "index")

    *_, report = library.rebuild()

    assert report.written
    assert library.ask(QUESTION).index == report.info
    assert report.info.encoder == before.index.encoder
    assert state_when(library, lambda state: state.status).trouble is None


def test_an_assistant_that_is_open_refuses_another_encoders_build_and_keeps_its_own(root):
    opened = pipeline.Assistant.open(root / "corpus", root / "index")
    before = opened.ask(QUESTION)
    upkeep.rollback(root / "corpus", root / "index")

    for _ in range(2):
        with pytest.raises(StaleIndexError, match=r"another encoder .*assistant rollback 2"):
            opened.reload()

    assert opened.ask(QUESTION).index == before.index
    opened.close()


def test_an_assistant_with_the_encoder_of_the_older_build_goes_over_to_it(root):
    opened = pipeline.Assistant.open(root / "corpus", root / "index")
    upkeep.rollback(root / "corpus", root / "index")
    other = pipeline.Assistant.open(root / "corpus", root / "index", "minilm")
    upkeep.rollback(root / "corpus", root / "index", opened.generation)

    with pytest.raises(StaleIndexError, match=r"another encoder \(multilingual-e5-small"):
        other.reload()
    assert not opened.reload()
    assert other.ask(QUESTION).index.encoder.startswith("all-MiniLM-L6-v2")
    other.close()
    opened.close()
