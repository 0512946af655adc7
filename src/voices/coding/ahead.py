"""Scores of exemplars by models that had not seen them, worked out once: shipped for the shipped codebooks.

`python -m training.vectors` writes `codebooks/measured.npz`. Without it, or where a codebook, its exemplars or the way
of scoring changed since, a run works them out itself, which takes about ten seconds of computing longer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from voices import resources
from voices.coding.logistic import Floats

FILE = "measured.npz"


def key_of(learnt: str, codes: Sequence[str]) -> str:
    """Return the key of a group of codes; `learnt` is the fingerprint of everything their scores rest on."""
    return hashlib.sha256("\n".join((learnt, *codes)).encode()).hexdigest()[:20]


def recalled(key: str) -> Floats | None:
    """Return scores of shape (texts, codes), or None where they are not known."""
    found = _known().get(key)
    return None if found is None else found.astype(np.float64)


def remember(key: str, scores: Floats) -> None:
    """Keep scores for as long as the process lives, at the precision they are shipped with."""
    _known()[key] = scores.astype(np.float32)


def everything() -> Mapping[str, np.ndarray]:
    """Return all scores known in this process."""
    return dict(_known())


@lru_cache(maxsize=1)
def _known() -> dict[str, np.ndarray]:
    path = resources.folder("codebooks") / FILE
    if not path.is_file():
        return {}
    with np.load(path) as kept:
        return {key: kept[key].astype(np.float32) for key in kept.files}
