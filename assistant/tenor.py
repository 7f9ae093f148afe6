"""What a sentence says of its matter, by a small linear model: that it is so, or not, or open.

The rules of ``polarity`` know cues, and take what holds none for a yes. The model was shown
statements by several hands and generalises over their wordings, from word n-grams and, where the
index holds one, the sentence's vector. It knows nothing of the question. ``tenor.json`` holds it;
``python -m benchmarks.tenor`` fits it.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import polarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLASSES = ("no", "not_assessed", "states", "unclear", "yes")
"""``states``: nothing of the kind; in the order of ``Tenor``'s fields."""

SHAPE = ("length", "labelled", "short", "denied", "any_denied", "hedged", "french", "alone")
"""What counts beside words and vector; ``alone``: there is no vector."""

OPEN, SURELY_OPEN, AGAINST = 0.3, 0.7, 0.2
"""What outweighs the rules: a probability of being open; the same where they saw a denial, a
figure or name is asked for, or there is no vector; less than this share of yes and no for the one
that they read."""

_FEW, _MANY = 6, 30
"""Words of a fragment, and of a long sentence."""

_STEM = 5
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Tenor:
    """Probabilities of what a sentence says of its matter; they add up to 1."""

    no: float
    not_assessed: float
    states: float
    unclear: float
    yes: float
    by_vector: bool = True
    """Read with the sentence's vector, not by its words alone."""

    @property
    def open(self) -> float:
        """The probability that the sentence leaves the matter open."""
        return self.not_assessed + self.unclear


def is_left_open(ruled: str, tenor: Tenor, *, sure: bool) -> bool:
    """Whether a sentence leaves its matter open, though the rules read a stance in it.

    ``sure``: only where there is hardly a doubt.
    """
    sure = sure or ruled == "no" or not tenor.by_vector
    return tenor.open >= (SURELY_OPEN if sure else OPEN)


def is_contradicted(ruled: str, tenor: Tenor) -> bool:
    """Whether the rules read a sentence as the opposite of what it says to the model."""
    own, other = (tenor.yes, tenor.no) if ruled == "yes" else (tenor.no, tenor.yes)
    return ruled in ("yes", "no") and own < AGAINST * (own + other)


@dataclass(frozen=True, slots=True)
class Model:
    """Of each class the weights of what a sentence holds."""

    encoder: str
    """Whose vectors it knows: identity without what follows a "+"."""
    directions: "NDArray[np.float32]"
    """float32[classes, d]: the products with a sentence's vector count as they are."""
    heights: tuple[float, ...]
    """Of each class, with a vector."""
    shape: Mapping[str, tuple[float, ...]]
    grams: Mapping[str, tuple[float, ...]]


@cache
def model() -> Model:
    """Give the fitted model that comes with the package."""
    import numpy as np

    fitted = json.loads(Path(__file__).with_name("tenor.json").read_bytes())
    unit = fitted["unit"]
    return Model(
        fitted["encoder"],
        np.array(fitted["directions"], np.float32),
        tuple(fitted["heights"]),
        {name: tuple(row) for name, row in zip(SHAPE, fitted["shape"], strict=True)},
        {gram: tuple(unit * n for n in row) for gram, row in fitted["grams"].items()},
    )


def directions(encoder: str) -> "NDArray[np.float32] | None":
    """Give the vectors whose products with a unit's vector ``read`` takes, float32[classes, d].

    None for another encoder than the one that the model was fitted on.
    """
    known = model()
    return known.directions if encoder.partition("+")[0] == known.encoder else None


def read(
    text: str, language: str, *, labelled: bool = False, products: Sequence[float] = ()
) -> Tenor:
    """Read a sentence or a field's value.

    ``labelled``: it stands behind a label. ``products``: of its vector with ``directions``; none
    where there is no such vector.
    """
    logits = _by_words(text, language, labelled)
    known = model()
    more = products or known.shape["alone"]
    sums = [sum(each) for each in zip(logits, known.heights, more, strict=True)]
    top = max(sums)
    powers = [math.exp(each - top) for each in sums]
    total = sum(powers)
    no, not_assessed, states, unclear, yes = (each / total for each in powers)
    return Tenor(no, not_assessed, states, unclear, yes, by_vector=bool(products))


@lru_cache(maxsize=20_000)
def _by_words(text: str, language: str, labelled: bool) -> tuple[float, ...]:
    known = model()
    logits = [0.0] * len(CLASSES)
    for name, worth in shape(text, language, labelled=labelled).items():
        for place, weight in enumerate(known.shape[name]):
            logits[place] += worth * weight
    for gram, worth in grams(text, language).items():
        for place, weight in enumerate(known.grams.get(gram, ())):
            logits[place] += worth * weight
    return tuple(logits)


def shape(text: str, language: str, *, labelled: bool) -> Mapping[str, float]:
    """Give how a text is built, by ``SHAPE``, each in [0, 1]; without ``alone``."""
    stated = polarity.read(text)
    denied = [word.denied and not word.phrasal for word in stated.words]
    return {
        "length": min(1.0, len(denied) / _MANY),
        "labelled": float(labelled),
        "short": float(len(denied) < _FEW),
        "denied": sum(denied) / max(1, len(denied)),
        "any_denied": float(any(word.denied for word in stated.words)),
        "hedged": float(stated.hedged),
        "french": float(language == "fr"),
    }


def grams(text: str, language: str) -> Mapping[str, float]:
    """Give the runs of one to three words of a text, and how much each counts, of length 1.

    Also the beginnings of long words, and pairs with any word between; figures are all alike.
    """
    said = ["^", *map(_plain, polarity.read(text).words), "$"]
    spoken = "fr" if language == "fr" else "en"
    own = said[1:-1]
    found = dict.fromkeys([*own, *(f"{w[:_STEM]}-" for w in own if len(w) > _STEM)], 1.0)
    found |= dict.fromkeys((" ".join(pair) for pair in pairwise(said)), 1.0)
    wider = [
        *(" ".join(three) for three in zip(said, said[1:], said[2:], strict=False)),
        *(" * ".join(pair) for pair in zip(said, said[2:], strict=False)),
    ]
    found |= dict.fromkeys(wider, 0.7)
    length = math.sqrt(sum(worth * worth for worth in found.values()))
    return {f"{spoken} {gram}": worth / length for gram, worth in found.items()}


def _plain(word: polarity.Word) -> str:
    if _YEAR.fullmatch(word.text):
        return "0000"
    return "0" if word.text[0].isdigit() else word.text
