"""Passages that speak of what a codebook already names, found before anything is searched for.

The codes' lines and exemplars teach a classifier on the same vectors; what people say alike then shares its evidence
(label spreading over nearest neighbours, Zhou and others 2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Codebook
from voices.embeddings import Embedder, neutral
from voices.themes.clustering import Floats, neighbours

SPREAD = 0.5
"""How much of a passage's evidence comes from its nearest passages."""
TAKEN = 0.3
"""Evidence from which on a passage goes to a seed; the rest is searched for further themes."""
LINES = 3
"""Nearest lines of a code that speak for it."""
SHARPNESS = 12.0
"""How steeply a nearer code wins over the next, in units of cosine."""


@dataclass(frozen=True)
class Lines:
    """What a codebook says of its codes, as vectors."""

    vectors: Floats
    """A row per line: name and definition, what belongs, exemplars."""
    owner: NDArray[np.int64]
    """Index into `codes` per line, -1 for an exemplar of no code."""
    codes: tuple[str, ...]
    """Ids of the top-level codes."""


def lines_of(seeds: Codebook, embedder: Embedder) -> Lines:
    """Return the lines and exemplars of each top-level code."""
    codes = seeds.main() or seeds.top()
    place = {code.id: index for index, code in enumerate(codes)}
    texts: list[str] = []
    owner: list[int] = []
    for code in codes:
        said = [f"{code.name}. {code.definition}", *code.include]
        said += [f"{one.name}. {one.definition}" for one in seeds.codes if one.parent == code.id]
        texts += said
        owner += [place[code.id]] * len(said)
    for one in seeds.exemplars:
        top = one.codes[0][0].split("/")[0] if one.codes else ""
        if not top or top in place:
            texts.append(one.text)
            owner.append(place.get(top, -1))
    kept = [i for i, text in enumerate(texts) if text.strip()]
    vectors = embedder.embed([neutral(texts[i]) for i in kept], keep=False).astype(np.float64)
    return Lines(vectors, np.array([owner[i] for i in kept], dtype=np.int64), tuple(code.id for code in codes))


def evidence(points: Floats, lines: Lines) -> Floats:
    """Return how much speaks for each code, shape (n, codes): 0 to 1, in sum at most 1 for a passage.

    `points` are unit rows. A code without a line gets nought.
    """
    own = _learnt(points, lines)
    count = min(8, len(points) - 1)
    if count < 1:
        return own
    near = neighbours(points, count)
    spread = np.asarray(near @ own) / np.maximum(np.asarray(near.sum(axis=1)).reshape(-1, 1), 1e-9)
    return np.asarray((1.0 - SPREAD) * own + SPREAD * spread, dtype=np.float64)


def _learnt(points: Floats, lines: Lines) -> Floats:
    """Return the mean of what a classifier and the nearest lines say; the last column of both is "none of these"."""
    codes = range(len(lines.codes))
    near = np.full((len(points), len(lines.codes)), -1.0)
    cosine = points @ lines.vectors.T
    for code in codes:
        own = cosine[:, lines.owner == code]
        if own.size:
            near[:, code] = np.sort(own, axis=1)[:, -LINES:].mean(axis=1)
    steep = np.exp(SHARPNESS * (near - near.max(axis=1, keepdims=True)))
    by_lines = steep / (steep.sum(axis=1, keepdims=True) + np.exp(SHARPNESS * (0.3 - near.max(axis=1, keepdims=True))))
    if min(np.bincount(lines.owner[lines.owner >= 0], minlength=len(lines.codes))) < 3 or len(lines.codes) < 2:
        return np.asarray(by_lines, dtype=np.float64)
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=500).fit(lines.vectors, lines.owner)
    sure = model.predict_proba(points)
    learnt = np.zeros_like(by_lines)
    for column, code in enumerate(model.classes_):
        if code >= 0:
            learnt[:, int(code)] = sure[:, column]
    return np.asarray((by_lines + learnt) / 2.0, dtype=np.float64)
