"""Counts of two periods beside each other: their ratio, or the ratio of their rates, with an exact interval."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Ratio:
    """The later period over the earlier."""

    value: float | None
    """None where the earlier period has none."""
    low: float
    """Exact 95 per cent interval; `high` may be infinite."""
    high: float


def ratio(earlier: int, later: int, earlier_base: float = 1.0, later_base: float = 1.0) -> Ratio | None:
    """Return later over earlier, per base where one is given (children or families open); None where both are nought.

    Given their sum, the later of two Poisson counts is binomial (Przyborowski and Wilenski 1940), so that the exact
    interval of a proportion (Clopper and Pearson 1934) carries over to the ratio.
    """
    total = earlier + later
    if total == 0 or earlier_base <= 0 or later_base <= 0:
        return None
    from scipy.stats import beta

    tail = (1.0 - CONFIDENCE) / 2.0
    low = float(beta.ppf(tail, later, earlier + 1)) if later else 0.0
    high = float(beta.ppf(1.0 - tail, later + 1, earlier)) if earlier else 1.0
    bases = earlier_base / later_base
    value = later / earlier * bases if earlier else None
    return Ratio(value, low / (1.0 - low) * bases, high / (1.0 - high) * bases if high < 1.0 else float("inf"))


def in_words(found: Ratio | None) -> str:
    """Return a ratio with its interval for a table, “2.00 (0.89 to 4.78)”; a dash where there is none."""
    if found is None:
        return "–"
    value = "more" if found.value is None else f"{found.value:.2f}"
    return f"{value} ({span(found)})"


def span(found: Ratio) -> str:
    """Return the interval of a ratio, “0.89 to 4.78”."""
    return f"{found.low:.2f} to {'any number' if found.high == float('inf') else f'{found.high:.2f}'}"
