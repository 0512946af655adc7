"""Find copies and near-copies, so that nobody is counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voices.sources.proposal.nouns import Seen, Shape

SHARED = 0.8
"""Rationale: of the runs of five words in the shorter text; two interviews by one schedule share under a twentieth."""
RUN = 5
"""Words in one run."""
FEW_RUNS = 12
"""Rationale: shorter texts may be alike by chance ("Thank you for everything you did")."""
FEW_ROWS = 4
"""Rationale: a table of three rows says too little to be called a copy."""
_COPY = re.compile(r"\b(?:copy|backup|bak|old|superseded|archive|draft)\b|\(\d\)")
_VERSION = re.compile(r"\bv(?:ersion)?[ .]?(\d{1,2})\b")


def near_copies(seen: Sequence[Seen]) -> dict[str, str]:
    """Return {file: the file kept instead} for every copy, exact or nearly so.

    Of two, the one with the higher version is kept, then the one that does not call itself a copy, then the longer.
    """
    instead: dict[str, str] = {}
    texts = {one.relative: runs(one) for one in seen}
    ordered = sorted(seen, key=_rank, reverse=True)
    kept: list[Seen] = []
    for one in ordered:
        twin = next((other for other in kept if _alike(one, other, texts)), None)
        if twin is None:
            kept.append(one)
        else:
            instead[one.relative] = twin.relative
    return instead


def _alike(one: Seen, other: Seen, texts: dict[str, frozenset[int]]) -> bool:
    if one.digest and one.digest == other.digest:
        return True
    shared, smaller = texts[one.relative], texts[other.relative]
    if one.shape is not other.shape or one.shape not in (Shape.TALK, Shape.LETTER, Shape.PROSE, Shape.TABLE):
        return False
    fewer, more = sorted((shared, smaller), key=len)
    same_size = one.shape is not Shape.TABLE or len(fewer) >= SHARED * len(more)
    few = FEW_ROWS if one.shape is Shape.TABLE else FEW_RUNS
    return len(fewer) >= few and same_size and len(fewer & more) >= SHARED * len(fewer)


def runs(one: Seen) -> frozenset[int]:
    """Return what of a file's content may be shared with another, hashed, in memory only: runs of words, or rows.

    A row counts with who answered and when, so that two waves in which people say the same stay two.
    """
    if one.reading is None:
        return frozenset()
    if one.shape is Shape.TABLE:
        return frozenset(hash((d.participant, d.period, d.text, d.answers)) for d in one.reading.documents)
    words = re.findall(r"\w+", " ".join(document.text for document in one.reading.documents).casefold())
    return frozenset(_hashes(words))


def _hashes(words: Sequence[str]) -> Iterable[int]:
    return (hash(tuple(words[n : n + RUN])) for n in range(len(words) - RUN + 1))


def _rank(one: Seen) -> tuple[int, int, int, int, str]:
    path = one.relative.casefold().replace("_", " ")
    version = _VERSION.search(path.rpartition("/")[2])
    words = one.reading.description.words if one.reading else 0
    is_copy = bool(_COPY.search(re.sub(r"v\d+ \(\d\)", "", path)))
    return (int(version[1]) if version else 0, not is_copy, words, -len(path), path)
