"""What a detector says: a stretch of text, a label of the masking policy, a score and the name of the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voices.model import Span

STRUCTURED: frozenset[str] = frozenset(
    {
        "EMAIL",
        "URL",
        "PHONE",
        "NHS_NUMBER",
        "NI_NUMBER",
        "UPN",
        "POSTCODE",
        "VEHICLE",
        "CASE_REF",
        "OTHER_ID",
        "HANDLE",
        "ADDRESS",
        "DATE",
        "AGE",
    }
)
"""Labels found by their shape; on overlap they stand before names, which have none."""

NAMES: frozenset[str] = frozenset({"PERSON", "LOCATION", "ORGANISATION"})
"""Labels that are told apart by number and linked over the study."""


@dataclass(frozen=True)
class Hit:
    """One detector's opinion on one stretch of text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    label: str
    """A label of the masking policy."""
    score: float
    """How sure this rule is by itself, 0 to 1."""
    rule: str
    """Name of the rule, never the words."""


WORD = re.compile(r"[^\W\d_]+(?:['’\-‐][^\W\d_]+)*", re.UNICODE)
"""A word of letters, with apostrophes and hyphens inside it."""

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])\Z", re.IGNORECASE)
_EDGE = ' \t\r\n,;:!?"“”‘()[]<>|*_~=+'


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without edge punctuation and a possessive ending, which stay outside a placeholder."""
    while True:
        before = (start, end)
        while start < end and text[start] in _EDGE + "'’-.":
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        possessive = _POSSESSIVE.search(text, start, end)
        if possessive and possessive.start() > start:
            end = possessive.start()
        if text[end - 1 : end] == "." and not re.search(r"(?:\b[^\W\d_]|\bal-[A-Z])\.\Z", text[start:end]):
            end -= 1
        if text[end - 1 : end] in "'’-":
            end -= 1
        if (start, end) == before:
            return start, end


def overlaps(a: Span | Hit, b: Span | Hit) -> bool:
    """Say whether two stretches share a code point."""
    return a.start < b.end and b.start < a.end


def outside(start: int, end: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a span when the taken ones are cut out of it."""
    position = start
    for first, last in sorted(taken):
        if last <= position or first >= end:
            continue
        if first > position:
            yield position, first
        position = max(position, last)
    if position < end:
        yield position, end
