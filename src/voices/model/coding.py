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
class Circumstances:
    """Who said a passage, when and where, without its words."""

    id: str
    """Of one passage that was said so."""
    document: str
    case: str
    participant: str
    role: str
    source: str
    kind: Kind
    wave: int | None
    period: str
    attributes: tuple[tuple[str, str], ...]


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
    """Fingerprint of model, codebook and what was learnt from; after a "+" that of the decisions since the run."""
    codebook: str = ""
    """Hash of the codebook, its first 12 characters."""
    settled: float | None = None
    """Confidence the last run gave, where decisions since have moved it."""


@dataclass(frozen=True)
class Coded:
    """One code applied to one passage by a person."""

    code: str
    valence: Valence | None = None
    start: int | None = None
    """Evidence in `Passage.text`; None for the whole passage."""
    end: int | None = None


RECODED = "codebook "
"""How the rule of a decision begins that only follows a change of the codebook."""


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
    """Name of the rule a person switched on, or of the change of the codebook it follows; empty where the person
    decided this passage."""

    @property
    def by_rule(self) -> bool:
        """Whether a rule decided what nobody read; a change of the codebook follows what somebody did read."""
        return bool(self.rule) and not self.rule.startswith(RECODED)


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
class Foretold:
    """What the machine held likely of a passage when somebody decided it, before it learnt from the decision."""

    decision: int
    passage: str
    drawn: bool
    """The passage was read because it came by lot, not because of what the machine thought of it."""
    codes: tuple[tuple[str, float, bool], ...]
    """(top-level code, confidence, put forward)."""
    model: str
    """As in `Suggestion.model`."""


@dataclass(frozen=True)
class CodedPassage:
    """A passage with the human decision that stands."""

    passage: Passage
    decision: Decision
