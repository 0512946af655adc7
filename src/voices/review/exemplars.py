"""The exemplars of a code that are nearest to a passage, by the words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from voices.codebook import Exemplar

_WORD = re.compile(r"[^\W\d_]{3,}")


def nearest(exemplars: Sequence[Exemplar], code: str, text: str, k: int = 2) -> tuple[Exemplar, ...]:
    """Return up to `k` exemplars that show the code and one near miss, those nearest to the text first.

    Nearness is the cosine of word sets weighted by how rare a word is among the exemplars (Spärck Jones 1972).
    """
    shows = [e for e in exemplars if any(own == code for own, _ in e.codes)]
    misses = [e for e in exemplars if e.near_miss_of == code]
    counts = Counter(word for e in exemplars for word in _words(e.text))
    weight = {word: log(1 + len(exemplars) / count) for word, count in counts.items()}
    words = _words(text)

    def nearness(exemplar: Exemplar) -> tuple[float, str]:
        own = _words(exemplar.text)
        shared = sum(weight[word] ** 2 for word in words & own)
        length = sqrt(sum(weight[word] ** 2 for word in own)) or 1.0
        return (-shared / length, exemplar.text)

    return (*sorted(shows, key=nearness)[:k], *sorted(misses, key=nearness)[:1])


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
