"""How well the machine foretells decisions, and what further reading is likely to bring, from the record of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voices.coding.relearning import growth, view
from voices.coding.standards import Learnt
from voices.coding.stopping import FEWEST_DRAWN, Outlook, combined_f1, outlook
from voices.model import Foretold, Passage

ENOUGH_TO_GROW = 80
"""Decisions under which nothing is said of what more would bring: four points on a curve need twenty each."""
RECENT = 400
"""Drawn passages the agreement rests on, the latest: older ones met a machine that had learnt less."""
RESAMPLES = 1000

Given = Mapping[str, frozenset[str]]
"""Top-level codes people gave, by passage; empty where none applies."""


def foresee(
    foretold: Sequence[Foretold],
    given: Given,
    passages: Mapping[str, Passage],
    vectors: Mapping[str, NDArray[np.float32]],
    learnt: Learnt | None,
    left: int,
) -> Outlook:
    """Return what further reading would bring.

    `foretold` is what the machine held before each decision, `given` what stands now, `left` how many passages that
    say something are undecided. What was foretold never rests on the decision it is compared with.
    """
    known = [one for one in foretold if one.passage in given]
    drawn = [one for one in known if one.drawn][-RECENT:]
    agreed = [_forward(one) == given[one.passage] for one in drawn]
    curve = _curve(known, given, passages, vectors, learnt) if len(drawn) >= FEWEST_DRAWN else []
    found = replace(outlook(len(given), agreed, curve), left=left)
    if len(drawn) < FEWEST_DRAWN:
        return found
    cells = np.array([_cells(_forward(one), given[one.passage]) for one in drawn], dtype=np.float64)
    codes = sum(len(own) for own in given.values())
    random = np.random.default_rng(0)
    picks = random.integers(0, len(cells), (RESAMPLES, len(cells)))
    spread = [_together(cells[rows], codes, left) for rows in picks]
    low, high = np.percentile(spread, [2.5, 97.5])
    return replace(found, together=_together(cells, codes, left), together_low=float(low), together_high=float(high))


def _forward(one: Foretold) -> frozenset[str]:
    return frozenset(code for code, _, forward in one.codes if forward)


def _cells(said: frozenset[str], given: frozenset[str]) -> tuple[int, int, int]:
    return len(said & given), len(said - given), len(given - said)


def _together(cells: NDArray[np.float64], codes: int, left: int) -> float:
    right, wrong, missed = (int(n) for n in cells.sum(axis=0))
    return combined_f1(codes, left, len(cells), right, wrong, missed)


def _curve(
    known: Sequence[Foretold],
    given: Given,
    passages: Mapping[str, Passage],
    vectors: Mapping[str, NDArray[np.float32]],
    learnt: Learnt | None,
) -> list[tuple[int, float]]:
    told = [one for one in known if one.passage in vectors and one.passage in passages]
    if len(told) < ENOUGH_TO_GROW or learnt is None:
        return []
    codes = sorted({code for one in told for code, _, _ in one.codes if code in learnt.codes})
    place = {code: n for n, code in enumerate(codes)}
    confidence, truth = np.full((len(told), len(codes)), np.nan), np.zeros((len(told), len(codes)))
    for row, one in enumerate(told):
        for code, likely, _ in one.codes:
            if code in place:
                confidence[row, place[code]] = likely
        truth[row, [place[code] for code in given[one.passage] if code in place]] = 1.0
    seen = view([passages[one.passage].text for one in told], np.array([vectors[one.passage] for one in told]))
    groups = [passages[one.passage].document for one in told]
    judged = [row for row, one in enumerate(told) if one.drawn]
    threshold = np.array([learnt.codes[code].threshold for code in codes])
    return growth(confidence, seen.features, truth, groups, judged, threshold)
