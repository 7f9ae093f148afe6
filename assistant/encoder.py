"""Texts → unit vectors; the only module that imports sentence_transformers."""

import os
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant import models
from assistant.errors import EncoderError
from assistant.models.cross_encoder import CrossEncoder
from assistant.models.onnx_runtime import OnnxModel
from assistant.types import ProgressCallback

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_QUESTIONS_KEPT = 1_024
_MANY_QUESTIONS = 256
"""From here on questions are a batch job, not people asking: not kept."""
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
_BATCH = 32
_NO_LIMIT = 1_000_000
"""Tokens, for models that read texts of any length."""


class Encoder:
    """A loaded encoder; may be used by several threads at once.

    Questions and passages get the prompts that the model was trained with. A text longer than
    ``max_tokens``, prompt included, is cut there.
    """

    def __init__(
        self,
        name: str,
        model: "OnnxModel | _SentenceTransformersModel",
        cross: CrossEncoder | None = None,
    ) -> None:
        self.name = name
        self.dimension = model.dimension
        self.max_tokens = model.max_tokens
        self.cross = cross
        """What reads a question and a text together, where there is such a model."""
        self._model = model
        self._known: OrderedDict[str, Rows] = OrderedDict()
        self._asked: deque[str] = deque()
        self._lock = threading.Lock()

    def encode_queries(self, texts: Sequence[str]) -> "Rows":
        """Give questions' vectors, float32[n, d], rows of length 1.

        Questions asked while another is being encoded are encoded together after it.
        """
        import numpy as np

        questions = [_encodable(text) for text in texts]
        if not questions or len(questions) >= _MANY_QUESTIONS:
            return self._model.queries(questions)
        self._asked.extend(question for question in questions if question not in self._known)
        with self._lock:
            missing = [question for question in questions if question not in self._known]
            if missing:
                self._encode_asked(missing)
            rows = np.stack([self._known[question] for question in questions])
            self._forget_all_but_the_latest(questions)
            return rows

    def encode_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> "Rows":
        """Give passages' vectors, float32[n, d], rows of length 1.

        ``progress`` is called with the number of texts done so far.
        """
        return self._model.passages([_encodable(text) for text in texts], progress)

    def compare(self, pairs: Sequence[tuple[str, str]]) -> "Rows | None":
        """Read questions together with texts, as ``verdicts.Compare`` has it."""
        if self.cross is None:
            return None
        return self.cross.compare([(_encodable(asked), _encodable(text)) for asked, text in pairs])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, uncut, without prompt and special tokens."""
        return self._model.count_tokens([_encodable(text) for text in texts])

    def _encode_asked(self, missing: list[str]) -> None:
        """Encode these questions, and with them those of the threads that wait."""
        batch = dict.fromkeys(missing)
        while self._asked and len(batch) < _MANY_QUESTIONS:
            question = self._asked.popleft()
            if question not in self._known:
                batch[question] = None
        self._known.update(zip(batch, self._model.queries(list(batch)), strict=True))

    def _forget_all_but_the_latest(self, questions: list[str]) -> None:
        for question in questions:
            self._known.move_to_end(question)
        while len(self._known) > _QUESTIONS_KEPT:
            self._known.popitem(last=False)


def comparing(
    encoder: Callable[[], Encoder],
) -> "Callable[[Sequence[tuple[str, str]]], Rows | None]":
    """Give ``Encoder.compare`` of an encoder that is loaded only when it is to read something."""
    return lambda pairs: encoder().compare(pairs)


def load(
    name: str | None = None,
    progress: ProgressCallback | None = None,
    *,
    threads: int | None = None,
    reference: bool = False,
) -> Encoder:
    """Load the encoder, preparing its files where that has not been done yet.

    ``name`` as in ``models.prepare``; ``threads``: all physical cores by default. ``reference``
    asks for the float model through sentence-transformers (on the GPU where torch finds one), which
    the fast encoder was checked against. Raises EncoderError.
    """
    prepared = models.prepare(name, progress)
    if prepared.variant is None or reference:
        return Encoder(prepared.reference.identity, _SentenceTransformersModel(prepared, threads))
    return Encoder(prepared.identity, *_onnx_models(prepared, prepared.variant, threads))


def identity(name: str | None = None) -> str:
    """Give ``load(name).name`` without loading anything. Raises EncoderError."""
    return models.identity(name)


class _SentenceTransformersModel:
    """A model on torch. One batch at a time: its tokenizer may not be shared by threads."""

    def __init__(self, prepared: models.PreparedModel, threads: int | None) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        if threads:
            torch.set_num_threads(threads)
        transformers_logging.disable_progress_bar()
        transformers_logging.set_verbosity_error()
        self._lock = threading.Lock()
        try:
            self._model: Any = SentenceTransformer(str(prepared.folder), local_files_only=True)
            self.dimension = int(self._model.get_embedding_dimension())
            self.max_tokens = int(min(self._model.max_seq_length or _NO_LIMIT, _NO_LIMIT))
        except Exception as error:  # whatever a broken folder provokes in the libraries below
            raise EncoderError(
                f"The encoder in {prepared.folder} cannot be loaded: {error}. "
                "Name another with --model."
            ) from error

    def queries(self, texts: Sequence[str]) -> "Rows":
        return self._embed(self._model.encode_query, texts, None)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> "Rows":
        # Left to itself it prefers its own empty "document" to a model's "passage".
        prompts = self._model.prompts
        prompt = next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), "")
        return self._embed(partial(self._model.encode_document, prompt=prompt), texts, progress)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        with self._lock:
            options = {"add_special_tokens": False, "truncation": False, "verbose": False}
            ids = self._model.tokenizer(list(texts), **options)["input_ids"]
        return [len(row) for row in ids]

    def _embed(
        self,
        encode: "Callable[..., Rows]",
        texts: Sequence[str],
        progress: Callable[[int], None] | None,
    ) -> "Rows":
        import numpy as np

        rows = np.empty((len(texts), self.dimension), np.float32)
        # Texts of one length together: a batch is as slow as its longest text.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            chosen = [texts[i] for i in batch]
            with self._lock:
                rows[batch] = encode(chosen, normalize_embeddings=True, show_progress_bar=False)
            if progress:
                progress(start + len(batch))
        return rows


def _onnx_models(
    prepared: models.PreparedModel, variant: str, threads: int | None
) -> tuple[OnnxModel, CrossEncoder | None]:
    try:
        model = OnnxModel(prepared.folder, variant, threads)
        if prepared.cross is None:
            return model, None
        return model, CrossEncoder(model, prepared.cross, variant, threads)
    except Exception as error:  # a file altered without a change of size; no more memory
        raise EncoderError(
            f"The encoder in {prepared.folder} cannot be loaded: {error}. "
            "Remove that folder; it is made anew."
        ) from error


def _encodable(text: str) -> str:
    """Replace lone surrogates, which JSON may carry but no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
