"""Figures in words, the same words on every page."""

from __future__ import annotations

from datetime import datetime

VERY_LIKELY = 0.8
"""From here on a suggestion is called very likely: four in five that a person would agree."""

LIKELY = 0.5
"""From here on it is called likely: more people than not would agree."""

STABLE = 0.6
"""Mean overlap from which a theme is called stable: most of its passages come back together when it is found again."""

WOBBLY = 0.3
"""Below this a theme mostly falls apart when it is looked for again."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def confidence_word(confidence: float) -> str:
    """Return a calibrated probability, 0 to 1, as very likely, likely or possible."""
    if confidence >= VERY_LIKELY:
        return "very likely"
    return "likely" if confidence >= LIKELY else "possible"


def stability_word(stability: float) -> str:
    """Return how firmly a theme stands, 0 to 1, in words."""
    if stability >= STABLE:
        return "stable"
    return "fairly stable" if stability >= WOBBLY else "unstable"


def agreement_word(same: bool) -> str:
    """Return whether two readings agree."""
    return "the same codes" if same else "different codes"


def wave_word(wave: int | None) -> str:
    """Return a wave as people say it: "second wave"; empty where there is none."""
    if wave is None:
        return ""
    return f"{_ORDINALS[wave]} wave" if 0 < wave < len(_ORDINALS) else f"wave {wave}"


def moment(stored: str) -> str:
    """Return a time of the store as people here write it: "20 March 2025, 9:38am", by this computer's clock.

    Source of the form: GOV.UK style guide, dates and times. A text that is no time comes back as it is.
    """
    try:
        then = datetime.fromisoformat(stored)
    except ValueError:
        return stored
    if then.tzinfo is not None:
        then = then.astimezone()
    half = "am" if then.hour < 12 else "pm"
    return f"{day(then.date().isoformat())}, {then.hour % 12 or 12}:{then.minute:02}{half}"


def day(stored: str) -> str:
    """Return the day of a time of the store: "20 March 2025"."""
    year, month, date = stored[:10].split("-")
    return f"{int(date)} {_MONTHS[int(month) - 1]} {year}"
