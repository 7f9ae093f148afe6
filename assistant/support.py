"""How probable it is that evidence states what was asked: two small models of boosted trees.

The first rates each unit against the question, which orders the evidence. The second looks at the
best unit, its lead over the next and at how the rest compare; a line for the kind of source then
makes its log-odds the answer's confidence, for the same signs are worth more in a list of fields
than in running prose. More of a word match, say, never lowers a rating: the trees are monotone in
what counts for or against. ``support.json`` holds them; ``python -m benchmarks.fit`` fits them.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evidence import FEATURES, Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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

KINDS = ("plain", "not_english", "fields")
"""What tells kinds of sources apart: the corpus knows no countries; the source is not in English;
the share of fields (a label with its value) in the evidence."""

_COLUMN = {name: place for place, name in enumerate(FEATURES)}

Node = tuple[int, float, int, int]
"""Feature, threshold, next node if the feature is at most that, next node if it is more; of a
leaf -1, its value, 0, 0."""


@dataclass(frozen=True)
class Trees:
    """Gradient-boosted trees: log-odds = bias + the sum of one leaf of each tree."""

    bias: float
    trees: tuple[tuple[Node, ...], ...]

    def logits(self, table: Sequence[Sequence[float]]) -> list[float]:
        """Give the log-odds of each row of features, unbounded."""
        import numpy as np

        if not table:
            return []
        nodes = self._nodes
        columns = np.array(table).T
        rows = np.arange(len(table))[:, None]
        at = np.broadcast_to(nodes.roots, (len(table), len(nodes.roots)))
        for _ in range(nodes.depth):  # at a leaf, both ways lead to itself
            is_low = columns[nodes.feature[at], rows] <= nodes.value[at]
            at = nodes.next[at, is_low.astype(np.int64)]
        # One after the other, as "sum" adds: pairwise sums would round otherwise.
        sums: list[float] = (self.bias + nodes.value[at].cumsum(axis=1)[:, -1]).tolist()
        return sums

    @cached_property
    def _nodes(self) -> "_Nodes":
        import numpy as np

        rows: list[Node] = []
        roots, depth = [], 0
        for tree in self.trees:
            first = len(rows)
            roots.append(first)
            depth = max(depth, _depth(tree))
            for place, (feature, value, low, high) in enumerate(tree, first):
                ways = (first + low, first + high) if feature >= 0 else (place, place)
                rows.append((max(0, feature), value, *ways))
        features, values, lows, highs = zip(*rows, strict=True)
        return _Nodes(
            np.array(roots),
            np.array(features),
            np.array(values, np.float64),
            np.array([highs, lows]).T,
            depth,
        )


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes of all trees, numbered through."""

    roots: "NDArray[np.int64]"
    feature: "NDArray[np.int64]"
    """Of a leaf 0."""
    value: "NDArray[np.float64]"
    """Threshold, or of a leaf its value."""
    next: "NDArray[np.int64]"
    """int64[nodes, 2]: where the feature is more than the threshold, and where it is not."""
    depth: int


def _depth(tree: Sequence[Node], at: int = 0) -> int:
    feature, _, low, high = tree[at]
    return 0 if feature < 0 else 1 + max(_depth(tree, low), _depth(tree, high))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's scaling by kind of source: log-odds = a line in the log-odds given.

    Of ``KINDS`` each adds its own to the line's height and slope (Platt 1999, "Probabilistic
    outputs for support vector machines").
    """

    height: float = 0.0
    slope: float = 1.0
    heights: tuple[float, ...] = (0.0,) * len(KINDS)
    slopes: tuple[float, ...] = (0.0,) * len(KINDS)

    def probability(self, logit: float, kind: Sequence[float]) -> float:
        """Give the probability, in [0, 1]; it never falls where ``logit`` rises."""
        height = self.height + sum(map(mul, self.heights, kind))
        slope = self.slope + sum(map(mul, self.slopes, kind))
        return _probability(height + max(0.0, slope) * logit)


@dataclass(frozen=True, slots=True)
class Models:
    """The two models, and what makes of the second's log-odds a confidence."""

    unit: Trees
    answer: Trees
    calibration: Calibration


@cache
def models() -> Models:
    """Give the fitted models that come with the package."""
    return read(Path(__file__).with_name("support.json"))


