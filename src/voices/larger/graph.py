"""all-mpnet-base-v2 as an ONNX graph with 8-bit weights, drawn from the published ones.

The architecture is MPNet's (Song and others 2020): BERT with one bias for the distance of two words, shared by all
layers. The published weights are 438 MB in single precision. Here every column of a matrix is rounded to whole steps
of its own, and every token is too before it meets one (vector-wise quantisation, Dettmers and others 2022), so that
the same text gives the same vector whatever stands beside it; sums, norms and attention stay in single precision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

OPSET, IR = 20, 9
WEIGHT_STEPS = 63
"""Weights are whole numbers up to this, seven bits: with eight, older processors overflow and say nothing."""
TOKEN_STEPS, TOKEN_ZERO = 127, 128
"""Tokens are whole numbers up to this on either side of what stands for 0."""
FURTHEST = 128
"""Words further apart than this share one bias."""
FIRST_POSITION = 2
"""Places are counted from behind the two that stand for padding."""
EPSILON = 1e-5
FLOAT, UNSIGNED_BYTE = 1, 2
"""Types of ONNX by number."""

Weights = Mapping[str, NDArray[np.float32]]


def draw(weights: Weights, layers: int, heads: int, window: int) -> ModelProto:
    """Return the graph: `input_ids` and `attention_mask`, shape (texts, tokens), in; the last hidden states out.

    `weights` go by the names they are published under; `window` is the most tokens a text may have.
    """
    from onnx import TensorProto, helper

    drawing = _Drawing(weights)
    mask, near = drawing.mask(), drawing.nearness(window)
    hidden = drawing.words()
    for layer in range(layers):
        hidden = drawing.layer(hidden, f"encoder.layer.{layer}", heads, mask, near)
    drawing.node("Identity", [hidden], "last_hidden_state")
    named, size = ("input_ids", "attention_mask"), ["texts", "tokens"]
    taken = [helper.make_tensor_value_info(name, TensorProto.INT64, size) for name in named]
    given = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*size, "dimensions"])
    graph = helper.make_graph(drawing.nodes, "mpnet", taken, [given], drawing.constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)


def in_steps(matrix: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a matrix in whole steps, and how long a step is; one length for all along `axis`."""
    length = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-12) / np.float32(WEIGHT_STEPS)
    return np.rint(matrix / length).astype(np.int8), length.astype(np.float32)


def buckets(window: int, count: int) -> NDArray[np.int64]:
    """Return which bias stands between two places, shape (window, window); the further apart, the more share one.

    Half of the biases are for words before, half for words behind (Raffel and others 2020, section 2.1).
    """
    behind = np.arange(window)[None, :] - np.arange(window)[:, None]
    apart, half = np.abs(behind), count // 2
    exact = half // 2
    growth = np.log(np.maximum(apart, 1) / exact) / np.log(FURTHEST / exact)
    far = np.minimum(exact + (growth * (half - exact)).astype(np.int64), half - 1)
    return np.asarray(np.where(apart < exact, apart, far) + half * (behind > 0), dtype=np.int64)


