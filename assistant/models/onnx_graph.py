"""A BERT sentence encoder as ONNX graphs: token ids → lower layers → upper layers → unit vector.

Written node by node from a sentence-transformers folder, for ONNX Runtime on a CPU. In two, since
the cross-encoder, a third, goes on from where the lower layers end:

- the word table stays in 4-bit blocks where that loses nothing (multilingual-e5-small: 54 MB
  instead of 384);
- int8: the matrices are int8 per output column, the activations int8 **per token**. The usual
  quantisation of activations per batch would make a text's vector depend on its neighbours in the
  batch, and needs the feed-forward's second matrix, with its outliers, left in float;
- layer norms are spelled out: ONNX Runtime's own kernel is not vectorised and takes three times as
  long (a fifth of the whole).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from assistant.models.onnx_runtime import file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

Variant = Literal["int8", "float"]

INTEGERS: Sequence[str | int] = ("tokens",)
"""Shape of what is given of each token as a whole number."""

_BLOCK = 32
_MICROSOFT = "com.microsoft"  # the domain of ONNX Runtime's own operators
_OPSET, _IR_VERSION = 18, 10
# Without VNNI, x86 adds pairs of products in 16 bits: 2 · 255 · 64 still fits there.
_WEIGHT_LIMIT, _ACTIVATION_LIMIT = 64, 127
_ZERO_POINT = 128


class _Graph:
    """Collects nodes and constants; values are named after the node that gives them."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, value: "Array") -> str:
        from onnx import numpy_helper

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def scalar(self, value: float) -> str:
        return self.constant(f"float_{value!r}", np.float32(value))  # type: ignore[arg-type]

    def axis(self, value: int) -> str:
        return self.constant(f"axis_{value}", np.array([value], np.int64))

    def node(self, kind: str, inputs: "Sequence[str]", **attributes: Any) -> str:
        return self.split(kind, inputs, 1, **attributes)[0]

    def give(self, kind: str, inputs: "Sequence[str]", output: str, **attributes: Any) -> None:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))

    def split(
        self, kind: str, inputs: "Sequence[str]", outputs: int, **attributes: Any
    ) -> list[str]:
        from onnx import helper

        name = f"{kind}_{len(self.nodes)}"
        names = [f"{name}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=name, **attributes))
        return names


class _Bert:
    """Adds the parts of one model to a graph. Activations are float32[batch, tokens, hidden]."""

    def __init__(self, folder: Path, variant: Variant) -> None:
        from safetensors.numpy import load_file

        configuration = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.weights = load_file(folder / "model.safetensors")
        self.layers = int(configuration["num_hidden_layers"])
        self.lower = self.layers * 2 // 3
        self.heads = int(configuration["num_attention_heads"])
        self.hidden = int(configuration["hidden_size"])
        self.epsilon = float(configuration["layer_norm_eps"])
        self.variant = variant
        self.graph = _Graph()

    def write_lower(self, path: Path) -> None:
        """Write: token ids → what the lower layers make of each token."""
        x = self._embeddings()
        for layer in range(self.lower):
            x = self._layer(x, f"encoder.layer.{layer}")
        self.graph.give("Identity", [x], "states")
        self._save(path, {"ids": INTEGERS, "mask": INTEGERS}, {"states": self._states()})

    def write_upper(self, path: Path) -> None:
        """Write: what the lower layers give → a text's vector."""
        self._pool(self._upper("states"))
        self._save(path, {"states": self._states(), "mask": INTEGERS}, {"vectors": [self.hidden]})

    def write_cross(self, path: Path, adapters: Mapping[str, "Array"]) -> None:
        """Write: what the lower layers give of a question with a text behind it → log-odds."""
        self._adapt(adapters)
        graph = self.graph
        parts = graph.node("Gather", [graph.constant("parts", adapters["parts"]), "part"])
        x = self._upper(graph.node("Add", ["states", parts]))
        self._compare(x, adapters)
        inputs = {"states": self._states(), "mask": INTEGERS, "part": INTEGERS}
        self._save(path, inputs, {"told": [len(adapters["out.bias"])]})

    def _states(self) -> list[str | int]:
        return ["tokens", self.hidden]

    def _upper(self, x: str) -> str:
        for layer in range(self.lower, self.layers):
            x = self._layer(x, f"encoder.layer.{layer}")
        return x

    def _save(
        self,
        path: Path,
        inputs: Mapping[str, Sequence[str | int]],
        outputs: Mapping[str, Sequence[str | int]],
    ) -> None:
        """Save the graph; of inputs and outputs the shape is given but for the batch."""
        import onnx
        from onnx import TensorProto, helper

        def value(name: str, shape: Sequence[str | int]) -> Any:
            kind = TensorProto.INT32 if shape is INTEGERS else TensorProto.FLOAT
            return helper.make_tensor_value_info(name, kind, ["batch", *shape])

        graph = helper.make_graph(
            self.graph.nodes,
            path.stem,
            [value(*each) for each in inputs.items()],
            [value(*each) for each in outputs.items()],
            list(self.graph.constants.values()),
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION), path)

    def _adapt(self, adapters: Mapping[str, "Array"]) -> None:
        """Add to the upper layers' matrices the product of two narrow ones, and take their norms.

        Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models".
        """
        for name, value in adapters.items():
            if name.endswith(".a"):
                weight = f"encoder.layer.{name.removesuffix('.a')}.weight"
                wide = adapters[f"{name.removesuffix('.a')}.b"].astype(np.float32)
                self.weights[weight] = self.weights[weight] + wide @ value.astype(np.float32)
            elif "LayerNorm" in name:
                self.weights[f"encoder.layer.{name}"] = value.astype(np.float32)

    def _compare(self, x: str, adapters: Mapping[str, "Array"]) -> None:
        """Log-probabilities from the first token and the mean of the text's."""
        from onnx import TensorProto

        graph = self.graph
        first = graph.node("Gather", [x, graph.axis(0)], axis=1)
        first = graph.node("Squeeze", [first, graph.axis(1)])
        text = graph.node("Cast", ["part"], to=TensorProto.FLOAT)
        count = graph.node("ReduceSum", [text, graph.axis(1)], keepdims=1)
        total = graph.node("MatMul", [graph.node("Unsqueeze", [text, graph.axis(1)]), x])
        total = graph.node("Squeeze", [total, graph.axis(1)])
        both = graph.node("Concat", [first, graph.node("Div", [total, count])], axis=1)
        matrix = graph.constant("out.weight", adapters["out.weight"].T.astype(np.float32))
        bias = graph.constant("out.bias", adapters["out.bias"].astype(np.float32))
        odds = graph.node("Add", [graph.node("MatMul", [both, matrix]), bias])
        graph.give("LogSoftmax", [odds], "told", axis=1)

    def _embeddings(self) -> str:
        graph = self.graph
        position = self.weights["embeddings.position_embeddings.weight"]
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]  # one text: type 0
        length = graph.node("Shape", ["ids"], start=1, end=2)
        table = graph.constant("positions", position + kind)
        positions = graph.node("Slice", [table, graph.axis(0), length, graph.axis(0)])
        return self._norm(graph.node("Add", [self._words(), positions]), "embeddings.LayerNorm")

    def _words(self) -> str:
        graph, words = self.graph, self.weights["embeddings.word_embeddings.weight"]
        blocks = four_bit_blocks(words)
        if blocks is None:
            return graph.node("Gather", [graph.constant("words", words), "ids"])
        nibbles, scales = blocks
        return graph.node(
            "GatherBlockQuantized",
            [graph.constant("words", nibbles), "ids", graph.constant("word_scales", scales)],
            domain=_MICROSOFT,
            bits=4,
            block_size=_BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )

    def _layer(self, x: str, name: str) -> str:
        """Attention, then the feed-forward, each added to its input and normalised."""
        graph = self.graph
        attended = self._linear(self._attention(x, name), f"{name}.attention.output.dense")
        x = self._norm(graph.node("Add", [x, attended]), f"{name}.attention.output.LayerNorm")
        inner = self._product(x, f"{name}.intermediate.dense")
        bias = graph.constant(f"{name}.inner", self.weights[f"{name}.intermediate.dense.bias"])
        inner = graph.node("BiasGelu", [inner, bias], domain=_MICROSOFT)
        outer = self._linear(inner, f"{name}.output.dense")
        return self._norm(graph.node("Add", [x, outer]), f"{name}.output.LayerNorm")

    def _attention(self, x: str, name: str) -> str:
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in parts])
        together = self._product(x, *parts)
        query, key, value = self.graph.split("Split", [together], 3, axis=2, num_outputs=3)
        return self.graph.node(
            "MultiHeadAttention",
            [query, key, value, self.graph.constant(f"{name}.qkv", bias), "mask"],
            domain=_MICROSOFT,
            num_heads=self.heads,
        )

    def _linear(self, x: str, name: str) -> str:
        bias = self.graph.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.graph.node("Add", [self._product(x, name), bias])

    def _product(self, x: str, *names: str) -> str:
        """Multiply by one or several matrices at once; without their biases."""
        graph = self.graph
        matrix = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        if self.variant == "float":
            return graph.node("MatMul", [x, graph.constant(names[0], matrix)])
        scale = np.maximum(np.abs(matrix).max(axis=0) / _WEIGHT_LIMIT, 1e-12).astype(np.float32)
        columns = graph.constant(names[0], np.rint(matrix / scale).astype(np.int8))
        peak = graph.node("ReduceMax", [graph.node("Abs", [x]), graph.axis(-1)], keepdims=1)
        step = graph.node("Mul", [peak, graph.scalar(1 / _ACTIVATION_LIMIT)])
        zero = graph.constant("zero_point", np.uint8(_ZERO_POINT))  # type: ignore[arg-type]
        tokens = graph.node("Div", [x, step])
        tokens = graph.node("QuantizeLinear", [tokens, graph.scalar(1.0), zero])
        product = graph.node(
            "MatMulIntegerToFloat",
            [
                tokens,
                columns,
                graph.scalar(1.0),
                graph.constant(f"{names[0]}.scale", scale),
                zero,
            ],
            domain=_MICROSOFT,
        )
        return graph.node("Mul", [product, step])

    def _norm(self, x: str, name: str) -> str:
        graph = self.graph
        centred = graph.node("Sub", [x, graph.node("ReduceMean", [x, graph.axis(-1)], keepdims=1)])
        squares = graph.node("ReduceSumSquare", [centred, graph.axis(-1)], keepdims=1)
        variance = graph.node("Mul", [squares, graph.scalar(1 / self.hidden)])
        deviation = graph.node("Sqrt", [graph.node("Add", [variance, graph.scalar(self.epsilon)])])
        normal = graph.node("Div", [centred, deviation])
        gain = graph.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = graph.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return graph.node("Add", [graph.node("Mul", [normal, gain]), bias])

    def _pool(self, x: str) -> None:
        """Mean over the tokens that are not padding, then length 1: the sum will do."""
        from onnx import TensorProto

        graph = self.graph
        mask = graph.node("Cast", ["mask"], to=TensorProto.FLOAT)
        total = graph.node("MatMul", [graph.node("Unsqueeze", [mask, graph.axis(1)]), x])
        total = graph.node("Squeeze", [total, graph.axis(1)])
        graph.give("LpNormalization", [total], "vectors", axis=1, p=2)


