"""Features in as few dimensions as there are texts: nothing may be lost."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from voices.coding import logistic, reduction
from voices.coding.reduction import products_of, put_back, reduce


def features(count: int, wide: int) -> csr_matrix:
    random = np.random.default_rng(5)
    dense = random.random((count, wide)) * (random.random((count, wide)) < 0.3)
    dense[1] = dense[0]  # two equal texts must not be in the way
    return csr_matrix(dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9))


@pytest.mark.parametrize("exact", [True, False])
def test_a_model_of_the_places_is_one_of_the_features(exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = features(40, 200)
    if not exact:
        monkeypatch.setattr(reduction, "MOST_DIMENSIONS", 30)
    space = reduce(seen)
    assert space.place.shape == (40, 39 if exact else 30)  # the equal texts take one dimension
    if exact:
        assert np.allclose(space.place @ space.place.T, (seen @ seen.T).toarray(), atol=1e-5)
    targets = (np.arange(40) % 3 == 0).astype(float)[:, None]
    fitted = logistic.fit(space.place, targets, np.ones_like(targets), 5.0)
    assert np.allclose(space.widen(fitted).probability(seen), fitted.probability(space.place), atol=1e-4)


def test_products_that_were_used_up_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "AT_ONCE", 16)  # so that blocks on and off the diagonal are met
    seen = features(40, 120)
    products = products_of(seen)
    before, own = products.copy(), products.diagonal().copy()
    space = reduce(seen, products, overwrite=True)
    assert not np.array_equal(products, before), "they are used up where they lie"
    put_back(products, own)
    assert np.array_equal(products, before)
    assert np.array_equal(space.place, reduce(seen).place)


def test_a_fit_that_sets_out_from_a_near_one_ends_at_the_same_place() -> None:
    space = reduce(features(60, 120))
    targets = np.column_stack([np.arange(60) % 3 == 0, np.arange(60) % 4 == 0]).astype(float)
    weights = np.ones_like(targets)
    whole = logistic.fit(space.place, targets, weights, 5.0)
    fresh = logistic.fit(space.place[:50], targets[:50], weights[:50], 5.0)
    warm = logistic.fit(space.place[:50], targets[:50], weights[:50], 5.0, whole)
    assert np.allclose(fresh.probability(space.place), warm.probability(space.place), atol=5e-3)
