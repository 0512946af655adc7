"""Whether a passage speaks for or against a code working, judged on the passage and on the evidence for that code.

Three softmax regressions averaged: on sentence vectors, on words in ones to threes, which hold the negations that
vectors blur, and on the wording the codes are learnt from, whose groups of letters forgive misspelling. What is judged
is the principle, not the mood: a hard conversation that helped is positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voices.coding.classifier import Seen, Vectors
from voices.coding.logistic import Floats, Linear
from voices.model import Valence

ORDER = (Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED, Valence.NEUTRAL)
MEANING_STRENGTH, WORDING_STRENGTH = 1.5, 10.0
EVIDENCE_SHARE = 0.2
"""How much the evidence alone counts beside the whole passage: it decides where two codes pull apart."""
TOLD_SHARE = 2.25
"""How much a model tuned on the codebook counts beside the three others, of 1 each."""
MIXED_SHARE = 0.7
"""Exemplars hold more mixed passages than talk does, so that the model learns to tell them; this weighs them back."""
ENOUGH = 100
"""Valences given by people from which on the wording is learnt too."""
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
    """What was learnt about valence; the columns of all models are `ORDER`."""

    meaning: Any
    words: Any
    spoken: Any
    """On `words`."""
    worded: Linear | None
    """On `Seen.wording`; None where people gave too few valences to learn it."""

    def probability(self, texts: Sequence[str], seen: Seen) -> Floats:
        """Return how likely each valence is, as the sum of the models, shape (texts, 4)."""
        if not len(texts):
            return np.zeros((0, len(ORDER)))
        found = self.meaning.predict_proba(seen.vectors) + self.spoken.predict_proba(self.words.transform(texts))
        if self.worded is not None:
            found = found + _softmax(np.asarray(seen.wording @ self.worded.coef) + self.worded.intercept)
        return np.asarray(found, dtype=np.float64)


def judge(whole: Floats, evidence: Floats, told: Floats | None = None) -> list[Valence]:
    """Return the valence of each pair of a passage and a code, from the passage's and its evidence's probabilities.

    `told` is what a tuned model says of each pair, zeros where it says nothing; all have shape (pairs, 4).
    """
    total = whole + EVIDENCE_SHARE * evidence + (0.0 if told is None else TOLD_SHARE * told)
    weighed = total * np.where(np.array(ORDER) == Valence.MIXED, MIXED_SHARE, 1.0)
    return [ORDER[int(best)] for best in np.argmax(weighed, axis=1)]


def anchors() -> tuple[tuple[str, Valence], ...]:
    """Return plain sentences of each valence that every model starts from."""
    return _ANCHORS


def fit_valence(texts: Sequence[str], seen: Seen, truth: Sequence[Valence], anchored: Vectors) -> ValenceModel:
    """Learn from texts and the valence people gave them, and from the anchors, whose vectors are `anchored`."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    own = np.array([ORDER.index(one) for one in truth], dtype=np.int64)
    labels = np.concatenate([own, [ORDER.index(one) for _, one in _ANCHORS]])
    spoken = [*texts, *(text for text, _ in _ANCHORS)]
    words = TfidfVectorizer(
        ngram_range=(1, 3),
        sublinear_tf=True,
        min_df=2 if len(texts) > 100 else 1,
        token_pattern=r"(?u)\b\w+(?:['’]\w+)?\b|[!?]",  # noqa: S106 - how a word looks
    )
    features = words.fit_transform(spoken)
    meaning = LogisticRegression(C=MEANING_STRENGTH, max_iter=300, tol=1e-3)
    wording = LogisticRegression(C=WORDING_STRENGTH, max_iter=300, tol=1e-3)
    vectors = np.vstack([seen.vectors, anchored]).astype(np.float64)
    return ValenceModel(
        meaning.fit(vectors, labels, sample_weight=_weights(labels)),
        words,
        wording.fit(features, labels, sample_weight=_weights(labels)),
        _fit_worded(seen, own),
    )


def _fit_worded(seen: Seen, labels: NDArray[np.int64]) -> Linear | None:
    from sklearn.linear_model import LogisticRegression

    if len(labels) < ENOUGH or len(set(labels.tolist())) < len(ORDER) or seen.place is None or seen.space is None:
        return None
    model = LogisticRegression(C=WORDING_STRENGTH, max_iter=300, tol=1e-3)
    model.fit(seen.place[0], labels, sample_weight=_weights(labels))
    return seen.space[0].widen(Linear(model.coef_.T, model.intercept_))


def _weights(labels: NDArray[np.int64]) -> Floats:
    sizes = np.bincount(labels, minlength=len(ORDER)).astype(np.float64)
    weights = ((len(labels) / np.maximum(sizes, 1.0)) ** RARE_BOOST)[labels]
    return np.asarray(weights / weights.mean(), dtype=np.float64)


def _softmax(values: Floats) -> Floats:
    grown = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)
