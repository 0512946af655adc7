"""Krippendorff's alpha: how far coders agree beyond chance, for sets of codes and for each code.

Sources: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), whose coincidence matrices this follows;
Passonneau, "Measuring agreement on set-valued items (MASI)" (2006), for the distance between sets.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np

from voices.coding.logistic import Floats
from voices.model import Agreement

RESAMPLES = 1000
"""Bootstrap samples of units for the interval."""

CodeSet = frozenset[str]


def agreement(units: Iterable[tuple[str, str, frozenset[str]]], resamples: int = RESAMPLES, seed: int = 0) -> Agreement:
    """Return agreement of coders over (unit, coder, codes); an empty set means read and no code applied.

    Only units coded by two or more count. The interval is the percentile bootstrap over units, 95 per cent; alpha is
    None where it is not defined: fewer than two such units, or everybody always gave the same answer.
    """
    by_unit: dict[str, dict[str, CodeSet]] = {}
    for unit, coder, codes in units:
        by_unit.setdefault(unit, {})[coder] = frozenset(codes)
    shared = [[own[coder] for coder in sorted(own)] for _, own in sorted(by_unit.items()) if len(own) > 1]
    coders = {coder for own in by_unit.values() if len(own) > 1 for coder in own}
    low, high = _interval(shared, masi, resamples, seed)
    return Agreement(
        units=len(shared),
        coders=len(coders),
        alpha=krippendorff(shared, masi),
        low=low,
        high=high,
        by_code=tuple(_by_code(shared)),
    )


def krippendorff(
    units: Sequence[Sequence[Hashable]], distance: Callable[[Hashable, Hashable], float] | None = None
) -> float | None:
    """Return Krippendorff's alpha of units, each a sequence of the values given to it (missing ones left out).

    Without `distance` values are nominal: equal or not. None where alpha is not defined.
    """
    counts, between = _tables(units, distance)
    return _alpha(counts, between)


def masi(a: Hashable, b: Hashable) -> float:
    """Return the MASI distance of two sets, 0 for equal to 1 for nothing in common; two empty sets are equal."""
    if not isinstance(a, frozenset) or not isinstance(b, frozenset):
        raise TypeError("MASI compares frozen sets")
    if a == b:
        return 0.0
    both, either = len(a & b), len(a | b)
    if both == 0:
        return 1.0
    monotonic = 2.0 / 3.0 if a <= b or b <= a else 1.0 / 3.0
    return 1.0 - (both / either) * monotonic


def _tables(
    units: Sequence[Sequence[Hashable]], distance: Callable[[Hashable, Hashable], float] | None
) -> tuple[Floats, Floats]:
    """Return how often each value was given to each unit, and squared-scale distances between values."""
    pairable = [unit for unit in units if len(unit) > 1]
    values: list[Hashable] = sorted({value for unit in pairable for value in unit}, key=_sortable)
    place = {value: index for index, value in enumerate(values)}
    counts = np.zeros((len(pairable), len(values)))
    for row, unit in enumerate(pairable):
        for value in unit:
            counts[row, place[value]] += 1
    between = np.array([[_apart(a, b, distance) for b in values] for a in values]).reshape(len(values), len(values))
    return counts, between


def _apart(a: Hashable, b: Hashable, distance: Callable[[Hashable, Hashable], float] | None) -> float:
    return float(a != b) if distance is None else distance(a, b)


def _sortable(value: Hashable) -> str:
    return repr(sorted(value)) if isinstance(value, frozenset) else repr(value)


def _alpha(counts: Floats, between: Floats) -> float | None:
    total = counts.sum()
    if len(counts) < 2:
        return None
    each = counts.sum(axis=1)
    observed = (np.einsum("ui,ij,uj->u", counts, between, counts) / (each - 1.0)).sum() / total
    overall = counts.sum(axis=0)
    expected = float(overall @ between @ overall) / (total * (total - 1.0))
    return None if expected <= 0.0 else float(1.0 - observed / expected)


def _interval(
    units: Sequence[Sequence[CodeSet]], distance: Callable[[Hashable, Hashable], float], resamples: int, seed: int
) -> tuple[float | None, float | None]:
    counts, between = _tables(units, distance)
    if len(counts) < 2 or resamples < 1:
        return None, None
    random = np.random.default_rng(seed)
    drawn = (_alpha(counts[random.integers(0, len(counts), len(counts))], between) for _ in range(resamples))
    known = [value for value in drawn if value is not None]
    if not known:
        return None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _by_code(units: Sequence[Sequence[CodeSet]]) -> Iterable[tuple[str, int, float | None]]:
    for code in sorted({code for unit in units for given in unit for code in given}):
        applied = sum(any(code in given for given in unit) for unit in units)
        yield code, applied, krippendorff([[code in given for given in unit] for unit in units])
