"""The order in which passages come to a coder: where the machine doubts, and rare codes, before what it is sure of."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voices.model import Passage, Suggestion
from voices.passages import set_aside

RANDOM_EVERY = 5
"""Each fifth passage comes at random: an honest sample of all, on which the machine can be measured."""
DOUBT_SHARE = 0.5
"""How much of the score is doubt alone; the rest is doubt times rarity."""
REPEAT_DISCOUNT = 0.85
"""What a further passage of the same document and likely code still counts, so that a batch holds different things."""


@dataclass(frozen=True)
class Order:
    """In which order passages are to be read."""

    ids: tuple[str, ...]
    """All undecided passages, the most useful first."""
    drawn: frozenset[str]
    """Those whose place came by lot: the fair sample from which estimates are made."""


def order(
    passages: Sequence[Passage],
    suggestions: Mapping[str, Sequence[Suggestion]],
    decided_ids: Iterable[str] = (),
    seed: int = 0,
) -> Order:
    """Return undecided passages, the most useful to decide first; the order given does not matter.

    Doubt is how near a code's confidence is to a half; rarity is how seldom a code is the likeliest one. Every fifth
    place goes to a passage drawn by the seed, always the first of one drawing that is still undecided, so that putting
    them in order again draws the same. Passages with nothing to say come last and are not drawn.
    """
    done = set(decided_ids)
    open_ = sorted((one for one in passages if one.id not in done), key=lambda one: one.id)
    speaking = [one for one in open_ if not set_aside(one.text)]
    silent = [one.id for one in open_ if set_aside(one.text)]
    likely = {one.id: _likeliest(suggestions.get(one.id, ())) for one in speaking}
    often = Counter(likely.values())
    value = {one.id: _value(suggestions.get(one.id, ()), often) for one in speaking}
    wanted = _spread(speaking, likely, value)
    drawn = sorted(value, key=lambda id_: hashlib.sha256(f"{seed}\x1f{id_}".encode()).hexdigest())
    ids, by_lot = _interleave(wanted, drawn)
    return Order((*ids, *silent), frozenset(by_lot))


def _likeliest(suggestions: Sequence[Suggestion]) -> str:
    best = max(suggestions, key=lambda one: (one.confidence, one.code), default=None)
    return best.code if best is not None else ""


def _value(suggestions: Sequence[Suggestion], often: Counter[str]) -> float:
    total = max(sum(often.values()), 1)
    best = 1.0 if not suggestions else 0.0
    for one in suggestions:
        doubt = 1.0 - abs(2.0 * one.confidence - 1.0)
        rarity = 1.0 - often[one.code] / total
        best = max(best, doubt * (DOUBT_SHARE + (1.0 - DOUBT_SHARE) * rarity))
    return best


def _spread(passages: Sequence[Passage], likely: Mapping[str, str], value: Mapping[str, float]) -> list[str]:
    """Sort by value, less for each better passage of the same document and likely code."""
    met: Counter[tuple[str, str]] = Counter()
    discounted: dict[str, float] = {}
    for one in sorted(passages, key=lambda one: (-value[one.id], one.id)):
        place = (one.document, likely[one.id])
        discounted[one.id] = value[one.id] * REPEAT_DISCOUNT ** met[place]
        met[place] += 1
    return sorted(discounted, key=lambda id_: (-discounted[id_], id_))


def _interleave(wanted: Sequence[str], drawn: Sequence[str]) -> tuple[list[str], list[str]]:
    out: list[str] = []
    by_lot: list[str] = []
    taken: set[str] = set()
    runs = {False: iter(wanted), True: iter(drawn)}
    while len(out) < len(wanted):
        random = len(out) % RANDOM_EVERY == RANDOM_EVERY - 1
        id_ = next(one for one in runs[random] if one not in taken)
        taken.add(id_)
        out.append(id_)
        if random:
            by_lot.append(id_)
    return out, by_lot
