"""Closed answers as people and survey tools write them, turned into numbers the right way round."""

from __future__ import annotations

import re

SMALLEST_BASE = 30
"""Answers under which a percentage carries a note. Rationale: one answer then moves it by more than three points."""

_BLANK = frozenset(
    {"", "-", "–", "n/a", "na", "n.a.", "not applicable", "does not apply", "don't know", "dont know", "dk",
     "prefer not to say", "no answer", "blank", "none", "null", "."}
)  # fmt: skip
_WORDS: dict[str, float] = {
    "strongly agree": 1.0,
    "agree": 0.75,
    "neither agree nor disagree": 0.5,
    "neither": 0.5,
    "neutral": 0.5,
    "neither agree or disagree": 0.5,
    "disagree": 0.25,
    "strongly disagree": 0.0,
    "agree strongly": 1.0,
    "disagree strongly": 0.0,
    "tend to agree": 0.75,
    "tend to disagree": 0.25,
    "slightly agree": 0.75,
    "slightly disagree": 0.25,
    "always": 1.0,
    "often": 0.75,
    "usually": 0.75,
    "mostly": 0.75,
    "sometimes": 0.5,
    "rarely": 0.25,
    "seldom": 0.25,
    "never": 0.0,
    "very satisfied": 1.0,
    "satisfied": 0.75,
    "fairly satisfied": 0.75,
    "neither satisfied nor dissatisfied": 0.5,
    "dissatisfied": 0.25,
    "fairly dissatisfied": 0.25,
    "very dissatisfied": 0.0,
    "very good": 1.0,
    "excellent": 1.0,
    "good": 0.75,
    "fair": 0.5,
    "average": 0.5,
    "neither good nor poor": 0.5,
    "poor": 0.25,
    "very poor": 0.0,
    "yes": 1.0,
    "no": 0.0,
}
"""Likert words on the way from the least (0) to the most favourable answer (1)."""
_NUMBER = re.compile(r"(?P<number>\d+(?:[.,]0+)?)(?:\s*(?:[-–:=/(]|\.(?!\d)|out of).*)?")


def read(text: str, points: int = 5, turned: bool = False) -> float | None:
    """Return one answer as 1 (least favourable) to `points`, or None where it is blank or not applicable.

    Takes Likert words in any case and numbers with or without their meaning behind them ("4 - agree"); `turned`
    answers are reversed. Raises ValueError where the text is neither.
    """
    folded = re.sub(r"\s+", " ", text.replace("’", "'")).strip().casefold()
    if folded in _BLANK:
        return None
    share = _WORDS.get(folded.rstrip("."))
    if share is not None:
        value = 1 + share * (points - 1)
    elif match := _NUMBER.fullmatch(folded):
        value = float(match["number"].replace(",", "."))
    else:
        raise ValueError("not an answer on the scale")
    if not 1 <= value <= points:
        raise ValueError("outside the scale")
    return points + 1 - value if turned else value


def is_positive(value: float, points: int) -> bool:
    """Return whether an answer lies above the middle of its scale."""
    return value > (points + 1) / 2


def is_neutral(value: float, points: int) -> bool:
    """Return whether an answer lies in the middle of its scale."""
    return value == (points + 1) / 2
