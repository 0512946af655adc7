"""Logistic regression for many codes at once: the same features, one yes or no per code, fitted together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MAX_STEPS = 120
"""Steps of the optimiser; scores move by under a hundredth after that."""
MAX_WEIGHT = 20.0
"""How much more than an average one the examples of a very rare code may weigh."""


@dataclass(frozen=True)
class Linear:
    """A linear score per code."""

    coef: Floats
    """(features, codes)."""
    intercept: Floats
    """(codes,)."""

    def probability(self, features: Any) -> Floats:
        """Return uncalibrated scores of 0 to 1, shape (texts, codes); `features` is dense or sparse."""
        return squash(np.asarray(features @ self.coef, dtype=np.float64) + self.intercept)


def squash(values: Floats) -> Floats:
    """Return the logistic function of the values."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -40.0, 40.0))), dtype=np.float64)


def logit(values: Floats) -> Floats:
    """Return the log odds of probabilities, kept finite."""
    safe = np.clip(values, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1.0 - safe)), dtype=np.float64)


def fit(features: Any, targets: Floats, weights: Floats, strength: float) -> Linear:
    """Fit one ridge-penalised logistic regression per code, both answers weighing the same in sum.

    `features` (n, d) dense or sparse; `targets` (n, k) of 0 and 1; `weights` (n, k), 0 where nothing is known about
    that text and code; `strength` is the weight of the data against the penalty, as C in LIBLINEAR.
    """
    from scipy.optimize import minimize

    wide, codes = features.shape[1], targets.shape[1]
    signs = 2.0 * targets - 1.0
    scale = strength * _balanced(targets, weights)

    def loss(flat: Floats) -> tuple[float, Floats]:
        coef = flat[: wide * codes].reshape(wide, codes)
        margin = signs * (np.asarray(features @ coef) + flat[wide * codes :])
        value = float((scale * np.logaddexp(0.0, -margin)).sum() + 0.5 * (coef * coef).sum())
        slope = -scale * signs * squash(-margin)
        return value, np.concatenate([(np.asarray(features.T @ slope) + coef).ravel(), slope.sum(axis=0)])

    start = np.zeros(wide * codes + codes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_STEPS})
    return Linear(found.x[: wide * codes].reshape(wide, codes), found.x[wide * codes :])


def fit_sparse(features: Any, targets: Floats, weights: Floats, strength: float) -> Linear:
    """Fit as `fit` does, for sparse features far more numerous than texts.

    The weights of a ridge-penalised model lie in the span of the texts, so the same optimum is found in as many
    dimensions as there are texts: with L L' = X X', regress on L and map back through X' L'^-1.
    """
    from scipy.linalg import cholesky, solve_triangular

    gram = (features @ features.T).toarray()
    lower = cholesky(gram + 1e-6 * np.eye(len(gram)), lower=True)
    found = fit(lower, targets, weights, strength)
    dual = solve_triangular(lower, found.coef, trans="T", lower=True)
    return Linear(np.asarray(features.T @ dual, dtype=np.float64), found.intercept)


def _balanced(targets: Floats, weights: Floats) -> Floats:
    total = weights.sum(axis=0)
    yes = (weights * targets).sum(axis=0)
    for_yes = np.minimum(total / (2.0 * np.maximum(yes, 1e-9)), MAX_WEIGHT)
    for_no = np.minimum(total / (2.0 * np.maximum(total - yes, 1e-9)), MAX_WEIGHT)
    return np.asarray(weights * np.where(targets > 0, for_yes, for_no), dtype=np.float64)
