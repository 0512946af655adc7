"""How far a theme comes back when some of the passages are taken away (Hennig 2007, cluster-wise stability)."""

from __future__ import annotations

import numpy as np

from voices.themes.clustering import CONSENSUS_UP_TO, Floats, Labels, components, grouped

RESAMPLES = 20
SHARE = 0.8
"""Share of the passages in each resample."""
RUNS = 5
"""Runs of k-means in a resample's consensus; fewer than in the themes themselves, for time."""
LARGEST = 1500
"""Passages a resample holds at most, so that the check stays linear."""


def stability(vectors: Floats, labels: Labels, seed: int) -> dict[int, float]:
    """Return for each group the mean Jaccard overlap with its best match over resamples, 0 to 1.

    `vectors` (n, 384) unit rows, `labels` (n,) with -1 for none. Only passages in the resample are compared.
    """
    groups = sorted({int(label) for label in labels if label >= 0})
    found: dict[int, list[float]] = {group: [] for group in groups}
    if len(groups) < 2:
        return dict.fromkeys(groups, 1.0)
    random = np.random.default_rng(seed)
    points = components(vectors, seed)
    size = min(int(SHARE * len(vectors)), LARGEST, CONSENSUS_UP_TO)
    for resample in range(RESAMPLES):
        rows = np.sort(random.choice(len(vectors), size, replace=False))
        again = grouped(points[rows], min(len(groups), size - 1), seed + resample + 1, RUNS)
        for group in groups:
            members = labels[rows] == group
            if members.any():
                found[group].append(max(_jaccard(members, again == other) for other in np.unique(again)))
    return {group: float(np.mean(values)) if values else 0.0 for group, values in found.items()}


def _jaccard(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max(int((a | b).sum()), 1))
