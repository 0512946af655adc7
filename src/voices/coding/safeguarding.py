"""Which passages may tell of something a safeguarding lead has to see: a hint for people, who decide.

Meant are a new or current risk to a child or adult, suicidal intent, and an allegation against a worker; not harm that
the case records already. The vector of a text and its cues (`cues.py`) go through one logistic model learnt from
written exemplars (`training/safeguarding.py`). Of a longer passage every two sentences in a row are read by themselves
too, since what matters is often said in passing. Who speaks is not looked at. It is set to miss little rather
than to be right: docs/method.md says how much it misses and how often it is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voices.coding.cues import CUES, OF_HARM, TOGETHER, hints
from voices.embeddings import Embedder, neutral
from voices.passages import sentences

WEIGHTS = Path(__file__).parent / "weights" / "safeguarding.json"
SCALE = 3.0
"""What all features are multiplied by, so that one ridge penalty suits weights of every kind."""
TOGETHER_READ = 2
"""Sentences read by themselves at a time: one alone lacks what it answers to."""
READ_WHOLE = 25
"""Words up to which a text is read as a whole only."""
MARGIN = 0.5
"""How much more a part has to score than a whole text: of many parts one scores high by chance."""
TOO_SHORT = 8
"""Words below which a text that shows no cue of harm is not marked: it says too little for its vector to tell."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Watch:
    """The learnt model."""

    vector: Floats
    """One weight for each dimension of a vector."""
    cues: Floats
    """One weight for each number of `hints`."""
    intercept: float
    threshold: float
    """Log odds from which a passage is marked."""
    version: str
    """Fingerprint of what was learnt from; another one means that passages are looked at anew."""

    def scores(self, texts: Sequence[str], embedder: Embedder, keys: Sequence[str] | None = None) -> Floats:
        """Return the log odds of each text, of its strongest part; `keys` are content hashes as `embed` takes them."""
        if not texts:
            return np.zeros(0)
        found = self._of(texts, embedder.embed(texts, keys))
        owners, inner = parts(texts)
        if inner:
            np.maximum.at(found, owners, self._of(inner, embedder.embed(inner, keep=False)) - MARGIN)
        return found

    def marks(self, texts: Sequence[str], embedder: Embedder, keys: Sequence[str] | None = None) -> tuple[bool, ...]:
        """Return for each text whether it may need the named lead."""
        scores = self.scores(texts, embedder, keys)
        return tuple(
            bool(score >= self.threshold) and says_enough(text) for score, text in zip(scores, texts, strict=True)
        )

    def _of(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Floats:
        shown = np.array([hints(neutral(text)) for text in texts])
        return np.asarray(SCALE * (vectors @ self.vector + shown @ self.cues) + self.intercept)


def says_enough(text: str) -> bool:
    """Return whether a text is long enough to be judged, or shows a cue of harm."""
    return len(text.split()) >= TOO_SHORT or bool(hints(neutral(text))[:OF_HARM].any())


def parts(texts: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return every two sentences in a row of the longer texts, with the place of the text they are of."""
    owners, inner = list[int](), list[str]()
    for place, text in enumerate(texts):
        spans = sentences(text) if len(text.split()) > READ_WHOLE else ()
        for first in range(len(spans) - TOGETHER_READ + 1 if len(spans) > TOGETHER_READ else 0):
            owners.append(place)
            inner.append(text[spans[first].start : spans[first + TOGETHER_READ - 1].end])
    return owners, inner


def cue_names() -> tuple[str, ...]:
    """Return what each number of `hints` stands for, in order."""
    return (*CUES, *(f"{one} with {other}" for one, other in TOGETHER))


@lru_cache(maxsize=1)
def watch() -> Watch:
    """Return the shipped model, read on first use and once for the process."""
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Watch(
        np.array(kept["vector"]),
        np.array([kept["cues"][name] for name in cue_names()]),
        float(kept["intercept"]),
        float(kept["threshold"]),
        str(kept["version"]),
    )
