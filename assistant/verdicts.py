"""What a sentence says to a yes/no question: what rules read in it, and what a cross-encoder does.

The rules of ``stance`` look at cues, the cross-encoder reads question and sentence as one text; how
far to believe which are a few lines in ``comparison.json``, which ``benchmarks.comparison`` fits.
Answers and the ledger's cells are settled here alike.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.stance import Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Compare = Callable[[Sequence[tuple[str, str]]], "NDArray[np.float32] | None"]
"""Pairs of a question and a text → log-probabilities of ``models.cross_encoder.CLASSES``,
float32[n, 6]; None where the encoder has no cross-encoder."""

VERDICTS: tuple[Stance, ...] = ("yes", "no", "not_assessed", "unclear")
RULED: tuple[Stance, ...] = ("yes", "no", "states", "not_assessed", "unclear", "empty")
TONED: tuple[Stance, ...] = ("not_assessed", "unclear", "states")
FEATURES = (
    *(f"told_{name}" for name in VERDICTS),
    *(f"ruled_{name}" for name in RULED),
    *(f"toned_{name}" for name in TONED),
    "field",
    "field_yes",
    "hedged",
)
"""What decides: log-probabilities of the cross-encoder, what the rules read, what the tenor makes
of it where it outweighs them, how far a field's value is a yes to the first, and whether the
sentence hedges."""

LEAST = 1e-4
"""Probability from which it counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """Log-odds = height + the sum of the features by their weights."""

    height: float
    weights: tuple[float, ...]

    def at(self, row: Sequence[float]) -> float:
        """Give the log-odds of a row of features."""
        return math.fsum([self.height, *map(mul, self.weights, row)])


Lines = tuple[Line, ...]
"""Of each of ``VERDICTS``; their log-odds are to be compared with each other."""


def line(numbers: Sequence[float]) -> Line:
    """Make a line of its height and its weights."""
    return Line(numbers[0], tuple(numbers[1:]))


@cache
def lines() -> Lines:
    """Give the fitted lines that come with the package."""
    fitted = json.loads(Path(__file__).with_name("comparison.json").read_bytes())["verdict"]
    if fitted["features"] != list(FEATURES):
        raise ValueError(
            "comparison.json is of other features; run python -m benchmarks.comparison"
        )
    return tuple(map(line, fitted["lines"]))


def features(
    told: Sequence[float], ruled: Stance, toned: Stance, *, field: float, hedged: bool
) -> tuple[float, ...]:
    """Give what ``FEATURES`` names.

    ``told``: log-probabilities of ``models.cross_encoder.CLASSES``; ``ruled``: what the rules read;
    ``toned``: the same once the tenor has had its say; ``field``: whether the sentence is the value
    of a field, 0 or 1.
    """
    verdicts = [max(value, math.log(LEAST)) for value in told[1:5]]
    is_ruled = (float(ruled == name) for name in RULED)
    is_toned = (float(toned == name != ruled) for name in TONED)
    spread = field * (verdicts[0] - verdicts[1])
    return (*verdicts, *is_ruled, *is_toned, field, spread, float(hedged))


def settle(row: Sequence[float], fitted: Lines) -> tuple[Stance, float]:
    """Give what is most probably said, of ``VERDICTS``, and how probable it is, in [0, 1]."""
    powers = [math.exp(min(50.0, each.at(row))) for each in fitted]
    best = max(range(len(powers)), key=powers.__getitem__)
    return VERDICTS[best], powers[best] / sum(powers)
