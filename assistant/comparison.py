"""The best few pieces of evidence, read once more together with the question.

The ratings of ``support`` look at words and vectors, and the rules of ``stance`` at cues. A
cross-encoder reads question and sentence as one text, and sees what neither does; it knows less of
fields, figures and countries. How far to believe which was learned from questions by hands that it
had not seen: ``comparison.json`` holds three small models, two of lines and one of trees, and
``python -m benchmarks.comparison`` fits them.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant import premise, support, verdicts
from assistant.abbreviations import spells_out
from assistant.chunking import Unit
from assistant.chunking.lines import ends_sentence
from assistant.evidence import FEATURES, Evidence
from assistant.models.cross_encoder import CLASSES
from assistant.question import Question
from assistant.stance import asks_closely, value
from assistant.support import Trees
from assistant.types import Passage
from assistant.verdicts import LEAST, Compare, Line, Lines
from assistant.words import named_alike

FEW = 6
"""Pieces of evidence that are read once more."""

CLEAR = {"yes_no": 0.99}
"""Confidence by ratings and rules alone from which nothing is read once more."""
CLEAR_ENOUGH = 0.4
"""The same for questions of other kinds."""
DOUBTED = 0.5
"""Probability that the best says nothing, by the cross-encoder, from which an answer is not clear
after all: it may just miss what was asked, in a word that ratings and rules take for a detail."""
DENIED = 0.7
"""Probability that what a question takes for granted is denied, from which that is its answer."""
BEYOND_DOUBT = 0.99
"""Confidence by ratings and rules from which an answer that is neither yes nor no is clear."""

WHOLE = 0.99
"""Share of the question's words that a label holds which names just what is asked for."""

SURE, CONTRADICTED = 0.7, 0.6
"""Probabilities of a verdict: from which it is told, as a wrong yes does more harm than a refusal;
and from which what rules take for clear is read with the rest, since it says something else."""
TOLD, TOLD_ENOUGH = 0.55, 0.45
"""Confidences from which an answer is told that was read once more: of yes and no and of what lacks
the kind of thing asked for, a figure or a name; of the others."""
UNSURE = 0.3
"""Confidence that is told of the others, at most."""

UNIT_FEATURES = (
    "rated", "told", "fits", "set_aside", "field", "yes_no", "field_fits", "abroad", "elliptic",
    "plain", "plain_told", "set_aside_fits",
)  # fmt: skip
"""What decides whether a unit states what was asked: log-odds of its rating, of the cross-encoder
that it says anything to the question, and that it says what such a question asks for; whether the
rules set it aside as of another kind; what it is like, as in ``evidence.FEATURES``; products."""

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
_FARTHEST = 5.0  # lead of a unit that stands alone


@dataclass(frozen=True, slots=True)
class Models:
    """The fitted models."""

    unit: Line
    verdict: Lines
    answer: Trees


@cache
def models() -> Models:
    """Give the fitted models that come with the package."""
    fitted = json.loads(Path(__file__).with_name("comparison.json").read_bytes())
    names = {"unit": UNIT_FEATURES, "answer": ANSWER_FEATURES}
    if any(fitted[which]["features"] != list(features) for which, features in names.items()):
        raise ValueError(
            "comparison.json is of other features; run python -m benchmarks.comparison"
        )
    (unit,) = fitted["unit"]["lines"]
    return Models(verdicts.line(unit), verdicts.lines(), support.trees(fitted["answer"]))


def rate(question: Question, found: Sequence[Evidence], compare: Compare) -> list[Evidence]:
    """Set each one's ``support`` and put the best first; leave out what is of another kind."""
    rated = support.rate(found)
    kept = _best_first(of_kind(question, rated))
    sure = support.confidence(kept)
    is_clear = sure >= CLEAR.get(question.kind, CLEAR_ENOUGH) and not _is_outweighed(
        question, kept[0]
    )
    if is_clear and not _may_miss(question, kept[0], sure):
        return kept
    best = reread(question, kept[:1], compare) if is_clear else []
    if best is None or (best and not _is_doubted(question, best[0])):
        return kept
    known = {_place(each): each for each in best}
    read = reread(question, [known.get(_place(each), each) for each in rated], compare)
    if read is None:
        return kept
    few = {_place(each) for each in read}
    settled = settle(question, read, models())
    least = min((each.support for each in settled), default=1.0)
    later = [each for each in kept if _place(each) not in few]
    return [*settled, *(replace(each, support=min(each.support, least)) for each in later)]


def _is_outweighed(question: Question, best: Evidence) -> bool:
    """Whether the best says what it says by its tenor, against what the rules read in it."""
    return reads_verdicts(question) and best.stance != best.ruled


def _is_doubted(question: Question, best: Evidence) -> bool:
    """Whether the best, now read, says nothing or something else than the rules take it for."""
    if math.exp(best.told[0]) >= DOUBTED:
        return True
    if not reads_verdicts(question) or _is_ruled(best):
        return False
    said, sure = verdicts.settle(verdict_features(best), models().verdict)
    return said != best.stance and sure >= CONTRADICTED


