"""Passages into groups of like meaning, by methods that give the same answer twice.

Up to a few thousand passages: principal components, many runs of k-means and a consensus of them, which is far less
at the mercy of a seed than any single run. Beyond that: UMAP and HDBSCAN, which find the number of groups themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

COMPONENTS = 30
"""Principal components kept; more only adds what is peculiar to single passages."""
RUNS = 15
"""Runs of k-means in a consensus."""
CONSENSUS_UP_TO = 1500
"""Passages; a consensus compares every pair, so that beyond this k-means with restarts stands in."""
DENSITY_FROM = 3000
"""Passages from which on UMAP and HDBSCAN are worth their time."""
FEWEST, MOST = 2, 25
"""Themes looked for where nobody says how many."""
NEARLY_AS_GOOD = 0.98
"""Share of the best silhouette with which the larger number of themes is taken: finer themes are easier to merge."""


def cluster(vectors: Floats, count: int | None, seed: int) -> Labels:
    """Return a group per row of unit vectors, shape (n, 384); -1 where a density method found none.

    `count` fixes the number of groups; without it a method for the size at hand chooses.
    """
    if count is None and len(vectors) >= DENSITY_FROM:
        return by_density(vectors, seed)
    points = components(vectors, seed)
    wanted = choose_count(points, seed) if count is None else min(count, len(points))
    return grouped(points, wanted, seed)


def components(vectors: Floats, seed: int) -> Floats:
    """Return rows on their principal components, of unit length again so that distance means angle."""
    from sklearn.decomposition import PCA

    kept = min(COMPONENTS, len(vectors) - 1, vectors.shape[1])
    found = PCA(kept, svd_solver="full" if len(vectors) < 2000 else "randomized", random_state=seed)
    points = np.asarray(found.fit_transform(vectors), dtype=np.float64)
    return np.asarray(points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12), dtype=np.float64)


def grouped(points: Floats, count: int, seed: int, runs: int = RUNS) -> Labels:
    """Return a group per point by a consensus of k-means, or by k-means with restarts where there are many."""
    from sklearn.cluster import AgglomerativeClustering, KMeans

    if count < 2:
        return np.zeros(len(points), dtype=np.int64)
    if len(points) > CONSENSUS_UP_TO:
        found = KMeans(count, n_init=10, random_state=seed).fit(points)
        return np.asarray(found.labels_, dtype=np.int64)
    together = np.zeros((len(points), len(points)))
    for run in range(runs):
        labels = _k_means(points, count, np.random.default_rng((seed, run)))
        together += labels[:, None] == labels[None, :]
    merged = AgglomerativeClustering(count, metric="precomputed", linkage="average").fit(1.0 - together / runs)
    return np.asarray(merged.labels_, dtype=np.int64)


def _k_means(points: Floats, count: int, random: np.random.Generator) -> Labels:
    """Return one run of k-means, started by k-means++ (Arthur and Vassilvitskii 2007).

    For a few hundred points this takes a tenth of the time of a library call, and a consensus makes hundreds of them.
    """
    middles = points[[int(random.integers(len(points)))]]
    while len(middles) < count:
        gap = np.clip(2.0 - 2.0 * points @ middles.T, 1e-12, None).min(axis=1)
        middles = np.vstack([middles, points[int(random.choice(len(points), p=gap / gap.sum()))]])
    labels = np.full(len(points), -1, dtype=np.int64)
    for _ in range(50):
        apart = (middles**2).sum(axis=1)[None, :] - 2.0 * points @ middles.T
        moved = apart.argmin(axis=1)
        if (moved == labels).all():
            break
        labels = moved
        member = labels[:, None] == np.arange(count)[None, :]
        sizes = member.sum(axis=0)
        means = (member.T @ points) / np.maximum(sizes, 1)[:, None]
        middles = np.where((sizes > 0)[:, None], means, middles)
    return labels


def choose_count(points: Floats, seed: int) -> int:
    """Return how many groups to look for: the largest number nearly as clear-cut (silhouette) as the clearest."""
    from sklearn.metrics import silhouette_score

    most = int(min(MOST, max(FEWEST, len(points) // 8), max(FEWEST, 1.2 * np.sqrt(len(points)))))
    counts = range(FEWEST, most + 1)
    clear = []
    for count in counts:
        labels = grouped(points, count, seed, runs=5)
        clear.append(float(silhouette_score(points, labels, sample_size=min(len(points), 2000), random_state=seed)))
    best = max(clear)
    # The silhouette is negative where nothing is clear-cut, so the margin is taken off, not multiplied.
    enough = best - (1.0 - NEARLY_AS_GOOD) * abs(best)
    return max(count for count, value in zip(counts, clear, strict=True) if value >= enough)


def by_density(vectors: Floats, seed: int) -> Labels:
    """Return groups where passages lie dense, -1 elsewhere: UMAP to five dimensions, then HDBSCAN."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    points = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)
    flat = points.fit_transform(vectors)
    found = HDBSCAN(min_cluster_size=max(15, len(vectors) // 100), core_dist_n_jobs=1).fit(flat)
    return np.asarray(found.labels_, dtype=np.int64)


def centres(vectors: Floats, labels: Labels, groups: Sequence[int]) -> Floats:
    """Return the mean direction of each group, unit vectors of shape (groups, 384)."""
    means = np.array([vectors[labels == group].mean(axis=0) for group in groups]).reshape(len(groups), vectors.shape[1])
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12), dtype=np.float64)
