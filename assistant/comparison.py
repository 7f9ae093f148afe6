"""The best few pieces of evidence, read once more together with the question.

The ratings of ``support`` look at words and vectors, and the rules of ``stance`` at cues. A
cross-encoder reads question and sentence as one text, and sees what neither does; it knows less of
fields, figures and countries. How far to believe which was learned from questions by hands that it
had not seen: ``comparison.json`` holds three small models, two of lines and one of trees, and
``python -m benchmarks.comparison`` fits them.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import support
from assistant.chunking import Unit
from assistant.evidence import FEATURES, Evidence
from assistant.models.cross_encoder import CLASSES
from assistant.question import Question
from assistant.stance import Stance, asks_closely
from assistant.support import Trees
from assistant.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Compare = Callable[[str, Sequence[str]], "NDArray[np.float32] | None"]
"""A question, texts → log-probabilities of ``models.cross_encoder.CLASSES``, float32[n, 6]; None
where the encoder has no cross-encoder."""

FEW = 6
"""Pieces of evidence that are read once more."""

CLEAR = {"yes_no": 0.99}
"""Confidence by ratings and rules alone from which nothing is read once more."""
CLEAR_ENOUGH = 0.4
"""The same for questions of other kinds."""
DOUBTED = 0.5
"""Probability that the best says nothing, by the cross-encoder, from which a yes or no is not clear
after all: it may just miss what was asked, in a word that ratings and rules take for a detail."""

SURE, TOLD, UNSURE = 0.6, 0.5, 0.3
"""Probability from which a verdict is told, and confidence from which an answer is that was read
once more; the confidence that is told of the others, at most. A wrong yes does more harm than a
refusal."""

UNIT_FEATURES = (
    "rated", "told", "fits", "set_aside", "field", "yes_no", "field_fits", "abroad", "elliptic",
    "plain", "plain_told", "set_aside_fits",
)  # fmt: skip
"""What decides whether a unit states what was asked: log-odds of its rating, of the cross-encoder
that it says anything to the question, and that it says what such a question asks for; whether the
rules set it aside as of another kind; what it is like, as in ``evidence.FEATURES``; products."""

VERDICTS: tuple[Stance, ...] = ("yes", "no", "not_assessed", "unclear")
RULED: tuple[Stance, ...] = ("yes", "no", "states", "not_assessed", "unclear", "empty")
VERDICT_FEATURES = (
    *(f"told_{name}" for name in VERDICTS),
    *(f"ruled_{name}" for name in RULED),
    "field",
    "field_yes",
    "hedged",
)
"""What decides what a unit says to a yes/no question: log-probabilities of the cross-encoder, what
the rules read, how far a field's value is a yes to the first, and whether the unit hedges."""

ANSWER_FEATURES = (
    "best", "lead", "told", "before", "yes_no", "sure", "plain", "not_english", "fields",
    "yes_no_best", "yes_no_before", "plain_best", "plain_told", "plain_before", "fields_before",
    *(f"best_{name}" for name in CLASSES),
    *(f"next_{name}" for name in CLASSES),
    "most", "second", "all", "read", *FEATURES,
)  # fmt: skip
"""What an answer's confidence rests on: log-odds of the best unit, its lead over the next, log-odds
of the cross-encoder that the best says anything, of the confidence without it, of the verdict; the
kind of question, and of source as ``support.KINDS`` has it; products of these. Then the
log-probabilities of what the best and the next say; of all that was read, the two highest
probabilities that it says anything, their sum, and their number; what the best is like."""

_COLUMN = {name: place for place, name in enumerate(FEATURES)}
_LEAST = 1e-4  # probability from which log-odds are told
_FARTHEST = 5.0  # lead of a unit that stands alone


@dataclass(frozen=True, slots=True)
class Line:
    """Log-odds = height + the sum of the features by their weights."""

    height: float
    weights: tuple[float, ...]

    def at(self, row: Sequence[float]) -> float:
        """Give the log-odds of a row of features."""
        return math.fsum([self.height, *map(mul, self.weights, row)])


