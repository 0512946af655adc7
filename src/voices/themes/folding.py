"""Passages that repeat one another nearly word for word, as template letters do: one stands for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voices.embeddings import neutral

ALIKE = 0.97
"""Cosine of vectors from which two texts count as one; below it texts begin to differ in what they say."""
WORDS_ALIKE = 0.8
"""Share of their words two such texts must have in common, so that a short "not" is no repetition."""
COMPARED_UP_TO = 5000
"""Texts up to which every pair is compared; beyond, only texts with the same words fold."""

_WORD = re.compile(r"[^\W\d_]+")


def fold(texts: Sequence[str], vectors: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each text the row of the first text it repeats, itself where it repeats none.

    Numbers, placeholders and punctuation do not count as words. `vectors` are unit rows.
    """
    words = [tuple(_WORD.findall(neutral(text).lower())) for text in texts]
    first: dict[tuple[str, ...], int] = {}
    stands = np.array([first.setdefault(said, row) for row, said in enumerate(words)], dtype=np.int64)
    rows = np.unique(stands)
    if 1 < len(rows) <= COMPARED_UP_TO:
        alike = np.triu(vectors[rows] @ vectors[rows].T >= ALIKE, 1)
        for earlier, later in zip(*(rows[one] for one in np.nonzero(alike)), strict=True):
            if stands[later] == later and stands[earlier] == earlier and _shared(words[earlier], words[later]):
                stands[stands == later] = earlier
    return stands


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    either = set(one) | set(other)
    return len(set(one) & set(other)) >= WORDS_ALIKE * len(either)
