"""The passages' words, scored by BM25 and memory-mapped.

bm25s keeps finished scores: fast to search, but they depend on every passage, so it has no
update. Kept beside them are the counts they come from; one changed passage then costs one pass
over the arrays, not the splitting and stemming of every text.
"""

import json
import math
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.store.manifest import unreadable

NAME = "words"

_COUNTS = "counts.npy"  # uint16, how often the word is in the passage; parallel to bm25s' indices
_BLOCK = 256  # scores of which one maximum is taken
_K1 = 1.5  # bm25s' defaults: how soon repetition stops to count,
_B = 0.75  # and how much a long passage is held against itself

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


class Words:
    """The words of one generation, opened. ``passages`` is how many there are."""

    def __init__(self, folder: Path) -> None:
        # Not bm25s' own loader: importing bm25s, and scipy with it, takes longer than a question.
        try:
            self._numbers: dict[str, int] = dict(_read(folder / "vocab.index.json"))
            self.passages = int(_read(folder / "params.index.json")["num_docs"])
            self.counts = np.load(folder / _COUNTS, mmap_mode="r")
            self.rows: NDArray[np.int32] = _mapped(folder, "indices")
            self.starts: NDArray[np.int64] = _mapped(folder, "indptr")
            self._scores: Scores = _mapped(folder, "data")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise unreadable(folder, error) from error

    @property
    def vocabulary(self) -> list[str]:
        """Every word, ascending; word i has ``rows[starts[i]:starts[i + 1]]``."""
        return list(self._numbers)

    def search(self, tokens: Sequence[str], k: int, rows: Rows | None) -> tuple[Rows, Scores]:
        """Find the k best passages (of ``rows`` only) that hold any of the words, best first.

        Scores are BM25's, above 0; of equal ones the lower row comes first.
        """
        known = [self._numbers[token] for token in tokens if token in self._numbers]
        if not known or k < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores = np.zeros(self.passages, np.float32)
        for number in known:  # 2 ns a passage; bm25s would copy all lists first
            span = slice(self.starts[number], self.starts[number + 1])
            np.add.at(scores, self.rows[span], self._scores[span])
        best = _best(scores, k) if rows is None else rows[_best(scores[rows], k)]
        return best, scores[best]

    def idf(self, token: str) -> float:
        """How much a word says: ln of about passages over passages that hold it, above 0."""
        number = self._numbers.get(token)
        holding = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return math.log1p((self.passages - holding + 0.5) / (holding + 0.5))


def _best(scores: Scores, k: int) -> Rows:
    """Give the places of the k highest scores above 0, best first; of equal ones the first."""
    least, blocks = np.float32(0), len(scores) // _BLOCK
    if blocks > k:
        # The k-th highest of the blocks' maxima is not above the k-th highest score: few are left
        # to sort. Of a million scores, mostly 0, np.partition would take 100 ms.
        highest = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
        least = np.partition(highest, -k)[-k]
    found = np.flatnonzero((scores >= least) & (scores > 0))
    if len(found) > k:
        found = found[scores[found] >= np.partition(scores[found], -k)[-k]]
    return found[np.lexsort((found, -scores[found]))[:k]]


class WordsWriter:
    """Collects the words of new passages and writes them with the unchanged ones'."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._terms = array("i")
        self._rows = array("i")
        self._counts = array("H")

    def add(self, row: int, tokens: Sequence[str]) -> None:
        """Note a new passage's words."""
        for token, count in Counter(tokens).items():
            self._terms.append(self._vocabulary.setdefault(token, len(self._vocabulary)))
            self._rows.append(row)
            self._counts.append(min(count, 0xFFFF))

    def write(
        self, folder: Path, passages: int, previous: Words | None, moved: NDArray[np.int32]
    ) -> None:
        """Write the words of all ``passages``.

        ``moved[row]`` is where the previous generation's row is now, -1 if it is gone.
        """
        vocabulary, terms, rows, counts = self._merged(previous, moved)
        order = np.argsort(terms * np.int64(max(passages, 1)) + rows, kind="stable")
        terms, rows, counts = terms[order], rows[order], counts[order]
        holding = np.bincount(terms, minlength=len(vocabulary))
        model = _model()
        model.vocab_dict = {token: number for number, token in enumerate(vocabulary)}
        model.scores = {
            "data": _scores(terms, rows, counts, holding, passages),
            "indices": rows,
            "indptr": np.concatenate(([0], np.cumsum(holding))).astype(np.int64),
            "num_docs": passages,
        }
        model.nonoccurrence_array = None  # which only other variants of BM25 have
        model.save(folder, show_progress=False)
        np.save(folder / _COUNTS, counts)

    def _merged(
        self, previous: Words | None, moved: NDArray[np.int32]
    ) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]:
        """Join new and unchanged postings, as vocabulary, terms, rows, counts; not in order."""
        terms = np.asarray(self._terms, np.int32)
        rows = np.asarray(self._rows, np.int32)
        counts = np.asarray(self._counts, np.uint16)
        if previous is None:
            vocabulary, numbers, _ = _united(list(self._vocabulary), [])
            return vocabulary, numbers[terms], rows, counts
        old_rows = moved[previous.rows]
        kept = np.flatnonzero(old_rows >= 0)
        old_terms = np.repeat(
            np.arange(len(previous.starts) - 1, dtype=np.int32), np.diff(previous.starts)
        )[kept]
        # A word that no passage holds any more goes with the last one that did.
        used = np.flatnonzero(np.bincount(old_terms))
        words = previous.vocabulary
        vocabulary, numbers, old_numbers = _united(
            list(self._vocabulary), [words[number] for number in used]
        )
        renumbered = np.empty(len(words), np.int32)
        renumbered[used] = old_numbers
        return (
            vocabulary,
            np.concatenate((numbers[terms], renumbered[old_terms])),
            np.concatenate((rows, old_rows[kept])),
            np.concatenate((counts, previous.counts[kept])),
        )


def _united(
    new: list[str], old: list[str]
) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32]]:
    """Unite two vocabularies, ascending; with it the numbers in it of the words of each."""
    united = sorted({*new, *old})
    number = {token: place for place, token in enumerate(united)}
    return (
        united,
        np.array([number[token] for token in new], np.int32),
        np.array([number[token] for token in old], np.int32),
    )


def _scores(
    terms: NDArray[np.int32],
    rows: NDArray[np.int32],
    counts: NDArray[np.uint16],
    holding: NDArray[np.int64],
    passages: int,
) -> Scores:
    """Score every posting by BM25, in the variant of Lucene: idf · tf / (tf + k1 · norm)."""
    lengths = np.bincount(rows, weights=counts, minlength=passages)
    norms = _K1 * (1 - _B + _B * lengths / (lengths.mean() or 1)) if passages else lengths
    idf = np.log1p((passages - holding + 0.5) / (holding + 0.5))
    frequencies = counts.astype(np.float32)
    return (
        idf.astype(np.float32)[terms] * frequencies / (frequencies + norms.astype(np.float32)[rows])
    )


def _mapped(folder: Path, name: str) -> Any:
    return np.load(folder / f"{name}.csc.index.npy", mmap_mode="r")


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _model() -> Any:
    import bm25s

    return bm25s.BM25(k1=_K1, b=_B, method="lucene", backend="numpy")
