"""Passages that speak of what a codebook already names, found before anything is searched for.

The codes' lines and exemplars teach a classifier on wording and meaning together; nearness to the lines speaks beside
it, which alone is left where a code has only a definition. What people say alike then shares its evidence (label
spreading over nearest neighbours, Zhou and others 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Codebook
from voices.embeddings import Embedder, neutral
from voices.themes.clustering import Floats, neighbours

SPREAD = 0.3
"""How much of a passage's evidence comes from its nearest passages."""
TAKEN = 0.3
"""Evidence from which on a passage goes to a seed; the rest is searched for further themes."""
LINES = 3
"""Nearest lines of a code that speak for it."""
SHARPNESS = 12.0
"""How steeply a nearer code wins over the next, in units of cosine."""
NOWHERE = 0.4
"""Cosine to a code's lines at which they say no more than "none of these" does."""
MEANING = 0.8
"""Length of a sentence vector beside the wording, whose length is 1."""
STRENGTH = 10.0
"""Of the classifier (C of logistic regression), as for suggestions of codes."""
MOST, MOST_OF_NONE = 200, 400
"""Lines read of each code, and of none of them. Time grows with the cube of their number: the six principles, with
4,600 lines, took minutes and now take seconds, for .03 of agreement with people's codes (NMI .50 and .47)."""


@dataclass(frozen=True)
class Lines:
    """What a codebook says of its codes."""

    texts: tuple[str, ...] = field(repr=False)
    """Name and definition, what belongs, exemplars."""
    vectors: Floats
    """A row per line."""
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
    kept = _some([i for i, text in enumerate(texts) if text.strip()], owner)
    plain = tuple(neutral(texts[i]) for i in kept)
    vectors = embedder.embed(plain, keep=False).astype(np.float64)
    return Lines(plain, vectors, np.array([owner[i] for i in kept], dtype=np.int64), tuple(code.id for code in codes))


def _some(rows: Sequence[int], owner: Sequence[int]) -> list[int]:
    """Return at most so many rows of each code, evenly over the order the codebook has them in."""
    found: list[int] = []
    for code in sorted(set(owner)):
        own = [row for row in rows if owner[row] == code]
        most = MOST if code >= 0 else MOST_OF_NONE
        found += [own[i * len(own) // most] for i in range(most)] if len(own) > most else own
    return sorted(found)


def evidence(texts: Sequence[str], points: Floats, lines: Lines) -> Floats:
    """Return how much speaks for each code, shape (n, codes): 0 to 1, in sum at most 1 for a passage.

    `points` are unit rows. A code without a line gets nought.
    """
    own = _own(texts, points, lines)
    count = min(8, len(points) - 1)
    if count < 1:
        return own
    near = neighbours(points, count)
    spread = np.asarray(near @ own) / np.maximum(np.asarray(near.sum(axis=1)).reshape(-1, 1), 1e-9)
    return np.asarray((1.0 - SPREAD) * own + SPREAD * spread, dtype=np.float64)


def _own(texts: Sequence[str], points: Floats, lines: Lines) -> Floats:
    """Return the mean of what a classifier and the nearest lines say; what is missing to 1 is "none of these"."""
    by_lines = _nearness(points, lines)
    own = lines.owner[lines.owner >= 0]
    if len(lines.codes) < 2 or min(np.bincount(own, minlength=len(lines.codes))) < LINES:
        return by_lines
    learnt = _learnt(texts, points, lines)
    if (lines.owner >= 0).all():  # nothing taught it what is none of these, so nearness says how far it may speak
        learnt *= by_lines.sum(axis=1, keepdims=True)
    return np.asarray((by_lines + learnt) / 2.0, dtype=np.float64)


def _nearness(points: Floats, lines: Lines) -> Floats:
    near = np.full((len(points), len(lines.codes)), -1.0)
    cosine = points @ lines.vectors.T
    for code in range(len(lines.codes)):
        own = cosine[:, lines.owner == code]
        if own.size:
            near[:, code] = np.sort(own, axis=1)[:, -LINES:].mean(axis=1)
    steep = np.exp(SHARPNESS * near)
    return np.asarray(steep / (steep.sum(axis=1, keepdims=True) + np.exp(SHARPNESS * NOWHERE)), dtype=np.float64)


def _learnt(texts: Sequence[str], points: Floats, lines: Lines) -> Floats:
    """Return the probability of each code by logistic regression on wording and meaning.

    What is learnt lies in the space the lines span, so texts are only compared with lines: a few hundred numbers each
    instead of tens of thousands of groups of letters.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    alike = MEANING**2 * lines.vectors @ lines.vectors.T
    across = MEANING**2 * points @ lines.vectors.T
    for counter in (words, letters):
        known = counter.fit_transform(lines.texts)
        alike += (known @ known.T).toarray() / 2.0
        across += (counter.transform(texts) @ known.T).toarray() / 2.0
    lengths, directions = np.linalg.eigh(alike)
    spans = lengths > 1e-6 * lengths.max()
    span = directions[:, spans] / np.sqrt(lengths[spans])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=300).fit(alike @ span, lines.owner)
    sure = model.predict_proba(across @ span)
    learnt = np.zeros((len(points), len(lines.codes)))
    for column, code in enumerate(model.classes_):
        if code >= 0:
            learnt[:, int(code)] = sure[:, column]
    return learnt
