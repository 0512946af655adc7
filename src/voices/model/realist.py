"""Realist links: what in whose words supports, refines or refutes an "if …, then …, because …" theory.

A mechanism is a resource together with the reasoning it meets: what a programme offers, and how people take it.
Sources: Pawson and Tilley 1997; Dalkin and others 2015 (the two parts of a mechanism); RAMESES II 2016.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from voices.model.quotes import Quote


class Element(StrEnum):
    """What a stretch of words says in a link."""

    WHOM = "for whom"
    """Whose experience it is, or for whom it works so."""
    CONTEXT = "context"
    """What was there before and around, and lets the mechanism work or not."""
    RESOURCE = "resource"
    """What was offered or done: the first half of the mechanism."""
    REASONING = "reasoning"
    """How people took it, what they thought or felt: the second half of the mechanism."""
    OUTCOME = "outcome"
    """What came of it, wanted or not."""


class Bearing(StrEnum):
    """What a link does to its theory."""

    SUPPORTS = "supports"
    REFINES = "refines"
    """It holds, but otherwise or for others than the theory says."""
    REFUTES = "refutes"


@dataclass(frozen=True)
class Theory:
    """A programme theory: if (context and resource), then (outcome), because (reasoning)."""

    id: str
    """Letters, digits, underscores and hyphens."""
    name: str
    if_: str
    then: str
    because: str
    principles: tuple[str, ...] = ()
    """Code ids of the principles it is about."""
    version: int | None = None
    """Row that holds these words; None while they stand as the theory file has them."""
    by: str = ""
    """Code of who wrote these words here; empty for the file's."""
    made_at: str = ""
    dropped: bool = False

    def sentence(self) -> str:
        """Return the theory as one sentence."""
        return f"If {self.if_}, then {self.then}, because {self.because}."


@dataclass(frozen=True)
class Anchor:
    """A stretch of a passage that says one element; half-open code points into `Passage.text`."""

    element: Element
    passage: str
    start: int
    end: int


@dataclass(frozen=True)
class Link:
    """One link as it stands: made by a person, anchored in one narrative or in several."""

    id: str
    version: int
    """The row others must not have moved."""
    theory: str
    bearing: Bearing
    anchors: tuple[Anchor, ...]
    """By element, then passage and place; only in passages the study still holds as they were."""
    note: str = field(repr=False)
    """What the link shows, in its maker's words; scanned before it was stored."""
    coder: str
    made_at: str
    lost: int = 0
    """Anchors whose passage is cut otherwise now or is gone: the link has to be looked at again."""


@dataclass(frozen=True)
class LinkAct:
    """One row of a link's history."""

    version: int
    act: str
    """made, changed, removed or undone."""
    bearing: str
    coder: str
    made_at: str


@dataclass(frozen=True)
class PrintedLink:
    """A link as it is published: its elements in the field's order, each an exact quote."""

    id: str
    bearing: Bearing
    elements: tuple[tuple[Element, Quote], ...]
    unprinted: tuple[tuple[Element, str], ...]
    """(element, why its words are not printed)."""
    note: str


@dataclass(frozen=True)
class TheoryFinding:
    """One theory with what people linked to it."""

    theory: Theory
    before: str
    """The theory's first sentence, where it was reworded since; else empty."""
    links: tuple[PrintedLink, ...]
    """Supporting, refining, refuting, in this order."""
    counts: tuple[tuple[Bearing, int, int, int], ...]
    """(bearing, links, people, sources)."""
    checked: int
    """Passages people have read that carry one of its principles: where a refutation could have been found."""
    open: int = 0
    """Links left out until somebody looks again: their passages changed or are held."""
    unshown: int = 0
    """Links counted and not printed, because their people are quoted under this theory already."""
