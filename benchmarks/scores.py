"""Scores of answers, each with the number of questions it was taken over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.types import Answer, Citation, Outcome
from benchmarks.sets import EvaluationSet, Question

REFUSED = ("silent", "no_source")
BINS = 10
_DRAWS = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which an answer differs from the gold."""

    kind: str
    """What sort of thing, for tables of misses."""
    told: str = ""
    """What stands there, for people."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and what was measured while it was given."""

    answer: Answer
    altered: int
    """Quotes that do not stand verbatim at their offsets."""
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What one answer got right; a field is None where the question cannot tell."""

    id: str
    question: str
    language: str | None
    """Of the question."""
    outcome: str | None
    """The right one, where the gold names it."""
    answerable: bool
    refused: bool
    wrong: tuple[Difference, ...]
    """Empty where the answer is right; a miss is counted under the first one's kind."""
    gold_rank: int | None
    """Rank of the first passage that overlaps a gold passage; None if none of those shown does."""
    first_cited: bool | None
    """The first citation overlaps a gold span."""
    any_cited: bool | None
    said_no: bool | None
    """For a question whose right answer is "no": the verdict was no."""
    flipped: bool | None
    """For a question with a verdict: no was said for yes, or yes for no."""
    foreign: bool | None
    """A citation is from a document of another country than the question's."""
    altered: int
    """Quotes that do not stand verbatim at their offsets."""
    confidence: float
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether nothing that the gold tells was missed."""
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Score:
    """A value, and over how many questions; None where there were none."""

    value: float | None
    n: int


def judge(question: Question, data: EvaluationSet, given: Given) -> Judged:
    """Compare one answer with the gold of a set."""
    answer = given.answer
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
    verdict = "no" if question.negative else question.verdict
    return Judged(
        id=question.id,
        question=question.text,
        language=question.language,
        outcome=question.outcome,
        answerable=question.answerable,
        refused=answer.outcome in REFUSED,
        wrong=_differences(question, answer, cited),
        gold_rank=min(ranks, default=None),
        first_cited=cited[:1] == [True],
        any_cited=any(cited),
        said_no=answer.verdict == "no" if question.negative else None,
        flipped={answer.verdict, verdict} == {"yes", "no"} if verdict else None,
        foreign=_is_foreign(answer.citations, question, data),
        altered=given.altered,
        confidence=answer.confidence,
        milliseconds=given.milliseconds,
    )


def _differences(
    question: Question, answer: Answer, cited: Sequence[bool]
) -> tuple[Difference, ...]:
    """Tell what is wrong: outcome, then verdict, then citation; what a refusal cites is no claim.

    Of a set without outcomes, an answerable question may be answered with any but a refusal.
    """
    refused = answer.outcome in REFUSED
    outcome, verdict = question.outcome, question.verdict
    if outcome is None:
        outcome = _agreeing(question, answer)
        verdict = "no" if question.negative else answer.verdict
    found = outcomes_differ(answer, outcome) or verdicts_differ(answer, verdict)
    if question.answerable and not refused and cited[:1] != [True]:
        found = (*found, _miscited(question, answer, cited))
    return found


def _agreeing(question: Question, answer: Answer) -> Outcome:
    """Give an outcome that is right for the question: the answer's own where that will do."""
    if question.answerable == (answer.outcome in REFUSED):
        return "answered" if question.answerable else "silent"
    return answer.outcome


def outcomes_differ(answer: Answer, wanted: str) -> tuple[Difference, ...]:
    """Name a wrong outcome, if it is one."""
    if answer.outcome == wanted:
        return ()
    told = f"outcome {answer.outcome}, not {wanted}"
    if answer.outcome in REFUSED and wanted not in REFUSED:
        return (Difference(f"refused, though {wanted}", told),)
    return (Difference(f"{answer.outcome}, though {wanted}", told),)


