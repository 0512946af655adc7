"""Passages into groups of like meaning, by a consensus that does not hang on a seed or on single passages.

Meaning, words and what is known of the field place each passage; each place is then drawn towards its nearest
neighbours, as in graph convolution (Zhang and others 2019, "Attributed graph clustering"), which brings out
groups in short texts. Many runs of k-means, each on part of the passages and with another number of groups, vote on
which passages belong together (evidence accumulation, Fred and Jain 2005). Where nobody says how many groups there
are, average linkage reads them off the votes, cut where passages are together in less than `TOGETHER` of the runs.
Where somebody does, all runs look for as many and the tree is cut at that number. Only for many long texts, which lie
in clear groups, the best of many runs of k-means on all of them gives the groups: a tree may split off a handful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

TOPICS_OF_WORDS = 50
"""Dimensions of latent semantic analysis that stand for the words of a passage."""
WEIGHT_OF_MEANING, WEIGHT_OF_TUNED = 0.7, 1.3
"""Lengths of the parts of the plain and of the tuned sentence model; without the tuned one the plain has 1."""
WEIGHT_OF_WORDS = 0.7
"""Length of the words' part."""
WEIGHT_OF_FIELD = 0.5
"""Length of the classifier's part, where texts are about the field; elsewhere that part is short by itself."""
NEIGHBOURS, STEPS, PULL = 25, 3, 0.7
"""Nearest passages towards which a passage is drawn, how often, and how far each time; with fewer neighbours,
resamples agree less."""
FURTHER = 50, 10, 0.9
"""The same for many long texts. These are sure of their neighbours; short ones drawn further follow chance."""
LONG, MANY = 50, 500
"""Words of the text in the middle, and texts, from which on texts are many and long."""
COMPONENTS = 50
"""Principal components kept for k-means; more only adds what is peculiar to single passages."""
RUNS = 60
"""Runs of k-means that vote."""
SHARE = 0.8
"""Share of the passages in each run."""
TOGETHER = 0.3
"""Share of runs; groups that share fewer stay apart. Runs look for more groups than there are, so that parts of one
group share a quarter to a half of them and different groups next to none."""
FINEST, COARSEST = 1.0, 0.5
"""Runs look for between half and the whole square root of the number of passages, as rules of thumb for k have it."""
POOLED_FROM = 4500
"""Points from which on near ones are pooled first: votes are counted for every pair."""
BROAD = 128
"""Principal components in which so many points look for near ones: comparing all with all takes most of the time."""
POOLS = 1000
"""Pools that then stand for all passages."""
MOST = 40
"""Groups a run looks for where nobody says how many."""
RESTARTS = 30
"""Runs of k-means on all of many long texts, of which the best counts."""


@dataclass(frozen=True)
class Grouped:
    """Groups of passages and how much each passage belongs to each."""

    labels: Labels
    """Group per passage, 0 and up."""
    votes: Floats
    """Share of runs a passage spent with the passages of a group, shape (n, groups)."""


def cluster(points: Floats, count: int | None, seed: int, runs: int = RUNS, clear: bool = False) -> Grouped:
    """Return the groups of points (n, d) as `places` makes them; `count` fixes how many there are.

    `clear` says that the points are many long texts.
    """
    if count is not None and count < 2:
        return Grouped(np.zeros(len(points), dtype=np.int64), np.ones((len(points), 1)))
    if len(points) >= POOLED_FROM:
        pools = _pools(points, seed)
        middles = _means(points, pools, int(pools.max()) + 1)
        coarse = cluster(middles, count, seed, runs, clear)
        return Grouped(coarse.labels[pools], coarse.votes[pools])
    numbers = _numbers(len(points)) if count is None else (min(count, len(points)),)
    together = _votes(points, numbers, seed, runs)
    labels = _best(points, numbers[0], seed) if clear and count is not None else _read_off(together, count)
    groups = int(labels.max()) + 1
    votes = np.column_stack([together[:, labels == group].mean(axis=1) for group in range(groups)])
    return Grouped(labels, votes.astype(np.float64))


