"""When further reading would change little."""

from __future__ import annotations

import numpy as np
import pytest

from voices.coding.stopping import AHEAD, FEWEST_DRAWN, combined_f1, exact_interval, expected_gain, outlook


def curve(top: float, drop: float, power: float, sizes: tuple[int, ...]) -> list[tuple[int, float]]:
    return [(n, top - drop * n**-power) for n in sizes]


def test_the_interval_is_the_published_one() -> None:
    assert exact_interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)  # Clopper and Pearson's table
    assert exact_interval(5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert exact_interval(10, 10) == pytest.approx((0.6915, 1.0), abs=1e-4)


def test_the_interval_holds_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    held = [low <= 0.85 <= high for low, high in (exact_interval(int(h), 60) for h in random.binomial(60, 0.85, 800))]
    assert np.mean(held) >= 0.95


def test_the_gain_is_read_off_the_curve_the_points_lie_on() -> None:
    points = curve(0.9, 2.0, 0.5, (40, 80, 160, 320))
    truth = 2.0 * (320**-0.5 - 360**-0.5)
    assert expected_gain(points, AHEAD) == pytest.approx(truth, abs=1e-4)
    assert expected_gain(points[::-1], AHEAD) == expected_gain(points, AHEAD)
    assert expected_gain(points[:2], AHEAD) is None


def test_a_flat_or_falling_curve_promises_nothing() -> None:
    assert expected_gain([(40, 0.8), (80, 0.8), (160, 0.8)], AHEAD) == pytest.approx(0.0, abs=1e-9)
    assert expected_gain([(40, 0.9), (80, 0.85), (160, 0.8)], AHEAD) == 0.0


def test_in_words() -> None:
    flat, steep = curve(0.92, 0.5, 1.0, (100, 200, 400)), curve(0.9, 6.0, 0.7, (40, 60, 80))
    settled = outlook(400, [True] * 182 + [False] * 18, flat)
    assert settled.sentence() == (
        "Another 40 decisions would move F1 by less than 1 point; agreement about 0.91, between 0.86 and 0.95."
    )
    assert "by about" in outlook(80, [True] * 30, steep).sentence()
    assert "cannot be told yet" in outlook(80, [True] * 30, []).sentence()


def test_too_few_drawn_at_random_says_so_at_the_boundary() -> None:
    few = outlook(50, [True] * (FEWEST_DRAWN - 1), [])
    assert few.sentence() == "Too early to say: an estimate needs 1 more passage drawn at random."
    assert few.agreement is None
    assert outlook(50, [True] * FEWEST_DRAWN, []).agreement == 1.0


def test_it_stops_only_where_both_hold() -> None:
    flat, steep = curve(0.92, 0.5, 1.0, (100, 200, 400)), curve(0.9, 6.0, 0.7, (40, 60, 80))
    sure, unsure = [True] * 200, [True] * 150 + [False] * 50
    assert outlook(400, sure, flat).enough
    assert not outlook(400, unsure, flat).enough
    assert not outlook(80, sure, steep).enough
    assert outlook(400, unsure, flat, wanted=0.6).enough


def test_what_people_read_and_what_the_machine_would_do_make_one_f1() -> None:
    assert combined_f1(100, 0, 20, 1, 9, 9) == 1.0
    assert combined_f1(0, 50, 25, 20, 5, 5) == pytest.approx(20 / 25)
    assert combined_f1(50, 50, 25, 20, 5, 5) == pytest.approx(2 * 90 / (2 * 90 + 20))
    assert combined_f1(0, 0, 0, 0, 0, 0) == 1.0
