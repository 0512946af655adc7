"""How far a theme comes back when some of the passages are taken away (Hennig 2007, cluster-wise stability).

The whole search is done again on each resample, seeds and all, so that a seeded theme is tested like any other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voices.themes.clustering import Labels
from voices.themes.searching import FEWEST, Search, group
from voices.themes.seeding import Lines

RESAMPLES = 10
SHARE = 0.9
"""Share of the passages in each resample."""
RUNS = 24
"""Runs of k-means in a resample's consensus; fewer than in the themes themselves, for time."""
LARGEST = 1500
"""Passages a resample holds at most, so that the check does not grow with the corpus."""


def stability(search: Search, labels: Labels, seed: int) -> dict[int, float]:
    """Return for each group the mean Jaccard overlap with its best match over resamples, 0 to 1.

    `labels` (n,) with -1 for none. Only passages in the resample are compared. The exemplars of seeds are drawn anew
    for each resample as well.
    """
    groups = sorted({int(label) for label in labels if label >= 0})
    found: dict[int, list[float]] = {one: [] for one in groups}
    size = min(int(SHARE * len(labels)), LARGEST)
    if size < FEWEST:
        return dict.fromkeys(groups, 0.0)
    for resample in range(RESAMPLES):
        random = np.random.default_rng((seed, resample, 7))
        rows = np.sort(random.choice(len(labels), size, replace=False)).astype(np.int64)
        part = search.of(rows)
        lines = None if search.lines is None else _redrawn(search.lines, random)
        again = group(replace(part, lines=lines), seed + resample + 1, RUNS).labels
        others = [again == other for other in np.unique(again) if other >= 0]
        for one in groups:
            members = labels[rows] == one
            if members.any():
                found[one].append(max((_jaccard(members, other) for other in others), default=0.0))
    return {one: float(np.mean(values)) if values else 0.0 for one, values in found.items()}


def _redrawn(lines: Lines, random: np.random.Generator) -> Lines:
    """Return the seeds with nine in ten of their lines."""
    rows = np.sort(random.choice(len(lines.owner), max(1, int(SHARE * len(lines.owner))), replace=False))
    texts = tuple(lines.texts[row] for row in rows)
    return Lines(texts, np.asarray(lines.vectors[rows], dtype=np.float64), lines.owner[rows], lines.codes)


def _jaccard(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    return float((a & b).sum() / max(int((a | b).sum()), 1))
