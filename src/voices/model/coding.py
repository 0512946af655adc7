"""Passages, what the machine suggests about them and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voices.model.kinds import Kind, Valence


@dataclass(frozen=True)
class Passage:
    """A codable unit: one voice, one point."""

    id: str
    """Keyed hash of (document, turn, ordinal, hash)."""
    document: str
    turn: int
    """Index of the turn in the document."""
    ordinal: int
    """Which passage of that turn, from 0."""
    start: int
    """First code point in `Document.text`."""
    end: int
    text: str
    hash: str
    """Keyed hash of the text with every placeholder collapsed to its kind."""
    participant: str
    role: str
    source: str
    kind: Kind
    wave: int | None = None
    period: str = ""
    question: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    quoting: bool = False
    case: str = ""
    """Keyed hash of a complaint's reference, shared by its row and its letters: one complaint in every count."""


@dataclass(frozen=True)
class Suggestion:
    """What the machine thinks about one passage and one code; never a decision."""

    passage: str
    code: str
    confidence: float
    """Calibrated probability that a person would apply the code, 0 to 1."""
    valence: Valence | None
    start: int
    """Evidence: first code point in `Passage.text`."""
    end: int
    put_forward: bool
    """True where the confidence is over the code's threshold."""
    model: str
    """Fingerprint of model, codebook and what was learnt from."""


@dataclass(frozen=True)
class Coded:
    """One code applied to one passage by a person."""

    code: str
    valence: Valence | None = None
    start: int | None = None
    """Evidence in `Passage.text`; None for the whole passage."""
    end: int | None = None


class Verdict(StrEnum):
    """What a person did with a passage."""

    CODED = "coded"
    """One or more codes apply."""
    NO_CODE = "no code"
    """Read, and none of the codes applies."""
    SKIPPED = "skipped"
    """Left for later or for somebody else; no judgement."""
    HELD = "held"
    """Safeguarding: held for the named lead, out of queue and exports."""
    UNDONE = "undone"
    """Takes back the decision it supersedes."""


@dataclass(frozen=True)
class Decision:
    """One act of a person on one passage; append-only."""

    id: int
    passage: str
    coder: str
    """Code of the coder, never a name in exports."""
    verdict: Verdict
    codes: tuple[Coded, ...]
    made_at: str
    """ISO 8601, UTC, seconds."""
    supersedes: int | None = None
    quotable: bool = False
    suggestion_shown: bool = True
    """False for a blind decision, which alone counts towards agreement."""
    rule: str = ""
    """Name of the rule a person switched on; empty where the person decided this passage."""


@dataclass(frozen=True)
class Memo:
    """A note a person wrote on a passage, scanned before it was stored."""

    id: int
    passage: str
    coder: str
    text: str
    made_at: str
    cleared: bool
    """False while the scan's hits have not been cleared by the writer: blocks export."""


@dataclass(frozen=True)
class CodedPassage:
    """A passage with the human decision that stands."""

    passage: Passage
    decision: Decision
