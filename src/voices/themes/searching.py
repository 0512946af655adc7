"""The grouping of one scope: seeds first, and what they leave by consensus; a one-off belongs to no group."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.themes import field as knowledge
from voices.themes import seeding
from voices.themes.clustering import RUNS, Floats, Labels, clear_groups, cluster, places, unit, words_of

FEWEST = 15
"""Different passages with something to say under which no themes are looked for: three people are not a pattern."""
SMALLEST, SMALLEST_SHARE, SMALLEST_LIMIT = 3, 0.03, 10
"""A theme holds at least three passages, or 3 per cent of the scope, up to ten."""
FLOOR = 0.4
"""Share of runs a passage must spend with a theme's passages, on average over these; below it, it is a one-off and in
no theme. Runs look for smaller groups than the themes, so that even a typical passage shares no more than two thirds
to three quarters of them."""
FAR = 0.22
"""Cosine to a theme's centre under which a passage is in none, whatever the votes: votes only compare themes."""
ALSO = 0.3
"""Evidence from which on a passage is in a second seeded theme as well."""
FIRST_SEARCHED, FIRST_STANDING = 1000, 5000
"""Groups found by searching, and those that stood before, are numbered from here; lower numbers are seeds."""


@dataclass(frozen=True)
class Search:
    """What one scope is searched with; rows are different passages, in the order of their texts."""

    texts: tuple[str, ...] = field(repr=False)
    """Telling words of the passages, without names."""
    points: Floats
    """Unit rows of meaning."""
    lines: seeding.Lines | None = None
    """What the seeds say, or None."""
    k: int | None = None
    """Themes to look for beyond the seeds, or None for as many as there are."""
    tuned: Floats | None = None
    """Unit rows of the sentence model tuned to the field, or None."""

    def of(self, rows: NDArray[np.int64]) -> Search:
        """Return the search over some of the passages."""
        texts = tuple(self.texts[i] for i in rows)
        return Search(texts, self.points[rows], self.lines, self.k, None if self.tuned is None else self.tuned[rows])


@dataclass(frozen=True)
class Grouping:
    """Groups of passages, before they have names."""

    labels: Labels
    """Group per passage, -1 for none."""
    strength: Floats
    """How much a passage belongs to its group, 0 to 1."""
    seeds: dict[int, str] = field(default_factory=dict)
    """Code id of the groups that a codebook seeded."""
    also: tuple[tuple[int, int, float], ...] = ()
    """Further groups of a passage: (row, group, strength)."""
    ids: dict[int, str] = field(default_factory=dict)
    """Theme id of the groups that stood before."""


def group(search: Search, seed: int, runs: int = RUNS, done: Grouping | None = None) -> Grouping:
    """Return the groups of a scope: what is `done`, then seeds, then what they leave by consensus."""
    size = len(search.points)
    found = done if done is not None else Grouping(np.full(size, -1, dtype=np.int64), np.zeros(size))
    if search.lines is not None:
        found = _seeded(search, search.lines, found)
    return _rest(search, found, seed, runs)


def _seeded(search: Search, lines: seeding.Lines, done: Grouping) -> Grouping:
    """Return the grouping with every passage that speaks of a code, and is in no group yet, in the code's group."""
    speaks = seeding.evidence(search.texts, search.points, lines)
    best, most = speaks.argmax(axis=1), speaks.max(axis=1)
    standing = {code: one for one, code in done.seeds.items()}
    groups = np.array([standing.get(code, i) for i, code in enumerate(lines.codes)], dtype=np.int64)
    taken = (most >= seeding.TAKEN) & (done.labels < 0)
    labels = np.where(taken, groups[best], done.labels)
    named = {int(one): code for one, code in zip(groups, lines.codes, strict=True) if (labels == one).any()}
    more = np.argwhere((speaks >= ALSO) & taken[:, None])
    also = tuple((int(i), int(groups[j]), float(speaks[i, j])) for i, j in more if j != best[i])
    strength = np.where(taken, most, done.strength)
    return Grouping(labels, strength, {**done.seeds, **named}, done.also + also, done.ids)


def _rest(search: Search, done: Grouping, seed: int, runs: int) -> Grouping:
    """Return the grouping with groups added from the passages that are in none yet."""
    labels, strength = done.labels.copy(), done.strength.copy()
    rows = np.flatnonzero(labels < 0)
    if len(rows) >= FEWEST:
        found, how_far = _searched(search.of(rows), least(len(labels)) if search.k is None else 2, seed, runs)
        labels[rows] = np.where(found >= 0, found + FIRST_SEARCHED, -1)
        strength[rows] = how_far
    return Grouping(labels, strength, done.seeds, done.also, done.ids)


def least(count: int) -> int:
    """Return how many different passages a theme needs in a scope of this size."""
    return min(SMALLEST_LIMIT, max(SMALLEST, math.ceil(SMALLEST_SHARE * count)))


def centres(points: Floats, labels: Labels, groups: range | list[int]) -> Floats:
    """Return the mean direction of each group, unit vectors of shape (groups, d)."""
    means = [points[labels == one].mean(axis=0) if (labels == one).any() else points[0] for one in groups]
    return unit(np.array(means).reshape(len(means), points.shape[1]))


def _searched(search: Search, fewest: int, seed: int, runs: int) -> tuple[Labels, Floats]:
    """Return group (-1 for none) and strength of every row, found by consensus."""
    points = search.points
    clear = clear_groups(search.texts)
    where = places(points, words_of(search.texts, seed), knowledge.view(points), search.tuned, clear)
    found = cluster(where, search.k, seed, runs, clear)
    groups = [one for one in range(found.votes.shape[1]) if (found.labels == one).sum() >= fewest]
    if not groups:
        return np.full(len(points), -1, dtype=np.int64), np.zeros(len(points))
    votes = found.votes[:, groups]
    chosen, strength = votes.argmax(axis=1), votes.max(axis=1)
    near = np.einsum("ij,ij->i", points, centres(points, chosen, range(len(groups)))[chosen])
    labels = np.where((strength >= FLOOR) & (near >= FAR), chosen, -1).astype(np.int64)
    for one in range(len(groups)):
        if (labels == one).sum() < fewest:
            labels[labels == one] = -1
    return labels, strength