def clear_groups(texts: Sequence[str]) -> bool:
    """Tell whether texts are many and long."""
    return len(texts) >= MANY and float(np.median([len(text.split()) for text in texts])) >= LONG


def places(vectors: Floats, words: Floats, field: Floats, tuned: Floats | None = None, clear: bool = False) -> Floats:
    """Return where passages lie: meaning (n, 384), words (n, w), field (n, f) and what the tuned model says (n, 384).

    They are drawn towards neighbours, many long texts (`clear`) further; principal components of that, at most
    `COMPONENTS`.
    """
    from sklearn.decomposition import PCA

    parts = [(1.0, vectors)] if tuned is None else [(WEIGHT_OF_MEANING, vectors), (WEIGHT_OF_TUNED, tuned)]
    parts.append((WEIGHT_OF_WORDS, words))
    lengths = [weight * unit(part - part.mean(axis=0)) for weight, part in parts]
    joined = unit(np.hstack([*lengths, WEIGHT_OF_FIELD * field]))
    if len(joined) >= POOLED_FROM:
        broad = PCA(min(BROAD, joined.shape[1]), svd_solver="covariance_eigh").fit_transform(joined)
        joined = unit(np.asarray(broad, dtype=np.float64))
    drawn = _drawn(joined, *(FURTHER if clear else (NEIGHBOURS, STEPS, PULL)))
    kept = min(COMPONENTS, len(drawn) - 1, drawn.shape[1])
    found = PCA(kept, svd_solver="covariance_eigh").fit_transform(drawn)
    return np.asarray(found, dtype=np.float64)


def words_of(texts: Sequence[str], seed: int) -> Floats:
    """Return latent topics of the words of texts, shape (n, at most 50), rows of unit length or nought."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    least = 2 if len(texts) > 30 else 1
    counter = TfidfVectorizer(sublinear_tf=True, min_df=least, stop_words="english", ngram_range=(1, 2))
    try:
        counted = counter.fit_transform(texts)
    except ValueError:  # no text has a word that tells anything
        return np.zeros((len(texts), 1))
    kept = min(TOPICS_OF_WORDS, min(counted.shape) - 1)
    if kept < 1:
        return np.zeros((len(texts), 1))
    return unit(np.asarray(TruncatedSVD(kept, random_state=seed).fit_transform(counted), dtype=np.float64))


def unit(rows: Floats) -> Floats:
    """Return rows of unit length; a row of noughts stays one."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float64)


def neighbours(points: Floats, count: int) -> csr_matrix:
    """Return each row's nearest rows with their cosines, sparse of shape (n, n); `points` are unit rows."""
    from scipy.sparse import csr_matrix

    small = points.astype(np.float32)
    rows, columns, values = [], [], []
    for start in range(0, len(points), 1000):
        alike = small[start : start + 1000] @ small.T
        own = np.arange(len(alike))
        alike[own, start + own] = -1.0
        nearest = np.argpartition(-alike, count - 1, axis=1)[:, :count]
        rows.append(np.repeat(start + own, count))
        columns.append(nearest.ravel())
        values.append(np.clip(np.take_along_axis(alike, nearest, axis=1), 0.0, 1.0).ravel())
    placed = (np.concatenate(rows), np.concatenate(columns))
    return csr_matrix((np.concatenate(values).astype(np.float64), placed), (len(points), len(points)))


def _drawn(points: Floats, count: int, steps: int, far: float) -> Floats:
    from scipy.sparse import diags

    near = min(count, len(points) - 1)
    if near < 1:
        return points
    graph = neighbours(points, near)
    graph = (graph + graph.T) / 2
    scale = diags(1.0 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel() + 1e-9))
    pull = scale @ graph @ scale
    for _ in range(steps):
        points = (1.0 - far) * points + far * (pull @ points)
    return unit(np.asarray(points))


