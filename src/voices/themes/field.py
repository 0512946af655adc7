"""What the shipped codebooks know of the field, as one more view of a passage beside its meaning and its words.

Two complaints about calls and about delay lie close together for a model that read the whole web; a linear classifier
taught by the codebooks' exemplars tells them apart. Where texts are about something else its probabilities are much
alike, the view hardly differs between passages, and so it weighs next to nothing.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from voices import codebook
from voices.embeddings import load_embedder, neutral
from voices.themes.clustering import Floats

CODEBOOKS = ("six_principles", "complaints")
STRENGTH = 10.0
"""Of the classifier (C of logistic regression); a factor of three either way changes little."""
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
