"""Scores of texts for a set of codes: plain models averaged, none of them clever, their errors unlike.

Wording (logistic regression on TF-IDF of words and letter groups); wording and meaning together (the same with the
sentence vectors beside it), once as a yes or no per code and once as a choice of the code a text is about first; and,
the more the fewer texts there are to learn from, nearness to the codebook's lines. Where a model tuned on the codebook
is shipped (`voices.coding.tuned`), what it says is one more view.
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
from voices.coding.reduction import AT_ONCE, Reduction, products_of, put_back, reduce
from voices.coding.tuned import Told

STRENGTH = 10.0
"""Chosen by cross-validation on 300 invented passages; a factor of three either way changes little."""
MEANING_SHARE = 0.8
"""How long a sentence vector is beside the wording, whose length is 1."""
WORDED_SHARE, JOINED_SHARE, CHOICE_SHARE = 0.7, 1.3, 0.7
"""How much each model counts: by folds of 3,390 comments of patients, with 34 codes and in 9 groups."""
TOLD_SHARE = 1.0
"""How much the model tuned on a shipped codebook counts, where there is one."""
LINES_SHARE = 5.0
"""How much nearness to the codebook's lines counts beside the models, with no text to learn from."""
LINES_FADE = 40
"""Texts at which it counts half of that."""
DECIDED_WEIGHT = 4.0
"""How much a text people coded counts beside an exemplar: exemplars are many, but not this study's.

Of 1, 4 and 10 it did best on one draw of 60 development passages, within chance.
"""
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

    def see(self, texts: Sequence[str], vectors: Vectors, told: Told | None = None) -> Seen:
        """Return texts as the models see them; `vectors` has shape (texts, 384)."""
        from scipy.sparse import csr_matrix, hstack

        if not len(texts):
            wide = len(self.words.vocabulary_) + len(self.letters.vocabulary_)
            return Seen(vectors, csr_matrix((0, wide)), csr_matrix((0, wide + vectors.shape[1])), told)
        parts = [self.words.transform(texts), self.letters.transform(texts)]
        wording = (hstack(parts) * np.sqrt(0.5)).tocsr()
        return Seen(vectors, wording, hstack([wording, csr_matrix(MEANING_SHARE * vectors)]).tocsr(), told)


@dataclass(frozen=True)
class Seen:
    """Texts as the models see them."""

    vectors: Vectors
    """Shape (texts, 384)."""
    wording: Any
    """Sparse, shape (texts, features)."""
    joint: Any
    """Wording and vectors side by side; sparse, shape (texts, features + 384)."""
    told: Told | None = None
    """What a model tuned on the codebook says of them; None where there is none, and for sentences."""
    place: tuple[Vectors, Vectors] | None = None
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
        told = None if self.told is None else self.told.rows(picked)
        return Seen(self.vectors[picked], self.wording[picked], self.joint[picked], told, place, self.space)

    def worded(self, rows: Sequence[int] | NDArray[np.int64]) -> Seen:
        """Return some of the texts as what reads vectors and places in the space of wording needs them, no more."""
        picked = np.asarray(rows, dtype=np.int64)
        place = None if self.place is None else (self.place[0][picked], self.place[1][:0])
        return Seen(self.vectors[picked], self.wording[:0], self.joint[:0], None, place, self.space)

    def spanned(self) -> Seen:
        """Return the same texts with the spaces they span, to learn from."""
        products = products_of(self.wording)  # the largest there is while a codebook is learnt: never two of them
        own = products.diagonal().copy()
        wording = reduce(self.wording, products, overwrite=True)
        put_back(products, own)
        meant = self.vectors.astype(np.float64) * MEANING_SHARE
        for start in range(0, len(self), AT_ONCE):  # in place: a second matrix of all pairs is as large as the space
            products[start : start + AT_ONCE] += meant[start : start + AT_ONCE] @ meant.T
        joint = reduce(self.joint, products, overwrite=True)  # last, since it uses the products up
        return replace(self, place=(wording.place, joint.place), space=(wording, joint))


