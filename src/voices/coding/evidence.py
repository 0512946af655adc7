"""Which sentence of a passage speaks for a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.coding.classifier import Scorer, Seen, Vectors, Wording
from voices.coding.logistic import Floats
from voices.embeddings import Embedder, neutral
from voices.model import Span
from voices.passages import sentences

LINE_SHARE = 0.5
"""How much nearness to the codebook's lines adds to a sentence's score."""
SHORT = 6
"""Words; a sentence with fewer ("It worked.") takes its better neighbour with it, since it says nothing alone."""


@dataclass(frozen=True)
class Sentences:
    """The sentences of several passages, with their vectors, in one run."""

    spans: tuple[tuple[Span, ...], ...]
    """Per passage, half-open code points into its text."""
    texts: tuple[str, ...]
    seen: Seen
    """One row per sentence of all passages."""

    @property
    def vectors(self) -> Vectors:
        """Shape (sentences of all passages, 384)."""
        return self.seen.vectors

    @property
    def flat(self) -> tuple[Span, ...]:
        """The spans of all passages, in one run."""
        return tuple(span for own in self.spans for span in own)

    def starts(self) -> list[int]:
        """Return the first row of each passage."""
        out, total = [], 0
        for one in self.spans:
            out.append(total)
            total += len(one)
        return out


def read(texts: Sequence[str], wording: Wording, embedder: Embedder) -> Sentences:
    """Return the sentences of pseudonymised texts with their vectors; those stay out of the lasting cache."""
    spans = tuple(sentences(text) or (Span(0, len(text)),) for text in texts)
    flat = tuple(neutral(text[span.start : span.end]) for text, own in zip(texts, spans, strict=True) for span in own)
    vectors = embedder.embed(flat, keep=False) if flat else np.zeros((0, embedder.dimensions), np.float32)
    return Sentences(spans, flat, wording.see(flat, vectors))


def support(scorer: Scorer, read_: Sentences) -> Floats:
    """Return how far each sentence speaks for each code, shape (sentences, codes)."""
    scores = scorer.score(read_.seen)
    if len(scorer.lines):
        scores = scores + LINE_SHARE * scorer.nearness(read_.vectors)
    return np.asarray(scores, dtype=np.float64)


def choose(texts: Sequence[str], scores: Floats) -> tuple[int, int]:
    """Return first and one past the last sentence that support a code best; `scores` has one value a sentence."""
    best = int(np.argmax(scores))
    first, last = best, best + 1
    if len(texts[best].split()) < SHORT and len(texts) > 1:
        before = scores[best - 1] if best > 0 else -np.inf
        after = scores[best + 1] if best + 1 < len(texts) else -np.inf
        first, last = (best - 1, best + 1) if before >= after else (best, best + 2)
    return first, last
