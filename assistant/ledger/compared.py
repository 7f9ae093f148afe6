"""A sentence read together with its label, by the cross-encoder, as answers are."""

import math
from collections.abc import Sequence
from typing import cast

from assistant import polarity, verdicts
from assistant.chunking import Unit
from assistant.ledger import labels, posing, values
from assistant.ledger.topics import Topic
from assistant.stance import asks_closely, value
from assistant.store.ledger import Status

_SPEAKS, _MAY, _BESIDE = 0.1, 0.2, 0.8
"""Probabilities, by the cross-encoder, that a sentence says nothing of its label: up to which it is
believed of one that holds none of the label's words, and of any other; from which it says nothing.
These and the next were chosen on ``tests/data/wordings``: statements, and what stands near them."""
_SURE = 0.6
"""Probability from which what it says is told."""
_UNSETTLED = ("states", "yes")
"""What the rules read where they often miss what is there; denials and doubts they rarely do."""


def pair(text: str, topic: Topic, unit: Unit, stance: str) -> tuple[str, str] | None:
    """Give the question and the text that the cross-encoder is to read; None where rules decide."""
    kind, said = labels.kind(topic.about), value(unit)
    is_status = kind in ("thing", "open") and not values.in_sentence(said, kind)
    if not is_status or stance not in _UNSETTLED or not posing.is_prose(said):
        return None
    question = posing.question(topic.about, said, topic.language)
    return None if asks_closely(question) else (question.text, _shown(text, topic, unit))


def settle(told: Sequence[float], unit: Unit, stance: str, *, is_stating: bool) -> Status | None:
    """Tell what a sentence says of its label, as answers do; None where the rules decide.

    ``told``: what the cross-encoder makes of ``pair``; ``is_stating``: whether the rules hold that
    the sentence speaks of its label at all. "value": it says neither yes nor no.
    """
    silent = math.exp(told[0])
    if silent >= _BESIDE and posing.read_alone(unit) == "yes":
        return "value"  # a denial stands as it is: "Mali has no such programme"
    row = verdicts.features(told, stance, field=0.0, hedged=polarity.read(value(unit)).hedged)
    settled, sure = verdicts.settle(row, verdicts.lines())
    is_told = silent < (_MAY if is_stating else _SPEAKS) and sure >= _SURE
    return cast(Status, settled) if is_told else None


def _shown(text: str, topic: Topic, unit: Unit) -> str:
    """Give what the cross-encoder is shown: the heading above, what leads it in, the sentence."""
    heading = topic.section[-1] if topic.section else topic.label
    begin, end = unit.lead_in or (0, 0)
    return " ".join(filter(None, [f"{heading}.", text[begin:end], unit.text]))
