"""Sparse features in as few dimensions as there are texts, so that fitting many models on them is quick.

A ridge-penalised linear model only ever uses the space its training texts span (the representer theorem, Kimeldorf and
Wahba 1971). Turned into that space once, every fold and every code is fitted on a small dense matrix, and the weights
are turned back at the end. Up to `MOST_DIMENSIONS` texts nothing is lost; beyond, the texts that add most to the space
stand for the others (a Cholesky factor with pivots, Harbrecht, Peters and Schneider 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from voices.coding.logistic import Floats, Linear

MOST_DIMENSIONS = 3500
"""More than the shipped codebooks' exemplars and a large study's decisions; beyond, fits would take minutes."""
SMALLEST = 1e-6
"""Texts that add less than this to the space, of 1 they could, add rounding errors alone: two equal texts."""


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


def products_of(features: Any) -> Floats:
    """Return the product of every row with every row, shape (texts, texts)."""
    return np.asarray((features @ features.T).todense(), dtype=np.float64)


def reduce(features: Any, products: Floats | None = None) -> Reduction:
    """Return the space a sparse matrix's rows span; deterministic. `products` saves computing `products_of` again."""
    from scipy.linalg import lapack, solve_triangular

    products = products_of(features) if products is None else products
    count = len(products)
    if not count:
        return Reduction(features, products, products)
    lower, pivots, rank, _ = lapack.dpstrf(products, tol=SMALLEST, lower=1)
    wide, order = min(int(rank), MOST_DIMENSIONS), pivots - 1
    place, back = np.zeros((count, wide)), np.zeros((count, wide))
    place[order] = np.tril(lower)[:, :wide]
    # Rows of the texts that stand for the space are factor @ factor.T, so weights w are features.T @ inverse.T @ w.
    back[order[:wide]] = solve_triangular(lower[:wide, :wide], np.eye(wide), lower=True).T
    return Reduction(features, place, back)
