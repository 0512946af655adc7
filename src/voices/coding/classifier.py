"""Scores of texts for a set of codes: plain models averaged, none of them clever, their errors unlike.

Wording (logistic regression on TF-IDF of words and letter groups), wording and meaning together (the same with the
sentence vectors beside it), and, the more the fewer texts there are to learn from, nearness to the codebook's lines.
An average of such models does better with few labels than any of them alone, with nothing to tune for a new codebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voices.coding import logistic
from voices.coding.examples import Example, Origin
from voices.coding.logistic import Floats, Linear
from voices.coding.reduction import Reduction, reduce

STRENGTH = 10.0
"""Chosen by cross-validation on 300 invented passages; a factor of three either way changes little."""
MEANING_SHARE = 0.8
"""How long a sentence vector is beside the wording, whose length is 1."""
LINES_SHARE = 5.0
"""How much nearness to the codebook's lines counts beside the two models, of 1 each, with no text to learn from."""
LINES_FADE = 40
"""Texts at which it counts half of that."""
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
            return Seen(vectors, csr_matrix((0, wide)), csr_matrix((0, wide + vectors.shape[1])))
        parts = [self.words.transform(texts), self.letters.transform(texts)]
        wording = (hstack(parts) * np.sqrt(0.5)).tocsr()
        return Seen(vectors, wording, hstack([wording, csr_matrix(MEANING_SHARE * vectors)]).tocsr())


@dataclass(frozen=True)
class Seen:
    """Texts as the models see them."""

    vectors: Vectors
    """Shape (texts, 384)."""
    wording: Any
    """Sparse, shape (texts, features)."""
    joint: Any
    """Wording and vectors side by side; sparse, shape (texts, features + 384)."""
    place: tuple[Floats, Floats] | None = None
    """For texts to learn from: where they lie in the two spaces, each of shape (texts, dimensions)."""
    space: tuple[Reduction, Reduction] | None = None
    """Of wording and joint."""

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.vectors)

    def rows(self, rows: Sequence[int] | NDArray[np.int64]) -> Seen:
        """Return some of the texts, in the same spaces."""
        picked = np.asarray(rows, dtype=np.int64)
        place = None if self.place is None else (self.place[0][picked], self.place[1][picked])
        return Seen(self.vectors[picked], self.wording[picked], self.joint[picked], place, self.space)

    def spanned(self) -> Seen:
        """Return the same texts with the spaces they span, to learn from."""
        space = reduce(self.wording), reduce(self.joint)
        return replace(self, place=(space[0].place, space[1].place), space=space)


@dataclass(frozen=True)
class Scorer:
    """What was learnt about a set of codes."""

    codes: tuple[str, ...]
    worded: Linear
    joined: Linear
    """Both on the features, or on the places in their spaces while folds are scored."""
    lines: Vectors
    """Vectors of the codebook's lines, shape (lines, 384)."""
    line_codes: NDArray[np.int64]
    """Which code each line describes, as an index into `codes`."""
    line_share: float
    placed: bool = False
    """Whether `Seen.place` is read, where the texts to score share the spaces with those learnt."""

    def widened(self, space: tuple[Reduction, Reduction]) -> Scorer:
        """Return the same scorer for texts from outside the spaces."""
        if not self.placed:
            return self
        return replace(self, worded=space[0].widen(self.worded), joined=space[1].widen(self.joined), placed=False)

    def score(self, seen: Seen) -> Floats:
        """Return uncalibrated scores of 0 to 1, shape (texts, codes)."""
        wording, joint = seen.place if self.placed and seen.place is not None else (seen.wording, seen.joint)
        total = self.worded.probability(wording) + self.joined.probability(joint)
        if not len(self.lines):
            return np.asarray(total / 2.0, dtype=np.float64)
        total = total + self.line_share * self.nearness(seen.vectors)
        return np.asarray(total / (2.0 + self.line_share), dtype=np.float64)

    def nearness(self, vectors: Vectors) -> Floats:
        """Return the mean cosine to the nearest lines of each code, shape (texts, codes); 0 where it has none."""
        near = np.zeros((len(vectors), len(self.codes)))
        cosine = vectors @ self.lines.T
        for index in range(len(self.codes)):
            own = np.sort(cosine[:, self.line_codes == index], axis=1)[:, -LINES_COMPARED:]
            if own.shape[1]:
                near[:, index] = np.clip(own.mean(axis=1), 0.0, 1.0)
        return near


def fit_scorer(codes: Sequence[str], examples: Sequence[Example], seen: Seen, start: Scorer | None = None) -> Scorer:
    """Learn the codes from examples as seen, which must lie in a space (`Seen.spanned`); the scorer is `placed`.

    A line that describes none of the codes is no example against them. With no text at all, only lines, it still
    works. `start` is a scorer of nearly the same examples, from which the fits set out.
    """
    if seen.place is None:
        raise ValueError("texts to learn from need a space")
    used = [i for i, one in enumerate(examples) if one.origin is not Origin.LINE or set(one.codes) & set(codes)]
    kept, own = [examples[i] for i in used], seen.rows(used)
    targets, weights = _targets(codes, kept)
    line_rows = [i for i, one in enumerate(kept) if one.origin is Origin.LINE]
    pairs = [(i, codes.index(code)) for i in line_rows for code in kept[i].codes if code in codes]
    texts = len(kept) - len(line_rows)
    wording, joint = own.place or (None, None)
    return Scorer(
        codes=tuple(codes),
        worded=logistic.fit(wording, targets, weights, STRENGTH, start.worded if start else None),
        joined=logistic.fit(joint, targets, weights, STRENGTH, start.joined if start else None),
        lines=own.vectors[[i for i, _ in pairs]].reshape(len(pairs), seen.vectors.shape[1]),
        line_codes=np.array([code for _, code in pairs], dtype=np.int64),
        line_share=LINES_SHARE * LINES_FADE / (LINES_FADE + texts),
        placed=True,
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


def _targets(codes: Sequence[str], examples: Sequence[Example]) -> tuple[Floats, Floats]:
    targets = np.array([[float(code in one.codes) for code in codes] for one in examples])
    weights = np.ones_like(targets)
    for row, one in enumerate(examples):
        if one.origin is Origin.SPAN:
            weights[row] = SPAN_WEIGHT * targets[row]
    return targets.reshape(len(examples), len(codes)), weights.reshape(len(examples), len(codes))