@dataclass(frozen=True, slots=True)
class Models:
    """The fitted models."""

    unit: Line
    verdict: tuple[Line, ...]
    """Of each of ``VERDICTS``; their log-odds are to be compared with each other."""
    answer: Trees


@cache
def models() -> Models:
    """Give the fitted models that come with the package."""
    fitted = json.loads(Path(__file__).with_name("comparison.json").read_bytes())
    names = {"unit": UNIT_FEATURES, "verdict": VERDICT_FEATURES, "answer": ANSWER_FEATURES}
    if any(fitted[which]["features"] != list(features) for which, features in names.items()):
        raise ValueError(
            "comparison.json is of other features; run python -m benchmarks.comparison"
        )
    unit, verdict = (fitted[which]["lines"] for which in ("unit", "verdict"))
    return made(unit, verdict, support.trees(fitted["answer"]))


def made(
    unit: Sequence[Sequence[float]], verdict: Sequence[Sequence[float]], answer: Trees
) -> Models:
    """Make the models of lines, each a height and its weights, and of trees."""
    (line,), lines = ([Line(row[0], tuple(row[1:])) for row in rows] for rows in (unit, verdict))
    return Models(line, tuple(lines), answer)


def rate(question: Question, found: Sequence[Evidence], compare: Compare) -> list[Evidence]:
    """Set each one's ``support`` and put the best first; leave out what is of another kind."""
    rated = support.rate(found)
    kept = _best_first(of_kind(question, rated))
    is_clear = support.confidence(kept) >= CLEAR.get(question.kind, CLEAR_ENOUGH)
    if is_clear and not _is_doubted(question, kept[0], compare):
        return kept
    read = reread(question, rated, compare)
    if read is None:
        return kept
    few = {(each.hit.row, each.unit) for each in read}
    settled = settle(question, read, models())
    least = min((each.support for each in settled), default=1.0)
    later = [each for each in kept if (each.hit.row, each.unit) not in few]
    return [*settled, *(replace(each, support=min(each.support, least)) for each in later)]


def _is_doubted(question: Question, best: Evidence, compare: Compare) -> bool:
    if question.kind != "yes_no" or question.counted:  # "which countries have …" is not read as one
        return False
    read = reread(question, [best], compare)
    return read is not None and math.exp(read[0].told[0]) >= DOUBTED


def reread(
    question: Question, rated: Sequence[Evidence], compare: Compare
) -> list[Evidence] | None:
    """Give the few best of ``rated``, with what the cross-encoder reads in them; None without."""
    few = rated[:FEW]
    told = compare(question.search, [shown(each.hit.passage, each.unit) for each in few])
    if told is None:
        return None
    return [replace(each, told=tuple(row)) for each, row in zip(few, told.tolist(), strict=True)]


def settle(question: Question, read: Sequence[Evidence], fitted: Models) -> list[Evidence]:
    """Settle how probable it is that each states what was asked, and what it says; best first."""
    settled, is_read = [], reads_verdicts(question)
    for each in read:
        supported = _probability(fitted.unit.at(unit_features(question, each)))
        stance, sure = each.stance, 1.0
        if is_read and not _is_ruled(each):
            row = verdict_features(each)
            powers = [math.exp(min(50.0, line.at(row))) for line in fitted.verdict]
            best = max(range(len(powers)), key=powers.__getitem__)
            stance, sure = VERDICTS[best], powers[best] / sum(powers)
        settled.append(replace(each, support=supported, stance=stance, sure=sure))
    return _best_first(of_kind(question, settled))


def _best_first(found: Sequence[Evidence]) -> list[Evidence]:
    return support.closest_first(sorted(found, key=lambda each: -each.support))


def reads_verdicts(question: Question) -> bool:
    """Whether what a unit says is for the models to decide; what is asked closely, rules do."""
    return question.kind == "yes_no" and not asks_closely(question)


