"""Figures in words, the same words on every page."""

from __future__ import annotations

from datetime import datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def surety_words(confidence: float, share: float | None) -> str:
    """Return what stands beside a suggestion's mark: what is promised of such, or that its score promises nothing.

    `confidence` is 0 to 1; `share` that of such suggestions which are promised to be right, None for a guess.
    """
    if share is None:
        return f"{score_words(confidence)}, which promises nothing"
    return f"at least {round(10 * share)} in 10 such are right"


def score_words(confidence: float) -> str:
    """Return a confidence, 0 to 1, as a score that ranks suggestions and is no share of right ones."""
    return f"score {round(100 * confidence)} of 100"


def agreement_word(same: bool) -> str:
    """Return whether two readings agree."""
    return "the same codes" if same else "different codes"


def wave_word(wave: int | None) -> str:
    """Return a wave as people say it: "second wave"; empty where there is none."""
    if wave is None:
        return ""
    return f"{_ORDINALS[wave]} wave" if 0 < wave < len(_ORDINALS) else f"wave {wave}"


def as_of_words(stored: str) -> str:
    """Return what a study that came back from a backup says of itself; empty for any other."""
    if not stored:
        return ""
    return (
        f"This study was put back from a backup. It is as of {moment(stored)}: what people decided, wrote or chose "
        "after that is not in it."
    )


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
