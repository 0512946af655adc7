"""What several nouns are made of: kinds of source, valence, spans, and what was skipped and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a source is, which decides how it is read and what may be done with it."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus group"
    SURVEY = "survey"
    FORM = "form"
    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    LETTER = "letter"
    EVIDENCE = "evidence"
    """A published evaluation, audit or review: cited, and never counted as a participant."""


class Valence(StrEnum):
    """Whether a passage speaks for or against the principle working."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Action(StrEnum):
    """What the arbiter does with a span; `REVIEW` is masked until the custodian releases it."""

    MASK = "mask"
    REVIEW = "review"
    KEEP = "keep"


@dataclass(frozen=True)
class Span:
    """A stretch of one text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""


@dataclass(frozen=True)
class Skipped:
    """Something a stage could not do, with the reason; never a log line."""

    what: str
    """A document id, "source name, file 3" or "source name, file 3, row 12"; a reader, before anybody numbers its
    files, gives a path or "source name, row 12"."""
    reason: str
    """One plain sentence: what is wrong and what to do."""
    stage: str
    """The stage that skipped it: check, read, pseudonymise, passages, suggest, themes, publish."""
    expected: bool = False
    """True where the study file says this file is to be skipped."""
    file: str = field(default="", repr=False)
    """Path of the file, for a terminal to print beside `what`; may carry a name, so it is never stored."""
