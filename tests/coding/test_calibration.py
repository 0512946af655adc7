"""Probabilities that mean what they say, and thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from voices.coding.calibration import (
    ENOUGH_POSITIVES,
    HIGHEST,
    LOWEST,
    UNMEASURED_LIMIT,
    calibrate,
    platt,
    thresholds,
)
from voices.coding.logistic import logit, squash


def drawn(n: int, codes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    odds = random.normal(-1.5, 1.5, (n, codes))
    return squash(odds), (random.random((n, codes)) < squash(2.0 * odds - 0.5)).astype(float)


def test_platt_finds_the_curve_the_data_came_from() -> None:
    scores, truth = drawn(4000, 1)
    slope, offset = platt(logit(scores[:, 0]), truth[:, 0], (1.0, 0.0), 0.0)
    assert slope == pytest.approx(2.0, abs=0.2)
    assert offset == pytest.approx(-0.5, abs=0.2)


def test_calibrated_probabilities_are_as_often_right_as_they_say() -> None:
    known, held = drawn(600, 4), drawn(3000, 4, seed=1)
    found = calibrate(*known).probability(held[0])
    for low in np.arange(0.0, 0.8, 0.2):
        inside = (found >= low) & (found < low + 0.2)
        assert held[1][inside].mean() == pytest.approx(found[inside].mean(), abs=0.06)


def test_a_code_with_few_examples_takes_the_common_curve() -> None:
    scores, truth = drawn(600, 3)
    truth[:, 2] = 0
    truth[0, 2] = 1
    curve = calibrate(scores, truth)
    assert curve.slope[2] > 0.5
    assert curve.probability(np.full((1, 3), 0.5))[0, 2] < curve.probability(np.full((1, 3), 0.5))[0, 0]


def test_the_fixed_curve_stands_in_below_enough_positives_and_not_at_it() -> None:
    scores, truth = drawn(100, 2)
    truth[:] = 0
    truth[: ENOUGH_POSITIVES - 1, 0] = 1
    few = calibrate(scores, truth)
    assert not few.measured
    assert few.probability(np.array([[0.999, 0.999]])).max() <= UNMEASURED_LIMIT
    truth[ENOUGH_POSITIVES - 1, 0] = 1
    assert calibrate(scores, truth).measured
    assert not calibrate(np.zeros((0, 2)), np.zeros((0, 2))).measured


def test_thresholds_follow_f1_and_stay_in_bounds() -> None:
    probabilities = np.concatenate([np.full(50, 0.45), np.full(50, 0.25), np.full(400, 0.05)])[:, None]
    truth = np.concatenate([np.ones(50), np.zeros(450)])[:, None]
    assert 0.25 < thresholds(probabilities, truth)[0] <= 0.45
    assert LOWEST <= thresholds(probabilities * 0.01, truth)[0] <= HIGHEST
