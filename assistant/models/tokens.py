"""Texts → token ids, as a model's own tokenizer gives them.

SentencePiece reads the multilingual model's 250,000 pieces in a fifth of the memory that
``tokenizers`` takes for them, and splits texts four times as fast; a model of another kind is left
to ``tokenizers``. To SentencePiece a mark of the model's own that a text spells out, such as
``</s>``, is text like any other.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Tokenize = Callable[[Sequence[str]], list[list[int]]]

PIECES = "pieces.model"
"""The pieces with their scores, as SentencePiece reads them; texts come normalised already."""

EDGES = 2
"""Tokens that are not of the text: one opens it, one closes it."""

# What is removed, and what is taken for a space, on top of NFKC.
CONTROLS = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
SPACES = "[\\s\u200b-\u200f\u2581\ufeff\ufffd]+"
_CONTROLS, _SPACES = re.compile(CONTROLS), re.compile(SPACES)


def load(folder: Path) -> Tokenize:
    """Load a model's tokenizer: texts → token ids, uncut, ``EDGES`` included.

    Any number of threads may use it.
    """
    pieces = folder / PIECES
    return _by_pieces(pieces) if pieces.is_file() else _by_file(folder / "tokenizer.json")


def _by_pieces(path: Path) -> Tokenize:
    from sentencepiece import SentencePieceProcessor

    processor: Any = SentencePieceProcessor(model_file=str(path))

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        given = list(map(_normal, texts))
        # Threads of its own would be started anew for every call.
        found: list[list[int]] = processor.encode(given, add_bos=True, add_eos=True, num_threads=1)
        return found

    return tokenize


def _normal(text: str) -> str:
    """Prepare a text as the pieces are: each word has a mark before it instead of a space."""
    plain = _CONTROLS.sub("", unicodedata.normalize("NFKC", text))
    words = _SPACES.sub(" ", plain).strip()
    return "▁" + words.replace(" ", "▁") if words else ""


def _by_file(path: Path) -> Tokenize:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        return [each.ids for each in tokenizer.encode_batch_fast(list(texts))]

    return tokenize
