"""Does a text say what a question asks, and what? Read together, by a cross-encoder.

The question and the text go through the encoder's lower layers one behind the other, then through
upper layers of their own: the encoder's, adapted to sentences of country reports and questions on
them. ``cross_encoder.npz`` holds the adapters; ``python -m benchmarks.cross_encoder`` fits them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.onnx_runtime import OnnxModel, batches, file, session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

CLASSES = ("silent", "yes", "no", "not_assessed", "unclear", "value")
"""``silent``: the text does not say what is asked; ``value``: it gives the figure, name or date."""

ADAPTERS = Path(__file__).with_name("cross_encoder.npz")

LONGEST = 128
"""Tokens of a question and a text, prompts included; a text is cut there."""


class CrossEncoder:
    """Reads questions and texts together. Made from the encoder that it was fitted on."""

    def __init__(
        self, model: OnnxModel, folder: Path, variant: str, threads: int | None = None
    ) -> None:
        self._model = model
        self._session = session(folder / file("cross", variant), threads)

    def compare(self, pairs: Sequence[tuple[str, str]]) -> "Rows":
        """Give log-probabilities of ``CLASSES`` for each question and its text, float32[n, 6].

        A pair's are the same, bit for bit, whatever goes with it.
        """
        import numpy as np

        asked, said = self._model.pairs(pairs)
        ids = [[*both[0], *both[1]][:LONGEST] for both in zip(asked, said, strict=True)]
        told = np.empty((len(ids), len(CLASSES)), np.float32)
        for batch in batches([len(row) for row in ids]):
            states, mask = self._model.states([ids[i] for i in batch])
            part = np.zeros_like(mask)
            for row, i in enumerate(batch):
                part[row, len(asked[i]) : len(ids[i])] = 1
            told[batch] = self._session.run(None, {"states": states, "mask": mask, "part": part})[0]
        return told
