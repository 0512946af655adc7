"""Logistic regression for many codes at once: the same features, one yes or no per code, one fit each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MAX_STEPS = 1000
INTERCEPT_SCALE = 5.0
"""LIBLINEAR penalises the intercept too; this makes that penalty small."""
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
    that text and code; `strength` is the weight of the data against the penalty. LIBLINEAR (Fan et al. 2008) fits
    each; its random order of coordinates is seeded. A code that is always or never there gets a constant.
    """
    from sklearn.linear_model import LogisticRegression

    wide, codes = features.shape[1], targets.shape[1]
    coef, intercept = np.zeros((wide, codes)), np.zeros(codes)
    scale = _balanced(targets, weights)
    for code in range(codes):
        rows = np.flatnonzero(weights[:, code] > 0)
        answers = targets[rows, code]
        if len(np.unique(answers)) < 2:
            intercept[code] = CONSTANT if len(answers) and answers[0] > 0 else -CONSTANT
            continue
        model = LogisticRegression(
            C=strength,
            solver="liblinear",
            dual=wide > len(rows),
            intercept_scaling=INTERCEPT_SCALE,
            random_state=0,
            max_iter=MAX_STEPS,
        )
        model.fit(features[rows], answers, sample_weight=scale[rows, code])
        coef[:, code], intercept[code] = model.coef_[0], float(model.intercept_[0])
    return Linear(coef, intercept)


def _balanced(targets: Floats, weights: Floats) -> Floats:
    total = weights.sum(axis=0)
    yes = (weights * targets).sum(axis=0)
    for_yes = np.minimum(total / (2.0 * np.maximum(yes, 1e-9)), MAX_WEIGHT)
    for_no = np.minimum(total / (2.0 * np.maximum(total - yes, 1e-9)), MAX_WEIGHT)
    return np.asarray(weights * np.where(targets > 0, for_yes, for_no), dtype=np.float64)