def _may_miss(question: Question, best: Evidence, sure: float) -> bool:
    """Whether what is clear may just miss what was asked, as only the cross-encoder would tell.

    It knows little of the items of a list, of a "no" in the very field that is asked for, and of
    abbreviations.
    """
    if question.kind == "yes_no":
        return not question.counted  # "which countries have …" is not read as one
    if question.kind == "definition" and spells_out(best.unit.text, question.search):
        return False
    is_field = bool(best.features[_COLUMN["is_field"]])
    is_item = best.stance == "states" and not is_field and not ends_sentence(best.unit.text)
    is_none = is_field and best.ruled == "no" and best.features[_COLUMN["in_label"]] >= WHOLE
    return sure < BEYOND_DOUBT and not is_item and not is_none


def reread(
    question: Question, rated: Sequence[Evidence], compare: Compare
) -> list[Evidence] | None:
    """Give the few best of ``rated``, with what the cross-encoder reads in them; None without."""
    few = rated[:FEW]
    new = [each for each in few if not each.told]
    asked = _asked(question)
    told = compare([_pair(asked, each) for each in new])
    if told is None:
        return None
    rows = iter(told.tolist())
    read = [each if each.told else replace(each, told=tuple(next(rows))) for each in few]
    return _with_denials(question, read, compare)


def _with_denials(question: Question, read: Sequence[Evidence], compare: Compare) -> list[Evidence]:
    """Take of what denies a thing that is taken for granted what it says of that thing."""
    taken = premise.taken_for_granted(question)
    denying = [each for each in read if taken and each.ruled == "no"]
    if not denying:
        return list(read)
    told = compare([_pair(taken, each) for each in denying])
    if told is None:
        return list(read)
    denied = {
        _place(each): tuple(row)
        for each, row in zip(denying, told.tolist(), strict=True)
        if math.exp(row[CLASSES.index("no")]) >= DENIED
        and premise.is_denied(taken, value(each.unit), each.hit.passage.language)
    }
    return [replace(each, told=denied.get(_place(each), each.told)) for each in read]


def _pair(asked: str, each: Evidence) -> tuple[str, str]:
    """Give what the cross-encoder reads together; it knows few acronyms."""
    text = shown(each.hit.passage, each.unit)
    return named_alike(asked, text), text


def _place(each: Evidence) -> tuple[int, Unit]:
    return each.hit.row, each.unit


def _asked(question: Question) -> str:
    """Give what the cross-encoder is asked: the year that a source speaks for is judged apart."""
    if question.year is None or not question.countries:
        return question.search
    return re.sub(rf",?\s*\b(?:in|en|as of)\s+{question.year}(?=\W*\Z)", "", question.search)


def settle(question: Question, read: Sequence[Evidence], fitted: Models) -> list[Evidence]:
    """Settle how probable it is that each states what was asked, and what it says; best first."""
    settled, is_read = [], reads_verdicts(question)
    for each in read:
        supported = _probability(fitted.unit.at(unit_features(question, each)))
        stance, sure = each.stance, 1.0
        if is_read and not _is_ruled(each):
            stance, sure = verdicts.settle(verdict_features(each), fitted.verdict)
        settled.append(replace(each, support=supported, stance=stance, sure=sure))
    return _best_first(of_kind(question, settled))


def _best_first(found: Sequence[Evidence]) -> list[Evidence]:
    return support.closest_first(sorted(found, key=lambda each: -each.support))


def reads_verdicts(question: Question) -> bool:
    """Whether what a unit says is for the models to decide; what is asked closely, rules do."""
    return question.kind == "yes_no" and not asks_closely(question)


def _is_ruled(each: Evidence) -> bool:
    """Whether the rules decide: on a few words in a field, against which the tenor has nothing.

    And on what a denial takes for granted, where the cross-encoder sees a denial.
    """
    is_told = each.stance not in ("states", "empty") and each.stance == each.ruled
    is_elliptic = is_told and bool(each.features[_COLUMN["elliptic"]])
    return each.stance == "empty" or is_elliptic or each.presupposes


def unit_features(question: Question, each: Evidence) -> tuple[float, ...]:
    """Give what ``UNIT_FEATURES`` names; ``each`` as rated, and read by the cross-encoder."""
    is_yes_no = question.kind == "yes_no"
    silent, *said, value = map(math.exp, each.told)
    told, fits = _odds(1 - silent), _odds(sum(said if is_yes_no else (*said[1:], value)))
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
    """Give what ``verdicts.FEATURES`` names; ``each`` as weighed, not yet settled."""
    field = each.features[_COLUMN["is_field"]]
    return verdicts.features(each.told, each.ruled, each.stance, field=field, hedged=each.hedged)


def _odds(probability: float) -> float:
    kept = min(max(probability, LEAST), 1 - LEAST)
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
    holds_type = question.kind != "yes_no" and rated[0].features[_COLUMN["right_type"]]
    is_told = rated[0].sure >= SURE and found >= (TOLD_ENOUGH if holds_type else TOLD)
    return found if is_told else min(found, UNSURE)


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
    least = math.log(LEAST)
    following = read[1].told if len(read) > 1 else (least,) * len(CLASSES)
    each_told = [max(value, least) for value in (*read[0].told, *following)]
    anything = sorted((1 - math.exp(each.told[0]) for each in read), reverse=True)
    most, second = (*anything, 0.0)[:2]
    return (*each_told, most, second, math.fsum(anything), float(len(read)))
