"""The last run's confidence, corrected by what was decided since."""

from __future__ import annotations

import numpy as np
import pytest

from voices.coding.logistic import squash
from voices.coding.relearning import FEWEST, corrected, growth, view

KINDS = ("the dog barked at the gate", "the soup was cold again", "the bus came late to town")
NAMES = [f"d{i}" for i in range(300)]


def material(count: int = 300) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return texts of three kinds, vectors that say little, and which of three codes they carry."""
    random = np.random.default_rng(1)
    kind = random.integers(0, 3, count)
    texts = [f"{KINDS[k]} number{i % 7}" for i, k in enumerate(kind)]
    vectors = random.normal(size=(count, 8)).astype(np.float32)
    return texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.eye(3)[kind]


def loss(confidence: np.ndarray, truth: np.ndarray) -> float:
    safe = np.clip(confidence, 1e-6, 1 - 1e-6)
    return float(-(truth * np.log(safe) + (1 - truth) * np.log(1 - safe)).mean())


def test_decisions_move_what_nobody_decided() -> None:
    texts, vectors, truth = material()
    seen, blank = view(texts, vectors), np.full((300, 3), 0.3)
    few, _ = corrected(blank, seen, range(30), truth[:30], NAMES)
    many, reach = corrected(blank, seen, range(150), truth[:150], NAMES)
    assert reach > 0
    assert loss(many[150:], truth[150:]) < loss(few[150:], truth[150:]) < loss(blank[150:], truth[150:])
    assert ((many[150:] >= 0.5) == (truth[150:] > 0)).mean() > 0.97


def test_where_decisions_tell_nothing_new_nothing_changes() -> None:
    random = np.random.default_rng(3)
    texts, vectors, _ = material()
    confidence = squash(random.normal(size=(300, 3)) * 2.0)
    truth = (random.random((300, 3)) < confidence).astype(float)
    found, reach = corrected(confidence, view(texts, vectors), range(200), truth[:200], NAMES)
    assert reach == 0.0 or loss(found[200:], truth[200:]) < 1.02 * loss(confidence[200:], truth[200:])


def test_too_few_decisions_change_nothing_at_the_boundary() -> None:
    texts, vectors, truth = material()
    blank, seen = np.full((300, 3), 0.3), view(texts, vectors)
    found, reach = corrected(blank, seen, range(FEWEST - 1), truth[: FEWEST - 1], NAMES)
    assert reach == 0.0
    assert np.array_equal(found, blank)


def test_a_code_that_is_none_for_a_passage_stays_none() -> None:
    texts, vectors, truth = material()
    confidence = np.full((300, 3), 0.3)
    confidence[::2, 2] = np.nan
    truth = np.where(np.isnan(confidence), 0.0, truth)
    found, _ = corrected(confidence, view(texts, vectors), range(150), truth[:150], NAMES)
    assert np.array_equal(np.isnan(found), np.isnan(confidence))


def test_the_same_every_time() -> None:
    texts, vectors, truth = material()
    once, again = (
        corrected(np.full((300, 3), 0.3), view(texts, vectors), range(100), truth[:100], NAMES)[0] for _ in range(2)
    )
    assert np.array_equal(once, again)


def test_growth_rises_where_there_is_something_to_learn() -> None:
    texts, vectors, truth = material(40)
    seen = view(texts, vectors)
    points = growth(np.full((40, 3), 0.3), seen.features, truth, NAMES[:40], range(40), np.full(3, 0.5))
    assert [n for n, _ in points] == pytest.approx([7, 13, 20, 27], abs=1)
    assert points[0][1] == 0.0, "under the fewest decisions nothing is corrected"
    assert points[-1][1] > 0.8
