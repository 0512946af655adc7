"""Sparse features in as few dimensions as there are texts, so that fitting many models on them is quick.

A ridge-penalised linear model only ever uses the space its training texts span (the representer theorem, Kimeldorf and
Wahba 1971). Turned into that space once, every fold and every code is fitted on a small dense matrix, and the weights
are turned back at the end. Nothing is lost up to `MOST_DIMENSIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from voices.coding.logistic import Floats, Linear

MOST_DIMENSIONS = 1500
"""More texts than this are described by their first dimensions: 4,000 texts then take seconds, not minutes."""
SMALLEST_SHARE = 1e-9
"""Directions with less than this share of the largest are rounding errors."""


@dataclass(frozen=True)
class Reduction:
    """Where texts lie in the space they span."""

    features: Any
    """Sparse, shape (texts, features)."""
    place: Floats
    """Shape (texts, dimensions); products of rows are those of the features' rows."""
    back: Floats
    """Shape (texts, dimensions): weights w in this space are `features.T @ (back @ w)` in the features' space."""

    def widen(self, fitted: Linear) -> Linear:
        """Return a model fitted on `place` as one on the features."""
        return Linear(np.asarray(self.features.T @ (self.back @ fitted.coef)), fitted.intercept)


def reduce(features: Any) -> Reduction:
    """Return the space a sparse matrix's rows span, by the eigenvectors of their products; deterministic."""
    from scipy.linalg import eigh

    products = np.asarray((features @ features.T).todense(), dtype=np.float64)
    count = len(products)
    first = max(0, count - MOST_DIMENSIONS)
    values, vectors = eigh(products, subset_by_index=(first, count - 1)) if count else (np.zeros(0), products)
    kept = values > SMALLEST_SHARE * max(float(values.max(initial=0.0)), SMALLEST_SHARE)
    values, vectors = values[kept], vectors[:, kept]
    # Eigenvectors have no sign of their own; the largest entry of each is made positive.
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]) if values.size else 1.0
    vectors = vectors * signs
    return Reduction(features, vectors * np.sqrt(values), vectors / np.sqrt(values))
