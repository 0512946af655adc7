"""What is known of the field, as further views of a passage beside its plain meaning and its words.

Two complaints about calls and about delay lie close together for a model that read the whole web. The sentence model
tuned on the codebook of the six principles, which also copies the places of a larger model, tells them apart better;
so does a linear classifier taught by the codebooks' exemplars. Where texts are about something else the classifier's
probabilities are much alike, its view hardly differs between passages, and so it weighs next to nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from voices import codebook, resources
from voices.embeddings import Embedder, load_embedder, neutral
from voices.themes.clustering import Floats

CODEBOOKS = ("six_principles", "complaints")
STRENGTH = 10.0
"""Of the classifier (C of logistic regression); a factor of three either way changes little."""
TUNED = "six_principles/tuned.npz"
"""Weights of the tuned sentence model, under the shipped codebooks."""
PLAIN = 0.5
"""How far root probabilities lie from their mean in texts of the field; a view this wide has a length of about 1."""


def view(points: Floats) -> Floats:
    """Return how far passages speak of each code of the shipped codebooks, shape (n, codes), centred on the passages.

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
    """Return weights (codes and one, 384) and starts of a classifier; its first row is "none of the codes"."""
    from sklearn.linear_model import LogisticRegression

    texts: list[str] = []
    codes: list[str] = []
    for name in CODEBOOKS:
        for one in codebook.find(name).exemplars:
            texts.append(neutral(one.text))
            codes.append(f"{name} {one.codes[0][0].split('/')[0]}" if one.codes else "")
    vectors = load_embedder().embed(texts, keep=False).astype(np.float64)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500).fit(vectors, codes)
    return np.asarray(model.coef_), np.asarray(model.intercept_)
