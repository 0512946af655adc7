"""Scores of texts for a set of codes: four plain models averaged, none of them clever, their errors unlike.

Meaning (logistic regression on sentence vectors), wording (the same on TF-IDF of words and letter groups), which code
comes first (primary codes and none against each other), and nearness to the codebook's lines. An average of such models
does better with few labels than any of them alone, and has nothing to tune for a new codebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voices.coding import logistic
from voices.coding.examples import Example, Origin
from voices.coding.logistic import Floats, Linear
from voices.coding.reduction import Reduction, reduce

MEANING_STRENGTH = 3.0
WORDING_STRENGTH = 10.0
FIRST_STRENGTH = 5.0
"""Chosen by cross-validation on 300 invented passages; a factor of three either way changes little."""
SHARES = {"meaning": 1.0, "wording": 1.0, "first": 0.7, "lines": 0.7}
"""How much each model counts in the average."""
SPAN_WEIGHT = 0.5
"""A marked span repeats words of its passage, so it counts for less."""
LINES_COMPARED = 3
"""A text is compared with the nearest lines of a code, since it need not touch on all of them."""
WORD_FEATURES = 20_000
LETTER_FEATURES = 30_000

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Wording:
    """TF-IDF of words and word pairs, and of groups of letters, which forgive misspelling."""

    words: Any
    letters: Any

    def see(self, texts: Sequence[str], vectors: Vectors) -> Seen:
        """Return texts as the models see them; `vectors` has shape (texts, 384)."""
        from scipy.sparse import csr_matrix, hstack

        if not len(texts):
            wide = len(self.words.vocabulary_) + len(self.letters.vocabulary_)
            return Seen(vectors, csr_matrix((0, wide)))
        parts = [self.words.transform(texts), self.letters.transform(texts)]
        return Seen(vectors, (hstack(parts) * np.sqrt(0.5)).tocsr())


@dataclass(frozen=True)
class Seen:
    """Texts as the models see them."""

    vectors: Vectors
    """Shape (texts, 384)."""
    wording: Any
    """Sparse, shape (texts, features)."""
    place: Floats | None = None
    """For texts to learn from: where they lie in `space`, shape (texts, dimensions)."""
    space: Reduction | None = None

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.vectors)

    def rows(self, rows: Sequence[int] | NDArray[np.int64]) -> Seen:
        """Return some of the texts, in the same space."""
        picked = np.asarray(rows, dtype=np.int64)
        place = None if self.place is None else self.place[picked]
        return Seen(self.vectors[picked], self.wording[picked], place, self.space)

    def spanned(self) -> Seen:
        """Return the same texts with the space they span, to learn from."""
        space = reduce(self.wording)
        return Seen(self.vectors, self.wording, space.place, space)


@dataclass(frozen=True)
class Scorer:
    """What was learnt about a set of codes."""

    codes: tuple[str, ...]
    meaning: Linear
    worded: Linear
    first: Linear | None
    """Which code comes first, "none" in the last column; None where too few primaries are known."""
    lines: Vectors
    """Vectors of the codebook's lines, shape (lines, 384)."""
    line_codes: NDArray[np.int64]
    """Which code each line describes, as an index into `codes`."""

    def score(self, seen: Seen) -> Floats:
        """Return uncalibrated scores of 0 to 1, shape (texts, codes)."""
        parts = {
            "meaning": self.meaning.probability(seen.vectors),
            "wording": self.worded.probability(seen.wording),
        }
        if self.first is not None:
            parts["first"] = _shares(self.first.probability(seen.vectors))[:, : len(self.codes)]
        if len(self.lines):
            parts["lines"] = self.nearness(seen.vectors)
        total = sum(SHARES[name] for name in parts)
        return np.asarray(sum(SHARES[name] * part for name, part in parts.items()) / total, dtype=np.float64)

    def nearness(self, vectors: Vectors) -> Floats:
        """Return the mean cosine to the nearest lines of each code, shape (texts, codes); 0 where it has none."""
        near = np.zeros((len(vectors), len(self.codes)))
        cosine = vectors @ self.lines.T
        for index in range(len(self.codes)):
            own = np.sort(cosine[:, self.line_codes == index], axis=1)[:, -LINES_COMPARED:]
            if own.shape[1]:
                near[:, index] = np.clip(own.mean(axis=1), 0.0, 1.0)
        return near


def fit_scorer(codes: Sequence[str], examples: Sequence[Example], seen: Seen) -> Scorer:
    """Learn the codes from examples as seen.

    A line that describes none of the codes is no example against them. With no text at all, only lines, it still works.
    """
    used = [i for i, one in enumerate(examples) if one.origin is not Origin.LINE or set(one.codes) & set(codes)]
    kept, own = [examples[i] for i in used], seen.rows(used)
    targets, weights = _targets(codes, kept)
    dense = np.asarray(own.vectors, dtype=np.float64)
    line_rows = [i for i, one in enumerate(kept) if one.origin is Origin.LINE]
    pairs = [(i, codes.index(code)) for i in line_rows for code in kept[i].codes if code in codes]
    return Scorer(
        codes=tuple(codes),
        meaning=logistic.fit(dense, targets, weights, MEANING_STRENGTH),
        worded=_fit_wording(own, targets, weights),
        first=_fit_first(codes, kept, dense),
        lines=own.vectors[[i for i, _ in pairs]].reshape(len(pairs), seen.vectors.shape[1]),
        line_codes=np.array([code for _, code in pairs], dtype=np.int64),
    )


def fit_wording(texts: Sequence[str]) -> Wording:
    """Learn the vocabulary of the texts; no labels are used, so folds may share it."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rare = 2 if len(texts) > 400 else 1
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=rare, max_features=WORD_FEATURES)
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=rare, max_features=LETTER_FEATURES
    )
    return Wording(words.fit(texts), letters.fit(texts))


def _fit_wording(own: Seen, targets: Floats, weights: Floats) -> Linear:
    if own.place is None or own.space is None:
        own = own.spanned()
    if own.place is None or own.space is None:
        raise ValueError("texts to learn from need a space")
    return own.space.widen(logistic.fit(own.place, targets, weights, WORDING_STRENGTH))


def _targets(codes: Sequence[str], examples: Sequence[Example]) -> tuple[Floats, Floats]:
    targets = np.array([[float(code in one.codes) for code in codes] for one in examples])
    weights = np.ones_like(targets)
    for row, one in enumerate(examples):
        if one.origin is Origin.SPAN:
            weights[row] = SPAN_WEIGHT * targets[row]
    return targets.reshape(len(examples), len(codes)), weights.reshape(len(examples), len(codes))


def _fit_first(codes: Sequence[str], examples: Sequence[Example], vectors: Floats) -> Linear | None:
    """Learn which code comes first; "none" is a code of its own, since a text that carries none has a look too."""
    rows = [i for i, one in enumerate(examples) if one.origin is not Origin.SPAN]
    firsts = [next((codes.index(code) for code in examples[i].codes if code in codes), len(codes)) for i in rows]
    if len(set(firsts)) < 3:
        return None
    targets = np.eye(len(codes) + 1)[firsts]
    return logistic.fit(vectors[rows], targets, np.ones_like(targets), FIRST_STRENGTH)


def _shares(values: Floats) -> Floats:
    return np.asarray(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-9), dtype=np.float64)
