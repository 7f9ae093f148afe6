"""Scores of answers, each with the number of questions it was taken over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.types import Answer
from benchmarks.sets import EvaluationSet, Question

REFUSED = ("silent", "no_source")
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """What one answer got right; a field is None where the question cannot tell."""

    id: str
    answerable: bool
    refused: bool
    gold_rank: int | None
    """Rank of the first passage that overlaps a gold passage; None if none of those shown does."""
    first_cited: bool
    """The first citation overlaps a gold span."""
    any_cited: bool
    said_no: bool | None
    """For a question whose right answer is "no": the verdict was no."""
    foreign: bool | None
    """A citation is from a document of another country than the question's."""
    altered: int
    """Quotes that do not stand verbatim at their offsets."""
    confidence: float
    milliseconds: float

    @property
    def right(self) -> bool:
        """Cited the gold span first (and said no where that is right), or rightly refused."""
        if not self.answerable:
            return self.refused
        return not self.refused and self.first_cited and self.said_no is not False


@dataclass(frozen=True, slots=True)
class Score:
    """A value, and over how many questions; None where there were none."""

    value: float | None
    n: int


def judge(
    question: Question, answer: Answer, data: EvaluationSet, altered: int, milliseconds: float
) -> Judged:
    """Compare one answer with the gold."""
    ranks = [
        hit.rank
        for hit in answer.passages
        if any(
            gold.overlaps(hit.passage.document, hit.passage.start, hit.passage.end)
            for gold in question.passages
        )
    ]
    cited = [
        any(gold.overlaps(c.document, c.start, c.end) for gold in question.spans)
        for c in answer.citations
    ]
    own = data.files_by_country.get(question.country or "")
    return Judged(
        id=question.id,
        answerable=question.answerable,
        refused=answer.outcome in REFUSED,
        gold_rank=min(ranks, default=None),
        first_cited=cited[:1] == [True],
        any_cited=any(cited),
        said_no=answer.verdict == "no" if question.negative else None,
        foreign=any(c.document not in own for c in answer.citations) if own else None,
        altered=altered,
        confidence=answer.confidence,
        milliseconds=milliseconds,
    )


def scores(judged: Sequence[Judged]) -> dict[str, Score]:
    """Return every score by name; rates are in [0, 1], times in milliseconds."""
    answerable = [j for j in judged if j.answerable]
    unanswerable = [j for j in judged if not j.answerable]
    times = [j.milliseconds for j in judged]
    return {
        "hit@1": _rate([j.gold_rank == 1 for j in answerable]),
        "hit@5": _rate([j.gold_rank is not None and j.gold_rank <= 5 for j in answerable]),
        "first citation on gold": _rate([j.first_cited for j in answerable]),
        "any citation on gold": _rate([j.any_cited for j in answerable]),
        "answered, answerable": _rate([not j.refused for j in answerable]),
        "refused, unanswerable": _rate([j.refused for j in unanswerable]),
        '"no" said': _rate([j.said_no for j in judged if j.said_no is not None]),
        "other country cited": _rate([j.foreign for j in judged if j.foreign is not None]),
        "right": _rate([j.right for j in judged]),
        "AUROC": auroc([j.confidence for j in answerable], [j.confidence for j in unanswerable]),
        "ECE": calibration_error(reliability(judged)),
        "quotes altered": Score(float(sum(j.altered for j in judged)), len(judged)),
        "p50 ms": Score(_percentile(times, 50), len(times)),
        "p95 ms": Score(_percentile(times, 95), len(times)),
    }


def auroc(positive: Sequence[float], negative: Sequence[float]) -> Score:
    """Return the chance that a positive scores above a negative, ties counted half."""
    n = len(positive) + len(negative)
    if not positive or not negative:
        return Score(None, n)
    ordered = np.sort(np.asarray(negative))
    below = np.searchsorted(ordered, positive, side="left")
    not_above = np.searchsorted(ordered, positive, side="right")
    return Score(float((below + not_above).sum() / 2 / len(positive) / len(negative)), n)


@dataclass(frozen=True, slots=True)
class Bin:
    """A point of a reliability diagram: answers whose confidence is alike."""

    n: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that is right."""


def reliability(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """Return ten equal bins of confidence, without the empty ones; a refusal states nothing."""
    bins: dict[int, list[Judged]] = defaultdict(list)
    for j in judged:
        if j.refused:
            continue
        bins[min(int(j.confidence * _BINS), _BINS - 1)].append(j)
    return tuple(
        Bin(
            len(inside),
            float(np.mean([j.confidence for j in inside])),
            float(np.mean([j.right for j in inside])),
        )
        for _, inside in sorted(bins.items())
    )


def calibration_error(bins: Sequence[Bin]) -> Score:
    """Return the expected calibration error: the bins' gaps, weighted by their counts."""
    n = sum(b.n for b in bins)
    gaps = sum(b.n * abs(b.confidence - b.right) for b in bins)
    return Score(gaps / n if n else None, n)


def _rate(hits: Sequence[bool | None]) -> Score:
    return Score(sum(map(bool, hits)) / len(hits) if hits else None, len(hits))


def _percentile(values: Sequence[float], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if values else None
