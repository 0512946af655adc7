"""How a theme moves in time: monthly counts, a Poisson slope, and a plain word for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voices.model import Passage, Themes, Trend

FEWEST_MONTHS = 3
"""Months the dated passages of a scope must span before a slope is drawn."""
NEW_FEWEST = 3
"""Passages a theme must have in the later half to be called new when the earlier half has none."""
Z95 = 1.959964

_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def with_trends(themes: Themes, passages: Iterable[Passage]) -> Themes:
    """Return the themes with their trends, from the passages' periods; without dates a trend stays None.

    Months run from the first to the last that any passage of the scope has, empty ones included.
    """
    in_scope = {one.passage for one in themes.assignments}
    month = {one.id: _month(one.period) for one in passages if one.id in in_scope}
    dated = {id_: value for id_, value in month.items() if value is not None}
    if not dated:
        return themes
    first, last = min(dated.values()), max(dated.values())
    counts: dict[str, Counter[int]] = {one.id: Counter() for one in themes.themes}
    for assignment in themes.assignments:
        if assignment.theme in counts and assignment.passage in dated:
            counts[assignment.theme][dated[assignment.passage]] += 1
    found = tuple(
        replace(one, trend=trend([counts[one.id][m] for m in range(first, last + 1)])) for one in themes.themes
    )
    return replace(themes, themes=found)


def trend(counts: Sequence[int]) -> Trend | None:
    """Return the trend of monthly counts; None for too few months or no count at all.

    Poisson regression of counts on months with a log link (McCullagh and Nelder 1989), the error widened where the
    counts vary more than Poisson. `per_month` is that slope at the mean count: passages a month, per month.
    """
    if len(counts) < FEWEST_MONTHS or sum(counts) == 0:
        return None
    values = np.array(counts, dtype=np.float64)
    time = np.arange(len(values), dtype=np.float64)
    slope, error = _poisson_slope(values, time - time.mean())
    mean = float(values.mean())
    per_month, low, high = mean * slope, mean * (slope - Z95 * error), mean * (slope + Z95 * error)
    return Trend(_direction(counts, low, high), per_month, low, high)


def _direction(counts: Sequence[int], low: float, high: float) -> str:
    half = len(counts) // 2
    if half >= 2 and sum(counts[:half]) == 0 and sum(counts[half:]) >= NEW_FEWEST:
        return "new"
    if low > 0:
        return "rising"
    return "falling" if high < 0 else "steady"


def _poisson_slope(values: NDArray[np.float64], time: NDArray[np.float64]) -> tuple[float, float]:
    """Return slope and standard error on the log scale, by Newton steps with a faint pull that keeps both finite."""
    features = np.column_stack([np.ones_like(time), time])
    current = np.array([np.log(values.mean()), 0.0])
    pull = np.diag([0.0, 1e-2 * float((time**2).mean())])
    for _ in range(60):
        expected = np.exp(np.clip(features @ current, -30, 30))
        curvature = (features * expected[:, None]).T @ features + pull
        step = np.linalg.solve(curvature, features.T @ (values - expected) - pull @ current)
        current = current + np.clip(step, -1.0, 1.0)
        if float(np.abs(step).max()) < 1e-9:
            break
    expected = np.exp(np.clip(features @ current, -30, 30))
    spread = float(((values - expected) ** 2 / np.maximum(expected, 1e-9)).sum()) / max(len(values) - 2, 1)
    covariance = np.linalg.inv((features * expected[:, None]).T @ features + pull) * max(1.0, spread)
    return float(current[1]), float(np.sqrt(covariance[1, 1]))


def _month(period: str) -> int | None:
    match = _PERIOD.match(period)
    return int(match[1]) * 12 + int(match[2]) - 1 if match else None
