"""Which test of a trend finds the one rising and the one falling theme and no other: `python -m benchmarks.trends`.

Simulated are 240 complaints over 24 months in eight themes of uneven size, with a tenth of one-offs, a quarter put in
the wrong theme, and more letters in some months than in others. One theme rises and one falls. Beside the test used
stand the same test of counts alone with Benjamini and Hochberg's correction, halves compared by an exact binomial test,
and Cox and Stuart's signs (1955), each with Holm's correction.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import voices  # noqa: F401 - sets the threads of numpy before it is loaded
from voices.themes.trends import corrected, share_test, trend

import numpy as np  # isort: skip

HERE = Path(__file__).resolve().parent
DRAWS, COMPLAINTS, THEMES, MONTHS, WRONG, ONE_OFFS = 200, 240, 8, 24, 0.25, 0.1
Counts = np.ndarray
Random = np.random.Generator


def shapes() -> dict[str, np.ndarray]:
    """Return how a theme rises, month by month."""
    time = np.arange(MONTHS) / (MONTHS - 1)
    return {
        "nothing moves": np.ones(MONTHS),
        "twentyfold, in a line": 1 + 19 * time,
        "tenfold, half way": np.where(time >= 0.5, 10.0, 1.0),
        "twentyfold, for the last third": np.where(time >= 2 / 3, 20.0, 1.0),
        "from nothing, ever faster": time**2 + 0.005,
    }


def drawn(shape: np.ndarray, growth: float, random: Random) -> Counts:
    """Return complaints by theme as found and month; theme 0 rises, theme 1 falls, the last row is in none."""
    season = (1 + (growth - 1) * np.arange(MONTHS) / MONTHS) * (1 + 0.15 * np.sin(np.pi * np.arange(MONTHS) / 6))
    sizes = random.dirichlet(np.full(THEMES, 12.0))
    sizes[:2] = 1 / THEMES
    found = np.zeros((THEMES + 1, MONTHS), dtype=np.int64)
    for theme in range(THEMES + 1):
        moves = {0: shape, 1: shape[::-1]}.get(theme, np.ones(MONTHS)) * season
        share = ONE_OFFS if theme == THEMES else sizes[theme] * (1 - ONE_OFFS)
        for month in random.choice(MONTHS, random.poisson(COMPLAINTS * share), p=moves / moves.sum()):
            stray = random.random() < (0.6 if theme == THEMES else WRONG)
            found[int(random.integers(THEMES)) if stray else theme, month] += 1
    return found


def ours(found: Counts) -> tuple[bool, ...]:
    """Return which themes the program calls."""
    whole = found.sum(axis=0).tolist()
    moved = [trend(row.tolist(), whole) for row in found[:-1]]
    return corrected([1.0 if one is None else one.p for one in moved])


def counted(found: Counts, test: Callable[[list[int]], float], false_share: float | None) -> tuple[bool, ...]:
    """Return which themes a test of their own counts calls, by Holm or at a share of false calls."""
    chances = [test(row.tolist()) for row in found[:-1]]
    if false_share is None:
        return corrected(chances)
    order = np.argsort(chances)
    stands = [rank for rank, i in enumerate(order, 1) if chances[i] <= false_share * rank / len(chances)]
    return tuple(bool(i in order[: max(stands, default=0)]) for i in range(len(chances)))


def even(counts: list[int]) -> float:
    """Return the test of a theme's months if each were alike, to three digits."""
    return share_test(counts, [1000 * max(1, sum(counts))] * MONTHS)


def halves(counts: list[int]) -> float:
    """Return the exact binomial test of the later half against the earlier."""
    from scipy.stats import binomtest

    return float(binomtest(sum(counts[MONTHS // 2 :]), sum(counts)).pvalue) if sum(counts) else 1.0


def signs(counts: list[int]) -> float:
    """Return Cox and Stuart's test: how many months had more than the one half the time before."""
    from scipy.stats import binomtest

    gaps = [b - a for a, b in zip(counts[: MONTHS // 2], counts[MONTHS // 2 :], strict=True) if a != b]
    return float(binomtest(sum(gap > 0 for gap in gaps), len(gaps)).pvalue) if gaps else 1.0


TESTS: dict[str, Callable[[Counts], tuple[bool, ...]]] = {
    "share, exact, Holm .1": ours,
    "count, Benjamini-Hochberg .1": partial(counted, test=even, false_share=0.1),
    "halves, exact, Holm .1": partial(counted, test=halves, false_share=None),
    "Cox-Stuart, Holm .1": partial(counted, test=signs, false_share=None),
}


def main() -> int:
    """Simulate every shape with every test, with steady and with doubling numbers of complaints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/trends.json")
    parser.add_argument("--draws", type=int, default=DRAWS)
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    for growth in (1.0, 2.0):
        for name, shape in shapes().items():
            random = np.random.default_rng(7)
            sets = [drawn(shape, growth, random) for _ in range(options.draws)]
            for test, call in TESTS.items():
                called = np.array([call(one) for one in sets])
                still = name == "nothing moves"
                both = called[:, 0] & called[:, 1] & (not still)
                false = called[:, 0 if still else 2 :].any(axis=1)
                row: dict[str, object] = {"complaints grow": growth, "shape": name, "test": test, "draws": len(sets)}
                row |= {"both called": round(float(both.mean()), 3), "any wrong": round(float(false.mean()), 3)}
                rows.append(row | {"both and no other": round(float((both & ~false).mean()), 3)})
                print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    if options.save:
        (HERE / "results" / "trends.json").write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
