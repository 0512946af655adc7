"""Kappa, AC1 and percent against published values and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from voices.coding import krippendorff
from voices.coding.coefficients import ac1, by_code, by_pair, cohen, interval, percent

FOUR = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "12332441251.")
RATERS = [[coder[i] for coder in FOUR if coder[i] != "."] for i in range(12)]


def pairs(table: list[list[int]]) -> list[tuple[int, int]]:
    return [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(
    ("table", "kappa", "gwet"),
    [
        ([[20, 5], [10, 15]], 0.4000, None),
        ([[45, 15], [25, 15]], 0.1304, None),
        ([[25, 35], [5, 35]], 0.2593, None),
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], 0.7964094, 0.8493305),  # irrCAC, cont3x3abstractors
        ([[118, 5], [2, 0]], -0.0234, 0.9408),  # the kappa paradox
    ],
)
def test_two_coders_against_published_values(table: list[list[int]], kappa: float, gwet: float | None) -> None:
    given = pairs(table)
    assert cohen(given) == pytest.approx(kappa, abs=5e-5)
    assert cohen(given) == pytest.approx(cohen_kappa_score([a for a, _ in given], [b for _, b in given]))
    if gwet is not None:
        assert ac1(given) == pytest.approx(gwet, abs=5e-5)


def test_alpha_and_percent_of_the_same_table() -> None:
    given = pairs([[13, 0, 0], [0, 20, 7], [0, 4, 56]])  # irrCAC, cont3x3abstractors
    assert krippendorff(given) == pytest.approx(0.7972585, abs=5e-7)
    assert percent(given) == pytest.approx(0.89, abs=1e-9)


def test_many_coders_with_missing_values() -> None:
    assert percent(RATERS) == pytest.approx(0.8181818, abs=1e-6)  # irrCAC, cac.raw4raters
    assert ac1(RATERS) == pytest.approx(0.77544, abs=5e-6)


def test_kappa_of_random_answers_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    for count in (5, 40, 200):
        one, other = random.integers(0, 4, count), random.integers(0, 4, count)
        both = list(zip(one.tolist(), other.tolist(), strict=True))
        assert cohen(both) == pytest.approx(cohen_kappa_score(one, other), abs=1e-12)


def test_undefined_is_none_and_not_a_number_somebody_could_print() -> None:
    assert cohen([]) is None
    assert cohen([(1, 1), (1, 1)]) is None
    assert ac1([[1], [2]]) is None
    assert percent([[1], []]) is None
    assert interval([["a", "b"]], percent) == (None, None)


def test_each_code_and_each_pair_with_the_passages_that_differ() -> None:
    coded = [
        *((f"u{i}", "A", frozenset({"x"} if i < 4 else set())) for i in range(8)),
        *((f"u{i}", "B", frozenset({"x"} if i < 3 else {"y"} if i == 7 else set())) for i in range(8)),
        ("u9", "C", frozenset({"x"})),
    ]
    found = {one.code: one for one in by_code(coded)}
    assert (found["x"].applied, found["x"].percent) == (4, 0.875)
    assert found["x"].low is not None
    assert found["x"].low <= (found["x"].alpha or 0) <= (found["x"].high or 0)
    pair = {one.code: one for one in by_pair(coded)}
    assert pair["x"].differing == ("u3",)
    assert pair["x"].kappa == pytest.approx(cohen_kappa_score([1] * 4 + [0] * 4, [1] * 3 + [0] * 5))
    assert (pair["x"].low or 1) < (pair["x"].kappa or 0) <= (pair["x"].high or 0)
    assert (found["x"].ac1_low or 1) < (found["x"].ac1 or 0) <= (found["x"].ac1_high or 0)
    assert (pair["y"].differing, pair["y"].units) == (("u7",), 8)
    assert {(one.one, one.other) for one in by_pair(coded)} == {("A", "B")}
