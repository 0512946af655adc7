"""Trends: known slopes get their word, and doubt stays steady."""

from __future__ import annotations

import numpy as np
import pytest

from voices.model import Passage, Theme, ThemeAssignment, Themes
from voices.themes import with_trends
from voices.themes.trends import trend

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
    assert trend([0, 0, 0, 1, 1, 1]).direction == "new"  # type: ignore[union-attr]
    assert trend([0, 0, 0, 1, 1, 0]).direction != "new"  # type: ignore[union-attr]
    assert trend([1, 0, 0, 2, 2, 2]).direction != "new"  # type: ignore[union-attr]


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
