"""What people decided since the last run, learnt in about a second: the last run's confidence, corrected.

A run learns everything anew and takes a minute. Between runs the suggestions stay where they are and only their
confidence moves: per code a logistic regression on the passages decided since, which starts from the log odds the run
gave (an offset) and adds what their words and vectors tell. Its weights are pulled towards nothing, so with few
decisions little changes, and how hard they are pulled is what predicts decisions held out best, among them "change
nothing". The next run learns from the same decisions as a whole and takes the correction's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voices.coding.logistic import Floats, logit, squash
from voices.coding.reduction import reduce

FEWEST = 20
"""Decisions under which nothing is corrected: a coder's first hour says more about the coder than about the codes."""
MOST = 1500
"""The latest decisions that are learnt from between runs, which keeps a correction within seconds."""
REACHES = (0.0, 1.0, 4.0, 16.0)
"""How far weights may move (the variance of their prior) from which one is chosen; 0 changes nothing."""
SHIFT, STRETCH = 0.5, 0.15
"""Standard deviations of the prior of what is added to all log odds of a code and of what they are multiplied by."""
FOLDS = 3
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Of the decisions, from how many the growth with further decisions is told."""
WORD_FEATURES = 8_000
EDGE = 1e-4
"""Confidence is kept this far from 0 and 1 before log odds are taken."""


@dataclass(frozen=True)
class Views:
    """Passages as the correction sees them."""

    features: Any
    """Sparse, shape (passages, features): words and sentence vectors, both of length 1."""

    def rows(self, rows: Sequence[int]) -> Any:
        """Return the features of some passages."""
        return self.features[np.asarray(rows, dtype=np.int64)]


def view(texts: Sequence[str], vectors: NDArray[np.float32]) -> Views:
    """Return texts and their vectors, shape (texts, dimensions), as features; no labels are needed, so do it once."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    meant = csr_matrix(vectors.astype(np.float64))
    if not any(text.split() for text in texts):
        return Views(meant)
    rare = 2 if len(texts) > 1 else 1
    try:
        worded = TfidfVectorizer(sublinear_tf=True, min_df=rare, max_features=WORD_FEATURES).fit_transform(texts)
    except ValueError:  # no word occurs twice
        return Views(meant)
    return Views(hstack([worded, meant]).tocsr())


def corrected(
    confidence: Floats, views: Views, decided: Sequence[int], truth: Floats, groups: Sequence[str]
) -> tuple[Floats, float]:
    """Return confidence as corrected by decisions, shape (passages, codes), and the reach that was chosen.

    `confidence` is the last run's, nan where a code is none for that passage; `decided` are rows of it, the oldest
    first, `truth` what people gave them, shape (decided, codes), `groups` their documents, which folds keep together.
    """
    rows = list(decided)[-MOST:]
    known = truth[len(decided) - len(rows) :]
    if len(rows) < FEWEST:
        return confidence.copy(), 0.0
    odds = logit(np.clip(np.nan_to_num(confidence, nan=EDGE), EDGE, 1.0 - EDGE))
    counts = ~np.isnan(confidence)
    space = reduce(views.rows(rows))
    task = _Task(space.place.astype(np.float64), odds[rows], known, counts[rows].astype(np.float64))
    reach = _chosen(task, list(groups)[-len(rows) :])
    if reach == 0.0:
        return confidence.copy(), 0.0
    weights = task.fit(reach)
    moved = np.sqrt(reach) * np.asarray(views.features @ space.spread(weights[:-2]))
    found = squash(odds * (1.0 + STRETCH * weights[-1]) + SHIFT * weights[-2] + moved)
    return np.where(counts, found, np.nan), reach


