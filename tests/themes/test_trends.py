"""Trends: known slopes get their word, and doubt stays steady."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from voices.model import Passage, Theme, ThemeAssignment, Themes
from voices.themes import with_trends
from voices.themes.ratios import ratio
from voices.themes.trends import corrected, exact_test, trend

from .conftest import passage


def test_a_clear_rise_and_its_mirror() -> None:
    up = trend(list(range(2, 26, 2)))
    down = trend(list(range(24, 0, -2)))
    assert up is not None
    assert down is not None
    assert (up.direction, down.direction) == ("rising", "falling")
    assert up.low < up.per_month < up.high
    assert up.per_month == pytest.approx(2.2, abs=0.6)
    assert down.per_month == pytest.approx(-up.per_month, abs=0.3)


def test_noise_is_steady_nineteen_times_in_twenty() -> None:
    random = np.random.default_rng(0)
    found = [trend(random.poisson(5, 12).tolist()) for _ in range(300)]
    assert np.mean([one is not None and one.direction == "steady" for one in found]) > 0.9


def test_new_means_nothing_before_and_something_since() -> None:
    assert trend([0, 0, 0, 2, 2, 2]).direction == "new"  # type: ignore[union-attr]
    assert trend([0, 0, 0, 1, 1, 1]).direction == "steady"  # type: ignore[union-attr]
    assert trend([0, 0, 0, 1, 1, 0]).direction != "new"  # type: ignore[union-attr]
    assert trend([1, 0, 0, 4, 4, 4]).direction == "rising"  # type: ignore[union-attr]


@pytest.mark.parametrize("counts", [[], [3], [3, 4], [0, 0, 0]])
def test_too_little_gives_no_trend(counts: list[int]) -> None:
    assert trend(counts) is None


def test_months_of_the_whole_scope_count_and_undated_passages_do_not() -> None:
    passages: list[Passage] = []
    assigned = []
    for month in range(1, 13):
        for i in range(month if month > 6 else 1):
            one = passage(f"{month:02d}-{i}", "Words.", period=f"2024-{month:02d}")
            passages.append(one)
            assigned.append(ThemeAssignment(one.id, "t" if month > 6 else None, 0.5))
    passages.append(passage("undated", "Words."))
    assigned.append(ThemeAssignment("undated", "t", 0.5))
    theme = Theme("t", "all", "T", (), 58, 1.0, ())
    found = with_trends(Themes("all", (theme,), tuple(assigned)), passages[::-1])
    assert found.themes[0].trend is not None
    assert found.themes[0].trend.direction == "new"
    undated = with_trends(Themes("all", (theme,), tuple(assigned)), [passages[-1]])
    assert undated.themes[0].trend is None


def test_the_exact_test_equals_every_way_of_laying_out_three_passages() -> None:
    from itertools import product

    sums = [sum(places) for places in product(range(4), repeat=3)]
    expected = sum(abs(one - 4.5) >= abs(8 - 4.5) for one in sums) / len(sums)
    assert exact_test([0, 0, 1, 2]) == pytest.approx(expected)
    assert exact_test([]) == exact_test([0, 0]) == 1.0
    assert exact_test([1, 1, 1]) == pytest.approx(1.0)


def test_a_great_many_passages_use_the_normal_and_agree_with_it() -> None:
    counts = [82, 84, 80, 86, 83, 85, 81, 85, 84, 83, 86, 88, 84, 85, 84, 83, 85, 86, 84, 85, 87, 84, 85, 86]
    assert exact_test(counts[:12]) == pytest.approx(exact_test([2 * c for c in counts[:12]]), abs=0.5)
    assert 0.0 < exact_test(counts) < 1.0


def test_benjamini_and_hochberg_by_the_book() -> None:
    # Their own 15 probabilities (1995, section 3.2): at .05 the first four stand.
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    chances += [0.7590, 1.0]
    assert corrected(chances, 0.05) == (True,) * 4 + (False,) * 11
    assert corrected([], 0.05) == ()


def test_a_few_late_passages_are_no_new_theme_and_many_are() -> None:
    def found(late: int) -> list[str]:
        passages = [passage(f"a{i}", "Words.", period=f"2024-{i % 12 + 1:02d}") for i in range(36)]
        passages += [passage(f"b{i}", "Words.", period=f"2024-{7 + i % 6:02d}") for i in range(late)]
        assigned = tuple(ThemeAssignment(one.id, one.id[0], 0.9) for one in passages)
        themes = tuple(Theme(one, "all", one, (), 5, 0.9, ()) for one in "ab")
        return [
            one.trend.direction
            for one in with_trends(Themes("all", themes, assigned), passages).themes
            if one.trend is not None
        ]

    assert found(3) == ["steady", "steady"]
    assert found(9) == ["steady", "new"]


def test_a_complaint_with_many_passages_counts_once() -> None:
    def found(case: str) -> list[float]:
        passages = [
            replace(passage(f"{month}-{i}", "Words.", period=f"2024-{month:02d}"), case=case and f"{case}{month}")
            for month in range(1, 13)
            for i in range(month)
        ]
        assigned = tuple(ThemeAssignment(one.id, "t", 0.9) for one in passages)
        theme = Theme("t", "all", "T", (), len(passages), 0.9, ())
        (moved,) = with_trends(Themes("all", (theme,), assigned), passages).themes
        return [] if moved.trend is None else [moved.trend.per_month]

    assert found("")[0] > 0.5
    assert found("c")[0] == pytest.approx(0.0, abs=1e-6)


def test_one_rising_and_one_falling_theme_are_called_and_no_other() -> None:
    random = np.random.default_rng(4)
    passages, assigned = [], []
    for theme in range(8):
        rate = {0: np.linspace(0.1, 4.0, 24), 1: np.linspace(4.0, 0.1, 24)}.get(theme, np.full(24, 1.3))
        for month, count in enumerate(random.poisson(rate)):
            for i in range(int(count)):
                period = f"{2023 + month // 12}-{month % 12 + 1:02d}"
                passages.append(passage(f"{theme}-{month}-{i}", "Words.", period=period))
                assigned.append(ThemeAssignment(passages[-1].id, str(theme), 0.9))
    themes = tuple(Theme(str(i), "all", str(i), (), 5, 0.9, ()) for i in range(8))
    found = with_trends(Themes("all", themes, tuple(assigned)), passages)
    assert [one.trend.direction for one in found.themes if one.trend] == ["rising", "falling", *["steady"] * 6]


def test_a_ratio_of_two_years_with_its_exact_interval() -> None:
    found = ratio(10, 20)
    assert found is not None
    # Clopper and Pearson for 20 of 30: .4719 to .8271, as odds.
    assert (found.value, found.low, found.high) == pytest.approx((2.0, 0.8936, 4.784), rel=1e-3)
    rate = ratio(10, 20, 100.0, 200.0)
    assert rate is not None
    assert rate.value == pytest.approx(1.0)
    assert ratio(0, 0) is None
    none = ratio(0, 4)
    assert none is not None
    assert (none.value, none.high) == (None, float("inf"))
    ended = ratio(4, 0)
    assert ended is not None
    assert (ended.value, ended.low) == (0.0, 0.0)
