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
from numpy.typing import NDArray

from voices.coding.logistic import Floats, Linear

MOST_DIMENSIONS = 3500
"""More than the shipped codebooks' exemplars and a large study's decisions; beyond, fits would take minutes."""
AT_ONCE = 500
"""Rows multiplied together."""
SMALLEST = 1e-6
"""Texts that add less than this to the space, of 1 they could, add rounding errors alone: two equal texts."""


@dataclass(frozen=True)
class Reduction:
    """Where texts lie in the space they span."""

    features: Any
    """Sparse, shape (texts, features)."""
    place: NDArray[np.float32]
    """Shape (texts, dimensions); products of rows are those of the features' rows. Single, as the fits read it."""
    standing: NDArray[np.int64]
    """The texts that stand for the space, one a dimension; their rows of `place` are lower triangular."""

    def spread(self, weights: Floats) -> Floats:
        """Return weights in this space, shape (dimensions, codes), as weights on the features."""
        from scipy.linalg import solve_triangular

        # Rows of the texts that stand for the space are factor @ factor.T, so weights w are features.T @ inverse.T @ w.
        back = np.zeros((len(self.place), weights.shape[1]))
        if len(self.standing):
            factor = self.place[self.standing].astype(np.float64)
            back[self.standing] = solve_triangular(factor, weights, trans="T", lower=True, check_finite=False)
        return np.asarray(self.features.T @ back, dtype=np.float64)

    def widen(self, fitted: Linear) -> Linear:
        """Return a model fitted on `place` as one on the features."""
        return Linear(self.spread(fitted.coef), fitted.intercept)


def products_of(features: Any) -> Floats:
    """Return the product of every row with every row, shape (texts, texts)."""
    count = features.shape[0]
    found, turned = np.empty((count, count)), features.T.tocsr()
    for start in range(0, count, AT_ONCE):  # a sparse product of nearly all texts would take more than the dense one
        found[start : start + AT_ONCE] = (features[start : start + AT_ONCE] @ turned).toarray()
    return found


def put_back(products: Floats, own: Floats) -> None:
    """Undo what `reduce` with `overwrite` did to products of rows; `own` are those of each row with itself.

    A factor takes up one triangle of the symmetric matrix, and the other still holds every product of two rows.
    """
    for start in range(0, len(products), AT_ONCE):
        end = start + AT_ONCE
        products[start:end, end:] = products[end:, start:end].T
        below = np.tril(products[start:end, start:end], -1)
        products[start:end, start:end] = below + below.T
    np.fill_diagonal(products, own)


def reduce(features: Any, products: Floats | None = None, overwrite: bool = False) -> Reduction:
    """Return the space a sparse matrix's rows span; deterministic.

    `products` saves computing `products_of` again; with `overwrite` they are used up, which saves a copy of them:
    `put_back` brings them back.
    """
    from scipy.linalg import lapack

    overwrite = overwrite or products is None
    products = products_of(features) if products is None else products
    count = len(products)
    if not count:
        return Reduction(features, products.astype(np.float32), np.zeros(0, dtype=np.int64))
    # The other way round, the symmetric matrix lies in memory as LAPACK wants it.
    lower, pivots, rank, _ = lapack.dpstrf(products.T, SMALLEST, overwrite_a=int(overwrite), lower=1)
    wide, order = min(int(rank), MOST_DIMENSIONS), pivots.astype(np.int64) - 1
    place = np.zeros((count, wide), dtype=np.float32)
    for row, text in enumerate(order):
        end = min(row + 1, wide)
        place[text, :end] = lower[row, :end]
    return Reduction(features, place, order[:wide])
