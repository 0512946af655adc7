"""Filling the chapters of a bank in turn, so that no person and no passage is everywhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voices.model import Valence
from voices.quotes import counting
from voices.quotes.chapters import Chapter, Member, supports
from voices.quotes.selection import PER_PERSON, Candidate, Pool

SUPPORTING, DISSENTING = 6, 4
"""Quotes printed for a top-level code on each side. Rationale: one page that a reader reads to the end."""
CHILD_SUPPORTING, CHILD_DISSENTING = 3, 2
SHARE_OF_BANK = 0.10
"""The most one person may have of all quotes, or twice an equal share where few people took part."""


@dataclass
class Side:
    """One side of one chapter while it is being filled; its pool remembers what was chosen, in order."""

    chapter: Chapter
    pool: Pool
    members: dict[str, Member]
    wanted: int
    dissent: bool


def choose(
    chapters: Sequence[Chapter], refused: Mapping[str, str], vectors: Mapping[str, NDArray[np.float32]]
) -> list[Side]:
    """Fill all chapters; where a person has too much of the bank, fill them again with a lower limit."""
    limit = sum(len(c.members) for c in chapters)
    while True:
        sides = _fill(chapters, refused, vectors, limit)
        share = Counter(c.speaker for side in sides for c in (side.pool.candidates[i] for i in side.pool.chosen))
        allowed = most_of_bank(share.total(), len(share))
        if not share or max(share.values()) <= allowed:
            return sides
        limit = min(limit - 1, max(allowed, 2))


def most_of_bank(quotes: int, people: int) -> int:
    """Return how many quotes one person may have: a tenth of the bank, or twice an equal share if that is more."""
    return max(math.floor(quotes * SHARE_OF_BANK + 1e-9), math.floor(2 * quotes / people)) if people else 0


def _fill(
    chapters: Sequence[Chapter],
    refused: Mapping[str, str],
    vectors: Mapping[str, NDArray[np.float32]],
    limit: int,
) -> list[Side]:
    """Take one quote for every chapter and side in turn, dissent first, until none wants or finds any more."""
    sides = [side for chapter in chapters for side in _sides(chapter, refused, vectors)]
    in_bank: Counter[str] = Counter()
    used: Counter[str] = Counter()
    going = True
    while going:
        going = False
        for side in sides:
            index = _next(side, sides, in_bank, used, limit)
            if index is not None:
                side.pool.take(index)
                in_bank[side.pool.candidates[index].speaker] += 1
                used[side.pool.candidates[index].id] += 1
                going = True
    return sides


def _sides(
    chapter: Chapter, refused: Mapping[str, str], vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[Side, Side]:
    free = [m for m in chapter.members if m.item.passage.id not in refused]
    against = [m for m in free if not supports(m.valence, chapter.turned) or m.valence is Valence.MIXED]
    for_it = [m for m in free if supports(m.valence, chapter.turned)]
    small = bool(chapter.parent) or chapter.codebook == "themes"
    wanted = (CHILD_DISSENTING, CHILD_SUPPORTING) if small else (DISSENTING, SUPPORTING)
    return (
        Side(chapter, _pool(against, vectors), {m.item.passage.id: m for m in against}, wanted[0], True),
        Side(chapter, _pool(for_it, vectors), {m.item.passage.id: m for m in for_it}, wanted[1], False),
    )


def _pool(members: Sequence[Member], vectors: Mapping[str, NDArray[np.float32]]) -> Pool:
    width = max((len(v) for v in vectors.values()), default=1)
    nothing = np.zeros(width, dtype=np.float32)
    candidates = [
        Candidate(
            m.item.passage.id,
            m.item.passage.text,
            counting.person(m.item.passage),
            m.item.passage.role,
            m.item.decision.quotable,
        )
        for m in members
    ]
    rows = [vectors.get(c.id, nothing) for c in candidates]
    return Pool(candidates, np.array(rows, dtype=np.float32).reshape(len(rows), width))


def _next(
    side: Side, sides: Sequence[Side], in_bank: Mapping[str, int], used: Mapping[str, int], limit: int
) -> int | None:
    """Return the best candidate that breaks no limit: fresh words first, clear dissent before mixed views."""
    if len(side.pool.chosen) >= side.wanted:
        return None
    here = [s for s in sides if s.chapter is side.chapter]
    printed = {s.pool.candidates[i].id for s in here for i in s.pool.chosen}
    words = {_words(s.pool.candidates[i]) for s in here for i in s.pool.chosen}
    heard = Counter(s.pool.candidates[i].speaker for s in here for i in s.pool.chosen)

    def free(c: Candidate) -> bool:
        fresh = c.id not in printed and _words(c) not in words
        return fresh and heard[c.speaker] < PER_PERSON and in_bank.get(c.speaker, 0) < limit

    def clear(c: Candidate) -> bool:
        return side.members[c.id].valence is not Valence.MIXED

    tests = (
        lambda c: free(c) and clear(c) and not used.get(c.id),
        lambda c: free(c) and clear(c),
        lambda c: free(c) and not used.get(c.id),
        free,
    )
    return next((index for test in tests if (index := side.pool.best(test)) is not None), None)


def _words(candidate: Candidate) -> str:
    """Return what a candidate says, so that the same words are not printed twice in one chapter."""
    return " ".join(candidate.text.casefold().split())
