"""Where coders differ, to talk about, and what nobody coded: beside the coefficients, never folded into them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from voices.coding.agreement import agreement
from voices.coding.coefficients import by_unit, interval, percent
from voices.model import Agreement

Coded = Iterable[tuple[str, str, frozenset[str]]]
"""(unit, coder, codes); an empty set means read and no code applied."""


@dataclass(frozen=True)
class Difference:
    """A unit that coders coded differently."""

    unit: str
    given: tuple[tuple[str, frozenset[str]], ...]
    """(coder, codes), by coder."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes some applied and some did not."""
        every = [codes for _, codes in self.given]
        return tuple(sorted(frozenset.union(*every) - frozenset.intersection(*every)))


@dataclass(frozen=True)
class Uncoded:
    """Units without a code, and what alpha would be if they were left out."""

    alone: int
    """Units one coder read alone: they say nothing of agreement and are left out."""
    by_all: int
    """Units all who read them coded to nothing; they count as agreement."""
    by_some: int
    """Units some coded and others coded to nothing."""
    without: Agreement
    """Agreement over the units somebody coded."""


@dataclass(frozen=True)
class Identical:
    """How often exactly the same codes were given."""

    share: float | None
    """Share of pairs of readings of one unit with exactly the same codes, 0 to 1."""
    low: float | None
    high: float | None
    """95 per cent percentile bootstrap over units."""


def differing(coded: Coded) -> tuple[Difference, ...]:
    """Return the units that two or more read and did not code alike, by unit."""
    return tuple(
        Difference(unit, tuple(sorted(own.items())))
        for unit, own in sorted(by_unit(coded).items())
        if len(set(own.values())) > 1
    )


def mixed_up(differences: Iterable[Difference]) -> tuple[tuple[str, int], ...]:
    """Return in how many units each code was applied by some and not by others, the most often first."""
    met = Counter(code for one in differences for code in one.codes)
    return tuple(sorted(met.items(), key=lambda pair: (-pair[1], pair[0])))


def uncoded(coded: Coded, resamples: int = 1000) -> Uncoded:
    """Return what stands without a code."""
    rows = list(coded)
    units = by_unit(rows)
    shared = {unit: own for unit, own in units.items() if len(own) > 1}
    empty = {unit for unit, own in shared.items() if not any(own.values())}
    some = sum(not all(own.values()) for unit, own in shared.items() if unit not in empty)
    without = agreement((one for one in rows if one[0] not in empty), resamples)
    return Uncoded(len(units) - len(shared), len(empty), some, without)


def identical(coded: Coded, resamples: int = 200) -> Identical:
    """Return how often exactly the same codes were given, with an interval."""
    units = [list(own.values()) for _, own in sorted(by_unit(coded).items()) if len(own) > 1]
    return Identical(percent(units), *interval(units, percent, resamples))
