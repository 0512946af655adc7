"""Closed answers as people and survey tools write them, turned into numbers the right way round."""

from __future__ import annotations

from voices.model import ClosedQuestion
from voices.sources.tables.closed import read_answer

SMALLEST_BASE = 30
"""Answers under which a percentage carries a note. Rationale: one answer then moves it by more than three points."""


def read(text: str, points: int = 5, turned: bool = False) -> float | None:
    """Return one answer as 1 (least favourable) to `points`, or None where it is blank or not applicable.

    Read as the readers of surveys do (`voices.sources.tables.closed`). Raises ValueError where the text is on another
    scale, or on none.
    """
    answer = read_answer(ClosedQuestion("", "", "", points, turned), text)
    if answer is not None and answer.points != points:
        raise ValueError("not on the scale")
    return answer.value if answer else None


def is_positive(value: float, points: int) -> bool:
    """Return whether an answer lies above the middle of its scale."""
    return value > (points + 1) / 2


def is_neutral(value: float, points: int) -> bool:
    """Return whether an answer lies in the middle of its scale."""
    return value == (points + 1) / 2