def _is_ruled(each: Evidence) -> bool:
    """Whether the rules decide: on a few words in a field."""
    is_told = each.stance not in ("states", "empty")
    return each.stance == "empty" or (is_told and bool(each.features[_COLUMN["elliptic"]]))


def unit_features(question: Question, each: Evidence) -> tuple[float, ...]:
    """Give what ``UNIT_FEATURES`` names; ``each`` as rated, and read by the cross-encoder."""
    is_yes_no = question.kind == "yes_no"
    silent, *verdicts, value = map(math.exp, each.told)
    told, fits = _odds(1 - silent), _odds(sum(verdicts if is_yes_no else (*verdicts[1:], value)))
    aside = float(not each.is_of_kind(question))
    field, abroad, elliptic, plain = (
        each.features[_COLUMN[name]] for name in ("is_field", "abroad", "elliptic", "plain")
    )
    return (
        _odds(each.support),
        told,
        fits,
        aside,
        field,
        float(is_yes_no),
        field * fits,
        abroad,
        elliptic,
        plain,
        plain * told,
        aside * fits,
    )


def verdict_features(each: Evidence) -> tuple[float, ...]:
    """Give what ``VERDICT_FEATURES`` names; the stance is what the rules read."""
    told = [max(value, math.log(_LEAST)) for value in each.told[1:5]]
    field = each.features[_COLUMN["is_field"]]
    ruled = (float(each.stance == name) for name in RULED)
    return (*told, *ruled, field, field * (told[0] - told[1]), float(each.hedged))


def _odds(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-700.0, odds)))


def shown(passage: Passage, unit: Unit) -> str:
    """Give what the cross-encoder is shown of a unit: the heading above, what leads it in, it."""
    heading = f"{passage.section[-1]}. " if passage.section else ""
    if not unit.lead_in or unit.lead_in[0] < passage.start:
        return f"{heading}{unit.text}"
    begin, end = unit.lead_in
    return f"{heading}{passage.text[begin - passage.start : end - passage.start]} {unit.text}"


def of_kind(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Leave out what is of another kind than asked for."""
    return [each for each in found if each.is_of_kind(question)]


def confidence(question: Question, rated: Sequence[Evidence]) -> float:
    """Give the probability in [0, 1] that the best of ``rated`` states what was asked."""
    if not rated or not rated[0].told:
        return support.confidence(rated)
    (odds,) = models().answer.logits([answer_features(question, rated)])
    found = _probability(odds)
    return found if rated[0].sure >= SURE and found >= TOLD else min(found, UNSURE)


def answer_features(question: Question, rated: Sequence[Evidence]) -> tuple[float, ...]:
    """Give what ``ANSWER_FEATURES`` names; ``rated`` as ``settle`` gives it, not empty.

    What was not read by the cross-encoder does not count.
    """
    read = [each for each in rated if each.told]
    best, table = read[0], [each.features for each in read]
    own, asks = _odds(best.support), float(question.kind == "yes_no")
    lead = own - _odds(read[1].support) if len(read) > 1 else _FARTHEST
    told, before = _odds(1 - math.exp(best.told[0])), _odds(support.confidence(read))
    plain, not_english, fields = support.kind(table, best.hit.passage.language)
    return (
        own,
        max(-_FARTHEST, min(_FARTHEST, lead)),
        told,
        before,
        asks,
        asks * _odds(best.sure),
        plain,
        not_english,
        fields,
        asks * own,
        asks * before,
        plain * own,
        plain * told,
        plain * before,
        fields * before,
        *_said(read),
        *best.features,
    )


def _said(read: Sequence[Evidence]) -> tuple[float, ...]:
    """Give what the cross-encoder tells of the best and the next, and how much of all."""
    least = math.log(_LEAST)
    following = read[1].told if len(read) > 1 else (least,) * len(CLASSES)
    each_told = [max(value, least) for value in (*read[0].told, *following)]
    anything = sorted((1 - math.exp(each.told[0]) for each in read), reverse=True)
    most, second = (*anything, 0.0)[:2]
    return (*each_told, most, second, math.fsum(anything), float(len(read)))
