"""How probable it is that evidence states what was asked: two small models of boosted trees.

The first rates each unit against the question, which orders the evidence. The second looks at the
best unit, its lead over the next and at how the rest compare, and gives the answer's confidence.
More of a word match, say, never lowers a rating: the trees are monotone in what counts for or
against. ``support.json`` holds them; ``python -m benchmarks.fit`` fits them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.evidence import FEATURES, Evidence

ANSWER_FEATURES = (
    *FEATURES,
    "unit_logit",
    "lead",
    "best_cosine",
    "best_in_unit",
    "best_in_passage",
    "terms",
)
"""What the second model sees, in this order."""

Node = tuple[int, float, int, int]
"""Feature, threshold, next node if the feature is at most that, next node if it is more; of a
leaf -1, its value, 0, 0."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Gradient-boosted trees: log-odds = bias + the sum of one leaf of each tree."""

    bias: float
    trees: tuple[tuple[Node, ...], ...]

    def logit(self, features: Sequence[float]) -> float:
        """Give the log-odds, unbounded."""
        return self.bias + sum(_leaf(tree, features) for tree in self.trees)

    def probability(self, features: Sequence[float]) -> float:
        """Give the probability, in [0, 1]."""
        return 1 / (1 + math.exp(-self.logit(features)))


def _leaf(tree: Sequence[Node], features: Sequence[float]) -> float:
    feature, value, low, high = tree[0]
    while feature >= 0:
        feature, value, low, high = tree[low if features[feature] <= value else high]
    return value


@dataclass(frozen=True, slots=True)
class Models:
    """The two models."""

    unit: Trees
    answer: Trees


@cache
def models() -> Models:
    """Give the fitted models that come with the package."""
    return read(Path(__file__).with_name("support.json"))


def read(path: Path) -> Models:
    """Read models that ``benchmarks.fit`` wrote, for the features that this version computes."""
    fitted = json.loads(path.read_bytes())
    names = {"unit": list(FEATURES), "answer": list(ANSWER_FEATURES)}
    for which, features in names.items():
        if fitted[which]["features"] != features:
            raise ValueError(f"{path} was fitted for other features; run python -m benchmarks.fit")
    return Models(_trees(fitted["unit"]), _trees(fitted["answer"]))


def _trees(fitted: dict[str, object]) -> Trees:
    trees = tuple(tuple(map(tuple, tree)) for tree in fitted["trees"])  # type: ignore[attr-defined]
    return Trees(float(fitted["bias"]), trees)  # type: ignore[arg-type]


def rate(found: Sequence[Evidence], unit: Trees | None = None) -> list[Evidence]:
    """Set each one's ``support`` and put the best first; equal ones stay in the order found."""
    model = unit or models().unit
    rated = [replace(each, support=model.probability(each.features)) for each in found]
    return sorted(rated, key=lambda each: -each.support)


def confidence(rated: Sequence[Evidence]) -> float:
    """Give the probability in [0, 1] that the best of ``rated`` states what was asked."""
    if not rated:
        return 0.0
    logits = [models().unit.logit(each.features) for each in rated[:2]]
    table = [each.features for each in rated]
    return models().answer.probability(answer_features(table, logits, len(rated[0].asked)))


def answer_features(
    table: Sequence[Sequence[float]], logits: Sequence[float], terms: int
) -> tuple[float, ...]:
    """Give what the second model sees.

    ``table``: the features of the evidence in order of support, not empty; ``logits``: by the
    first model, of at least the first two; ``terms``: how many words evidence must hold.
    """
    lead = logits[0] - logits[1] if len(logits) > 1 else 5.0
    column = {name: place for place, name in enumerate(FEATURES)}
    return (
        *table[0],
        logits[0] / 5,
        min(1.0, lead / 5),
        max(row[column["unit_cosine"]] for row in table),
        max(row[column["in_unit"]] for row in table),
        max(row[column["in_passage"]] for row in table),
        min(1.0, terms / 10),
    )
