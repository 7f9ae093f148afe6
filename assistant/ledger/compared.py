"""A sentence read together with its label, by the cross-encoder, as answers are."""

import math
from collections.abc import Sequence
from typing import cast

from assistant import polarity, verdicts
from assistant.chunking import Unit
from assistant.ledger import labels, posing, relevance, values
from assistant.ledger.topics import Topic
from assistant.stance import Stance, asks_closely, asks_for_end, value
from assistant.store.ledger import Status
from assistant.words import named_alike

_SPEAKS, _MAY, _BESIDE = 0.2, 0.2, 0.6
"""Probabilities, by the cross-encoder, that a sentence says nothing of its label: up to which it is
believed of one that holds none of the label's words, and of any other; from which it says nothing.
These and the next were chosen on ``tests/data/wordings``, statements and what stands near them, and
on synthetic profiles in the wordings that are set apart (``benchmarks.pairs``)."""
_SURELY_BESIDE = 0.9
"""The same of one that holds most of its label's words, or is a field's short value."""
_FEW_WORDS = 4
"""Of a sentence that says of its label only that it is there."""
_SURE = 0.6
"""Probability from which what it says is told."""
_UNSETTLED = ("states", "yes", "no")
"""What the rules read where they miss what is there; doubts that they know by their words are some.
What the tenor makes of a sentence against them is never settled."""


def pair(
    text: str, topic: Topic, unit: Unit, ruled: Stance, toned: Stance
) -> tuple[str, str] | None:
    """Give the question and the text that the cross-encoder is to read; None where rules decide.

    ``ruled`` and ``toned``: what the rules read alone, and with the tenor.
    """
    kind, said = labels.kind(topic.about), value(unit)
    is_settled = ruled not in _UNSETTLED and ruled == toned
    if is_settled or (values.in_sentence(said, kind) and relevance.names_it(text, topic, unit)):
        return None
    if ruled == "yes" and posing.is_presupposed(topic.about, unit, topic.language):
        return None
    if not posing.is_prose(said) and (ruled == "no" or not _is_unread(kind, said, topic.language)):
        return None
    question = posing.question(topic.about, said, topic.language)
    is_hedged = asks_closely(question) and polarity.read(said).hedged
    if is_hedged or asks_for_end(question):
        return None  # "seems to require" is a yes with a hedge, which the rules read
    shown = _shown(text, topic, unit)
    return named_alike(question.text, shown), shown


def _is_unread(kind: labels.Kind, said: str, language: str) -> bool:
    """Whether a field's value is a yes only because it is a value: "In doubt", "To follow"."""
    is_short = len(said) <= relevance.LONGEST_STATUS and any(map(str.isalpha, said))
    return kind == "thing" and is_short and not posing.says_yes(said, language)


def settle(
    told: Sequence[float],
    topic: Topic,
    unit: Unit,
    ruled: Stance,
    toned: Stance,
    *,
    is_stating: bool,
) -> Status | None:
    """Tell what a sentence says of its label, as answers do; None where the rules decide.

    ``told``: what the cross-encoder makes of ``pair``; ``is_stating``: whether the rules hold that
    the sentence speaks of its label at all. "value": it says neither yes nor no.
    """
    silent, said = math.exp(told[0]), value(unit)
    is_field = not posing.is_prose(said)
    if silent >= _BESIDE and not is_field and posing.read_alone(unit) == "yes":
        return "value"  # a denial stands as it is: "Mali has no such programme"
    hedged = polarity.read(said).hedged
    row = verdicts.features(told, ruled, toned, field=float(is_field), hedged=hedged)
    settled, sure = verdicts.settle(row, verdicts.lines())
    if settled in ("yes", "no") and labels.kind(topic.about) not in ("thing", "open"):
        return None
    is_told = silent < (_MAY if is_stating else _SPEAKS) and sure >= _SURE
    return cast(Status, settled) if is_told else None


def is_beside(told: Sequence[float], topic: Topic, unit: Unit) -> bool:
    """Whether a sentence that affirms surely says nothing of its label, whatever words it holds.

    A few words lean on their label, and are believed: "Mali runs one."
    """
    if math.exp(told[0]) < _SURELY_BESIDE or posing.read_alone(unit) != "yes":
        return False
    return labels.kind(topic.about) != "open" and value(unit).count(" ") >= _FEW_WORDS


def _shown(text: str, topic: Topic, unit: Unit) -> str:
    """Give what the cross-encoder is shown: the heading above, what leads it in, the sentence."""
    heading = topic.section[-1] if topic.section else topic.label
    begin, end = unit.lead_in or (0, 0)
    return " ".join(filter(None, [f"{heading}.", text[begin:end], unit.text]))
