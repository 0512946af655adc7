"""Candidate themes of one scope: what a codebook already names first, then what recurs in the rest."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Codebook
from voices.embeddings import Embedder, load_embedder, neutral
from voices.model import Passage, Theme, ThemeAssignment, Themes
from voices.passages import set_aside
from voices.themes import naming
from voices.themes.clustering import Floats, Labels, centres, cluster
from voices.themes.stability import stability

FEWEST = 15
"""Passages with something to say under which no themes are looked for: three people are not a pattern."""
SMALLEST, SMALLEST_SHARE, SMALLEST_LIMIT = 3, 0.03, 10
"""A theme holds at least three passages, or 3 per cent of the scope, up to ten."""
FLOOR = 0.3
"""Similarity to a theme's centre under which a passage is in none: honest, since much speech is about nothing else."""
SEED_FLOOR = 0.45
"""Mean cosine to a code's nearest lines from which on a passage goes to that seed: four in five of those belong."""
SEED_LINES = 3
REPRESENTATIVE = 5
"""Passages that stand for a theme."""


@dataclass(frozen=True)
class _Grouping:
    """Groups of the passages, before they have names."""

    labels: Labels
    """Group per passage, -1 for none."""
    strength: Floats
    """Similarity to the own group, or to the nearest where there is none."""
    seeds: dict[int, str] = field(default_factory=dict)
    """Code id of the groups that a codebook seeded."""


def discover(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    scope: str,
    seeds: Codebook | None = None,
    k: int | None = None,
    seed: int = 0,
    embedder: Embedder | None = None,
) -> Themes:
    """Return the candidate themes of a scope; the order of passages does not matter.

    `vectors` (n, 384), unit rows in the order of `passages`. Passages near a code of `seeds` go there first, the rest
    is searched for `k` further themes, or for as many as the passages bear. Ids are kept while a theme's most typical
    passage stays. Themes come largest first, assignments by passage id.
    """
    order = sorted(range(len(passages)), key=lambda i: passages[i].id)
    silent = tuple(passages[i].id for i in order if set_aside(passages[i].text))
    rows = [i for i in order if not set_aside(passages[i].text)]
    speaking = [passages[i] for i in rows]
    if len(speaking) < FEWEST:
        none = tuple(ThemeAssignment(one.id, None, 0.0) for one in speaking)
        note = f"There are {len(speaking)} texts with something to say; themes need at least {FEWEST}."
        return Themes(scope, (), none, silent, note)
    points = np.asarray(vectors[rows], dtype=np.float64)
    models = embedder if embedder is not None else load_embedder()
    grouping = _group(points, seeds, k, seed, models)
    themes, ids = _describe(speaking, points, grouping, scope, seeds, seed, models)
    assignments = tuple(
        ThemeAssignment(one.id, ids.get(int(label)), float(np.clip(strength, 0.0, 1.0)))
        for one, label, strength in zip(speaking, grouping.labels, grouping.strength, strict=True)
    )
    note = "" if themes else "No theme recurs often enough in these texts."
    return Themes(scope, themes, assignments, silent, note)


def _group(points: Floats, seeds: Codebook | None, k: int | None, seed: int, embedder: Embedder) -> _Grouping:
    labels = np.full(len(points), -1, dtype=np.int64)
    strength = np.zeros(len(points))
    named: dict[int, str] = {}
    if seeds is not None:
        near, codes = _nearness(points, seeds, embedder)
        best = near.argmax(axis=1)
        taken = near.max(axis=1) >= SEED_FLOOR
        labels[taken], strength[taken] = best[taken], near.max(axis=1)[taken]
        named = {index: code for index, code in enumerate(codes) if (labels == index).any()}
    rest = np.flatnonzero(labels < 0)
    least = _least(len(points)) if k is None else 2
    if len(rest) >= FEWEST:
        found, how_far = _settle(points[rest], cluster(points[rest], k, seed), least)
        labels[rest] = np.where(found >= 0, found + 1000, -1)
        strength[rest] = how_far
    return _Grouping(labels, strength, named)


