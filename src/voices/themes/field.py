"""What is known of the field, as further views of a passage beside its plain meaning and its words.

Two complaints about calls and about delay lie close together for a model that read the whole web. The sentence model
tuned on the codebook of the six principles, which also copies the places of a larger model, tells them apart better;
so does a linear classifier taught by the codebooks' exemplars, of complaints no code names too. Where texts are about
something else the classifier's probabilities are much alike, its view hardly differs between passages, and so it
weighs next to nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voices import resources
from voices.embeddings import Embedder
from voices.themes.clustering import Floats

WEIGHTS = Path(__file__).parent / "weights" / "field.npz"
"""What `training/field.py` learnt from the exemplars of the shipped codebooks."""
TUNED = "six_principles/tuned.npz"
"""Weights of the tuned sentence model, under the shipped codebooks."""
PLAIN = 0.5
"""How far root probabilities lie from their mean in texts of the field; a view this wide has a length of about 1."""


def view(points: Floats) -> Floats:
    """Return how far passages speak of each code and each kind of complaint, shape (n, kinds), centred on the passages.

    `points` are unit rows of shape (n, 384). Distances of root probabilities are Hellinger's.
    """
    weights, starts = _taught()
    logits = points @ weights.T + starts
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    roots = np.sqrt(likely / likely.sum(axis=1, keepdims=True))[:, 1:] / PLAIN
    return np.asarray(roots - roots.mean(axis=0), dtype=np.float64)


def meaning(texts: Sequence[str], keys: Sequence[str], embedder: Embedder) -> Floats | None:
    """Return where the tuned sentence model places passages, unit rows; None where no such model is shipped.

    `keys` are the passages' content hashes, under which suggesting codes has kept the same vectors; a passage without
    one is not kept.
    """
    found = _tuned_weights()
    if found is None:
        return None
    name, weights = found
    tuned = embedder.tuned(weights, name)
    vectors = tuned.embed(texts, keys) if all(keys) and keys else tuned.embed(texts, keep=False)
    return vectors.astype(np.float64)


def tuned_name() -> str:
    """Return the name of the tuned model; empty where none is shipped."""
    found = _tuned_weights()
    return found[0] if found is not None else ""


@lru_cache(maxsize=1)
def _tuned_weights() -> tuple[str, tuple[tuple[int, bytes], ...]] | None:
    """Return the name of the tuned model, as suggesting codes calls it, and its weights by where they begin."""
    path = resources.folder("codebooks") / TUNED
    if not path.is_file():
        return None
    whole = path.read_bytes()
    with np.load(BytesIO(whole)) as file:
        weights = tuple((int(key[2:]), file[key].tobytes()) for key in file.files if key.startswith("w/"))
    return hashlib.sha256(whole).hexdigest()[:12], weights


@lru_cache(maxsize=1)
def _taught() -> tuple[Floats, NDArray[np.float64]]:
    """Return weights (kinds and one, 384) and starts of a classifier; its first row is "none of them"."""
    with np.load(WEIGHTS) as file:
        return file["coef"].astype(np.float64), file["start"].astype(np.float64)
