"""Krippendorff's alpha against published values."""

from __future__ import annotations

import pytest

from voices.coding import agreement, krippendorff, masi

FOUR = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "12332441251.")


def units(*coders: str) -> list[list[str]]:
    return [[coder[i] for coder in coders if coder[i] != "."] for i in range(len(coders[0]))]


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [
        (FOUR, 0.743421),  # Krippendorff 2011, example C; also the example of R's irr::kripp.alpha
        (("0100000010", "1110010000"), 0.095238),  # example A
        (("aabbdcccedda", "babbbccceddd"), 0.691980),  # example B
    ],
)
def test_nominal_alpha_equals_the_published_one(coders: tuple[str, ...], alpha: float) -> None:
    found = krippendorff(units(*coders))
    assert found == pytest.approx(alpha, abs=5e-5)


def test_masi_distance() -> None:
    one, two = frozenset("12"), frozenset("1234")
    assert masi(one, two) == pytest.approx(2 / 3)
    assert masi(frozenset("12"), frozenset("23")) == pytest.approx(1 - 1 / 9)
    assert (masi(one, one), masi(one, frozenset("9")), masi(frozenset(), frozenset())) == (0, 1, 0)
    assert masi(frozenset(), one) == 1


def test_single_codes_give_the_nominal_alpha() -> None:
    given = [
        (str(u), f"c{c}", frozenset(coder[u])) for c, coder in enumerate(FOUR) for u in range(12) if coder[u] != "."
    ]
    found = agreement(given, resamples=200)
    assert found.alpha == pytest.approx(0.743421, abs=1e-4)
    assert found.units == 11
    assert found.coders == 4
    assert found.alpha is not None
    assert (found.low or 1) < found.alpha < (found.high or 0)
    assert agreement(given[::-1], resamples=200) == found


def test_sets_count_partly_and_codes_apart() -> None:
    given = []
    for unit, (a, b) in enumerate([("x", "x"), ("xy", "x"), ("", ""), ("y", "z"), ("y", "y"), ("z", "")]):
        given += [(str(unit), "A", frozenset(a)), (str(unit), "B", frozenset(b))]
    found = agreement([*given, ("alone", "A", frozenset("x"))], resamples=50)
    assert found.units == 6
    assert [(code, n) for code, n, _ in found.by_code] == [("x", 2), ("y", 3), ("z", 2)]
    y = {code: alpha for code, _, alpha in found.by_code}["y"]
    assert y == krippendorff(units("010110", "000010"))
    assert y == pytest.approx(1 - (4 / 12) / (2 * 4 * 8 / (12 * 11)))


def test_alpha_is_none_where_it_is_not_defined() -> None:
    same = [(str(u), c, frozenset("x")) for u in range(5) for c in "AB"]
    assert agreement(same, resamples=20).alpha is None
    assert agreement([], resamples=20).low is None
    assert agreement([("1", "A", frozenset("x")), ("1", "B", frozenset("y"))], resamples=20).alpha is None
