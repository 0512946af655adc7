"""Filling the chapters of a bank in turn, so that no person and no passage is everywhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.model import Valence
from voices.model.choices import Place, QuoteChoice, QuoteChoices
from voices.quotes import counting
from voices.quotes.chapters import Chapter, Member, supports
from voices.quotes.keeping import Kept
from voices.quotes.selection import PER_PERSON, Candidate, Pool

SUPPORTING, DISSENTING = 6, 4
"""Quotes printed for a top-level code on each side. Rationale: one page that a reader reads to the end."""
CHILD_SUPPORTING, CHILD_DISSENTING = 3, 2
SHARE_OF_BANK = 0.10
"""The most one person may have of all quotes, or twice an equal share where few people took part."""


@dataclass(eq=False)
class Side:
    """One side of one chapter while it is being filled; its pool remembers what was chosen, in order."""

    chapter: Chapter
    pool: Pool
    members: dict[str, Member]
    wanted: int
    dissent: bool
    pinned: tuple[str, ...] = ()
    """Passages that people want here, in the order they are taken."""
    ordered: tuple[str, ...] = ()
    """Passages in the order somebody put them; others follow."""
    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What each candidate of the chapter says, so that the same words are not printed twice in it."""

    def printed(self) -> list[int]:
        """Return the chosen candidates in the order they are printed."""
        places = {id: place for place, id in enumerate(self.ordered)}
        return sorted(self.pool.chosen, key=lambda i: places.get(self.pool.candidates[i].id, len(places)))


def choose(
    chapters: Sequence[Chapter],
    refused: Mapping[str, str],
    vectors: Mapping[str, NDArray[np.float32]],
    choices: QuoteChoices | None = None,
    kept: Kept | None = None,
) -> list[Side]:
    """Fill all chapters; where a person has too much of the bank, fill them again with a lower limit.

    What people pinned or released is taken first, within the same limits; what they dropped is never taken.
    """
    wishes, known = choices or QuoteChoices(), kept or Kept()
    said = _by_group(wishes)
    sides, met = list[Side](), Counter[str]()
    for chapter in chapters:
        met[chapter.id] += 1
        name = ("sides", chapter.id, met[chapter.id])
        sides += known.of(name, *_chapter_sides(chapter, refused, vectors, wishes, said.get(chapter.id, ())))
    limit = sum(len(c.members) for c in chapters)
    while True:
        _fill(sides, limit, only_pinned=wishes.only_released)
        share = Counter(c.speaker for side in sides for c in (side.pool.candidates[i] for i in side.pool.chosen))
        allowed = most_of_bank(share.total(), len(share))
        if not share or max(share.values()) <= allowed:
            return sides
        limit = min(limit - 1, max(allowed, 2))


def most_of_bank(quotes: int, people: int) -> int:
    """Return how many quotes one person may have: a tenth of the bank, or twice an equal share if that is more."""
    return max(math.floor(quotes * SHARE_OF_BANK + 1e-9), math.floor(2 * quotes / people)) if people else 0


def _fill(sides: Sequence[Side], limit: int, *, only_pinned: bool) -> None:
    """Take what is pinned, then one quote for every chapter and side in turn, dissent first, until none wants more."""
    in_bank: Counter[str] = Counter()
    used: Counter[str] = Counter()
    beside: dict[str, list[Side]] = {}
    for side in sides:
        side.pool.clear()
        beside.setdefault(side.chapter.id, []).append(side)

    def take(side: Side, index: int | None) -> bool:
        if index is not None:
            side.pool.take(index)
            in_bank[side.pool.candidates[index].speaker] += 1
            used[side.pool.candidates[index].id] += 1
        return index is not None

    for side in sides:
        for id in side.pinned:
            index = side.pool.find(id)
            if index is not None and _free(beside[side.chapter.id], in_bank, limit)(side.pool.candidates[index]):
                take(side, index)
    going = not only_pinned
    while going:
        going = False
        for side in sides:
            going |= take(side, _next(side, beside[side.chapter.id], in_bank, used, limit))


def _by_group(choices: QuoteChoices) -> dict[str, tuple[QuoteChoice, ...]]:
    found: dict[str, tuple[QuoteChoice, ...]] = {}
    for one in choices.quotes:
        found[one.group] = (*found.get(one.group, ()), one)
    return found


