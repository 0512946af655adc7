"""Choosing quotes that cover what was said, without saying the same thing twice or hearing one person only.

Each step takes the candidate with the best sum of three parts: relevance (how central it is among the candidates,
LexRank), coverage (how much better the chosen quotes stand for all candidates, facility location) and the penalty
for being like a chosen one (maximal marginal relevance). Centrality alone is worse than chance at covering points.
Coverage and likeness are measured after what the whole group shares (its topic) is taken out of the vectors, so that
two ways of making one point are alike and two points on one topic are not.

Sources: Erkan and Radev 2004 (LexRank); Carbonell and Goldstein 1998 (MMR); Lin and Bilmes 2011 (coverage).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voices.quotes import spans

PER_PERSON = 2
"""Quotes one person may have in one group while others wait. Rationale: a group is a finding about people."""
RELEVANCE = 1.0
COVERAGE = 1.0
SAMENESS = 1.5
"""Weights of the three parts, chosen on public key-point data (benchmarks/quotes.py)."""
SHARED = 0.9
"""How much of the group's mean vector is taken out before two candidates are compared. Same data."""
NEW_ROLE = 0.08
NEW_PERSON = 0.08
"""Small favours: enough to settle near-ties, too small to bring in a quote that is off the point."""
FITTING_LENGTH = 0.5
"""Favour for a text long enough to carry a point alone: none at five words, full at thirty, by its logarithm."""
LANDMARKS = 1500
"""Candidates that stand for a group in relevance and coverage, so that cost grows with the group and not its square."""
_SHARPNESS = 4
"""Power of the cosine in coverage, so that a near match counts and a vague one does not."""
_AT_ONCE = 1024
"""Candidates compared with the landmarks in one go: all pools of a bank are alive while it is filled."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """Something that could be quoted for a group."""

    id: str
    text: str = field(repr=False)
    speaker: str = ""
    """Code of the person; empty where unknown, and then no cap applies."""
    role: str = ""
    preferred: bool = False
    """Marked as quotable by a person: chosen before the others."""
    group: str = ""
    """Which group it is a candidate of, where several are handed in together."""
    valence: str = ""


class Pool:
    """The candidates of one group, from which the best remaining one is taken again and again.

    The order of candidates handed in is irrelevant: ties are settled by id.
    """

    def __init__(self, candidates: Sequence[Candidate], vectors: Vectors) -> None:
        """Take the candidates and their vectors, one unit row each; zero rows are like nothing."""
        order = sorted(range(len(candidates)), key=lambda i: (candidates[i].id, candidates[i].text))
        self.candidates = tuple(candidates[i] for i in order)
        self._rows = np.asarray(vectors, dtype=np.float32)[order] if order else np.zeros((0, 1), np.float32)
        self._marks = _landmarks([c.id for c in self.candidates])
        self._points = _without_topic(self._rows)
        self.chosen: list[int] = []
        self._words = [" ".join(c.text.casefold().split()) for c in self.candidates]
        fitting = np.array([_fitting(spans.words(c.text)) for c in self.candidates])
        self._alone = RELEVANCE * _central(self._rows, self._marks) + FITTING_LENGTH * fitting
        self._sharp = _sharp(self._points, self._marks)
        self._covered = np.zeros(len(self._marks), np.float32)
        self._known: NDArray[np.float64] | None = None

    def clear(self) -> None:
        """Forget what was chosen."""
        self.chosen = []
        self._covered = np.zeros(len(self._marks), np.float32)
        self._known = None

    def find(self, id: str) -> int | None:
        """Return the index of a candidate by its id."""
        return next((index for index, candidate in enumerate(self.candidates) if candidate.id == id), None)

    def best(self, allowed: Callable[[Candidate], bool] | None = None) -> int | None:
        """Return the index of the best candidate not chosen yet, or None where none is allowed."""
        open_ones = [
            i for i, c in enumerate(self.candidates) if i not in self.chosen and (allowed is None or allowed(c))
        ]
        if not open_ones:
            return None
        if self._known is None:
            self._known = self._scores()
        scores = self._known
        return max(open_ones, key=lambda i: (*self._tier(i), round(float(scores[i]), 9), -i))

    def take(self, index: int) -> None:
        """Record that a candidate was chosen."""
        self.chosen.append(index)
        self._covered = np.maximum(self._covered, self._sharp[:, index])
        self._known = None

    def stands_for(self, index: int) -> int:
        """Return how many other candidates are closer to this one than to any chosen before it."""
        place = self.chosen.index(index)
        before = self.chosen[:place]
        # Worked out again rather than kept: a matrix of all likenesses for every chapter is what takes the memory.
        own, *earlier = _cosines(self._rows[[index, *before]], self._rows[self._marks])
        known = np.max(earlier, axis=0) if earlier else np.zeros(len(self._marks))
        closer = (own > known) & (own >= 0.35)
        closer[self._marks == index] = False
        return int(closer.sum())

    def _tier(self, i: int) -> tuple[bool, bool, bool]:
        """Order before any score: not a repeat, not a person already heard twice, marked as quotable."""
        mine = self.candidates[i]
        taken = [self.candidates[j] for j in self.chosen]
        repeat = any(self._words[i] == self._words[j] for j in self.chosen)
        heard = sum(1 for c in taken if mine.speaker and c.speaker == mine.speaker)
        return (not repeat, heard < PER_PERSON, mine.preferred)

    def _scores(self) -> NDArray[np.float64]:
        more = self._sharp - self._covered[:, None]
        gain = np.maximum(more, 0.0, out=more).mean(axis=0, dtype=np.float64)
        total = self._alone + COVERAGE * _scaled(gain)
        if self.chosen:
            total = total - SAMENESS * _cosines(self._points, self._points[self.chosen]).max(axis=1)
        roles = {self.candidates[j].role for j in self.chosen}
        people = {self.candidates[j].speaker for j in self.chosen}
        for i, candidate in enumerate(self.candidates):
            total[i] += NEW_ROLE * bool(candidate.role and candidate.role not in roles)
            total[i] += NEW_PERSON * bool(candidate.speaker and candidate.speaker not in people)
        return np.asarray(total, dtype=np.float64)


def _cosines(left: Vectors, right: Vectors) -> NDArray[np.float64]:
    """Return the cosine of every row with every other, nothing below nought; rounded, so that ties are ties."""
    near = left.astype(np.float64) @ right.astype(np.float64).T
    np.round(near, 6, out=near)
    return np.clip(near, 0.0, 1.0, out=near)


def _without_topic(rows: Vectors) -> Vectors:
    """Return unit rows without most of what all rows share; a row that is nothing else stays nothing."""
    if len(rows) < 3:
        return rows
    rest = rows - SHARED * rows.mean(axis=0, dtype=np.float64)
    rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
    rest[~rows.any(axis=1)] = 0.0
    return np.asarray(rest, dtype=np.float32)


def _central(rows: Vectors, marks: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return how central every candidate is among the landmarks, 0 to 1."""
    if not len(rows):
        return np.zeros(0)
    weights = _lexrank(_cosines(rows[marks], rows[marks]))
    parts = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
    return _scaled(np.concatenate([weights @ _cosines(rows[marks], part) for part in parts]))