def _settle(points: Floats, labels: Labels, least: int) -> tuple[Labels, Floats]:
    """Dissolve groups that are too small, then put each passage with the nearest centre, if it is near enough."""
    groups = [int(group) for group in np.unique(labels) if group >= 0 and (labels == group).sum() >= least]
    if not groups:
        return np.full(len(points), -1, dtype=np.int64), np.zeros(len(points))
    near = points @ centres(points, labels, groups).T
    place = {group: index for index, group in enumerate(groups)}
    kept = np.array([place.get(int(label), -1) for label in labels])
    chosen = np.where(kept >= 0, kept, near.argmax(axis=1))
    how_far = near[np.arange(len(points)), chosen]
    settled = np.where(how_far >= FLOOR, chosen, -1)
    for group in range(len(groups)):
        if (settled == group).sum() < least:
            settled[settled == group] = -1
    return settled.astype(np.int64), how_far


def _nearness(points: Floats, seeds: Codebook, embedder: Embedder) -> tuple[Floats, list[str]]:
    """Return the mean cosine to the nearest lines and exemplars of each top-level code, and the codes' ids."""
    near, codes = [], []
    for code in seeds.main() or seeds.top():
        lines = [f"{code.name}. {code.definition}", *code.include]
        lines += [one.text for one in seeds.exemplars if one.codes and one.codes[0][0] == code.id]
        cosine = points @ embedder.embed([neutral(line) for line in lines if line.strip()]).astype(np.float64).T
        near.append(np.sort(cosine, axis=1)[:, -SEED_LINES:].mean(axis=1))
        codes.append(code.id)
    return np.column_stack(near), codes


def _describe(
    passages: Sequence[Passage],
    points: Floats,
    grouping: _Grouping,
    scope: str,
    seeds: Codebook | None,
    seed: int,
    embedder: Embedder,
) -> tuple[tuple[Theme, ...], dict[int, str]]:
    labels = grouping.labels
    groups = sorted({int(label) for label in labels if label >= 0})
    words = naming.phrases([one.text for one in passages], labels, embedder)
    free = np.flatnonzero(np.isin(labels, [group for group in groups if group not in grouping.seeds]))
    steady = stability(points[free], labels[free], seed) if len(free) else {}
    themes: list[Theme] = []
    ids: dict[int, str] = {}
    for group in groups:
        members = [i for i in range(len(labels)) if labels[i] == group]
        shown = representative(points[members], [passages[i].participant or passages[i].id for i in members])
        code = grouping.seeds.get(group)
        anchor = code or passages[members[shown[0]]].id
        ids[group] = hashlib.sha256(f"{scope}\x1f{anchor}".encode()).hexdigest()[:12]
        known = seeds.code(code) if seeds is not None and code is not None else None
        themes.append(
            Theme(
                id=ids[group],
                scope=scope,
                name=known.name if known is not None else naming.name(words.get(group, ())),
                keywords=words.get(group, ()),
                size=len(members),
                stability=steady.get(group, 1.0),
                representative=tuple(passages[members[i]].id for i in shown),
                seed=code,
            )
        )
    return tuple(sorted(themes, key=lambda one: (-one.size, one.id))), ids


def representative(points: Floats, people: Sequence[str], count: int = REPRESENTATIVE) -> list[int]:
    """Return the rows that together come nearest to all (greedy facility location), from different people first.

    The first is the most typical of all. Nemhauser, Wolsey and Fisher 1978 for the greedy bound.
    """
    near = np.clip(points @ points.T, 0.0, None)
    covered = np.zeros(len(points))
    chosen: list[int] = []
    while len(chosen) < min(count, len(points)):
        gain = np.maximum(near, covered[None, :]).sum(axis=1)
        met = {people[i] for i in chosen}
        open_ = [i for i in range(len(points)) if i not in chosen and people[i] not in met]
        if not open_:
            break
        best = max(open_, key=lambda i: (round(float(gain[i]), 9), -i))
        chosen.append(best)
        covered = np.maximum(covered, near[best])
    return chosen


def _least(count: int) -> int:
    return min(SMALLEST_LIMIT, max(SMALLEST, math.ceil(SMALLEST_SHARE * count)))
