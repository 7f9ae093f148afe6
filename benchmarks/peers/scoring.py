"""Whether an answer shows what the gold asks for, whichever system gave it.

Right means, of a question that has an answer: not refused, the gold text among what is shown, the
document that holds it cited first, and no opposite verdict; of one that has none: refused. A system
that states no verdict is given the benefit of the doubt: the sentence that tells is enough.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.peers.questions import Gold

_WORD = re.compile(r"\w+")
NEVER = float("-inf")
"""The threshold that refuses nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a system showed for a question."""

    text: str
    documents: tuple[str, ...]
    """Cited, first one first."""
    refused: bool
    score: float | None = None
    """Of the best candidate; None: the system gives none."""
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as a driver told it, with what it cost."""

    shown: Shown
    anyway: Shown | None
    """What it would have shown without its threshold, where it refused by one."""
    milliseconds: float
    processor: float
    """Milliseconds at work, of all threads."""
    peak: float | None = None
    """Megabytes the process held at most until then."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over a suite."""

    answerable: int
    right: int
    """Of the answerable."""
    unanswerable: int
    refused: int
    """Of the unanswerable."""
    named: int
    """Questions that name a country whose documents are known."""
    foreign: int
    """Of those: cited another country's document without refusing."""
    opposite: int
    """Answers with the opposite of the right verdict."""

    @property
    def share(self) -> float:
        """Right and rightly refused, of all."""
        return (self.right + self.refused) / max(self.answerable + self.unanswerable, 1)


def is_right(gold: Gold, shown: Shown) -> bool:
    """Tell whether the answer is right, as the head of this module defines it."""
    if not gold.answerable or shown.refused:
        return shown.refused and not gold.answerable
    if not shown.documents or shown.documents[0] not in gold.documents:
        return False
    if _is_opposite(gold, shown):
        return False
    words, spaced = _words(shown.text), _spaced(shown.text)
    found = [_words(text) in words for text in gold.any_of]
    return (any(found) or not found) and all(_spaced(part) in spaced for part in gold.all_of)


def is_foreign(gold: Gold, shown: Shown) -> bool:
    """Tell whether a document of another country is cited; what a refusal cites is no claim."""
    if gold.own is None or shown.refused:
        return False
    return any(document not in gold.own for document in shown.documents)


def _is_opposite(gold: Gold, shown: Shown) -> bool:
    return {gold.verdict, shown.verdict} == {"yes", "no"}


def _words(text: str) -> str:
    """Give the words alone, so that "12 %" is found in "(12 %)." but not in "312 %"."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def tally(golds: Sequence[Gold], shown: Sequence[Shown]) -> Tally:
    pairs = list(zip(golds, shown, strict=True))
    right = [is_right(gold, each) for gold, each in pairs]
    return Tally(
        answerable=sum(gold.answerable for gold in golds),
        right=sum(good and gold.answerable for good, gold in zip(right, golds, strict=True)),
        unanswerable=sum(not gold.answerable for gold in golds),
        refused=sum(good and not gold.answerable for good, gold in zip(right, golds, strict=True)),
        named=sum(gold.own is not None for gold in golds),
        foreign=sum(is_foreign(gold, each) for gold, each in pairs),
        opposite=sum(not each.refused and _is_opposite(gold, each) for gold, each in pairs),
    )


def with_threshold(golds: Sequence[Gold], given: Sequence[Given]) -> tuple[Shown, ...] | None:
    """Refuse by a threshold chosen on the other half of the questions; None without scores.

    Chosen is what makes most of that half right; of equals, the lowest.
    """
    bare = [each.anyway or each.shown for each in given]
    if any(each.score is None for each in bare):
        return None
    folds = [_fold(gold.id) for gold in golds]
    chosen = [
        _best_threshold([(golds[i], bare[i]) for i, fold in enumerate(folds) if fold != mine])
        for mine in (0, 1)
    ]
    return tuple(_refusing(each, chosen[fold]) for each, fold in zip(bare, folds, strict=True))


def _fold(key: str) -> int:
    return hashlib.sha256(f"fold {key}".encode()).digest()[0] % 2


def _best_threshold(pairs: Sequence[tuple[Gold, Shown]]) -> float:
    tried = [NEVER, *sorted({each.score for _, each in pairs if each.score is not None})]
    return max(tried, key=lambda t: sum(is_right(g, _refusing(s, t)) for g, s in pairs))


def _refusing(shown: Shown, threshold: float) -> Shown:
    return replace(shown, refused=not shown.documents or (shown.score or 0.0) < threshold)


def percentile(given: Sequence[Given], percent: float, of: Callable[[Given], float]) -> float:
    return float(np.percentile([of(each) for each in given], percent))