def _sharp(points: Vectors, marks: NDArray[np.intp]) -> Vectors:
    """Return how near every candidate (column) is to every landmark (row), in single precision: it is kept."""
    kept = np.empty((len(marks), len(points)), np.float32)
    for start in range(0, len(points), _AT_ONCE):
        kept[:, start : start + _AT_ONCE] = _cosines(points[marks], points[start : start + _AT_ONCE]) ** _SHARPNESS
    return kept


def _fitting(words: int) -> float:
    """Return how far a length lets a text carry a point alone, 0 to 1."""
    return float(np.clip(np.log(max(words, 1) / 5) / np.log(30 / 5), 0.0, 1.0))


def _landmarks(ids: Sequence[str]) -> NDArray[np.intp]:
    """Return the places of the candidates that stand for all: every one, or a fixed sample of a very large group."""
    if len(ids) <= LANDMARKS:
        return np.arange(len(ids))
    by_chance = sorted(range(len(ids)), key=lambda i: (hashlib.sha256(ids[i].encode()).digest(), i))
    return np.array(sorted(by_chance[:LANDMARKS]), dtype=np.intp)


def _lexrank(similarity: NDArray[np.float64], damping: float = 0.85, rounds: int = 100) -> NDArray[np.float64]:
    """Return the stationary weights of a random walk over similar candidates; they sum to one."""
    n = len(similarity)
    steps = similarity / np.maximum(similarity.sum(axis=1, keepdims=True), 1e-12)
    weights = np.full(n, 1.0 / n)
    for _ in range(rounds):
        after = (1 - damping) / n + damping * (weights @ steps)
        if np.abs(after - weights).max() < 1e-10:
            break
        weights = after
    return np.asarray(weights, dtype=np.float64)


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high - low > 1e-12 else np.zeros(len(values))
