"""What is said in a theme, in phrases people used: the stretches of a clause that come nearest to all of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from voices.embeddings import Embedder
from voices.themes import naming
from voices.themes.clustering import Floats, Labels

LONGEST = 7
"""Words of a phrase."""
NEAREST = 60
"""Passages nearest a theme's centre whose phrases are looked at."""
COMPARED = 100
"""Phrases of a theme that are compared by meaning."""
DENIED = 3
"""Words after a no or a not that it may belong to."""
SHOWN = 4
"""Phrases of a theme that are shown."""
ELSEWHERE = 0.6
"""What nearness to the other themes costs, as a share of what nearness to its own brings."""
TELLING = 0.1
"""What a phrase gains by how many of its theme say it and how few others (`lift`)."""
FULLER, FULL = 0.04, 3
"""What a phrase gains with each word that carries meaning, up to so many: two often say little by themselves."""

_CLAUSE = re.compile(r"[.,;:!?()\[\]{}\"“”—–…\n/*|<>]+| - ")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SHORTENED = re.compile(r"(?:he|here|it|let|she|that|there|what|who)'s|\w+'(?:d|ll|m|re|ve)|\w+n't")
_BEGINS = re.compile(r"(?:few|find|keep|less|make|more|too)")
"""Words without meaning of their own that may begin a phrase."""
_DENIES = re.compile(r"(?:hardly|never|no|nobody|none|nor|not|nothing|without|cannot|\w+n't)")
"""Words that turn round what follows, so that it is never shown without them."""
_ENDS = re.compile(r"(?:again|alone|anyone|back|down|everyone|nobody|nothing|off|out|together|up)")
_HOLDS_ON = re.compile(
    r"(?:a|an|any|be|been|being|each|every|he|her|him|his|i|it|its|me|more|most|my|our|she|so|some|such|"
    r"that|the|their|them|these|they|this|those|too|us|very|we|what|which|who|whom|whose|you|your)"
)
"""Words before which nothing ends: what they begin belongs to what stands before."""
_BREAKS = re.compile(
    r"(?:although|and|as|because|but|i|if|since|so|than|that|then|though|unless|until|when|where|whether|"
    r"which|while|who|whom)"
)
"""Words that begin another thought."""


@dataclass(frozen=True)
class Phrase:
    """A stretch of a clause."""

    words: str = field(repr=False)
    stems: frozenset[str] = field(repr=False)
    """Beginnings of its words, without those that carry no meaning of their own."""


def phrases(
    texts: Sequence[str], people: Sequence[str], points: Floats, labels: Labels, embedder: Embedder
) -> dict[int, tuple[str, ...]]:
    """Return up to `SHOWN` phrases of each group, the one that says most first; none where nothing is shared.

    `points` (n, d) are the embedder's unit vectors of the texts, `labels` has -1 for texts in no group. The words of a
    phrase that carry meaning, or forms of them, stand in a clause of two people each: none tells what one person said.
    Placeholders and what may be a name end a clause, so that neither is in a phrase.
    """
    groups = sorted({int(label) for label in labels if label >= 0})
    if not groups:
        return {}
    dropped = naming.suspects(texts)
    clauses = _all_clauses(texts)
    centres = np.array([_unit(points[labels == group].mean(axis=0)) for group in groups])
    out: dict[int, tuple[str, ...]] = {}
    for place, group in enumerate(groups):
        members = [int(row) for row in np.flatnonzero(labels == group)]
        nearest = np.argsort(-(points[members] @ centres[place]), kind="stable")[:NEAREST]
        found = candidates([texts[members[i]] for i in nearest], dropped)
        lifted = [(one, _lift(one, clauses, members, people)) for one in found]
        kept = sorted((one for one in lifted if one[1]), key=lambda one: (-one[1], one[0].words))[:COMPARED]
        if not kept:
            continue
        alike = embedder.embed([one.words for one, _ in kept], keep=False) @ centres.T
        others = (alike.sum(axis=1) - alike[:, place]) / max(len(groups) - 1, 1)
        said = np.array([TELLING * lift + FULLER * min(len(one.stems), FULL) for one, lift in kept])
        worth = alike[:, place] - ELSEWHERE * others + said
        ranked = sorted(range(len(kept)), key=lambda i: (-round(float(worth[i]), 6), kept[i][0].words))
        out[group] = _different([kept[i][0] for i in ranked])
    return out