def _numbers(size: int) -> tuple[int, ...]:
    """Return the numbers of groups that runs look for: about the root of the size.

    Looking for more than are wanted lets the tree decide which parts to join.
    """
    root = np.sqrt(size)
    wanted = {round(float(one)) for one in np.linspace(COARSEST * root, FINEST * root, 6)}
    return tuple(sorted(min(MOST, max(2, one)) for one in wanted))


def _votes(points: Floats, numbers: Sequence[int], seed: int, runs: int) -> NDArray[np.float32]:
    """Return the share of runs two points spent in one group, of the runs both were in; shape (n, n)."""
    size = len(points)
    same = np.zeros((size, size), dtype=np.float32)
    met = np.full((size, size), 1e-6, dtype=np.float32)
    part = max(min(size, 2), int(SHARE * size))
    for run in range(runs):
        random = np.random.default_rng((seed, run))
        rows = np.sort(random.choice(size, part, replace=False))
        labels = k_means(points[rows], min(numbers[run % len(numbers)], part), random)
        inside = np.ix_(rows, rows)
        same[inside] += labels[:, None] == labels[None, :]
        met[inside] += 1.0
    return same / met


def _best(points: Floats, count: int, seed: int) -> Labels:
    """Return the tightest of many groupings by k-means."""
    found: list[tuple[float, Labels]] = []
    for restart in range(RESTARTS):
        labels = k_means(points, count, np.random.default_rng((seed, restart, 3)))
        labels = np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)
        gaps = points - _means(points, labels, int(labels.max()) + 1)[labels]
        found.append((float((gaps**2).sum()), labels))
    return min(found, key=lambda one: one[0])[1]


def _read_off(together: NDArray[np.float32], count: int | None) -> Labels:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = np.clip(1.0 - together, 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart, checks=False), "average")
    cut = fcluster(tree, 1.0 - TOGETHER, "distance") if count is None else fcluster(tree, count, "maxclust")
    return np.asarray(np.unique(cut, return_inverse=True)[1], dtype=np.int64)


def k_means(points: Floats, count: int, random: np.random.Generator, rounds: int = 50) -> Labels:
    """Return one run of k-means, started by k-means++ (Arthur and Vassilvitskii 2007).

    For a few hundred points this takes a tenth of the time of a library call, and a consensus makes dozens of them.
    """
    lengths = (points**2).sum(axis=1)
    middles = points[[int(random.integers(len(points)))]]
    gap = np.full(len(points), np.inf)
    while len(middles) < count:
        last = middles[-1]
        gap = np.minimum(gap, np.clip(lengths - 2.0 * points @ last + last @ last, 1e-12, None))
        middles = np.vstack([middles, points[int(random.choice(len(points), p=gap / gap.sum()))]])
    labels = np.full(len(points), -1, dtype=np.int64)
    for _ in range(rounds):
        moved = ((middles**2).sum(axis=1)[None, :] - 2.0 * points @ middles.T).argmin(axis=1)
        if (moved == labels).all():
            break
        labels = moved
        held = np.bincount(labels, minlength=count) > 0
        middles = np.where(held[:, None], _means(points, labels, count), middles)
    return labels


def _pools(points: Floats, seed: int) -> Labels:
    """Return a pool per point, so small that what is in one belongs together."""
    random = np.random.default_rng(seed)
    labels = k_means(points, POOLS, random, rounds=4)
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)


def _means(points: Floats, labels: Labels, count: int) -> Floats:
    from scipy.sparse import csr_matrix

    member = csr_matrix((np.ones(len(points)), (labels, np.arange(len(points)))), (count, len(points)))
    sizes = np.maximum(np.asarray(member.sum(axis=1)), 1.0)
    return np.asarray((member @ points) / sizes, dtype=np.float64)
