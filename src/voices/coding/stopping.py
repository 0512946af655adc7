"""When further reading would change little: what more decisions would move, and how far the machine now agrees.

Two questions, answered from decisions alone. How far would a person agree with the machine on passages nobody has
read? The passages that came at random are a fair sample of those, so the answer is their agreement with a binomial
interval (Clopper and Pearson 1934). Would more decisions change that? The machine's F1 on held-out decisions at several
amounts of learning falls on a curve (an inverse power law, Figueroa et al. 2012), and the next forty are read off it.
Counts of what was read and estimates of the rest stand apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

AHEAD = 40
"""Decisions the estimate looks ahead: about an hour's work."""
LITTLE = 0.01
"""A change of F1 under one point is not worth an hour."""
FEWEST_DRAWN = 20
"""Passages drawn at random under which nothing is said of agreement: the interval would span everything."""
FEWEST_POINTS = 3
LEVEL = 0.95


@dataclass(frozen=True)
class Outlook:
    """What further reading is likely to bring; None where too little is known to say."""

    read: int
    """Passages people decided."""
    drawn: int
    """Those of them that came at random and were measured."""
    agreement: float | None
    """Share of passages drawn at random where person and machine gave the same codes."""
    low: float | None
    high: float | None
    """95 per cent interval of agreement."""
    gain: float | None
    """By how much the next decisions would move F1, on the scale of 0 to 1."""
    enough: bool
    """Whether the machine itself would stop here."""
    left: int = 0
    """Passages nobody decided, of those that say something."""
    together: float | None = None
    """Micro-F1 over all passages if people stopped here and the machine coded the rest."""
    together_low: float | None = None
    together_high: float | None = None
    """95 per cent bootstrap interval of that."""

    def sentence(self) -> str:
        """Return the estimate in words."""
        if self.agreement is None or self.low is None or self.high is None:
            missing = max(FEWEST_DRAWN - self.drawn, 1)
            more = "1 more passage" if missing == 1 else f"{missing} more passages"
            return f"Too early to say: an estimate needs {more} drawn at random."
        agreed = f"agreement about {self.agreement:.2f}, between {self.low:.2f} and {self.high:.2f}"
        if self.gain is None:
            return f"{agreed[0].upper()}{agreed[1:]}; what more decisions would change cannot be told yet."
        if self.gain < LITTLE:
            return f"Another {AHEAD} decisions would move F1 by less than 1 point; {agreed}."
        points = round(100 * self.gain)
        word = "point" if points == 1 else "points"
        return f"Another {AHEAD} decisions would move F1 by about {points} {word}; {agreed}."

    def if_stopped(self) -> str:
        """Return what stopping here would mean, in words; empty where it cannot be told or nothing is left."""
        if self.together is None or self.together_low is None or self.together_high is None or not self.left:
            return ""
        return (
            f"If people stopped here and the machine coded the other {self.left:,}, F1 over all would be about "
            f"{self.together:.2f}, between {self.together_low:.2f} and {self.together_high:.2f}."
        )


def outlook(read: int, agreed: Sequence[bool], curve: Sequence[tuple[int, float]], wanted: float = 0.9) -> Outlook:
    """Return what further reading would bring.

    `agreed` says for each passage drawn at random whether person and machine gave the same codes, the machine not
    having learnt from it. `curve` has pairs of (decisions learnt from, F1 on decisions held out). The machine stops
    where the next decisions move little and the lower bound of agreement is at least `wanted`.
    """
    drawn = len(agreed)
    if drawn < FEWEST_DRAWN:
        return Outlook(read, drawn, None, None, None, None, enough=False)
    hits = sum(agreed)
    low, high = exact_interval(hits, drawn)
    gain = expected_gain(curve, AHEAD)
    enough = gain is not None and gain < LITTLE and low >= wanted
    return Outlook(read, drawn, hits / drawn, low, high, gain, enough)


def exact_interval(hits: int, count: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a share by Clopper and Pearson (1934), which never promises more than it holds."""
    from scipy.stats import beta

    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else float(beta.ppf(tail, hits, count - hits + 1))
    high = 1.0 if hits == count else float(beta.ppf(1.0 - tail, hits + 1, count - hits))
    return low, high


def expected_gain(curve: Sequence[tuple[int, float]], ahead: int) -> float | None:
    """Return how much F1 would rise with `ahead` more decisions; None with fewer than three points to go by.

    The curve is a - b * n ** -c with a of at most 1 and b of at least 0, by least squares over a grid of c, so that
    it is the same every time. Later points count for more.
    """
    points = sorted({n: value for n, value in curve if n > 0}.items())
    if len(points) < FEWEST_POINTS:
        return None
    sizes = np.array([n for n, _ in points], dtype=np.float64)
    values = np.array([value for _, value in points])
    weights = np.sqrt(sizes / sizes.max())
    best: tuple[float, float, float] = (math.inf, 0.0, 0.5)
    for power in np.arange(0.1, 1.55, 0.1):
        features = np.column_stack([np.ones_like(sizes), -(sizes**-power)]) * weights[:, None]
        (top, drop), *_ = np.linalg.lstsq(features, values * weights, rcond=None)
        drop, top = max(float(drop), 0.0), min(float(top), 1.0)
        off = float((((top - drop * sizes**-power) - values) ** 2 * weights**2).sum())
        if off < best[0] - 1e-12:
            best = (off, drop, float(power))
    _, drop, power = best
    return float(drop * (sizes[-1] ** -power - (sizes[-1] + ahead) ** -power))


def combined_f1(read_codes: int, left: int, sampled: int, right: int, wrong: int, missed: int) -> float:
    """Return the micro-F1 to expect if people stopped here and the machine coded the rest.

    `read_codes` are the codes people gave, all counted as right; `left` passages are unread. Of `sampled` passages
    drawn at random the machine, not having learnt from them, gave `right` codes, `wrong` ones, and `missed` others.
    """
    times = left / max(sampled, 1)
    hits = read_codes + times * right
    total = 2.0 * hits + times * (wrong + missed)
    return 2.0 * hits / total if total else 1.0