def _chapter_sides(
    chapter: Chapter,
    refused: Mapping[str, str],
    vectors: Mapping[str, NDArray[np.float32]],
    choices: QuoteChoices,
    said: tuple[QuoteChoice, ...],
) -> tuple[object, Callable[[], tuple[Side, Side]]]:
    """Return all that decides what could be printed in a chapter, and what makes its sides of that."""
    gone = tuple(id for m in chapter.members if (id := m.item.passage.id) in refused)
    orders = tuple(choices.order(chapter.id, dissent).passages for dissent in (True, False))
    asked = (chapter, gone, said, orders, choices.only_released)
    return asked, lambda: _sides(chapter, frozenset(gone), vectors, choices)


def _sides(
    chapter: Chapter, refused: Collection[str], vectors: Mapping[str, NDArray[np.float32]], choices: QuoteChoices
) -> tuple[Side, Side]:
    """Return the dissenting and the supporting side; a pinned passage stands on the side it was pinned to."""
    said = {one.passage: one for one in choices.in_group(chapter.id)}
    put = {id: one.dissenting for id, one in said.items() if one.kept and one.dissenting is not None}
    free = [
        m
        for m in chapter.members
        if (id := m.item.passage.id) not in refused and not (id in said and said[id].place is Place.DROPPED)
    ]
    against = [
        m
        for m in free
        if put.get(m.item.passage.id, not supports(m.valence, chapter.turned) or m.valence is Valence.MIXED)
    ]
    for_it = [m for m in free if not put.get(m.item.passage.id, not supports(m.valence, chapter.turned))]
    texts = {m.item.passage.id: " ".join(m.item.passage.text.casefold().split()) for m in free}
    small = bool(chapter.parent) or chapter.codebook == "themes"
    wanted = (CHILD_DISSENTING, CHILD_SUPPORTING) if small else (DISSENTING, SUPPORTING)

    def side(members: Sequence[Member], most: int, *, dissent: bool) -> Side:
        ids = {m.item.passage.id for m in members}
        ordered = choices.order(chapter.id, dissent).passages
        kept = [one for one in said.values() if one.passage in ids and one.kept]
        if choices.only_released:
            kept = [one for one in kept if one.released_by]
        places = {id: place for place, id in enumerate(ordered)}
        kept.sort(key=lambda one: (places.get(one.passage, len(places)), one.made_at, one.passage))
        pinned = tuple(one.passage for one in kept)
        by_id = {m.item.passage.id: m for m in members}
        return Side(chapter, _pool(members, vectors), by_id, most, dissent, pinned, ordered, texts)

    return side(against, wanted[0], dissent=True), side(for_it, wanted[1], dissent=False)


def _pool(members: Sequence[Member], vectors: Mapping[str, NDArray[np.float32]]) -> Pool:
    width = next((len(v) for v in vectors.values()), 1)
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
    return Pool(candidates, rows)


def _free(here: Sequence[Side], in_bank: Mapping[str, int], limit: int) -> Callable[[Candidate], bool]:
    """Return the test that a candidate breaks no limit of its chapter, whose sides are handed in, or of the bank."""
    chosen = [s.pool.candidates[i] for s in here for i in s.pool.chosen]
    said = here[0].said
    printed, words = {c.id for c in chosen}, {said[c.id] for c in chosen}
    heard = Counter(c.speaker for c in chosen)

    def free(c: Candidate) -> bool:
        fresh = c.id not in printed and said[c.id] not in words
        return fresh and heard[c.speaker] < PER_PERSON and in_bank.get(c.speaker, 0) < limit

    return free


def _next(
    side: Side, here: Sequence[Side], in_bank: Mapping[str, int], used: Mapping[str, int], limit: int
) -> int | None:
    """Return the best candidate that breaks no limit: fresh words first, clear dissent before mixed views."""
    if len(side.pool.chosen) >= side.wanted:
        return None
    free = _free(here, in_bank, limit)

    def clear(c: Candidate) -> bool:
        return side.members[c.id].valence is not Valence.MIXED

    tests = (
        lambda c: free(c) and clear(c) and not used.get(c.id),
        lambda c: free(c) and clear(c),
        lambda c: free(c) and not used.get(c.id),
        free,
    )
    return next((index for test in tests if (index := side.pool.best(test)) is not None), None)
