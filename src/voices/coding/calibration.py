"""Scores into honest probabilities, and the probability over which a code is put forward.

Platt scaling (Platt 1999; targets smoothed and fitted by Newton steps as in Lin, Lin and Weng 2007) on out-of-fold
scores. Each code's curve is pulled towards the one curve of all codes, so a code with few examples takes the common
one; where there is no text to measure on, a fixed, cautious curve stands in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voices.coding.logistic import Floats, logit, squash

PULL = 4.0
"""Strength of the pull towards the common curve, about that of four examples a side."""
ENOUGH_POSITIVES = 20
"""Positive cells, over all codes, below which no curve is fitted."""
UNMEASURED = (2.0, 0.5)
"""Slope and offset of the fixed curve, on the log odds of the score: what 300 invented passages gave, less a little."""
UNMEASURED_LIMIT = 0.6
"""Nothing is called likelier than this where it could not be measured."""
UNMEASURED_THRESHOLD = 0.3
LOWEST, HIGHEST = 0.15, 0.6
"""Thresholds stay in here: under it coders drown in suggestions, over it they see none."""
THRESHOLD_PULL = 20.0
"""Positive examples at which a code's own best threshold and the common one weigh the same."""


@dataclass(frozen=True)
class Calibration:
    """How scores become probabilities, per code."""

    slope: Floats
    offset: Floats
    threshold: Floats
    """Probability from which a code is put forward."""
    measured: bool
    """False where the fixed curve stands in."""

    def probability(self, scores: Floats) -> Floats:
        """Return calibrated probabilities of the scores, shape (texts, codes)."""
        found = squash(logit(scores) * self.slope + self.offset)
        return found if self.measured else np.minimum(found, UNMEASURED_LIMIT)


def calibrate(scores: Floats, targets: Floats) -> Calibration:
    """Learn curves and thresholds from out-of-fold scores and the truth, both of shape (texts, codes)."""
    codes = scores.shape[1]
    if len(scores) == 0 or targets.sum() < ENOUGH_POSITIVES or targets.min() == targets.max():
        fixed = np.full(codes, UNMEASURED_THRESHOLD)
        return Calibration(np.full(codes, UNMEASURED[0]), np.full(codes, UNMEASURED[1]), fixed, measured=False)
    odds = logit(scores)
    common = platt(odds.ravel(), targets.ravel(), (1.0, 0.0), pull=1e-3)
    curves = np.array([platt(odds[:, c], targets[:, c], common, PULL) for c in range(codes)])
    probabilities = squash(odds * curves[:, 0] + curves[:, 1])
    return Calibration(curves[:, 0], curves[:, 1], thresholds(probabilities, targets), measured=True)


def platt(odds: Floats, targets: Floats, prior: tuple[float, float], pull: float) -> tuple[float, float]:
    """Return slope and offset that make log odds into probabilities, pulled towards `prior`."""
    yes = float(targets.sum())
    no = len(targets) - yes
    smooth = np.where(targets > 0, (yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0))
    features = np.column_stack([odds, np.ones_like(odds)])
    centre = np.array(prior)
    current = centre.copy()
    for _ in range(50):
        found = squash(features @ current)
        gradient = features.T @ (found - smooth) + pull * (current - centre)
        curvature = (features * (found * (1 - found))[:, None]).T @ features + (pull + 1e-6) * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        current = current - np.clip(step, -2.0, 2.0)
        if float(np.abs(step).max()) < 1e-6:
            break
    return max(float(current[0]), 0.05), float(current[1])


def thresholds(probabilities: Floats, targets: Floats) -> Floats:
    """Return the probability per code that gives the best F1, pulled towards the best common one."""
    common = _best(probabilities.ravel(), targets.ravel())
    out = np.empty(probabilities.shape[1])
    for code in range(probabilities.shape[1]):
        yes = float(targets[:, code].sum())
        own = _best(probabilities[:, code], targets[:, code]) if yes else common
        out[code] = (yes * own + THRESHOLD_PULL * common) / (yes + THRESHOLD_PULL)
    return np.clip(out, LOWEST, HIGHEST)


def _best(probabilities: Floats, targets: Floats) -> float:
    steps = np.arange(LOWEST, HIGHEST + 0.005, 0.01)
    picked = probabilities[None, :] >= steps[:, None]
    hits = (picked & (targets > 0)[None, :]).sum(axis=1)
    f1 = 2.0 * hits / np.maximum(picked.sum(axis=1) + targets.sum(), 1.0)
    flat = np.flatnonzero(f1 >= f1.max() - 1e-9)
    return float(steps[flat].mean())
