"""Write tuned weights as they stand in for those of the shipped 8-bit graph of all-MiniLM-L6-v2.

They are kept with the place in the graph's file where they belong, so that nothing but bytes is exchanged at a start:
onnxruntime folds 8-bit weights before it looks at initialisers it is given. Needs onnx, like torch for this alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voices.embeddings import model_file

FIRST = {0: 49, 1: 122, 2: 193, 3: 264, 4: 335, 5: 406}
"""The graph numbers its weights; this is the number of each layer's first, the others follow at fixed distances."""
PLACES = {
    "attention.self.query": 0,
    "attention.self.key": 8,
    "attention.self.value": 16,
    "attention.output.dense": 54,
    "intermediate.dense": 58,
    "output.dense": 67,
}
"""Distances from `FIRST` in layers 1 to 5; layer 0 is shaped otherwise and never tuned."""


def pack(
    path: Path,
    weights: Mapping[str, Any],
    frozen: int,
    codes: Sequence[str],
    head: Mapping[str, np.ndarray],
    texts: Sequence[str],
    odds: np.ndarray,
) -> int:
    """Write `tuned.npz` and return its size in bytes.

    `weights` are those of the tuned model by torch's names; `frozen` the lower layers that were not tuned; `head` has
    `coef` (384, columns) and `intercept`; `odds` (texts, columns) are kept by the keys in `texts`.
    """
    held: dict[str, np.ndarray] = {}
    for name, value in weights.items():
        parts = name.split(".")
        if parts[:2] != ["encoder", "layer"] or int(parts[2]) < frozen:
            continue
        layer, inner, array = int(parts[2]), ".".join(parts[3:-1]), value.detach().numpy()
        if array.ndim == 2:
            number = FIRST[layer] + PLACES[inner]
            held[f"w/val_{number}_q"], held[f"w/val_{number}_scale"] = rounded(array.T)
        else:
            held[f"w/inner.{name}"] = array.astype(np.float32)
    places = places_of([name[2:] for name in held])
    held = {f"w/{places[name[2:]]}": array for name, array in held.items()}
    held |= {"codes": np.array(codes), "texts": np.array(texts), "odds": odds.astype(np.float16)}
    np.savez_compressed(path, **held, **{key: value.astype(np.float32) for key, value in head.items()})
    return path.stat().st_size


def places_of(names: Sequence[str]) -> dict[str, int]:
    """Return where in the graph's file the bytes of each weight begin."""
    import onnx

    file = model_file().read_bytes()
    raw = {one.name: onnx.numpy_helper.to_array(one).tobytes() for one in onnx.load_from_string(file).graph.initializer}
    for name in names:
        if file.count(raw[name]) != 1:
            raise ValueError(f"{name} does not stand once in the file")
    return {name: file.index(raw[name]) for name in names}


def rounded(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (in, out) as 8-bit numbers and the scale of each column, shape (1, out)."""
    scale = np.maximum(np.abs(weights).max(axis=0, keepdims=True), 1e-12) / 127.0
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)
