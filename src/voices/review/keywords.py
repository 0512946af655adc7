"""Keywords in context: every place where a word or phrase stands, between what stands before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voices.model import Passage

AROUND = 60
"""Code points shown on each side: what fits on a line of a page beside the word."""


@dataclass(frozen=True)
class Place:
    """One place where a word stands."""

    passage: Passage = field(repr=False)
    left: str = field(repr=False)
    word: str = field(repr=False)
    right: str = field(repr=False)


def hits(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Return where terms stand, whatever their case; lower-casing letter by letter keeps offsets true.

    A blank of a term stands for any blanks of the text (İ would become two letters, so it is left as it is).
    """
    folded = "".join(_lower(letter) for letter in text)
    found = []
    for term in ("".join(map(_lower, term)) for term in terms if term):
        at = folded.find(term)
        while at >= 0:
            found.append((at, at + len(term)))
            at = folded.find(term, at + len(term))
    return sorted(set(found))


def in_context(passages: Iterable[Passage], terms: Sequence[str], around: int = AROUND) -> list[Place]:
    """Return every place of the terms, sorted by what follows, as a concordance is read."""
    found = []
    for passage in passages:
        for start, end in hits(passage.text, terms):
            left = passage.text[max(0, start - around) : start]
            right = passage.text[end : end + around]
            before = "…" if start > around else ""
            after = "…" if end + around < len(passage.text) else ""
            found.append(Place(passage, before + left, passage.text[start:end], right + after))
    return sorted(found, key=lambda one: (one.word.casefold(), one.right.casefold(), one.passage.id))


def _lower(letter: str) -> str:
    if letter.isspace():
        return " "
    lowered = letter.lower()
    return lowered if len(lowered) == 1 else letter
