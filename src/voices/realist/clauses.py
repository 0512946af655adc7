"""A passage cut into clauses: what somebody without a mouse chooses words by. Offsets are half-open code points."""

from __future__ import annotations

import re
from itertools import pairwise

from voices import passages, placeholders
from voices.model import Span

SHORTEST = 3
"""Words; a shorter piece goes with its neighbour, since it says nothing alone."""

_CUT = re.compile(
    r"(?<=[,;:–—])\s+|(?<=\S)\s+-+\s+|"
    r"\s+(?=(?:because|cos|so that|so (?:I|we|she|he|they|you|now|it|that)\b|which (?:meant|means|made|is why)|"
    r"but|although|even though|whereas|when|whenever|until|unless|if|after|before|and (?:then|now|so|that)|"
    r"as a result|that way|in the end)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S*\w\S*")


def clauses(text: str) -> tuple[Span, ...]:
    """Return the clauses of a text, left to right; together they hold every word, and none cuts a placeholder."""
    held = [(p.start, p.end) for p in placeholders.find(text)]
    found: list[Span] = []
    for sentence in passages.sentences(text):
        body = text[sentence.start : sentence.end]
        cuts = [
            (sentence.start + m.start(), sentence.start + m.end())
            for m in _CUT.finditer(body)
            if not any(a < sentence.start + m.end() and sentence.start + m.start() < b for a, b in held)
        ]
        edges = [(sentence.start, sentence.start), *cuts, (sentence.end, sentence.end)]
        pieces = [Span(left[1], right[0]) for left, right in pairwise(edges) if right[0] > left[1]]
        found += _joined(text, pieces)
    return tuple(found)


def _joined(text: str, pieces: list[Span]) -> list[Span]:
    """Return the pieces of one sentence, those of too few words joined to a neighbour."""
    done: list[Span] = []
    for piece in pieces:
        short = _words(text, piece) < SHORTEST
        if done and (short or _words(text, done[-1]) < SHORTEST):
            done[-1] = Span(done[-1].start, piece.end)
        else:
            done.append(piece)
    return done


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text[span.start : span.end]))
