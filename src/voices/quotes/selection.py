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
from array import array
from collections import Counter
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


@dataclass(frozen=True)
class _Space:
    """Where the candidates of a group lie: what takes the memory."""

    rows: Vectors
    marks: NDArray[np.intp]
    """Places of the landmarks."""
    points: Vectors
    alone: NDArray[np.float64]
    """Score of each candidate by itself."""
    sharp: Vectors
    """How near every candidate (column) is to every landmark (row)."""
    words: tuple[str, ...] = field(repr=False)
    """What each says, without case."""


class Pool:
    """The candidates of one group, from which the best remaining one is taken again and again.

    The order of candidates handed in is irrelevant: ties are settled by id.
    """

    def __init__(self, candidates: Sequence[Candidate], vectors: Sequence[NDArray[np.float32]] | Vectors) -> None:
        """Take the candidates and their vectors, one unit row each; zero rows are like nothing."""
        self._order = sorted(range(len(candidates)), key=lambda i: (candidates[i].id, candidates[i].text))
        self.candidates = tuple(candidates[i] for i in self._order)
        self._vectors = vectors
        self._made: _Space | None = None
        self.chosen: list[int] = []
        self._ranked: dict[tuple[int, ...], array[int]] = {}
        self._closer: dict[tuple[int, ...], int] = {}

    def clear(self) -> None:
        """Forget what was chosen."""
        self.chosen = []

    def rest(self) -> None:
        """Let go of what takes memory: it is made again where something else is chosen than before."""
        self._made = None

    def find(self, id: str) -> int | None:
        """Return the index of a candidate by its id."""
        return next((index for index, candidate in enumerate(self.candidates) if candidate.id == id), None)

    def best(self, allowed: Callable[[Candidate], bool] | None = None) -> int | None:
        """Return the index of the best candidate not chosen yet, or None where none is allowed."""
        if not self.candidates:
            return None
        gone = set(self.chosen)
        ranked = (i for i in self._ranking() if i not in gone)
        return next((i for i in ranked if allowed is None or allowed(self.candidates[i])), None)

    def take(self, index: int) -> None:
        """Record that a candidate was chosen."""
        self.chosen.append(index)

    def stands_for(self, index: int) -> int:
        """Return how many other candidates are closer to this one than to any chosen before it."""
        place = self.chosen.index(index)
        asked = (index, *self.chosen[:place])
        if asked not in self._closer:
            # Worked out again rather than kept: a matrix of all likenesses for every chapter is what takes the memory.
            space = self._space
            own, *earlier = _cosines(space.rows[list(asked)], space.rows[space.marks])
            known = np.max(earlier, axis=0) if earlier else np.zeros(len(space.marks))
            closer = (own > known) & (own >= 0.35)
            closer[space.marks == index] = False
            self._closer[asked] = int(closer.sum())
        return self._closer[asked]

    @property
    def _space(self) -> _Space:
        if self._made is None:
            listed = np.asarray(self._vectors, dtype=np.float32)
            rows = listed[self._order] if self._order else np.zeros((0, 1), np.float32)
            marks, points = _landmarks([c.id for c in self.candidates]), _without_topic(rows)
            fitting = np.array([_fitting(spans.words(c.text)) for c in self.candidates])
            alone = RELEVANCE * _central(rows, marks) + FITTING_LENGTH * fitting
            words = tuple(" ".join(c.text.casefold().split()) for c in self.candidates)
            self._made = _Space(rows, marks, points, alone, _sharp(points, marks), words)
        return self._made

    def _ranking(self) -> array[int]:
        """Return all candidates, the best beside those chosen so far first.

        Before any score: no repeat, nobody heard twice already, marked as quotable.
        """
        taken = tuple(self.chosen)
        if taken not in self._ranked:
            scores, space = self._scores().tolist(), self._space
            said = {space.words[i] for i in taken}
            heard = Counter(self.candidates[i].speaker for i in taken if self.candidates[i].speaker)

            def key(i: int) -> tuple[bool, bool, bool, float, int]:
                mine = self.candidates[i]
                few = heard[mine.speaker] < PER_PERSON
                return space.words[i] not in said, few, mine.preferred, round(scores[i], 9), -i

            self._ranked[taken] = array("l", sorted(range(len(self.candidates)), key=key, reverse=True))
        return self._ranked[taken]

    def _scores(self) -> NDArray[np.float64]:
        space = self._space
        covered = np.zeros(len(space.marks), np.float32)
        for i in self.chosen:
            covered = np.maximum(covered, space.sharp[:, i])
        more = space.sharp - covered[:, None]
        gain = np.maximum(more, 0.0, out=more).mean(axis=0, dtype=np.float64)
        total = space.alone + COVERAGE * _scaled(gain)
        if self.chosen:
            total = total - SAMENESS * _cosines(space.points, space.points[self.chosen]).max(axis=1)
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