def candidates(texts: Sequence[str], dropped: frozenset[str]) -> list[Phrase]:
    """Return the stretches of clauses that can stand alone, each once, in the order of the texts.

    They begin and end with a word that carries meaning (or with a no, or an again), and are cut out of nothing: before
    and after them stands a word without meaning of its own, or the clause ends; a "not" before them is part of them.
    """
    found: dict[str, Phrase] = {}
    for text in texts:
        for clause in _clauses(text):
            for phrase in _stretches(clause, dropped):
                found.setdefault(phrase.words.lower(), phrase)
    return list(found.values())


def _stretches(clause: Sequence[str], dropped: frozenset[str]) -> Iterator[Phrase]:
    plain = [word.lower().replace("’", "'") for word in clause]
    empty = [word in _empty() or bool(_SHORTENED.fullmatch(word)) for word in plain]
    telling = [_telling(word) and not none for word, none in zip(plain, empty, strict=True)]
    for start, word in enumerate(plain):
        if not _DENIES.fullmatch(word):
            if not (telling[start] or _BEGINS.fullmatch(word)) or (start and not empty[start - 1]):
                continue
            if any(_DENIES.fullmatch(before) for before in plain[max(0, start - DENIED) : start]):
                continue
        for last in range(start, min(len(plain), start + LONGEST)):
            if plain[last] in dropped or _BREAKS.fullmatch(plain[last]):
                break
            if last == start or not (telling[last] or _ENDS.fullmatch(plain[last])) or not _ended(plain, empty, last):
                continue
            stems = [_stem(plain[i]) for i in range(start, last + 1) if not empty[i]]
            once = len(stems) == len(set(stems)) and len(set(plain[start : last + 1])) == last + 1 - start
            if once and any(telling[start : last + 1]):
                yield Phrase(" ".join(_written(one) for one in clause[start : last + 1]), frozenset(stems))


def _ended(plain: Sequence[str], empty: Sequence[bool], last: int) -> bool:
    """Tell whether a stretch may end with this word: what follows is no part of it."""
    if last + 1 == len(plain):
        return True
    following = plain[last + 1]
    if plain[last - 1] in ("a", "an") and following in ("and", "or", "but"):
        return False  # "a friendly and ..."
    return empty[last + 1] and not _HOLDS_ON.fullmatch(following)


@dataclass(frozen=True)
class _Clauses:
    """The clauses of all texts, numbered."""

    of: tuple[int, ...]
    """Row of the text each clause stands in."""
    holding: dict[str, set[int]] = field(repr=False)
    """Clauses with a word that begins so."""


def _all_clauses(texts: Sequence[str]) -> _Clauses:
    rows: list[int] = []
    holding: dict[str, set[int]] = defaultdict(set)
    for row, text in enumerate(texts):
        for clause in _clauses(text):
            for word in clause:
                holding[_stem(word)].add(len(rows))
            rows.append(row)
    return _Clauses(tuple(rows), holding)


def _lift(phrase: Phrase, clauses: _Clauses, members: Sequence[int], people: Sequence[str]) -> float:
    """Return how telling a phrase's words in one clause are of a group; 0 where only one of its people says them so.

    Where a group is all one person's, two of its passages will do.
    """
    rows = {clauses.of[one] for one in set.intersection(*(clauses.holding[stem] for stem in phrase.stems))}
    inside = rows.intersection(members)
    alone = len({people[row] for row in members}) == 1
    if len(inside if alone else {people[row] for row in inside}) < 2:
        return 0.0
    share, overall = len(inside) / len(members), len(rows) / len(people)
    return float(np.sqrt(share) * np.log2(1.0 + share / overall))


def _different(ranked: Sequence[Phrase]) -> tuple[str, ...]:
    """Return the first phrases that have no word in common with those before them."""
    kept: list[str] = []
    said: set[str] = set()
    for phrase in ranked:
        if not phrase.stems & said:
            kept.append(phrase.words)
            said |= phrase.stems
        if len(kept) == SHOWN:
            break
    return tuple(kept)


def _clauses(text: str) -> Iterator[list[str]]:
    for clause in _CLAUSE.split(naming.without_placeholders(text, " . ")):
        words = [match.group() for match in _WORD.finditer(clause)]
        if words:
            yield words


def _telling(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and not naming.filler(word)


def _stem(word: str) -> str:
    return word.lower().replace("’", "'").split("'")[0][:5]


def _written(word: str) -> str:
    """Return a word as it stands within a sentence: only what is written in capitals throughout keeps them."""
    return word if word.isupper() else word.lower()


def _unit(point: Floats) -> Floats:
    return point / max(float(np.linalg.norm(point)), 1e-12)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Return words that carry no meaning of their own."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)
