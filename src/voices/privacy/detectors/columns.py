"""Ages in a table that stands inside a text, below or beside the word "age".

Its cells are parted by bars or tabs, or stand one to a line, as a table of a Word file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voices.privacy.detectors.ages import NUMBER, OLDEST_CHILD
from voices.privacy.detectors.hits import Hit

_CELL = re.compile(r"[^|\t\n]*")
_HEADING = re.compile(
    r"[\s*_]*(?:child(?:['’]s|ren['’]s)?\s+|current\s+)?ages?(?:\s+(?:now|at|in|when)\b.{0,30})?[\s*_:]*", re.I
)
_AGE = re.compile(
    r"[\s*_]*(?P<age>(?P<n>\d{1,2}(?:\.5|½)?|" + "|".join(sorted(NUMBER, key=len, reverse=True)) + r")"
    r"(?P<unit>\s*(?:years?|yrs?|y/?o?|months?|mths?|m|weeks?|wks?|days?)(?:\s+old)?)?)[\s*_.]*",
    re.I,
)
_RULE = re.compile(r"[\s|:+=-]+")
_LITTLE = re.compile(r"\s*(?:m|w|d)", re.I)
_OLDEST_IN_MONTHS = 36
_LONGEST_CELL = 48
"""Code points; a longer line is speech and ends a table whose cells stand one to a line."""

Cell = tuple[int, int]


def find(text: str) -> Iterator[Hit]:
    """Yield children's ages in tables inside a text, number and unit."""
    under: set[int] = set()
    below = False
    for row in _rows(text):
        headed = {i for i, (start, end) in enumerate(row) if _HEADING.fullmatch(text, start, end)}
        alone = len(row) == 1
        below = alone and (bool(headed) or (below and _is_cell(text[slice(*row[0])])))
        wanted = {0} if below and not headed else set() if alone else under | {i + 1 for i in headed}
        for i in sorted(wanted & set(range(len(row)))):
            m = _AGE.fullmatch(text, *row[i])
            if m and _is_child(m):
                yield Hit(m.start("age"), m.end("age"), "AGE", 0.85, "age in a table")
        under = set() if alone else headed or under


def _is_cell(line: str) -> bool:
    return len(line) <= _LONGEST_CELL and not line.rstrip().endswith((".", "?", "!"))


def _rows(text: str) -> Iterator[list[Cell]]:
    """Yield the cells of each line; rules between rows are left out."""
    position = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if not (bare.strip() and _RULE.fullmatch(bare)):
            yield [(position + m.start(), position + m.end()) for m in _cells(bare)]
        position += len(line)


def _cells(line: str) -> Iterator[re.Match[str]]:
    at = 0
    while at <= len(line):
        m = _CELL.match(line, at)
        if m is None:
            return
        yield m
        at = m.end() + 1


def _is_child(m: re.Match[str]) -> bool:
    word = m["n"].lower().replace("½", ".5")
    value = float(NUMBER[word]) if word in NUMBER else float(word)
    return value <= (_OLDEST_IN_MONTHS if m["unit"] and _LITTLE.match(m["unit"]) else OLDEST_CHILD + 0.5)
