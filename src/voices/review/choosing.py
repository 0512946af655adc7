"""Choosing words of a passage without a mouse: by clause, or by typing them; pure, half-open code points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voices.errors import InputError
from voices.model import Span
from voices.quotes.spans import words as count_words
from voices.realist import clauses

LONGEST = 180
"""Words of one stretch; a writer may take three to a hundred and eighty."""


@dataclass(frozen=True)
class Piece:
    """One clause of a passage as a form offers it."""

    number: int
    text: str
    span: Span


def offered(text: str) -> tuple[Piece, ...]:
    """Return the clauses of a passage, numbered from 1."""
    return tuple(Piece(n, text[s.start : s.end], s) for n, s in enumerate(clauses(text), 1))


def chosen(
    text: str, parts: Mapping[int, str], typed: Mapping[str, str], known: Sequence[str]
) -> list[tuple[str, Span]]:
    """Return (element, span) of what a form chose, in order.

    `parts` holds an element by the number of a clause: neighbouring clauses of one element become one stretch.
    `typed` holds exact words by element, which win over that element's clauses.

    Raises InputError where an element is unknown, or typed words stand nowhere or twice in the passage.
    """
    if not {*parts.values(), *typed} <= {"", *known}:
        raise InputError("this page is out of date: load it again")
    found: list[tuple[str, Span]] = []
    before = 0
    for piece in offered(text):
        element = parts.get(piece.number, "")
        if not element or typed.get(element, "").strip():
            continue
        if found and found[-1][0] == element and before == piece.number - 1:
            found[-1] = (element, Span(found[-1][1].start, piece.span.end))
        else:
            found.append((element, piece.span))
        before = piece.number
    found += [(element, _typed(text, words)) for element, words in typed.items() if words.strip()]
    if any(count_words(text[span.start : span.end]) > LONGEST for _, span in found):
        raise InputError(f"at most {LONGEST} words at a stretch: choose fewer")
    return sorted(found, key=lambda one: (known.index(one[0]), one[1].start))


def _typed(text: str, words: str) -> Span:
    bare = words.replace("\r\n", "\n").strip()
    times = text.count(bare)
    if times != 1:
        where = "do not stand in the passage" if not times else "stand in it more than once: type a few more"
        raise InputError(f"the words you typed {where}; copy them exactly")
    start = text.index(bare)
    return Span(start, start + len(bare))