def write(folder: Path, variant: Variant) -> None:
    """Write the model in ``folder`` (BERT, mean pooling, normalised) as two ONNX files there.

    ``lower``: ``ids`` and ``mask`` (1 where a token is), int32[batch, tokens] → ``states``,
    float32[batch, tokens, hidden]. ``upper``: ``states``, ``mask`` → ``vectors``,
    float32[batch, hidden], rows of length 1.
    """
    _Bert(folder, variant).write_lower(folder / file("lower", variant))
    _Bert(folder, variant).write_upper(folder / file("upper", variant))


def write_cross(
    folder: Path, variant: Variant, adapters: Mapping[str, "Array"], target: Path
) -> None:
    """Write into ``target`` the cross-encoder that ``adapters`` make of the model's upper layers.

    ``states`` and ``mask`` as above, ``part`` (1 where the text is, 0 where the question or
    padding) → ``told``, log-probabilities float32[batch, classes].
    """
    _Bert(folder, variant).write_cross(target / file("cross", variant), adapters)


def four_bit_blocks(table: "Array") -> "tuple[Array, Array] | None":
    """Pack float32[n, d] into 4-bit blocks of 32, or give None where that would lose anything.

    Gives uint8[n, d/2] (two weights a byte, the first one low; a weight is (nibble - 8) · scale)
    and the scales, float32[n, d/32].
    """
    rows, columns = table.shape
    if columns % _BLOCK:
        return None
    nibbles = np.empty((rows, columns // 2), np.uint8)
    scales = np.empty((rows, columns // _BLOCK), np.float32)
    for start in range(0, rows, 16_384):  # in parts, for the memory
        part = table[start : start + 16_384]
        blocks = part.reshape(len(part), -1, _BLOCK)
        at_peak = np.abs(blocks).argmax(axis=2)[..., None]
        # The coder of such blocks gives the largest weight the nibble 0, hence -8 times the scale.
        scale = np.take_along_axis(blocks, at_peak, axis=2) / np.float32(-8)
        levels = np.rint(blocks / np.where(scale == 0, 1, scale)) + 8
        exact = np.array_equal((levels - 8) * scale, blocks)
        if levels.min() < 0 or levels.max() > 15 or not exact:
            return None
        codes = levels.astype(np.uint8).reshape(len(part), columns)
        nibbles[start : start + len(part)] = codes[:, 0::2] | codes[:, 1::2] << 4
        scales[start : start + len(part)] = scale[..., 0]
    return nibbles, scales
