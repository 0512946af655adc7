"""The exemplars of a code that are nearest to a passage, by the words they share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from voices.codebook import Exemplar

_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Shown:
    """The exemplars of a codebook made ready for looking up, once for all passages."""

    exemplars: tuple[Exemplar, ...] = field(repr=False)
    holding: Mapping[str, NDArray[np.intp]] = field(repr=False)
    """Places of the exemplars that hold a word."""
    squares: Mapping[str, float] = field(repr=False)
    """How much a word tells, squared: the rarer among the exemplars, the more."""
    lengths: NDArray[np.float64] = field(repr=False)
    """Length of each exemplar's vector of words."""
    shows: Mapping[str, tuple[int, ...]] = field(repr=False)
    """Places of the exemplars that show a code."""
    misses: Mapping[str, tuple[int, ...]] = field(repr=False)
    """Places of its near misses."""


def ready(exemplars: Sequence[Exemplar]) -> Shown:
    """Return exemplars with their words counted."""
    words = tuple(_words(exemplar.text) for exemplar in exemplars)
    holding: dict[str, list[int]] = {}
    for place, own in enumerate(words):
        for word in own:
            holding.setdefault(word, []).append(place)
    squares = {word: log(1 + len(words) / len(places)) ** 2 for word, places in holding.items()}
    shows: dict[str, list[int]] = {}
    misses: dict[str, list[int]] = {}
    for place, one in enumerate(exemplars):
        for code in dict.fromkeys(code for code, _ in one.codes):
            shows.setdefault(code, []).append(place)
        if one.near_miss_of:
            misses.setdefault(one.near_miss_of, []).append(place)
    return Shown(
        tuple(exemplars),
        {word: np.array(places, dtype=np.intp) for word, places in holding.items()},
        squares,
        np.array([sqrt(sum(sorted(squares[word] for word in own))) or 1.0 for own in words]),
        {code: tuple(places) for code, places in shows.items()},
        {code: tuple(places) for code, places in misses.items()},
    )


def nearest(shown: Shown, code: str, text: str, k: int = 2) -> tuple[Exemplar, ...]:
    """Return up to `k` exemplars that show the code and one near miss, those nearest to the text first.

    Nearness is the cosine of word sets weighted by how rare a word is among the exemplars (Spärck Jones 1972).
    """
    near = _nearness(shown, text)
    chosen = (*_best(shown, shown.shows.get(code, ()), near, k), *_best(shown, shown.misses.get(code, ()), near, 1))
    return tuple(shown.exemplars[place] for place in chosen)


def _nearness(shown: Shown, text: str) -> NDArray[np.float64]:
    """Return how near each exemplar is to the text, word by word over the exemplars that hold it: a thousandth second.

    Words are taken in order, so that sums round the same each time.
    """
    held = [(shown.holding[word], shown.squares[word]) for word in sorted(_words(text)) if word in shown.holding]
    if not held:
        return np.zeros(len(shown.exemplars))
    places = np.concatenate([places for places, _ in held])
    weights = np.repeat([weight for _, weight in held], [len(places) for places, _ in held])
    return np.bincount(places, weights, minlength=len(shown.exemplars)) / shown.lengths


def _best(shown: Shown, places: Sequence[int], near: NDArray[np.float64], k: int) -> list[int]:
    """Return the `k` nearest of some exemplars, those that are equally near by their text."""
    if not places:
        return []
    own = near[list(places)]
    least = np.sort(own)[-min(k, len(own))]
    level = [place for place, value in zip(places, own, strict=True) if value >= least]
    return sorted(level, key=lambda place: (-near[place], shown.exemplars[place].text))[:k]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
