"""Writes a generation: passages and words first, then the vectors of those that are new."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.store import faiss, generations, passages, units, words
from assistant.store.index import Index
from assistant.store.manifest import unreadable
from assistant.store.passages import PassageWriter
from assistant.store.words import WordsWriter
from assistant.types import Document, Passage

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Writer:
    """Fills a folder that nobody reads yet with documents in order of path.

    ``base``: the generation whose documents can be taken over as they are. ``known``: one whose
    vectors can; a passage's digest names the encoder and all that was encoded.
    """

    def __init__(self, folder: Path, base: Index | None, known: Index | None) -> None:
        self._folder = folder
        self._base = base
        self._known = known
        self._table = PassageWriter(
            folder / passages.NAME, base.folder / passages.NAME if base else None
        )
        self._words = WordsWriter()
        self._new: dict[int, bytes] = {}
        """Row → digest, of the rows not taken over."""

    @property
    def passages(self) -> int:
        """How many there are so far."""
        return self._table.passages

    def keep(self, first: int, stop: int) -> None:
        """Take over the documents ``first`` to ``stop - 1`` of ``base``."""
        self._table.keep(first, stop)

    def add(
        self,
        document: Document,
        found: Sequence[Passage],
        tokens: Sequence[Sequence[str]],
        digests: Sequence[bytes],
    ) -> None:
        """Append a document and its passages, with the words and the digest of each."""
        first = self._table.passages
        for row, (words_in_it, digest) in enumerate(zip(tokens, digests, strict=True), first):
            self._words.add(row, words_in_it)
            self._new[row] = digest
        self._table.add(document, found, digests)

    def write_passages(self) -> list[bytes]:
        """Write passages and words; give the digests of which no vector is known, each once."""
        self._table.finish()
        now = np.full(self._base.manifest.passages if self._base else 0, -1, np.int32)
        for before, after, count in self._table.moved:
            now[before : before + count] = np.arange(after, after + count)
        base_words = self._base.words if self._base else None
        try:
            self._words.write(self._folder / words.NAME, self.passages, base_words, now)
        except (IndexError, ValueError) as error:  # numbers that point nowhere
            raise unreadable(self._folder / words.NAME, error) from error
        wanted = dict.fromkeys(self._new.values())
        self._rows = self._known.table.rows_of(wanted.keys()) if self._known else {}
        return [digest for digest in wanted if digest not in self._rows]

    def write_vectors(self, missing: Sequence[bytes], fresh: Floats, firsts: Ints) -> None:
        """Write the vectors, those of ``missing`` from ``fresh``, float32[m, d].

        ``missing[j]`` has its passage's in ``fresh[firsts[j]]`` and its units' behind that, up to
        ``firsts[j + 1] - 1``. Where no row changed, the files are those known, hard-linked.
        """
        sources = self._sources(missing)
        known = self._known
        if known and np.array_equal(sources, np.arange(known.manifest.passages)):
            with suppress(OSError):
                self._link(known.folder)
                return
            (self._folder / faiss.NAME).unlink(missing_ok=True)
            (self._folder / faiss.LISTS).unlink(missing_ok=True)
            shutil.rmtree(self._folder / units.NAME, ignore_errors=True)
        faiss.write(self._folder, known.nearby if known else None, sources, fresh, firsts)
        before = known.units if known else None
        units.write(self._folder / units.NAME, before, sources, fresh, firsts)

    def close(self) -> None:
        """Let the files go, finished or not."""
        self._table.close()

    def _sources(self, missing: Sequence[bytes]) -> Ints:
        """Give for each row the known row of the same vectors, or ~j for ``missing[j]``."""
        places = self._rows | {digest: ~place for place, digest in enumerate(missing)}
        sources = np.empty(self.passages, np.int64)
        for before, after, count in self._table.moved:
            sources[after : after + count] = np.arange(before, before + count)
        for row, digest in self._new.items():
            sources[row] = places[digest]
        return sources

    def _link(self, source: Path) -> None:
        for name in (faiss.NAME, faiss.LISTS):
            if (source / name).exists():
                os.link(source / name, self._folder / name)
        (self._folder / units.NAME).mkdir()
        for file in (source / units.NAME).iterdir():
            os.link(file, self._folder / units.NAME / file.name)


def newest(root: Path) -> Index | None:
    """Open the generation that serves or, failing that, the newest that can be opened."""
    with suppress(StoreError):
        return Index.open(root)
    for name in reversed(generations.names(root)):
        with suppress(StoreError):
            return Index(generations.folder(root, name))
    return None
