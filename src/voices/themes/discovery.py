"""Candidate themes of one scope: what stood before and what a codebook names first, then what recurs in the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Codebook
from voices.embeddings import Embedder, load_embedder, neutral
from voices.model import Passage, ThemeAssignment, Themes
from voices.passages import set_aside
from voices.themes import field, seeding
from voices.themes.around import around
from voices.themes.clustering import Floats
from voices.themes.describing import describe, spread
from voices.themes.folding import fold
from voices.themes.naming import telling
from voices.themes.searching import FEWEST, Search, group
from voices.themes.stability import stability
from voices.themes.standing import carried, kept

NONE_RECURS = "No theme recurs often enough in these texts."


def discover(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    scope: str,
    seeds: Codebook | None = None,
    k: int | None = None,
    seed: int = 0,
    embedder: Embedder | None = None,
    known: Themes | None = None,
) -> Themes:
    """Return the candidate themes of a scope; neither the order of passages nor their ids matter.

    `vectors` (n, 384), unit rows in the order of `passages`. What stands around the issues of a letter is in no theme.
    Passages near a code of `seeds` go there first, the rest is searched for `k` further themes, or for as many as the
    passages bear. Where `known` themes have seen at least half of the passages, they are kept, new passages go to them
    first, and only what fits none of them is searched; otherwise only the confirmed ones are kept so, and the others
    lend their ids. Themes come largest first, assignments by passage id, the main theme first.
    """
    order = sorted(range(len(passages)), key=lambda i: (neutral(passages[i].text), passages[i].id))
    silent = tuple(sorted(one.id for one in passages if set_aside(one.text)))
    rows = [i for i in order if not set_aside(passages[i].text)]
    speaking = [passages[i] for i in rows]
    points = np.asarray(vectors[rows], dtype=np.float64)
    stands = fold([one.text for one in speaking], points)
    different, repeats = np.unique(stands, return_inverse=True)
    folded = len(stands) - len(different)
    if len(different) < FEWEST:
        return _none(speaking, Themes(scope, (), (), silent, _too_few(len(speaking), folded), folded))
    models = embedder if embedder is not None else load_embedder()
    tuned = field.meaning([speaking[i].text for i in different], [speaking[i].hash for i in different], models)
    searched = _about_something(speaking, different, None if tuned is None else tuned[repeats], known)
    if len(searched) < FEWEST:
        return _none(speaking, Themes(scope, (), (), silent, NONE_RECURS, folded))
    texts = telling([one.text for one in speaking])
    lines = seeding.lines_of(seeds, models) if seeds is not None else None
    apart = [speaking[i] for i in searched]
    tuned = None if tuned is None else tuned[repeats[searched]]
    search = Search(tuple(texts[i] for i in searched), points[searched], lines, k, tuned)
    standing = kept(known, apart, search.points)
    grouping = group(search, seed, done=standing)
    steady = stability(search, grouping.labels, seed)
    found = describe(speaking, points, spread(grouping, searched, stands), steady, scope, seeds, models)
    note = "" if found.themes else NONE_RECURS
    found = replace(found, set_aside=silent, note=note, folded=folded)
    found = replace(found, assignments=_by_id(found.assignments))
    return carried(found, known) if known is not None else found


def _about_something(
    passages: Sequence[Passage], different: NDArray[np.int64], tuned: Floats | None, known: Themes | None
) -> NDArray[np.int64]:
    """Return the rows, among the `different` ones, that do not stand around the issues of a letter.

    What people confirmed to be of a theme stays.
    """
    confirmed = {one.id for one in known.themes if one.confirmed} if known is not None else set()
    held = {one.passage for one in known.assignments if one.theme in confirmed} if known is not None else set()
    aside = around(passages, tuned) & np.array([one.id not in held for one in passages])
    return np.asarray(different[~aside[different]], dtype=np.int64)


def _none(passages: Sequence[Passage], found: Themes) -> Themes:
    return replace(found, assignments=_by_id([ThemeAssignment(one.id, None, 0.0) for one in passages]))


def _by_id(assignments: Sequence[ThemeAssignment]) -> tuple[ThemeAssignment, ...]:
    """Return assignments by passage id, the themes of one passage in the order they came in."""
    return tuple(sorted(assignments, key=lambda one: one.passage))


def _too_few(speaking: int, folded: int) -> str:
    said = f"There are {speaking} texts with something to say"
    if folded:
        said += f", {folded} of which repeat another nearly word for word"
    return f"{said}; themes need at least {FEWEST}{' different ones' if folded else ''}."