def read(path: Path) -> Models:
    """Read models that ``benchmarks.fit`` wrote, for the features that this version computes.

    Without a calibration in it, the second model's word is taken.
    """
    fitted = json.loads(path.read_bytes())
    names = {"unit": FEATURES, "answer": ANSWER_FEATURES, "calibration": KINDS}
    for which, features in names.items():
        if which in fitted and fitted[which]["features"] != list(features):
            raise ValueError(f"{path} was fitted for other features; run python -m benchmarks.fit")
    line = _line(fitted["calibration"]) if "calibration" in fitted else Calibration()
    return Models(trees(fitted["unit"]), trees(fitted["answer"]), line)


def _line(fitted: dict[str, Any]) -> Calibration:
    heights, slopes = tuple(fitted["heights"]), tuple(fitted["slopes"])
    return Calibration(fitted["height"], fitted["slope"], heights, slopes)


def trees(fitted: Mapping[str, Any]) -> Trees:
    """Make trees of what was stored."""
    return Trees(float(fitted["bias"]), tuple(tuple(map(tuple, tree)) for tree in fitted["trees"]))


def rate(found: Sequence[Evidence], unit: Trees | None = None) -> list[Evidence]:
    """Set each one's ``support`` and put the best first; equal ones stay in the order found.

    What holds the question's words, and few others, may come before what is rated higher.
    """
    model = unit or models().unit
    logits = model.logits([each.features for each in found])
    rated = [
        replace(each, support=_probability(logit))
        for each, logit in zip(found, logits, strict=True)
    ]
    return closest_first(sorted(rated, key=lambda each: -each.support))


CLOSE, EXACT = 0.5, 0.3
"""Shares of the best's support from which another comes first: one that holds words of the question
that the best lacks, and, where both hold them all, one that holds fewer others."""
HOLDS, MORE = 0.9, 0.05
"""Shares of the question's words that a unit holds which holds them all, and by how much more."""
FEW = 3
"""Words of a question; to hold fewer tells too little."""


def closest_first(rated: Sequence[Evidence]) -> list[Evidence]:
    """Let what says what was asked, and little else, come before what says more or less."""
    if not rated:
        return []
    best = rated[0]
    held, said = _COLUMN["in_unit"], _COLUMN["unit_asked"]
    whole = [each for each in rated if each.features[held] >= HOLDS]
    if len(best.asked) < FEW:
        closest, least = [], 1.0
    elif best.features[held] < HOLDS:
        closest = [e for e in whole if e.features[held] - best.features[held] >= MORE]
        least = CLOSE
    else:
        closest = [e for e in whole if e.features[said] > best.features[said]]
        least = EXACT
    near = [each for each in closest if each.support >= least * best.support]
    first = max(near, key=lambda each: each.features[said], default=best)
    return [first, *(each for each in rated if each is not first)]


def confidence(rated: Sequence[Evidence]) -> float:
    """Give the probability in [0, 1] that the best of ``rated`` states what was asked."""
    if not rated:
        return 0.0
    fitted = models()
    rated = sorted(rated, key=lambda each: -each.support)
    table = [each.features for each in rated]
    logits = fitted.unit.logits(table[:2])
    (logit,) = fitted.answer.logits([answer_features(table, logits, len(rated[0].asked))])
    language = rated[0].hit.passage.language
    return fitted.calibration.probability(logit, kind(table, language))


def kind(table: Sequence[Sequence[float]], language: str) -> tuple[float, ...]:
    """Give what ``KINDS`` names, each in [0, 1].

    ``table``: the features of the evidence, not empty; ``language``: of the best's source.
    """
    fields = [row[_COLUMN["is_field"]] for row in table]
    return table[0][_COLUMN["plain"]], float(language != "en"), sum(fields) / len(fields)


def answer_features(
    table: Sequence[Sequence[float]], logits: Sequence[float], terms: int
) -> tuple[float, ...]:
    """Give what the second model sees.

    ``table``: the features of the evidence in order of support, not empty; ``logits``: by the
    first model, of at least the first two; ``terms``: how many words evidence must hold.
    """
    lead = logits[0] - logits[1] if len(logits) > 1 else 5.0
    return (
        *table[0],
        logits[0] / 5,
        min(1.0, lead / 5),
        max(row[_COLUMN["unit_cosine"]] for row in table),
        max(row[_COLUMN["in_unit"]] for row in table),
        max(row[_COLUMN["in_passage"]] for row in table),
        min(1.0, terms / 10),
    )
