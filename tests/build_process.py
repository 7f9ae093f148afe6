"""Builds an index in processes that are killed, or may write only so much, or nothing at all.

    build_process.py VECTORS IDENTITY CORPUS INDEX

VECTORS: a pickled table, text → vector, of what the encoder IDENTITY gives. One command a line on
standard input, as JSON [corpus, index, how, at]; for each, a line of [exit status, seconds, what
came of it, lines run]. ``how``: "line", killed before line number ``at`` of the code that builds;
"time", killed after ``at`` seconds; "bytes", no file may be longer than ``at``; "nobody", by a
user who owns nothing; "" as it is. CORPUS and INDEX are built first, to load all that a build
needs.
"""

import json
import os
import pickle
import resource
import signal
import sys
import time
from pathlib import Path

import numpy as np

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import StoreError

_BUILDS = ("/assistant/store/", "/assistant/indexer/")


class Known:
    """An encoder for texts that were encoded before."""

    def __init__(self, vectors, name):
        self.name = name
        self._vectors = vectors

    def encode_documents(self, texts, progress=None):
        return np.array([self._vectors[text] for text in texts], np.float32).reshape(len(texts), -1)

    def compare(self, pairs):
        return None


class Counter:
    """Counts the lines run and kills its process before number ``last``."""

    def __init__(self, last):
        self.lines, self._last = 0, last

    def __call__(self, frame, event, _):
        if event == "call":
            name = frame.f_code.co_filename
            return self if any(part in name for part in _BUILDS) else None
        self.lines += 1
        if self.lines == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        return self


def build(corpus, index, encoder):
    try:
        indexer.build(Corpus(Path(corpus)), Path(index), encoder, identity=encoder.name)
    except StoreError as error:
        return str(error)
    return "built"


def run(corpus, index, how, at, encoder):
    """Build under the given circumstances, in the process that this is."""
    counter = Counter(at)
    if how == "bytes":
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
    if how == "nobody" and os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    if how == "line":
        sys.settrace(counter)
    result = build(corpus, index, encoder)
    sys.settrace(None)
    return [result, counter.lines]


def main(vectors, identity, corpus, index):
    with Path(vectors).open("rb") as file:
        encoder = Known(pickle.load(file), identity)
    build(corpus, index, encoder)
    for line in sys.stdin:
        corpus, index, how, at = json.loads(line)
        reader, writer = os.pipe()
        started = time.perf_counter()
        child = os.fork()
        if not child:
            try:
                told = run(corpus, index, how, at, encoder)
            except BaseException as error:
                told = [f"failed: {error!r}", 0]
            os.write(writer, json.dumps(told).encode())
            os._exit(0)
        os.close(writer)
        if how == "time":
            time.sleep(at)
            os.kill(child, signal.SIGKILL)
        told = os.read(reader, 100_000) or b'["killed", 0]'
        _, status = os.waitpid(child, 0)
        os.close(reader)
        seconds = time.perf_counter() - started
        print(json.dumps([status, seconds, *json.loads(told)]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
