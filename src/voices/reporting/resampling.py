"""How far percentages and means of closed questions could be otherwise: respondents drawn again with replacement.

A respondent answers several questions of a principle alike, so people are resampled and not answers; intervals are
then as wide as the number of people allows. Source: Efron and Tibshirani 1993, chapters 6 and 13 (percentile interval
of the cluster bootstrap).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000
"""Resamples. Rationale: the ends then move by less than a rounded percentage point from seed to seed."""
FEWEST = 5
"""Respondents under which no interval is given: so few cannot stand for others."""
_AT_ONCE = 250
"""Resamples worked out together, so that memory does not grow with their number."""

Interval = tuple[float | None, float | None]
"""Lower and upper end of a 95 % interval."""
NOTHING: Interval = (None, None)


@dataclass(frozen=True)
class Drawn:
    """One wave's figures over all resamples."""

    values: Mapping[Hashable, NDArray[np.float64]]
    """By figure: its value in every resample; nan where nobody drawn had answered."""
    people: Mapping[Hashable, int]
    """By figure: respondents behind it."""

    def interval(self, figure: Hashable) -> Interval:
        """Return the 95 % interval of a figure."""
        return _ends(self.values[figure]) if self.people.get(figure, 0) >= FEWEST else NOTHING

    def change(self, other: Drawn, figure: Hashable) -> Interval:
        """Return the 95 % interval of a figure's change from this wave to another, whose people are drawn apart."""
        if min(self.people.get(figure, 0), other.people.get(figure, 0)) < FEWEST:
            return NOTHING
        return _ends(other.values[figure] - self.values[figure])


def draw(parts: Mapping[Hashable, Mapping[str, tuple[float, float]]], seed: int) -> Drawn:
    """Return the figures of one wave over resamples of its respondents.

    `parts` has for every figure, by respondent, what enters above and below the line: (positive answers, answers) for
    a percentage of 0 to 1, (sum of answers, answers) for a mean. The order of respondents is irrelevant.
    """
    people = sorted({who for own in parts.values() for who in own})
    figures = list(parts)
    if not people:
        return Drawn({figure: np.full(DRAWS, np.nan) for figure in figures}, {})
    above, below = _table(parts, figures, people, 0), _table(parts, figures, people, 1)
    chance = np.random.default_rng(seed)
    shares = np.full(len(people), 1 / len(people))
    drawn = []
    for first in range(0, DRAWS, _AT_ONCE):
        times = chance.multinomial(len(people), shares, size=min(_AT_ONCE, DRAWS - first)).astype(np.float64)
        counts = times @ below
        drawn.append(np.divide(times @ above, counts, out=np.full_like(counts, np.nan), where=counts > 0))
    whole = np.vstack(drawn)
    return Drawn(
        {figure: whole[:, place] for place, figure in enumerate(figures)},
        {figure: len(parts[figure]) for figure in figures},
    )


def _table(
    parts: Mapping[Hashable, Mapping[str, tuple[float, float]]],
    figures: Sequence[Hashable],
    people: Sequence[str],
    which: int,
) -> NDArray[np.float64]:
    row = {who: number for number, who in enumerate(people)}
    table = np.zeros((len(people), len(figures)))
    for place, figure in enumerate(figures):
        for who, both in parts[figure].items():
            table[row[who], place] = both[which]
    return table


def _ends(values: NDArray[np.float64]) -> Interval:
    known = values[~np.isnan(values)]
    if not len(known):
        return NOTHING
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)
