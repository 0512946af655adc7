"""Sparse features in as few dimensions as there are texts, so that fitting many models on them is quick.

A ridge-penalised linear model only ever uses the space its training texts span (the representer theorem, Kimeldorf and
Wahba 1971). Turned into that space once, every fold and every code is fitted on a small dense matrix, and the weights
are turned back at the end. Nothing is lost up to `MOST_EXACT` texts; beyond, they are described by their first
`MOST_DIMENSIONS` directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from voices.coding.logistic import Floats, Linear

MOST_EXACT = 2500
"""Up to so many texts a Cholesky factor places them exactly, in a tenth of the time of eigenvectors."""
MOST_DIMENSIONS = 1500
"""More texts than that are described by their first dimensions: 4,000 texts then take seconds, not minutes."""
SMALLEST_SHARE = 1e-9
"""Directions with less than this share of the largest are rounding errors."""
JITTER = 1e-6
"""Added to each text's product with itself (about 1), so that two equal texts do not make the factor singular."""


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
    """Return the space a sparse matrix's rows span; deterministic."""
    products = np.asarray((features @ features.T).todense(), dtype=np.float64)
    return _exactly(features, products) if len(products) <= MOST_EXACT else _first(features, products)


def _exactly(features: Any, products: Floats) -> Reduction:
    from scipy.linalg import solve_triangular

    count = len(products)
    factor = np.asarray(np.linalg.cholesky(products + JITTER * np.eye(count)), dtype=np.float64) if count else products
    # Products of rows are factor @ factor.T, so weights w stand for features.T @ inverse(factor).T @ w.
    back = solve_triangular(factor, np.eye(count), lower=True).T if count else products
    return Reduction(features, factor, np.ascontiguousarray(back))


def _first(features: Any, products: Floats) -> Reduction:
    from scipy.linalg import eigh

    count = len(products)
    values, vectors = eigh(products, subset_by_index=(count - MOST_DIMENSIONS, count - 1))
    kept = values > SMALLEST_SHARE * max(float(values.max()), SMALLEST_SHARE)
    values, vectors = values[kept], vectors[:, kept]
    # Eigenvectors have no sign of their own; the largest entry of each is made positive.
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])])
    return Reduction(features, vectors * np.sqrt(values), vectors / np.sqrt(values))
