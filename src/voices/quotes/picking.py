"""The generic selection behind `voices quotes`: K quotes for each group, whatever the groups are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.errors import InputError
from voices.model import Span
from voices.quotes import spans
from voices.quotes.selection import Candidate, Pool, Vectors

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts into unit rows, as `Embedder.embed` does."""


@dataclass(frozen=True)
class Picked:
    """One chosen quote: an exact span of the candidate it comes from."""

    id: str
    start: int
    """First code point in the candidate's text."""
    end: int
    text: str = field(repr=False)
    why: str
    """One plain sentence."""


def pick(candidates: Sequence[Candidate], vectors: Vectors, k: int, embed: Embed | None = None) -> tuple[Picked, ...]:
    """Return the best `k` quotes of one group, or all of them where there are fewer, best first.

    `vectors` holds one unit row per candidate. `embed` lets a long text be trimmed to the sentences closest to what
    the group has in common; without it the group's own words decide. No person has more than two quotes while
    others could have one. The order of the candidates does not matter.

    Raises InputError where `k` is below one or the vectors do not fit the candidates.
    """
    if k < 1:
        raise InputError(f"--per-group is {k}: ask for at least one quote per group")
    if len(candidates) != len(vectors):
        raise InputError(f"{len(candidates)} texts but {len(vectors)} vectors: hand in one vector per text")
    if not candidates:
        return ()
    pool = Pool(candidates, vectors)
    scorer = scorer_for([c.text for c in pool.candidates], np.asarray(vectors), embed)
    while len(pool.chosen) < min(k, len(candidates)):
        best = pool.best()
        if best is None:
            break
        pool.take(best)
    return tuple(_picked(pool, index, scorer) for index in pool.chosen)


def pick_groups(
    candidates: Sequence[Candidate], vectors: Vectors, k: int, embed: Embed | None = None
) -> dict[str, tuple[Picked, ...]]:
    """Return the best `k` quotes of every group (`Candidate.group`), groups in alphabetical order."""
    rows = np.asarray(vectors)
    if len(candidates) != len(rows):
        raise InputError(f"{len(candidates)} texts but {len(rows)} vectors: hand in one vector per text")
    chosen = {}
    for group in sorted({c.group for c in candidates}):
        own = [i for i, c in enumerate(candidates) if c.group == group]
        chosen[group] = pick([candidates[i] for i in own], rows[own], k, embed)
    return chosen


def scorer_for(texts: Sequence[str], vectors: Vectors, embed: Embed | None) -> spans.Scorer:
    """Return how well sentences carry what the texts of a group have in common."""
    if embed is not None and len(vectors):
        centre = np.asarray(vectors, dtype=np.float64).mean(axis=0)

        def by_meaning(sentences: Sequence[str]) -> Sequence[float]:
            return [round(float(v), 6) for v in np.asarray(embed(sentences), dtype=np.float64) @ centre]

        return by_meaning
    shared: Counter[str] = Counter()
    for text in texts:
        shared.update(_content(text))

    def by_words(sentences: Sequence[str]) -> Sequence[float]:
        return [sum(shared[w] - 1 for w in _content(s)) / max(1, len(_content(s))) ** 0.5 for s in sentences]

    return by_words


def reason(pool: Pool, index: int, name_role: bool = True) -> str:
    """Return why a chosen candidate was chosen, in one plain sentence that needs no formula.

    In print the role stays out of it (`name_role` false): the attribution alone says who spoke, as far as it may.
    """
    place, candidate = pool.chosen.index(index), pool.candidates[index]
    count = pool.stands_for(index)
    others = "no other passage" if count == 0 else "one other passage" if count == 1 else f"{count} other passages"
    earlier = [pool.candidates[i] for i in pool.chosen[:place]]
    if place == 0:
        total = len(pool.candidates)
        if total == 1:
            return "It is the only passage there is to choose from."
        return f"It comes closest to what the {total} passages here have in common."
    if candidate.role and candidate.role not in {c.role for c in earlier}:
        role = f"another role ({candidate.role})" if name_role else "a role not heard before it"
        return f"It brings in {role} and stands for {others}."
    if count == 0:
        return "It says something none of the quotes before it says."
    return f"It stands for {others} that the quotes before it do not cover as well."


def _picked(pool: Pool, index: int, scorer: spans.Scorer) -> Picked:
    candidate = pool.candidates[index]
    span = spans.choose(candidate.text, scorer) if candidate.text.strip() else Span(0, len(candidate.text))
    return Picked(candidate.id, span.start, span.end, candidate.text[span.start : span.end], reason(pool, index))


def _content(text: str) -> set[str]:
    return {word.strip(".,;:!?'\"“”‘’()[]").casefold() for word in text.split() if len(word) > 4}
