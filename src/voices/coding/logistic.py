"""Logistic regression for many codes at once: one yes or no per code, or one choice among them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MAX_STEPS = 500
"""Steps of the minimisation at most; a hundred are usual."""
CLOSE = 1e-5
"""Relative change of the loss at which the minimisation ends."""
CONSTANT = 4.0
"""Log odds for a code all or none of the texts carry."""
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

    def choice(self, features: Any) -> Floats:
        """Return scores that sum to 1 over the columns, shape (texts, codes)."""
        return share_out(np.asarray(features @ self.coef, dtype=np.float64) + self.intercept)


def share_out(values: Floats) -> Floats:
    """Return the softmax of each row: scores of a choice among the columns that sum to 1."""
    grown = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)


def squash(values: Floats) -> Floats:
    """Return the logistic function of the values."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -40.0, 40.0))), dtype=np.float64)


def logit(values: Floats) -> Floats:
    """Return the log odds of probabilities, kept finite."""
    safe = np.clip(values, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1.0 - safe)), dtype=np.float64)


def fit(features: Any, targets: Floats, weights: Floats, strength: float, start: Linear | None = None) -> Linear:
    """Fit one ridge-penalised logistic regression per code, both answers weighing the same in sum.

    `features` (n, d), dense; `targets` (n, k) of 0 and 1; `weights` (n, k), 0 where nothing is known about
    that text and code; `strength` is the weight of the data against the penalty. The losses of the codes add up, so
    all are fitted in one minimisation (L-BFGS, Liu and Nocedal 1989) that reads the features once a step. A code
    that is always or never there gets a constant. `start` is a model of nearly the same texts, from which few steps
    are left to go.
    """
    from scipy.optimize import minimize

    wide, codes = features.shape[1], targets.shape[1]
    scale = strength * _balanced(targets, weights)
    known = weights > 0
    always = np.array([np.unique(targets[known[:, c], c]).size < 2 for c in range(codes)])
    scale[:, always] = 0.0
    signs = 2.0 * targets - 1.0
    single = np.asarray(features, dtype=np.float32)  # half the time of double precision, and as good here

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(wide + 1, codes)
        margins = signs * (np.asarray(single @ both[:wide].astype(np.float32), dtype=np.float64) + both[wide])
        slope = -signs * scale * squash(-margins)
        gradient = np.vstack([both[:wide] + single.T @ slope.astype(np.float32), slope.sum(axis=0)])
        value = 0.5 * float((both[:wide] ** 2).sum()) + float((scale * np.logaddexp(0.0, -margins)).sum())
        return value, gradient.ravel()

    begin = np.zeros((wide + 1) * codes) if start is None else np.vstack([start.coef, start.intercept]).ravel()
    options = {"maxiter": MAX_STEPS, "maxfun": 2 * MAX_STEPS, "ftol": CLOSE, "gtol": 1e-4}
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options=options).x.reshape(wide + 1, codes)
    coef, intercept = found[:wide].copy(), found[wide].copy()
    for c in np.flatnonzero(always):
        answers = targets[known[:, c], c]
        coef[:, c], intercept[c] = 0.0, CONSTANT if answers.size and answers[0] > 0 else -CONSTANT
    return Linear(coef, intercept)


def fit_choice(features: Any, targets: Floats, weights: Floats, strength: float, start: Linear | None = None) -> Linear:
    """Fit one ridge-penalised softmax regression: a choice among the columns.

    `features` (n, d), dense; `targets` (n, k), rows that sum to 1; `weights` (n,). Read with `share_out`. The same
    minimisation as `fit`.
    """
    from scipy.optimize import minimize

    wide, codes = features.shape[1], targets.shape[1]
    scale = (strength * weights)[:, None]
    single = np.asarray(features, dtype=np.float32)

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(wide + 1, codes)
        scores = np.asarray(single @ both[:wide].astype(np.float32), dtype=np.float64) + both[wide]
        chosen = share_out(scores)
        slope = scale * (chosen - targets)
        gradient = np.vstack([both[:wide] + single.T @ slope.astype(np.float32), slope.sum(axis=0)])
        value = 0.5 * float((both[:wide] ** 2).sum())
        value -= float((scale * targets * np.log(np.maximum(chosen, 1e-12))).sum())
        return value, gradient.ravel()

    begin = np.zeros((wide + 1) * codes) if start is None else np.vstack([start.coef, start.intercept]).ravel()
    options = {"maxiter": MAX_STEPS, "maxfun": 2 * MAX_STEPS, "ftol": CLOSE, "gtol": 1e-4}
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options=options).x.reshape(wide + 1, codes)
    return Linear(found[:wide].copy(), found[wide].copy())


def _balanced(targets: Floats, weights: Floats) -> Floats:
    total = weights.sum(axis=0)
    yes = (weights * targets).sum(axis=0)
    for_yes = np.minimum(total / (2.0 * np.maximum(yes, 1e-9)), MAX_WEIGHT)
    for_no = np.minimum(total / (2.0 * np.maximum(total - yes, 1e-9)), MAX_WEIGHT)
    return np.asarray(weights * np.where(targets > 0, for_yes, for_no), dtype=np.float64)
