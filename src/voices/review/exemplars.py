"""The exemplars of a code that are nearest to a passage, by the words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from voices.codebook import Exemplar

_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Shown:
    """The exemplars of a codebook made ready for looking up, once for all passages."""

    exemplars: tuple[Exemplar, ...] = field(repr=False)
    words: tuple[frozenset[str], ...] = field(repr=False)
    """Words of each exemplar."""
    squares: Mapping[str, float] = field(repr=False)
    """How much a word tells, squared: the rarer among the exemplars, the more."""
    lengths: tuple[float, ...] = field(repr=False)
    """Length of each exemplar's vector of words."""
    shows: Mapping[str, tuple[int, ...]] = field(repr=False)
    """Places of the exemplars that show a code."""
    misses: Mapping[str, tuple[int, ...]] = field(repr=False)
    """Places of its near misses."""


def ready(exemplars: Sequence[Exemplar]) -> Shown:
    """Return exemplars with their words counted."""
    words = tuple(_words(exemplar.text) for exemplar in exemplars)
    counts = Counter(word for own in words for word in own)
    squares = {word: log(1 + len(words) / count) ** 2 for word, count in counts.items()}
    shows: dict[str, list[int]] = {}
    misses: dict[str, list[int]] = {}
    for place, one in enumerate(exemplars):
        for code in dict.fromkeys(code for code, _ in one.codes):
            shows.setdefault(code, []).append(place)
        if one.near_miss_of:
            misses.setdefault(one.near_miss_of, []).append(place)
    return Shown(
        tuple(exemplars),
        words,
        squares,
        tuple(sqrt(sum(squares[word] for word in own)) or 1.0 for own in words),
        {code: tuple(places) for code, places in shows.items()},
        {code: tuple(places) for code, places in misses.items()},
    )


def nearest(shown: Shown, code: str, text: str, k: int = 2) -> tuple[Exemplar, ...]:
    """Return up to `k` exemplars that show the code and one near miss, those nearest to the text first.

    Nearness is the cosine of word sets weighted by how rare a word is among the exemplars (Spärck Jones 1972).
    """
    words = _words(text)

    def nearness(place: int) -> tuple[float, str]:
        shared = sum(shown.squares[word] for word in words & shown.words[place])
        return (-shared / shown.lengths[place], shown.exemplars[place].text)

    shows, misses = shown.shows.get(code, ()), shown.misses.get(code, ())
    chosen = (*sorted(shows, key=nearness)[:k], *sorted(misses, key=nearness)[:1])
    return tuple(shown.exemplars[n] for n in chosen)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