def growth(
    confidence: Floats, features: Any, truth: Floats, groups: Sequence[str], judged: Sequence[int], threshold: Floats
) -> list[tuple[int, float]]:
    """Return (decisions learnt from, micro-F1 on passages held out), to see what further decisions would bring.

    All rows are decided passages, the oldest first; `confidence` is what was held of them before they were decided.
    Only the rows in `judged`, which came by lot, are scored, each by corrections that saw nothing of its document.
    """
    odds = logit(np.clip(np.nan_to_num(confidence, nan=EDGE), EDGE, 1.0 - EDGE))
    counts = (~np.isnan(confidence)).astype(np.float64)
    task = _Task(reduce(features).place.astype(np.float64), odds, truth, counts)
    reach = _chosen(task, groups)
    number = {group: place % FOLDS for place, group in enumerate(dict.fromkeys(groups))}
    fold = np.array([number[group] for group in groups])
    scored = np.isin(np.arange(len(odds)), list(judged))
    points = []
    for share in SHARES:
        hits = total = size = 0.0
        for one in range(FOLDS):
            own, held = np.flatnonzero(fold != one), np.flatnonzero((fold == one) & scored)
            # Every so many, not the first: the queue brings other passages early than late.
            own = own[np.unique(np.linspace(0, len(own) - 1, max(round(share * len(own)), 1)).astype(int))]
            size += len(own) / FOLDS
            told = odds[held]
            if reach and len(own) >= FEWEST:
                told = task.rows(held).log_odds(task.rows(own).fit(reach), reach)
            given = (squash(told) >= threshold) & (counts[held] > 0)
            hits += 2.0 * float((given * truth[held]).sum())
            total += float(given.sum() + truth[held].sum())
        points.append((round(size), hits / total if total else 1.0))
    return points


@dataclass(frozen=True)
class _Task:
    place: Floats
    odds: Floats
    truth: Floats
    counts: Floats
    """1 where a code can apply to a passage, else 0."""

    def rows(self, rows: NDArray[np.int64]) -> _Task:
        return _Task(self.place[rows], self.odds[rows], self.truth[rows], self.counts[rows])

    def log_odds(self, weights: Floats, reach: float) -> Floats:
        stretched = self.odds * (1.0 + STRETCH * weights[-1]) + SHIFT * weights[-2]
        return np.asarray(stretched + np.sqrt(reach) * (self.place @ weights[:-2]), dtype=np.float64)

    def loss(self, log_odds: Floats) -> float:
        return float((self.counts * (np.logaddexp(0.0, log_odds) - self.truth * log_odds)).sum())

    def fit(self, reach: float) -> Floats:
        """Return weights, shape (dimensions + 2, codes): places, then shift, then stretch."""
        from scipy.optimize import minimize

        shape = (self.place.shape[1] + 2, self.odds.shape[1])
        step = np.sqrt(reach)

        def loss(flat: Floats) -> tuple[float, Floats]:
            weights = flat.reshape(shape)
            log_odds = self.log_odds(weights, reach)
            off = self.counts * (squash(log_odds) - self.truth)
            shift, stretch = SHIFT * off.sum(axis=0), STRETCH * (self.odds * off).sum(axis=0)
            slope = weights + np.vstack([step * (self.place.T @ off), shift, stretch])
            return self.loss(log_odds) + 0.5 * float((weights**2).sum()), slope.ravel()

        options = {"maxiter": 200, "ftol": 1e-7, "gtol": 1e-4}
        found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=options)
        return np.asarray(found.x, dtype=np.float64).reshape(shape)


def _chosen(task: _Task, groups: Sequence[str]) -> float:
    """Return the reach that predicts decisions held out best; documents are held out whole."""
    number = {group: place % FOLDS for place, group in enumerate(dict.fromkeys(groups))}
    fold = np.array([number[group] for group in groups])
    if len(number) < FOLDS:
        return 0.0
    lost = dict.fromkeys(REACHES, 0.0)
    for one in range(FOLDS):
        learnt, held = task.rows(np.flatnonzero(fold != one)), task.rows(np.flatnonzero(fold == one))
        for reach in REACHES:
            log_odds = held.log_odds(learnt.fit(reach), reach) if reach else held.odds
            lost[reach] += held.loss(log_odds)
    return min(REACHES, key=lambda reach: (lost[reach], reach))