@dataclass(frozen=True)
class Scorer:
    """What was learnt about a set of codes."""

    codes: tuple[str, ...]
    worded: Linear
    """This and the next two are on the features, or on the places in their spaces while folds are scored."""
    joined: Linear
    chosen: Linear
    """A choice among the codes and none of them, the last column: what a text is about first."""
    lines: Vectors
    """Vectors of the codebook's lines, shape (lines, 384)."""
    line_codes: NDArray[np.int64]
    """Which code each line describes, as an index into `codes`."""
    line_share: float
    told: tuple[int, ...] = ()
    """Columns of `Seen.told` for the codes; empty where the tuned model does not know all of them."""
    placed: bool = False
    """Whether `Seen.place` is read, where the texts to score share the spaces with those learnt."""

    def widened(self, space: tuple[Reduction, Reduction]) -> Scorer:
        """Return the same scorer for texts from outside the spaces."""
        if not self.placed:
            return self
        worded, (joined, chosen) = space[0].widen(self.worded), map(space[1].widen, (self.joined, self.chosen))
        return replace(self, worded=worded, joined=joined, chosen=chosen, placed=False)

    def score(self, seen: Seen) -> Floats:
        """Return uncalibrated scores of 0 to 1, shape (texts, codes)."""
        wording, joint = seen.place if self.placed and seen.place is not None else (seen.wording, seen.joint)
        total = WORDED_SHARE * self.worded.probability(wording) + JOINED_SHARE * self.joined.probability(joint)
        total = total + CHOICE_SHARE * self.chosen.choice(joint)[:, : len(self.codes)]
        shares = WORDED_SHARE + JOINED_SHARE + CHOICE_SHARE
        if self.told and seen.told is not None:
            total, shares = total + TOLD_SHARE * seen.told.codes[:, list(self.told)], shares + TOLD_SHARE
        if len(self.lines):
            total, shares = total + self.line_share * self.nearness(seen.vectors), shares + self.line_share
        return np.asarray(total / shares, dtype=np.float64)

    def nearness(self, vectors: Vectors) -> Floats:
        """Return the mean cosine to the nearest lines of each code, shape (texts, codes); 0 where it has none."""
        near = np.zeros((len(vectors), len(self.codes)))
        cosine = vectors @ self.lines.T
        for index in range(len(self.codes)):
            own = np.sort(cosine[:, self.line_codes == index], axis=1)[:, -LINES_COMPARED:]
            if own.shape[1]:
                near[:, index] = np.clip(own.mean(axis=1), 0.0, 1.0)
        return near


def fit_scorer(
    codes: Sequence[str],
    examples: Sequence[Example],
    seen: Seen,
    start: Scorer | None = None,
    told: Sequence[str] = (),
) -> Scorer:
    """Learn the codes from examples as seen, which must lie in a space (`Seen.spanned`); the scorer is `placed`.

    A line that describes none of the codes is no example against them. With no text at all, only lines, it still
    works. `start` is a scorer of nearly the same examples, from which the fits set out; `told` are the codes a tuned
    model knows, in the order of `Seen.told`.
    """
    if seen.place is None:
        raise ValueError("texts to learn from need a space")
    used = [i for i, one in enumerate(examples) if one.origin is not Origin.LINE or set(one.codes) & set(codes)]
    kept, own = [examples[i] for i in used], seen.rows(used)
    targets, weights = _targets(codes, kept)
    first, sure = _first(codes, kept)
    line_rows = [i for i, one in enumerate(kept) if one.origin is Origin.LINE]
    pairs = [(i, codes.index(code)) for i in line_rows for code in kept[i].codes if code in codes]
    texts = len(kept) - len(line_rows)
    wording, joint = own.place or (None, None)
    return Scorer(
        codes=tuple(codes),
        worded=logistic.fit(wording, targets, weights, STRENGTH, start.worded if start else None),
        joined=logistic.fit(joint, targets, weights, STRENGTH, start.joined if start else None),
        chosen=logistic.fit_choice(joint, first, sure, STRENGTH, start.chosen if start else None),
        lines=own.vectors[[i for i, _ in pairs]].reshape(len(pairs), seen.vectors.shape[1]),
        line_codes=np.array([code for _, code in pairs], dtype=np.int64),
        line_share=LINES_SHARE * LINES_FADE / (LINES_FADE + texts),
        told=tuple(told.index(code) for code in codes) if set(codes) <= set(told) else (),
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
    weights = np.ones_like(targets) * _weights(examples)[:, None]
    for row, one in enumerate(examples):
        if one.origin is Origin.SPAN:
            weights[row] *= targets[row]
    return targets.reshape(len(examples), len(codes)), weights.reshape(len(examples), len(codes))


def _first(codes: Sequence[str], examples: Sequence[Example]) -> tuple[Floats, Floats]:
    """Return the first code of each example as a choice, the last column for none, and how much each example counts."""
    targets = np.zeros((len(examples), len(codes) + 1))
    for row, one in enumerate(examples):
        targets[row, next((codes.index(code) for code in one.codes if code in codes), len(codes))] = 1.0
    return targets, _weights(examples)


def _weights(examples: Sequence[Example]) -> Floats:
    """Return how much each example counts; what people coded counts alike where there are no exemplars beside it."""
    decided = DECIDED_WEIGHT if any(one.origin is Origin.EXEMPLAR for one in examples) else 1.0
    by_origin = {Origin.DECIDED: decided, Origin.SPAN: SPAN_WEIGHT * decided}
    return np.array([by_origin.get(one.origin, 1.0) for one in examples])
