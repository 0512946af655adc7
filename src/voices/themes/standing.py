"""Themes that stood before: new passages go to them first, so that ids, names and people's edits survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from voices.model import Passage, Theme, Themes
from voices.themes.clustering import Floats
from voices.themes.searching import FIRST_STANDING, SMALLEST, Grouping

HELD = 0.5
"""Share of today's passages the themes must have seen; with fewer only confirmed themes stand, and the others are
looked for anew and lend their ids."""
NEAREST = 5
"""Passages of a theme nearest to a new one that say how well it fits."""
FIT = 0.1
"""A new passage fits a theme as well as this quantile of the theme's own passages fit it."""
SAME = 0.5
"""Overlap (Jaccard) of passages from which on a theme found anew is the one that stood before."""


def kept(known: Themes | None, passages: Sequence[Passage], points: Floats) -> Grouping | None:
    """Return the passages in the themes that stood before, new ones where they fit; None where none stands."""
    if known is None or not known.themes:
        return None
    seen = {one.passage for one in known.assignments}
    if sum(one.id in seen for one in passages) < HELD * len(passages):
        known = replace(known, themes=tuple(one for one in known.themes if one.confirmed))
    known = replace(
        known, themes=tuple(one for one in known.themes if one.confirmed or not _dwindled(one, known, passages))
    )
    if not known.themes:
        return None
    place = {theme.id: index for index, theme in enumerate(known.themes, FIRST_STANDING)}
    row = {one.id: index for index, one in enumerate(passages)}
    labels = np.full(len(passages), -1, dtype=np.int64)
    strength = np.zeros(len(passages))
    also: list[tuple[int, int, float]] = []
    for one in known.assignments:
        if one.passage in row and one.theme in place:
            if labels[row[one.passage]] < 0:
                labels[row[one.passage]], strength[row[one.passage]] = place[one.theme], one.strength
            else:
                also.append((row[one.passage], place[one.theme], one.strength))
    new = np.array([i for i, one in enumerate(passages) if one.id not in seen], dtype=np.int64)
    if len(new):
        best = np.full(len(new), -np.inf)
        for group in sorted(place.values()):
            members = points[labels == group]
            if len(members) < 2:
                continue
            inside = members @ members.T
            np.fill_diagonal(inside, -1.0)
            worst = np.quantile(_nearest(inside), FIT)
            fits = _nearest(points[new] @ members.T)
            better = (fits >= worst) & (fits - worst > best)
            labels[new[better]], strength[new[better]] = group, fits[better]
            best = np.where(better, fits - worst, best)
    seeds = {place[theme.id]: theme.seed for theme in known.themes if theme.seed is not None}
    return Grouping(labels, strength, seeds, tuple(also), {index: id for id, index in place.items()})


def _dwindled(theme: Theme, known: Themes, passages: Sequence[Passage]) -> bool:
    """Return whether a theme lost passages, as when decisions take them out of a scope, and too few are left."""
    here = {one.id for one in passages}
    left = {one.passage for one in known.assignments if one.theme == theme.id} & here
    return len(left) < min(SMALLEST, theme.size)


def carried(found: Themes, known: Themes) -> Themes:
    """Return themes found anew under the ids of those before that hold mostly the same passages."""
    now, before = _members(found), _members(known)
    overlaps = sorted(
        (-len(now[a] & before[b]) / len(now[a] | before[b]), a, b) for a in now for b in before if now[a] & before[b]
    )
    named: dict[str, str] = {}
    for overlap, a, b in overlaps:
        if -overlap >= SAME and a not in named and b not in named.values():
            named[a] = b
    taken = set(named.values())
    free = {a: f"{a[:-1]}x" if a in taken else a for a in now if a not in named}
    ids = {**named, **free}
    themes = tuple(replace(one, id=ids.get(one.id, one.id)) for one in found.themes)
    moved = tuple(replace(one, theme=ids.get(one.theme, one.theme) if one.theme else None) for one in found.assignments)
    return replace(found, themes=tuple(sorted(themes, key=lambda one: (-one.size, one.id))), assignments=moved)


def _nearest(alike: Floats) -> Floats:
    return np.asarray(np.sort(alike, axis=1)[:, -NEAREST:].mean(axis=1), dtype=np.float64)


def _members(themes: Themes) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for one in themes.assignments:
        if one.theme is not None:
            members.setdefault(one.theme, set()).add(one.passage)
    return members
