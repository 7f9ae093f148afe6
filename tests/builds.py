"""Builds of a small corpus in a temporary folder, by the real encoder; a pytest plugin."""

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest

from assistant import indexer
from assistant.corpus import Corpus
from assistant.store.faiss import LISTS
from assistant.store.index import Index

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(indexer.__file__).parents[2])}

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

    def encode_queries(self, texts):
        return self._encoder.encode_queries(texts)

    def compare(self, pairs):
        return self._encoder.compare(pairs)

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
        "lists": [path.read_bytes() for path in index.folder.glob(LISTS)],
        "countries": {code: rows.tolist() for code, rows in index.countries.items()},
        "words": {
            path.name: path.read_bytes() for path in sorted((index.folder / "words").iterdir())
        },
        "ledger": (index.ledger.indicators(), index.ledger.cells()),
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
