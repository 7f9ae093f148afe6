"""Whatever is done to the documents, the index is what a build from scratch would make it."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import StoreError
from assistant.store import faiss, generations
from assistant.store.index import Index
from tests.builds import Remembering, everything, put

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
        put(self.folder, path, b"\0\1\2")

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


@pytest.mark.parametrize("exact", [faiss.EXACT, 6])
def test_after_any_edits_the_index_is_as_from_scratch(remembering, monkeypatch, exact):
    """With a limit of 6 passages most of the indexes are too large to be searched exactly."""
    monkeypatch.setattr(faiss, "EXACT", exact)
    machine = type("Edits", (Edits,), {"encoder": remembering})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("ASSISTANT_EDITS", "5")),
            stateful_step_count=6,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
