"""Whether a passage speaks for or against a code working, judged on the passage and on the evidence for that code.

Two softmax regressions averaged, one on sentence vectors and one on words in ones to threes, which hold the negations
that vectors blur. What is judged is the principle, not the mood: a hard conversation that helped is positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voices.coding.classifier import Vectors
from voices.coding.logistic import Floats
from voices.model import Valence

ORDER = (Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED, Valence.NEUTRAL)
MEANING_STRENGTH, WORDING_STRENGTH = 1.5, 10.0
EVIDENCE_SHARE = 0.4
"""How much the evidence alone counts beside the whole passage: it decides where two codes pull apart."""
RARE_BOOST = 0.5
"""Exponent of the weight against class size: mixed and neutral are rare but not as rare as they look to a plain fit."""

_ANCHORS: tuple[tuple[str, Valence], ...] = (
    ("This works well and it has made a real difference to us.", Valence.POSITIVE),
    ("I am glad of it; things are better than they were.", Valence.POSITIVE),
    ("She was there when it mattered and it helped.", Valence.POSITIVE),
    ("This does not work and nobody does anything about it.", Valence.NEGATIVE),
    ("I was let down again; it has got worse.", Valence.NEGATIVE),
    ("We were promised it and it never came.", Valence.NEGATIVE),
    ("Some of it is good, but some of it still does not work.", Valence.MIXED),
    ("It was bad at first and it is better now, though not always.", Valence.MIXED),
    ("It takes place once a month and lasts an hour.", Valence.NEUTRAL),
    ("That is the arrangement; it is too early to say what it does.", Valence.NEUTRAL),
)
"""So that a codebook without coded examples starts from something better than chance."""


@dataclass(frozen=True)
class ValenceModel:
    """What was learnt about valence; the columns of both models are `ORDER`."""

    meaning: Any
    words: Any
    wording: Any

    def judge(
        self, texts: Sequence[str], vectors: Vectors, evidence: Sequence[str], evidence_vectors: Vectors
    ) -> list[Valence]:
        """Return the valence of each passage with the evidence for one code; vectors have shape (pairs, 384)."""
        if not len(texts):
            return []
        whole = self._probability(texts, vectors)
        part = self._probability(evidence, evidence_vectors)
        return [ORDER[int(best)] for best in np.argmax(whole + EVIDENCE_SHARE * part, axis=1)]

    def _probability(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        both = self.meaning.predict_proba(vectors) + self.wording.predict_proba(self.words.transform(texts))
        return np.asarray(both, dtype=np.float64)


def anchors() -> tuple[tuple[str, Valence], ...]:
    """Return plain sentences of each valence that every model starts from."""
    return _ANCHORS


def fit_valence(texts: Sequence[str], vectors: Vectors, truth: Sequence[Valence]) -> ValenceModel:
    """Learn from texts, their vectors of shape (texts, 384) and the valence people gave them; all four must occur."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    labels = np.array([ORDER.index(one) for one in truth])
    sizes = np.bincount(labels, minlength=len(ORDER)).astype(np.float64)
    weights = ((len(labels) / np.maximum(sizes, 1.0)) ** RARE_BOOST)[labels]
    weights /= weights.mean()
    words = TfidfVectorizer(
        ngram_range=(1, 3),
        sublinear_tf=True,
        min_df=2 if len(texts) > 100 else 1,
        token_pattern=r"(?u)\b\w+(?:['’]\w+)?\b|[!?]",  # noqa: S106 - how a word looks
    )
    seen = words.fit_transform(texts)
    meaning = LogisticRegression(C=MEANING_STRENGTH, max_iter=300, tol=1e-3)
    wording = LogisticRegression(C=WORDING_STRENGTH, max_iter=300, tol=1e-3)
    return ValenceModel(
        meaning.fit(np.asarray(vectors, dtype=np.float64), labels, sample_weight=weights),
        words,
        wording.fit(seen, labels, sample_weight=weights),
    )
