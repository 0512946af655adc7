"""What is said of safeguarding: a passage that may need the lead, and an urgent question to the custodian."""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = ("told the safeguarding lead", "passed to the front door", "known already", "nobody could be told apart")
"""How an urgent look-up can end; closed, so that no name comes to stand in the study."""


@dataclass(frozen=True)
class Concern:
    """A passage that may need the safeguarding lead, as the machine thinks; never a decision."""

    passage: str
    since: str
    """ISO 8601, UTC, seconds: when it was marked first."""


@dataclass(frozen=True)
class Ask:
    """One urgent look-up, from the question to its outcome; holds no names."""

    id: str
    passage: str
    document: str
    coder: str
    """Code of who asks: the coders' lead."""
    reason: str
    """Number of the referral, or what is feared, scanned for names before it is stored."""
    asked_at: str
    """ISO 8601, UTC, seconds."""
    answered_at: str = ""
    outcome: str = ""
    """One of `OUTCOMES`; empty while it waits."""