def verdicts_differ(answer: Answer, wanted: str | None) -> tuple[Difference, ...]:
    """Name a wrong verdict, if it is one."""
    if answer.verdict == wanted:
        return ()
    told = f"verdict {answer.verdict}, not {wanted}"
    if wanted is None:
        return (Difference("verdict that was not asked for", told),)
    return (Difference("verdict flipped" if answer.verdict else "no verdict", told),)


def _miscited(question: Question, answer: Answer, cited: Sequence[bool]) -> Difference:
    if any(cited):
        return Difference(
            "right citation, not first", f"quotes {answer.citations[0].quote[:120]!r}"
        )
    documents = {span.file for span in question.spans}
    if not answer.citations:
        return Difference("nothing cited")
    first = answer.citations[0]
    kind = "other sentence" if first.document in documents else "other document"
    return Difference(f"{kind} cited", f"quotes {first.quote[:120]!r} of {first.document}")


def _is_foreign(
    citations: Sequence[Citation], question: Question, data: EvaluationSet
) -> bool | None:
    if own := data.files_by_country.get(question.country or ""):
        return any(citation.document not in own for citation in citations)
    if question.countries:
        asked = frozenset(question.countries)
        return any(asked.isdisjoint(citation.countries) for citation in citations)
    return None


def scores(judged: Sequence[Judged]) -> dict[str, Score]:
    """Return every score by name; rates are in [0, 1], times in milliseconds."""
    answerable = [j for j in judged if j.answerable]
    unanswerable = [j for j in judged if not j.answerable]
    spanned = [j for j in answerable if j.first_cited is not None]
    times = [j.milliseconds for j in judged]
    return {
        "hit@1": _rate([j.gold_rank == 1 for j in spanned]),
        "hit@5": _rate([j.gold_rank is not None and j.gold_rank <= 5 for j in spanned]),
        "first citation on gold": _rate([j.first_cited for j in spanned]),
        "any citation on gold": _rate([j.any_cited for j in spanned]),
        "answered, answerable": _rate([not j.refused for j in answerable]),
        "refused, unanswerable": _rate([j.refused for j in unanswerable]),
        '"no" said': _rate([j.said_no for j in judged if j.said_no is not None]),
        "verdict flipped": _rate([j.flipped for j in judged if j.flipped is not None]),
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
    """Return the bins of what was answered; a refusal states nothing."""
    answered = [j for j in judged if not j.refused]
    return bins_of([j.confidence for j in answered], [j.right for j in answered])


def bins_of(confidence: Sequence[float], right: Sequence[bool]) -> tuple[Bin, ...]:
    """Return ten equal bins of confidence, without the empty ones."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, is_right in zip(confidence, right, strict=True):
        bins[min(int(sure * BINS), BINS - 1)].append((sure, is_right))
    return tuple(
        Bin(
            len(inside),
            float(np.mean([sure for sure, _ in inside])),
            float(np.mean([is_right for _, is_right in inside])),
        )
        for _, inside in sorted(bins.items())
    )


def calibration_error(bins: Sequence[Bin]) -> Score:
    """Return the expected calibration error: the bins' gaps, weighted by their counts."""
    n = sum(b.n for b in bins)
    gaps = sum(b.n * abs(b.confidence - b.right) for b in bins)
    return Score(gaps / n if n else None, n)


def error_by_chance(judged: Sequence[Judged]) -> float | None:
    """Return the calibration error that so many answers would show were each confidence exact.

    The mean over drawn outcomes: bins of few answers are never quite at their confidence.
    """
    sure = np.array([j.confidence for j in judged if not j.refused])
    if not len(sure):
        return None
    drawn = np.random.default_rng(0).random((_DRAWS, len(sure))) < sure
    bin_of = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [np.abs((drawn - sure)[:, bin_of == each].sum(axis=1)) for each in set(bin_of.tolist())]
    return float(np.mean(np.sum(gaps, axis=0)) / len(sure))


def _rate(hits: Sequence[bool | None]) -> Score:
    return Score(sum(map(bool, hits)) / len(hits) if hits else None, len(hits))


def _percentile(values: Sequence[float], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if values else None
