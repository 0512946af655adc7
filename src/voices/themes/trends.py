"""How a theme moves in time: monthly counts, a Poisson slope, an exact test, and a plain word for it.

A theme is called rising or falling where its share of all complaints moved beyond chance and its count went the same
way as well. The test is exact: if nothing moved, the theme's complaints would be any of all the dated ones, and the
sum of their months has a known distribution (Cochran-Armitage test for trend, exact and conditional; Cochran 1954,
Armitage 1955). So a year in which everybody wrote more moves no theme. With many themes the calls are corrected so
that all of them stand together (Holm 1979). A complaint counts once, however many passages it has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from voices.model import Passage, Themes, Trend

FEWEST_MONTHS = 3
"""Months the dated passages of a scope must span before a slope is drawn."""
NEW_FEWEST = 3
"""Passages a theme must have in the later half to be called new when the earlier half has none."""
WRONG = 0.1
"""How often at most any theme of a scope may be called though none moved; a call is a reason to look, not a finding.

Simulated (`benchmarks/trends.py`: 240 complaints in eight themes over 24 months, a quarter in the wrong theme): a theme
that did not move was called in 6 to 9 of 100 corpora, also where the number of complaints doubled over the months.
"""
TOWARDS = 1.281552
"""Errors a theme's own count must have moved as well (an 80 per cent interval without nought): where one theme grows,
the shares of all others shrink."""
EXACT_UP_TO = 5e7
"""Steps up to which the distribution is worked out in full; beyond, it is normal to three digits."""
Z95 = 1.959964

_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def with_trends(themes: Themes, passages: Iterable[Passage]) -> Themes:
    """Return the themes with their trends, from the passages' periods; without dates a trend stays None.

    Months run from the first to the last that any passage of the scope has, empty ones included.
    """
    periods = {one.id: (one.case or one.document, one.period) for one in passages}
    said: dict[str, set[tuple[str, str]]] = {id: set() for id in (*(one.id for one in themes.themes), "")}
    for one in themes.assignments:
        if one.passage in periods:
            said[one.theme if one.theme in said and one.theme else ""].add(periods[one.passage])
    found = trends_of(said)
    if not found:
        return themes
    return replace(themes, themes=tuple(replace(one, trend=found[one.id]) for one in themes.themes))


def trends_of(said: Mapping[str, Collection[tuple[str, str]]]) -> dict[str, Trend | None]:
    """Return the trend of every theme of a scope; nothing where none of it is dated.

    `said` holds (complaint, period) by theme, under the empty id those in no theme.
    """
    dated = {id: _dated(held) for id, held in said.items()}
    everything = set().union(*dated.values())
    if not everything:
        return {}
    months = range(min(month for _, month in everything), max(month for _, month in everything) + 1)
    whole = _by_month(everything, months)
    found = {id: _trend(_by_month(held, months), whole) for id, held in dated.items() if id}
    called = iter(corrected([one.p for one in found.values() if one is not None]))
    return {id: one if one is None else replace(one, direction=_word(one, next(called))) for id, one in found.items()}


def trend(counts: Sequence[int], whole: Sequence[int]) -> Trend | None:
    """Return the trend of monthly counts among those of the whole scope; None for too few months or no count at all.

    Poisson regression of counts on months with a log link (McCullagh and Nelder 1989), the error widened where the
    counts vary more than Poisson. `per_month` is that slope at the mean count: complaints a month, per month. The
    word is that of this theme by itself, before correction.
    """
    if len(counts) < FEWEST_MONTHS or sum(counts) == 0:
        return None
    values = np.array(counts, dtype=np.float64)
    time = np.arange(len(values), dtype=np.float64)
    slope, error = _poisson_slope(values, time - time.mean())
    mean = float(values.mean())
    per_month, low, high = mean * slope, mean * (slope - Z95 * error), mean * (slope + Z95 * error)
    later = float(values @ time / values.sum() - np.array(whole) @ time / sum(whole))
    agrees = later * slope > 0 and abs(slope) >= TOWARDS * error
    moved = share_test(counts, whole) if agrees else 1.0
    found = Trend("steady", per_month, low, high, moved, _is_new(counts))
    return replace(found, direction=_word(found, found.p <= 0.05))


def share_test(counts: Sequence[int], whole: Sequence[int]) -> float:
    """Return the two-sided probability of months this early or late, or more so, for any as many of the whole.

    `whole` holds the counts of all, the theme's own among them, month by month.
    """
    number, everybody, months = sum(counts), sum(whole), len(whole)
    if number in (0, everybody):
        return 1.0
    places = np.arange(months)
    found = int(places @ np.array(counts))
    middle = float(number * (places @ np.array(whole)) / everybody)
    if float(number) ** 2 * months * everybody > EXACT_UP_TO:
        from scipy.stats import norm

        spread = float(np.array(whole) @ (places - middle / number) ** 2) / everybody
        left = (everybody - number) / (everybody - 1)
        return float(2.0 * norm.sf(abs(found - middle) / np.sqrt(max(number * spread * left, 1e-12))))
    sums = _sums(number, whole)
    far = np.abs(np.arange(len(sums)) - middle) >= abs(found - middle) - 1e-9
    return float(min(1.0, sums[far].sum()))


def corrected(chances: Sequence[float], wrong: float = WRONG) -> tuple[bool, ...]:
    """Tell for each probability whether it stands when so many are tested (Holm 1979)."""
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    failed = (rank for rank, i in enumerate(order) if chances[i] > wrong / (len(chances) - rank))
    stands = set(order[: next(failed, len(order))])
    return tuple(i in stands for i in range(len(chances)))


def month_number(period: str) -> int | None:
    """Return the months since the year nought of a period YYYY-MM, None for anything else."""
    match = _PERIOD.match(period)
    return int(match[1]) * 12 + int(match[2]) - 1 if match else None


def _dated(said: Iterable[tuple[str, str]]) -> set[tuple[str, int]]:
    return {(case, month) for case, period in said if (month := month_number(period)) is not None}


def _by_month(cases: Iterable[tuple[str, int]], months: range) -> tuple[int, ...]:
    counted = Counter(month for _, month in cases)
    return tuple(counted[month] for month in months)


@lru_cache(maxsize=1024)
def _trend(counts: tuple[int, ...], whole: tuple[int, ...]) -> Trend | None:
    """Return a trend once worked out: a page asks for those of a whole scope, and the exact test takes a second."""
    return trend(counts, whole)


def _sums(number: int, whole: Sequence[int]) -> NDArray[np.float64]:
    """Return the distribution of the sum of months of `number` complaints drawn from the whole, each at most once.

    Each month gives none to all of its complaints to the draw; a binomial weight keeps the numbers in range and
    falls out again where the size of the draw is fixed.
    """
    from scipy.stats import binom

    share = number / sum(whole)
    drawn = np.zeros((number + 1, number * (len(whole) - 1) + 1))
    drawn[0, 0] = 1.0
    for place, held in enumerate(whole):
        before, drawn = drawn, np.zeros_like(drawn)
        for taken, weight in enumerate(binom.pmf(range(min(held, number) + 1), held, share)):
            width = drawn.shape[1] - taken * place
            drawn[taken:, taken * place :] += weight * before[: number + 1 - taken, :width]
    return np.asarray(drawn[number] / drawn[number].sum(), dtype=np.float64)


def _word(found: Trend, called: bool) -> str:
    if not called:
        return "steady"
    if found.new:
        return "new"
    return "rising" if found.per_month > 0 else "falling"


def _is_new(counts: Sequence[int]) -> bool:
    half = len(counts) // 2
    return half >= 2 and sum(counts[:half]) == 0 and sum(counts[half:]) >= NEW_FEWEST


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
