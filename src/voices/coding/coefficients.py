"""Agreement coefficients beside alpha: Cohen's kappa of two coders, Gwet's AC1 and plain percent agreement.

Sources: Cohen, "A coefficient of agreement for nominal scales" (1960); Gwet, "Computing inter-rater reliability and its
variance in the presence of high agreement" (2008), with missing values as in his Handbook (4th ed., 2014): a unit with
one value counts for how common a category is, not for agreement. A statistic of a discussion, not a verdict: where one
answer is rare, kappa is low though coders hardly differ, which is why percent and AC1 stand beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from voices.coding.agreement import krippendorff

RESAMPLES = 1000
Units = Sequence[Sequence[Hashable]]
"""Per unit the values given to it; missing ones are left out."""


@dataclass(frozen=True)
class CodeAgreement:
    """How far coders agree on one code, yes or no, over the units two or more of them coded."""

    code: str
    applied: int
    """Units to which anybody applied it."""
    percent: float | None
    """Share of pairs of answers that are equal, 0 to 1; high by nature for a rare code."""
    alpha: float | None
    low: float | None
    high: float | None
    """95 per cent percentile bootstrap of alpha over units."""
    ac1: float | None
    ac1_low: float | None
    ac1_high: float | None
    """The same of AC1."""


@dataclass(frozen=True)
class PairAgreement:
    """How far two coders agree on one code."""

    one: str
    other: str
    code: str
    units: int
    """Units both coded."""
    percent: float
    kappa: float | None
    low: float | None
    high: float | None
    """95 per cent percentile bootstrap of kappa over units."""
    differing: tuple[str, ...]
    """The units on which they differ, to talk about."""


def cohen(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of two coders' values on the same units; None where both always gave one same value."""
    given = list(pairs)
    if not given:
        return None
    first, second = Counter(a for a, _ in given), Counter(b for _, b in given)
    count = len(given)
    observed = sum(a == b for a, b in given) / count
    expected = sum(first[value] * second[value] for value in first) / count**2
    return None if expected >= 1.0 else (observed - expected) / (1.0 - expected)


def percent(units: Units) -> float | None:
    """Return the mean share of equal pairs of values over the units with two or more; None where there is none."""
    shares = []
    for unit in units:
        if len(unit) > 1:
            equal = sum(count * (count - 1) for count in Counter(unit).values())
            shares.append(equal / (len(unit) * (len(unit) - 1)))
    return float(np.mean(shares)) if shares else None


def ac1(units: Units, categories: int | None = None) -> float | None:
    """Return Gwet's AC1; `categories` is how many values could be given, by default as many as were."""
    observed = percent(units)
    spoken = [unit for unit in units if unit]
    values = {value for unit in spoken for value in unit}
    kinds = len(values) if categories is None else categories
    if observed is None or kinds < 2:
        return None
    common = [np.mean([sum(v == value for v in unit) / len(unit) for unit in spoken]) for value in values]
    expected = float(sum(share * (1.0 - share) for share in common)) / (kinds - 1)
    return (observed - expected) / (1.0 - expected)


def interval(
    units: Units, coefficient: Callable[[Units], float | None], resamples: int = RESAMPLES, seed: int = 0
) -> tuple[float | None, float | None]:
    """Return the 95 per cent percentile bootstrap over units; None where the coefficient is never defined."""
    if len(units) < 2 or resamples < 1:
        return None, None
    random = np.random.default_rng(seed)
    draws = (coefficient([units[i] for i in random.integers(0, len(units), len(units))]) for _ in range(resamples))
    known = [value for value in draws if value is not None]
    if not known:
        return None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def by_code(coded: Iterable[tuple[str, str, frozenset[str]]], resamples: int = 200) -> tuple[CodeAgreement, ...]:
    """Return agreement per code over (unit, coder, codes); an empty set means read and no code applied."""
    shared = [own for _, own in sorted(by_unit(coded).items()) if len(own) > 1]
    found = []
    for code in sorted({code for own in shared for codes in own.values() for code in codes}):
        units = [[code in own[coder] for coder in sorted(own)] for own in shared]
        low, high = interval(units, krippendorff, resamples)
        applied = sum(any(unit) for unit in units)
        between = interval(units, _gwet, resamples)
        alpha, gwet = krippendorff(units), _gwet(units)
        found.append(CodeAgreement(code, applied, percent(units), alpha, low, high, gwet, *between))
    return tuple(found)


def by_pair(coded: Iterable[tuple[str, str, frozenset[str]]], resamples: int = 200) -> tuple[PairAgreement, ...]:
    """Return agreement of every two coders per code, over the units both coded."""
    units = by_unit(coded)
    coders = sorted({coder for own in units.values() for coder in own})
    found = []
    for one, other in combinations(coders, 2):
        both = {unit: (own[one], own[other]) for unit, own in sorted(units.items()) if one in own and other in own}
        for code in sorted({code for pair in both.values() for codes in pair for code in codes}):
            answers = {unit: (code in a, code in b) for unit, (a, b) in both.items()}
            differing = tuple(unit for unit, (a, b) in answers.items() if a != b)
            share, kappa = 1.0 - len(differing) / len(both), cohen(answers.values())
            low, high = interval(list(answers.values()), _cohen, resamples)
            found.append(PairAgreement(one, other, code, len(both), share, kappa, low, high, differing))
    return tuple(found)


def _gwet(units: Units) -> float | None:
    """Return AC1 of a code that applies or does not."""
    return ac1(units, 2)


def _cohen(units: Units) -> float | None:
    """Return kappa of units with two values each."""
    return cohen((one[0], one[1]) for one in units)


def by_unit(coded: Iterable[tuple[str, str, frozenset[str]]]) -> dict[str, dict[str, frozenset[str]]]:
    """Return the codes each coder gave, by unit; of two readings by one coder the later."""
    units: dict[str, dict[str, frozenset[str]]] = {}
    for unit, coder, codes in coded:
        units.setdefault(unit, {})[coder] = frozenset(codes)
    return units
