"""Groups into themes a person can read: a name, key phrases, and passages that stand for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Codebook
from voices.embeddings import Embedder
from voices.model import Passage, Theme, ThemeAssignment, Themes, name_of_theme
from voices.themes import naming, phrasing
from voices.themes.clustering import Floats
from voices.themes.searching import Grouping

REPRESENTATIVE = 5
"""Passages that stand for a theme."""
CHOSEN_AMONG = 600
"""Passages nearest a theme's centre among which representatives are chosen; every pair of them is compared."""


def describe(
    passages: Sequence[Passage],
    points: Floats,
    grouping: Grouping,
    steady: dict[int, float],
    scope: str,
    seeds: Codebook | None,
    embedder: Embedder,
) -> Themes:
    """Return the groups of passages (rows of `points`) as themes, largest first."""
    labels = grouping.labels
    texts = [one.text for one in passages]
    people = [_person(one) for one in passages]
    words = naming.key_words(texts, people, labels, embedder)
    said = phrasing.phrases(texts, people, points, labels, embedder)
    themes: list[Theme] = []
    ids: dict[int, str] = {}
    for group in sorted({int(label) for label in labels if label >= 0}):
        members = [int(i) for i in np.flatnonzero(labels == group)]
        shown = [members[i] for i in representative(points[members], [_person(passages[i]) for i in members])]
        code = grouping.seeds.get(group)
        ids[group] = grouping.ids.get(group) or theme_id(scope, code or passages[shown[0]].id)
        known = seeds.code(code) if seeds is not None and code is not None else None
        themes.append(
            Theme(
                id=ids[group],
                scope=scope,
                name=known.name if known is not None else name_of_theme(said.get(group, ()), words.get(group, ())),
                keywords=words.get(group, ()),
                size=len(members),
                stability=steady.get(group, 0.0),
                representative=tuple(passages[i].id for i in shown),
                seed=code,
                phrases=said.get(group, ()),
            )
        )
    ordered = tuple(sorted(themes, key=lambda one: (-one.size, one.id)))
    return Themes(scope, ordered, _assignments(passages, grouping, ids))


def theme_id(scope: str, anchor: str) -> str:
    """Return the id of a theme by its scope and what it is anchored to: a code, or its most typical passage."""
    return hashlib.sha256(f"{scope}\x1f{anchor}".encode()).hexdigest()[:12]


def representative(points: Floats, people: Sequence[str], count: int = REPRESENTATIVE) -> list[int]:
    """Return the rows that together come nearest to all (greedy facility location), from different people first.

    The first is the most typical of all. Nemhauser, Wolsey and Fisher 1978 for the greedy bound.
    """
    towards = points @ points.mean(axis=0)
    open_ = np.sort(np.argsort(-towards, kind="stable")[:CHOSEN_AMONG])
    near = np.clip(points[open_] @ points[open_].T, 0.0, None)
    covered = np.zeros(len(open_))
    chosen: list[int] = []
    met: set[str] = set()
    while len(chosen) < min(count, len(open_)):
        free = [i for i, row in enumerate(open_) if people[int(row)] not in met]
        if not free:
            break
        gain = np.maximum(near, covered[None, :]).sum(axis=1)
        best = max(free, key=lambda i: (round(float(gain[i]), 9), -i))
        chosen.append(int(open_[best]))
        met.add(people[chosen[-1]])
        covered = np.maximum(covered, near[best])
    return chosen


def _assignments(passages: Sequence[Passage], grouping: Grouping, ids: dict[int, str]) -> tuple[ThemeAssignment, ...]:
    """Return every passage with its theme or none, and right after it the further themes it is in."""
    more: dict[int, list[ThemeAssignment]] = {}
    for row, group, strength in grouping.also:
        if group in ids:
            more.setdefault(row, []).append(ThemeAssignment(passages[row].id, ids[group], _bounded(strength)))
    found: list[ThemeAssignment] = []
    for row, (label, strength) in enumerate(zip(grouping.labels, grouping.strength, strict=True)):
        found.append(ThemeAssignment(passages[row].id, ids.get(int(label)), _bounded(float(strength))))
        found += sorted(more.get(row, []), key=lambda one: (-one.strength, one.theme or ""))
    return tuple(found)


def _bounded(strength: float) -> float:
    return float(np.clip(strength, 0.0, 1.0))


def _person(passage: Passage) -> str:
    return passage.participant or passage.id


def spread(grouping: Grouping, rows: NDArray[np.int64], stands: NDArray[np.int64]) -> Grouping:
    """Return a grouping of different passages as one of all: what repeats another goes where the other is.

    `rows` are those that were searched of the different passages among all, `stands` the one that stands for each of
    these; what was not searched is in no group.
    """
    place = {int(row): index for index, row in enumerate(rows)}
    from_ = np.array([place.get(int(row), -1) for row in stands], dtype=np.int64)
    repeats: dict[int, list[int]] = {}
    for row, index in enumerate(from_):
        repeats.setdefault(int(index), []).append(row)
    also = tuple((row, group, strength) for i, group, strength in grouping.also for row in repeats[i])
    labels = np.where(from_ >= 0, grouping.labels[from_], -1)
    strength = np.where(from_ >= 0, grouping.strength[from_], 0.0)
    return Grouping(labels, strength, grouping.seeds, also, grouping.ids)
