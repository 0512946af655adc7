"""Trends: known slopes get their word, and doubt stays steady."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from voices.model import Passage, Theme, ThemeAssignment, Themes, Trend
from voices.themes import trends, with_trends
from voices.themes.ratios import ratio
from voices.themes.trends import corrected, share_test, trend

from .conftest import passage


def among(counts: list[int], others: int = 20) -> Trend | None:
    """Return the trend of counts among as many others in each month."""
    return trend(counts, [one + others for one in counts])


def test_a_clear_rise_and_its_mirror() -> None:
    up = among(list(range(2, 26, 2)))
    down = among(list(range(24, 0, -2)))
    assert up is not None
    assert down is not None
    assert (up.direction, down.direction) == ("rising", "falling")
    assert up.low < up.per_month < up.high
    assert up.per_month == pytest.approx(2.2, abs=0.6)
    assert down.per_month == pytest.approx(-up.per_month, abs=0.3)


def test_noise_is_steady_nineteen_times_in_twenty() -> None:
    random = np.random.default_rng(0)
    found = [trend(c.tolist(), (c + random.poisson(9, 12)).tolist()) for c in random.poisson(3, (200, 12))]
    assert np.mean([one is not None and one.direction == "steady" for one in found]) > 0.9


def test_new_means_nothing_before_and_something_since() -> None:
    assert among([0, 0, 0, 3, 3, 3]).direction == "new"  # type: ignore[union-attr]
    assert among([0, 0, 0, 1, 1, 1]).direction == "steady"  # type: ignore[union-attr]
    assert among([0, 0, 0, 1, 1, 0]).direction != "new"  # type: ignore[union-attr]
    assert among([1, 0, 0, 4, 4, 4]).direction == "rising"  # type: ignore[union-attr]


def test_what_grows_only_as_everything_does_is_steady() -> None:
    months = list(range(2, 26, 2))
    assert trend(months, [3 * one for one in months]).direction == "steady"  # type: ignore[union-attr]
    assert trend(months, months).direction == "steady"  # type: ignore[union-attr]
    # A growing share of fewer and fewer complaints is no rise.
    fewer = trend([10, 9, 8, 7, 6, 5], [100, 60, 40, 25, 12, 6])
    assert fewer is not None
    assert (fewer.direction, fewer.p) == ("steady", 1.0)


@pytest.mark.parametrize("counts", [[], [3], [3, 4], [0, 0, 0]])
def test_too_little_gives_no_trend(counts: list[int]) -> None:
    assert among(counts) is None


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


def test_the_exact_test_equals_every_way_of_drawing_four_of_ten() -> None:
    whole, middle = [2, 3, 1, 4], 1.7 * 4
    dates = [place for place, held in enumerate(whole) for _ in range(held)]
    sums = [sum(drawn) for drawn in combinations(dates, 4)]
    expected = sum(abs(one - middle) >= abs(10 - middle) - 1e-9 for one in sums) / len(sums)
    assert share_test([0, 1, 0, 3], whole) == pytest.approx(expected)
    assert share_test([0, 0], [1, 2]) == share_test([1, 2], [1, 2]) == 1.0


def test_a_great_many_complaints_use_the_normal_and_agree_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, counts = [10, 12, 9, 11, 8, 13, 10, 9, 12, 11, 10, 12], [2, 0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4]
    exact = share_test(counts, whole)
    monkeypatch.setattr(trends, "EXACT_UP_TO", 0)
    assert share_test(counts, whole) == pytest.approx(exact, rel=0.1)


def test_holm_by_the_book() -> None:
    assert corrected([0.01, 0.04, 0.03, 0.005], 0.05) == (True, False, False, True)
    assert corrected([0.01, 0.02, 0.015, 0.005], 0.05) == (True, True, True, True)
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
    assert found(15) == ["steady", "new"]


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
    right, wrong = 0, 0
    for draw in range(12):
        random = np.random.default_rng(draw)
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
        words = [one.trend.direction for one in found.themes if one.trend]
        right += words[:2] == ["rising", "falling"]
        wrong += set(words[2:]) != {"steady"}
    assert right >= 10
    assert wrong <= 2


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
