"""Scores into honest probabilities, and the probability over which a code is put forward.

Platt scaling (Platt 1999; targets smoothed and fitted by Newton steps as in Lin, Lin and Weng 2007) on out-of-fold
scores. Each code's curve is pulled towards the one curve of all codes, so a code with few examples takes the common
one; where there is no text to measure on, a fixed, cautious curve stands in.

Beside the threshold from which a code is put forward stand those from which it may be called sure or likely: there a
share of suggestions being right is promised, by the lower bound of what was seen out of fold and not by what was seen.
Thresholds are tried from the highest down and the first that fails ends the search, so that trying many costs nothing
of the promise (fixed sequence testing, as in Angelopoulos et al., "Learn then Test", 2021). Where none holds, the
machine abstains: nothing is called sure.
"""

from __future__ import annotations

import math
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
LOWEST, HIGHEST = 0.2, 0.6
"""Thresholds stay in here: under it coders drown in suggestions, over it they see none."""
PROMISES = (0.9, 0.7)
"""Shares promised to be right: of what is called sure, and of what is called likely."""
PROMISE_LEVEL = 0.95
"""How certain a promise is: one in twenty may be broken."""
PROMISE_STEP = 0.02
THRESHOLD_PULL = 10.0
"""Positive examples at which a code's own best threshold and the common one weigh the same."""


@dataclass(frozen=True)
class Promise:
    """From which confidence on at least a share of the suggestions of one code is right."""

    share: float
    """0 to 1, by the lower bound."""
    threshold: float
    right: int
    """Texts over the threshold that carried the code, scored by a model that had not seen them."""
    n: int
    """Texts over the threshold."""


@dataclass(frozen=True)
class Calibration:
    """How scores become probabilities, per code."""

    slope: Floats
    offset: Floats
    threshold: Floats
    """Probability from which a code is put forward."""
    measured: bool
    """False where the fixed curve stands in."""
    promises: tuple[tuple[Promise, ...], ...] = ()
    """Per code what can be promised, the highest share first; empty where nothing can."""

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
    promises = tuple(promised(probabilities[:, c], targets[:, c]) for c in range(codes))
    return Calibration(curves[:, 0], curves[:, 1], thresholds(probabilities, targets), measured=True, promises=promises)


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


def promised(probabilities: Floats, targets: Floats) -> tuple[Promise, ...]:
    """Return what can be promised of one code, from out-of-fold probabilities and the truth, both of shape (texts,).

    Bounds are one-sided (Clopper and Pearson 1934). Thresholds over which there are too few texts for the promise to
    hold even if all were right are not tried.
    """
    found = []
    steps = np.arange(1.0 - PROMISE_STEP, LOWEST - PROMISE_STEP / 2, -PROMISE_STEP)
    for share in PROMISES:
        fewest = math.ceil(math.log(1.0 - PROMISE_LEVEL) / math.log(share))
        kept: Promise | None = None
        for step in steps:
            over = probabilities >= step
            n, right = int(over.sum()), int(targets[over].sum())
            if n < fewest:
                continue
            if lower_bound(right, n) < share:
                break
            kept = Promise(share, round(float(step), 6), right, n)
        if kept is not None:
            found.append(kept)
    return tuple(found)


def lower_bound(right: int, n: int, level: float = PROMISE_LEVEL) -> float:
    """Return the one-sided lower bound of a share by Clopper and Pearson (1934)."""
    from scipy.stats import beta

    return float(beta.ppf(1.0 - level, right, n - right + 1)) if right else 0.0


def _best(probabilities: Floats, targets: Floats) -> float:
    steps = np.arange(LOWEST, HIGHEST + 0.005, 0.01)
    picked = probabilities[None, :] >= steps[:, None]
    hits = (picked & (targets > 0)[None, :]).sum(axis=1)
    f1 = 2.0 * hits / np.maximum(picked.sum(axis=1) + targets.sum(), 1.0)
    flat = np.flatnonzero(f1 >= f1.max() - 1e-9)
    return float(steps[flat].mean())
