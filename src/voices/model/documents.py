"""Documents without names, and what only the vault may keep of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from voices.model.kinds import Action, Kind
from voices.model.sources import ClosedAnswer


@dataclass(frozen=True)
class Mention:
    """A stretch of raw text that may identify somebody, as detectors and arbiter see it."""

    start: int
    end: int
    label: str
    """A label of the masking policy: PERSON, LOCATION, ADDRESS, …"""
    score: float
    """Calibrated probability that it has to be masked, 0 to 1."""
    action: Action
    reasons: tuple[str, ...] = ()
    """Which detectors and cues spoke for it, as rule names; never the words."""
    entity: str = ""
    """Id of the person, place or body it belongs to, once linked; empty before."""


@dataclass(frozen=True)
class Entity:
    """One person, place or body of the study as linking sees it; holds names."""

    id: str
    """Opaque and keyed; stable as long as its defining form is."""
    label: str
    number: int
    """Number of its placeholder, a keyed permutation: no order of appearance."""
    forms: tuple[str, ...] = field(repr=False)
    """The surface forms met, sorted."""
    kind: str = ""
    """Role or sort it is written with ("mother", "primary school"); empty for the label's own word."""


@dataclass(frozen=True)
class Slot:
    """One placeholder in a pseudonymised text and what it stands for: the vault's knowledge."""

    start: int
    """First code point in `Document.text`."""
    end: int
    label: str
    entity: str
    """Entity id; empty for labels that carry no number."""
    original: str = field(repr=False)
    doubtful: bool = False
    """True while the custodian has not confirmed or released it."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One voice speaking once, pseudonymised."""

    start: int
    """First code point in `Document.text`."""
    end: int
    participant: str
    """Code of the person (P107), of the respondent, or of an unseparated group; empty for interviewers."""
    role: str = ""
    question: str = ""
    """Pseudonymised question this answers."""
    time: str = ""
    quoting: bool = True
    """False where this voice may not be quoted although the document's others may."""
    page: int = 0
    """Page of published evidence on which this begins; 0 where the file has no pages."""


@dataclass(frozen=True)
class Document:
    """A document after privacy: what the study may hold."""

    id: str
    """Keyed hash of the place it came from."""
    source: str
    kind: Kind
    text: str
    """With placeholders."""
    turns: tuple[Turn, ...]
    wave: int | None = None
    period: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    quoting: bool = False
    """May these words be quoted at all."""
    participant: str = ""
    """Code of the one person behind a row or letter; empty for a conversation."""
    answers: tuple[ClosedAnswer, ...] = ()
    case: str = ""
    """Keyed hash of the reference of a complaint: a register's row and the letters behind it share it."""


@dataclass(frozen=True)
class Masked:
    """What privacy hands on for one document: the safe part, and what only the vault may keep."""

    document: Document
    slots: tuple[Slot, ...] = field(repr=False)
    second_scan: tuple[Mention, ...] = ()
    """What the second scan still found in the masked text (offsets into it); already masked in `document`."""
