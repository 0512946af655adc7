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
    weight: Mapping[str, float] = field(repr=False)
    """How much a word tells: the rarer among the exemplars, the more."""


def ready(exemplars: Sequence[Exemplar]) -> Shown:
    """Return exemplars with their words counted."""
    words = tuple(_words(exemplar.text) for exemplar in exemplars)
    counts = Counter(word for own in words for word in own)
    return Shown(tuple(exemplars), words, {word: log(1 + len(words) / count) for word, count in counts.items()})


def nearest(shown: Shown, code: str, text: str, k: int = 2) -> tuple[Exemplar, ...]:
    """Return up to `k` exemplars that show the code and one near miss, those nearest to the text first.

    Nearness is the cosine of word sets weighted by how rare a word is among the exemplars (Spärck Jones 1972).
    """
    words = _words(text)

    def nearness(place: int) -> tuple[float, str]:
        own = shown.words[place]
        shared = sum(shown.weight[word] ** 2 for word in words & own)
        length = sqrt(sum(shown.weight[word] ** 2 for word in own)) or 1.0
        return (-shared / length, shown.exemplars[place].text)

    places = range(len(shown.exemplars))
    shows = [n for n in places if any(own == code for own, _ in shown.exemplars[n].codes)]
    misses = [n for n in places if shown.exemplars[n].near_miss_of == code]
    chosen = (*sorted(shows, key=nearness)[:k], *sorted(misses, key=nearness)[:1])
    return tuple(shown.exemplars[n] for n in chosen)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
