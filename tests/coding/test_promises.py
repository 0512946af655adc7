"""Shares that are promised hold, on texts the thresholds were not found on."""

from __future__ import annotations

import numpy as np
import pytest

from voices.coding.calibration import PROMISES, lower_bound, promised
from voices.coding.logistic import squash
from voices.coding.standards import Learnt, Standard, from_json
from voices.model import Suggestion


def drawn(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities that flatter a little, and the truth."""
    random = np.random.default_rng(seed)
    odds = random.normal(-1.0, 2.0, count)
    return squash(odds), (random.random(count) < squash(0.8 * odds)).astype(float)


def test_the_lower_bound_is_the_published_one() -> None:
    assert lower_bound(29, 29) == pytest.approx(0.05 ** (1 / 29))
    assert lower_bound(0, 10) == 0.0
    assert lower_bound(8, 10) == pytest.approx(0.4931, abs=1e-4)


def test_a_promise_is_kept_about_as_often_as_it_says() -> None:
    far, truth = drawn(999, 200_000)
    broken = made = 0
    for seed in range(300):
        for promise in promised(*drawn(seed, 400)):
            made += 1
            broken += float(truth[far >= promise.threshold].mean()) < promise.share
    assert made > 150
    assert broken / made <= 0.09, "one in twenty, and what chance adds to 170"


def test_where_nothing_can_be_promised_nothing_is() -> None:
    assert promised(np.full(400, 0.9), np.tile([1.0, 0.0], 200)) == ()
    few = np.full(8, 0.99), np.ones(8)
    assert promised(*few) == (), "eight of eight are too few for seven in ten"
    assert [p.share for p in promised(np.full(9, 0.99), np.ones(9))] == [PROMISES[1]]


def test_marks_and_their_reason_in_words() -> None:
    promises = promised(
        np.r_[np.full(60, 0.95), np.full(40, 0.6), np.full(100, 0.3)], np.r_[np.ones(95), np.zeros(105)]
    )
    known = Learnt("m", 7, {"a": Standard(0.3, promises, "hash", True, 0)})
    assert from_json(known.to_json()) == known
    assert from_json("") is None

    def mark(confidence: float, code: str = "a", settled: float | None = None) -> tuple[str, str]:
        one = Suggestion("p", code, confidence, None, 0, 1, True, "m", "", settled)
        return known.mark(one), known.why(one)

    assert mark(0.97)[0] == "sure"
    assert "at least 9 in 10" in mark(0.97)[1]
    assert "(decided passages)" in mark(0.97)[1]
    assert mark(0.2) == ("a guess", "A guess: no share of such suggestions being right can be promised.")
    assert mark(0.97, code="unknown")[0] == "a guess"
    assert mark(0.97, settled=0.2)[0] == "a guess", "the promise was measured on what the run said"