@dataclass
class _Drawing:
    """A graph while it is drawn; every method adds nodes and returns the name of what they give."""

    weights: Weights
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def node(self, kind: str, inputs: list[str], name: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = name or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def constant(self, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def places(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))

    def mask(self) -> str:
        """Return what is added to attention, shape (texts, 1, 1, tokens): nothing, or so little that none is left."""
        read = self.node("Unsqueeze", [self.node("Cast", ["attention_mask"], to=FLOAT), self.places(1, 2)])
        return self.node("Mul", [self.node("Sub", [self.number(1.0), read]), self.number(-1e9)])

    def length(self) -> str:
        """Return how many tokens the longest text has, shape (1)."""
        return self.node("Shape", ["input_ids"], start=1, end=2)

    def nearness(self, window: int) -> str:
        """Return the bias for the distance of two words, shape (1, heads, tokens, tokens)."""
        biases = self.weights["encoder.relative_attention_bias.weight"]
        length = self.length()
        both = self.node("Concat", [length, length], axis=0)
        table = self.constant(buckets(window, len(biases)))
        own = self.node("Slice", [table, self.places(0, 0), both, self.places(0, 1)])
        near = self.node("Gather", [self.constant(biases), own])
        return self.node("Unsqueeze", [self.node("Transpose", [near], perm=[2, 0, 1]), self.places(0)])

    def words(self) -> str:
        """Return words and their places as the first layer reads them, shape (texts, tokens, dimensions)."""
        steps, length = in_steps(self.weights["embeddings.word_embeddings.weight"], axis=1)
        rows = self.node("Cast", [self.node("Gather", [self.constant(steps), "input_ids"])], to=FLOAT)
        words = self.node("Mul", [rows, self.node("Gather", [self.constant(length), "input_ids"])])
        places = self.constant(self.weights["embeddings.position_embeddings.weight"][FIRST_POSITION:])
        own = self.node("Slice", [places, self.places(0), self.length(), self.places(0)])
        return self.norm(self.node("Add", [words, own]), "embeddings.LayerNorm")

    def layer(self, hidden: str, name: str, heads: int, mask: str, near: str) -> str:
        """Return what one layer makes of hidden states."""
        query, key, value = self.looks(hidden, f"{name}.attention.attn", heads)
        like = self.node("MatMul", [query, self.node("Transpose", [key], perm=[0, 1, 3, 2])])
        size = self.weights[f"{name}.attention.attn.q.bias"].size // heads
        like = self.node("Add", [self.node("Mul", [like, self.number(size**-0.5)]), near])
        share = self.node("Softmax", [self.node("Add", [like, mask])], axis=-1)
        met = self.node("Transpose", [self.node("MatMul", [share, value])], perm=[0, 2, 1, 3])
        told = self.linear(self.node("Reshape", [met, self.places(0, 0, -1)]), f"{name}.attention.attn.o")
        hidden = self.norm(self.node("Add", [told, hidden]), f"{name}.attention.LayerNorm")
        wide = self.node("Gelu", [self.linear(hidden, f"{name}.intermediate.dense")])
        narrow = self.linear(wide, f"{name}.output.dense")
        return self.norm(self.node("Add", [narrow, hidden]), f"{name}.output.LayerNorm")

    def looks(self, hidden: str, name: str, heads: int) -> list[str]:
        """Return what each head asks, is asked for and tells, each of shape (texts, heads, tokens, size)."""
        three = self.linear(hidden, *(f"{name}.{part}" for part in "qkv"))
        by_head = self.node("Reshape", [three, self.places(0, 0, 3, heads, -1)])
        apart = self.node("Transpose", [by_head], perm=[2, 0, 3, 1, 4])
        return [self.node("Gather", [apart, self.constant(np.array(one, dtype=np.int64))], axis=0) for one in range(3)]

    def norm(self, value: str, name: str) -> str:
        scale, bias = (self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", [value, scale, bias], axis=-1, epsilon=EPSILON)

    def linear(self, value: str, *names: str) -> str:
        """Return a value times one or more matrices side by side, all in whole steps, plus their biases."""
        matrix = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        steps, each = in_steps(matrix, axis=0)
        most = self.node("ReduceMax", [self.node("Abs", [value]), self.places(-1)], keepdims=1)
        length = self.node("Mul", [most, self.number(1.0 / TOKEN_STEPS)])
        whole = self.node("Add", [self.node("Round", [self.node("Div", [value, length])]), self.number(TOKEN_ZERO)])
        token = self.node("Cast", [whole], to=UNSIGNED_BYTE)
        zero = self.constant(np.array(TOKEN_ZERO, dtype=np.uint8))
        product = self.node("Cast", [self.node("MatMulInteger", [token, self.constant(steps), zero])], to=FLOAT)
        scaled = self.node("Mul", [self.node("Mul", [product, length]), self.constant(each[0])])
        return self.node("Add", [scaled, self.constant(bias)])
