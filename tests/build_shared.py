"""Builds a corpus into a database beside others: ``build_shared.py CORPUS URL``.

A line a step, so that whoever started it knows how far it is. The vectors are made from the
texts' digests: what is tried out is who writes what, not what is near.
"""

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

from assistant import indexer
from assistant.corpus import Corpus
from assistant.store.location import location

DIMENSION = 32


class Digesting:
    """An encoder of a kind: equal texts give equal vectors."""

    name, dimension = "digest", DIMENSION

    def encode_documents(self, texts, progress=None):
        rows = [np.frombuffer(sha256(text.encode()).digest(), np.uint8) for text in texts]
        found = np.array(rows, np.float32).reshape(len(texts), DIMENSION) - 127.5
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    encode_queries = encode_documents

    def compare(self, pairs):
        return None


def main():
    corpus, url = sys.argv[1:]
    indexer.build(
        Corpus(Path(corpus)),
        location(url),
        Digesting(),
        identity=Digesting.name,
        progress=lambda step: print(step, flush=True),
    )


if __name__ == "__main__":
    main()
